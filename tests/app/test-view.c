/* test-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The view as a plain model: what it tells is true, and it shows what it should, however the queue
 * goes on.
 */

#include "dp-queue-fixture.h"
#include "dp-view.h"

#define MANY      5000  /* more than are judged at once if that is slow */
#define VERY_MANY 25000 /* more than are judged at once */

typedef struct
{
  DpQueueFixture *fixture;
  DpView *view;
  GPtrArray *copy; /* (owned) (element-type DpDownload): what a listener would have by now */
  guint n_changes;
  guint n_touched; /* places that the last change was about */
} Setup;

/* Does to the copy what the model says, and finds what it does not say. */
static void
on_items_changed (GListModel *model, guint position, guint n_removed, guint n_added, Setup *setup)
{
  setup->n_changes++;
  setup->n_touched = n_removed + n_added;
  if (n_removed > 0)
    g_ptr_array_remove_range (setup->copy, position, n_removed);
  if (position == setup->copy->len)
    for (guint i = 0; i < n_added; i++)
      g_ptr_array_add (setup->copy, g_list_model_get_item (model, position + i));
  else
    for (guint i = 0; i < n_added; i++)
      g_ptr_array_insert (setup->copy, (int) (position + i),
                          g_list_model_get_item (model, position + i));
}

static Setup *
setup_new (guint n_links)
{
  Setup *setup = g_new0 (Setup, 1);

  setup->fixture = dp_queue_fixture_new (60);
  dp_queue_set_parallel (setup->fixture->queue, 1);
  setup->view = dp_view_new (setup->fixture->queue);
  setup->copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (setup->view, "items-changed", G_CALLBACK (on_items_changed), setup);
  if (n_links > 0)
    dp_queue_fixture_add (setup->fixture, n_links, "/stall-headers/%u.bin");
  return setup;
}

static void
assert_told (Setup *setup)
{
  GListModel *model = G_LIST_MODEL (setup->view);

  g_assert_cmpuint (setup->copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < setup->copy->len; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, i);

      g_assert_true (download == setup->copy->pdata[i]);
    }
}

static void
setup_free (Setup *setup)
{
  assert_told (setup);
  g_signal_handlers_disconnect_by_data (setup->view, setup);
  g_ptr_array_unref (setup->copy);
  g_assert_finalize_object (setup->view);
  dp_queue_fixture_free (setup->fixture);
  g_free (setup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Setup, setup_free)

/* As in "1 2 3". */
static char *
list (Setup *setup)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < setup->copy->len; i++)
    g_string_append_printf (ids, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            dp_download_get_id (setup->copy->pdata[i]));
  return g_string_free (ids, FALSE);
}

static gboolean
shows (Setup *setup, const char *expected)
{
  g_autofree char *ids = list (setup);

  return g_str_equal (ids, expected);
}

static void
set_filter (Setup *setup, DpGroup group, const char *text)
{
  dp_view_set_filter (setup->view, dp_filter_new (group, text));
}

/* Of all those with these ids, in their order. */
static GArray *
get_ids (guint64 first, guint64 step, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < n; i++)
    {
      guint64 id = first + i * step;

      g_array_append_val (ids, id);
    }
  return ids;
}

static void
test_whole (void)
{
  g_autoptr (Setup) setup = setup_new (3);

  g_assert_true (shows (setup, "1 2 3"));
  g_assert_cmpuint (setup->n_changes, ==, 1);
  dp_queue_fixture_add (setup->fixture, 2, "/stall-headers/%u.bin");
  g_assert_true (shows (setup, "1 2 3 4 5"));
}

static void
test_view_comes_later (void)
{
  g_autoptr (Setup) setup = setup_new (3);
  g_autoptr (DpView) view = dp_view_new (setup->fixture->queue);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (view)), ==, 3);
}

static void
test_states_move_rows (void)
{
  g_autoptr (Setup) setup = setup_new (5);
  DpQueue *queue = setup->fixture->queue;

  set_filter (setup, DP_GROUP_ACTIVE, NULL);
  dp_test_run_until (shows (setup, "1"));
  dp_test_pause (queue, 1);
  dp_test_run_until (shows (setup, "2"));
  set_filter (setup, DP_GROUP_WAITING, NULL);
  dp_test_run_until (shows (setup, "1 3 4 5"));
  dp_test_cancel (queue, 4);
  dp_test_run_until (shows (setup, "1 3 5"));
  g_assert_cmpuint (setup->n_touched, ==, 1);
  set_filter (setup, DP_GROUP_FAILED, NULL);
  dp_test_run_until (shows (setup, "4"));
  dp_test_resume (queue, 4);
  dp_test_run_until (shows (setup, ""));
}

