/* dp-file-drag.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finished files, as what another program gets when they are dragged into it.
 *
 * Thread: home.
 */

#include "dp-file-drag.h"

#include "dp-files-content.h"

/**
 * dp_file_drag_is_here:
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: whether there is a file to be dragged
 */
gboolean
dp_file_drag_is_here (DpDownload *download)
{
  return dp_download_get_state (download) == DP_STATE_DONE &&
         dp_download_get_found (download) == DP_FINISHED_SAME &&
         dp_download_get_path (download) != NULL;
}

static GPtrArray *
list_paths (GtkSelectionModel *selection)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  GtkBitsetIter iter;
  guint position;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, selected, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (selection), position);

      if (dp_file_drag_is_here (download))
        g_ptr_array_add (paths, g_strdup (dp_download_get_path (download)));
    }
  return paths;
}

/**
 * dp_file_drag_provide:
 * @selection: what is selected
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the finished files among it, as files and as a list of URIs;
 *   %NULL if there are none
 */
GdkContentProvider *
dp_file_drag_provide (GtkSelectionModel *selection)
{
  g_autoptr (GPtrArray) paths = list_paths (selection);

  return paths->len > 0 ? dp_files_content_new (g_steal_pointer (&paths)) : NULL;
}
