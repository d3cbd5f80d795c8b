/* dp-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds for all downloads: how many at once, over how many connections, how often they are tried,
 * and what is noted of them.  Whoever made the queue says so; nothing of it is stored.
 *
 * How fast they may go is in dp-limits.
 *
 * Thread: home.
 */

#include "dp-settings.h"

static DpTerms *
get_terms (DpQueue *self)
{
  return dp_scheduler_get_terms (dp_queue_get_scheduler (self));
}

/**
 * dp_queue_set_parallel:
 * @self: a queue
 * @n_parallel: how many may run at once, 1 to %DP_QUEUE_MAX_PARALLEL, or 0 for as many as make it
 *   faster
 *
 * More start at once; with fewer, those that run go on to their end.
 *
 * Thread: home.
 */
void
dp_queue_set_parallel (DpQueue *self, guint n_parallel)
{
  dp_scheduler_set_parallel (dp_queue_get_scheduler (self),
                             MIN (n_parallel, DP_QUEUE_MAX_PARALLEL));
}

/**
 * dp_queue_set_per_host:
 * @self: a queue
 * @n_connections: so many connections to a server at once, at most, or 0 for as many as anybody likes
 *
 * More files start at once; with fewer, those that run go on to their end, over fewer connections.
 *
 * Thread: home.
 */
void
dp_queue_set_per_host (DpQueue *self, guint n_connections)
{
  dp_hosts_set_most (dp_terms_get_hosts (get_terms (self)), n_connections);
  dp_scheduler_run (dp_queue_get_scheduler (self));
}

/**
 * dp_queue_set_held:
 * @self: a queue
 * @is_held: whether nothing may run for now: what runs is stopped and queued again, what comes waits
 *
 * Thread: home.
 */
void
dp_queue_set_held (DpQueue *self, gboolean is_held)
{
  dp_scheduler_set_held (dp_queue_get_scheduler (self), is_held);
}

/**
 * dp_queue_set_tries:
 * @self: a queue
 * @n_tries: after so many attempts in a row that brought nothing a download has failed
 *
 * Thread: home.
 */
void
dp_queue_set_tries (DpQueue *self, guint n_tries)
{
  dp_queue_get_patience (self)->n_tries = MAX (n_tries, 1);
}

/**
 * dp_queue_set_segments:
 * @self: a queue
 * @n_segments: over so many connections each file, 1 to %DP_QUEUE_MAX_SEGMENTS, or 0 for as many as
 *   make it faster
 *
 * Those that start from now on.
 *
 * Thread: home.
 */
void
dp_queue_set_segments (DpQueue *self, guint n_segments)
{
  dp_terms_set_segments (get_terms (self), MIN (n_segments, DP_QUEUE_MAX_SEGMENTS));
}

/**
 * dp_queue_set_notes_origin:
 * @self: a queue
 * @notes_origin: whether the files of those that start from now on tell where they came from
 *
 * Thread: home.
 */
void
dp_queue_set_notes_origin (DpQueue *self, gboolean notes_origin)
{
  dp_terms_set_notes_origin (get_terms (self), notes_origin);
}

/**
 * dp_queue_set_keeps_journals:
 * @self: a queue
 * @keeps_journals: whether it stands written what happens to those that start from now on
 *
 * Thread: home.
 */
void
dp_queue_set_keeps_journals (DpQueue *self, gboolean keeps_journals)
{
  DpActives *actives = dp_scheduler_get_actives (dp_queue_get_scheduler (self));

  dp_traces_set_keeps_journals (dp_actives_get_traces (actives), keeps_journals);
}

/**
 * dp_queue_set_waits_for_room:
 * @self: a queue
 * @waits: whether downloads for which there is no room on the disk wait for it, and then go on; else
 *   they are paused, with the reason
 *
 * Thread: home.
 */
void
dp_queue_set_waits_for_room (DpQueue *self, gboolean waits)
{
  dp_queue_get_patience (self)->waits_for_room = waits;
}
