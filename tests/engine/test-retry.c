/* test-retry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a server is left alone.
 */

#include "dp-retry.h"

#define SEC G_TIME_SPAN_SECOND

static void
test_delay (void)
{
  static const struct
  {
    guint n_failures;
    guint64 retry_after_sec;
    double random;
    gint64 delay_usec;
  } rows[] = {
    { 1, 0, 0.5, SEC },
    { 2, 0, 0.5, 2 * SEC },
    { 3, 0, 0.5, 4 * SEC },
    { 7, 0, 0.5, 64 * SEC },
    { 8, 0, 0.5, 64 * SEC },
    { G_MAXUINT, 0, 0.5, 64 * SEC },
    { 0, 0, 0.5, SEC },
    { 1, 0, 0.0, SEC * 3 / 4 },
    { 1, 0, 1.0, SEC * 5 / 4 },
    { 7, 0, 1.0, 80 * SEC },
    { 1, 10, 0.5, 10 * SEC },
    { 7, 10, 0.5, 64 * SEC },
    { 1, 1, 0.0, SEC },
    { 1, 7 * 24 * 3600, 0.5, 7 * 24 * 3600 * SEC },
    { 1, 8 * 24 * 3600, 0.5, 7 * 24 * 3600 * SEC },
    { 1, G_MAXUINT64, 0.5, 7 * 24 * 3600 * SEC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (
        dp_retry_get_delay_usec (rows[i].n_failures, rows[i].retry_after_sec, rows[i].random), ==,
        rows[i].delay_usec);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry/delay", test_delay);

  return g_test_run ();
}