static void
test_search (void)
{
  g_autoptr (Setup) setup = setup_new (12);

  set_filter (setup, DP_GROUP_ALL, "1.BIN");
  dp_test_run_until (shows (setup, "2 12"));
  /* What comes is judged, too. */
  dp_queue_fixture_add (setup->fixture, 2, "/stall-headers/%u.bin");
  dp_test_run_until (shows (setup, "2 12 14"));
  set_filter (setup, DP_GROUP_ALL, "");
  dp_test_run_until (setup->copy->len == 14);
}

static void
test_remove_and_restore (void)
{
  g_autoptr (Setup) setup = setup_new (6);
  DpQueue *queue = setup->fixture->queue;
  g_autoptr (GArray) ids = get_ids (1, 2, 3);
  DpRemoval *removal;

  set_filter (setup, DP_GROUP_WAITING, NULL);
  dp_test_run_until (shows (setup, "2 3 4 5 6"));
  removal = dp_queue_remove (queue, ids);
  dp_test_run_until (shows (setup, "4 6"));
  dp_queue_restore (queue, removal);
  dp_test_run_until (shows (setup, "1 3 4 5 6"));
}

/* Many change in one piece, and nothing is lost. */
static void
test_many (void)
{
  g_autoptr (Setup) setup = setup_new (MANY);
  DpQueue *queue = setup->fixture->queue;
  g_autoptr (GArray) ids = get_ids (2, 2, MANY / 2);
  DpRemoval *removal;

  set_filter (setup, DP_GROUP_WAITING, ".bin");
  dp_test_run_until (setup->copy->len == MANY - 1);
  removal = dp_queue_remove (queue, ids);
  dp_test_run_until (setup->copy->len == MANY / 2 - 1);
  setup->n_changes = 0;
  dp_queue_restore (queue, removal);
  dp_test_run_until (setup->copy->len == MANY - 1);
  g_assert_cmpuint (setup->n_changes, ==, 1);
  dp_queue_cancel (queue, &g_array_index (ids, guint64, 0), ids->len);
  dp_test_run_until (setup->copy->len == MANY / 2 - 1);
  g_assert_cmpuint (setup->n_changes, ==, 2);
  assert_told (setup);
}

/* The queue goes on while all of them are judged. */
static void
test_very_many (void)
{
  g_autoptr (Setup) setup = setup_new (VERY_MANY);
  g_autoptr (GArray) ids = get_ids (1, 1, VERY_MANY);
  DpRemoval *removal;

  g_assert_cmpuint (setup->copy->len, ==, 0);
  dp_test_run_until (setup->copy->len == VERY_MANY);
  g_assert_cmpuint (setup->n_changes, ==, 1);
  removal = dp_queue_remove (setup->fixture->queue, ids);
  dp_test_run_until (setup->copy->len == 0);
  dp_queue_restore (setup->fixture->queue, removal);
  dp_test_run_until (setup->copy->len == VERY_MANY);
}

static void
test_changes_meanwhile (void)
{
  g_autoptr (Setup) setup = setup_new (MANY);
  DpQueue *queue = setup->fixture->queue;
  g_autoptr (GArray) ids = get_ids (1, 1, 10);
  DpRemoval *removal;

  dp_view_set_order (setup->view, DP_ORDER_NAME, TRUE);
  set_filter (setup, DP_GROUP_WAITING, NULL);
  g_main_context_iteration (NULL, FALSE);
  removal = dp_queue_remove (queue, ids);
  dp_test_cancel (queue, 20);
  dp_queue_fixture_add (setup->fixture, 1, "/stall-headers/%u.zzz");
  /* One of them runs. */
  dp_test_run_until (setup->copy->len == MANY - 10 - 1 - 1 + 1);
  dp_queue_restore (queue, removal);
  dp_test_run_until (setup->copy->len == MANY - 1);
  for (guint i = 1; i < setup->copy->len; i++)
    {
      const char *before = dp_download_get_name (setup->copy->pdata[i - 1]);
      const char *here = dp_download_get_name (setup->copy->pdata[i]);

      g_assert_cmpint (atoi (before), >=, atoi (here));
    }
}

