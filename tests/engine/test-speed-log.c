/* test-speed-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much came in each second, with a clock made by hand.
 */

#include "dp-speed-log.h"

#define SEC(n) ((gint64) (n) *G_USEC_PER_SEC)

/* The last @n seconds before @now_sec, as in "0 100 50". */
static void
assert_speeds (const DpSpeedLog *log, gint64 now_sec, guint n, guint n_known, const char *expected)
{
  g_autofree double *speeds = g_new (double, n);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (dp_speed_log_read (log, SEC (now_sec), speeds, n), ==, n_known);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%g", i > 0 ? " " : "", speeds[i]);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_empty (void)
{
  const DpSpeedLog log = { 0 };

  assert_speeds (&log, 1000, 3, 0, "0 0 0");
}

static void
test_seconds (void)
{
  DpSpeedLog log = { 0 };

  dp_speed_log_begin (&log, SEC (1000), 500);
  dp_speed_log_add (&log, SEC (1000) + 1, 600);
  dp_speed_log_add (&log, SEC (1000) + 900000, 700);
  dp_speed_log_add (&log, SEC (1001), 750);
  /* Nothing came for two seconds. */
  dp_speed_log_add (&log, SEC (1004), 760);

  assert_speeds (&log, 1005, 6, 5, "0 200 50 0 0 10");
  /* The present second does not count yet; what nobody has looked at is nothing. */
  assert_speeds (&log, 1004, 2, 2, "0 0");
  assert_speeds (&log, 1007, 4, 4, "0 10 0 0");
  g_assert_cmpuint (log.all_bytes, ==, 260);
}

/* It starts again from nothing, and later after a pause from what is here. */
static void
test_less (void)
{
  DpSpeedLog log = { 0 };

  dp_speed_log_begin (&log, SEC (1000), 500);
  dp_speed_log_add (&log, SEC (1000), 600);
  dp_speed_log_add (&log, SEC (1001), 0);
  dp_speed_log_add (&log, SEC (1001), 30);
  dp_speed_log_begin (&log, SEC (1002), 5000);
  dp_speed_log_add (&log, SEC (1002), 5001);

  assert_speeds (&log, 1003, 3, 3, "100 30 1");
}

/* What is older than the log is long is gone, also after a long silence. */
static void
test_around (void)
{
  DpSpeedLog log = { 0 };

  dp_speed_log_begin (&log, SEC (7), 0);
  for (guint i = 0; i <= 1000; i++)
    dp_speed_log_add (&log, SEC (7 + i), i * (guint64) 10);
  assert_speeds (&log, 1008, 2, 2, "10 10");
  dp_speed_log_add (&log, SEC (7 + 1000000), 10001);
  assert_speeds (&log, 1000008, 3, 3, "0 0 1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/speed-log/empty", test_empty);
  g_test_add_func ("/speed-log/seconds", test_seconds);
  g_test_add_func ("/speed-log/less", test_less);
  g_test_add_func ("/speed-log/around", test_around);

  return g_test_run ();
}
