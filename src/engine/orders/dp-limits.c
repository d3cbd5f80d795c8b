/* dp-limits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast it may go: all downloads together, and each of them.
 *
 * There is one limit for all, however many reasons there are for it: who knows them says the least.
 * It is forgotten with the queue; that of a download is stored with it.
 *
 * Thread: home.
 */

#include "dp-limits.h"

/**
 * dp_queue_set_limit:
 * @self: a queue
 * @bytes_per_sec: so fast may all of them be together, or 0 for no limit
 *
 * Holds at once, also for those that run.
 *
 * Thread: home.
 */
void
dp_queue_set_limit (DpQueue *self, guint64 bytes_per_sec)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);

  dp_terms_set_limit (dp_scheduler_get_terms (scheduler), bytes_per_sec);
  dp_actives_post (dp_scheduler_get_actives (scheduler));
}

/**
 * dp_queue_get_limit:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: so fast may all of them be together, or 0 for no limit
 */
guint64
dp_queue_get_limit (DpQueue *self)
{
  return dp_terms_get_limit (dp_scheduler_get_terms (dp_queue_get_scheduler (self)));
}

/**
 * dp_queue_set_limit_of:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 * @bytes_per_sec: so fast may each of them be, or 0 for no limit of its own
 *
 * Holds at once, also for those that run, and is remembered.  The limit for all holds as well.
 * Nothing happens to one that is done.
 *
 * Thread: home.
 */
void
dp_queue_set_limit_of (DpQueue *self, const guint64 *ids, gsize n_ids, guint64 bytes_per_sec)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  DpActives *actives = dp_scheduler_get_actives (scheduler);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self, ids[i]);

      if (download == NULL || dp_download_get_state (download) == DP_STATE_DONE ||
          dp_download_get_limit (download) == bytes_per_sec)
        continue;
      dp_download_set_limit (download, bytes_per_sec);
      dp_actives_follow (actives, download);
      g_ptr_array_add (changed, download);
    }
  dp_list_tell_many (dp_scheduler_get_list (scheduler), DP_NOTE_CHANGED, changed);
  dp_actives_post (actives);
}
