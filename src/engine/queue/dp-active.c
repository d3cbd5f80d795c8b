/* dp-active.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads that a worker has to do with, also for the moment between being stopped and the
 * worker's answer.  Here a download meets its transfer: numbers that a worker wrote become what a
 * row shows, all of them at one wake-up.
 *
 * Thread: home.
 */

#include "dp-active.h"

#include "dp-discard.h"
#include "dp-left.h"

/* A speed that is shown must go down when nothing comes any more, although nothing wakes us then. */
#define STALL_LOOK_MSEC 1000

typedef struct
{
  DpActives *set;            /* (unowned): lives as long as the owner */
  GObject *owner;            /* (owned): stays until the worker has answered */
  DpDownload *download;      /* (owned) */
  DpTransfer *transfer;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *origin;              /* (owned): where it comes from */
  DpRate rate;
  DpLeft left;
  guint64 counted_bytes;
  guint64 waited_usec; /* for a limit, when we looked last */
  gint64 began_usec;
  guint64 began_bytes;     /* were here already */
  guint64 server_usec;     /* that it had waited for its server before */
  gboolean is_discarded;   /* nothing shall be kept of it */
  DpNoteKind discard_kind; /* what is told then */
} DpActive;

struct _DpActives
{
  DpLanes *lanes; /* (unowned): outlives us */
  GObject *owner; /* (unowned): owns us */
  DpStore *store; /* (owned) (nullable): who is told which file is whose */
  DpActivesFuncs funcs;
  DpHosts *hosts;           /* (owned): how much may come from which server */
  char *warm_origin;        /* (owned) (nullable): that has sent a file last */
  DpHttpLimit *limit;       /* (owned): for all together */
  DpAnswers *answers;       /* (owned): what the person answered; a new set with each answer */
  DpTraces *traces;         /* (owned): what they tell of themselves, and some that are over */
  GPtrArray *items;         /* (owned) (element-type DpActive) */
  GSource *progress_source; /* (owned) */
  guint stall_id;
  guint64 bytes_per_sec;
  guint64 received_bytes; /* ever, of all */
  DpBatch batch;          /* what came since nothing did */
  gboolean notes_origin;
  guint n_segments;
};

static void
active_free (DpActive *self)
{
  g_clear_pointer (&self->transfer, dp_transfer_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->download);
  g_clear_object (&self->owner);
  g_free (self->origin);
  g_free (self);
}

static void
active_take_trusted (DpActive *self)
{
  const DpQuestion *trusted = dp_transfer_get_trusted (self->transfer);

  if (trusted != NULL)
    dp_download_set_trusted (self->download, trusted);
}

/* Whether a limit held it up since we looked last. */
static gboolean
active_is_limited (DpActive *self)
{
  guint64 before_usec = self->waited_usec;

  self->waited_usec = dp_http_limit_get_waited_usec (self->transfer->limit);
  dp_trace_note_limited (self->transfer->trace, self->waited_usec - before_usec);
  return self->waited_usec > before_usec || dp_http_limit_get_n_waiting (self->transfer->limit) > 0;
}

/* Shows what the worker has got to. */
static void
active_update (DpActive *self, gint64 now_usec)
{
  DpCounter *counter = self->transfer->counter;
  const char *name = dp_transfer_get_name (self->transfer);
  DpProgress progress = {
    .received_bytes = dp_counter_get_received (counter),
    .total_bytes = dp_counter_get_total (counter),
    .is_limited = active_is_limited (self),
    .limited_usec = self->waited_usec,
  };

  /* It may have begun again. */
  if (progress.received_bytes > self->counted_bytes)
    self->set->received_bytes += progress.received_bytes - self->counted_bytes;
  self->counted_bytes = progress.received_bytes;
  dp_rate_sample (&self->rate, now_usec, progress.received_bytes);
  dp_trace_sample (self->transfer->trace, now_usec, progress.received_bytes);
  progress.bytes_per_sec = dp_rate_get_bytes_per_sec (&self->rate);
  progress.left_sec = dp_left_look (
      &self->left, now_usec,
      dp_rate_get_left_sec (&self->rate, progress.received_bytes, progress.total_bytes));

  if (name != NULL && dp_download_get_wish (self->download) == NULL)
    dp_download_set_name (self->download, name);
  active_take_trusted (self);
  dp_download_set_progress (self->download, &progress);
}

