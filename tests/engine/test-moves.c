/* test-moves.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn comes when: moved in the list, by priority, and at once; and back again.
 */

#include "dp-moves.h"

#include <glib/gstdio.h>

#include "dp-library.h"
#include "dp-queue-fixture.h"

#define IDS(...) (const guint64[]){ __VA_ARGS__ }, G_N_ELEMENTS (((const guint64[]){ __VA_ARGS__ }))

static void
assert_order (DpQueueFixture *self, const char *expected)
{
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (self->queue));
  DpPlaces *places = dp_list_get_places (list);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < dp_places_get_size (places); i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "",
                            (guint) dp_download_get_id (dp_places_get (places, i)));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
on_moved (DpQueue *queue, GPtrArray *downloads, guint *n_moved)
{
  *n_moved += downloads->len;
}

static DpState
get_state (DpQueueFixture *self, guint64 id)
{
  return dp_download_get_state (dp_queue_find (self->queue, id));
}

/* Queued ones, of which none runs but the first. */
static DpQueueFixture *
make_queue (guint n_links)
{
  DpQueueFixture *self = dp_queue_fixture_new (20);

  dp_queue_set_parallel (self->queue, 1);
  dp_queue_fixture_add (self, n_links, "/stall-headers/%u.bin");
  return self;
}

/* One row is told for one that moves, and putting the places back undoes it. */
static void
test_moves (void)
{
  g_autoptr (DpQueueFixture) self = make_queue (6);
  guint n_moved = 0;
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (gpointer));

  g_signal_connect (self->queue, "moved", G_CALLBACK (on_moved), &n_moved);
  assert_order (self, "1 2 3 4 5 6");

#define step(call, order, n)               \
  G_STMT_START                             \
  {                                        \
    GArray *places = call;                 \
                                           \
    assert_order (self, order);            \
    g_assert_cmpuint (places->len, ==, n); \
    g_assert_cmpuint (n_moved, ==, n);     \
    n_moved = 0;                           \
    g_array_append_val (steps, places);    \
  }                                        \
  G_STMT_END
  step (dp_queue_move_before (self->queue, IDS (5), 2), "1 5 2 3 4 6", 1);
  step (dp_queue_move_behind (self->queue, IDS (4), 2), "1 5 2 4 3 6", 1);
  step (dp_queue_move_behind (self->queue, IDS (4), 3), "1 5 2 3 4 6", 1);
  step (dp_queue_move_behind (self->queue, IDS (6), 6), "1 5 2 3 4 6", 0);
  step (dp_queue_move_to_top (self->queue, IDS (1)), "1 5 2 3 4 6", 0);
  step (dp_queue_move_before (self->queue, IDS (4, 5), 1), "5 4 1 2 3 6", 2);
  step (dp_queue_move_behind (self->queue, IDS (5, 4), 1), "1 5 4 2 3 6", 2);
  step (dp_queue_move_to_top (self->queue, IDS (6, 3, 3, 99)), "3 6 1 5 4 2", 2);
  step (dp_queue_move_before (self->queue, IDS (3), 0), "6 1 5 4 2 3", 1);
  step (dp_queue_move_before (self->queue, IDS (2), 3), "6 1 5 4 2 3", 0);
  step (dp_queue_move_before (self->queue, IDS (99), 3), "6 1 5 4 2 3", 0);
#undef step

  for (guint i = steps->len; i-- > 0;)
    dp_queue_put (self->queue, g_array_index (steps, GArray *, i));
  assert_order (self, "1 2 3 4 5 6");
  for (guint i = 0; i < steps->len; i++)
    {
      dp_queue_put (self->queue, g_array_index (steps, GArray *, i));
      g_array_unref (g_array_index (steps, GArray *, i));
    }
  assert_order (self, "6 1 5 4 2 3");
  dp_queue_fixture_assert_consistent (self);
}

