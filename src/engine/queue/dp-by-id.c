/* dp-by-id.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arrays of downloads in the order of their ids: many are taken out, and put back, in one pass and one
 * splice.
 *
 * Thread: home.
 */

#include "dp-by-id.h"

/* So far from where it is looked for a download may be found at once. */
#define NEAR 16

static guint64
get_id (const GPtrArray *downloads, guint position)
{
  return dp_download_get_id (downloads->pdata[position]);
}

/**
 * dp_by_id_guess:
 * @first_id: the id of the first of several
 * @last_id: the id of the last
 * @n_items: how many, at least one
 * @id: whose place is asked for
 *
 * Mostly, few numbers are missing; and where a hundred thousand are looked for at once, each look at a
 * wrong one costs as much as all else.
 *
 * Thread: any.
 *
 * Returns: behind how many others it would stand if those that are missing were spread evenly
 */
guint
dp_by_id_guess (guint64 first_id, guint64 last_id, guint n_items, guint64 id)
{
  if (id <= first_id || last_id <= first_id)
    return 0;
  if (id >= last_id)
    return n_items - 1;
  return (guint) ((double) (id - first_id) / (double) (last_id - first_id) * (n_items - 1) + 0.5);
}

/* It is between them; where the guess was good, close. */
static void
narrow (const GPtrArray *downloads, guint64 id, guint *low, guint *high)
{
  guint last = downloads->len - 1;
  guint middle =
      dp_by_id_guess (get_id (downloads, 0), get_id (downloads, last), downloads->len, id);
  guint near_low = middle - MIN (middle, NEAR);
  guint near_high = MIN (middle + NEAR, last);

  if (get_id (downloads, middle) == id)
    {
      *low = middle;
      *high = middle;
      return;
    }
  if (get_id (downloads, near_low) < id)
    *low = near_low;
  if (get_id (downloads, near_high) >= id)
    *high = near_high;
}

/**
 * dp_by_id_find:
 * @downloads: (element-type DpDownload): by id
 * @id: a download's id
 *
 * Thread: home.
 *
 * Returns: behind how many others it is, or would be
 */
guint
dp_by_id_find (const GPtrArray *downloads, guint64 id)
{
  guint low = 0;
  guint high = downloads->len;

  if (high > 0)
    narrow (downloads, id, &low, &high);
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
 * dp_by_id_take:
 * @downloads: (element-type DpDownload): by id
 * @ids: (element-type guint64): ids, ascending; those that are not there are passed over
 * @change: (out): what happened to @downloads
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpDownload): those that are no longer there
 */
GPtrArray *
dp_by_id_take (GPtrArray *downloads, const GArray *ids, DpListChange *change)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = ids->len > 0 ? dp_by_id_find (downloads, g_array_index (ids, guint64, 0)) : 0;
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
 * dp_by_id_merge:
 * @downloads: (element-type DpDownload): by id
 * @back: (element-type DpDownload): others, by id; is empty afterwards
 * @change: (out): what happened to @downloads
 *
 * Thread: home.
 */
void
dp_by_id_merge (GPtrArray *downloads, GPtrArray *back, DpListChange *change)
{
  guint n_back = back->len;
  guint n_before = downloads->len;
  guint i = n_before;
  guint j = n_back;
  guint first = n_back > 0 ? dp_by_id_find (downloads, get_id (back, 0)) : 0;
  guint end = n_back > 0 ? dp_by_id_find (downloads, get_id (back, n_back - 1)) : 0;

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
