/* test-link-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another link for one download: by the dialog, and by the action behind it.
 */

#include "dp-app-fixture.h"
#include "dp-input.h"
#include "dp-link-dialog.h"
#include "dp-link-reader.h"

static void
copy (DpAppFixture *self, const char *media_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GdkContentProvider) content = gdk_content_provider_new_for_bytes (media_type, bytes);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), content);
}

static DpDownload *
add_and_select (DpAppFixture *self, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

  dp_app_fixture_add (self, url, 1);
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), 0, TRUE);
  return dp_queue_find (self->queue, 1);
}

static DpLinkDialog *
open_dialog (DpAppFixture *self)
{
  DpLinkDialog *dialog;

  dp_app_fixture_activate (self, "win.new-link");
  dialog = dp_app_fixture_find_window (DP_TYPE_LINK_DIALOG);
  g_assert_nonnull (dialog);
  dp_test_run_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  return dialog;
}

static gpointer
get_child (DpLinkDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_LINK_DIALOG, name);
}

static const char *
get_text (DpLinkDialog *dialog)
{
  return gtk_editable_get_text (get_child (dialog, "entry"));
}

static void
assert_verdict (DpLinkDialog *dialog, const char *verdict, gboolean is_acceptable)
{
  g_assert_cmpstr (gtk_label_get_label (get_child (dialog, "verdict")), ==, verdict);
  g_assert_cmpint (gtk_widget_get_sensitive (get_child (dialog, "accept_button")), ==,
                   is_acceptable);
}

static void
assert_closed (void)
{
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_LINK_DIALOG) == NULL);
}

static void
on_links_read (GObject *source, GAsyncResult *result, gpointer is_answered)
{
  g_autoptr (DpUrlList) list = dp_link_reader_read_finish (result, NULL);

  *(gboolean *) is_answered = TRUE;
}

static void
on_clipboard_read (GObject *source, GAsyncResult *result, gpointer is_answered)
{
  DpUrlListType type;
  g_autoptr (GBytes) text = dp_input_read_finish (result, &type, NULL);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  dp_link_reader_read_async (text != NULL ? text : nothing, DP_URL_LIST_PLAIN, NULL, NULL,
                             on_links_read, is_answered);
}

/* Asks the same as the dialog, behind it, twice: then it has its answer. */
static void
wait_answer (DpAppFixture *self)
{
  for (guint i = 0; i < 2; i++)
    {
      gboolean is_answered = FALSE;

      dp_input_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self->window)),
                                     on_clipboard_read, &is_answered);
      dp_test_run_until (is_answered);
    }
}

static gboolean
is_enabled (DpAppFixture *self)
{
  /* An action of a widget that is off can't be activated. */
  gboolean is_on = gtk_widget_activate_action (GTK_WIDGET (self->window), "win.new-link", NULL);
  GtkWindow *dialog = dp_app_fixture_find_window (DP_TYPE_LINK_DIALOG);

  if (dialog != NULL)
    gtk_window_destroy (dialog);
  return is_on && dialog != NULL;
}

/* From a dead link to a whole file. */
static void
test_continue (DpAppFixture *self)
{
  DpDownload *download = add_and_select (self, "/status/410/a.bin");
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/file/new.bin");
  DpLinkDialog *dialog;

  dp_test_run_until (dp_download_get_state (download) == DP_STATE_FAILED);
  copy (self, "text/plain;charset=utf-8", url);
  dialog = open_dialog (self);
  g_assert_cmpstr (gtk_label_get_label (get_child (dialog, "name")), ==, "a.bin");
  g_assert_false (gtk_widget_get_visible (get_child (dialog, "kept")));
  dp_test_run_until (g_str_equal (get_text (dialog), url));
  assert_verdict (dialog, "", TRUE);

  gtk_widget_activate_default (get_child (dialog, "entry"));
  assert_closed ();
  g_assert_cmpstr (dp_download_get_url (download), ==, url);
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  dp_engine_fixture_assert_files (self->engine, "new.bin");
}

/* What is here is told, stays, and only the rest comes. */
static void
test_continue_running (DpAppFixture *self)
{
  static const char *const path = "/file/a.bin?size=3000000";
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/file/moved?size=3000000");
  g_autofree char *request = NULL;
  DpDownload *download;
  DpLinkDialog *dialog;

  dp_test_server_hold_at (self->engine->server, path, 2000000);
  download = add_and_select (self, path);
  dp_test_run_until (dp_download_get_progress (download)->received_bytes == 2000000);
  dialog = open_dialog (self);
  g_assert_true (gtk_widget_get_visible (get_child (dialog, "kept")));
  dp_test_assert_has (gtk_label_get_label (get_child (dialog, "kept")), "2.0\u00a0MB are here");
  gtk_editable_set_text (get_child (dialog, "entry"), url);
  gtk_widget_activate (get_child (dialog, "accept_button"));
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  dp_test_server_release (self->engine->server, path);
  dp_engine_fixture_assert_files (self->engine, "a.bin");
  dp_engine_fixture_assert_content (self->engine, "a.bin", 1, 3000000);
  request = dp_test_server_dup_request (self->engine->server, "/file/moved?size=3000000");
  dp_test_assert_has (request, "\r\nRange: bytes=1983616-\r\n");
}

