/* test-answer-dialogs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a download asks the person, from its row to the answer: through the button, the key and the
 * dialogs, as somebody would.
 */

#include "dp-app-fixture.h"
#include "dp-certificate-dialog.h"
#include "dp-download-row.h"
#include "dp-sign-in-dialog.h"

#include <string.h>

static DpDownload *
find (DpAppFixture *self, guint64 id)
{
  return dp_queue_find (self->queue, id);
}

static void
wait_state (DpAppFixture *self, guint64 id, DpState state)
{
  dp_test_run_until (find (self, id) != NULL && dp_download_get_state (find (self, id)) == state);
}

static void
add_path (DpAppFixture *self, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

  dp_app_fixture_add (self, url, 1);
}

typedef struct
{
  guint64 id;
  GtkWidget *row;
} RowSearch;

static void
look_at_row (GtkWidget *widget, gpointer user_data)
{
  RowSearch *search = user_data;
  DpDownload *download =
      DP_IS_DOWNLOAD_ROW (widget) ? dp_download_row_get_download (DP_DOWNLOAD_ROW (widget)) : NULL;

  if (download != NULL && dp_download_get_id (download) == search->id)
    search->row = widget;
}

static GtkWidget *
find_row (DpAppFixture *self, guint64 id)
{
  RowSearch search = { id, NULL };

  while (search.row == NULL)
    {
      dp_test_iterate ();
      dp_test_walk (GTK_WIDGET (self->window), look_at_row, &search);
    }
  return search.row;
}

/* The button of the row, which the person presses. */
static gpointer
press_button (DpAppFixture *self, guint64 id, GType dialog_type)
{
  GtkWidget *row = find_row (self, id);
  gpointer dialog;

  gtk_widget_activate (
      GTK_WIDGET (gtk_widget_get_template_child (row, DP_TYPE_DOWNLOAD_ROW, "button")));
  dp_test_run_until ((dialog = dp_app_fixture_find_window (dialog_type)) != NULL);
  return dialog;
}

static gpointer
get_child (gpointer dialog, const char *name)
{
  GObject *child = gtk_widget_get_template_child (dialog, G_OBJECT_TYPE (dialog), name);

  g_assert_nonnull (child);
  return child;
}

static const char *
get_label (gpointer dialog, const char *name)
{
  return gtk_label_get_label (get_child (dialog, name));
}

static void
type_in (gpointer dialog, const char *user, const char *password)
{
  gtk_editable_set_text (get_child (dialog, "user"), user);
  gtk_editable_set_text (get_child (dialog, "password"), password);
}

static void
wait_closed (GType type)
{
  dp_test_run_until (dp_app_fixture_find_window (type) == NULL);
}

/* Return in the password field */
static void
press_return (gpointer dialog)
{
  g_signal_emit_by_name (gtk_editable_get_delegate (get_child (dialog, "password")), "activate");
}

static void
test_sign_in (DpAppFixture *self)
{
  gpointer dialog;

  add_path (self, "/auth-basic/a.bin?size=1000");
  wait_state (self, 1, DP_STATE_ASKING);
  dialog = press_button (self, 1, DP_TYPE_SIGN_IN_DIALOG);
  g_assert_cmpstr (get_label (dialog, "sentence"), ==,
                   "The server “127.0.0.1” wants a user name and a password");
  g_assert_cmpstr (get_label (dialog, "realm"), ==, "127.0.0.1 says: “test”");
  g_assert_true (gtk_widget_get_visible (get_child (dialog, "warning")));
  g_assert_false (gtk_widget_get_sensitive (get_child (dialog, "sign_in_button")));

  type_in (dialog, "user", "guess");
  gtk_widget_activate (get_child (dialog, "sign_in_button"));
  wait_closed (DP_TYPE_SIGN_IN_DIALOG);
  dp_test_run_until (dp_download_get_state (find (self, 1)) == DP_STATE_ASKING &&
                     dp_download_get_question (find (self, 1))->is_again);

  dialog = press_button (self, 1, DP_TYPE_SIGN_IN_DIALOG);
  g_assert_cmpstr (get_label (dialog, "sentence"), ==,
                   "The server “127.0.0.1” did not accept the user name and the password");
  g_assert_cmpstr (dp_sign_in_dialog_get_password (dialog), ==, "");
  type_in (dialog, "user", "secret");
  press_return (dialog);
  wait_closed (DP_TYPE_SIGN_IN_DIALOG);
  wait_state (self, 1, DP_STATE_DONE);
  dp_engine_fixture_assert_content (self->engine, "a.bin", 1, 1000);
}

