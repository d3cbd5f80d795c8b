/* dp-pulse-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How late the main loop answered in the last minute.
 *
 * While it does not answer it is not asked again; but who had asked then would have waited, too, and
 * counts: else a stand-still of a second would be one late answer of 3,600, and no share of anything.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-pulse-log.h"

#include <stdlib.h>

#define INTERVAL_USEC (G_USEC_PER_SEC / DP_PULSE_HZ)

/**
 * dp_pulse_log_add:
 * @self: a log
 * @asked_usec: when the main loop was asked, never before the last time
 * @answered_usec: when it answered
 *
 * Thread: any.
 */
void
dp_pulse_log_add (DpPulseLog *self, gint64 asked_usec, gint64 answered_usec)
{
  /* What is longer than the log fills all of it. */
  gint64 first_usec =
      MAX (asked_usec, answered_usec - (gint64) DP_PULSE_LOG_SIZE * INTERVAL_USEC + 1);
  gint64 worst_usec = answered_usec - asked_usec;

  for (gint64 usec = first_usec; usec <= answered_usec; usec += INTERVAL_USEC)
    {
      self->beats[self->n++ % DP_PULSE_LOG_SIZE] = (DpPulseBeat){
        .asked_usec = usec,
        .late_usec = usec == first_usec ? worst_usec : answered_usec - usec,
      };
    }
}

static int
compare (const void *a, const void *b)
{
  const gint64 *first = a;
  const gint64 *second = b;

  return (*first > *second) - (*first < *second);
}

/* The least one that so many of a hundred are within. */
static gint64
get_percentile (const gint64 *sorted, guint n, guint percent)
{
  return n > 0 ? sorted[(n * percent + 99) / 100 - 1] : 0;
}

/**
 * dp_pulse_log_read:
 * @self: a log
 * @now_usec: the time
 * @sight: (out caller-allocates): the last minute
 *
 * Thread: any.
 */
void
dp_pulse_log_read (const DpPulseLog *self, gint64 now_usec, DpPulseSight *sight)
{
  g_autofree gint64 *late_usec = g_new (gint64, DP_PULSE_LOG_SIZE);
  guint n = 0;

  for (guint i = 0; i < DP_PULSE_LOG_SEC; i++)
    sight->worst_by_sec[i] = -1;
  for (guint i = 0; i < MIN (self->n, DP_PULSE_LOG_SIZE); i++)
    {
      const DpPulseBeat *beat = &self->beats[i];
      gint64 ago_sec = (now_usec - beat->asked_usec) / G_USEC_PER_SEC;
      double *worst;

      if (ago_sec < 0 || ago_sec >= DP_PULSE_LOG_SEC)
        continue;
      late_usec[n++] = beat->late_usec;
      worst = &sight->worst_by_sec[DP_PULSE_LOG_SEC - 1 - ago_sec];
      *worst = MAX (*worst, (double) beat->late_usec);
    }
  qsort (late_usec, n, sizeof *late_usec, compare);
  sight->n = n;
  sight->half_usec = get_percentile (late_usec, n, 50);
  sight->most_usec = get_percentile (late_usec, n, 99);
  sight->worst_usec = get_percentile (late_usec, n, 100);
}