static void
test_orders (void)
{
  g_autoptr (Setup) setup = setup_new (3);

  dp_queue_fixture_add (setup->fixture, 12, "/stall-headers/%u.txt");
  dp_view_set_order (setup->view, DP_ORDER_NAME, FALSE);
  dp_test_run_until (shows (setup, "1 4 2 5 3 6 7 8 9 10 11 12 13 14 15"));
  dp_view_set_order (setup->view, DP_ORDER_ADDED, TRUE);
  dp_test_run_until (shows (setup, "15 14 13 12 11 10 9 8 7 6 5 4 3 2 1"));
  dp_queue_fixture_add (setup->fixture, 1, "/stall-headers/%u.txt");
  g_assert_true (shows (setup, "16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1"));
}

static void
test_state_order (void)
{
  g_autoptr (Setup) setup = setup_new (4);
  DpQueue *queue = setup->fixture->queue;

  dp_view_set_order (setup->view, DP_ORDER_STATE, FALSE);
  dp_queue_cancel (queue, (const guint64[]){ 2 }, 1);
  dp_test_run_until (shows (setup, "1 3 4 2"));
  setup->n_changes = 0;
  dp_test_cancel (queue, 1);
  dp_test_run_until (shows (setup, "3 4 1 2"));
  /* Never away: what is selected stays so. */
  g_assert_cmpuint (setup->n_changes, ==, 1);
}

static void
on_progressed (DpQueue *queue, guint *n_progressed)
{
  (*n_progressed)++;
}

/* Nothing moves under the pointer; what should have moved does so when it has gone. */
static void
test_held (void)
{
  g_autoptr (Setup) setup = setup_new (4);
  DpQueue *queue = setup->fixture->queue;
  guint n_progressed = 0;

  dp_view_set_order (setup->view, DP_ORDER_STATE, FALSE);
  dp_test_cancel (queue, 2);
  dp_test_run_until (shows (setup, "1 3 4 2"));
  dp_view_set_held (setup->view, TRUE);
  g_signal_connect (queue, "progressed", G_CALLBACK (on_progressed), &n_progressed);
  dp_test_cancel (queue, 1);
  dp_test_run_until (n_progressed > 0);
  g_assert_true (shows (setup, "1 3 4 2"));
  dp_view_set_held (setup->view, FALSE);
  dp_test_run_until (shows (setup, "3 4 1 2"));

  /* Also not for another filter; but what does not match goes. */
  dp_view_set_held (setup->view, TRUE);
  set_filter (setup, DP_GROUP_WAITING, NULL);
  dp_test_run_until (shows (setup, "4"));
  set_filter (setup, DP_GROUP_ALL, NULL);
  dp_test_run_until (shows (setup, "3 4 1 2"));
  g_signal_handlers_disconnect_by_data (queue, &n_progressed);
}

/* Sizes come to be known while files come in. */
static void
test_live_order (void)
{
  g_autoptr (Setup) setup = setup_new (0);
  DpQueue *queue = setup->fixture->queue;

  dp_queue_set_parallel (queue, 3);
  dp_view_set_order (setup->view, DP_ORDER_SIZE, TRUE);
  dp_queue_fixture_add (setup->fixture, 1, "/slow/%u.bin?size=5000000&rate=1000");
  dp_queue_fixture_add (setup->fixture, 1, "/slow/%u.bin?size=9000000&rate=1000");
  dp_test_run_until (shows (setup, "2 1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/view/whole", test_whole);
  g_test_add_func ("/view/view-comes-later", test_view_comes_later);
  g_test_add_func ("/view/states-move-rows", test_states_move_rows);
  g_test_add_func ("/view/search", test_search);
  g_test_add_func ("/view/remove-and-restore", test_remove_and_restore);
  g_test_add_func ("/view/many", test_many);
  g_test_add_func ("/view/very-many", test_very_many);
  g_test_add_func ("/view/changes-meanwhile", test_changes_meanwhile);
  g_test_add_func ("/view/orders", test_orders);
  g_test_add_func ("/view/state-order", test_state_order);
  g_test_add_func ("/view/held", test_held);
  g_test_add_func ("/view/live-order", test_live_order);

  return g_test_run ();
}