static void
test_cancel (DpAppFixture *self)
{
  gpointer dialog;

  add_path (self, "/auth-basic/a.bin");
  wait_state (self, 1, DP_STATE_ASKING);
  dialog = press_button (self, 1, DP_TYPE_SIGN_IN_DIALOG);
  type_in (dialog, "user", "secret");
  gtk_widget_activate_action (dialog, "window.close", NULL);
  wait_closed (DP_TYPE_SIGN_IN_DIALOG);
  g_assert_cmpint (dp_download_get_state (find (self, 1)), ==, DP_STATE_ASKING);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 1);
}

/* The key and Return on the row: only for one that asks. */
static void
test_keys (DpAppFixture *self)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);
  GtkWidget *list = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "list"));

  add_path (self, "/auth-basic/a.bin");
  add_path (self, "/status/404");
  wait_state (self, 1, DP_STATE_ASKING);
  wait_state (self, 2, DP_STATE_FAILED);
  dp_test_run_until (
      g_str_equal (dp_app_fixture_get_label (self, "subtitle"), "0 of 2 done · 1 waits for you"));
  dp_test_run_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 2);

  gtk_selection_model_select_item (selection, 1, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.answer", NULL);
  g_assert_null (dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG));
  gtk_selection_model_select_item (selection, 0, TRUE);
  dp_app_fixture_activate (self, "win.answer");
  gtk_window_close (dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG));
  wait_closed (DP_TYPE_SIGN_IN_DIALOG);

  g_signal_emit_by_name (list, "activate", 0);
  g_assert_nonnull (dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG));
}

/* It was selected before it asked. */
static void
test_asks_while_selected (DpAppFixture *self)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);

  dp_test_server_hold (self->engine->server, "/auth-basic/a.bin");
  add_path (self, "/auth-basic/a.bin");
  dp_test_run_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 1);
  gtk_selection_model_select_item (selection, 0, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.answer", NULL);
  g_assert_null (dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG));
  dp_test_server_release (self->engine->server, "/auth-basic/a.bin");
  wait_state (self, 1, DP_STATE_ASKING);
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG) != NULL || ({
                       gtk_widget_activate_action (GTK_WIDGET (self->window), "win.answer", NULL);
                       FALSE;
                     }));
}

/* It asks no more when the answer comes. */
static void
test_removed_meanwhile (DpAppFixture *self)
{
  gpointer dialog;

  add_path (self, "/auth-basic/a.bin");
  wait_state (self, 1, DP_STATE_ASKING);
  dialog = press_button (self, 1, DP_TYPE_SIGN_IN_DIALOG);
  type_in (dialog, "user", "secret");
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  dp_app_fixture_activate (self, "win.remove");
  press_return (dialog);
  wait_closed (DP_TYPE_SIGN_IN_DIALOG);
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);
  dp_app_fixture_activate (self, "app.undo");
  wait_state (self, 1, DP_STATE_DONE);
}

/* A pasted password brings its line break along. */
static void
test_pasted_password (DpAppFixture *self)
{
  gpointer dialog;
  GtkEditable *password;
  g_autoptr (GdkContentProvider) content =
      gdk_content_provider_new_typed (G_TYPE_STRING, "secret\n");

  add_path (self, "/auth-basic/a.bin");
  wait_state (self, 1, DP_STATE_ASKING);
  dialog = press_button (self, 1, DP_TYPE_SIGN_IN_DIALOG);
  password = get_child (dialog, "password");
  gdk_clipboard_set_content (gtk_widget_get_clipboard (dialog), content);
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (password)), "clipboard.paste",
                              NULL);
  dp_test_run_until (*gtk_editable_get_text (password) != '\0');
  g_assert_cmpstr (gtk_editable_get_text (password), ==, "secret");
}

/* Certificates */

static void
look_at_button (GtkWidget *widget, gpointer button)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "destructive-action"))
    *(GtkWidget **) button = widget;
}

static void
press_trust (gpointer dialog)
{
  GtkWidget *button = NULL;

  dp_test_walk (dialog, look_at_button, &button);
  g_assert_nonnull (button);
  gtk_widget_activate (button);
}

