/* dp-stored.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stored list of this person, where no Downpour runs that could tell it: read, and left alone.
 *
 * Thread: home, of a process without a window: it blocks.
 */

#include "dp-stored.h"

#include "dp-peek.h"

/**
 * dp_stored_dup_folder:
 *
 * Thread: any.
 *
 * Returns: (transfer full) (type filename): where the list is kept
 */
char *
dp_stored_dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), PACKAGE_NAME, NULL);
}

static gboolean
is_in_list (const DpEntry *entry)
{
  return !entry->is_removed;
}

/**
 * dp_stored_read:
 * @remark: (out) (transfer full) (nullable): what the person should know although it went well
 * @error: return location for a #GError, which completes "The list of downloads can't be read: …"
 *
 * Thread: home; blocks.
 *
 * Returns: (transfer full) (nullable) (element-type DpDownload): what is in the list, in its order; or
 *   %NULL with @error set
 */
GPtrArray *
dp_stored_read (char **remark, GError **error)
{
  g_autofree char *folder = dp_stored_dup_folder ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
  GPtrArray *downloads;

  if (!dp_peek_read (folder, entries, remark, error))
    return NULL;
  downloads = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    if (is_in_list (entries->pdata[i]))
      g_ptr_array_add (downloads, dp_entry_to_download (entries->pdata[i]));
  return downloads;
}
