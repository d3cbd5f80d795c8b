/* dp-attempt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt at a download, as long as a worker has to do with it: numbers that the worker wrote
 * become what a row shows, and what the person changes meanwhile reaches the worker.
 *
 * Thread: home.
 */

#include "dp-attempt.h"

#include "dp-left.h"

struct _DpAttempt
{
  DpDownload *download;      /* (owned) */
  DpTransfer *transfer;      /* (owned): what we share with the worker */
  GCancellable *cancellable; /* (owned) */
  DpRate rate;
  DpLeft left;
  guint64 counted_bytes;
  guint64 waited_usec; /* for a limit, when we looked last */
  gint64 began_usec;
  guint64 began_bytes; /* were here already */
  guint64 server_usec; /* that it had waited for its server before */
};

/**
 * dp_attempt_new:
 * @download: a download; it goes on from what is on disk of it
 * @counter: where the worker writes its numbers
 * @trace: what it tells of itself
 *
 * Thread: home.
 *
 * Returns: (transfer full): an attempt that has not begun
 */
DpAttempt *
dp_attempt_new (DpDownload *download, DpCounter *counter, DpTrace *trace)
{
  DpAttempt *self = g_new0 (DpAttempt, 1);
  const DpPartial *partial = dp_download_get_partial (download);

  if (partial != NULL)
    dp_counter_set (counter, partial->safe.covered_bytes, partial->total_bytes);
  self->download = g_object_ref (download);
  self->transfer =
      dp_transfer_new (dp_download_get_url (download), dp_download_get_request (download),
                       dp_download_get_folder (download), partial, counter, trace);
  self->cancellable = g_cancellable_new ();
  return self;
}

/**
 * dp_attempt_free:
 * @self: (transfer full): an attempt
 *
 * Thread: home.
 */
void
dp_attempt_free (DpAttempt *self)
{
  dp_transfer_unref (self->transfer);
  g_object_unref (self->cancellable);
  g_object_unref (self->download);
  g_free (self);
}

/**
 * dp_attempt_get_download:
 * @self: an attempt
 *
 * Thread: home.
 *
 * Returns: (transfer none): whose it is
 */
DpDownload *
dp_attempt_get_download (DpAttempt *self)
{
  return self->download;
}

/**
 * dp_attempt_get_transfer:
 * @self: an attempt
 *
 * Thread: home.
 *
 * Returns: (transfer none): what the worker and we know of it
 */
DpTransfer *
dp_attempt_get_transfer (DpAttempt *self)
{
  return self->transfer;
}

/**
 * dp_attempt_get_cancellable:
 * @self: an attempt
 *
 * Thread: home.
 *
 * Returns: (transfer none): what stops the worker
 */
GCancellable *
dp_attempt_get_cancellable (DpAttempt *self)
{
  return self->cancellable;
}

static guint64
get_server_usec (DpAttempt *self, gint64 now_usec)
{
  guint64 usec[DP_N_WAITS];

  dp_trace_get_waits (self->transfer->trace, now_usec, usec);
  return usec[DP_WAIT_SERVER];
}

/**
 * dp_attempt_begin:
 * @self: an attempt whose transfer has all that it needs
 * @now_usec: the time
 *
 * It is about to be given to a worker.
 *
 * Thread: home.
 */
void
dp_attempt_begin (DpAttempt *self, gint64 now_usec)
{
  self->counted_bytes = dp_counter_get_received (self->transfer->counter);
  dp_trace_begin (self->transfer->trace, now_usec, self->counted_bytes);
  dp_rate_begin (&self->rate, now_usec, self->counted_bytes);
  self->began_usec = now_usec;
  self->began_bytes = self->counted_bytes;
  self->server_usec = get_server_usec (self, now_usec);
}

static void
take_trusted (DpAttempt *self)
{
  const DpQuestion *trusted = dp_transfer_get_trusted (self->transfer);

  if (trusted != NULL)
    dp_download_set_trusted (self->download, trusted);
}