/* The scheduler takes them in the order of the list, high before normal before low. */
static void
test_turns (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) high = NULL;
  g_autoptr (GArray) low = NULL;
  g_autoptr (GArray) same = NULL;

  dp_queue_set_parallel (self->queue, 1);
  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 100);
  dp_queue_fixture_add (self, 5, "/file/%u.bin");
  places = dp_queue_move_before (self->queue, IDS (4), 2);
  high = dp_queue_prioritize (self->queue, IDS (5), DP_PRIORITY_HIGH);
  low = dp_queue_prioritize (self->queue, IDS (2, 5), DP_PRIORITY_LOW);
  g_assert_cmpuint (dp_queue_put_urgencies (self->queue, low), ==, 2);
  g_assert_cmpuint (dp_queue_put_urgencies (self->queue, low), ==, 2);
  g_assert_cmpint (dp_download_get_priority (dp_queue_find (self->queue, 5)), ==, DP_PRIORITY_LOW);
  g_clear_pointer (&high, g_array_unref);
  high = dp_queue_prioritize (self->queue, IDS (5), DP_PRIORITY_HIGH);
  same = dp_queue_prioritize (self->queue, IDS (5), DP_PRIORITY_HIGH);
  g_assert_cmpuint (same->len, ==, 0);
  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1D 5R 5D 4R 4D 3R 3D 2R 2D ");
}

/* Nobody is stopped for one that starts at once, and the limit holds again when it is over. */
static void
test_start_now (void)
{
  g_autoptr (DpQueueFixture) self = make_queue (5);
  g_autoptr (GArray) starts = NULL;
  g_autoptr (GArray) none = NULL;

  dp_test_pause (self->queue, 4);
  starts = dp_queue_start_now (self->queue, IDS (5, 4, 1));
  g_assert_cmpuint (starts->len, ==, 2);
  g_assert_cmpint (get_state (self, 1), ==, DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 4), ==, DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 5), ==, DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 2), ==, DP_STATE_QUEUED);
  assert_order (self, "1 2 3 4 5");
  none = dp_queue_start_now (self->queue, IDS (5, 4, 1));
  g_assert_cmpuint (none->len, ==, 0);

  /* One of the three ends: nobody takes its place. */
  dp_test_cancel (self->queue, 1);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 2);

  /* Taken back: each is what it was, and who is next has its turn. */
  dp_queue_unstart (self->queue, starts);
  g_assert_cmpint (get_state (self, 4), ==, DP_STATE_PAUSED);
  g_assert_cmpint (get_state (self, 5), ==, DP_STATE_QUEUED);
  g_assert_cmpint (get_state (self, 2), ==, DP_STATE_RUNNING);
}

/* One that is being stopped starts as soon as its worker has answered. */
static void
test_start_stopping (void)
{
  g_autoptr (DpQueueFixture) self = make_queue (2);
  g_autoptr (GArray) starts = NULL;

  dp_test_run_until (get_state (self, 1) == DP_STATE_RUNNING);
  dp_test_pause (self->queue, 1);
  g_assert_cmpint (get_state (self, 2), ==, DP_STATE_RUNNING);
  starts = dp_queue_start_now (self->queue, IDS (1));
  g_assert_cmpint (get_state (self, 1), ==, DP_STATE_QUEUED);
  dp_test_run_until (get_state (self, 1) == DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 2), ==, DP_STATE_RUNNING);
}

/* Of very many, as many as are good for anybody; the others have the next turns, though they are the
 * last. */
static void
test_start_many (void)
{
  g_autoptr (DpQueueFixture) self = make_queue (200);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) starts = NULL;

  for (guint64 id = 100; id <= 200; id++)
    g_array_append_val (ids, id);
  starts = dp_queue_start_now (self->queue, (const guint64 *) ids->data, ids->len);
  g_assert_cmpuint (starts->len, ==, 101);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 64);
  g_assert_cmpint (get_state (self, 162), ==, DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 163), ==, DP_STATE_QUEUED);
  dp_test_pause (self->queue, 164);
  dp_test_pause (self->queue, 100);
  g_assert_cmpint (get_state (self, 163), ==, DP_STATE_RUNNING);
  dp_test_pause (self->queue, 101);
  g_assert_cmpint (get_state (self, 165), ==, DP_STATE_RUNNING);

  dp_queue_unstart (self->queue, starts);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 1);
}

