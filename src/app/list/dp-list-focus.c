/* dp-list-focus.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The focus stays in the list when its row goes: on the one that takes its place.  GTK 4.8 would give
 * it to whatever comes behind the list, as to a button “Undo”.
 *
 * What the person removes gives its place in the selection, too, so that the next key is about the
 * next row.  What goes by itself does not: nobody said anything about its neighbour.
 *
 * Thread: home.
 */

#include "dp-list-focus.h"

#include "dp-download-row.h"
#include "dp-selected.h"

struct _DpListFocus
{
  GtkWidget *list;              /* (unowned): outlives us */
  GtkWindow *window;            /* (unowned): around the list */
  GtkSelectionModel *selection; /* (owned) */
  gboolean is_here;             /* the focus is in a row, or was when that went */
  guint position;               /* of that row */
  gboolean is_removal;          /* the person removes what is selected */
  guint restore_id;
};

static GtkWidget *
find_focused_row (DpListFocus *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, self->list) ? dp_selected_find_row (focus)
                                                                     : NULL;
}

/* The list's widget around a row; %NULL if the row is far out of sight. */
static GtkWidget *
find_item (DpListFocus *self, guint position)
{
  for (GtkWidget *item = gtk_widget_get_first_child (self->list); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (DP_IS_DOWNLOAD_ROW (row) &&
          dp_download_row_get_download (DP_DOWNLOAD_ROW (row)) != NULL &&
          dp_download_row_get_position (DP_DOWNLOAD_ROW (row)) == position)
        return item;
    }
  return NULL;
}

static void
select_place (DpListFocus *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (selected))
    gtk_selection_model_select_item (self->selection, self->position, TRUE);
}

static gboolean
restore (gpointer user_data)
{
  DpListFocus *self = user_data;
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  gboolean is_removal = self->is_removal;
  GtkWidget *item;

  self->restore_id = 0;
  self->is_removal = FALSE;
  self->is_here = n_items > 0;
  if (n_items == 0)
    return G_SOURCE_REMOVE;
  self->position = MIN (self->position, n_items - 1);
  if (is_removal)
    select_place (self);
  item = find_item (self, self->position);
  gtk_widget_grab_focus (item != NULL ? item : self->list);
  return G_SOURCE_REMOVE;
}

static void
on_items_changed (DpListFocus *self, guint position, guint n_removed, guint n_added)
{
  /* What the person removes is followed, wherever the focus is. */
  GtkWidget *row = self->is_removal ? NULL : find_focused_row (self);

  if (!self->is_here)
    return;
  if (row != NULL)
    self->position = dp_download_row_get_position (DP_DOWNLOAD_ROW (row));
  else if (n_removed > 0 && position <= self->position)
    self->position = MIN (self->position, position + n_added);
  /* Before GTK lays out the window again, when it would look for another place. */
  if (row == NULL && self->restore_id == 0)
    self->restore_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, restore, self, NULL);
}

static void
on_focus_changed (DpListFocus *self)
{
  GtkWidget *row = find_focused_row (self);

  if (row != NULL)
    {
      self->is_here = TRUE;
      self->position = dp_download_row_get_position (DP_DOWNLOAD_ROW (row));
    }
  else if (gtk_window_get_focus (self->window) != NULL && self->restore_id == 0)
    self->is_here = FALSE;
}

/* It is about others now. */
static void
on_selection_changed (DpListFocus *self)
{
  self->is_removal = FALSE;
}

/**
 * dp_list_focus_new:
 * @list: a list in a window, whose rows are downloads; outlives the result
 * @selection: the list's
 *
 * Thread: home.
 *
 * Returns: (transfer full): what keeps the focus in it
 */
DpListFocus *
dp_list_focus_new (GtkWidget *list, GtkSelectionModel *selection)
{
  DpListFocus *self = g_new0 (DpListFocus, 1);

  self->list = list;
  self->window = GTK_WINDOW (gtk_widget_get_root (list));
  self->selection = g_object_ref (selection);
  g_signal_connect_swapped (self->window, "notify::focus-widget", G_CALLBACK (on_focus_changed),
                            self);
  g_signal_connect_swapped (selection, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (selection, "selection-changed", G_CALLBACK (on_selection_changed),
                            self);
  return self;
}

/**
 * dp_list_focus_follow_removal:
 * @self: what keeps the focus
 *
 * The person removes what is selected: the focus comes to its place, from wherever it is, and what is
 * there then is selected.
 *
 * Thread: home.
 */
void
dp_list_focus_follow_removal (DpListFocus *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (selected))
    return;
  self->is_here = TRUE;
  self->is_removal = TRUE;
  self->position = gtk_bitset_get_minimum (selected);
}

/**
 * dp_list_focus_free:
 * @self: (transfer full) (nullable): what keeps the focus
 *
 * Thread: home.
 */
void
dp_list_focus_free (DpListFocus *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->restore_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->window, self);
  g_signal_handlers_disconnect_by_data (self->selection, self);
  g_object_unref (self->selection);
  g_free (self);
}
