/* test-preview.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing from what was understood: ticks, patterns, ranges.
 */

#include "dp-preview.h"

#include "dp-add-dialog.h"
#include "dp-app-fixture.h"
#include "dp-preview-row.h"

#define N_MANY 50000

static DpAddDialog *
open_dialog (DpAppFixture *self, const char *text, const char *summary)
{
  DpAddDialog *dialog;

  dp_app_fixture_activate (self, "app.add");
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (gtk_widget_get_template_child (
                                GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, "buffer")),
                            text, -1);
  dp_test_run_until (g_str_equal (gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (
                                      GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, "summary"))),
                                  summary));
  return dialog;
}

static gpointer
get_child (DpAddDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, name);
}

static gpointer
get_preview_child (DpAddDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (get_child (dialog, "preview"), DP_TYPE_PREVIEW, name);
}

static void
wait_summary (DpAddDialog *dialog, const char *expected)
{
  dp_test_run_until (g_str_equal (gtk_label_get_label (get_child (dialog, "summary")), expected));
}

static GListModel *
get_rows (DpAddDialog *dialog)
{
  return G_LIST_MODEL (gtk_list_view_get_model (get_preview_child (dialog, "view")));
}

static void
assert_ticked (DpAddDialog *dialog, guint position, gboolean is_ticked)
{
  g_autoptr (DpPreviewItem) item = g_list_model_get_item (get_rows (dialog), position);

  g_assert_cmpint (dp_preview_item_is_ticked (item), ==, is_ticked);
}

static void
close_dialog (DpAddDialog *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) == NULL);
}

static void
find_row (GtkWidget *widget, gpointer user_data)
{
  GtkWidget **row = user_data;

  if (*row == NULL && DP_IS_PREVIEW_ROW (widget))
    *row = widget;
}

/* A row, its tick and its item are of one mind, whoever changes it. */
static void
test_ticks (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self, "http://a.example/1 http://a.example/2", "2 links");
  GtkWidget *preview = get_child (dialog, "preview");
  GtkWidget *row = NULL;
  GtkCheckButton *tick;

  dp_test_run_until ((dp_test_walk (preview, find_row, &row), row != NULL));
  tick = GTK_CHECK_BUTTON (gtk_widget_get_template_child (row, DP_TYPE_PREVIEW_ROW, "tick"));
  g_assert_true (gtk_check_button_get_active (tick));
  gtk_check_button_set_active (tick, FALSE);
  wait_summary (dialog, "1 of 2 links");
  gtk_widget_activate_action (preview, "preview.tick-others", NULL);
  g_assert_true (gtk_check_button_get_active (tick));
  assert_ticked (dialog, 1, FALSE);
  gtk_widget_activate_action (preview, "preview.tick-none", NULL);
  wait_summary (dialog, "0 of 2 links");
  g_assert_false (gtk_widget_get_sensitive (get_child (dialog, "add_button")));
  gtk_widget_activate_action (preview, "preview.tick-all", NULL);
  wait_summary (dialog, "2 links");
  g_signal_emit_by_name (get_preview_child (dialog, "view"), "activate", 0);
  assert_ticked (dialog, 0, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_parent (row)), GTK_DIR_TAB_FORWARD);
  gtk_window_set_focus (GTK_WINDOW (dialog), gtk_widget_get_parent (row));
  gtk_widget_activate_action (preview, "preview.tick", NULL);
  assert_ticked (dialog, 0, TRUE);
  close_dialog (dialog);
}

/* Only what has a tick comes into the list. */
static void
test_adds_chosen (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (
      self, "http://127.0.0.1:9/1 http://127.0.0.1:9/2 http://127.0.0.1:9/3", "3 links");
  g_autoptr (DpDownload) first = NULL;

  g_signal_emit_by_name (get_preview_child (dialog, "view"), "activate", 0);
  wait_summary (dialog, "2 of 3 links");
  gtk_widget_activate (get_child (dialog, "add_button"));
  dp_test_run_until (dp_app_fixture_count (self) == 2);
  first = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (dp_download_get_url (first), ==, "http://127.0.0.1:9/2");
}

static void
test_filter (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (
      self, "ftp://x/ http://127.0.0.1:9/1.jpg http://127.0.0.1:9/2.png http://127.0.0.1:9/3.JPG?x",
      "3 links · 1 is refused");
  GtkEditable *filter = get_preview_child (dialog, "filter");

  g_assert_cmpuint (g_list_model_get_n_items (get_rows (dialog)), ==, 4);
  gtk_editable_set_text (filter, "*.jpg");
  g_assert_false (gtk_widget_get_sensitive (get_child (dialog, "add_button")));
  wait_summary (dialog, "2 of 3 links · 1 is refused");
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (dialog)), ==, 2);

  /* Ticks are of what is shown, and are still there when all is shown again. */
  gtk_widget_activate_action (get_child (dialog, "preview"), "preview.tick-none", NULL);
  gtk_editable_set_text (filter, "");
  wait_summary (dialog, "1 of 3 links · 1 is refused");
  assert_ticked (dialog, 2, TRUE);
  gtk_widget_activate_action (get_child (dialog, "preview"), "preview.tick-all", NULL);
  gtk_editable_set_text (filter, "*.jp");
  gtk_editable_set_text (filter, "*.jpg");
  wait_summary (dialog, "2 of 3 links · 1 is refused");

  /* It holds for what is written behind it. */
  gtk_text_buffer_insert_at_cursor (get_child (dialog, "buffer"), " http://127.0.0.1:9/4.jpg", -1);
  wait_summary (dialog, "3 of 4 links · 1 is refused");
  gtk_widget_activate (get_child (dialog, "add_button"));
  dp_test_run_until (dp_app_fixture_count (self) == 3);
}

