/* dp-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An array of downloads in the order of their ids, from which many can be taken, and put back, in
 * one pass and one splice.
 *
 * Thread: home.
 */

#include "dp-list.h"

#include <string.h>

static guint64
get_id (const GPtrArray *downloads, guint position)
{
  return dp_download_get_id (downloads->pdata[position]);
}

/**
 * dp_list_bisect:
 * @downloads: (element-type DpDownload): by id
 * @id: a download's id
 *
 * Thread: home.
 *
 * Returns: where it is, or would be
 */
guint
dp_list_bisect (const GPtrArray *downloads, guint64 id)
{
  guint low = 0;
  guint high = downloads->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (downloads, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * dp_list_get_position:
 * @downloads: (element-type DpDownload): by id
 * @id: a download's id
 *
 * Thread: home.
 *
 * Returns: where it is, or %G_MAXUINT if it is not there
 */
guint
dp_list_get_position (const GPtrArray *downloads, guint64 id)
{
  guint position = dp_list_bisect (downloads, id);

  if (position == downloads->len || get_id (downloads, position) != id)
    return G_MAXUINT;
  return position;
}

/**
 * dp_list_take:
 * @downloads: (element-type DpDownload): by id
 * @ids: (element-type guint64): ids, ascending; those that are not there are passed over
 * @change: (out): what happened to @downloads
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpDownload): those that are no longer in @downloads
 */
GPtrArray *
dp_list_take (GPtrArray *downloads, const GArray *ids, DpListChange *change)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = ids->len > 0 ? dp_list_bisect (downloads, g_array_index (ids, guint64, 0)) : 0;
  guint kept = first;
  guint end = first;

  for (guint i = first, next = 0; i < downloads->len; i++)
    {
      while (next < ids->len && g_array_index (ids, guint64, next) < get_id (downloads, i))
        next++;
      if (next < ids->len && g_array_index (ids, guint64, next) == get_id (downloads, i))
        {
          g_ptr_array_add (taken, downloads->pdata[i]);
          end = i + 1;
        }
      else
        downloads->pdata[kept++] = downloads->pdata[i];
    }
  /* The references have moved. */
  downloads->len = kept;
  *change = (DpListChange){ first, end - first, end - first - taken->len };
  return taken;
}

/**
 * dp_list_merge:
 * @downloads: (element-type DpDownload): by id
 * @back: (element-type DpDownload): by id, none of them in @downloads; is empty afterwards
 * @change: (out): what happened to @downloads
 *
 * Thread: home.
 */
void
dp_list_merge (GPtrArray *downloads, GPtrArray *back, DpListChange *change)
{
  guint n_back = back->len;
  guint n_before = downloads->len;
  guint i = n_before;
  guint j = n_back;
  guint first = n_back > 0 ? dp_list_bisect (downloads, get_id (back, 0)) : 0;
  guint end = n_back > 0 ? dp_list_bisect (downloads, get_id (back, n_back - 1)) : 0;

  /* From the end, so that nothing is overwritten that has yet to move. */
  g_ptr_array_set_size (downloads, (int) (n_before + n_back));
  while (j > 0)
    {
      gboolean is_back = i == 0 || dp_download_get_id (back->pdata[j - 1]) >
                                       dp_download_get_id (downloads->pdata[i - 1]);
      guint target = i + j - 1;

      downloads->pdata[target] = is_back ? back->pdata[--j] : downloads->pdata[--i];
    }
  /* The references have moved. */
  back->len = 0;
  *change = (DpListChange){ first, end - first, end - first + n_back };
}
