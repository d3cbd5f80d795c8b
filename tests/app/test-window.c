/* test-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program and its window, from the inside: what is pasted comes into the list, what is taken
 * out comes back, and the header says how it stands.
 */

#include "dp-app-fixture.h"
#include "dp-download-row.h"

#include <string.h>

/* What comes in */

static void
test_empty (DpAppFixture *self)
{
  GtkStack *stack = GTK_STACK (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "stack"));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  dp_app_fixture_add (self, "http://127.0.0.1:9/a", 1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
}

static void
test_paste (DpAppFixture *self)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/file/1.bin?size=70000");
  g_autofree char *text = g_strdup_printf ("Look at this: %s!", url);
  g_autoptr (DpDownload) download = NULL;

  dp_app_fixture_add (self, text, 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (dp_download_get_url (download), ==, url);
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "1 link added");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  dp_engine_fixture_assert_content (self->engine, "1.bin", 1, 70000);
}

/* A list of URIs is not text: its comments are none of our links. */
static void
test_paste_uri_list (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/uri-list",
                        "# http://127.0.0.1:9/no\r\nhttp://127.0.0.1:9/a%20b\r\n");
  dp_test_run_until (dp_app_fixture_count (self) > 0);
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 1);
}

static void
test_paste_refused (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/plain",
                        "http://127.0.0.1:9/a ftp://a.example/b javascript:alert(1)");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "1 link added, 2 refused");
}

static void
test_paste_only_refused (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/plain", "ftp://a.example/b");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  dp_test_assert_has (dp_app_fixture_get_toast (self), "“ftp://a.example/b” was refused: ");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);
}

static void
test_paste_no_links (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/plain", "nothing but words");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "There are no links in it");
}

static void
test_paste_picture (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "image/png", "\x89PNG");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "There is no text to take links from");
}

static void
test_paste_nothing (DpAppFixture *self)
{
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), NULL);
  dp_app_fixture_activate (self, "win.paste");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "There is no text to take links from");
}

typedef struct
{
  guint n_changes;
  guint n_added;
} Changes;

static void
on_items_changed (GListModel *model,
                  guint position,
                  guint n_removed,
                  guint n_added,
                  Changes *changes)
{
  changes->n_changes++;
  changes->n_added += n_added;
}

static void
test_paste_in_one_piece (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 10000);
  Changes changes = { 0 };
  gulong id =
      g_signal_connect (self->queue, "items-changed", G_CALLBACK (on_items_changed), &changes);

  dp_app_fixture_add (self, links, 10000);
  g_assert_cmpuint (changes.n_changes, ==, 1);
  g_assert_cmpuint (changes.n_added, ==, 10000);
  g_signal_handler_disconnect (self->queue, id);
}

static void
test_arguments (DpAppFixture *self)
{
  dp_test_run_until (dp_app_fixture_count (self) == 2);
}

static void
test_open (DpAppFixture *self)
{
  g_autoptr (GFile) file = g_file_new_for_uri ("http://127.0.0.1:9/a%2Fb?c=%C3%A4");
  g_autoptr (DpDownload) download = NULL;

  g_application_open (G_APPLICATION (self->application), &file, 1, "");
  dp_test_run_until (dp_app_fixture_count (self) == 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (dp_download_get_url (download), ==, "http://127.0.0.1:9/a%2Fb?c=%C3%A4");
}

/* Asked for twice, it comes to the front. */
static void
test_one_of_each (DpAppFixture *self)
{
  static const char *const actions[] = { "app.preferences", "app.add" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GListModel *windows = gtk_window_get_toplevels ();
      guint n_before = g_list_model_get_n_items (windows);

      dp_app_fixture_activate (self, actions[i]);
      g_assert_cmpuint (g_list_model_get_n_items (windows), ==, n_before + 1);
      dp_app_fixture_activate (self, actions[i]);
      g_assert_cmpuint (g_list_model_get_n_items (windows), ==, n_before + 1);
    }
}

/* What goes, and comes back */

static gboolean
is_enabled (DpAppFixture *self, const char *action_name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->application), action_name);
}

static void
test_undo_addition (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 5);

  g_assert_false (is_enabled (self, "undo"));
  dp_app_fixture_add (self, "http://127.0.0.1:9/a", 1);
  dp_app_fixture_add (self, links, 5);
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 1);
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "5 entries removed");

  /* What was undone can be had again. */
  dp_app_fixture_activate (self, "app.redo");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 6);
  g_assert_false (is_enabled (self, "redo"));
}

static void
select_positions (DpAppFixture *self, const char *positions)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);
  g_auto (GStrv) words = g_strsplit (positions, " ", -1);

  gtk_selection_model_unselect_all (selection);
  for (guint i = 0; words[i] != NULL; i++)
    gtk_selection_model_select_item (selection, (guint) atoi (words[i]), FALSE);
}

