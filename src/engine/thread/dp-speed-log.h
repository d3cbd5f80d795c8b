/* dp-speed-log.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_SPEED_LOG_SEC:
 *
 * So far back a log goes.
 */
#define DP_SPEED_LOG_SEC 300

/**
 * DpSpeedLog:
 * @began_usec: since when there is something, or 0
 * @last_sec: the second that is counted now
 * @last_bytes: how much was here when it was last looked
 * @all_bytes: how much came since it began
 * @bytes: what came in each of the last seconds, a ring
 *
 * How much came in each second of the last minutes.  A plain value without resources; zeroed it is
 * empty.
 */
typedef struct
{
  gint64 began_usec;
  gint64 last_sec;
  guint64 last_bytes;
  guint64 all_bytes;
  float bytes[DP_SPEED_LOG_SEC];
} DpSpeedLog;

void dp_speed_log_begin (DpSpeedLog *self, gint64 now_usec, guint64 received_bytes);
void dp_speed_log_add (DpSpeedLog *self, gint64 now_usec, guint64 received_bytes);
guint dp_speed_log_read (const DpSpeedLog *self, gint64 now_usec, double *bytes_per_sec, guint n);

G_END_DECLS
