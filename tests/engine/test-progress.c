/* test-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many workers, few wake-ups, and no number lost.
 */

#include "dp-progress.h"

#include "dp-engine-fixture.h"

#define N_THREADS          16
#define RUN_USEC           (G_USEC_PER_SEC)
#define GTK_PAINT_PRIORITY 120

typedef struct
{
  GSource *source;
  DpCounter *counters[N_THREADS];
  GThread *threads[N_THREADS];
  guint n_dispatches;
  guint64 seen[N_THREADS];
} Work;

static gboolean
on_progress (gpointer user_data)
{
  Work *work = user_data;

  work->n_dispatches++;
  for (guint i = 0; i < N_THREADS; i++)
    work->seen[i] = dp_counter_get_received (work->counters[i]);
  return G_SOURCE_CONTINUE;
}

static void
work_init (Work *work)
{
  *work = (Work){ .source = dp_progress_source_new () };
  for (guint i = 0; i < N_THREADS; i++)
    work->counters[i] = dp_counter_new (work->source);
  g_source_set_callback (work->source, on_progress, work, NULL);
  g_source_attach (work->source, NULL);
}

static void
work_clear (Work *work)
{
  g_source_destroy (work->source);
  g_source_unref (work->source);
  /* A worker may outlive the home thread's interest. */
  for (guint i = 0; i < N_THREADS; i++)
    {
      dp_counter_set (work->counters[i], 1, 2);
      dp_counter_unref (work->counters[i]);
    }
}

/* Posts as fast as it can for a while; the last number ends in 7. */
static gpointer
post_many (gpointer data)
{
  DpCounter *counter = data;
  gint64 end_usec = g_get_monotonic_time () + RUN_USEC;
  guint64 n = 0;

  while (g_get_monotonic_time () < end_usec)
    for (guint i = 0; i < 1000; i++)
      dp_counter_set_received (counter, n += 10);
  dp_counter_set_received (counter, n + 7);
  return NULL;
}

static gboolean
are_last_seen (Work *work)
{
  for (guint i = 0; i < N_THREADS; i++)
    if (work->seen[i] % 10 != 7)
      return FALSE;
  return TRUE;
}

static void
test_many (void)
{
  gint64 began_usec = g_get_monotonic_time ();
  gint64 took_usec;
  Work work;

  work_init (&work);
  for (guint i = 0; i < N_THREADS; i++)
    work.threads[i] = g_thread_new ("poster", post_many, work.counters[i]);
  dp_test_run_until (are_last_seen (&work));
  took_usec = g_get_monotonic_time () - began_usec;
  g_assert_cmpuint (work.n_dispatches, <=, took_usec / DP_PROGRESS_INTERVAL_USEC + 1);
  g_assert_cmpuint (work.n_dispatches, >=, 3);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (work.threads[i]);
      g_assert_cmpuint (work.seen[i], ==, dp_counter_get_received (work.counters[i]));
    }
  work_clear (&work);
}

static gboolean
on_progress_post (gpointer user_data)
{
  Work *work = user_data;

  work->seen[0] = dp_counter_get_received (work->counters[0]);
  /* A worker's number that comes right behind our look at it. */
  if (work->seen[0] < 3)
    dp_counter_set_received (work->counters[0], work->seen[0] + 1);
  return G_SOURCE_CONTINUE;
}

static void
test_post_while_looking (void)
{
  Work work;

  work_init (&work);
  g_source_set_callback (work.source, on_progress_post, &work, NULL);
  dp_counter_set_received (work.counters[0], 1);
  dp_test_run_until (work.seen[0] == 3);
  work_clear (&work);
}

/* Again and again the last number of a worker, right when the callback may be running. */
static gpointer
post_and_wait (gpointer data)
{
  DpCounter *counter = data;

  for (guint64 n = 1; n <= 20; n++)
    {
      dp_counter_set_received (counter, n);
      g_usleep (g_random_int_range (0, 2000)); /* spreads the moments */
    }
  dp_counter_set_received (counter, 107);
  return NULL;
}

static void
test_none_lost (void)
{
  for (guint round = 0; round < 10; round++)
    {
      Work work;

      work_init (&work);
      for (guint i = 0; i < N_THREADS; i++)
        work.threads[i] = g_thread_new ("poster", post_and_wait, work.counters[i]);
      dp_test_run_until (are_last_seen (&work));
      for (guint i = 0; i < N_THREADS; i++)
        g_thread_join (work.threads[i]);
      work_clear (&work);
    }
}

static gboolean
on_late (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Nothing moves: nothing wakes. */
static void
test_rest (void)
{
  gboolean is_late = FALSE;
  guint n_turns = 0;
  guint n_dispatches;
  Work work;

  work_init (&work);
  dp_counter_set_received (work.counters[0], 7);
  dp_test_run_until (work.seen[0] == 7);
  n_dispatches = work.n_dispatches;

  g_timeout_add (500, on_late, &is_late);
  for (; !is_late; n_turns++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_turns, <=, 2);
  g_assert_cmpuint (work.n_dispatches, ==, n_dispatches);
  work_clear (&work);
}

static void
test_priority (void)
{
  g_autoptr (GSource) source = dp_progress_source_new ();

  g_assert_cmpint (g_source_get_priority (source), >, GTK_PAINT_PRIORITY);
  g_assert_cmpint (DP_PRIORITY_OUTCOME, >, GTK_PAINT_PRIORITY);
}

static void
test_fraction (void)
{
  static const struct
  {
    DpProgress progress;
    double fraction;
  } rows[] = {
    { { 0, 0, 0, 0 }, 1.0 },   { { 0, 10, 0, 0 }, 0.0 },  { { 5, 10, 0, 0 }, 0.5 },
    { { 10, 10, 0, 0 }, 1.0 }, { { 11, 10, 0, 0 }, 1.0 }, { { 5, DP_SIZE_UNKNOWN, 0, 0 }, 0.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat (dp_progress_get_fraction (&rows[i].progress), ==, rows[i].fraction);
}

static void
test_counter (void)
{
  g_autoptr (DpCounter) counter = dp_counter_new (NULL);

  g_assert_cmpuint (dp_counter_get_received (counter), ==, 0);
  g_assert_cmpuint (dp_counter_get_total (counter), ==, DP_SIZE_UNKNOWN);
  dp_counter_set (counter, G_MAXUINT64 - 1, G_MAXUINT64 - 2);
  g_assert_cmpuint (dp_counter_get_received (counter), ==, G_MAXUINT64 - 1);
  g_assert_cmpuint (dp_counter_get_total (counter), ==, G_MAXUINT64 - 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/progress/fraction", test_fraction);
  g_test_add_func ("/progress/counter", test_counter);
  g_test_add_func ("/progress/priority", test_priority);
  g_test_add_func ("/progress/many", test_many);
  g_test_add_func ("/progress/post-while-looking", test_post_while_looking);
  g_test_add_func ("/progress/none-lost", test_none_lost);
  g_test_add_func ("/progress/rest", test_rest);

  return g_test_run ();
}
