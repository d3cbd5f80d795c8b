/* test-list-focus.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn the next key is: the focus stays in the list when its row goes, on the one that takes
 * its place; and where the keys go when something is found or given up.
 */

#include "dp-app-fixture.h"
#include "dp-download-row.h"
#include "dp-filter-bar.h"
#include "dp-orders.h"
#include "dp-selected.h"

static GtkWidget *
get_list (DpAppFixture *self)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "list"));
}

/* The id of the download in the row with the focus, or 0. */
static guint64
get_focused_id (DpAppFixture *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  GtkWidget *row = focus != NULL ? dp_selected_find_row (focus) : NULL;

  return row != NULL ? dp_download_get_id (dp_download_row_get_download (DP_DOWNLOAD_ROW (row)))
                     : 0;
}

static GtkWidget *
find_item (DpAppFixture *self, guint position)
{
  for (GtkWidget *item = gtk_widget_get_first_child (get_list (self)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (DP_IS_DOWNLOAD_ROW (row) &&
          dp_download_row_get_position (DP_DOWNLOAD_ROW (row)) == position)
        return item;
    }
  return NULL;
}

/* As a click does it. */
static void
go_to (DpAppFixture *self, guint position)
{
  dp_test_run_until (find_item (self, position) != NULL);
  gtk_widget_grab_focus (find_item (self, position));
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), position, TRUE);
}

static guint
get_n_selected (DpAppFixture *self)
{
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (dp_app_fixture_get_selection (self));

  return (guint) gtk_bitset_get_size (selected);
}

static void
assert_at (DpAppFixture *self, guint64 id, guint position)
{
  dp_test_run_until (get_focused_id (self) == id);
  g_assert_cmpuint (get_n_selected (self), ==, 1);
  g_assert_true (gtk_selection_model_is_selected (dp_app_fixture_get_selection (self), position));
}

static void
test_removed (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 4);

  dp_app_fixture_add (self, links, 4);
  go_to (self, 1);
  dp_app_fixture_activate (self, "win.remove");
  assert_at (self, 3, 1);
  dp_app_fixture_activate (self, "win.remove");
  assert_at (self, 4, 1);
  /* The last one: then the one before. */
  dp_app_fixture_activate (self, "win.remove");
  assert_at (self, 1, 0);
  dp_app_fixture_activate (self, "win.remove");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 1);
}

/* Not of those that lie between the selected ones. */
static void
test_several_removed (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 6);

  dp_app_fixture_add (self, links, 6);
  go_to (self, 1);
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), 2, FALSE);
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), 4, FALSE);
  dp_app_fixture_activate (self, "win.remove");
  assert_at (self, 4, 1);
}

/* A key that was meant for what is gone shall not hit its neighbour. */
static void
test_gone_by_itself (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 3);
  const guint64 id = 2;

  dp_app_fixture_add (self, links, 3);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-group", "s", "active");
  go_to (self, 1);
  dp_queue_pause (self->queue, &id, 1);
  dp_test_run_until (get_focused_id (self) == 3);
  g_assert_cmpuint (get_n_selected (self), ==, 0);
}

static GtkSearchBar *
get_search_bar (DpAppFixture *self)
{
  GObject *bar =
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "filter_bar");

  return GTK_SEARCH_BAR (
      gtk_widget_get_template_child (GTK_WIDGET (bar), DP_TYPE_FILTER_BAR, "search_bar"));
}

static void
test_found (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 3);
  GtkSearchBar *search_bar = get_search_bar (self);
  GObject *entry = gtk_widget_get_template_child (
      gtk_widget_get_ancestor (GTK_WIDGET (search_bar), DP_TYPE_FILTER_BAR), DP_TYPE_FILTER_BAR,
      "search_entry");

  dp_app_fixture_add (self, links, 3);
  dp_app_fixture_activate (self, "win.find");
  gtk_editable_set_text (GTK_EDITABLE (entry), "2.bin");
  dp_test_run_until (
      g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (self))) == 1);
  g_signal_emit_by_name (entry, "activate");
  assert_at (self, 3, 0);

  /* Escape: first nothing is selected, then nothing is looked for. */
  dp_app_fixture_activate (self, "win.unselect");
  g_assert_cmpuint (get_n_selected (self), ==, 0);
  g_assert_true (gtk_search_bar_get_search_mode (search_bar));
  dp_app_fixture_activate (self, "win.unselect");
  g_assert_false (gtk_search_bar_get_search_mode (search_bar));
  dp_test_run_until (
      g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (self))) == 3);
}

static void
add (const char *path, DpAppTestFunc body)
{
  g_test_add_data_func (path, (gconstpointer) body, dp_app_fixture_run_data);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/list-focus/removed", test_removed);
  add ("/list-focus/several-removed", test_several_removed);
  add ("/list-focus/gone-by-itself", test_gone_by_itself);
  add ("/list-focus/found", test_found);

  return g_test_run ();
}
