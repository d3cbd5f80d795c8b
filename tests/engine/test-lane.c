/* test-lane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker threads: named, shared, kept while there is work, gone after it, and in nobody's way.
 */

#include "dp-lanes.h"

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-fiber.h"

/* A job that says where it ran, and may wait at a gate: as for a disk, its thread with it, or as for
 * the network, as a fiber. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean is_open;
  gboolean is_shared; /* constant */
  guint n_waiting;
  guint n_done; /* home */
} Gate;

static void
gate_init (Gate *gate, gboolean is_open)
{
  *gate = (Gate){ .is_open = is_open };
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->changed);
}

static void
gate_clear (Gate *gate)
{
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->changed);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->lock);
}

static guint
gate_get_n_waiting (Gate *gate)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gate->lock);

  return gate->n_waiting;
}

static void
gate_job (DpLane *lane, GTask *task)
{
  Gate *gate = g_task_get_task_data (task);
  char *name = NULL;

  g_assert_true (g_main_context_get_thread_default () != NULL);
  g_mutex_lock (&gate->lock);
  gate->n_waiting++;
  while (!gate->is_open)
    if (gate->is_shared)
      {
        g_mutex_unlock (&gate->lock);
        dp_fiber_wait (g_get_monotonic_time () + 5 * G_TIME_SPAN_MILLISECOND);
        g_mutex_lock (&gate->lock);
      }
    else
      g_cond_wait (&gate->changed, &gate->lock);
  gate->n_waiting--;
  g_mutex_unlock (&gate->lock);

  g_file_get_contents ("/proc/thread-self/comm", &name, NULL, NULL);
  dp_lane_return (lane, task, g_strchomp (name), g_free);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **name = user_data;
  Gate *gate = g_task_get_task_data (G_TASK (result));

  gate->n_done++;
  if (name != NULL)
    *name = g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
run_job (DpEngineFixture *fixture, Gate *gate, guint folder, char **name)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_done, name);
  g_autofree char *path = g_strdup_printf ("/folder-%u", folder);

  g_task_set_task_data (task, gate, NULL);
  dp_lanes_run (fixture->lanes, path, task, gate_job);
}

/* Folders of their own, so that each has a lane of its own. */
static void
run_jobs (DpEngineFixture *fixture, Gate *gate, guint n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    run_job (fixture, gate, i, NULL);
  if (!gate->is_open)
    dp_test_run_until (gate_get_n_waiting (gate) == n_jobs);
}

static void
test_names (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  char *names[3] = { NULL };
  Gate gate;

  gate_init (&gate, FALSE);
  g_assert_cmpuint (dp_test_count_threads ("dp-lane-"), ==, 0);
  for (guint i = 0; i < 3; i++)
    run_job (fixture, &gate, i, &names[i]);
  dp_test_run_until (gate_get_n_waiting (&gate) == 3);
  g_assert_cmpuint (dp_test_count_threads ("dp-lane-1\n"), ==, 1);
  g_assert_cmpuint (dp_test_count_threads ("dp-lane-2\n"), ==, 1);
  g_assert_cmpuint (dp_test_count_threads ("dp-lane-3\n"), ==, 1);
  g_assert_cmpuint (dp_lanes_get_n_threads (fixture->lanes), ==, 3);

  gate_open (&gate);
  dp_test_run_until (gate.n_done == 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *expected = g_strdup_printf ("dp-lane-%u", i + 1);

      g_assert_cmpstr (names[i], ==, expected);
      g_free (names[i]);
    }
  gate_clear (&gate);
}

/* One after the other needs one thread. */
static void
test_reuse (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  Gate gate;

  gate_init (&gate, TRUE);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = NULL;

      run_job (fixture, &gate, 0, &name);
      dp_test_run_until (name != NULL);
      g_assert_cmpstr (name, ==, "dp-lane-1");
      g_assert_cmpuint (dp_lanes_get_n_threads (fixture->lanes), ==, 1);
    }
  gate_clear (&gate);
}

/* What waits for the network shares few threads. */
static void
test_shared (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  char *names[40] = { NULL };
  Gate gate;

  gate_init (&gate, FALSE);
  gate.is_shared = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    run_job (fixture, &gate, 0, &names[i]);
  dp_test_run_until (gate_get_n_waiting (&gate) == G_N_ELEMENTS (names));
  g_assert_cmpuint (dp_lanes_get_n_threads (fixture->lanes), >=, 2);
  g_assert_cmpuint (dp_lanes_get_n_threads (fixture->lanes), <=, 8);
  gate_open (&gate);
  dp_test_run_until (gate.n_done == G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (g_str_has_prefix (names[i], "dp-lane-"));
      g_free (names[i]);
    }
  gate_clear (&gate);
}

/* A disk that hangs, with more to do than it has lanes: another folder does not notice. */
static void
test_slow_folder (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  Gate slow;
  Gate quick;

  gate_init (&slow, FALSE);
  gate_init (&quick, TRUE);
  for (guint i = 0; i < 20; i++)
    run_job (fixture, &slow, 0, NULL);
  for (guint i = 0; i < 20; i++)
    run_job (fixture, &quick, 1, NULL);
  dp_test_run_until (quick.n_done == 20);
  g_assert_cmpuint (slow.n_done, ==, 0);
  gate_open (&slow);
  dp_test_run_until (slow.n_done == 20);
  gate_clear (&slow);
  gate_clear (&quick);
}

