/* dp-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers that travel from a worker, and how they are posted.
 *
 *   worker                                   home thread
 *   dp_counter_set_received ()
 *     ├─ two 64-bit atomic stores
 *     └─ arms the one source ───────────────► its callback reads every counter
 *        (free while it is armed)             (at most 10 times a second)
 *
 * No callback per chunk, no lock, no GObject in sight of a worker, and no timer: when nothing is
 * received nothing wakes up.
 *
 * Thread: a counter belongs to any; the source is made and dispatched on the home thread.
 */

#include "dp-progress.h"

#include <stdatomic.h>

G_DEFINE_BOXED_TYPE (DpProgress, dp_progress, dp_progress_copy, g_free)

/**
 * dp_progress_copy:
 * @self: a progress
 *
 * Thread: any.
 *
 * Returns: (transfer full): a copy, to be freed with g_free()
 */
DpProgress *
dp_progress_copy (const DpProgress *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * dp_progress_get_fraction:
 * @self: a progress
 *
 * Thread: any.
 *
 * Returns: how much of the file is here, 0 to 1; 0 where the total is unknown
 */
double
dp_progress_get_fraction (const DpProgress *self)
{
  if (self->total_bytes == DP_SIZE_UNKNOWN)
    return 0.0;
  if (self->received_bytes >= self->total_bytes)
    return 1.0;
  return (double) self->received_bytes / (double) self->total_bytes;
}

typedef struct
{
  GSource source;
  atomic_bool armed;
  _Atomic gint64 last_usec; /* when it was last dispatched */
} DpProgressSource;

static gboolean
progress_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  DpProgressSource *self = (DpProgressSource *) source;

  /* In this order: a post that comes in between arms the source again and is not lost. */
  g_source_set_ready_time (source, -1);
  atomic_store (&self->last_usec, g_source_get_time (source));
  atomic_store (&self->armed, FALSE);

  return callback != NULL ? callback (user_data) : G_SOURCE_REMOVE;
}

static GSourceFuncs progress_source_funcs = {
  .dispatch = progress_source_dispatch,
};

/**
 * dp_progress_source_new:
 *
 * Makes the one source through which all workers wake the home thread.  Give it a callback with
 * g_source_set_callback() and attach it to the home context.
 *
 * Thread: home.
 *
 * Returns: (transfer full): a source that sleeps until dp_progress_source_post()
 */
GSource *
dp_progress_source_new (void)
{
  GSource *source = g_source_new (&progress_source_funcs, sizeof (DpProgressSource));
  DpProgressSource *self = (DpProgressSource *) source;

  atomic_init (&self->armed, FALSE);
  atomic_init (&self->last_usec, 0);
  g_source_set_priority (source, DP_PRIORITY_PROGRESS);
  g_source_set_static_name (source, "downpour progress");
  return source;
}

/**
 * dp_progress_source_post:
 * @source: from dp_progress_source_new()
 *
 * Asks for one run of the callback, not sooner than %DP_PROGRESS_INTERVAL_USEC after the last.
 * While it is asked for already this costs one atomic load.
 *
 * Thread: any.
 */
void
dp_progress_source_post (GSource *source)
{
  DpProgressSource *self = (DpProgressSource *) source;

  /* All in one order (seq_cst): either we see the source disarmed, or its callback sees what was
   * written before this post. */
  if (atomic_load (&self->armed) || atomic_exchange (&self->armed, TRUE))
    return;
  g_source_set_ready_time (source, atomic_load (&self->last_usec) + DP_PROGRESS_INTERVAL_USEC);
}

struct _DpCounter
{
  gatomicrefcount ref_count;
  GSource *source; /* (owned) (nullable) */
  _Atomic guint64 received_bytes;
  _Atomic guint64 total_bytes;
};

/**
 * dp_counter_new:
 * @source: (nullable): the source to post to
 *
 * The numbers of one transfer, shared by the worker that writes and the home thread that reads.
 *
 * Thread: any.
 *
 * Returns: (transfer full): a counter at 0 of %DP_SIZE_UNKNOWN bytes
 */
DpCounter *
dp_counter_new (GSource *source)
{
  DpCounter *self = g_new (DpCounter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->source = source != NULL ? g_source_ref (source) : NULL;
  atomic_init (&self->received_bytes, 0);
  atomic_init (&self->total_bytes, DP_SIZE_UNKNOWN);
  return self;
}

/**
 * dp_counter_ref:
 * @self: a counter
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpCounter *
dp_counter_ref (DpCounter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_counter_unref:
 * @self: (transfer full): a counter
 *
 * Thread: any.
 */
void
dp_counter_unref (DpCounter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->source, g_source_unref);
  g_free (self);
}

/**
 * dp_counter_set:
 * @self: a counter
 * @received_bytes: how much is here
 * @total_bytes: how much it will be, or %DP_SIZE_UNKNOWN
 *
 * Writes both numbers and posts them.
 *
 * Thread: worker.
 */
void
dp_counter_set (DpCounter *self, guint64 received_bytes, guint64 total_bytes)
{
  atomic_store_explicit (&self->total_bytes, total_bytes, memory_order_relaxed);
  dp_counter_set_received (self, received_bytes);
}

/**
 * dp_counter_set_received:
 * @self: a counter
 * @received_bytes: how much is here
 *
 * Writes the number and posts it; called for every read.
 *
 * Thread: worker.
 */
void
dp_counter_set_received (DpCounter *self, guint64 received_bytes)
{
  atomic_store (&self->received_bytes, received_bytes);
  if (self->source != NULL)
    dp_progress_source_post (self->source);
}

/**
 * dp_counter_get_received:
 * @self: a counter
 *
 * Thread: any.
 *
 * Returns: how many bytes are here
 */
guint64
dp_counter_get_received (DpCounter *self)
{
  return atomic_load (&self->received_bytes);
}

/**
 * dp_counter_get_total:
 * @self: a counter
 *
 * Thread: any.
 *
 * Returns: how many bytes it will be, or %DP_SIZE_UNKNOWN
 */
guint64
dp_counter_get_total (DpCounter *self)
{
  return atomic_load_explicit (&self->total_bytes, memory_order_relaxed);
}