static void
test_judge (DpAppFixture *self)
{
  DpDownload *download = add_and_select (self, "/stall-headers/a.bin");
  DpLinkDialog *dialog = open_dialog (self);
  const struct
  {
    const char *text;
    const char *verdict;
    gboolean is_acceptable;
  } rows[] = {
    { "http://a.example/", "", TRUE },
    { "  see http://a.example/b\t", "", TRUE },
    { "a", "That is no link.", FALSE },
    { "", "", FALSE },
    { "http://a.example/ http://b.example/", "These are several links; the file needs one.",
      FALSE },
    { "http://a.example/\nhttp://b.example/", "These are several links; the file needs one.",
      FALSE },
    { "ftp://a.example/", "FTP is not supported, only http and https.", FALSE },
    { dp_download_get_url (download), "That is the link that the download has already.", FALSE },
    { "https://a.example/", "", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_editable_set_text (get_child (dialog, "entry"), rows[i].text);
      assert_verdict (dialog, rows[i].verdict, rows[i].is_acceptable);
    }
  gtk_editable_set_text (get_child (dialog, "entry"), "nothing");
  gtk_widget_activate_default (get_child (dialog, "entry"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  gtk_window_close (GTK_WINDOW (dialog));
  assert_closed ();
}

/* Only one link, and a new one, is offered; what the person wrote is not overwritten. */
static void
test_clipboard (DpAppFixture *self)
{
  static const struct
  {
    const char *type;
    const char *text;
    const char *offered;
  } rows[] = {
    { "text/plain", "look: http://a.example/b.", "http://a.example/b" },
    { "text/uri-list", "http://a.example/c\r\n", "http://a.example/c" },
    { "text/plain", "http://a.example/ http://b.example/", "" },
    { "text/plain", "no link", "" },
    { "text/uri-list", "file:///etc/services\r\n", "" },
    { "image/png", "PNG", "" },
  };
  DpDownload *download = add_and_select (self, "/stall-headers/a.bin");

  for (guint i = 0; i <= G_N_ELEMENTS (rows); i++)
    {
      gboolean is_own = i == G_N_ELEMENTS (rows);
      DpLinkDialog *dialog;

      copy (self, is_own ? "text/plain" : rows[i].type,
            is_own ? dp_download_get_url (download) : rows[i].text);
      dialog = open_dialog (self);
      wait_answer (self);
      g_assert_cmpstr (get_text (dialog), ==, is_own ? "" : rows[i].offered);
      gtk_window_close (GTK_WINDOW (dialog));
      assert_closed ();
    }
}

static void
test_person_is_quicker (DpAppFixture *self)
{
  DpLinkDialog *dialog;

  add_and_select (self, "/stall-headers/a.bin");
  copy (self, "text/plain", "http://a.example/b");
  dialog = open_dialog (self);
  gtk_editable_set_text (get_child (dialog, "entry"), "h");
  wait_answer (self);
  g_assert_cmpstr (get_text (dialog), ==, "h");
}

static void
test_close_while_reading (DpAppFixture *self)
{
  add_and_select (self, "/stall-headers/a.bin");
  copy (self, "text/plain", "http://a.example/b");
  gtk_window_close (GTK_WINDOW (open_dialog (self)));
  assert_closed ();
}

/* One row, and not a finished one. */
static void
test_enabled (DpAppFixture *self)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);
  g_autofree char *silent = dp_app_fixture_dup_silent_links (self, 2);
  DpDownload *download;

  g_assert_false (is_enabled (self));
  download = add_and_select (self, "/file/a.bin");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  dp_app_fixture_add (self, silent, 2);
  gtk_selection_model_unselect_all (selection);
  g_assert_false (is_enabled (self));
  gtk_selection_model_select_item (selection, 0, TRUE);
  g_assert_false (is_enabled (self));
  gtk_selection_model_select_item (selection, 1, TRUE);
  g_assert_true (is_enabled (self));
  gtk_selection_model_select_item (selection, 2, FALSE);
  g_assert_false (is_enabled (self));
}

/* It was finished while the dialog was open. */
static void
test_finished_meanwhile (DpAppFixture *self)
{
  static const char *const path = "/file/a.bin";
  DpDownload *download;
  DpLinkDialog *dialog;

  dp_test_server_hold (self->engine->server, path);
  download = add_and_select (self, path);
  dialog = open_dialog (self);
  gtk_editable_set_text (get_child (dialog, "entry"), "http://a.example/");
  assert_verdict (dialog, "", TRUE);
  dp_test_server_release (self->engine->server, path);
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  assert_verdict (dialog, "The file is finished: it needs no link any more.", FALSE);
}

/* The door for everybody: what is no link changes nothing. */
static void
test_action (DpAppFixture *self)
{
  DpDownload *download = add_and_select (self, "/stall-headers/a.bin");
  g_autofree char *before = g_strdup (dp_download_get_url (download));
  GActionGroup *group = G_ACTION_GROUP (self->application);

  g_action_group_activate_action (group, "set-link",
                                  g_variant_new ("(ts)", (guint64) 1, "javascript:x"));
  g_assert_cmpstr (dp_download_get_url (download), ==, before);
  g_assert_true (dp_app_fixture_is_toast_shown (self));
  g_action_group_activate_action (group, "set-link",
                                  g_variant_new ("(ts)", (guint64) 7, "http://127.0.0.1:9/"));
  g_assert_cmpstr (dp_download_get_url (download), ==, before);
  g_action_group_activate_action (group, "set-link",
                                  g_variant_new ("(ts)", (guint64) 1, "http://127.0.0.1:9/b"));
  g_assert_cmpstr (dp_download_get_url (download), ==, "http://127.0.0.1:9/b");
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/link-dialog/continue", test_continue);
  add ("/link-dialog/continue-running", test_continue_running);
  add ("/link-dialog/judge", test_judge);
  add ("/link-dialog/clipboard", test_clipboard);
  add ("/link-dialog/person-is-quicker", test_person_is_quicker);
  add ("/link-dialog/close-while-reading", test_close_while_reading);
  add ("/link-dialog/enabled", test_enabled);
  add ("/link-dialog/finished-meanwhile", test_finished_meanwhile);
  add ("/link-dialog/action", test_action);

  return g_test_run ();
}
