/* dp-pulse-log.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_PULSE_HZ:
 *
 * So often the main loop is asked whether it answers.
 */
#define DP_PULSE_HZ 60

/**
 * DP_PULSE_LOG_SEC:
 *
 * So far back a log goes.
 */
#define DP_PULSE_LOG_SEC 60

#define DP_PULSE_LOG_SIZE (DP_PULSE_HZ * DP_PULSE_LOG_SEC)

/**
 * DpPulseBeat:
 * @asked_usec: when it was asked
 * @late_usec: how much later it answered
 */
typedef struct
{
  gint64 asked_usec;
  gint64 late_usec;
} DpPulseBeat;

/**
 * DpPulseLog:
 * @beats: a ring
 * @n: how many there were, ever
 *
 * How late the main loop answered in the last minute.  A plain value without resources; zeroed it is
 * empty.
 */
typedef struct
{
  DpPulseBeat beats[DP_PULSE_LOG_SIZE];
  guint n;
} DpPulseLog;

/**
 * DpPulseSight:
 * @n: how many answers there were in the last minute
 * @half_usec: half of them came within this
 * @most_usec: 99 of 100 came within this
 * @worst_usec: all of them did
 * @worst_by_sec: (array fixed-size=60): of each second the worst, the last one last; -1: none
 */
typedef struct
{
  guint n;
  gint64 half_usec;
  gint64 most_usec;
  gint64 worst_usec;
  double worst_by_sec[DP_PULSE_LOG_SEC];
} DpPulseSight;

void dp_pulse_log_add (DpPulseLog *self, gint64 asked_usec, gint64 answered_usec);
void dp_pulse_log_read (const DpPulseLog *self, gint64 now_usec, DpPulseSight *sight);

G_END_DECLS
