/* dp-selected.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which downloads are selected, as actions are told of them, and which row somebody points at.
 *
 * Thread: home.
 */

#include "dp-selected.h"

#include "dp-download-row.h"

/* Of more than these nobody looks at all: some of them may be in any state. */
#define MOST_LOOKED_AT 200

/**
 * dp_selected_list_ids:
 * @selection: the list's
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type guint64): the ids of those that are selected, as they are
 *   shown
 */
GArray *
dp_selected_list_ids (GtkSelectionModel *selection)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  GtkBitsetIter iter;
  guint position;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, selected, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (selection), position);
      guint64 id = dp_download_get_id (download);

      g_array_append_val (ids, id);
    }
  return ids;
}

/**
 * dp_selected_dup_first:
 * @selection: the list's
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the first of those that are selected
 */
DpDownload *
dp_selected_dup_first (GtkSelectionModel *selection)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);

  return gtk_bitset_is_empty (selected)
             ? NULL
             : g_list_model_get_item (G_LIST_MODEL (selection), gtk_bitset_get_minimum (selected));
}

/**
 * dp_selected_get_states:
 * @selection: the list's
 *
 * Thread: home.
 *
 * Returns: a bit for each state that one of those that are selected is in; of very many, all bits
 */
guint
dp_selected_get_states (GtkSelectionModel *selection)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  guint states = 0;
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_get_size (selected) > MOST_LOOKED_AT)
    return (1u << DP_N_STATES) - 1;
  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, selected, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (selection), position);

      states |= 1u << dp_download_get_state (download);
    }
  return states;
}

/**
 * dp_selected_pack_ids:
 * @ids: (element-type guint64): ids of downloads
 *
 * Thread: any.
 *
 * Returns: (transfer floating): the same as the parameter of an action
 */
GVariant *
dp_selected_pack_ids (const GArray *ids)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, ids->data, ids->len, sizeof (guint64));
}

/**
 * dp_selected_find_row:
 * @widget: a widget in a row, or the list's own item widget around it
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the row
 */
GtkWidget *
dp_selected_find_row (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, DP_TYPE_DOWNLOAD_ROW);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  return row == NULL && DP_IS_DOWNLOAD_ROW (child) ? child : row;
}

/**
 * dp_selected_add_row:
 * @selection: the list's
 * @row: what somebody points at
 *
 * What comes is about the row, so the row is selected, unless it is one of many that are.
 *
 * Thread: home.
 */
void
dp_selected_add_row (GtkSelectionModel *selection, GtkWidget *row)
{
  guint position = dp_download_row_get_position (DP_DOWNLOAD_ROW (row));

  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
}
