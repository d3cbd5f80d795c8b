/* dp-scheduler-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one place where states change, of one download or of very many at once: the counts, the turns,
 * and who cares, follow it.
 *
 * A hundred thousand that are paused, or go on, do so in one piece: whoever remembers the list, and
 * whoever watches it, is told of all of them together.
 *
 * Thread: home.
 */

#include "dp-scheduler-private.h"

/* One */

/* Whoever had to do with it in the state before has not any more. */
static void
leave_state (DpScheduler *self, DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  if (state == DP_STATE_RUNNING)
    dp_actives_stop (self->actives, download);
  else if (state == DP_STATE_ASKING)
    dp_download_take_question (download, NULL);
}

/**
 * dp_scheduler_change:
 * @self: a scheduler
 * @download: a download, in the list or not
 * @state: one that may follow the present one
 *
 * Its reason stays as it is.
 *
 * Thread: home.
 */
void
dp_scheduler_change (DpScheduler *self, DpDownload *download, DpState state)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  leave_state (self, download);
  if (dp_download_get_state (download) == DP_STATE_WAITING)
    dp_waiting_remove (self->waiting, download);
  if (state == DP_STATE_WAITING)
    dp_waiting_add (self->waiting, download);
  g_ptr_array_add (changed, download);
  if (dp_list_set_state (self->list, download, state))
    self->funcs.states_changed (self->owner, changed);
}

/**
 * dp_scheduler_move:
 * @self: a scheduler
 * @download: a download, in the list or not
 * @state: one that may follow the present one
 * @reason: (nullable): why it does not go on, a sentence
 *
 * A worker is stopped, and a question forgotten, that belong to the state before.
 *
 * Thread: home.
 */
void
dp_scheduler_move (DpScheduler *self, DpDownload *download, DpState state, const char *reason)
{
  dp_download_set_reason (download, reason);
  dp_scheduler_change (self, download, state);
}

static gboolean
may_resume (DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  return state != DP_STATE_QUEUED && state != DP_STATE_RUNNING && state != DP_STATE_DONE;
}

/**
 * dp_scheduler_resume:
 * @self: a scheduler
 * @download: a download
 *
 * Lets it have its turn, tried anew.  Nothing happens to one that has it already, or is done.
 *
 * Thread: home.
 */
void
dp_scheduler_resume (DpScheduler *self, DpDownload *download)
{
  if (!may_resume (download))
    return;
  dp_history_forget_failures (dp_download_write_history (download));
  dp_scheduler_move (self, download, DP_STATE_QUEUED, NULL);
}

/* Very many */

/**
 * dp_scheduler_move_all:
 * @self: a scheduler
 * @downloads: (element-type DpDownload): downloads that are in the list, each once
 * @state: one that may follow the present one of each of them; not %DP_STATE_WAITING
 *
 * The same as dp_scheduler_move() for all of them, without a reason.
 *
 * Thread: home.
 */
void
dp_scheduler_move_all (DpScheduler *self, GPtrArray *downloads, DpState state)
{
  g_autoptr (GPtrArray) stopped = g_ptr_array_new ();
  guint n_waiting = dp_list_count (self->list, DP_STATE_WAITING);

  if (downloads->len == 0)
    return;
  for (guint i = 0; i < downloads->len; i++)
    {
      DpDownload *download = downloads->pdata[i];

      if (dp_download_get_state (download) == DP_STATE_RUNNING)
        g_ptr_array_add (stopped, download);
      /* Whoever looks at it now still finds the question that belongs to its state. */
      dp_download_set_reason (download, NULL);
      leave_state (self, download);
    }
  dp_list_set_states (self->list, downloads, state);
  if (dp_list_count (self->list, DP_STATE_WAITING) < n_waiting)
    dp_waiting_drop_others (self->waiting);
  /* Of these also the last numbers. */
  dp_list_tell_many (self->list, DP_NOTE_CHANGED, stopped);
  self->funcs.states_changed (self->owner, downloads);
}

/**
 * dp_scheduler_resume_all:
 * @self: a scheduler
 * @downloads: (element-type DpDownload): downloads that are in the list, each once
 *
 * The same as dp_scheduler_resume() for all of them.
 *
 * Thread: home.
 */
void
dp_scheduler_resume_all (DpScheduler *self, const GPtrArray *downloads)
{
  g_autoptr (GPtrArray) resumed = g_ptr_array_sized_new (downloads->len);

  for (guint i = 0; i < downloads->len; i++)
    if (may_resume (downloads->pdata[i]))
      {
        dp_history_forget_failures (dp_download_write_history (downloads->pdata[i]));
        g_ptr_array_add (resumed, downloads->pdata[i]);
      }
  dp_scheduler_move_all (self, resumed, DP_STATE_QUEUED);
}

static void
set_jumping (DpScheduler *self, const GPtrArray *downloads, gboolean is_jumping)
{
  g_autoptr (GPtrArray) held = dp_list_hold_all (self->list, downloads);

  for (guint i = 0; i < downloads->len; i++)
    dp_download_set_jumping (downloads->pdata[i], is_jumping);
  dp_list_let_all_wait (self->list, held);
}

/**
 * dp_scheduler_jump:
 * @self: a scheduler
 * @downloads: (element-type DpDownload): downloads that are in the list, each once, which do not run
 *   and are not done
 *
 * Lets them start at the next dp_scheduler_run(), before all others and whatever the limit: nobody is
 * stopped for them.  Of many, as many as can run at once, and as their servers have room for; the
 * others follow as those end.
 *
 * Thread: home.
 */
void
dp_scheduler_jump (DpScheduler *self, const GPtrArray *downloads)
{
  set_jumping (self, downloads, TRUE);
  dp_scheduler_resume_all (self, downloads);
}

/**
 * dp_scheduler_stop_jumping:
 * @self: a scheduler
 * @downloads: (element-type DpDownload): those that were to start before all others
 *
 * Those that have not started yet wait for their turn.
 *
 * Thread: home.
 */
void
dp_scheduler_stop_jumping (DpScheduler *self, const GPtrArray *downloads)
{
  set_jumping (self, downloads, FALSE);
}
