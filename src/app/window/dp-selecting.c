/* dp-selecting.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Selecting downloads by their ids, wherever they stand in what is shown.
 *
 * Thread: home.
 */

#include "dp-selecting.h"

#include "dp-download.h"

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static GtkBitset *
find_positions (GListModel *model, const GArray *ids)
{
  GtkBitset *positions = gtk_bitset_new_empty ();
  guint n_items = g_list_model_get_n_items (model);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, i);
      guint64 id = dp_download_get_id (download);

      if (bsearch (&id, ids->data, ids->len, sizeof id, compare_ids) != NULL)
        gtk_bitset_add (positions, i);
    }
  return positions;
}

/**
 * dp_selecting_select:
 * @selection: what is shown, and what of it is selected
 * @list: where it is shown
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Selects these and no others, and brings the first into view.
 *
 * Thread: home.
 *
 * Returns: %FALSE, and nothing has changed, if none of them is shown
 */
gboolean
dp_selecting_select (GtkSelectionModel *selection, GtkWidget *list, const GArray *ids)
{
  g_autoptr (GtkBitset) positions = find_positions (G_LIST_MODEL (selection), ids);
  g_autoptr (GtkBitset) all = NULL;

  if (gtk_bitset_is_empty (positions))
    return FALSE;
  all = gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (selection)));
  gtk_selection_model_set_selection (selection, positions, all);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", gtk_bitset_get_minimum (positions));
  return TRUE;
}
