/* dp-http-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A speed limit that reads share: all of one download, and around that all of all.
 *
 * A server is slowed down by reading less: what is not read fills the kernel's buffers, and then TCP
 * lets the server wait.  So who wants to read takes what may pass (dp-throttle) before, and gives back
 * afterwards what did not come.
 *
 * Where there is too little, fibers stand in a line, of all lanes.  The first one is woken when
 * something is given back; else each wakes by itself when its turn should have come, and takes what
 * is there: so a lane that hangs in a disk holds up nobody else.  Who had a turn stands at the end
 * again, hence all files and all connections of a file get the same.
 *
 * Without a limit all this is one look at an atomic number.
 *
 * Thread: any; waiting is for fibers.
 */

#include "dp-http-limit.h"

#include <stdatomic.h>

#include "dp-progress.h"
#include "dp-throttle.h"

/* Who stands in the line; lives on the stack of the fiber. */
typedef struct
{
  DpFiber *fiber; /* (unowned) */
  gsize wanted_bytes;
  GList link;
} Place;

struct _DpHttpLimit
{
  gatomicrefcount ref_count;
  DpHttpLimit *outer; /* (owned) (nullable): holds as well */
  GSource *source;    /* (owned) (nullable): who wants to know of waiting */
  _Atomic guint64 bytes_per_sec;
  _Atomic guint64 waited_usec;
  atomic_uint n_waiting;
  GMutex lock;
  /* Guarded by the lock: */
  DpThrottle throttle;
  GQueue line; /* (element-type Place) */
};

/**
 * dp_http_limit_new:
 * @outer: (nullable): a limit that holds as well, for more than this one
 * @source: (nullable): from dp_progress_source_new(), to post to when somebody waits, or no longer
 *
 * Thread: any.
 *
 * Returns: (transfer full): no limit yet
 */
DpHttpLimit *
dp_http_limit_new (DpHttpLimit *outer, GSource *source)
{
  DpHttpLimit *self = g_new0 (DpHttpLimit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->outer = outer != NULL ? dp_http_limit_ref (outer) : NULL;
  self->source = source != NULL ? g_source_ref (source) : NULL;
  g_mutex_init (&self->lock);
  g_queue_init (&self->line);
  return self;
}

/**
 * dp_http_limit_ref:
 * @self: a limit
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpHttpLimit *
dp_http_limit_ref (DpHttpLimit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_http_limit_unref:
 * @self: (transfer full) (nullable): a limit
 *
 * Thread: any.
 */
void
dp_http_limit_unref (DpHttpLimit *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_assert (self->line.length == 0);
  dp_http_limit_unref (self->outer);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* With the lock: */

static gsize
take (DpHttpLimit *self, gsize wanted_bytes, gboolean is_shared)
{
  return (gsize) dp_throttle_take (&self->throttle, g_get_monotonic_time (), wanted_bytes,
                                   is_shared);
}

/* Wakes the first one, if there is enough for it.  Nobody leaves the line without the lock: its
 * fiber is not over. */
static void
call_first (DpHttpLimit *self)
{
  Place *first = g_queue_peek_head (&self->line);

  if (first != NULL && dp_throttle_get_turn_usec (&self->throttle, first->wanted_bytes, 0) <=
                           g_get_monotonic_time ())
    dp_fiber_wake (first->fiber);
}

/* Without the lock: */

static gboolean
is_limited (DpHttpLimit *self)
{
  return atomic_load_explicit (&self->bytes_per_sec, memory_order_relaxed) > 0;
}

/* Takes at once, or joins the line and takes nothing. */
static gsize
take_or_join (DpHttpLimit *self, Place *place)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gsize bytes = self->line.length == 0 ? take (self, place->wanted_bytes, FALSE) : 0;

  if (bytes == 0)
    g_queue_push_tail_link (&self->line, &place->link);
  return bytes;
}

/* In the line: takes, or says when to try again. */
static gsize
take_turn (DpHttpLimit *self, Place *place, gint64 *turn_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gsize bytes = take (self, place->wanted_bytes, self->line.length > 1);
  int n_before = g_queue_link_index (&self->line, &place->link);

  *turn_usec = dp_throttle_get_turn_usec (&self->throttle, place->wanted_bytes, (guint) n_before);
  return bytes;
}

static void
leave_line (DpHttpLimit *self, Place *place)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_unlink (&self->line, &place->link);
  call_first (self);
}

static gsize
wait_for_turn (DpHttpLimit *self, Place *place, DpHttpWait *wait)
{
  gint64 turn_usec;
  gsize bytes = 0;

  while (!dp_http_wait_is_cancelled (wait) && (bytes = take_turn (self, place, &turn_usec)) == 0)
    dp_http_wait_pause (wait, turn_usec);
  leave_line (self, place);
  return bytes;
}

