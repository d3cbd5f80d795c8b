/* test-waiting.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who waits for another attempt, in the order of the time, under one alarm.
 */

#include "dp-waiting.h"

#include "dp-engine-fixture.h"

static guint n_due;

static void
on_due (gpointer user_data)
{
  n_due++;
}

static DpDownload *
add (DpWaiting *waiting, guint64 id, gint64 retry_at_usec)
{
  DpDownload *download = dp_download_new (id, "http://a/", "/tmp");

  dp_download_write_history (download)->retry_at_usec = retry_at_usec;
  dp_waiting_add (waiting, download);
  return download;
}

static void
test_order (void)
{
  DpWaiting *waiting = dp_waiting_new (on_due, NULL);
  DpDownload *late = add (waiting, 1, 300);
  DpDownload *early = add (waiting, 2, 100);
  DpDownload *same = add (waiting, 3, 100);

  g_assert_null (dp_waiting_find_due (waiting, 99));
  g_assert_true (dp_waiting_find_due (waiting, 100) == early);
  dp_waiting_remove (waiting, early);
  dp_waiting_remove (waiting, early);
  g_assert_true (dp_waiting_find_due (waiting, 1000) == same);
  dp_waiting_remove (waiting, same);
  g_assert_null (dp_waiting_find_due (waiting, 299));
  g_assert_true (dp_waiting_find_due (waiting, 300) == late);
  dp_waiting_remove (waiting, late);
  g_assert_null (dp_waiting_find_due (waiting, G_MAXINT64));
  dp_waiting_free (waiting);
  g_assert_finalize_object (late);
  g_assert_finalize_object (early);
  g_assert_finalize_object (same);
}

static void
test_alarm (void)
{
  DpWaiting *waiting = dp_waiting_new (on_due, NULL);
  gint64 now_usec = g_get_monotonic_time ();
  g_autoptr (DpDownload) first = add (waiting, 1, now_usec + 50 * G_TIME_SPAN_MILLISECOND);
  g_autoptr (DpDownload) second = add (waiting, 2, now_usec + 3600 * G_TIME_SPAN_SECOND);

  n_due = 0;
  dp_waiting_arm (waiting, now_usec);
  dp_waiting_arm (waiting, now_usec);
  dp_test_run_until (n_due == 1);
  g_assert_cmpint (g_get_monotonic_time (), >=, dp_download_get_history (first)->retry_at_usec);
  g_assert_true (dp_waiting_find_due (waiting, g_get_monotonic_time ()) == first);

  /* Due, and without room: nothing is armed for it, and nothing spins. */
  dp_waiting_arm (waiting, g_get_monotonic_time ());
  for (guint i = 0; i < 10; i++)
    dp_test_iterate ();
  g_assert_cmpuint (n_due, ==, 1);
  dp_waiting_free (waiting);
}

/* The network is another one: all are due, in their order, but for those that the server sent away. */
static void
test_hurry (void)
{
  DpWaiting *waiting = dp_waiting_new (on_due, NULL);
  g_autoptr (DpDownload) late = add (waiting, 1, 3000);
  g_autoptr (DpDownload) asked = add (waiting, 2, 2000);
  g_autoptr (DpDownload) early = add (waiting, 3, 1000);
  g_autoptr (DpDownload) due = add (waiting, 4, 50);

  dp_download_write_history (asked)->is_retry_asked = TRUE;
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (late)), ==, 1);
  dp_waiting_hurry (waiting, 100);
  g_assert_true (dp_waiting_find_due (waiting, 100) == due);
  dp_waiting_remove (waiting, due);
  g_assert_true (dp_waiting_find_due (waiting, 100) == late);
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (late)), ==, 1);
  dp_waiting_remove (waiting, late);
  g_assert_true (dp_waiting_find_due (waiting, 100) == early);
  dp_waiting_remove (waiting, early);
  g_assert_null (dp_waiting_find_due (waiting, 1999));
  g_assert_true (dp_waiting_find_due (waiting, 2000) == asked);
  dp_waiting_free (waiting);
}

/* Freed with its alarm set, and longer than a guint of milliseconds divided by anything. */
static void
test_far (void)
{
  DpWaiting *waiting = dp_waiting_new (on_due, NULL);
  g_autoptr (DpDownload) far = add (waiting, 1, 7 * 24 * 3600 * G_TIME_SPAN_SECOND);

  n_due = 0;
  dp_waiting_arm (waiting, 0);
  for (guint i = 0; i < 5; i++)
    dp_test_iterate ();
  g_assert_cmpuint (n_due, ==, 0);
  dp_waiting_free (waiting);
  dp_waiting_free (NULL);
  dp_test_iterate ();
  g_assert_cmpuint (n_due, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/waiting/order", test_order);
  g_test_add_func ("/waiting/alarm", test_alarm);
  g_test_add_func ("/waiting/hurry", test_hurry);
  g_test_add_func ("/waiting/far", test_far);

  return g_test_run ();
}
