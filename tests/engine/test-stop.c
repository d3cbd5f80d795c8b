/* test-stop.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue's end: in time, for good, and told once.
 */

#include "dp-stop.h"

#include "dp-queue-fixture.h"

typedef struct
{
  gboolean is_ended;
  gboolean are_all_answered;
} Stop;

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stop *stop = user_data;

  g_assert_false (stop->is_ended);
  stop->is_ended = TRUE;
  stop->are_all_answered = dp_queue_stop_finish (DP_QUEUE (source), result, NULL);
}

/* The fixture would stop it a second time. */
static void
free_stopped (DpQueueFixture *self)
{
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_assert_finalize_object (g_steal_pointer (&self->queue));
  g_string_free (self->log, TRUE);
  dp_engine_fixture_free (self->engine);
  g_free (self);
}

/* Whether all answered within two seconds. */
static gboolean
stop_busy (void)
{
  DpQueueFixture *self = dp_queue_fixture_new (30);
  Stop stop = { FALSE };

  dp_queue_set_parallel (self->queue, 50);
  dp_queue_fixture_add (self, 20, "/stall/a%u.bin");
  dp_queue_fixture_add (self, 20, "/stall-headers/b%u.bin");
  dp_queue_fixture_add (self, 10, "/slow/c%u.bin");
  dp_queue_fixture_add (self, 1, "/busy/d%u.bin?retry_after=1");
  dp_queue_fixture_add (self, 100, "/file/e%u.bin");
  dp_test_run_until (dp_test_server_get_n_requests (self->engine->server, NULL) >= 50);

  dp_queue_stop_async (self->queue, 2000, on_stopped, &stop);
  dp_test_run_until (stop.is_ended);
  dp_test_run_until (dp_lanes_get_n_jobs (self->engine->lanes) == 0);
  if (stop.are_all_answered)
    g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 0);

  free_stopped (self);
  return stop.are_all_answered;
}

/* Where the machine is so busy that they don't, they may try again. */
static void
test_busy (void)
{
  gboolean are_all_answered = FALSE;

  for (guint i = 0; i < 5 && !are_all_answered; i++)
    are_all_answered = stop_busy ();
  g_assert_true (are_all_answered);
}

/* For good: nothing that was waiting, or is added now, begins. */
static void
test_is_final (void)
{
  DpQueueFixture *self = dp_queue_fixture_new (5);
  guint n_requests;
  Stop stop = { FALSE };
  gint64 end_usec;

  dp_queue_fixture_add (self, 1, "/busy/%u.bin?retry_after=1");
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_WAITING) == 1);
  n_requests = dp_test_server_get_n_requests (self->engine->server, NULL);
  dp_queue_stop_async (self->queue, 2000, on_stopped, &stop);
  dp_test_run_until (stop.is_ended);
  dp_queue_fixture_add (self, 1, "/file/%u.bin");
  end_usec = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  dp_test_run_until (g_get_monotonic_time () > end_usec);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, n_requests);

  free_stopped (self);
}

/* The time is over before the worker has answered: its answer is not waited for, and told to nobody. */
static void
test_too_late (void)
{
  DpQueueFixture *self = dp_queue_fixture_new (30);
  gpointer queue = self->queue;
  Stop stop = { FALSE };

  dp_queue_fixture_add (self, 1, "/stall/%u.bin");
  g_assert_true (dp_test_server_wait_requests (self->engine->server, NULL, 1, 30000));
  dp_queue_stop_async (self->queue, 0, on_stopped, &stop);
  /* A time that is over has precedence over what a worker says. */
  dp_test_run_until (stop.is_ended);
  g_assert_false (stop.are_all_answered);

  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_object_add_weak_pointer (queue, &queue);
  g_clear_object (&self->queue);
  dp_test_run_until (queue == NULL);
  g_string_free (self->log, TRUE);
  dp_engine_fixture_free (self->engine);
  g_free (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/stop/busy", test_busy);
  g_test_add_func ("/stop/is-final", test_is_final);
  g_test_add_func ("/stop/too-late", test_too_late);

  return g_test_run ();
}
