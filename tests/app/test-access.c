/* test-access.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person says of servers and proxies beside the answers in a row: a password for the proxy
 * is kept in memory and nowhere else, and a certificate that was accepted can be taken back.
 */

#include <string.h>

#include "dp-app-fixture.h"
#include "dp-certificates-dialog.h"
#include "dp-orders.h"
#include "dp-network-page.h"
#include "dp-preferences.h"
#include "dp-sign-in-dialog.h"
#include "dp-trust.h"

static gpointer
open_window (DpAppFixture *self, const char *action, GType type)
{
  dp_app_fixture_activate (self, action);
  dp_test_run_until (dp_app_fixture_find_window (type) != NULL &&
                     gtk_widget_get_mapped (dp_app_fixture_find_window (type)));
  return dp_app_fixture_find_window (type);
}

static void
close_window (gpointer window, GType type)
{
  gtk_window_close (window);
  dp_test_run_until (dp_app_fixture_find_window (type) == NULL);
}

static gpointer
get_part (gpointer window, GType type, const char *name)
{
  return gtk_widget_get_template_child (window, type, name);
}

static gpointer
get_child (gpointer preferences, const char *name)
{
  return get_part (get_part (preferences, DP_TYPE_PREFERENCES, "network"), DP_TYPE_NETWORK_PAGE,
                   name);
}

/* On the page with the proxy: who types there has it open. */
static gpointer
open_preferences (DpAppFixture *self)
{
  gpointer preferences = open_window (self, "app.preferences", DP_TYPE_PREFERENCES);
  GtkWidget *page = get_part (preferences, DP_TYPE_PREFERENCES, "network");
  GtkWidget *stack = gtk_widget_get_ancestor (page, GTK_TYPE_STACK);

  gtk_stack_set_visible_child_name (GTK_STACK (stack), "network");
  dp_test_run_until (gtk_widget_get_mapped (page));
  return preferences;
}

/* The proxy's password */

static void
assert_told (DpAppFixture *self, const char *origin, const char *expected)
{
  DpTerms *terms = dp_scheduler_get_terms (dp_queue_get_scheduler (self->queue));
  guint id;

  g_assert_cmpstr (dp_answers_find_userinfo (dp_terms_get_answers (terms), origin, &id), ==,
                   expected);
}

static void
assert_stored (DpAppFixture *self, const char *expected)
{
  g_autofree char *stored = g_settings_get_string (self->settings, "proxy-uri");

  g_assert_cmpstr (stored, ==, expected);
}

static void
test_typed (DpAppFixture *self)
{
  gpointer preferences = open_preferences (self);

  gtk_drop_down_set_selected (get_child (preferences, "proxy_mode"), 2);
  gtk_editable_set_text (get_child (preferences, "proxy_uri"), "http://me:a%40b@127.0.0.1:1");
  assert_told (self, "proxy http://127.0.0.1:1", NULL);
  close_window (preferences, DP_TYPE_PREFERENCES);
  assert_stored (self, "http://127.0.0.1:1");
  assert_told (self, "proxy http://127.0.0.1:1", "me:a%40b");
  assert_told (self, "http://127.0.0.1:1", NULL);
}

/* By an earlier version, or with other means. */
static void
test_stored (DpAppFixture *self)
{
  g_settings_set_string (self->settings, "proxy-uri", "socks5://me:secret@127.0.0.1");
  assert_stored (self, "socks5://127.0.0.1:1080");
  assert_told (self, "proxy http://127.0.0.1:1080", "me:secret");
}

static void
test_sign_in (DpAppFixture *self)
{
  gpointer preferences = open_preferences (self);
  GtkWidget *button = get_child (preferences, "proxy_sign_in");
  GtkWidget *dialog;

  gtk_drop_down_set_selected (get_child (preferences, "proxy_mode"), 2);
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (get_child (preferences, "proxy_uri"), "socks5://127.0.0.1:9");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  dialog = dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG);
  g_assert_nonnull (dialog);
  gtk_editable_set_text (get_part (dialog, DP_TYPE_SIGN_IN_DIALOG, "user"), "m:e");
  gtk_editable_set_text (get_part (dialog, DP_TYPE_SIGN_IN_DIALOG, "password"), "ge@heim");
  g_signal_emit_by_name (get_part (dialog, DP_TYPE_SIGN_IN_DIALOG, "sign_in_button"), "clicked");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_SIGN_IN_DIALOG) == NULL);
  assert_told (self, "proxy http://127.0.0.1:9", "m%3Ae:ge%40heim");
  assert_stored (self, "socks5://127.0.0.1:9");
  close_window (preferences, DP_TYPE_PREFERENCES);
}

/* Certificates */

static void
count_rows (GtkWidget *widget, gpointer user_data)
{
  *(guint *) user_data += GTK_IS_LIST_BOX_ROW (widget);
}

static guint
get_n_rows (gpointer dialog)
{
  guint n_rows = 0;

  dp_test_walk (dialog, count_rows, &n_rows);
  return n_rows;
}

