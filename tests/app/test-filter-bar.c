/* test-filter-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding things in the window: groups, words, order, and what the actions are then about.
 */

#include "dp-app-fixture.h"
#include "dp-filter-bar.h"

static GtkWidget *
get_bar (DpAppFixture *self)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "filter_bar"));
}

static gpointer
get_child (DpAppFixture *self, const char *name)
{
  return gtk_widget_get_template_child (get_bar (self), DP_TYPE_FILTER_BAR, name);
}

static void
type (DpAppFixture *self, const char *text)
{
  gtk_editable_set_text (get_child (self, "search_entry"), text);
}

static void
set_state (DpAppFixture *self, const char *action, const char *value)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), action,
                                  g_variant_new_string (value));
}

static gboolean
shows (DpAppFixture *self, const char *expected)
{
  GListModel *model = G_LIST_MODEL (dp_app_fixture_get_selection (self));
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, i);

      g_string_append_printf (ids, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                              dp_download_get_id (download));
    }
  return g_str_equal (ids->str, expected);
}

static const char *
get_page (DpAppFixture *self)
{
  GObject *stack =
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "stack");

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static gboolean
counts (DpAppFixture *self, const char *expected)
{
  static const char *const names[] = { "all_count", "active_count", "waiting_count", "done_count",
                                       "failed_count" };
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (numbers, "%s%s", i > 0 ? " " : "",
                            gtk_label_get_label (get_child (self, names[i])));
  return g_str_equal (numbers->str, expected);
}

static void
add_silent (DpAppFixture *self, guint n_links)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, n_links);

  dp_app_fixture_add (self, links, n_links);
}

static void
test_groups (DpAppFixture *self)
{
  g_autofree char *done = dp_engine_fixture_dup_url (self->engine, "/file/done.bin?size=10");
  g_autofree char *missing = dp_engine_fixture_dup_url (self->engine, "/status/404");
  g_autofree char *links = g_strdup_printf ("%s\n%s", done, missing);

  g_assert_false (gtk_widget_get_visible (get_bar (self)));
  g_settings_set_int (self->settings, "parallel-downloads", 2);
  dp_app_fixture_add (self, links, 2);
  g_assert_true (gtk_widget_get_visible (get_bar (self)));
  dp_test_run_until (dp_queue_count_unfinished (self->queue) == 0);
  add_silent (self, 4);
  dp_test_run_until (counts (self, "6 2 2 1 1"));

  set_state (self, "show-group", "active");
  dp_test_run_until (shows (self, "3 4"));
  g_assert_true (gtk_toggle_button_get_active (get_child (self, "active_button")));
  g_assert_false (gtk_toggle_button_get_active (get_child (self, "all_button")));
  dp_app_fixture_activate (self, "app.pause-all");
  dp_test_run_until (g_str_equal (get_page (self), "nothing"));
  dp_test_run_until (counts (self, "6 0 4 1 1"));
  gtk_widget_activate (get_child (self, "failed_button"));
  dp_test_run_until (shows (self, "2"));
  set_state (self, "show-group", "done");
  dp_test_run_until (shows (self, "1"));
}

static void
test_search (DpAppFixture *self)
{
  add_silent (self, 12);
  dp_app_fixture_activate (self, "win.find");
  g_assert_true (gtk_search_bar_get_search_mode (get_child (self, "search_bar")));
  type (self, "1.BIN");
  dp_test_run_until (shows (self, "2 12"));
  type (self, "nowhere");
  dp_test_run_until (g_str_equal (get_page (self), "nothing"));
  dp_app_fixture_activate (self, "win.show-all");
  dp_test_run_until (shows (self, "1 2 3 4 5 6 7 8 9 10 11 12"));
  g_assert_cmpstr (get_page (self), ==, "list");
  g_assert_false (gtk_search_bar_get_search_mode (get_child (self, "search_bar")));

  /* Who closes the search sees all again. */
  dp_app_fixture_activate (self, "win.find");
  type (self, "1.bin");
  dp_test_run_until (shows (self, "2 12"));
  g_signal_emit_by_name (get_child (self, "search_entry"), "stop-search");
  dp_test_run_until (shows (self, "1 2 3 4 5 6 7 8 9 10 11 12"));
}

/* Actions are about what is seen and selected, and nothing else. */
static void
test_selection (DpAppFixture *self)
{
  add_silent (self, 12);
  type (self, "1.bin");
  dp_test_run_until (shows (self, "2 12"));
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  dp_app_fixture_activate (self, "win.remove");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 10);
  dp_test_run_until (g_str_equal (get_page (self), "nothing"));
  dp_app_fixture_activate (self, "app.undo");
  dp_test_run_until (shows (self, "2 12"));
  dp_app_fixture_activate (self, "win.show-all");
  dp_test_run_until (shows (self, "1 2 3 4 5 6 7 8 9 10 11 12"));
}

/* What is selected stays so wherever it goes. */
static void
test_sort (DpAppFixture *self)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);

  add_silent (self, 3);
  gtk_selection_model_select_item (selection, 0, TRUE);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "sort-descending", NULL);
  dp_test_run_until (shows (self, "3 2 1"));
  g_assert_true (gtk_selection_model_is_selected (selection, 2));
  g_assert_false (gtk_selection_model_is_selected (selection, 0));
  set_state (self, "sort-by", "name");
  dp_test_run_until (shows (self, "3 2 1"));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "sort-descending", NULL);
  dp_test_run_until (shows (self, "1 2 3"));
}

/* Also where the rows come in portions. */
static void
test_sort_many (DpAppFixture *self)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);
  g_autoptr (GtkBitset) selected = NULL;

  add_silent (self, 500);
  dp_test_run_until (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 500);
  gtk_selection_model_select_item (selection, 0, TRUE);
  gtk_selection_model_select_item (selection, 499, FALSE);
  gtk_selection_model_select_item (selection, 300, FALSE);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "sort-descending", NULL);
  dp_test_run_until (gtk_selection_model_is_selected (selection, 199));
  g_assert_true (gtk_selection_model_is_selected (selection, 0));
  g_assert_true (gtk_selection_model_is_selected (selection, 499));
  selected = gtk_selection_model_get_selection (selection);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 3);
}

/* Nothing that no menu says, as from D-Bus. */
static void
test_nonsense (DpAppFixture *self)
{
  add_silent (self, 2);
  set_state (self, "show-group", "nonsense");
  set_state (self, "sort-by", "nonsense");
  g_assert_true (gtk_toggle_button_get_active (get_child (self, "all_button")));
  g_assert_true (shows (self, "1 2"));
}

/* An empty list is no search in vain. */
static void
test_empty (DpAppFixture *self)
{
  add_silent (self, 2);
  type (self, "nowhere");
  dp_test_run_until (g_str_equal (get_page (self), "nothing"));
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpstr (get_page (self), ==, "empty");
  g_assert_false (gtk_widget_get_visible (get_bar (self)));
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/filter-bar/groups", test_groups);
  add ("/filter-bar/search", test_search);
  add ("/filter-bar/selection", test_selection);
  add ("/filter-bar/sort", test_sort);
  add ("/filter-bar/sort-many", test_sort_many);
  add ("/filter-bar/nonsense", test_nonsense);
  add ("/filter-bar/empty", test_empty);

  return g_test_run ();
}
