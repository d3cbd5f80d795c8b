/* dp-rate.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_SIZE_UNKNOWN:
 *
 * The total of a file whose length the server has not told.
 */
#define DP_SIZE_UNKNOWN G_MAXUINT64

/**
 * DP_TIME_UNKNOWN:
 *
 * The time left of a file whose length or speed is not known.
 */
#define DP_TIME_UNKNOWN G_MAXUINT64

/**
 * DpRate:
 * @began_usec: since when bytes are counted
 * @moved_usec: when the last bytes arrived
 * @last_usec: when the last sample was taken
 * @last_bytes: what it said
 * @bytes_per_sec: the speed then
 *
 * A smoothed speed.  A plain value without resources: zeroed it stands still, and
 * dp_rate_begin() starts it.
 */
typedef struct
{
  gint64 began_usec;
  gint64 moved_usec;
  gint64 last_usec;
  guint64 last_bytes;
  double bytes_per_sec;
} DpRate;

void dp_rate_begin (DpRate *self, gint64 now_usec, guint64 received_bytes);
void dp_rate_sample (DpRate *self, gint64 now_usec, guint64 received_bytes);
guint64 dp_rate_get_bytes_per_sec (const DpRate *self);
guint64 dp_rate_get_left_sec (const DpRate *self, guint64 received_bytes, guint64 total_bytes);

G_END_DECLS
