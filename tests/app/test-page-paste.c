/* test-page-paste.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pieces of web pages, as browsers copy them.
 */

#include "dp-add-dialog.h"
#include "dp-app-fixture.h"

#define PAGE "<p><a href='http://a.example/1?a&amp;b'>one</a> <img src='//a.example/2'>"

static gpointer
get_child (GtkWidget *dialog, const char *name)
{
  return gtk_widget_get_template_child (dialog, DP_TYPE_ADD_DIALOG, name);
}

static char *
dup_text (GtkWidget *dialog)
{
  GtkTextBuffer *buffer = get_child (dialog, "buffer");
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
wait_text (GtkWidget *dialog, const char *expected)
{
  g_autofree char *text = NULL;

  dp_test_run_until (gtk_text_buffer_get_char_count (get_child (dialog, "buffer")) ==
                     (int) strlen (expected));
  text = dup_text (dialog);
  g_assert_cmpstr (text, ==, expected);
}

static void
close_dialog (GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) == NULL);
}

static void
copy (DpAppFixture *self, const char *const *types, const char *const *texts, gsize n_types)
{
  GdkContentProvider *providers[4];
  g_autoptr (GdkContentProvider) content = NULL;

  for (gsize i = 0; i < n_types; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));

      providers[i] = gdk_content_provider_new_for_bytes (types[i], bytes);
    }
  content = gdk_content_provider_new_union (providers, n_types);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), content);
}

/* Many links are shown before anything starts. */
static void
test_many (DpAppFixture *self)
{
  GtkWidget *dialog;

  dp_app_fixture_paste (self, "text/html", PAGE);
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) != NULL);
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  wait_text (dialog, "http://a.example/1?a&b\nhttps://a.example/2\n");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);
  close_dialog (dialog);
}

/* A copied link is what it is, and nobody wants to be asked. */
static void
test_one (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/html", "<a href='http://127.0.0.1:9/1?a&amp;b'>one</a>");
  dp_test_run_until (dp_app_fixture_count (self) == 1);
  g_assert_null (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG));
}

static void
test_none (DpAppFixture *self)
{
  dp_app_fixture_paste (self, "text/html", "<a href='#top'>one</a>");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "There are no links in it");
}

/* Relative links begin where the browser says that the page is. */
static void
test_origin (DpAppFixture *self)
{
  static const char *const types[] = { "text/html", "chromium/x-source-url", "text/plain" };
  static const char *const texts[] = { "<img src=2><img src=3>", "http://a.example/b/c", "x" };
  GtkWidget *dialog;

  copy (self, types, texts, G_N_ELEMENTS (types));
  dp_app_fixture_activate (self, "win.paste");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) != NULL);
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  wait_text (dialog, "http://a.example/b/2\nhttp://a.example/b/3\n");
  close_dialog (dialog);
}

/* Into the field of the dialog, in place of what is selected. */
static void
test_field (DpAppFixture *self)
{
  static const char *const types[] = { "text/html", "text/plain;charset=utf-8" };
  static const char *const texts[] = { PAGE, "one" };
  GtkWidget *dialog;
  GtkTextIter start;
  GtkTextIter end;

  dp_app_fixture_activate (self, "app.add");
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  copy (self, types, texts, G_N_ELEMENTS (types));
  g_signal_emit_by_name (get_child (dialog, "text"), "paste-clipboard");
  wait_text (dialog, "http://a.example/1?a&b\nhttps://a.example/2\n");

  gtk_text_buffer_get_bounds (get_child (dialog, "buffer"), &start, &end);
  gtk_text_buffer_select_range (get_child (dialog, "buffer"), &start, &end);
  copy (self, types, (const char *[]){ "<a href=/x>one</a>", "one" }, 2);
  g_signal_emit_by_name (get_child (dialog, "text"), "paste-clipboard");
  wait_text (dialog, "one");
  close_dialog (dialog);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/page-paste/many", test_many);
  add ("/page-paste/one", test_one);
  add ("/page-paste/none", test_none);
  add ("/page-paste/origin", test_origin);
  add ("/page-paste/field", test_field);

  return g_test_run ();
}
