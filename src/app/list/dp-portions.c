/* dp-portions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list gets its first rows in portions.
 *
 * GTK makes up to 200 row widgets when a long list comes into an empty view, and fills as many with
 * others when the list becomes another one; all at once that holds up everything for some 150 to
 * 700 ms.  So it gets them in portions, with painting and input in between.  What was selected is
 * selected again when it is there.
 *
 * Thread: home.
 */

#include "dp-portions.h"

#define PORTION         20
#define MAX_ROW_WIDGETS 200

struct _DpPortions
{
  DpView *view;                 /* (owned) */
  GtkMultiSelection *selection; /* (owned) */
  GtkSliceListModel *shown; /* (owned): all of it, or its first rows while they are being made */
  GHashTable *selected;     /* (owned) (nullable) (element-type DpDownload): to be again */
  guint portion_id;
};

static GHashTable *
get_selected (GtkSelectionModel *selection)
{
  g_autoptr (GtkBitset) bitset = gtk_selection_model_get_selection (selection);
  GHashTable *selected = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  GtkBitsetIter iter;
  guint position;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, bitset, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    g_hash_table_add (selected, g_list_model_get_item (G_LIST_MODEL (selection), position));
  return selected;
}

static void
select_again (DpPortions *self)
{
  g_autoptr (GHashTable) selected = g_steal_pointer (&self->selected);
  g_autoptr (GtkBitset) bitset = gtk_bitset_new_empty ();
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n_left = selected != NULL ? g_hash_table_size (selected) : 0;

  for (guint i = 0; i < g_list_model_get_n_items (model) && n_left > 0; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, i);

      if (!g_hash_table_contains (selected, download))
        continue;
      gtk_bitset_add (bitset, i);
      n_left--;
    }
  if (!gtk_bitset_is_empty (bitset))
    gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), bitset, bitset);
}

static gboolean
show_portion (gpointer user_data)
{
  DpPortions *self = user_data;
  guint n_shown = gtk_slice_list_model_get_size (self->shown) + PORTION;
  gboolean is_all = n_shown > MAX_ROW_WIDGETS;

  gtk_slice_list_model_set_size (self->shown, is_all ? G_MAXUINT : n_shown);
  if (!is_all)
    return G_SOURCE_CONTINUE;
  self->portion_id = 0;
  select_again (self);
  return G_SOURCE_REMOVE;
}

static void
on_items_changed (DpPortions *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->view));
  guint n_shown = gtk_slice_list_model_get_size (self->shown);

  if (n_items == 0)
    {
      g_clear_handle_id (&self->portion_id, g_source_remove);
      gtk_slice_list_model_set_size (self->shown, PORTION);
    }
  else if (n_items > n_shown && self->portion_id == 0)
    self->portion_id = g_idle_add_full (DP_PRIORITY_PROGRESS, show_portion, self, NULL);
  if (self->portion_id == 0)
    select_again (self);
}

static void
on_renewing (DpPortions *self)
{
  if (self->selected == NULL)
    self->selected = get_selected (GTK_SELECTION_MODEL (self->selection));
  gtk_slice_list_model_set_size (self->shown, PORTION);
}

/**
 * dp_portions_new:
 * @view: what is to be shown
 * @selection: the list's; shows it from now on
 *
 * Thread: home.
 *
 * Returns: (transfer full): what gives it the rows
 */
DpPortions *
dp_portions_new (DpView *view, GtkMultiSelection *selection)
{
  DpPortions *self = g_new0 (DpPortions, 1);

  self->view = g_object_ref (view);
  self->selection = g_object_ref (selection);
  self->shown = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (view)), 0, PORTION);
  gtk_multi_selection_set_model (selection, G_LIST_MODEL (self->shown));
  g_signal_connect_swapped (view, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (view, "renewing", G_CALLBACK (on_renewing), self);
  g_signal_connect_swapped (view, "renewed", G_CALLBACK (on_items_changed), self);
  on_items_changed (self);
  return self;
}

/**
 * dp_portions_free:
 * @self: (transfer full) (nullable): what gives a list its rows
 *
 * Thread: home.
 */
void
dp_portions_free (DpPortions *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_handle_id (&self->portion_id, g_source_remove);
  g_clear_pointer (&self->selected, g_hash_table_unref);
  g_object_unref (self->shown);
  g_object_unref (self->selection);
  g_object_unref (self->view);
  g_free (self);
}
