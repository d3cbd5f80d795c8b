/* test-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list and its verbs: what is told and when, who runs, and what lies on disk afterwards.
 */

#include "dp-queue.h"

#include <string.h>

#include "dp-queue-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

/* Adding */

static void
test_add (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 first_id;

  first_id = dp_queue_fixture_add (self, 3, "/file/%u.bin");
  g_assert_cmpuint (self->n_items_changed, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->queue)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      g_assert_cmpuint (dp_download_get_id (download), ==, first_id + i);
      g_assert_true (dp_queue_find (self->queue, first_id + i) == download);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->queue), 3));
  g_assert_null (dp_queue_find (self->queue, first_id + 3));
  g_assert_null (dp_queue_find (self->queue, 0));

  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 3);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin|2.bin");
}

static void
test_add_nothing (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);

  dp_queue_fixture_add (self, 0, "/file/%u.bin");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->queue)), ==, 0);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 0);
}

/* One at a time: they come in their order. */
static void
test_order (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);

  dp_queue_set_parallel (self->queue, 1);
  dp_queue_fixture_add (self, 5, "/file/%u.bin");
  dp_queue_fixture_add (self, 1, "/file/5%u.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1D 2R 2D 3R 3D 4R 4D 5R 5D 6R 6D ");
  g_assert_cmpuint (dp_test_server_get_max_open_connections (self->engine->server), ==, 1);
  g_assert_cmpuint (dp_test_server_get_n_connections (self->engine->server), ==, 1);
}

static void
test_parallel (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  DpTestServer *server = self->engine->server;

  dp_test_server_hold (server, NULL);
  dp_queue_set_parallel (self->queue, 4);
  dp_queue_fixture_add (self, 20, "/file/%u.bin");
  dp_test_run_until (dp_test_server_get_n_requests (server, NULL) == 4);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 4);
  dp_queue_set_parallel (self->queue, 7);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 7);
  dp_test_run_until (dp_test_server_get_n_requests (server, NULL) == 7);
  /* With fewer, those that run go on. */
  dp_queue_set_parallel (self->queue, 2);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 7);
  dp_test_server_release (server, NULL);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 20);
  g_assert_cmpuint (dp_test_server_get_max_open_connections (server), ==, 7);

  dp_queue_set_parallel (self->queue, 0);
  dp_queue_set_parallel (self->queue, G_MAXUINT);
}

/* Nobody is told of a rest that is none. */
static void
test_scheduled (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);

  dp_queue_set_parallel (self->queue, 1);
  dp_queue_fixture_add (self, 10, "/file/%u.bin?size=100");
  self->n_rests = 0;
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (self->n_rests, ==, 1);
}

/* Pausing and going on */

static void
test_pause (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 1);

  dp_test_pause (self->queue, id);
  dp_test_pause (self->queue, id);
  dp_test_pause (self->queue, 99);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, 1);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 0);
  dp_test_run_until (dp_download_get_partial (dp_queue_find (self->queue, id)) != NULL);
  dp_engine_fixture_assert_files (self->engine, "0.bin.part");
  g_assert_cmpuint (dp_download_get_progress (dp_queue_find (self->queue, id))->bytes_per_sec, ==,
                    0);

  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_test_resume (self->queue, id);
  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1P 1Q 1R 1D ");
  dp_engine_fixture_assert_files (self->engine, "0.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
}

/* Before the worker has answered the first time. */
/* What ran goes on from where it was. */
static void
test_held (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_queue_set_held (self->queue, TRUE);
  dp_queue_set_held (self->queue, TRUE);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 0);
  dp_test_run_until (dp_download_get_partial (dp_queue_find (self->queue, id)) != NULL);
  dp_queue_fixture_add (self, 1, "/file/late-%u.bin");
  dp_test_pause (self->queue, id);
  dp_test_resume (self->queue, id);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_QUEUED), ==, 2);
  dp_engine_fixture_assert_files (self->engine, "0.bin.part");

  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_queue_set_held (self->queue, FALSE);
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 2);
}

static void
test_pause_and_resume_at_once (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, "/file/%u.bin");

  for (guint i = 0; i < 50; i++)
    {
      dp_test_pause (self->queue, id);
      dp_test_resume (self->queue, id);
      if (i % 10 == 0)
        dp_test_iterate ();
    }
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 1);
  dp_engine_fixture_assert_files (self->engine, "0.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
}