static gboolean
is_empty (gpointer dialog)
{
  gboolean is_said =
      gtk_widget_get_visible (get_part (dialog, DP_TYPE_CERTIFICATES_DIALOG, "none"));

  g_assert_cmpint (gtk_widget_get_visible (get_part (dialog, DP_TYPE_CERTIFICATES_DIALOG, "some")),
                   ==, !is_said);
  return is_said;
}

static void
look_at_label (GtkWidget *widget, gpointer text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_label (GTK_LABEL (widget)));
}

typedef struct
{
  const char *action;
  GtkWidget *button; /* lent (nullable) */
} Search;

static void
look_at_button (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), search->action) == 0)
    search->button = widget;
}

static void
press (gpointer window, const char *action)
{
  Search search = { action, NULL };

  dp_test_walk (window, look_at_button, &search);
  g_assert_nonnull (search.button);
  g_assert_true (gtk_widget_is_sensitive (search.button));
  g_signal_emit_by_name (search.button, "clicked");
}

static DpDownload *
add_one (DpAppFixture *self, const char *url, DpState state)
{
  g_autoptr (DpDownload) download = NULL;

  dp_app_fixture_add (self, url, 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), dp_app_fixture_count (self) - 1);
  dp_test_run_until (dp_download_get_state (download) == state);
  return download;
}

static void
test_certificates (DpAppFixture *self)
{
  g_autoptr (DpTestServer) server =
      dp_test_server_new (DP_TEST_SERVER_TLS | DP_TEST_SERVER_SELF_SIGNED, NULL);
  g_autofree char *url = dp_test_server_dup_url (server, "/file/a.bin?close=1");
  g_autofree char *later_url = dp_test_server_dup_url (server, "/file/b.bin?close=1");
  g_autofree char *place = g_strdup_printf ("127.0.0.1:%u", dp_test_server_get_port (server));
  g_autoptr (DpQuestion) question = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gpointer dialog = open_window (self, "app.certificates", DP_TYPE_CERTIFICATES_DIALOG);
  DpDownload *download;

  g_assert_true (is_empty (dialog));
  close_window (dialog, DP_TYPE_CERTIFICATES_DIALOG);

  download = add_one (self, url, DP_STATE_ASKING);
  question = dp_question_copy (dp_download_get_question (download));
  dialog = open_window (self, "app.certificates", DP_TYPE_CERTIFICATES_DIALOG);
  dp_queue_answer_certificate (self->queue, question);
  g_assert_false (is_empty (dialog));
  g_assert_cmpuint (get_n_rows (dialog), ==, 1);
  dp_test_walk (dialog, look_at_label, text);
  dp_test_assert_has (text->str, place);
  dp_test_assert_has (text->str, "vouches for itself");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  g_assert_cmpstr (dp_download_get_trusted (download)->fingerprint, ==, question->fingerprint);

  press (dialog, "app.forget-certificate");
  dp_test_run_until (get_n_rows (dialog) == 0);
  g_assert_true (is_empty (dialog));
  g_assert_false (dp_queue_is_trusted (self->queue, question));
  close_window (dialog, DP_TYPE_CERTIFICATES_DIALOG);
  add_one (self, later_url, DP_STATE_ASKING);
  dp_test_run_until (dp_test_server_get_n_open_connections (server) == 0);
}

/* The button in the preferences leads there; both stay usable at 360 px. */
static void
test_from_preferences (DpAppFixture *self)
{
  gpointer preferences = open_preferences (self);
  g_autoptr (DpUrl) url = dp_url_parse (
      "https://a-very-long-name-of-a-server-somewhere-in-the-world.department.example/", NULL);
  g_autoptr (DpQuestion) question = dp_question_new_server (url, NULL);
  GtkWidget *dialog;
  int minimum;

  question->kind = DP_QUESTION_CERTIFICATE;
  question->fingerprint = g_strnfill (64, 'd');
  dp_queue_answer_certificate (self->queue, question);
  g_signal_emit_by_name (get_child (preferences, "certificates_button"), "clicked");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_CERTIFICATES_DIALOG) != NULL);
  dialog = dp_app_fixture_find_window (DP_TYPE_CERTIFICATES_DIALOG);
  gtk_widget_measure (dialog, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  close_window (dialog, DP_TYPE_CERTIFICATES_DIALOG);
  close_window (preferences, DP_TYPE_PREFERENCES);
}

/* The program ends under it. */
static void
test_left_open (DpAppFixture *self)
{
  open_window (self, "app.certificates", DP_TYPE_CERTIFICATES_DIALOG);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/access/typed", test_typed);
  add ("/access/stored", test_stored);
  add ("/access/sign-in", test_sign_in);
  add ("/access/certificates", test_certificates);
  add ("/access/from-preferences", test_from_preferences);
  add ("/access/left-open", test_left_open);

  return g_test_run ();
}