static void
assert_ids (DpAppFixture *self, const char *expected)
{
  g_autofree char *ids = dp_app_fixture_list_ids (self);

  g_assert_cmpstr (ids, ==, expected);
}

static void
test_remove_and_undo (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 8);

  dp_app_fixture_add (self, links, 8);
  select_positions (self, "0 3 7");
  dp_app_fixture_activate (self, "win.remove");
  assert_ids (self, "2 3 5 6 7");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "3 entries removed");
  /* Nothing is finished, so nothing is cleared, and there is nothing new to undo. */
  dp_app_fixture_activate (self, "app.clear-finished");
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2 3 4 5 6 7 8");
}

static void
test_selection_actions (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 3);
  g_autoptr (DpDownload) download = NULL;

  dp_app_fixture_add (self, links, 3);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 1);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.pause", NULL);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, 0);
  select_positions (self, "1");
  dp_app_fixture_activate (self, "win.pause");
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_PAUSED);
  dp_app_fixture_activate (self, "win.resume");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_RUNNING);
  dp_app_fixture_activate (self, "win.cancel");
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_CANCELLED);
}

static void
on_states_changed (DpQueue *queue, GPtrArray *downloads, guint *n_started)
{
  for (guint i = 0; i < downloads->len; i++)
    if (dp_download_get_state (downloads->pdata[i]) == DP_STATE_RUNNING)
      (*n_started)++;
}

/* One that stops must not let another start that is about to stop. */
static void
test_pause_selected (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 2000);
  guint n_started = 0;
  gulong id;

  dp_app_fixture_add (self, links, 2000);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == DP_QUEUE_DEFAULT_PER_HOST);
  id = g_signal_connect (self->queue, "states-changed", G_CALLBACK (on_states_changed), &n_started);
  dp_test_run_until (
      g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (self))) == 2000);
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  dp_app_fixture_activate (self, "win.pause");
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, 2000);
  dp_app_fixture_activate (self, "win.cancel");
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_CANCELLED), ==, 2000);
  g_assert_cmpuint (n_started, ==, 0);
  g_signal_handler_disconnect (self->queue, id);
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy_link (DpAppFixture *self)
{
  g_autofree char *text = NULL;

  dp_app_fixture_add (self, "http://127.0.0.1:9/a\nhttp://127.0.0.1:9/b%20c", 2);
  select_positions (self, "0 1");
  dp_app_fixture_activate (self, "win.copy-link");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), NULL,
                                 on_text_read, &text);
  dp_test_run_until (text != NULL);
  g_assert_cmpstr (text, ==, "http://127.0.0.1:9/a\nhttp://127.0.0.1:9/b%20c");
}

static void
test_clear_finished (DpAppFixture *self)
{
  g_autofree char *done = dp_engine_fixture_dup_url (self->engine, "/file/done.bin?size=10");
  g_autofree char *missing = dp_engine_fixture_dup_url (self->engine, "/status/404");
  g_autofree char *links = g_strdup_printf ("%s\n%s", done, missing);

  dp_app_fixture_add (self, links, 2);
  dp_test_run_until (dp_queue_count_unfinished (self->queue) == 0);
  dp_app_fixture_activate (self, "app.clear-finished");
  assert_ids (self, "2");
  dp_engine_fixture_assert_content (self->engine, "done.bin", 1, 10);
  dp_app_fixture_activate (self, "app.undo");
  assert_ids (self, "1 2");
}

/* The header */

static void
test_header (DpAppFixture *self)
{
  g_autofree char *held = dp_app_fixture_dup_silent_links (self, 2);
  g_autofree char *good = dp_engine_fixture_dup_url (self->engine, "/empty");
  const char *subtitle;

  dp_app_fixture_add (self, held, 2);
  dp_app_fixture_add (self, good, 1);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  dp_test_run_until (g_str_has_prefix (dp_app_fixture_get_label (self, "subtitle"), "1 of 3 done"));
  subtitle = dp_app_fixture_get_label (self, "subtitle");
  g_assert_cmpstr (subtitle, ==, "1 of 3 done");
  dp_app_fixture_activate (self, "app.pause-all");
  dp_test_run_until (g_str_equal (dp_app_fixture_get_label (self, "subtitle"), "1 of 3 done"));
}

static void
test_pause_and_resume_all (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 20);
  GObject *button =
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "all_button");
  GtkActionable *actionable = GTK_ACTIONABLE (button);

  dp_app_fixture_add (self, links, 20);
  g_assert_cmpstr (gtk_actionable_get_action_name (actionable), ==, "app.pause-all");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), ==, "Pause All");
  gtk_widget_activate (GTK_WIDGET (button));
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_PAUSED) == 20);
  dp_test_run_until (g_str_equal (gtk_actionable_get_action_name (actionable), "app.resume-all"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), ==, "Resume All");
  gtk_widget_activate (GTK_WIDGET (button));
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_PAUSED) == 0);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == DP_QUEUE_DEFAULT_PER_HOST);
}

