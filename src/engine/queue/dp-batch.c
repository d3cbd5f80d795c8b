/* dp-batch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much it helped that files came at the same time.
 *
 * A batch is all that came since nothing did.  The times that its files took, added up, are not what
 * they would have taken one after the other: files that share a full line hold each other up.  What
 * each of them has to wait for in any case is its server's answers; and their bytes come no faster
 * than all together ever came.  That much is claimed, and never more than their own times.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-batch.h"

/* A speed over less is luck. */
#define LEAST_LOOK_USEC G_USEC_PER_SEC

/**
 * dp_batch_start:
 * @self: a batch
 * @now_usec: the time
 *
 * A file begins to come.
 *
 * Thread: any.
 */
void
dp_batch_start (DpBatch *self, gint64 now_usec)
{
  if (self->is_over || self->began_usec == 0)
    *self = (DpBatch){ .began_usec = now_usec };
  self->n_running++;
}

/**
 * dp_batch_look:
 * @self: a batch
 * @now_usec: the time
 * @received_bytes: how much has come by now, ever
 *
 * To be called whenever something came.
 *
 * Thread: any.
 */
void
dp_batch_look (DpBatch *self, gint64 now_usec, guint64 received_bytes)
{
  gint64 usec = now_usec - self->from_usec;
  double bytes_per_sec;

  if (self->from_usec != 0 && usec < LEAST_LOOK_USEC)
    return;
  if (self->from_usec != 0)
    {
      bytes_per_sec = (double) (received_bytes - self->from_bytes) * G_USEC_PER_SEC / (double) usec;
      self->best_bytes_per_sec = MAX (self->best_bytes_per_sec, (guint64) bytes_per_sec);
    }
  self->from_usec = now_usec;
  self->from_bytes = received_bytes;
}

/**
 * dp_batch_end:
 * @self: a batch
 * @now_usec: the time
 * @file: (nullable): what was one of those that come; %NULL if nothing came of it
 *
 * Thread: any.
 */
void
dp_batch_end (DpBatch *self, gint64 now_usec, const DpBatchFile *file)
{
  self->n_running--;
  self->ended_usec = now_usec;
  if (file == NULL)
    return;
  self->n_files++;
  self->own_usec += (guint64) file->own_usec;
  /* Several connections wait at the same time. */
  self->server_usec += MIN (file->server_usec, (guint64) file->own_usec);
  self->bytes += file->bytes;
}

/**
 * dp_batch_rest:
 * @self: a batch
 *
 * What may run has started: if there is nothing, the batch is over.
 *
 * Thread: any.
 */
void
dp_batch_rest (DpBatch *self)
{
  self->is_over = self->n_running == 0;
}

/**
 * dp_batch_get_wall_usec:
 * @self: a batch
 * @now_usec: the time
 *
 * Thread: any.
 *
 * Returns: how long it took, or takes so far
 */
guint64
dp_batch_get_wall_usec (const DpBatch *self, gint64 now_usec)
{
  return (guint64) ((self->is_over ? self->ended_usec : now_usec) - self->began_usec);
}

/**
 * dp_batch_get_serial_usec:
 * @self: a batch
 * @now_usec: the time
 *
 * Thread: any.
 *
 * Returns: how long its files would have taken one after the other, about
 */
guint64
dp_batch_get_serial_usec (const DpBatch *self, gint64 now_usec)
{
  double wall_usec = (double) dp_batch_get_wall_usec (self, now_usec);
  double mean = (double) self->bytes * G_USEC_PER_SEC / MAX (wall_usec, 1);
  double bytes_per_sec = MAX (MAX ((double) self->best_bytes_per_sec, mean), 1);
  double transfer_usec = (double) self->bytes * G_USEC_PER_SEC / bytes_per_sec;

  return MIN (self->own_usec, self->server_usec + (guint64) transfer_usec);
}
