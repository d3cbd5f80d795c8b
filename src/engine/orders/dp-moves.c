/* dp-moves.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person says about whose turn comes when: before whom in the list, with which priority, or
 * at once.
 *
 * Every order gives back what leads to where it was before, so that it can be undone: it is put in
 * its place again with the same function, which leaves what leads forward again.
 *
 * Thread: home.
 */

#include "dp-moves.h"

#include "dp-meant.h"

/* Those that are where they should be already are no change. */
static GArray *
drop_unchanged (DpQueue *self, GArray *places)
{
  guint kept = 0;

  for (guint i = 0; i < places->len; i++)
    {
      DpPlace entry = g_array_index (places, DpPlace, i);

      if (dp_download_get_place (dp_queue_find (self, entry.id)) != entry.place)
        g_array_index (places, DpPlace, kept++) = entry;
    }
  return g_array_set_size (places, kept);
}

/* Whether they stand together already, with @before behind them. */
static gboolean
is_there (DpPlaces *places, GPtrArray *downloads, DpDownload *before)
{
  guint end = before != NULL ? dp_places_find (places, before) : dp_places_get_size (places);
  guint first;
  guint last;

  if (downloads->len == 0)
    return TRUE;
  dp_places_find_ends (places, downloads, &first, &last);
  return last - first + 1 == downloads->len && (end == last + 1 || (end >= first && end <= last));
}

static GArray *
move (DpQueue *self, GPtrArray *downloads, DpDownload *before)
{
  DpPlaces *places = dp_list_get_places (dp_scheduler_get_list (dp_queue_get_scheduler (self)));
  g_autoptr (GArray) moves = NULL;

  if (is_there (places, downloads, before))
    return g_array_new (FALSE, FALSE, sizeof (DpPlace));
  moves = drop_unchanged (self, dp_places_make_room (places, downloads, before));
  dp_queue_put (self, moves);
  return g_steal_pointer (&moves);
}

/**
 * dp_queue_move_before:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 * @before_id: the id of one before which they shall be, or 0: at the end of the list
 *
 * Moves downloads in the order of the list; they stand together afterwards, in their order.
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpPlace): for dp_queue_put(), to undo it; empty if nothing
 *   has changed
 */
GArray *
dp_queue_move_before (DpQueue *self, const guint64 *ids, gsize n_ids, guint64 before_id)
{
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, NULL);

  return move (self, downloads, before_id != 0 ? dp_queue_find (self, before_id) : NULL);
}

/**
 * dp_queue_move_to_top:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpPlace): as dp_queue_move_before()
 */
GArray *
dp_queue_move_to_top (DpQueue *self, const guint64 *ids, gsize n_ids)
{
  DpPlaces *places = dp_list_get_places (dp_scheduler_get_list (dp_queue_get_scheduler (self)));
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, NULL);

  return move (self, downloads, dp_places_get_size (places) > 0 ? dp_places_get (places, 0) : NULL);
}

/**
 * dp_queue_move_behind:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 * @behind_id: the id of one behind which they shall be
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpPlace): as dp_queue_move_before()
 */
GArray *
dp_queue_move_behind (DpQueue *self, const guint64 *ids, gsize n_ids, guint64 behind_id)
{
  DpPlaces *places = dp_list_get_places (dp_scheduler_get_list (dp_queue_get_scheduler (self)));
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, NULL);
  DpDownload *behind = dp_queue_find (self, behind_id);
  guint next = behind != NULL ? dp_places_find (places, behind) + 1 : dp_places_get_size (places);

  return move (self, downloads,
               next < dp_places_get_size (places) ? dp_places_get (places, next) : NULL);
}

/**
 * dp_queue_put:
 * @self: a queue
 * @places: (element-type DpPlace): other places in the order of the list, each download once; has
 *   those before afterwards
 *
 * Thread: home.
 *
 * Returns: how many were moved: those that are still in the list
 */
guint
dp_queue_put (DpQueue *self, GArray *places)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  g_autoptr (GPtrArray) moved = dp_list_put (dp_scheduler_get_list (scheduler), places);

  if (moved->len > 0)
    dp_queue_tell_moved (self, moved);
  dp_scheduler_run (scheduler);
  return moved->len;
}

/* Priority */

/* Those that are in the list; nobody else stays in @urgencies. */
static GPtrArray *
find_urgent (DpQueue *self, GArray *urgencies)
{
  GPtrArray *found = g_ptr_array_sized_new (urgencies->len);

  for (guint i = 0; i < urgencies->len; i++)
    {
      DpUrgency entry = g_array_index (urgencies, DpUrgency, i);
      DpDownload *download = dp_queue_find (self, entry.id);

      if (download == NULL)
        continue;
      g_array_index (urgencies, DpUrgency, found->len) = entry;
      g_ptr_array_add (found, download);
    }
  g_array_set_size (urgencies, found->len);
  return found;
}

