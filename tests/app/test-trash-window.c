/* test-trash-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shift+Delete: out of the list and into the Trash, and back.
 */

#include "dp-app-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void
add_done (DpAppFixture *self, guint n_files)
{
  g_autoptr (GString) links = g_string_new (NULL);

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u.bin?size=10", i);
      g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

      g_string_append_printf (links, "%s\n", url);
    }
  dp_app_fixture_add (self, links->str, n_files);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == n_files);
}

static gboolean
has_files (DpAppFixture *self, const char *expected)
{
  g_autofree char *files = dp_engine_fixture_list (self->engine);

  return g_str_equal (files, expected);
}

static void
assert_ids (DpAppFixture *self, const char *expected)
{
  g_autofree char *ids = dp_app_fixture_list_ids (self);

  g_assert_cmpstr (ids, ==, expected);
}

static void
trash_all (DpAppFixture *self)
{
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  dp_app_fixture_activate (self, "win.trash");
}

static gboolean
says (DpAppFixture *self, const char *text)
{
  return dp_app_fixture_is_toast_shown (self) &&
         strstr (dp_app_fixture_get_toast (self), text) != NULL;
}

/* Also what comes after it can be taken back first. */
static void
test_back (DpAppFixture *self)
{
  add_done (self, 2);
  trash_all (self);
  assert_ids (self, "");
  dp_test_run_until (says (self, "2 files moved to the Trash"));
  dp_engine_fixture_assert_files (self->engine, "");

  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2");
  g_assert_false (dp_app_fixture_is_toast_shown (self));
  dp_test_run_until (has_files (self, "0.bin|1.bin"));
  dp_engine_fixture_assert_content (self->engine, "1.bin", 1, 10);

  dp_app_fixture_activate (self, "app.redo");
  dp_test_run_until (says (self, "2 files moved to the Trash"));
  dp_engine_fixture_assert_files (self->engine, "");
  /* Back and forth before the files have followed. */
  dp_app_fixture_activate (self, "app.undo");
  dp_app_fixture_activate (self, "app.redo");
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2");
  dp_test_run_until (has_files (self, "0.bin|1.bin"));
}

/* Something else has the name meanwhile. */
static void
test_number (DpAppFixture *self)
{
  g_autofree char *path = NULL;

  add_done (self, 1);
  path = g_strdup (dp_download_get_path (dp_queue_find (self->queue, 1)));
  trash_all (self);
  dp_test_run_until (says (self, "1 file moved to the Trash"));
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  dp_app_fixture_activate (self, "app.undo");
  dp_test_run_until (has_files (self, "0 (2).bin|0.bin"));
  dp_test_run_until (
      g_str_equal (dp_download_get_name (dp_queue_find (self->queue, 1)), "0 (2).bin"));
}

/* One that is gone has its row back, and the reason. */
static void
test_missing (DpAppFixture *self)
{
  add_done (self, 3);
  for (guint64 id = 1; id <= 2; id++)
    g_assert_cmpint (g_unlink (dp_download_get_path (dp_queue_find (self->queue, id))), ==, 0);
  trash_all (self);
  dp_test_run_until (says (self, "“0.bin” could not be moved to the Trash"));
  g_assert_true (says (self, "; the same goes for 1 other file"));
  assert_ids (self, "1 2");
  dp_engine_fixture_assert_files (self->engine, "");
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2 3");
  dp_test_run_until (has_files (self, "2.bin"));
  dp_app_fixture_activate (self, "app.redo");
  assert_ids (self, "1 2");
  dp_app_fixture_activate (self, "app.undo");
  dp_test_run_until (has_files (self, "2.bin"));

  /* Nothing but what is gone: no step. */
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "trash",
                                  g_variant_new_parsed ("[uint64 2, 1, 1]"));
  dp_test_run_until (dp_app_fixture_count (self) == 3);
  dp_app_fixture_activate (self, "app.undo");
  g_assert_false (dp_app_fixture_count (self) == 0);
}

/* What is on disk of an unfinished one stays until it can't be taken back. */
static void
test_unfinished (DpAppFixture *self)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/stall/a.bin");

  dp_app_fixture_add (self, url, 1);
  dp_test_run_until (has_files (self, "a.bin.part"));
  trash_all (self);
  assert_ids (self, "");
  dp_test_run_until (says (self, "1 entry removed"));
  dp_engine_fixture_assert_files (self->engine, "a.bin.part");
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1");
  dp_engine_fixture_assert_files (self->engine, "a.bin.part");
  trash_all (self);
  for (guint i = 0; i < 60; i++)
    g_action_group_activate_action (
        G_ACTION_GROUP (self->application), i % 2 == 0 ? "add-links" : "clear-finished",
        i % 2 == 0 ? g_variant_new_string ("http://127.0.0.1:1/x") : NULL);
}

/* The program ends while files are on their way. */
static void
test_quit (DpAppFixture *self)
{
  add_done (self, 3);
  trash_all (self);
  dp_app_fixture_activate (self, "app.undo");
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/trash-window/back", test_back);
  add ("/trash-window/number", test_number);
  add ("/trash-window/missing", test_missing);
  add ("/trash-window/unfinished", test_unfinished);
  add ("/trash-window/quit", test_quit);

  return g_test_run ();
}
