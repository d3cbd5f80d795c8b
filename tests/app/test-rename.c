/* test-rename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * F2: a small dialog, the name without its extension selected; Undo and Redo.
 */

#include "dp-app-fixture.h"
#include "dp-rename-dialog.h"

static DpDownload *
get_first (DpAppFixture *self)
{
  g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);

  return download;
}

static DpRenameDialog *
open_dialog (DpAppFixture *self)
{
  DpRenameDialog *dialog;

  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), 0, TRUE);
  dp_app_fixture_activate (self, "win.rename");
  dialog = dp_app_fixture_find_window (DP_TYPE_RENAME_DIALOG);
  g_assert_nonnull (dialog);
  dp_test_run_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  return dialog;
}

static gpointer
get_child (DpRenameDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_RENAME_DIALOG, name);
}

static void
rename_to (DpAppFixture *self, const char *name)
{
  DpRenameDialog *dialog = open_dialog (self);

  gtk_editable_set_text (get_child (dialog, "name"), name);
  gtk_widget_activate (get_child (dialog, "rename_button"));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_RENAME_DIALOG) == NULL);
}

#define wait_name(self, name) \
  dp_test_run_until (g_str_equal (dp_download_get_name (get_first (self)), name))

static void
add_one (DpAppFixture *self, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

  dp_app_fixture_add (self, url, 1);
}

static void
test_dialog (DpAppFixture *self)
{
  DpRenameDialog *dialog;
  GtkEditable *name;
  GtkWidget *button;
  int begin;
  int end;

  add_one (self, "/stall-headers/%C3%A4-1.0.tar.gz");
  dialog = open_dialog (self);
  name = get_child (dialog, "name");
  button = get_child (dialog, "rename_button");
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "ä-1.0.tar.gz");
  g_assert_true (gtk_editable_get_selection_bounds (name, &begin, &end));
  g_assert_cmpint (begin, ==, 0);
  g_assert_cmpint (end, ==, 5);
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (name, "  ");
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_window_close (GTK_WINDOW (dialog));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_RENAME_DIALOG) == NULL);
  g_assert_cmpstr (dp_download_get_name (get_first (self)), ==, "ä-1.0.tar.gz");
}

static void
test_one_at_a_time (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 2);

  dp_app_fixture_add (self, links, 2);
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.rename", NULL);
  g_assert_null (dp_app_fixture_find_window (DP_TYPE_RENAME_DIALOG));
}

static void
test_running_and_undo (DpAppFixture *self)
{
  add_one (self, "/stall-headers/a.bin");
  rename_to (self, "mine.bin");
  wait_name (self, "mine.bin");
  rename_to (self, "yours.bin");
  wait_name (self, "yours.bin");
  dp_app_fixture_activate (self, "app.undo");
  wait_name (self, "mine.bin");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 1);

  /* The name that it has is no step. */
  rename_to (self, "mine.bin");
  dp_app_fixture_activate (self, "app.redo");
  wait_name (self, "yours.bin");
  dp_app_fixture_activate (self, "app.undo");
  dp_app_fixture_activate (self, "app.undo");
  wait_name (self, "a.bin");
}

static void
test_done_and_undo (DpAppFixture *self)
{
  add_one (self, "/file/a.bin");
  dp_test_run_until (dp_download_get_state (get_first (self)) == DP_STATE_DONE);
  rename_to (self, "mine.bin");
  wait_name (self, "mine.bin");
  dp_engine_fixture_assert_files (self->engine, "mine.bin");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "Renamed to “mine.bin”");
  dp_app_fixture_activate (self, "app.undo");
  wait_name (self, "a.bin");
  dp_engine_fixture_assert_files (self->engine, "a.bin");

  dp_engine_fixture_write (self->engine, "theirs.bin", "theirs");
  rename_to (self, "theirs.bin");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self) &&
                     strstr (dp_app_fixture_get_toast (self), "already") != NULL);
  dp_engine_fixture_assert_text (self->engine, "theirs.bin", "theirs");
  g_assert_cmpstr (dp_download_get_name (get_first (self)), ==, "a.bin");

  /* What failed is no step: what is undone now is the addition, of which all is finished. */
  dp_app_fixture_activate (self, "app.undo");
  g_assert_nonnull (strstr (dp_app_fixture_get_toast (self), "finished"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (self->application), "undo"));
}

/* What the server called it is its name again, though the file is there meanwhile. */
static void
test_finished_meanwhile (DpAppFixture *self)
{
  dp_test_server_hold (self->engine->server, "/file/a.bin");
  add_one (self, "/file/a.bin");
  rename_to (self, "mine.bin");
  wait_name (self, "mine.bin");
  dp_test_server_release (self->engine->server, "/file/a.bin");
  dp_test_run_until (dp_download_get_state (get_first (self)) == DP_STATE_DONE);
  dp_engine_fixture_assert_files (self->engine, "mine.bin");
  dp_app_fixture_activate (self, "app.undo");
  wait_name (self, "a.bin");
  dp_engine_fixture_assert_files (self->engine, "a.bin");
  dp_app_fixture_activate (self, "app.redo");
  wait_name (self, "mine.bin");
  dp_engine_fixture_assert_files (self->engine, "mine.bin");
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/rename/dialog", test_dialog);
  add ("/rename/one-at-a-time", test_one_at_a_time);
  add ("/rename/running-and-undo", test_running_and_undo);
  add ("/rename/done-and-undo", test_done_and_undo);
  add ("/rename/finished-meanwhile", test_finished_meanwhile);

  return g_test_run ();
}