/* No server gets more for it than it should; but that one is the next there. */
static void
test_start_at_busy_server (void)
{
  g_autoptr (DpQueueFixture) self = make_queue (5);
  g_autoptr (GArray) starts = NULL;

  dp_queue_set_per_host (self->queue, 2);
  starts = dp_queue_start_now (self->queue, IDS (4, 5));
  g_assert_cmpuint (starts->len, ==, 2);
  g_assert_cmpint (get_state (self, 4), ==, DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 5), ==, DP_STATE_QUEUED);
  dp_test_cancel (self->queue, 1);
  dp_test_run_until (get_state (self, 5) == DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 2), ==, DP_STATE_QUEUED);
}

/* From one run of the program to the next */

static void
on_loaded (gpointer user_data)
{
}

static void
on_complaint (const char *sentence, gpointer user_data)
{
  g_assert_cmpstr (sentence, ==, NULL);
}

static DpLibrary *
load (DpQueueFixture *self, const char *folder)
{
  static const DpLibraryFuncs funcs = { on_loaded, on_complaint };
  DpLibrary *library = dp_library_new (self->queue, folder, &funcs, NULL);

  dp_library_load (library, TRUE);
  dp_test_run_until (dp_library_is_loaded (library));
  return library;
}

static void
test_remembered (void)
{
  g_autofree char *folder = g_dir_make_tmp ("downpour-list-XXXXXX", NULL);
  DpQueueFixture *self = dp_queue_fixture_new (20);
  DpLibrary *library = load (self, folder);
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) urgencies = NULL;

  dp_queue_set_parallel (self->queue, 1);
  dp_queue_fixture_add (self, 4, "/stall-headers/%u.bin");
  places = dp_queue_move_to_top (self->queue, IDS (3));
  urgencies = dp_queue_prioritize (self->queue, IDS (2), DP_PRIORITY_HIGH);
  g_assert_true (dp_library_close (library, 5000));
  dp_queue_fixture_free (self);

  self = dp_queue_fixture_new (20);
  dp_queue_set_parallel (self->queue, 1);
  library = load (self, folder);
  assert_order (self, "3 1 2 4");
  g_assert_cmpint (get_state (self, 2), ==, DP_STATE_RUNNING);
  g_assert_cmpint (get_state (self, 3), ==, DP_STATE_QUEUED);
  /* What is new is behind all others, also behind one that was moved to the end. */
  g_clear_pointer (&places, g_array_unref);
  places = dp_queue_move_before (self->queue, IDS (1), 0);
  dp_queue_fixture_add (self, 1, "/stall-headers/%u.bin");
  assert_order (self, "3 2 4 1 5");
  g_assert_true (dp_library_close (library, 5000));
  dp_queue_fixture_free (self);
  dp_test_remove_tree (folder);
}

/* One that is out of the list while others move comes back near to where it was. */
static void
test_removed (void)
{
  g_autoptr (DpQueueFixture) self = make_queue (5);
  DpRemoval *removal = dp_queue_fixture_remove (self, 3, 1);
  g_autoptr (GArray) places = dp_queue_move_before (self->queue, IDS (1), 0);
  g_autoptr (GArray) gone = NULL;

  dp_queue_restore (self->queue, removal);
  assert_order (self, "2 3 4 5 1");
  gone = dp_queue_move_before (self->queue, IDS (5, 2), 1);
  assert_order (self, "3 4 2 5 1");
  dp_removal_free (dp_queue_fixture_remove (self, 5, 1));
  g_assert_cmpuint (dp_queue_put (self->queue, gone), ==, 1);
  assert_order (self, "2 3 4 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/moves/moves", test_moves);
  g_test_add_func ("/moves/turns", test_turns);
  g_test_add_func ("/moves/start-now", test_start_now);
  g_test_add_func ("/moves/start-stopping", test_start_stopping);
  g_test_add_func ("/moves/start-at-busy-server", test_start_at_busy_server);
  g_test_add_func ("/moves/start-many", test_start_many);
  g_test_add_func ("/moves/remembered", test_remembered);
  g_test_add_func ("/moves/removed", test_removed);

  return g_test_run ();
}
