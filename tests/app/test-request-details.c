/* test-request-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the add dialog lets a person say beyond the links, and what the servers hear of it.
 */

#include "dp-request-details.h"

#include <string.h>

#include "dp-add-dialog.h"
#include "dp-app-fixture.h"
#include "dp-preview.h"

static DpAddDialog *
open_dialog (DpAppFixture *self)
{
  g_assert_null (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG));
  dp_app_fixture_activate (self, "app.add");
  return dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
}

static gpointer
get_child (DpAddDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, name);
}

static gpointer
get_detail (DpAddDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (get_child (dialog, "details"), DP_TYPE_REQUEST_DETAILS,
                                        name);
}

static gboolean
may_add (DpAddDialog *dialog)
{
  return gtk_widget_get_sensitive (get_child (dialog, "add_button"));
}

static void
write_links (DpAddDialog *dialog, const char *text)
{
  gtk_text_buffer_set_text (get_child (dialog, "buffer"), text, -1);
  dp_test_run_until (may_add (dialog));
}

static void
write_headers (DpAddDialog *dialog, const char *text)
{
  gtk_text_buffer_set_text (get_detail (dialog, "headers"), text, -1);
}

static void
write_entry (DpAddDialog *dialog, const char *name, const char *text)
{
  gtk_editable_set_text (get_detail (dialog, name), text);
}

/* With "Add", or without. */
static void
close_dialog (DpAddDialog *dialog, gboolean is_accepted)
{
  if (is_accepted)
    gtk_widget_activate (get_child (dialog, "add_button"));
  else
    gtk_window_close (GTK_WINDOW (dialog));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) == NULL);
}

/* The sentence that is shown, or NULL. */
static const char *
get_problem (DpAddDialog *dialog)
{
  GtkWidget *label = get_detail (dialog, "problem");

  return gtk_widget_get_visible (label) ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
}

static void
assert_problem (DpAddDialog *dialog, const char *words)
{
  dp_test_assert_has (get_problem (dialog), words);
  g_assert_null (strstr (get_problem (dialog), "secret"));
  g_assert_false (may_add (dialog));
}

static void
assert_no_problem (DpAddDialog *dialog)
{
  g_assert_cmpstr (get_problem (dialog), ==, NULL);
  g_assert_true (may_add (dialog));
}

static char *
wait_request (DpAppFixture *self, const char *path)
{
  dp_test_run_until (dp_test_server_get_n_requests (self->engine->server, path) > 0);
  return dp_test_server_dup_request (self->engine->server, path);
}

/* A link to a server that hears everything and says nothing. */
static char *
dup_link (DpAppFixture *self, const char *name)
{
  g_autofree char *path = g_strconcat ("/stall-headers/", name, NULL);

  return dp_engine_fixture_dup_url (self->engine, path);
}

/* Curl commands */

static void
test_paste_command (DpAppFixture *self)
{
  g_autofree char *link = dup_link (self, "a");
  g_autofree char *text =
      g_strdup_printf ("curl '%s' \\\n -H 'X-Key: one' \\\n -b 'c=two' \\\n --compressed", link);
  g_autofree char *request = NULL;

  dp_app_fixture_add (self, text, 1);
  request = wait_request (self, "/stall-headers/a");
  dp_test_assert_has (request, "\r\nX-Key: one\r\n");
  dp_test_assert_has (request, "\r\nCookie: c=two\r\n");
}

static void
assert_row (GListModel *rows, guint position, const char *begin)
{
  g_autoptr (DpPreviewItem) item = g_list_model_get_item (rows, position);
  g_autofree char *words = dp_preview_item_dup_words (item);

  g_assert_true (g_str_has_prefix (words, begin));
}

