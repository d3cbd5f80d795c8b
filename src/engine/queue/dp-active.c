/* dp-active.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads that a worker has to do with, also for the moment between being stopped and the
 * worker's answer: each is one attempt (dp-attempt), on the terms that hold for all (dp-terms), and is
 * looked at with all the others at one wake-up.
 *
 * Thread: home.
 */

#include "dp-active.h"

#include "dp-attempt.h"

/* A speed that is shown must go down when nothing comes any more, although nothing wakes us then. */
#define STALL_LOOK_MSEC 1000

typedef struct
{
  DpActives *set;          /* (unowned): lives as long as the owner */
  GObject *owner;          /* (owned): stays until the worker has answered */
  DpAttempt *attempt;      /* (owned) */
  char *origin;            /* (owned): where it comes from */
  gboolean is_discarded;   /* nothing shall be kept of it */
  DpNoteKind discard_kind; /* what is told then */
} DpActive;

struct _DpActives
{
  DpLanes *lanes; /* (unowned): outlives us */
  GObject *owner; /* (unowned): owns us */
  DpActivesFuncs funcs;
  DpTerms *terms;           /* (owned) */
  DpDiscards *discards;     /* (owned): what is on its way off the disk */
  char *warm_origin;        /* (owned) (nullable): that has sent a file last */
  DpTraces *traces;         /* (owned): what they tell of themselves, and some that are over */
  GPtrArray *items;         /* (owned) (element-type DpActive) */
  GSource *progress_source; /* (owned) */
  guint stall_id;
  guint64 bytes_per_sec;
  guint64 received_bytes; /* ever, of all */
  DpBatch batch;          /* what came since nothing did */
};

static void
active_free (DpActive *self)
{
  dp_attempt_free (self->attempt);
  g_object_unref (self->owner);
  g_free (self->origin);
  g_free (self);
}

static void
active_rest (DpActive *self)
{
  self->set->received_bytes += dp_attempt_rest (self->attempt, g_get_monotonic_time ());
}

static DpActive *
find (DpActives *self, DpDownload *download)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      DpActive *active = self->items->pdata[i];

      if (dp_attempt_get_download (active->attempt) == download)
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

      if (dp_attempt_is_stopped (active->attempt))
        continue;
      self->received_bytes += dp_attempt_look (active->attempt, now_usec);
      self->bytes_per_sec +=
          dp_download_get_progress (dp_attempt_get_download (active->attempt))->bytes_per_sec;
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
  self->terms = dp_terms_new ();
  self->discards = dp_discards_new (lanes);
  self->traces = dp_traces_new ();
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) active_free);
  self->progress_source = dp_progress_source_new ();
  g_source_set_callback (self->progress_source, on_progress, self, NULL);
  g_source_attach (self->progress_source, NULL);
  return self;
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
  dp_terms_free (self->terms);
  dp_discards_unref (self->discards);
  g_free (self->warm_origin);
  dp_traces_free (self->traces);
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* Its connection is free for the next file. */
static void
leave_host (DpActives *self, DpActive *active)
{
  dp_hosts_leave (dp_terms_get_hosts (self->terms), active->origin);
  g_free (self->warm_origin);
  self->warm_origin = g_steal_pointer (&active->origin);
}

static void
end_attempt (DpActives *self, DpActive *active, const DpOutcome *outcome)
{
  gint64 now_usec = g_get_monotonic_time ();
  DpBatchFile file;

  if (!dp_attempt_is_stopped (active->attempt))
    active_rest (active);
  dp_attempt_end (active->attempt, now_usec, &file);
  dp_batch_end (&self->batch, now_usec, outcome->kind == DP_OUTCOME_DONE ? &file : NULL);
}