static void
give_back_one (DpHttpLimit *self, gsize bytes)
{
  if (bytes == 0 || !is_limited (self))
    return;
  g_mutex_lock (&self->lock);
  dp_throttle_give_back (&self->throttle, bytes);
  call_first (self);
  g_mutex_unlock (&self->lock);
}

static void
post (DpHttpLimit *self)
{
  if (self->source != NULL)
    dp_progress_source_post (self->source);
}

/* What is waited for counts for @inner. */
static gsize
take_one (DpHttpLimit *self, DpHttpLimit *inner, DpHttpWait *wait, gsize wanted_bytes)
{
  Place place = { wait->fiber, wanted_bytes, { .data = &place } };
  gint64 began_usec;
  gint64 waited_usec;
  gsize bytes;

  if (!is_limited (self))
    return wanted_bytes;
  bytes = take_or_join (self, &place);
  if (bytes > 0)
    return bytes;
  began_usec = g_get_monotonic_time ();
  atomic_fetch_add (&inner->n_waiting, 1);
  post (inner);
  bytes = wait_for_turn (self, &place, wait);
  waited_usec = g_get_monotonic_time () - began_usec;
  atomic_fetch_sub (&inner->n_waiting, 1);
  atomic_fetch_add (&inner->waited_usec, (guint64) waited_usec);
  post (inner);
  /* We made it wait, not the server. */
  wait->deadline_usec += waited_usec;
  return bytes;
}

/**
 * dp_http_limit_take:
 * @self: (nullable): a limit
 * @wait: how the fiber waits; begun
 * @wanted_bytes: how many are wanted, at least 1
 *
 * To be called before a read.  Waits until something may pass; that time does not count for @wait.
 *
 * Thread: worker, a fiber.
 *
 * Returns: how many bytes may be read, at most @wanted_bytes; 0 if it was cancelled
 */
gsize
dp_http_limit_take (DpHttpLimit *self, DpHttpWait *wait, gsize wanted_bytes)
{
  gsize inner_bytes;
  gsize bytes;

  if (self == NULL)
    return wanted_bytes;
  inner_bytes = take_one (self, self, wait, wanted_bytes);
  if (inner_bytes == 0 || self->outer == NULL)
    return inner_bytes;
  bytes = take_one (self->outer, self, wait, inner_bytes);
  give_back_one (self, inner_bytes - bytes);
  return bytes;
}

/**
 * dp_http_limit_give_back:
 * @self: (nullable): a limit
 * @bytes: how many were taken and did not come
 *
 * To be called after a read.
 *
 * Thread: worker.
 */
void
dp_http_limit_give_back (DpHttpLimit *self, gsize bytes)
{
  for (DpHttpLimit *limit = self; limit != NULL; limit = limit->outer)
    give_back_one (limit, bytes);
}

/* The limit itself */

/**
 * dp_http_limit_set:
 * @self: a limit
 * @bytes_per_sec: so many, or 0 for no limit
 *
 * Holds at once, also for those that wait.
 *
 * Thread: any.
 */
void
dp_http_limit_set (DpHttpLimit *self, guint64 bytes_per_sec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->throttle.bytes_per_sec == bytes_per_sec)
    return;
  dp_throttle_set_limit (&self->throttle, g_get_monotonic_time (), bytes_per_sec);
  atomic_store (&self->bytes_per_sec, self->throttle.bytes_per_sec);
  for (GList *l = self->line.head; l != NULL; l = l->next)
    dp_fiber_wake (((Place *) l->data)->fiber);
}

/**
 * dp_http_limit_get:
 * @self: a limit
 *
 * Thread: any.
 *
 * Returns: so many bytes per second, or 0 for no limit
 */
guint64
dp_http_limit_get (DpHttpLimit *self)
{
  return atomic_load (&self->bytes_per_sec);
}

/**
 * dp_http_limit_get_waited_usec:
 * @self: a limit
 *
 * Thread: any.
 *
 * Returns: for how long, all together, those who read had to wait for it or the one around it; not
 *   counting those who wait now
 */
guint64
dp_http_limit_get_waited_usec (DpHttpLimit *self)
{
  return atomic_load (&self->waited_usec);
}

/**
 * dp_http_limit_get_n_waiting:
 * @self: a limit
 *
 * Thread: any.
 *
 * Returns: how many wait for it now, or for the one around it
 */
guint
dp_http_limit_get_n_waiting (DpHttpLimit *self)
{
  return atomic_load (&self->n_waiting);
}
