/* dp-traces.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The traces of the downloads that run, and of some that ran last: a hundred thousand of them would
 * take more memory than the list itself.
 *
 * Thread: home.
 */

#include "dp-traces.h"

typedef struct
{
  guint64 id;
  DpTrace *trace; /* (owned) */
} Kept;

struct _DpTraces
{
  GQueue order;      /* (owned) (element-type Kept): who was begun last is the last */
  GHashTable *links; /* (owned): from id to link of the order */
  gboolean keeps_journals;
};

static void
kept_free (gpointer data)
{
  Kept *self = data;

  dp_trace_unref (self->trace);
  g_free (self);
}

/**
 * dp_traces_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): no traces
 */
DpTraces *
dp_traces_new (void)
{
  DpTraces *self = g_new0 (DpTraces, 1);

  g_queue_init (&self->order);
  self->links = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->keeps_journals = TRUE;
  return self;
}

/**
 * dp_traces_free:
 * @self: (transfer full): traces
 *
 * Thread: home.
 */
void
dp_traces_free (DpTraces *self)
{
  g_hash_table_unref (self->links);
  g_queue_clear_full (&self->order, kept_free);
  g_free (self);
}

/**
 * dp_traces_set_keeps_journals:
 * @self: traces
 * @keeps_journals: whether those that are made from now on have a journal
 *
 * Thread: home.
 */
void
dp_traces_set_keeps_journals (DpTraces *self, gboolean keeps_journals)
{
  self->keeps_journals = keeps_journals;
}

/* One that runs is never forgotten; those are few. */
static void
forget_one (DpTraces *self)
{
  for (GList *l = self->order.head; l != NULL; l = l->next)
    {
      Kept *kept = l->data;

      if (dp_trace_is_running (kept->trace))
        continue;
      g_hash_table_remove (self->links, &kept->id);
      g_queue_delete_link (&self->order, l);
      kept_free (kept);
      return;
    }
}

/**
 * dp_traces_take:
 * @self: the traces
 * @id: a download that begins
 *
 * Thread: home.
 *
 * Returns: (transfer none): its trace: that of an earlier attempt, or a new one
 */
DpTrace *
dp_traces_take (DpTraces *self, guint64 id)
{
  GList *link = g_hash_table_lookup (self->links, &id);
  Kept *kept;

  if (link != NULL)
    {
      g_queue_unlink (&self->order, link);
      g_queue_push_tail_link (&self->order, link);
      kept = link->data;
      return kept->trace;
    }
  if (self->order.length >= DP_TRACES_MAX_KEPT)
    forget_one (self);
  kept = g_new0 (Kept, 1);
  kept->id = id;
  kept->trace = dp_trace_new (self->keeps_journals ? dp_journal_new () : NULL);
  g_queue_push_tail (&self->order, kept);
  g_hash_table_insert (self->links, &kept->id, self->order.tail);
  return kept->trace;
}

/**
 * dp_traces_find:
 * @self: the traces
 * @id: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): its trace, if it ran not too long ago
 */
DpTrace *
dp_traces_find (DpTraces *self, guint64 id)
{
  GList *link = g_hash_table_lookup (self->links, &id);

  return link != NULL ? ((Kept *) link->data)->trace : NULL;
}

/**
 * dp_traces_get_size:
 * @self: the traces
 *
 * Thread: home.
 *
 * Returns: how many there are
 */
guint
dp_traces_get_size (DpTraces *self)
{
  return self->order.length;
}

static DpEventKind
get_end_kind (DpState state)
{
  switch (state)
    {
    case DP_STATE_DONE:
      return DP_EVENT_DONE;
    case DP_STATE_WAITING:
      return DP_EVENT_WAITING;
    case DP_STATE_FAILED:
      return DP_EVENT_FAILED;
    case DP_STATE_ASKING:
      return DP_EVENT_ASKING;
    case DP_STATE_QUEUED:
    case DP_STATE_RUNNING:
    case DP_STATE_PAUSED:
    case DP_STATE_CANCELLED:
      return DP_EVENT_PAUSED;
    }
  g_return_val_if_reached (DP_EVENT_PAUSED);
}

/**
 * dp_traces_note_end:
 * @trace: the trace of a download
 * @download: the download, of which an attempt is over
 * @now_usec: the time
 *
 * Thread: home.
 */
void
dp_traces_note_end (DpTrace *trace, DpDownload *download, gint64 now_usec)
{
  const DpHistory *history = dp_download_get_history (download);
  DpState state = dp_download_get_state (download);
  gint64 wait_usec = state == DP_STATE_WAITING ? history->retry_at_usec - now_usec : 0;

  dp_journal_note (dp_trace_get_journal (trace),
                   &(DpEvent){ .kind = get_end_kind (state),
                               .bytes = dp_download_get_progress (download)->received_bytes,
                               .wait_sec = (guint64) ((MAX (wait_usec, 0) + G_USEC_PER_SEC - 1) /
                                                      G_USEC_PER_SEC),
                               .reason = (char *) dp_download_get_reason (download) });
}
