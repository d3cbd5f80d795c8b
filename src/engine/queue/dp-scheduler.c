/* dp-scheduler.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn it is.  Here is the one place where downloads are given to workers: first those whose
 * time for another attempt has come, then those that are queued, in their order, but for a few that
 * overtake as the connection to their server is warm (dp-list); not where there is no room on the
 * disk, or none at the server, and never more than the limit, which the person says, or dp-parallel
 * finds.  Who shall not wait for a turn starts before all others, and beside the limit.
 *
 * The one place where a state changes is dp-scheduler-state; who waits for room on the disk is in
 * dp-scheduler-room.
 *
 * Whoever has changed something ends with dp_scheduler_run(), which starts what may start and only
 * then tells others.
 *
 * Thread: home.
 */

#include "dp-scheduler-private.h"

#include <glib/gi18n-lib.h>

/* However many shall start at once: more hinder each other. */
#define MAX_RUNNING 64

static DpHosts *
get_hosts (DpScheduler *self)
{
  return dp_terms_get_hosts (dp_scheduler_get_terms (self));
}

static gboolean
has_host_room (const char *origin, gpointer scheduler)
{
  DpScheduler *self = scheduler;

  return dp_hosts_has_room (get_hosts (self), origin, g_get_real_time ());
}

/* Its time has come, and its server has no room for it. */
static void
let_wait_for_server (DpScheduler *self, DpDownload *download)
{
  /* Translators: %s is why the last attempt failed. */
  g_autofree char *reason =
      g_strdup_printf (_ ("Waiting for its server · %s"), dp_download_get_reason (download));

  dp_scheduler_move (self, download, DP_STATE_QUEUED, reason);
}

/* The first that waited long enough; where there is no room, on the disk or at its server, it waits
 * for that. */
static DpDownload *
find_due (DpScheduler *self, gint64 now_usec)
{
  DpDownload *download;

  while ((download = dp_waiting_find_due (self->waiting, now_usec)) != NULL)
    {
      if (dp_scheduler_is_held_back (self, download))
        dp_scheduler_change (self, download, DP_STATE_QUEUED);
      else if (!has_host_room (dp_list_get_origin (self->list, download), self))
        let_wait_for_server (self, download);
      else
        break;
    }
  return download;
}

static DpDownload *
look_for_turn (DpScheduler *self)
{
  return dp_list_find_turn (self->list, dp_actives_get_warm_origin (self->actives), has_host_room,
                            self);
}

/* Not if a worker still holds it, or there is no room on the disk. */
static gboolean
is_ready (DpScheduler *self, DpDownload *download)
{
  return !dp_actives_has (self->actives, download) && !dp_scheduler_is_held_back (self, download);
}

/* The first queued one whose server has room. */
static DpDownload *
find_queued (DpScheduler *self)
{
  DpDownload *download;

  while ((download = look_for_turn (self)) != NULL && !is_ready (self, download))
    dp_list_hold (self->list, download);
  return download;
}

/* They are before all others. */
static DpDownload *
find_jumping (DpScheduler *self)
{
  DpDownload *download;

  while ((download = look_for_turn (self)) != NULL && dp_download_is_jumping (download) &&
         !is_ready (self, download))
    dp_list_hold (self->list, download);
  return download != NULL && dp_download_is_jumping (download) ? download : NULL;
}

static DpDownload *
find_next (DpScheduler *self, gint64 now_usec)
{
  guint n_running = dp_list_count (self->list, DP_STATE_RUNNING);
  gboolean has_jumping = n_running < MAX_RUNNING && dp_list_has_jumping (self->list);
  DpDownload *download = has_jumping ? find_jumping (self) : NULL;

  if (download != NULL || n_running >= dp_scheduler_get_parallel (self, NULL))
    return download;
  download = find_due (self, now_usec);
  return download != NULL ? download : find_queued (self);
}

static void
start_all (DpScheduler *self, gint64 now_usec)
{
  DpDownload *download;

  while (!self->is_held && (download = find_next (self, now_usec)) != NULL)
    {
      /* In this order: who is told that it runs may stop it at once. */
      dp_actives_start (self->actives, download, dp_list_get_origin (self->list, download));
      dp_scheduler_move (self, download, DP_STATE_RUNNING, NULL);
    }
}

