/* test-pulse.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How late the main loop answers: what is counted, and that it is measured.
 */

#include "dp-engine-fixture.h"
#include "dp-pulse.h"

#define INTERVAL_USEC (G_USEC_PER_SEC / DP_PULSE_HZ)
#define NOW_USEC      (1000 * G_USEC_PER_SEC)
#define MSEC          G_TIME_SPAN_MILLISECOND

/* Of a minute at sixty a second each took @quick_usec, but once, at its end, @freeze_msec passed. */
static const struct
{
  const char *name;
  gint64 quick_usec;
  guint freeze_msec;
  guint n;
  gint64 half_usec;
  guint most_msec_at_least;
  guint most_msec_at_most;
  guint worst_msec;
} rows[] = {
  { "quick", 50, 0, DP_PULSE_LOG_SIZE, 50, 0, 0, 0 },
  /* 7 of 3600 are no hundredth; 61 are, with those that nobody asked for. */
  { "a tenth of a second", 50, 100, DP_PULSE_LOG_SIZE, 50, 0, 0, 100 },
  { "a second", 50, 1000, DP_PULSE_LOG_SIZE, 50, 400, 450, 1000 },
  { "most of the time", 50, 40000, DP_PULSE_LOG_SIZE, 10 * G_USEC_PER_SEC, 39000, 40000, 40000 },
  { "longer than a minute", 50, 600000, DP_PULSE_LOG_SIZE, 30 * G_USEC_PER_SEC, 59000, 600000,
    600000 },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  gint64 freeze_usec = rows[row].freeze_msec * MSEC;
  g_autofree DpPulseLog *log = g_new0 (DpPulseLog, 1);
  g_autofree DpPulseSight *sight = g_new0 (DpPulseSight, 1);

  for (guint i = DP_PULSE_LOG_SIZE; i > 0; i--)
    {
      gint64 asked_usec = NOW_USEC - freeze_usec - i * INTERVAL_USEC;

      dp_pulse_log_add (log, asked_usec, asked_usec + rows[row].quick_usec);
    }
  if (freeze_usec > 0)
    dp_pulse_log_add (log, NOW_USEC - freeze_usec, NOW_USEC);
  dp_pulse_log_read (log, NOW_USEC, sight);
  g_assert_cmpuint (sight->n, <=, rows[row].n);
  g_assert_cmpuint (sight->n, >, rows[row].n - 2 * DP_PULSE_HZ);
  g_assert_cmpint (ABS (sight->half_usec - rows[row].half_usec), <=, 100 * MSEC);
  g_assert_cmpint (sight->most_usec / MSEC, >=, rows[row].most_msec_at_least);
  g_assert_cmpint (sight->most_usec / MSEC, <=, rows[row].most_msec_at_most);
  g_assert_cmpint (sight->worst_usec / MSEC, ==, rows[row].worst_msec);
}

/* A minute later it is forgotten; what was not yet has no value. */
static void
test_seconds (void)
{
  g_autofree DpPulseLog *log = g_new0 (DpPulseLog, 1);
  g_autofree DpPulseSight *sight = g_new0 (DpPulseSight, 1);

  dp_pulse_log_read (log, NOW_USEC, sight);
  g_assert_cmpuint (sight->n, ==, 0);
  g_assert_cmpint (sight->worst_usec, ==, 0);

  dp_pulse_log_add (log, NOW_USEC, NOW_USEC + 3 * MSEC);
  dp_pulse_log_add (log, NOW_USEC + 20 * MSEC, NOW_USEC + 22 * MSEC);
  dp_pulse_log_add (log, NOW_USEC + 2 * G_USEC_PER_SEC, NOW_USEC + 2 * G_USEC_PER_SEC + MSEC);
  dp_pulse_log_read (log, NOW_USEC + 2 * G_USEC_PER_SEC + 2 * MSEC, sight);
  g_assert_cmpuint (sight->n, ==, 3);
  g_assert_cmpint (sight->half_usec, ==, 2 * MSEC);
  g_assert_cmpint (sight->most_usec, ==, 3 * MSEC);
  g_assert_cmpfloat (sight->worst_by_sec[DP_PULSE_LOG_SEC - 1], ==, 1 * MSEC);
  g_assert_cmpfloat (sight->worst_by_sec[DP_PULSE_LOG_SEC - 2], ==, 2 * MSEC);
  g_assert_cmpfloat (sight->worst_by_sec[DP_PULSE_LOG_SEC - 3], ==, 3 * MSEC);
  g_assert_cmpfloat (sight->worst_by_sec[DP_PULSE_LOG_SEC - 4], <, 0);

  dp_pulse_log_read (log, NOW_USEC + 61 * G_USEC_PER_SEC, sight);
  g_assert_cmpuint (sight->n, ==, 1);
  g_assert_cmpint (sight->worst_usec, ==, 1 * MSEC);
}

static guint
count_later_than (DpPulse *pulse, gint64 usec)
{
  const DpPulseLog *log = dp_pulse_get_log (pulse);
  guint n = 0;

  for (guint i = 0; i < MIN (log->n, DP_PULSE_LOG_SIZE); i++)
    n += log->beats[i].late_usec > usec;
  return n;
}

static void
stand_still (void)
{
  g_usleep (300 * MSEC);
}

/* A main loop that stands still for three tenths of a second is seen to; on a busy machine perhaps
 * not as often as it was asked meanwhile. */
static void
test_measured (void)
{
  DpPulse *pulse = dp_pulse_new ();
  guint n_late;

  dp_test_run_until (dp_pulse_get_log (pulse)->n >= 10);
  g_assert_cmpuint (dp_test_count_threads ("dp-pulse"), ==, 1);
  n_late = count_later_than (pulse, 200 * MSEC);
  dp_test_run_until ((stand_still (), count_later_than (pulse, 200 * MSEC) >= n_late + 5));
  dp_pulse_free (pulse);
  g_assert_cmpuint (dp_test_count_threads ("dp-pulse"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pulse/%s", rows[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/pulse/seconds", test_seconds);
  g_test_add_func ("/pulse/measured", test_measured);
  return g_test_run ();
}