static void
test_parallel_follows_settings (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 20);

  g_settings_set_int (self->settings, "per-host", 64);
  g_settings_set_int (self->settings, "parallel-downloads", 3);
  dp_app_fixture_add (self, links, 20);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 3);
  g_settings_set_int (self->settings, "parallel-downloads", 16);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 16);
}

/* The list */

typedef struct
{
  guint n_rows;
  int least;
  int most;
} Rows;

static void
look_at_row (GtkWidget *widget, gpointer user_data)
{
  Rows *rows = user_data;
  int height;

  if (!DP_IS_DOWNLOAD_ROW (widget) || !gtk_widget_get_mapped (widget))
    return;
  height = gtk_widget_get_allocated_height (widget);
  rows->least = rows->n_rows == 0 ? height : MIN (rows->least, height);
  rows->most = MAX (rows->most, height);
  rows->n_rows++;
}

static Rows
look_at_rows (DpAppFixture *self)
{
  Rows rows = { 0 };

  dp_test_walk (GTK_WIDGET (self->window), look_at_row, &rows);
  return rows;
}

/* As allotted, with good and bad news between each other. */
static void
test_rows_have_one_height (DpAppFixture *self)
{
  g_autofree char *held = dp_app_fixture_dup_silent_links (self, 2);
  g_autofree char *done = dp_engine_fixture_dup_url (self->engine, "/file2.bin");
  g_autofree char *missing = dp_engine_fixture_dup_url (self->engine, "/status/404");
  g_autofree char *good = dp_engine_fixture_dup_url (self->engine, "/empty/a-good-file.txt");
  g_autofree char *links = g_strdup_printf ("%s\n%s\n%s\n%s", held, done, missing, good);
  Rows rows;

  dp_app_fixture_add (self, links, 5);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) > 0 &&
                     dp_queue_count (self->queue, DP_STATE_FAILED) > 0 &&
                     dp_queue_count (self->queue, DP_STATE_RUNNING) == 2);
  /* One that is there may have got no room yet: then it is as high as its edges. */
  dp_test_run_until ((rows = look_at_rows (self), rows.n_rows == 5 && rows.least > 32));
  g_assert_cmpint (rows.least, ==, rows.most);
}

/* Quitting */

static void
test_quit_while_busy (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 200);

  g_settings_set_int (self->settings, "per-host", 64);
  g_settings_set_int (self->settings, "parallel-downloads", 50);
  dp_app_fixture_add (self, links, 200);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 50);
}

/* The answer comes when the window has gone. */
static void
test_quit_while_reading (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/plain", "http://127.0.0.1:9/a");
}

static void
test_quit_at_once (DpAppFixture *self)
{
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

static void
test_arguments_from_outside (void)
{
  static const char *const arguments[] = { "http://127.0.0.1:9/a", "http://127.0.0.1:9/b", NULL };

  dp_app_fixture_run (test_arguments, arguments);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/window/empty", test_empty);
  add ("/window/paste", test_paste);
  add ("/window/paste-uri-list", test_paste_uri_list);
  add ("/window/paste-refused", test_paste_refused);
  add ("/window/paste-only-refused", test_paste_only_refused);
  add ("/window/paste-no-links", test_paste_no_links);
  add ("/window/paste-picture", test_paste_picture);
  add ("/window/paste-nothing", test_paste_nothing);
  add ("/window/paste-in-one-piece", test_paste_in_one_piece);
  g_test_add_func ("/window/arguments", test_arguments_from_outside);
  add ("/window/open", test_open);
  add ("/window/one-of-each", test_one_of_each);
  add ("/window/undo-addition", test_undo_addition);
  add ("/window/remove-and-undo", test_remove_and_undo);
  add ("/window/selection-actions", test_selection_actions);
  add ("/window/pause-selected", test_pause_selected);
  add ("/window/copy-link", test_copy_link);
  add ("/window/clear-finished", test_clear_finished);
  add ("/window/header", test_header);
  add ("/window/pause-and-resume-all", test_pause_and_resume_all);
  add ("/window/parallel-follows-settings", test_parallel_follows_settings);
  add ("/window/rows-have-one-height", test_rows_have_one_height);
  add ("/window/quit-while-busy", test_quit_while_busy);
  add ("/window/quit-while-reading", test_quit_while_reading);
  add ("/window/quit-at-once", test_quit_at_once);

  return g_test_run ();
}
