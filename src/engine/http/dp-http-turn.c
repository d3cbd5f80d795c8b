/* dp-http-turn.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn it is to begin a TLS connection.
 *
 * A handshake costs 30 ms of a processor, most of it for the list of the system's authorities.  As
 * many at once as there are downloads would leave nothing to the main loop for half a second; as
 * many as there are processors are done just as soon.
 *
 * libsoup connects on its own, and says that a handshake begins in a signal on the lane's context,
 * where nobody may wait.  So the turn is taken before the message is sent, and a host that is slow
 * to connect or does not answer keeps it without need.  For that reason nobody waits for long: who
 * has waited for half a second takes the turn away from who has had it longest, and that was not
 * for work.  Those who have joined the line together do so one after the other, at the pace in which
 * the processors could serve them, as otherwise the crowd would only come later.
 *
 * Thread: worker; the lanes share the turns, under a lock.
 */

#include "dp-http-turn.h"

#define PATIENCE_USEC  (500 * G_TIME_SPAN_MILLISECOND)
#define HANDSHAKE_USEC (30 * G_TIME_SPAN_MILLISECOND)

static GMutex lock;
static GQueue taken = G_QUEUE_INIT;   /* (element-type DpHttpTurn): the longest first */
static GQueue waiting = G_QUEUE_INIT; /* (element-type DpHttpTurn): only while all are taken */

/* With the lock: */

static void
begin (DpHttpTurn *self)
{
  self->is_mine = TRUE;
  g_queue_push_tail_link (&taken, &self->link);
}

static void
end (DpHttpTurn *self)
{
  self->is_mine = FALSE;
  g_queue_unlink (&taken, &self->link);
}

/* Without the lock: */

static gboolean
begin_or_join (DpHttpTurn *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  guint n_places = g_get_num_processors ();
  DpHttpTurn *last = g_queue_peek_tail (&waiting);

  self->fiber = dp_fiber_get_current ();
  self->link.data = self;
  if (taken.length < n_places)
    {
      begin (self);
      return TRUE;
    }
  self->deadline_usec = g_get_monotonic_time () + PATIENCE_USEC;
  if (last != NULL)
    self->deadline_usec =
        MAX (self->deadline_usec, last->deadline_usec + HANDSHAKE_USEC / n_places);
  g_queue_push_tail_link (&waiting, &self->link);
  return FALSE;
}

static gboolean
is_mine (DpHttpTurn *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return self->is_mine;
}

static void
leave_line (DpHttpTurn *self, gboolean is_cancelled)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (self->is_mine)
    return;
  g_queue_unlink (&waiting, &self->link);
  if (is_cancelled)
    return;
  end (g_queue_peek_head (&taken));
  begin (self);
}

/**
 * dp_http_turn_take:
 * @self: a turn that is not taken
 * @wait: how the fiber waits; not begun
 * @cancellable: (nullable): ends it at once, and then it is nobody's turn
 *
 * Waits until fewer than there are processors are at it, though not much longer than half a second.
 *
 * Thread: worker.
 */
void
dp_http_turn_take (DpHttpTurn *self, DpHttpWait *wait, GCancellable *cancellable)
{
  gboolean is_over = begin_or_join (self);

  if (is_over)
    return;
  dp_http_wait_begin (wait, cancellable);
  while (!is_over)
    is_over = is_mine (self) || dp_http_wait_is_cancelled (wait) ||
              !dp_http_wait_pause (wait, self->deadline_usec);
  leave_line (self, dp_http_wait_is_cancelled (wait));
  dp_http_wait_end (wait);
}

/**
 * dp_http_turn_give_back:
 * @self: a turn, taken or not
 *
 * Lets the next one begin.
 *
 * Thread: worker.
 */
void
dp_http_turn_give_back (DpHttpTurn *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GList *next;

  if (!self->is_mine)
    return;
  end (self);
  next = g_queue_pop_head_link (&waiting);
  if (next == NULL)
    return;
  begin (next->data);
  /* With the lock: it does not leave the line without it, so it can't be over when it is woken. */
  dp_fiber_wake (((DpHttpTurn *) next->data)->fiber);
}

/**
 * dp_http_turn_get_n_taken:
 *
 * Thread: any.
 *
 * Returns: whose turn it is, of all lanes
 */
guint
dp_http_turn_get_n_taken (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return taken.length;
}

/**
 * dp_http_turn_get_n_waiting:
 *
 * Thread: any.
 *
 * Returns: how many stand in the line
 */
guint
dp_http_turn_get_n_waiting (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return waiting.length;
}