/* Warm: libsoup keeps the connection in the lane's session. */
static void
test_connection_reuse (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  guint n_lanes = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u.bin?size=5000", i);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);

      dp_test_fetch_assert_done (fetch, 5000);
      n_lanes = dp_lanes_get_n_threads (fixture->lanes);
    }
  g_assert_cmpuint (n_lanes, ==, 1);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 10);
  g_assert_cmpuint (dp_test_server_get_n_connections (fixture->server), ==, 1);
}

/* The one that takes eleven seconds. */
static void
test_idle (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  gint64 began_usec;
  Gate gate;

  gate_init (&gate, FALSE);
  run_jobs (fixture, &gate, 8);
  gate_open (&gate);
  dp_test_run_until (gate.n_done == 8);

  began_usec = g_get_monotonic_time ();
  g_assert_cmpuint (dp_test_count_threads ("dp-lane-"), ==, 8);
  dp_test_run_until (dp_lanes_get_n_threads (fixture->lanes) == 0);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, >, 9 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <,
                   10 * G_USEC_PER_SEC + DP_TEST_SOON_USEC);
  dp_test_run_until (dp_test_count_threads ("dp-lane-") == 0);

  /* And there is work again. */
  run_job (fixture, &gate, 0, NULL);
  dp_test_run_until (gate.n_done == 9);
  gate_clear (&gate);
}

static void
on_query_info (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GFileInfo **info = user_data;

  *info = g_file_query_info_finish (G_FILE (source), result, NULL);
}

/* On the threads that all of GIO shares this would take the longer the more there are: with 64 more
 * than three seconds, with these very much longer. */
static void
test_innocent (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (GFile) file = g_file_new_for_path ("/");
  g_autoptr (GFileInfo) info = NULL;
  gint64 began_usec;
  Gate gate;

  gate_init (&gate, FALSE);
  run_jobs (fixture, &gate, 128);
  g_assert_cmpuint (dp_lanes_get_n_threads (fixture->lanes), ==, 128);

  began_usec = g_get_monotonic_time ();
  g_file_query_info_async (file, "standard::*", G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           on_query_info, &info);
  dp_test_run_until (info != NULL);
  dp_test_assert_soon (began_usec);
  g_assert_cmpuint (gate_get_n_waiting (&gate), ==, 128);

  gate_open (&gate);
  dp_test_run_until (gate.n_done == 128);
  gate_clear (&gate);
}

/* Whoever ends the program does not wait for a disk that hangs, as this would for ever. */
static void
test_free_while_busy (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  Gate gate;

  gate_init (&gate, FALSE);
  run_jobs (fixture, &gate, 4);
  g_clear_pointer (&fixture->lanes, dp_lanes_free);
  g_assert_cmpuint (dp_test_count_threads ("dp-lane-"), ==, 4);

  /* They answer all the same, and leave. */
  gate_open (&gate);
  dp_test_run_until (gate.n_done == 4);
  dp_test_run_until (dp_test_count_threads ("dp-lane-") == 0);
  gate_clear (&gate);
}

static void
test_free_idle (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  gint64 began_usec;
  Gate gate;

  gate_init (&gate, TRUE);
  run_jobs (fixture, &gate, 16);
  dp_test_run_until (gate.n_done == 16);
  began_usec = g_get_monotonic_time ();
  g_clear_pointer (&fixture->lanes, dp_lanes_free);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <, 5 * G_USEC_PER_SEC);
  dp_test_run_until (dp_test_count_threads ("dp-lane-") == 0);
  gate_clear (&gate);
}

/* Nothing else than the job itself may keep the task. */
static void
test_finalized (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  gpointer task;
  Gate gate;

  gate_init (&gate, TRUE);
  task = g_task_new (NULL, NULL, on_done, NULL);
  g_task_set_task_data (task, &gate, NULL);
  g_object_add_weak_pointer (task, &task);
  dp_lanes_run (fixture->lanes, "/", task, gate_job);
  g_object_unref (task);
  dp_test_run_until (task == NULL);
  g_assert_cmpuint (gate.n_done, ==, 1);
  gate_clear (&gate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lane/names", test_names);
  g_test_add_func ("/lane/reuse", test_reuse);
  g_test_add_func ("/lane/shared", test_shared);
  g_test_add_func ("/lane/slow-folder", test_slow_folder);
  g_test_add_func ("/lane/connection-reuse", test_connection_reuse);
  g_test_add_func ("/lane/innocent", test_innocent);
  g_test_add_func ("/lane/free-while-busy", test_free_while_busy);
  g_test_add_func ("/lane/free-idle", test_free_idle);
  g_test_add_func ("/lane/finalized", test_finalized);
  g_test_add_func ("/lane/idle", test_idle);

  return g_test_run ();
}
