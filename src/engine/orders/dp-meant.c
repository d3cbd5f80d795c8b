/* dp-meant.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which downloads an order is about.  It names them by their ids, in any order and perhaps twice,
 * and some may be gone by now.
 *
 * Thread: home.
 */

#include "dp-meant.h"

#include <stdlib.h>

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
are_ascending (const guint64 *ids, gsize n_ids)
{
  for (gsize i = 1; i < n_ids; i++)
    if (ids[i - 1] >= ids[i])
      return FALSE;
  return TRUE;
}

/**
 * dp_meant_find:
 * @queue: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 * @is_meant: (nullable): says yes to those to which the order has something to say; %NULL: to all
 *
 * Thread: home.
 *
 * Returns: (transfer container) (element-type DpDownload): those that are in the list, each once; by
 *   id, as they lie in memory
 */
GPtrArray *
dp_meant_find (DpQueue *queue, const guint64 *ids, gsize n_ids, DpMeantFunc is_meant)
{
  g_autofree guint64 *sorted = NULL;
  GPtrArray *downloads = g_ptr_array_sized_new ((guint) n_ids);

  if (!are_ascending (ids, n_ids))
    {
      sorted = g_memdup2 (ids, n_ids * sizeof *ids);
      qsort (sorted, n_ids, sizeof *sorted, compare_ids);
      ids = sorted;
    }
  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = i > 0 && ids[i] == ids[i - 1] ? NULL : dp_queue_find (queue, ids[i]);

      if (download != NULL && (is_meant == NULL || is_meant (download)))
        g_ptr_array_add (downloads, download);
    }
  return downloads;
}

/**
 * dp_meant_find_all:
 * @queue: a queue
 * @is_meant: says yes to those to which the order has something to say
 *
 * Thread: home.
 *
 * Returns: (transfer container) (element-type DpDownload): those, by id
 */
GPtrArray *
dp_meant_find_all (DpQueue *queue, DpMeantFunc is_meant)
{
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (queue));
  GPtrArray *downloads = g_ptr_array_sized_new (dp_list_get_size (list));

  for (guint i = 0; i < dp_list_get_size (list); i++)
    if (is_meant (dp_list_get (list, i)))
      g_ptr_array_add (downloads, dp_list_get (list, i));
  return downloads;
}