static void
test_pause_while_connecting (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (30);
  guint64 id;

  dp_test_server_hold (self->engine->server, NULL);
  id = dp_queue_fixture_add (self, 2, "/file/%u.bin");
  dp_test_pause (self->queue, id);
  g_assert_true (dp_test_server_wait_requests (self->engine->server, NULL, 1, 30000));
  dp_test_pause (self->queue, id + 1);
  dp_queue_fixture_wait_idle (self);
  dp_test_server_release (self->engine->server, NULL);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, 2);
  dp_engine_fixture_assert_files (self->engine, "");
  dp_queue_resume_all (self->queue);
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin");
}

/* Who takes the place of one that stops must not be about to stop itself: pausing ten thousand one
 * after the other would start and stop nearly all of them. */
static void
test_pause_many (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (30);
  guint64 ids[20];
  guint64 id;

  dp_test_server_hold (self->engine->server, NULL);
  dp_queue_set_parallel (self->queue, 2);
  id = dp_queue_fixture_add (self, G_N_ELEMENTS (ids), "/file/%u.bin");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = id + i;
  g_assert_true (dp_test_server_wait_requests (self->engine->server, NULL, 2, 30000));

  g_string_truncate (self->log, 0);
  dp_queue_pause (self->queue, ids, G_N_ELEMENTS (ids) - 1);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, G_N_ELEMENTS (ids) - 1);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 1);
  g_assert_null (strstr (self->log->str, "3R"));
  dp_queue_pause (self->queue, ids, G_N_ELEMENTS (ids));
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, G_N_ELEMENTS (ids));

  dp_queue_resume (self->queue, ids, 1);
  dp_queue_cancel (self->queue, ids, G_N_ELEMENTS (ids));
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_CANCELLED), ==, G_N_ELEMENTS (ids));
  dp_test_server_release (self->engine->server, NULL);
  dp_queue_fixture_wait_idle (self);
  dp_engine_fixture_assert_files (self->engine, "");
}

static void
test_cancel (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, NULL, 50000);
  id = dp_queue_fixture_add (self, 3, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_queue_fixture_wait_bytes (self, id + 1, 50000);
  dp_test_pause (self->queue, id + 1);
  dp_test_run_until (dp_download_get_partial (dp_queue_find (self->queue, id + 1)) != NULL);

  dp_test_cancel (self->queue, id);     /* runs */
  dp_test_cancel (self->queue, id + 1); /* is paused */
  dp_test_cancel (self->queue, id + 1);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_CANCELLED), ==, 2);
  dp_test_server_release (self->engine->server, NULL);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_wait_files (self, "2.bin");

  /* Wanted all the same: from the start. */
  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "0.bin|2.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
  dp_test_cancel (self->queue, id); /* done */
  dp_engine_fixture_assert_files (self->engine, "0.bin|2.bin");
}

/* Many */

static void
test_many (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);

  dp_test_server_hold (self->engine->server, NULL);
  dp_queue_fixture_add (self, 10000, "/file/%u.bin");
  dp_queue_pause_all (self->queue);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, 10000);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 0);
  dp_queue_fixture_wait_idle (self);
  dp_queue_resume_all (self->queue);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, DP_QUEUE_DEFAULT_PARALLEL);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 10000);
  dp_queue_fixture_assert_consistent (self);
  /* Told one by one: six began, all were paused, all were queued, six began. */
  g_assert_cmpuint (self->n_state_changes, ==, 6 + 10000 + 10000 + 6);
  dp_queue_pause_all (self->queue);
  dp_test_server_release (self->engine->server, NULL);
}

static void
test_very_many (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);

  dp_test_server_hold (self->engine->server, NULL);
  dp_queue_fixture_add (self, 100000, "/file/%u.bin");
  g_assert_cmpuint (self->n_items_changed, ==, 1);
  g_assert_cmpuint (self->n_state_changes, ==, DP_QUEUE_DEFAULT_PARALLEL);
  dp_removal_free (dp_queue_fixture_remove (self, 1, 100000));
  g_assert_cmpuint (self->n_items_changed, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->queue)), ==, 0);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 0);
  dp_test_server_release (self->engine->server, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/queue/add", test_add);
  g_test_add_func ("/queue/add-nothing", test_add_nothing);
  g_test_add_func ("/queue/order", test_order);
  g_test_add_func ("/queue/parallel", test_parallel);
  g_test_add_func ("/queue/scheduled", test_scheduled);
  g_test_add_func ("/queue/pause", test_pause);
  g_test_add_func ("/queue/held", test_held);
  g_test_add_func ("/queue/pause-and-resume-at-once", test_pause_and_resume_at_once);
  g_test_add_func ("/queue/pause-while-connecting", test_pause_while_connecting);
  g_test_add_func ("/queue/pause-many", test_pause_many);
  g_test_add_func ("/queue/cancel", test_cancel);
  g_test_add_func ("/queue/many", test_many);
  g_test_add_func ("/queue/very-many", test_very_many);

  return g_test_run ();
}
