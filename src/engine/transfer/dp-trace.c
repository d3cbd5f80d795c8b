/* dp-trace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a download tells of itself to whoever wants to see it at work: which bytes are here, where
 * each connection writes, what they spend their time with, and what happened.
 *
 * A connection has a line.  At every turn of its loop the worker stores a few 64-bit atomics there,
 * with the time that it read anyway; nobody is woken, and whoever looks adds what the present wait
 * has taken so far.  Only where a line begins or ends another part of the file is the lock taken, and
 * the ranges copied: all that came since lies between where the line began and where it is.
 *
 * It stays from one attempt to the next.
 *
 * Thread: any; each part says whose it is.
 */

#include "dp-trace.h"

#include <stdatomic.h>

#define NOWHERE G_MAXUINT64

/* Written by the one worker thread that all its fibers share. */
typedef struct
{
  _Atomic gint64 since_usec; /* of the present wait; 0: the line rests */
  _Atomic guint what;
  _Atomic guint64 byte; /* behind the last one that was written */
  guint64 first_byte;   /* where it began, or NOWHERE; guarded by the lock */
} Line;

struct _DpTrace
{
  gatomicrefcount ref_count;
  DpJournal *journal; /* (owned) (nullable) */

  Line lines[DP_TRACE_MAX_LINES];
  _Atomic guint64 waited_usec[DP_N_WAITS];
  gint64 flush_at_usec; /* the worker's alone */

  GMutex lock;        /* guards these: */
  DpRangeSet written; /* when a line last began or ended a part */
  DpRangeSet flushed;
  DpTraceFacts facts;

  /* The home thread's alone: */
  DpSpeedLog log;
  gint64 began_usec; /* 0: does not run */
  gint64 ran_usec;   /* before that */
};

/**
 * dp_trace_map_clear:
 * @self: a map
 *
 * Frees what it holds, not itself.
 *
 * Thread: any.
 */
void
dp_trace_map_clear (DpTraceMap *self)
{
  dp_range_set_clear (&self->written);
  dp_range_set_clear (&self->flushed);
  self->n_lines = 0;
}

/**
 * dp_trace_facts_clear:
 * @self: facts
 *
 * Frees what they hold, not themselves.
 *
 * Thread: any.
 */
void
dp_trace_facts_clear (DpTraceFacts *self)
{
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->validator, g_free);
}

static void
facts_assign (DpTraceFacts *self, const DpTraceFacts *source)
{
  dp_trace_facts_clear (self);
  self->link = g_strdup (source->link);
  self->type = g_strdup (source->type);
  self->validator = g_strdup (source->validator);
}

/**
 * dp_trace_new:
 * @journal: (transfer full) (nullable): where stands what happens, if anybody wants to know
 *
 * Thread: any.
 *
 * Returns: (transfer full): a trace of a download that was not begun yet
 */