/* Shows the last numbers, at no speed. */
static void
active_rest (DpActive *self)
{
  DpProgress progress;

  active_update (self, g_get_monotonic_time ());
  progress = *dp_download_get_progress (self->download);
  progress.bytes_per_sec = 0;
  progress.left_sec = DP_TIME_UNKNOWN;
  progress.is_limited = FALSE;
  dp_download_set_progress (self->download, &progress);
}

static DpActive *
find (DpActives *self, DpDownload *download)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      DpActive *active = self->items->pdata[i];

      if (active->download == download)
        return active;
    }
  return NULL;
}

static gboolean on_progress (gpointer user_data);

static gboolean
on_stall_look (gpointer user_data)
{
  DpActives *self = user_data;

  self->stall_id = 0;
  on_progress (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_progress (gpointer user_data)
{
  DpActives *self = user_data;
  gint64 now_usec = g_get_monotonic_time ();

  self->bytes_per_sec = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      DpActive *active = self->items->pdata[i];

      if (g_cancellable_is_cancelled (active->cancellable))
        continue;
      active_update (active, now_usec);
      self->bytes_per_sec += dp_download_get_progress (active->download)->bytes_per_sec;
    }

  dp_batch_look (&self->batch, now_usec, self->received_bytes);
  g_clear_handle_id (&self->stall_id, g_source_remove);
  if (self->bytes_per_sec > 0)
    self->stall_id =
        g_timeout_add_full (DP_PRIORITY_PROGRESS, STALL_LOOK_MSEC, on_stall_look, self, NULL);
  self->funcs.progressed (self->owner);
  return G_SOURCE_CONTINUE;
}

/**
 * dp_actives_new:
 * @lanes: where the work is done; outlives the set
 * @owner: (unowned): owns the set, and is kept alive while a worker is busy
 * @funcs: what it is told
 *
 * Thread: home.
 *
 * Returns: (transfer full): an empty set
 */
DpActives *
dp_actives_new (DpLanes *lanes, GObject *owner, const DpActivesFuncs *funcs)
{
  DpActives *self = g_new0 (DpActives, 1);

  self->lanes = lanes;
  self->owner = owner;
  self->funcs = *funcs;
  self->hosts = dp_hosts_new ();
  self->limit = dp_http_limit_new (NULL, NULL);
  self->answers = dp_answers_new ();
  self->traces = dp_traces_new ();
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) active_free);
  self->progress_source = dp_progress_source_new ();
  g_source_set_callback (self->progress_source, on_progress, self, NULL);
  g_source_attach (self->progress_source, NULL);
  return self;
}

/**
 * dp_actives_set_store:
 * @self: the set
 * @store: (nullable): who remembers what is on disk
 *
 * Thread: home.
 */
void
dp_actives_set_store (DpActives *self, DpStore *store)
{
  dp_store_unref (self->store);
  self->store = dp_store_ref (store);
  dp_hosts_set_store (self->hosts, store);
}

/**
 * dp_actives_free:
 * @self: (transfer full) (nullable): an empty set
 *
 * Thread: home.
 */