/* All workers have answered: once. */
static void
rest (DpScheduler *self)
{
  void (*at_rest) (gpointer user_data) = g_steal_pointer (&self->at_rest);

  if (at_rest != NULL)
    at_rest (self->at_rest_data);
}

/**
 * dp_scheduler_run:
 * @self: a scheduler
 *
 * Starts what may start, and only then tells others.
 *
 * Thread: home.
 */
void
dp_scheduler_run (DpScheduler *self)
{
  gint64 now_usec = g_get_monotonic_time ();

  if (self->is_stopped)
    {
      if (dp_actives_get_size (self->actives) == 0)
        rest (self);
      return;
    }
  start_all (self, now_usec);
  dp_waiting_arm (self->waiting, now_usec);
  dp_actives_post (self->actives);
  self->funcs.scheduled (self->owner);
}

static void
on_due (gpointer user_data)
{
  dp_scheduler_run (user_data);
}

/**
 * dp_scheduler_hurry:
 * @self: a scheduler
 *
 * Those that wait because something had failed have their turn now, but for those whose server asked
 * to be left alone.
 *
 * Thread: home.
 */
void
dp_scheduler_hurry (DpScheduler *self)
{
  dp_waiting_hurry (self->waiting, g_get_monotonic_time ());
  dp_scheduler_run (self);
}

static DpParallelSight
look (DpScheduler *self)
{
  return (DpParallelSight){
    .now_usec = g_get_monotonic_time (),
    .received_bytes = dp_actives_get_received (self->actives),
    .n_running = dp_list_count (self->list, DP_STATE_RUNNING),
    .n_refusals = dp_hosts_get_n_refusals (get_hosts (self)),
  };
}

/**
 * dp_scheduler_look:
 * @self: a scheduler
 *
 * To be called whenever something came: another number at once may be better.
 *
 * Thread: home.
 */
void
dp_scheduler_look (DpScheduler *self)
{
  const DpParallelSight sight = look (self);
  guint n_before = self->parallel.n_limit;

  if (self->n_parallel == 0 && dp_parallel_look (&self->parallel, &sight) > n_before)
    dp_scheduler_run (self);
}

/**
 * dp_scheduler_get_parallel:
 * @self: a scheduler
 * @reason: (out) (optional): why
 *
 * Thread: home.
 *
 * Returns: how many may run at once now
 */
guint
dp_scheduler_get_parallel (DpScheduler *self, DpParallelReason *reason)
{
  if (reason != NULL)
    *reason = self->n_parallel > 0 ? DP_PARALLEL_CHOSEN : self->parallel.reason;
  return self->n_parallel > 0 ? self->n_parallel : self->parallel.n_limit;
}

/**
 * dp_scheduler_set_parallel:
 * @self: a scheduler
 * @n_parallel: how many may run at once, or 0 for as many as make it faster
 *
 * More start at once; with fewer, those that run go on to their end.
 *
 * Thread: home.
 */
void
dp_scheduler_set_parallel (DpScheduler *self, guint n_parallel)
{
  const DpParallelSight sight = look (self);

  self->n_parallel = n_parallel;
  dp_parallel_begin (&self->parallel, &sight);
  dp_scheduler_run (self);
}

/* With what they have; they are to go on later. */
static void
stop_running (DpScheduler *self)
{
  for (guint i = 0; i < dp_list_get_size (self->list); i++)
    if (dp_download_get_state (dp_list_get (self->list, i)) == DP_STATE_RUNNING)
      dp_scheduler_move (self, dp_list_get (self->list, i), DP_STATE_QUEUED, NULL);
}

/**
 * dp_scheduler_set_held:
 * @self: a scheduler
 * @is_held: whether nothing may run for now
 *
 * What runs is stopped, and has its turn again when that is over.
 *
 * Thread: home.
 */
void
dp_scheduler_set_held (DpScheduler *self, gboolean is_held)
{
  if (self->is_held == is_held)
    return;
  self->is_held = is_held;
  if (is_held)
    stop_running (self);
  dp_scheduler_run (self);
}

