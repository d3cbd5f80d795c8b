/* test-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was downloaded before: a link that comes again is shown and not doubled, and what is wanted all
 * the same comes once more.
 */

#include <glib/gstdio.h>
#include <string.h>

#include "dp-add-dialog.h"
#include "dp-app-fixture.h"
#include "dp-download-row.h"

static void
assert_ids (DpAppFixture *self, const char *expected)
{
  g_autofree char *ids = dp_app_fixture_list_ids (self);

  g_assert_cmpstr (ids, ==, expected);
}

static void
run_to_end (DpAppFixture *self)
{
  dp_test_run_until (dp_queue_count_unfinished (self->queue) == 0);
}

static void
paste_and_wait (DpAppFixture *self, const char *text, const char *said)
{
  dp_app_fixture_paste (self, "text/plain", text);
  dp_test_run_until (dp_app_fixture_is_toast_shown (self) &&
                     g_str_equal (dp_app_fixture_get_toast (self), said));
}

/* Pastes a link to a file of the server, and lets it come. */
static char *
fetch (DpAppFixture *self, const char *path)
{
  char *url = dp_engine_fixture_dup_url (self->engine, path);

  dp_app_fixture_add (self, url, 1);
  run_to_end (self);
  return url;
}

static const char *
get_toast_button (DpAppFixture *self)
{
  GtkWidget *toast = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "toast"));
  GtkButton *button =
      GTK_BUTTON (gtk_widget_get_template_child (toast, g_type_from_name ("DpToast"), "button"));

  return gtk_widget_get_visible (GTK_WIDGET (button)) ? gtk_button_get_label (button) : NULL;
}

static void
test_known (DpAppFixture *self)
{
  g_autofree char *first = fetch (self, "/file/a.bin?size=1000");
  g_autofree char *second = fetch (self, "/file/b.bin?size=1000");
  g_autofree char *links = g_strdup_printf ("%s#x http://127.0.0.1:9/new", second);

  paste_and_wait (self, second, "The link is in the list already");
  assert_ids (self, "1 2");
  g_assert_true (gtk_selection_model_is_selected (dp_app_fixture_get_selection (self), 1));
  g_assert_false (gtk_selection_model_is_selected (dp_app_fixture_get_selection (self), 0));
  g_assert_cmpstr (get_toast_button (self), ==, "Download Again");
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "download-known", NULL);
  run_to_end (self);
  assert_ids (self, "1 2 3");
  dp_engine_fixture_assert_content (self->engine, "b (2).bin", 1, 1000);

  paste_and_wait (self, links, "1 link added, 1 is in the list already");
  assert_ids (self, "1 2 3 4");
  g_assert_cmpstr (get_toast_button (self), ==, "Undo");
}

/* Both at once are one. */
static void
test_known_at_once (DpAppFixture *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "add-links",
                                  g_variant_new_string ("http://127.0.0.1:9/1"));
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "add-links",
                                  g_variant_new_string ("http://127.0.0.1:9/1"));
  dp_test_run_until (dp_app_fixture_is_toast_shown (self) &&
                     g_str_has_prefix (dp_app_fixture_get_toast (self), "The link is"));
  assert_ids (self, "1");
}

/* What has failed is tried again, and not doubled; what runs anyway is only shown. */
static void
test_known_failed (DpAppFixture *self)
{
  g_autofree char *failed = fetch (self, "/status/404?times=1");
  g_autofree char *silent = dp_app_fixture_dup_silent_links (self, 1);

  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_FAILED), ==, 1);
  paste_and_wait (self, failed, "The link is in the list already");
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "download-known", NULL);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_FAILED), ==, 0);
  run_to_end (self);
  assert_ids (self, "1");

  dp_app_fixture_add (self, silent, 1);
  paste_and_wait (self, silent, "The link is in the list already");
  g_assert_null (get_toast_button (self));
}

/* Whoever brings the link again wants the file. */
static void
test_known_missing (DpAppFixture *self)
{
  g_autofree char *url = fetch (self, "/file/a.bin?size=1000");
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "a.bin");

  g_assert_cmpint (g_unlink (path), ==, 0);
  dp_app_fixture_add (self, url, 1);
  run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "a.bin", 1, 1000);
}

static void
test_known_in_dialog (DpAppFixture *self)
{
  DpAddDialog *dialog;
  GObject *summary;
  GObject *buffer;

  dp_app_fixture_add (self, "http://127.0.0.1:9/1 http://127.0.0.1:9/2", 2);
  dp_app_fixture_activate (self, "app.add");
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  summary = gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, "summary");
  buffer = gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, "buffer");
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer),
                            "http://127.0.0.1:9/2 http://127.0.0.1:9/1 http://127.0.0.1:9/3", -1);
  dp_test_run_until (g_str_equal (gtk_label_get_label (GTK_LABEL (summary)),
                                  "1 of 3 links · 2 are in the list already"));
  g_signal_emit_by_name (
      gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, "add_button"),
      "clicked");
  dp_test_run_until (dp_app_fixture_count (self) == 3);
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "1 link added");
}

