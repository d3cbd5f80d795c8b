/* dp-file-drag.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finished files, as what another program gets when they are dragged into it.
 *
 * Thread: home.
 */

#include "dp-file-drag.h"

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

static GSList *
list_files (GtkSelectionModel *selection)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  GSList *files = NULL;
  GtkBitsetIter iter;
  guint position;

  for (gboolean is_valid = gtk_bitset_iter_init_last (&iter, selected, &position); is_valid;
       is_valid = gtk_bitset_iter_previous (&iter, &position))
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (selection), position);

      if (dp_file_drag_is_here (download))
        files = g_slist_prepend (files, g_file_new_for_path (dp_download_get_path (download)));
    }
  return files;
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
  GSList *files = list_files (selection);
  GdkFileList *list = files != NULL ? gdk_file_list_new_from_list (files) : NULL;
  GdkContentProvider *provider =
      list != NULL ? gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list) : NULL;

  if (list != NULL)
    g_boxed_free (GDK_TYPE_FILE_LIST, list);
  g_slist_free_full (files, g_object_unref);
  return provider;
}