/* What a command says is for its link, what the details say for the others. */
static void
test_command_in_dialog (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  GtkListView *view = GTK_LIST_VIEW (
      gtk_widget_get_template_child (get_child (dialog, "preview"), DP_TYPE_PREVIEW, "view"));
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (view));
  g_autofree char *a = dup_link (self, "a");
  g_autofree char *b = dup_link (self, "b");
  g_autofree char *text =
      g_strdup_printf ("curl '%s' -H 'X-Key: one'\n%s\ncurl -d secret http://a.example/", a, b);
  g_autofree char *request_a = NULL;
  g_autofree char *request_b = NULL;

  write_links (dialog, text);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 3);
  assert_row (rows, 0, "✗ http://a.example/ — The command");
  assert_row (rows, 1, a);
  assert_row (rows, 2, b);

  write_headers (dialog, "X-All: two\n\n  X-More: three  \n");
  write_entry (dialog, "user_agent", "Four/4");
  write_entry (dialog, "referer", "http://page.example/five");
  assert_no_problem (dialog);
  close_dialog (dialog, TRUE);
  request_a = wait_request (self, "/stall-headers/a");
  request_b = wait_request (self, "/stall-headers/b");
  dp_test_assert_has (request_a, "\r\nX-Key: one\r\n");
  dp_test_assert_has (request_a, "\r\nUser-Agent: Downpour/");
  g_assert_null (strstr (request_a, "X-All"));
  g_assert_null (strstr (request_a, "Referer"));
  dp_test_assert_has (request_b, "\r\nX-All: two\r\n");
  dp_test_assert_has (request_b, "\r\nX-More: three\r\n");
  dp_test_assert_has (request_b, "\r\nUser-Agent: Four/4\r\n");
  dp_test_assert_has (request_b, "\r\nReferer: http://page.example/five\r\n");
  g_assert_null (strstr (request_b, "X-Key"));
}

/* Details */

static void
test_nothing_said (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  g_autofree char *link = dup_link (self, "a");
  g_autoptr (DpDownload) download = NULL;

  write_links (dialog, link);
  close_dialog (dialog, TRUE);
  dp_test_run_until (dp_app_fixture_count (self) == 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_null (dp_download_get_request (download));
}

static void
test_user (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  g_autofree char *link =
      dp_engine_fixture_dup_url (self->engine, "/auth-basic/a.bin?user=me&password=a:b%25");
  g_autoptr (DpDownload) download = NULL;

  write_links (dialog, link);
  write_entry (dialog, "user", "me");
  write_entry (dialog, "password", "a:b%");
  close_dialog (dialog, TRUE);
  dp_test_run_until (dp_app_fixture_count (self) == 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  g_assert_null (strstr (dp_download_get_url (download), "a:b%@"));
  dp_engine_fixture_assert_files (self->engine, "a.bin");
}

static void
test_mended (DpAppFixture *self)
{
  static const struct
  {
    const char *entry; /* NULL: the headers */
    const char *text;
    const char *words;
  } rows[] = {
    { NULL, "X-Key secret", "A header looks like" },
    { NULL, "A: 1\nHost: secret", "“host” can't be chosen" },
    { NULL, "Referer: http://secret.example/", "places of their own" },
    { "referer", "secret", "referer is no link" },
    { "user_agent", "secret\x01", "control character" },
    { "user", "secret:x", "colon" },
    { "password", "secret\x7f", "control character" },
  };
  DpAddDialog *dialog = open_dialog (self);

  write_links (dialog, "http://127.0.0.1:9/a");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (rows[i].entry != NULL)
        write_entry (dialog, rows[i].entry, rows[i].text);
      else
        write_headers (dialog, rows[i].text);
      assert_problem (dialog, rows[i].words);
      if (rows[i].entry != NULL)
        write_entry (dialog, rows[i].entry, "");
      else
        write_headers (dialog, "");
      assert_no_problem (dialog);
    }
  close_dialog (dialog, FALSE);
}

/* New links do not hide that something else is wrong. */
static void
test_stays_wrong (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  GtkLabel *summary = get_child (dialog, "summary");
  g_autofree char *long_text = g_strnfill (20 * 1024, 'x');

  write_headers (dialog, "X-Key");
  gtk_text_buffer_set_text (get_child (dialog, "buffer"), "http://127.0.0.1:9/a", -1);
  dp_test_run_until (g_str_equal (gtk_label_get_label (summary), "1 link"));
  assert_problem (dialog, "A header looks like");
  write_headers (dialog, long_text);
  assert_problem (dialog, "longer than");
  write_headers (dialog, "");
  assert_no_problem (dialog);
  close_dialog (dialog, FALSE);
}

static void
choose_cookies (DpAppFixture *self, DpAddDialog *dialog, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, name);

  dp_request_details_set_cookies_file (get_child (dialog, "details"), path);
  /* Not before they are read. */
  g_assert_false (may_add (dialog));
}

