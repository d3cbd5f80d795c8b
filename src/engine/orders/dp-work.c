/* dp-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each worker thread has to do now, for whoever wants to see it: its files, its connections,
 * its speed.  Nobody pays for it who does not look.
 *
 * Thread: home.
 */

#include "dp-work.h"

static void
work_clear (gpointer data)
{
  g_ptr_array_unref (((DpWork *) data)->named);
}

static int
compare_id (gconstpointer a, gconstpointer b)
{
  guint64 first = dp_download_get_id (*(DpDownload *const *) a);
  guint64 second = dp_download_get_id (*(DpDownload *const *) b);

  return (first > second) - (first < second);
}

static DpWork *
find (GArray *works, guint number)
{
  for (guint i = 0; i < works->len; i++)
    {
      DpWork *work = &g_array_index (works, DpWork, i);

      if (work->lane.number == number)
        return work;
    }
  return NULL;
}

/* Of a file that waits for its lane nobody knows yet which one that is. */
static void
count_file (DpDownload *download, DpTransfer *transfer, gpointer user_data)
{
  DpWork *work = find (user_data, dp_transfer_get_lane (transfer));

  if (work == NULL)
    return;
  work->n_files++;
  work->n_connections += dp_trace_count_lines (transfer->trace);
  work->bytes_per_sec += dp_download_get_progress (download)->bytes_per_sec;
  g_ptr_array_add (work->named, g_object_ref (download));
}

/* The same ones each time, so that what is shown stands still. */
static void
keep_first (DpWork *work)
{
  g_ptr_array_sort (work->named, compare_id);
  if (work->named->len > DP_WORK_MAX_NAMED)
    g_ptr_array_set_size (work->named, DP_WORK_MAX_NAMED);
}

/**
 * dp_work_look:
 * @queue: whose downloads they are
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpWork): what each worker thread has to do now, by number
 */
GArray *
dp_work_look (DpQueue *queue)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (queue);
  g_autoptr (GArray) sights = dp_lanes_look (dp_scheduler_get_lanes (scheduler));
  GArray *works = g_array_sized_new (FALSE, FALSE, sizeof (DpWork), sights->len);

  g_array_set_clear_func (works, work_clear);
  for (guint i = 0; i < sights->len; i++)
    {
      const DpWork work = {
        .lane = g_array_index (sights, DpLaneSight, i),
        .named = g_ptr_array_new_with_free_func (g_object_unref),
      };

      g_array_append_val (works, work);
    }
  dp_actives_foreach (dp_scheduler_get_actives (scheduler), count_file, works);
  for (guint i = 0; i < works->len; i++)
    keep_first (&g_array_index (works, DpWork, i));
  return works;
}