/* Whether a limit held it up since we looked last. */
static gboolean
is_limited (DpAttempt *self)
{
  guint64 before_usec = self->waited_usec;

  self->waited_usec = dp_http_limit_get_waited_usec (self->transfer->limit);
  dp_trace_note_limited (self->transfer->trace, self->waited_usec - before_usec);
  return self->waited_usec > before_usec || dp_http_limit_get_n_waiting (self->transfer->limit) > 0;
}

/* It may have begun again. */
static guint64
count_new (DpAttempt *self, guint64 received_bytes)
{
  guint64 before_bytes = self->counted_bytes;

  self->counted_bytes = received_bytes;
  return received_bytes > before_bytes ? received_bytes - before_bytes : 0;
}

/**
 * dp_attempt_look:
 * @self: an attempt
 * @now_usec: the time
 *
 * Shows what the worker has got to.
 *
 * Thread: home.
 *
 * Returns: how many bytes came since we looked last
 */
guint64
dp_attempt_look (DpAttempt *self, gint64 now_usec)
{
  DpCounter *counter = self->transfer->counter;
  const char *name = dp_transfer_get_name (self->transfer);
  DpProgress progress = {
    .received_bytes = dp_counter_get_received (counter),
    .total_bytes = dp_counter_get_total (counter),
    .is_limited = is_limited (self),
    .limited_usec = self->waited_usec,
  };
  guint64 new_bytes = count_new (self, progress.received_bytes);

  dp_rate_sample (&self->rate, now_usec, progress.received_bytes);
  dp_trace_sample (self->transfer->trace, now_usec, progress.received_bytes);
  progress.bytes_per_sec = dp_rate_get_bytes_per_sec (&self->rate);
  progress.left_sec = dp_left_look (
      &self->left, now_usec,
      dp_rate_get_left_sec (&self->rate, progress.received_bytes, progress.total_bytes));

  if (name != NULL && dp_download_get_wish (self->download) == NULL)
    dp_download_set_name (self->download, name);
  take_trusted (self);
  dp_download_set_progress (self->download, &progress);
  return new_bytes;
}

/**
 * dp_attempt_rest:
 * @self: an attempt
 * @now_usec: the time
 *
 * Shows the last numbers, at no speed.
 *
 * Thread: home.
 *
 * Returns: how many bytes came since we looked last
 */
guint64
dp_attempt_rest (DpAttempt *self, gint64 now_usec)
{
  guint64 new_bytes = dp_attempt_look (self, now_usec);
  DpProgress progress = *dp_download_get_progress (self->download);

  progress.bytes_per_sec = 0;
  progress.left_sec = DP_TIME_UNKNOWN;
  progress.is_limited = FALSE;
  dp_download_set_progress (self->download, &progress);
  return new_bytes;
}

/**
 * dp_attempt_follow:
 * @self: an attempt
 *
 * Its download has another limit or another name by the person's wish: the worker is told.
 *
 * Thread: home.
 */
void
dp_attempt_follow (DpAttempt *self)
{
  dp_http_limit_set (self->transfer->limit, dp_download_get_limit (self->download));
  dp_transfer_set_wish (self->transfer, dp_download_get_wish (self->download));
}

/**
 * dp_attempt_stop:
 * @self: an attempt
 *
 * Asks the worker to stop.
 *
 * Thread: home.
 */
void
dp_attempt_stop (DpAttempt *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * dp_attempt_is_stopped:
 * @self: an attempt
 *
 * Thread: home.
 *
 * Returns: whether the worker was asked to stop: then its numbers are shown no longer
 */
gboolean
dp_attempt_is_stopped (DpAttempt *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/**
 * dp_attempt_end:
 * @self: an attempt whose worker has answered, and whose last numbers are shown
 * @now_usec: the time
 * @file: (out): what it cost
 *
 * Thread: home.
 */
void
dp_attempt_end (DpAttempt *self, gint64 now_usec, DpBatchFile *file)
{
  take_trusted (self);
  *file = (DpBatchFile){
    .own_usec = now_usec - self->began_usec,
    .server_usec = get_server_usec (self, now_usec) - self->server_usec,
    .bytes = self->counted_bytes - MIN (self->began_bytes, self->counted_bytes),
  };
}