/**
 * dp_queue_put_urgencies:
 * @self: a queue
 * @urgencies: (element-type DpUrgency): other priorities, each download once; has those before
 *   afterwards
 *
 * Thread: home.
 *
 * Returns: how many were changed: those that are still in the list
 */
guint
dp_queue_put_urgencies (DpQueue *self, GArray *urgencies)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  DpList *list = dp_scheduler_get_list (scheduler);
  g_autoptr (GPtrArray) changed = find_urgent (self, urgencies);
  g_autoptr (GPtrArray) held = dp_list_hold_all (list, changed);

  for (guint i = 0; i < changed->len; i++)
    {
      DpUrgency *entry = &g_array_index (urgencies, DpUrgency, i);
      DpPriority before = dp_download_get_priority (changed->pdata[i]);

      dp_download_set_priority (changed->pdata[i], entry->priority);
      entry->priority = before;
    }
  dp_list_let_all_wait (list, held);
  dp_list_tell_many (list, DP_NOTE_TURNS, changed);
  dp_scheduler_run (scheduler);
  return changed->len;
}

/**
 * dp_queue_prioritize:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 * @priority: who has a turn before whom
 *
 * Nobody who runs is stopped.
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpUrgency): for dp_queue_put_urgencies(), to undo it; empty
 *   if nothing has changed
 */
GArray *
dp_queue_prioritize (DpQueue *self, const guint64 *ids, gsize n_ids, DpPriority priority)
{
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, NULL);
  GArray *urgencies = g_array_new (FALSE, FALSE, sizeof (DpUrgency));

  for (guint i = 0; i < downloads->len; i++)
    {
      const DpUrgency entry = { dp_download_get_id (downloads->pdata[i]), priority };

      if (dp_download_get_priority (downloads->pdata[i]) != priority)
        g_array_append_val (urgencies, entry);
    }
  if (urgencies->len > 0)
    dp_queue_put_urgencies (self, urgencies);
  return urgencies;
}

/* At once */

static gboolean
may_jump (DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  return state != DP_STATE_RUNNING && state != DP_STATE_DONE;
}

/**
 * dp_queue_start_now:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 *
 * Starts them before all others and beside those that run, whatever the limit.  They keep their
 * places in the list.
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpStart): those that started, for dp_queue_unstart(): not
 *   those that ran already, or are done
 */
GArray *
dp_queue_start_now (DpQueue *self, const guint64 *ids, gsize n_ids)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, may_jump);
  GArray *starts = g_array_sized_new (FALSE, FALSE, sizeof (DpStart), downloads->len);

  for (guint i = 0; i < downloads->len; i++)
    {
      DpDownload *download = downloads->pdata[i];
      const DpStart start = { dp_download_get_id (download), dp_download_is_unfinished (download) };

      g_array_append_val (starts, start);
    }
  if (starts->len == 0)
    return starts;
  dp_scheduler_jump (scheduler, downloads);
  dp_scheduler_run (scheduler);
  return starts;
}

/**
 * dp_queue_unstart:
 * @self: a queue
 * @starts: (element-type DpStart): what dp_queue_start_now() has started
 *
 * Takes that back: those that would have had their turns anyway wait for them again, and the others
 * are paused.  What has come of them stays on disk.
 *
 * Thread: home.
 */
void
dp_queue_unstart (DpQueue *self, const GArray *starts)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  g_autoptr (GPtrArray) all = g_ptr_array_sized_new (starts->len);
  g_autoptr (GPtrArray) paused = g_ptr_array_new ();
  g_autoptr (GPtrArray) stopped = g_ptr_array_new ();

  for (guint i = 0; i < starts->len; i++)
    {
      const DpStart *start = &g_array_index (starts, DpStart, i);
      DpDownload *download = dp_queue_find (self, start->id);

      if (download == NULL || !dp_download_is_unfinished (download))
        continue;
      g_ptr_array_add (all, download);
      if (!start->was_waiting)
        g_ptr_array_add (paused, download);
      else if (dp_download_get_state (download) == DP_STATE_RUNNING)
        g_ptr_array_add (stopped, download);
    }
  dp_scheduler_stop_jumping (scheduler, all);
  dp_scheduler_move_all (scheduler, paused, DP_STATE_PAUSED);
  dp_scheduler_move_all (scheduler, stopped, DP_STATE_QUEUED);
  dp_scheduler_run (scheduler);
}