static void
test_cookies (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  g_autofree char *link = dup_link (self, "a");
  g_autofree char *request = NULL;

  dp_engine_fixture_write (self->engine, "cookies.txt",
                           "# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tn\tv\n"
                           "other.example\tFALSE\t/\tFALSE\t0\to\tw\n");
  write_links (dialog, link);
  choose_cookies (self, dialog, "cookies.txt");
  g_assert_cmpstr (gtk_label_get_label (get_detail (dialog, "cookies_label")), ==, "cookies.txt");
  dp_test_run_until (may_add (dialog));
  assert_no_problem (dialog);
  close_dialog (dialog, TRUE);
  request = wait_request (self, "/stall-headers/a");
  dp_test_assert_has (request, "\r\nCookie: n=v\r\n");
  dp_engine_fixture_assert_files (self->engine, "cookies.txt");
}

static void
test_cookies_wrong (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);

  dp_engine_fixture_write (self->engine, "page.html", "<html>secret</html>\n");
  write_links (dialog, "http://127.0.0.1:9/a");
  choose_cookies (self, dialog, "page.html");
  dp_test_run_until (get_problem (dialog) != NULL);
  assert_problem (dialog, "“page.html” holds no cookies in the Netscape format.");
  choose_cookies (self, dialog, "absent");
  g_assert_cmpstr (get_problem (dialog), ==, NULL);
  dp_test_run_until (get_problem (dialog) != NULL);
  assert_problem (dialog, "Could not read “absent”");
  choose_cookies (self, dialog, ".");
  dp_test_run_until (get_problem (dialog) != NULL);
  assert_problem (dialog, "no regular file");

  g_signal_emit_by_name (get_detail (dialog, "forget_button"), "clicked");
  dp_test_run_until (may_add (dialog));
  assert_no_problem (dialog);
  g_assert_cmpstr (gtk_label_get_label (get_detail (dialog, "cookies_label")), ==, "None");
  close_dialog (dialog, FALSE);
  dp_engine_fixture_assert_files (self->engine, "page.html");
}

/* What was chosen last counts, however long an earlier one took; and nobody waits for a dialog that
 * is gone. */
static void
test_cookies_twice (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);

  dp_engine_fixture_write (self->engine, "good.txt", "a.example\tFALSE\t/\tFALSE\t0\tn\tv\n");
  write_links (dialog, "http://127.0.0.1:9/a");
  choose_cookies (self, dialog, "absent");
  choose_cookies (self, dialog, "good.txt");
  dp_test_run_until (may_add (dialog));
  assert_no_problem (dialog);
  choose_cookies (self, dialog, "absent");
  close_dialog (dialog, FALSE);
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);
  dp_engine_fixture_assert_files (self->engine, "good.txt");
}

static void
test_fits (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  int minimum;

  gtk_expander_set_expanded (get_detail (dialog, "expander"), TRUE);
  gtk_widget_measure (GTK_WIDGET (dialog), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
  close_dialog (dialog, FALSE);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/request-details/paste-command", test_paste_command);
  add ("/request-details/command-in-dialog", test_command_in_dialog);
  add ("/request-details/nothing-said", test_nothing_said);
  add ("/request-details/user", test_user);
  add ("/request-details/mended", test_mended);
  add ("/request-details/stays-wrong", test_stays_wrong);
  add ("/request-details/cookies", test_cookies);
  add ("/request-details/cookies-wrong", test_cookies_wrong);
  add ("/request-details/cookies-twice", test_cookies_twice);
  add ("/request-details/fits", test_fits);

  return g_test_run ();
}