static void
test_certificate (DpAppFixture *self)
{
  g_autoptr (DpTestServer) server =
      dp_test_server_new (DP_TEST_SERVER_TLS | DP_TEST_SERVER_SELF_SIGNED, NULL);
  g_autofree char *url = dp_test_server_dup_url (server, "/cut/a.bin?size=1000&times=0&close=1");
  g_autofree char *place = g_strdup_printf ("127.0.0.1:%u", dp_test_server_get_port (server));
  g_autofree char *digits = NULL;
  g_auto (GStrv) groups = NULL;
  gpointer dialog;

  dp_app_fixture_add (self, url, 1);
  wait_state (self, 1, DP_STATE_ASKING);
  dialog = press_button (self, 1, DP_TYPE_CERTIFICATE_DIALOG);
  g_assert_cmpstr (get_label (dialog, "sentence"), ==,
                   "The server “127.0.0.1” can't prove who it is");
  g_assert_cmpstr (get_label (dialog, "problems"), ==,
                   "The certificate vouches for itself, and nobody else does.");
  g_assert_cmpstr (get_label (dialog, "host"), ==, place);
  dp_test_assert_has (get_label (dialog, "issuer"), "localhost");
  dp_test_assert_has (get_label (dialog, "validity"), "2020 – ");
  groups = g_strsplit_set (get_label (dialog, "fingerprint"), " \n", -1);
  g_assert_cmpuint (g_strv_length (groups), ==, 16);
  digits = g_strjoinv ("", groups);
  g_assert_cmpint (
      g_ascii_strcasecmp (digits, dp_download_get_question (find (self, 1))->fingerprint), ==, 0);

  /* Return is no answer to this one. */
  g_assert_null (gtk_window_get_default_widget (dialog));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (gtk_window_get_focus (dialog))),
                   ==, "window.close");
  gtk_widget_activate_action (dialog, "window.close", NULL);
  wait_closed (DP_TYPE_CERTIFICATE_DIALOG);
  g_assert_cmpint (dp_download_get_state (find (self, 1)), ==, DP_STATE_ASKING);
  g_assert_cmpuint (dp_test_server_get_n_requests (server, NULL), ==, 0);

  dialog = press_button (self, 1, DP_TYPE_CERTIFICATE_DIALOG);
  press_trust (dialog);
  wait_closed (DP_TYPE_CERTIFICATE_DIALOG);
  wait_state (self, 1, DP_STATE_DONE);
  dp_test_run_until (dp_test_server_get_n_open_connections (server) == 0);
}

/* Nobody but the person answers: there is no action for it, which D-Bus would reach. */
static void
test_no_action (DpAppFixture *self)
{
  g_auto (GStrv) actions = g_action_group_list_actions (G_ACTION_GROUP (self->application));

  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_assert_null (strstr (actions[i], "trust"));
      g_assert_null (strstr (actions[i], "sign"));
      g_assert_null (strstr (actions[i], "password"));
    }
}

/* Usable at 360 px. */
static void
test_dialogs_get_narrow (DpAppFixture *self)
{
  g_autoptr (DpUrl) url = dp_url_parse (
      "http://a-very-long-name-of-a-server-somewhere-in-the-world.department.example/", NULL);
  g_autoptr (DpQuestion) question = dp_question_new_server (
      url, "a realm that says more than anybody wants to know in one go, without any break");
  GtkWidget *dialogs[2];

  dialogs[0] = GTK_WIDGET (dp_sign_in_dialog_new (GTK_WINDOW (self->window), question));
  question->kind = DP_QUESTION_CERTIFICATE;
  question->fingerprint = g_strnfill (64, 'd');
  question->issuer = g_strdup ("CN=a-very-long-name-of-a-server-somewhere-in-the-world.example");
  dialogs[1] = GTK_WIDGET (dp_certificate_dialog_new (GTK_WINDOW (self->window), question));
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      int minimum;

      gtk_widget_measure (dialogs[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
      gtk_widget_measure (dialogs[i], GTK_ORIENTATION_VERTICAL, minimum, &minimum, NULL, NULL,
                          NULL);
      g_assert_cmpint (minimum, <=, 600);
      gtk_window_destroy (GTK_WINDOW (dialogs[i]));
    }
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/answer-dialogs/sign-in", test_sign_in);
  add ("/answer-dialogs/cancel", test_cancel);
  add ("/answer-dialogs/keys", test_keys);
  add ("/answer-dialogs/asks-while-selected", test_asks_while_selected);
  add ("/answer-dialogs/removed-meanwhile", test_removed_meanwhile);
  add ("/answer-dialogs/pasted-password", test_pasted_password);
  add ("/answer-dialogs/certificate", test_certificate);
  add ("/answer-dialogs/no-action", test_no_action);
  add ("/answer-dialogs/dialogs-get-narrow", test_dialogs_get_narrow);

  return g_test_run ();
}