static void
discard (DpActives *self, DpActive *active, DpOutcome *outcome)
{
  DpStore *store = dp_terms_get_store (self->terms);
  DpDownload *download = dp_attempt_get_download (active->attempt);

  outcome->is_discarded = outcome->partial != NULL;
  if (outcome->is_discarded)
    dp_discards_begin (self->discards, store, active->discard_kind, download,
                       g_steal_pointer (&outcome->partial));
  else if (active->discard_kind == DP_NOTE_FORGOTTEN &&
           !dp_discards_forget_later (self->discards, download))
    dp_store_tell (store, DP_NOTE_FORGOTTEN, &download, 1);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpActive *active = user_data;
  DpActives *self = active->set;
  g_autoptr (GObject) owner = g_object_ref (active->owner);
  g_autoptr (DpDownload) download = g_object_ref (dp_attempt_get_download (active->attempt));
  g_autoptr (DpOutcome) outcome = dp_fetch_finish (result);
  g_autoptr (DpTrace) trace = dp_trace_ref (dp_attempt_get_transfer (active->attempt)->trace);

  end_attempt (self, active, outcome);
  if (active->is_discarded)
    discard (self, active, outcome);
  leave_host (self, active);
  g_ptr_array_remove_fast (self->items, active);

  dp_trace_end (trace, g_get_monotonic_time ());
  self->funcs.ended (owner, download, outcome);
  dp_batch_rest (&self->batch);
  dp_traces_note_end (trace, download, g_get_monotonic_time ());
}

/**
 * dp_actives_get_terms:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none): on which terms those are fetched that start from now on
 */
DpTerms *
dp_actives_get_terms (DpActives *self)
{
  return self->terms;
}

/**
 * dp_actives_get_traces:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none): what those tell of themselves that run, and some that ran not too long ago
 */
DpTraces *
dp_actives_get_traces (DpActives *self)
{
  return self->traces;
}

/**
 * dp_actives_get_discards:
 * @self: the set
 *
 * Thread: home.
 *
 * Returns: (transfer none): what is on its way off the disk
 */
DpDiscards *
dp_actives_get_discards (DpActives *self)
{
  return self->discards;
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
  gint64 now_usec = g_get_monotonic_time ();
  g_autoptr (DpCounter) counter = dp_counter_new (self->progress_source);
  DpTransfer *transfer;

  active->set = self;
  active->owner = g_object_ref (self->owner);
  active->origin = g_strdup (origin);
  active->attempt = dp_attempt_new (download, counter,
                                    dp_traces_take (self->traces, dp_download_get_id (download)));
  transfer = dp_attempt_get_transfer (active->attempt);
  dp_terms_apply (self->terms, download, transfer, self->progress_source);

  dp_hosts_enter (dp_terms_get_hosts (self->terms), active->origin);
  dp_attempt_begin (active->attempt, now_usec);
  dp_batch_start (&self->batch, now_usec);
  g_ptr_array_add (self->items, active);
  dp_fetch_async (transfer, self->lanes, dp_attempt_get_cancellable (active->attempt), on_fetched,
                  active);
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

  if (active == NULL || dp_attempt_is_stopped (active->attempt))
    return;
  active_rest (active);
  dp_attempt_stop (active->attempt);
}

/**
 * dp_actives_follow:
 * @self: the set
 * @download: a download whose limit or name is another one now, by the person's wish
 *
 * Tells its worker, if it has one.
 *
 * Thread: home.
 */
void
dp_actives_follow (DpActives *self, DpDownload *download)
{
  DpActive *active = find (self, download);

  if (active != NULL)
    dp_attempt_follow (active->attempt);
}

/**
 * dp_actives_discard:
 * @self: the set
 * @download: a download
 * @kind: what whoever remembers it is told when nothing remains: %DP_NOTE_PARTIAL, or
 *   %DP_NOTE_FORGOTTEN for one that was removed
 *
 * Lets nothing remain of it on disk: now, or when its worker has answered.  What is on its way already
 * is waited for.
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

  dp_download_take_partial (download, NULL);
  if (active != NULL)
    {
      active->is_discarded = TRUE;
      active->discard_kind = kind;
      return TRUE;
    }
  if (partial == NULL)
    return kind == DP_NOTE_FORGOTTEN && dp_discards_forget_later (self->discards, download);
  dp_discards_begin (self->discards, dp_terms_get_store (self->terms), kind, download,
                     g_steal_pointer (&partial));
  return TRUE;
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

      func (dp_attempt_get_download (active->attempt), dp_attempt_get_transfer (active->attempt),
            user_data);
    }
}
