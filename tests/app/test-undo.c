/* test-undo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Back and forth through what the person did, and what becomes of a removal that is too long ago.
 */

#include "dp-app-fixture.h"
#include "dp-undo.h"

#include <string.h>

static gboolean
is_enabled (DpAppFixture *self, const char *action_name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->application), action_name);
}

static void
assert_ids (DpAppFixture *self, const char *expected)
{
  g_autofree char *ids = dp_app_fixture_list_ids (self);

  g_assert_cmpstr (ids, ==, expected);
}

static void
remove_ids (DpAppFixture *self, const guint64 *ids, gsize n_ids)
{
  g_action_group_activate_action (
      G_ACTION_GROUP (self->application), "remove",
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, ids, n_ids, sizeof (guint64)));
}

static void
repeat (DpAppFixture *self, const char *action_name, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    dp_app_fixture_activate (self, action_name);
}

static void
add_silent (DpAppFixture *self, guint n_links)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, n_links);

  dp_app_fixture_add (self, links, n_links);
}

static void
add_path (DpAppFixture *self, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

  dp_app_fixture_add (self, url, 1);
}

static DpState
get_state (DpAppFixture *self, guint64 id)
{
  return dp_download_get_state (dp_queue_find (self->queue, id));
}

/* Two removals */

static void
test_removals (DpAppFixture *self)
{
  add_silent (self, 8);
  remove_ids (self, (guint64[]){ 1, 4 }, 2);
  remove_ids (self, (guint64[]){ 2, 8 }, 2);
  assert_ids (self, "3 5 6 7");

  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "2 3 5 6 7 8");
  g_assert_false (dp_app_fixture_is_toast_shown (self));
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2 3 4 5 6 7 8");

  dp_app_fixture_activate (self, "app.redo");
  assert_ids (self, "2 3 5 6 7 8");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "2 entries removed");
  g_assert_true (is_enabled (self, "redo"));
  dp_app_fixture_activate (self, "app.redo");
  assert_ids (self, "3 5 6 7");
  g_assert_false (is_enabled (self, "redo"));

  repeat (self, "app.undo", 2);
  assert_ids (self, "1 2 3 4 5 6 7 8");
}

/* What is done anew takes the place of what was taken back. */
static void
test_new_step (DpAppFixture *self)
{
  g_assert_false (is_enabled (self, "undo"));
  g_assert_false (is_enabled (self, "redo"));
  add_silent (self, 3);
  remove_ids (self, (guint64[]){ 1 }, 1);
  dp_app_fixture_activate (self, "app.undo");
  g_assert_true (is_enabled (self, "redo"));
  /* Nothing is finished: that is no step. */
  dp_app_fixture_activate (self, "app.clear-finished");
  g_assert_true (is_enabled (self, "redo"));

  remove_ids (self, (guint64[]){ 3 }, 1);
  g_assert_false (is_enabled (self, "redo"));
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2 3");
}

/* Additions */

static void
test_addition (DpAppFixture *self)
{
  g_autofree char *silent = dp_app_fixture_dup_silent_links (self, 2);
  g_autofree char *done = dp_engine_fixture_dup_url (self->engine, "/file/done.bin?size=10");
  g_autofree char *links = g_strdup_printf ("%s%s", silent, done);

  dp_app_fixture_add (self, links, 3);
  dp_test_run_until (get_state (self, 3) == DP_STATE_DONE);
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "3");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "2 entries removed, 1 finished one stays");
  dp_engine_fixture_assert_content (self->engine, "done.bin", 1, 10);

  dp_app_fixture_activate (self, "app.redo");
  assert_ids (self, "1 2 3");
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "3");
}

static void
test_finished_addition (DpAppFixture *self)
{
  add_path (self, "/file/done.bin?size=10");
  dp_test_run_until (get_state (self, 1) == DP_STATE_DONE);
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==,
                   "Nothing was removed, because all of them are finished");
  g_assert_false (is_enabled (self, "undo"));
  g_assert_false (is_enabled (self, "redo"));
  dp_engine_fixture_assert_content (self->engine, "done.bin", 1, 10);
}

/* Too long ago */

static gboolean
has_part (DpAppFixture *self)
{
  g_autofree char *files = dp_engine_fixture_list (self->engine);

  return strstr (files, ".part") != NULL;
}

static void
test_forgotten_removal (DpAppFixture *self)
{
  add_path (self, "/stall/a.bin");
  dp_test_run_until (has_part (self));
  add_silent (self, DP_UNDO_MAX_STEPS);
  for (guint64 id = 1; id <= DP_UNDO_MAX_STEPS; id++)
    remove_ids (self, &id, 1);
  assert_ids (self, "51");

  /* Fifty can be taken back, and the first goes on with what it has. */
  repeat (self, "app.undo", DP_UNDO_MAX_STEPS);
  g_assert_cmpuint (dp_app_fixture_count (self), ==, DP_UNDO_MAX_STEPS + 1);
  g_assert_false (is_enabled (self, "undo"));
  g_assert_true (has_part (self));
  repeat (self, "app.redo", DP_UNDO_MAX_STEPS);
  assert_ids (self, "51");
  g_assert_true (has_part (self));

  /* One more, and the first is final. */
  remove_ids (self, (guint64[]){ DP_UNDO_MAX_STEPS + 1 }, 1);
  dp_test_run_until (!has_part (self));
  repeat (self, "app.undo", DP_UNDO_MAX_STEPS);
  g_assert_false (is_enabled (self, "undo"));
  g_assert_cmpuint (dp_app_fixture_count (self), ==, DP_UNDO_MAX_STEPS);
  g_assert_null (dp_queue_find (self->queue, 1));
}

/* An addition that was taken back can't be had again once something else was done. */
static void
test_forgotten_addition (DpAppFixture *self)
{
  add_path (self, "/stall/a.bin");
  dp_test_run_until (has_part (self));
  dp_app_fixture_activate (self, "app.undo");
  g_assert_true (has_part (self));
  add_silent (self, 1);
  g_assert_false (is_enabled (self, "redo"));
  dp_test_run_until (!has_part (self));
  assert_ids (self, "2");
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/undo/removals", test_removals);
  add ("/undo/new-step", test_new_step);
  add ("/undo/addition", test_addition);
  add ("/undo/finished-addition", test_finished_addition);
  add ("/undo/forgotten-removal", test_forgotten_removal);
  add ("/undo/forgotten-addition", test_forgotten_addition);

  return g_test_run ();
}