/* A list of which all is here: what has changed comes beside what is here, and nothing else. */
static void
test_check (DpAppFixture *self)
{
  g_autofree char *same = fetch (self, "/file/a.bin?size=1000");
  g_autofree char *changed = fetch (self, "/changed-after-first/b.bin?size=1000");
  g_autofree char *links = g_strdup_printf ("%s %s", same, changed);

  paste_and_wait (self, links, "All 2 links are in the list already");
  g_assert_cmpstr (get_toast_button (self), ==, "Check for Changes");
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "check-known", NULL);
  dp_test_run_until (g_str_equal (dp_app_fixture_get_toast (self),
                                  "1 has changed and is downloaded again, 1 is unchanged"));
  run_to_end (self);
  assert_ids (self, "1 2 3");
  dp_engine_fixture_assert_content (self->engine, "b.bin", 1, 1000);
  dp_engine_fixture_assert_content (self->engine, "b (2).bin", 2, 1000);
}

/* The person may have put it away: it is offered, and the server is not asked. */
static void
test_check_gone (DpAppFixture *self)
{
  static const guint64 ids[] = { 1, 2 };
  g_autofree char *missing = fetch (self, "/file/a.bin?size=1000");
  g_autofree char *same = fetch (self, "/file/b.bin?size=1000");
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "a.bin");

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_action_group_activate_action (
      G_ACTION_GROUP (self->application), "check",
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, ids, 2, sizeof ids[0]));
  dp_test_run_until (g_str_equal (dp_app_fixture_get_toast (self),
                                  "1 is no longer here as it was, 1 is unchanged"));
  g_assert_cmpstr (get_toast_button (self), ==, "Download Again");
  assert_ids (self, "1 2");
  dp_app_fixture_activate (self, "app.download-gone");
  run_to_end (self);
  assert_ids (self, "1 2 3");
  dp_engine_fixture_assert_content (self->engine, "a.bin", 1, 1000);
}

/* The servers are asked while the program ends. */
static void
test_quit_while_checking (DpAppFixture *self)
{
  g_autofree char *url = fetch (self, "/file/a.bin?size=10&wait_msec=300");

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "check",
                                  g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64,
                                                             &(const guint64){ 1 }, 1,
                                                             sizeof (guint64)));
}

static DpFinished
get_found (DpAppFixture *self, guint64 id)
{
  return dp_download_get_found (dp_queue_find (self->queue, id));
}

static void
find_button (GtkWidget *widget, gpointer user_data)
{
  GtkWidget **found = user_data;

  if (GTK_IS_BUTTON (widget) && DP_IS_DOWNLOAD_ROW (gtk_widget_get_parent (widget)) &&
      gtk_widget_get_mapped (widget))
    *found = widget;
}

static const char *
get_row_action (DpAppFixture *self)
{
  GtkWidget *button = NULL;

  dp_test_walk (GTK_WIDGET (self->window), find_button, &button);
  return button != NULL ? gtk_actionable_get_action_name (GTK_ACTIONABLE (button)) : NULL;
}

/* The row is looked at when it comes into view, and again when the person comes back. */
static void
test_file_gone (DpAppFixture *self)
{
  g_autofree char *url = fetch (self, "/file/a.bin?size=1000");
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "a.bin");

  dp_test_run_until (g_strcmp0 (get_row_action (self), "app.show-in-folder") == 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_object_notify (G_OBJECT (self->window), "is-active");
  dp_test_run_until (!gtk_window_is_active (GTK_WINDOW (self->window)) ||
                     get_found (self, 1) == DP_FINISHED_MISSING);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "look",
                                  g_variant_new_uint64 (1));
  dp_test_run_until (get_found (self, 1) == DP_FINISHED_MISSING);
  g_assert_cmpstr (get_row_action (self), ==, "app.download-again");
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "download-again",
                                  g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64,
                                                             &(const guint64){ 1 }, 1,
                                                             sizeof (guint64)));
  run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "a.bin", 1, 1000);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "look",
                                  g_variant_new_uint64 (1));
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "look",
                                  g_variant_new_uint64 (99));
  dp_test_run_until (get_found (self, 1) != DP_FINISHED_MISSING);
}

/* More than are ever shown, one after the other. */
static void
test_file_looks (DpAppFixture *self)
{
  g_autofree char *url = fetch (self, "/file/a.bin?size=1000");
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "a.bin");

  dp_engine_fixture_write (self->engine, "a.bin", "other");
  for (guint64 id = 1000; id > 0; id--)
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "look",
                                    g_variant_new_uint64 (id));
  dp_test_run_until (get_found (self, 1) == DP_FINISHED_CHANGED);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/history/known", test_known);
  add ("/history/known-at-once", test_known_at_once);
  add ("/history/known-failed", test_known_failed);
  add ("/history/known-missing", test_known_missing);
  add ("/history/known-in-dialog", test_known_in_dialog);
  add ("/history/check", test_check);
  add ("/history/check-gone", test_check_gone);
  add ("/history/file-gone", test_file_gone);
  add ("/history/file-looks", test_file_looks);
  add ("/history/quit-while-checking", test_quit_while_checking);

  return g_test_run ();
}
