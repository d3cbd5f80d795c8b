/* test-removal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking out of the list, and putting back: who goes on, and what lies on disk afterwards.
 */

#include "dp-removal.h"

#include "dp-queue-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

static void
test_running (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  DpRemoval *removal;
  guint64 id;

  dp_queue_set_parallel (self->queue, 1);
  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 2, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);

  removal = dp_queue_fixture_remove (self, id, 1);
  g_assert_cmpuint (dp_removal_get_size (removal), ==, 1);
  g_assert_null (dp_queue_find (self->queue, id));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->queue)), ==, 1);
  /* The next one has its turn. */
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "0.bin.part|1.bin");

  dp_removal_free (removal);
  dp_queue_fixture_wait_files (self, "1.bin");
}

static void
test_restore (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  DpRemoval *removal;
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/1.bin", 50000);
  id = dp_queue_fixture_add (self, 3, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id + 1, 50000);
  removal = dp_queue_fixture_remove (self, id, 2);
  dp_test_server_release (self->engine->server, "/file/1.bin");
  dp_queue_fixture_run_to_end (self);
  self->n_items_changed = 0;
  dp_queue_restore (self->queue, removal);
  g_assert_cmpuint (self->n_items_changed, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->queue)), ==, 3);
  dp_queue_fixture_assert_consistent (self);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 3);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin|2.bin");
  dp_engine_fixture_assert_content (self->engine, "1.bin", 1, SIZE);
}

static void
test_done (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 2, "/file/%u.bin");

  dp_queue_fixture_run_to_end (self);
  dp_removal_free (dp_queue_fixture_remove (self, id, 2));
  dp_removal_free (dp_queue_fixture_remove (self, id, 2));
  dp_queue_fixture_wait_idle (self);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin");
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 0);
}

/* Counts, positions and ids agree, whatever is taken out and put back. */
static void
test_random (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 first;

  dp_test_server_hold (self->engine->server, NULL);
  first = dp_queue_fixture_add (self, 200, "/file/%u.bin");
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
      DpRemoval *removal;

      for (guint64 id = first; id < first + 200; id++)
        if (g_test_rand_bit ())
          g_array_append_val (ids, id);
      removal = dp_queue_remove (self->queue, ids);
      dp_queue_fixture_assert_consistent (self);
      if (round % 3 == 0)
        dp_queue_fixture_add (self, 2, "/file/x%u.bin");
      dp_queue_restore (self->queue, removal);
      dp_queue_fixture_assert_consistent (self);
      if (round % 5 == 0)
        dp_test_iterate ();
    }
  dp_queue_pause_all (self->queue);
  dp_queue_fixture_assert_consistent (self);
  dp_test_server_release (self->engine->server, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/removal/running", test_running);
  g_test_add_func ("/removal/restore", test_restore);
  g_test_add_func ("/removal/done", test_done);
  g_test_add_func ("/removal/random", test_random);

  return g_test_run ();
}
