/* dp-removal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking downloads out of the list, and putting them back.  What is on disk of them stays until it is
 * certain that they do not come back.
 *
 * Thread: home.
 */

#include "dp-removal.h"

struct _DpRemoval
{
  DpQueue *queue;       /* (owned) */
  GPtrArray *downloads; /* (owned) (element-type DpDownload): by id */
};

/* Nothing that is taken out goes on by itself. */
static void
put_to_rest (DpScheduler *scheduler, DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  if (state == DP_STATE_RUNNING || state == DP_STATE_WAITING || state == DP_STATE_ASKING)
    dp_scheduler_move (scheduler, download, DP_STATE_QUEUED, NULL);
}

/**
 * dp_queue_remove:
 * @self: a queue
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Takes downloads out of the list, in one piece, and stops those that run.  Finished files stay on
 * disk; what is on disk of the others stays until the removal is freed.
 *
 * Thread: home.
 *
 * Returns: (transfer full): what was taken out, for dp_queue_restore() or dp_removal_free()
 */
DpRemoval *
dp_queue_remove (DpQueue *self, const GArray *ids)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  DpList *list = dp_scheduler_get_list (scheduler);
  DpRemoval *removal = g_new0 (DpRemoval, 1);
  DpListChange change;

  removal->queue = g_object_ref (self);
  removal->downloads = dp_list_take (list, ids, &change);
  for (guint i = 0; i < removal->downloads->len; i++)
    put_to_rest (scheduler, removal->downloads->pdata[i]);
  dp_list_tell_many (list, DP_NOTE_REMOVED, removal->downloads);
  dp_queue_tell_change (self, &change);
  return removal;
}

/**
 * dp_queue_restore:
 * @self: the queue
 * @removal: (transfer full): what was taken out
 *
 * Puts downloads back where they were, in one piece; those that ran get their turn again.
 *
 * Thread: home.
 */
void
dp_queue_restore (DpQueue *self, DpRemoval *removal)
{
  g_autoptr (GPtrArray) downloads = g_steal_pointer (&removal->downloads);
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (self));
  DpListChange change;

  removal->downloads = g_ptr_array_new ();
  dp_removal_free (removal);
  dp_list_tell_many (list, DP_NOTE_CHANGED, downloads);
  dp_list_merge (list, downloads, &change);
  dp_queue_tell_change (self, &change);
}

/**
 * dp_removal_get_size:
 * @removal: what was taken out
 *
 * Thread: home.
 *
 * Returns: how many downloads that is
 */
guint
dp_removal_get_size (DpRemoval *removal)
{
  return removal->downloads->len;
}

/**
 * dp_removal_split:
 * @removal: what was taken out
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Thread: home.
 *
 * Returns: (transfer full): those of them, which are no longer in @removal
 */
DpRemoval *
dp_removal_split (DpRemoval *removal, const GArray *ids)
{
  DpRemoval *split = g_new0 (DpRemoval, 1);
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *all = removal->downloads;

  split->queue = g_object_ref (removal->queue);
  split->downloads = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0, next = 0; i < all->len; i++)
    {
      guint64 id = dp_download_get_id (all->pdata[i]);

      while (next < ids->len && g_array_index (ids, guint64, next) < id)
        next++;
      g_ptr_array_add (
          next < ids->len && g_array_index (ids, guint64, next) == id ? split->downloads : kept,
          all->pdata[i]);
    }
  /* The references have moved. */
  all->len = 0;
  g_ptr_array_unref (all);
  removal->downloads = kept;
  return split;
}

/**
 * dp_removal_free:
 * @removal: (transfer full) (nullable): what was taken out
 *
 * Makes it final: what is on disk of unfinished files goes.
 *
 * Thread: home.
 */
void
dp_removal_free (DpRemoval *removal)
{
  DpScheduler *scheduler;
  g_autoptr (GPtrArray) forgotten = NULL;

  if (removal == NULL)
    return;
  scheduler = dp_queue_get_scheduler (removal->queue);
  forgotten = g_ptr_array_sized_new (removal->downloads->len);
  for (guint i = 0; i < removal->downloads->len; i++)
    if (dp_download_get_state (removal->downloads->pdata[i]) == DP_STATE_DONE ||
        !dp_actives_discard (dp_scheduler_get_actives (scheduler), removal->downloads->pdata[i],
                             DP_NOTE_FORGOTTEN))
      g_ptr_array_add (forgotten, removal->downloads->pdata[i]);
  dp_list_tell_many (dp_scheduler_get_list (scheduler), DP_NOTE_FORGOTTEN, forgotten);
  g_ptr_array_unref (removal->downloads);
  g_object_unref (removal->queue);
  g_free (removal);
}