static void
test_ranges (DpAppFixture *self)
{
  DpAddDialog *dialog =
      open_dialog (self, "http://a.example/img[008-012].{jpg,png} http://a.example/1", "11 links");
  GtkWidget *expand = get_child (dialog, "expand");
  g_autoptr (DpPreviewItem) item = g_list_model_get_item (get_rows (dialog), 2);
  g_autofree char *words = dp_preview_item_dup_words (item);

  g_assert_cmpstr (words, ==, "http://a.example/img009.jpg");
  g_assert_true (gtk_widget_get_visible (expand));
  g_assert_cmpstr (gtk_label_get_label (get_child (dialog, "expand_label")), ==,
                   "_Expand ranges like [1-250] and {a,b}: 10 links");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (expand), FALSE);
  wait_summary (dialog, "2 links");
  g_assert_true (gtk_widget_get_visible (expand));
  gtk_text_buffer_set_text (get_child (dialog, "buffer"), "http://[::1]/a?b[]=1", -1);
  wait_summary (dialog, "1 link");
  g_assert_false (gtk_widget_get_visible (expand));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (expand), TRUE);
  gtk_text_buffer_set_text (get_child (dialog, "buffer"), "http://a/[1-1000000]", -1);
  wait_summary (dialog, "0 links · 1 is refused");
  close_dialog (dialog);
}

/* What is pasted into the window is what it is, and so is what stood on a page. */
static void
test_ranges_are_literal (DpAppFixture *self)
{
  g_autoptr (DpDownload) first = NULL;
  DpAddDialog *dialog;

  dp_app_fixture_add (self, "http://127.0.0.1:9/?x={a,b}&y=[1-9]", 1);
  first = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (dp_download_get_url (first), ==, "http://127.0.0.1:9/?x={a,b}&y=[1-9]");
  dp_app_fixture_paste (self, "text/html", "<a href='//a/[1-9]'></a><a href='//b/1'></a>");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) != NULL);
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  wait_summary (dialog, "2 links");
  close_dialog (dialog);
}

/* What is in the list already has no tick; a password is not shown. */
static void
test_known (DpAppFixture *self)
{
  DpAddDialog *dialog;
  g_autoptr (DpPreviewItem) known = NULL;
  g_autoptr (DpPreviewItem) secret = NULL;
  g_autofree char *known_words = NULL;
  g_autofree char *secret_words = NULL;

  dp_app_fixture_add (self, "http://127.0.0.1:9/1", 1);
  dialog = open_dialog (self, "http://127.0.0.1:9/1 http://me:secret@127.0.0.1:9/2",
                        "1 of 2 links · 1 is in the list already");
  known = g_list_model_get_item (get_rows (dialog), 0);
  secret = g_list_model_get_item (get_rows (dialog), 1);
  known_words = dp_preview_item_dup_words (known);
  secret_words = dp_preview_item_dup_words (secret);
  g_assert_cmpstr (known_words, ==, "http://127.0.0.1:9/1 — in the list already");
  g_assert_cmpstr (secret_words, ==, "http://127.0.0.1:9/2");
  assert_ticked (dialog, 0, FALSE);
  close_dialog (dialog);
}

/* Very many are one matter. */
static void
test_many (DpAppFixture *self)
{
  g_autofree char *all = g_strdup_printf ("%'u links", N_MANY);
  g_autofree char *text = g_strdup_printf ("http://a.example/[1-%u].jpg", N_MANY);
  DpAddDialog *dialog = open_dialog (self, text, all);
  gint64 begin_usec = dp_test_get_work_usec ();

  for (guint i = 0; i < 10; i++)
    gtk_widget_activate_action (get_child (dialog, "preview"), "preview.tick-others", NULL);
  wait_summary (dialog, all);
  g_assert_cmpint (dp_test_get_work_usec () - begin_usec, <, G_USEC_PER_SEC);
  gtk_editable_set_text (get_preview_child (dialog, "filter"), "*7.jpg");
  dp_test_run_until (g_list_model_get_n_items (get_rows (dialog)) == N_MANY / 10);
  close_dialog (dialog);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/preview/ticks", test_ticks);
  add ("/preview/adds-chosen", test_adds_chosen);
  add ("/preview/filter", test_filter);
  add ("/preview/ranges", test_ranges);
  add ("/preview/ranges-are-literal", test_ranges_are_literal);
  add ("/preview/known", test_known);
  add ("/preview/many", test_many);

  return g_test_run ();
}