void
dp_actives_free (DpActives *self)
{
  if (self == NULL)
    return;
  g_assert (self->items->len == 0);
  g_clear_handle_id (&self->stall_id, g_source_remove);
  g_source_destroy (self->progress_source);
  g_source_unref (self->progress_source);
  dp_store_unref (self->store);
  dp_hosts_unref (self->hosts);
  g_free (self->warm_origin);
  dp_http_limit_unref (self->limit);
  dp_answers_unref (self->answers);
  dp_traces_free (self->traces);
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* Its connection is free for the next file. */
static void
leave_host (DpActives *self, DpActive *active)
{
  dp_hosts_leave (self->hosts, active->origin);
  g_free (self->warm_origin);
  self->warm_origin = g_steal_pointer (&active->origin);
}

static guint64
get_server_usec (DpActive *active, gint64 now_usec)
{
  guint64 usec[DP_N_WAITS];

  dp_trace_get_waits (active->transfer->trace, now_usec, usec);
  return usec[DP_WAIT_SERVER];
}

static void
start_batch (DpActives *self, DpActive *active, gint64 now_usec)
{
  active->began_usec = now_usec;
  active->began_bytes = active->counted_bytes;
  active->server_usec = get_server_usec (active, now_usec);
  dp_batch_start (&self->batch, now_usec);
}

static void
end_batch (DpActives *self, DpActive *active, const DpOutcome *outcome, gint64 now_usec)
{
  const DpBatchFile file = {
    .own_usec = now_usec - active->began_usec,
    .server_usec = get_server_usec (active, now_usec) - active->server_usec,
    .bytes = active->counted_bytes - MIN (active->began_bytes, active->counted_bytes),
  };

  dp_batch_end (&self->batch, now_usec, outcome->kind == DP_OUTCOME_DONE ? &file : NULL);
}

static void
discard (DpActives *self, DpActive *active, DpOutcome *outcome)
{
  outcome->is_discarded = outcome->partial != NULL;
  if (outcome->is_discarded)
    dp_discard_async (self->lanes, self->store, active->discard_kind, active->download,
                      g_steal_pointer (&outcome->partial));
  else if (active->discard_kind == DP_NOTE_FORGOTTEN)
    dp_store_tell (self->store, DP_NOTE_FORGOTTEN, &active->download, 1);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpActive *active = user_data;
  DpActives *self = active->set;
  g_autoptr (GObject) owner = g_object_ref (active->owner);
  g_autoptr (DpDownload) download = g_object_ref (active->download);
  g_autoptr (DpOutcome) outcome = dp_fetch_finish (result);
  g_autoptr (DpTrace) trace = dp_trace_ref (active->transfer->trace);

  if (!g_cancellable_is_cancelled (active->cancellable))
    active_rest (active);
  active_take_trusted (active);
  if (active->is_discarded)
    discard (self, active, outcome);
  end_batch (self, active, outcome, g_get_monotonic_time ());
  leave_host (self, active);
  g_ptr_array_remove_fast (self->items, active);

  dp_trace_end (trace, g_get_monotonic_time ());
  self->funcs.ended (owner, download, outcome);
  dp_batch_rest (&self->batch);
  dp_traces_note_end (trace, download, g_get_monotonic_time ());
}

/**
 * dp_actives_set_segments:
 * @self: the set
 * @n_segments: over so many connections each of those that start from now on, or 0 for as many as
 *   make it faster
 *
 * Thread: home.
 */
void
dp_actives_set_segments (DpActives *self, guint n_segments)
{
  self->n_segments = n_segments;
}

/**
 * dp_actives_set_notes_origin:
 * @self: the set
 * @notes_origin: whether the files of those that start from now on tell where they came from
 *
 * Thread: home.
 */
void
dp_actives_set_notes_origin (DpActives *self, gboolean notes_origin)
{
  self->notes_origin = notes_origin;
}

/**
 * dp_actives_set_keeps_journals:
 * @self: the set
 * @keeps_journals: whether it stands written what happens to those that start from now on
 *
 * Thread: home.
 */
void
dp_actives_set_keeps_journals (DpActives *self, gboolean keeps_journals)
{
  dp_traces_set_keeps_journals (self->traces, keeps_journals);
}

/**
 * dp_actives_set_limit:
 * @self: the set
 * @bytes_per_sec: so fast may all of them be together, or 0 for no limit
 *
 * Holds at once.
 *
 * Thread: home.
 */
void
dp_actives_set_limit (DpActives *self, guint64 bytes_per_sec)
{
  dp_http_limit_set (self->limit, bytes_per_sec);
}

/**
 * dp_actives_get_limit:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: so fast may all of them be together, or 0 for no limit
 */
guint64
dp_actives_get_limit (DpActives *self)
{
  return dp_http_limit_get (self->limit);
}

/**
 * dp_actives_follow_limit:
 * @self: the set
 * @download: a download whose own limit is another one now
 *
 * Tells its worker, if it has one.
 *
 * Thread: home.
 */
void
dp_actives_follow_limit (DpActives *self, DpDownload *download)
{
  DpActive *active = find (self, download);

  if (active != NULL)
    dp_http_limit_set (active->transfer->limit, dp_download_get_limit (download));
}

/**
 * dp_actives_take_answers:
 * @self: the set
 * @answers: (transfer full): what the person has answered so far
 *
 * Those that start from now on know it.
 *
 * Thread: home.
 */
void
dp_actives_take_answers (DpActives *self, DpAnswers *answers)
{
  dp_answers_unref (self->answers);
  self->answers = answers;
}

/**
 * dp_actives_get_answers:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none): what the person has answered so far
 */
DpAnswers *
dp_actives_get_answers (DpActives *self)
{
  return self->answers;
}

/**
 * dp_actives_get_hosts:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none): how much may come from which server
 */
DpHosts *
dp_actives_get_hosts (DpActives *self)
{
  return self->hosts;
}

/**
 * dp_actives_get_warm_origin:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the server that has sent a file last, until the next end
 */
const char *
dp_actives_get_warm_origin (DpActives *self)
{
  return self->warm_origin;
}

/**
 * dp_actives_forget_connections:
 * @self: the set
 *
 * Whoever starts from now on makes a connection of its own, and has it proven who is there.
 *
 * Thread: home.
 */
void
dp_actives_forget_connections (DpActives *self)
{
  dp_lanes_forget_connections (self->lanes);
}

/**
 * dp_actives_start:
 * @self: the set
 * @download: a download that is not in it
 * @origin: where it comes from
 *
 * Gives it to a worker, to go on from what is on disk of it.
 *
 * Thread: home.
 */
void
dp_actives_start (DpActives *self, DpDownload *download, const char *origin)
{
  DpActive *active = g_new0 (DpActive, 1);
  const DpPartial *partial = dp_download_get_partial (download);
  g_autoptr (DpCounter) counter = dp_counter_new (self->progress_source);

  if (partial != NULL)
    dp_counter_set (counter, partial->safe.covered_bytes, partial->total_bytes);
  active->set = self;
  active->owner = g_object_ref (self->owner);
  active->download = g_object_ref (download);
  active->transfer =
      dp_transfer_new (dp_download_get_url (download), dp_download_get_request (download),
                       dp_download_get_folder (download), partial, counter,
                       dp_traces_take (self->traces, dp_download_get_id (download)));
  active->transfer->limit = dp_http_limit_new (self->limit, self->progress_source);
  dp_http_limit_set (active->transfer->limit, dp_download_get_limit (download));
  active->transfer->answers = dp_answers_ref (self->answers);
  active->transfer->notes_origin = self->notes_origin;
  active->transfer->n_segments = self->n_segments;
  active->transfer->hosts = dp_hosts_ref (self->hosts);
  active->origin = g_strdup (origin);
  dp_hosts_enter (self->hosts, active->origin);
  dp_transfer_set_wish (active->transfer, dp_download_get_wish (download));
  dp_transfer_set_offer (active->transfer, dp_download_get_offer (download));
  dp_transfer_set_store (active->transfer, self->store, dp_download_get_id (download));
  active->counted_bytes = dp_counter_get_received (counter);
  active->cancellable = g_cancellable_new ();
  dp_trace_begin (active->transfer->trace, g_get_monotonic_time (),
                  dp_counter_get_received (counter));
  dp_rate_begin (&active->rate, g_get_monotonic_time (), dp_counter_get_received (counter));

  start_batch (self, active, g_get_monotonic_time ());
  g_ptr_array_add (self->items, active);
  dp_fetch_async (active->transfer, self->lanes, active->cancellable, on_fetched, active);
}

/**
 * dp_actives_stop:
 * @self: the set
 * @download: a download
 *
 * Asks its worker to stop; it stays in the set until the worker has answered.
 *
 * Thread: home.
 */
void
dp_actives_stop (DpActives *self, DpDownload *download)
{
  DpActive *active = find (self, download);

  if (active == NULL || g_cancellable_is_cancelled (active->cancellable))
    return;
  active_rest (active);
  g_cancellable_cancel (active->cancellable);
}

/**
 * dp_actives_rename:
 * @self: the set
 * @download: a download whose name the person chose
 *
 * Tells its worker, if it has one.
 *
 * Thread: home.
 */
void
dp_actives_rename (DpActives *self, DpDownload *download)
{
  DpActive *active = find (self, download);

  if (active != NULL)
    dp_transfer_set_wish (active->transfer, dp_download_get_wish (download));
}

/**
 * dp_actives_discard:
 * @self: the set
 * @download: a download
 * @kind: what whoever remembers it is told when nothing remains: %DP_NOTE_PARTIAL, or
 *   %DP_NOTE_FORGOTTEN for one that was removed
 *
 * Lets nothing remain of it on disk: now, or when its worker has answered.
 *
 * Thread: home.
 *
 * Returns: %FALSE if nothing is there, and nobody is told
 */
gboolean
dp_actives_discard (DpActives *self, DpDownload *download, DpNoteKind kind)
{
  DpActive *active = find (self, download);
  g_autoptr (DpPartial) partial = dp_partial_copy (dp_download_get_partial (download));
  gboolean is_there = active != NULL || partial != NULL;

  dp_download_take_partial (download, NULL);
  if (active != NULL)
    {
      active->is_discarded = TRUE;
      active->discard_kind = kind;
    }
  else if (partial != NULL)
    dp_discard_async (self->lanes, self->store, kind, download, g_steal_pointer (&partial));
  return is_there;
}

/**
 * dp_actives_post:
 * @self: the set
 *
 * Asks for one call of #DpActivesFuncs.progressed.
 *
 * Thread: home.
 */
void
dp_actives_post (DpActives *self)
{
  dp_progress_source_post (self->progress_source);
}

/**
 * dp_actives_has:
 * @self: the set
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: whether a worker has to do with it
 */
gboolean
dp_actives_has (DpActives *self, DpDownload *download)
{
  return find (self, download) != NULL;
}

/**
 * dp_actives_find_trace:
 * @self: the set
 * @id: a download, in the set or not
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what it tells of itself, if a worker had to do with it not
 *   too long ago
 */
DpTrace *
dp_actives_find_trace (DpActives *self, guint64 id)
{
  return dp_traces_find (self->traces, id);
}

/**
 * dp_actives_get_size:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: how many workers are busy
 */
guint
dp_actives_get_size (DpActives *self)
{
  return self->items->len;
}

/**
 * dp_actives_get_bytes_per_sec:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: the speed of all together
 */
guint64
dp_actives_get_bytes_per_sec (DpActives *self)
{
  return self->bytes_per_sec;
}

/**
 * dp_actives_get_received:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: how many bytes have come, ever, of all together
 */
guint64
dp_actives_get_received (DpActives *self)
{
  return self->received_bytes;
}

/**
 * dp_actives_get_batch:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none): what came since nothing did
 */
const DpBatch *
dp_actives_get_batch (DpActives *self)
{
  return &self->batch;
}

/**
 * dp_actives_foreach:
 * @self: the set
 * @func: is called for each of those that are in it; changes nothing
 * @user_data: for @func
 *
 * Thread: home.
 */
void
dp_actives_foreach (DpActives *self, DpActivesFunc func, gpointer user_data)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const DpActive *active = self->items->pdata[i];

      func (active->download, active->transfer, user_data);
    }
}