DpTrace *
dp_trace_new (DpJournal *journal)
{
  DpTrace *self = g_new0 (DpTrace, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->journal = journal;
  g_mutex_init (&self->lock);
  for (guint i = 0; i < DP_TRACE_MAX_LINES; i++)
    self->lines[i].first_byte = NOWHERE;
  return self;
}

/**
 * dp_trace_ref:
 * @self: a trace
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpTrace *
dp_trace_ref (DpTrace *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_trace_unref:
 * @self: (transfer full): a trace
 *
 * Thread: any.
 */
void
dp_trace_unref (DpTrace *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  dp_journal_unref (self->journal);
  dp_range_set_clear (&self->written);
  dp_range_set_clear (&self->flushed);
  dp_trace_facts_clear (&self->facts);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * dp_trace_get_journal:
 * @self: a trace
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): what happened
 */
DpJournal *
dp_trace_get_journal (DpTrace *self)
{
  return self->journal;
}

/* The worker's side */

/* There is one writer: no exchange is needed, only that nobody reads half a number. */
static void
settle (DpTrace *self, Line *line, gint64 now_usec)
{
  gint64 since_usec = atomic_load_explicit (&line->since_usec, memory_order_relaxed);
  _Atomic guint64 *waited;

  if (since_usec == 0)
    return;
  waited = &self->waited_usec[atomic_load_explicit (&line->what, memory_order_relaxed)];
  atomic_store_explicit (waited,
                         atomic_load_explicit (waited, memory_order_relaxed) +
                             (guint64) (now_usec - since_usec),
                         memory_order_relaxed);
}

/**
 * dp_trace_wait:
 * @self: a trace
 * @line: the number of a connection
 * @what: what it waits for from now on
 * @now_usec: the time
 *
 * Thread: worker.
 */
void
dp_trace_wait (DpTrace *self, guint line, DpWait what, gint64 now_usec)
{
  Line *l = &self->lines[line];

  settle (self, l, now_usec);
  atomic_store_explicit (&l->what, what, memory_order_relaxed);
  atomic_store_explicit (&l->since_usec, now_usec, memory_order_relaxed);
}

static void
take_ranges (DpTrace *self, const DpCopy *copy)
{
  if (copy->part != NULL)
    dp_range_set_assign (&self->written, dp_part_file_get_safe (copy->part));
  else
    dp_range_set_clear (&self->written);
}

/**
 * dp_trace_aim:
 * @self: a trace
 * @line: the number of a connection
 * @first_byte: where it writes from now on
 * @copy: what it writes to
 *
 * Thread: worker.
 */
void
dp_trace_aim (DpTrace *self, guint line, guint64 first_byte, const DpCopy *copy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  take_ranges (self, copy);
  self->lines[line].first_byte = first_byte;
  atomic_store_explicit (&self->lines[line].byte, first_byte, memory_order_relaxed);
}

/**
 * dp_trace_move:
 * @self: a trace
 * @line: the number of a connection that was aimed
 * @byte: the one behind the last that it has written
 *
 * Thread: worker.
 */
void
dp_trace_move (DpTrace *self, guint line, guint64 byte)
{
  atomic_store_explicit (&self->lines[line].byte, byte, memory_order_relaxed);
}

/**
 * dp_trace_rest:
 * @self: a trace
 * @line: the number of a connection
 * @now_usec: the time
 * @copy: what it wrote to
 *
 * The connection has nothing to do any more.
 *
 * Thread: worker.
 */
void
dp_trace_rest (DpTrace *self, guint line, gint64 now_usec, const DpCopy *copy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Line *l = &self->lines[line];

  settle (self, l, now_usec);
  atomic_store_explicit (&l->since_usec, 0, memory_order_relaxed);
  take_ranges (self, copy);
  l->first_byte = NOWHERE;
}

/**
 * dp_trace_note_flush:
 * @self: a trace
 * @copy: what may have been brought to the disk
 *
 * Costs one comparison unless it was.
 *
 * Thread: worker.
 */
void
dp_trace_note_flush (DpTrace *self, const DpCopy *copy)
{
  const DpPartRecord *record;

  if (copy->flush_at_usec == self->flush_at_usec)
    return;
  self->flush_at_usec = copy->flush_at_usec;
  record = dp_part_file_get_record (copy->part);
  if (record == NULL)
    return;
  g_mutex_lock (&self->lock);
  dp_range_set_assign (&self->flushed, &record->safe);
  g_mutex_unlock (&self->lock);
}

/**
 * dp_trace_set_facts:
 * @self: a trace
 * @facts: what the server says
 *
 * Thread: worker.
 */
void
dp_trace_set_facts (DpTrace *self, const DpTraceFacts *facts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  facts_assign (&self->facts, facts);
}

/* The home thread's side */

/**
 * dp_trace_begin:
 * @self: a trace
 * @now_usec: the time
 * @received_bytes: what is here already
 *
 * An attempt begins.
 *
 * Thread: home.
 */
void
dp_trace_begin (DpTrace *self, gint64 now_usec, guint64 received_bytes)
{
  self->began_usec = now_usec;
  dp_speed_log_begin (&self->log, now_usec, received_bytes);
}

/**
 * dp_trace_sample:
 * @self: a trace
 * @now_usec: the time
 * @received_bytes: how much is here
 *
 * Thread: home.
 */
void
dp_trace_sample (DpTrace *self, gint64 now_usec, guint64 received_bytes)
{
  dp_speed_log_add (&self->log, now_usec, received_bytes);
}

/**
 * dp_trace_end:
 * @self: a trace
 * @now_usec: the time
 *
 * The attempt is over.
 *
 * Thread: home.
 */
void
dp_trace_end (DpTrace *self, gint64 now_usec)
{
  self->ran_usec += now_usec - self->began_usec;
  self->began_usec = 0;
}

/**
 * dp_trace_is_running:
 * @self: a trace
 *
 * Thread: home.
 *
 * Returns: whether a worker has to do with it
 */
gboolean
dp_trace_is_running (DpTrace *self)
{
  return self->began_usec != 0;
}

/**
 * dp_trace_get_log:
 * @self: a trace
 *
 * Thread: home.
 *
 * Returns: (transfer none): what came in each of the last seconds
 */
const DpSpeedLog *
dp_trace_get_log (DpTrace *self)
{
  return &self->log;
}

/**
 * dp_trace_get_mean_bytes_per_sec:
 * @self: a trace
 * @now_usec: the time
 *
 * Thread: home.
 *
 * Returns: the speed over all the time in which a worker had to do with it; 0 if that is too short
 *   to tell
 */
guint64
dp_trace_get_mean_bytes_per_sec (DpTrace *self, gint64 now_usec)
{
  gint64 ran_usec = self->ran_usec + (self->began_usec != 0 ? now_usec - self->began_usec : 0);

  if (ran_usec < G_TIME_SPAN_MILLISECOND)
    return 0;
  return (guint64) ((double) self->log.all_bytes * G_USEC_PER_SEC / (double) ran_usec);
}

/**
 * dp_trace_note_limited:
 * @self: a trace
 * @usec: for so long more, of all connections together, a limit held up what waits for the network
 *
 * Thread: any.
 */
void
dp_trace_note_limited (DpTrace *self, guint64 usec)
{
  atomic_fetch_add_explicit (&self->waited_usec[DP_WAIT_LIMIT], usec, memory_order_relaxed);
}

/**
 * dp_trace_get_waits:
 * @self: a trace
 * @now_usec: the time
 * @usec: (out caller-allocates) (array fixed-size=4): by #DpWait, what all connections together have
 *   spent, also with waits that are not over
 *
 * Thread: any.
 */
void
dp_trace_get_waits (DpTrace *self, gint64 now_usec, guint64 *usec)
{
  for (guint i = 0; i < DP_N_WAITS; i++)
    usec[i] = atomic_load_explicit (&self->waited_usec[i], memory_order_relaxed);
  for (guint i = 0; i < DP_TRACE_MAX_LINES; i++)
    {
      gint64 since_usec = atomic_load_explicit (&self->lines[i].since_usec, memory_order_relaxed);
      guint what = atomic_load_explicit (&self->lines[i].what, memory_order_relaxed);

      if (since_usec != 0)
        usec[what] += (guint64) MAX (0, now_usec - since_usec);
    }
  /* Who waits to read because of a limit waits for the network, as far as that can be seen. */
  usec[DP_WAIT_NETWORK] -= MIN (usec[DP_WAIT_NETWORK], usec[DP_WAIT_LIMIT]);
}

/**
 * dp_trace_count_lines:
 * @self: a trace
 *
 * Thread: any.
 *
 * Returns: how many connections have something to do
 */
guint
dp_trace_count_lines (DpTrace *self)
{
  guint n_lines = 0;

  for (guint i = 0; i < DP_TRACE_MAX_LINES; i++)
    n_lines += atomic_load_explicit (&self->lines[i].since_usec, memory_order_relaxed) != 0;
  return n_lines;
}

/**
 * dp_trace_get_map:
 * @self: a trace
 * @map: (inout): is filled anew
 *
 * Thread: any.
 */
void
dp_trace_get_map (DpTrace *self, DpTraceMap *map)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  dp_range_set_assign (&map->written, &self->written);
  dp_range_set_assign (&map->flushed, &self->flushed);
  map->n_lines = 0;
  for (guint i = 0; i < DP_TRACE_MAX_LINES; i++)
    {
      Line *line = &self->lines[i];
      guint64 byte = atomic_load_explicit (&line->byte, memory_order_relaxed);

      if (line->first_byte == NOWHERE)
        continue;
      map->positions[map->n_lines++] = byte;
      if (byte > line->first_byte)
        dp_range_set_add (&map->written, line->first_byte, byte);
    }
}

/**
 * dp_trace_get_facts:
 * @self: a trace
 * @facts: (inout): is filled anew
 *
 * Thread: any.
 */
void
dp_trace_get_facts (DpTrace *self, DpTraceFacts *facts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  facts_assign (facts, &self->facts);
}