/**
 * dp_scheduler_let_wait:
 * @self: a scheduler
 * @download: one that no worker holds any more
 *
 * If it is queued, in the list, it may have its turn.
 *
 * Thread: home.
 */
void
dp_scheduler_let_wait (DpScheduler *self, DpDownload *download)
{
  if (dp_list_has (self->list, download))
    dp_list_let_wait (self->list, download);
}

/**
 * dp_scheduler_stop:
 * @self: a scheduler
 * @at_rest: (nullable): called when all workers have answered, once; %NULL if nobody waits for that
 *   any more
 * @user_data: for @at_rest
 *
 * Stops everything, and starts nothing ever again.
 *
 * Thread: home.
 */
void
dp_scheduler_stop (DpScheduler *self, void (*at_rest) (gpointer user_data), gpointer user_data)
{
  self->is_stopped = TRUE;
  self->at_rest = at_rest;
  self->at_rest_data = user_data;
  stop_running (self);
  dp_scheduler_run (self);
}

/**
 * dp_scheduler_is_stopped:
 * @self: a scheduler
 *
 * Thread: home.
 *
 * Returns: whether nothing is started any more
 */
gboolean
dp_scheduler_is_stopped (DpScheduler *self)
{
  return self->is_stopped;
}

/* What it is made of */

/**
 * dp_scheduler_new:
 * @lanes: where the work is done; outlives it
 * @n_parallel: how many may run at once
 * @owner: (unowned): owns it, and is kept alive while a worker is busy
 * @funcs: what the owner is told
 *
 * Thread: home.
 *
 * Returns: (transfer full): a scheduler of an empty list
 */
DpScheduler *
dp_scheduler_new (DpLanes *lanes, guint n_parallel, GObject *owner, const DpSchedulerFuncs *funcs)
{
  DpScheduler *self = g_new0 (DpScheduler, 1);

  self->owner = owner;
  self->lanes = lanes;
  self->n_parallel = n_parallel;
  self->funcs = *funcs;
  self->list = dp_list_new ();
  self->actives = dp_actives_new (lanes, owner, &funcs->actives);
  self->waiting = dp_waiting_new (on_due, self);
  dp_scheduler_watch_room (self);
  return self;
}

/**
 * dp_scheduler_free:
 * @self: (transfer full) (nullable): a scheduler
 *
 * Thread: home.
 */
void
dp_scheduler_free (DpScheduler *self)
{
  if (self == NULL)
    return;
  dp_actives_free (self->actives);
  dp_waiting_free (self->waiting);
  dp_shortages_free (self->shortages);
  dp_list_free (self->list);
  g_free (self);
}

/**
 * dp_scheduler_get_owner:
 * @self: a scheduler
 *
 * Thread: home.
 *
 * Returns: (transfer none): as long as that lives, the scheduler does
 */
GObject *
dp_scheduler_get_owner (DpScheduler *self)
{
  return self->owner;
}

/**
 * dp_scheduler_get_lanes:
 * @self: a scheduler
 *
 * Thread: home.
 *
 * Returns: (transfer none): where the work is done
 */
DpLanes *
dp_scheduler_get_lanes (DpScheduler *self)
{
  return self->lanes;
}

/**
 * dp_scheduler_get_list:
 * @self: a scheduler
 *
 * Thread: home.
 *
 * Returns: (transfer none): the downloads whose turn it gives
 */
DpList *
dp_scheduler_get_list (DpScheduler *self)
{
  return self->list;
}

/**
 * dp_scheduler_get_actives:
 * @self: a scheduler
 *
 * Thread: home.
 *
 * Returns: (transfer none): those that a worker has to do with
 */
DpActives *
dp_scheduler_get_actives (DpScheduler *self)
{
  return self->actives;
}

/**
 * dp_scheduler_get_terms:
 * @self: a scheduler
 *
 * Thread: home.
 *
 * Returns: (transfer none): on which terms its downloads are fetched
 */
DpTerms *
dp_scheduler_get_terms (DpScheduler *self)
{
  return dp_actives_get_terms (self->actives);
}
