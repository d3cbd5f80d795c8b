/* dp-http-wait.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting on a lane, until something has happened, was cancelled, or is overdue.
 *
 * The caller's cancellable only wakes the fiber, which cancels one of its own: libsoup's sources
 * look at that one, they may be on their way out, and GCancellable leaks a source that is finalized
 * while another thread cancels.
 *
 * Thread: worker.
 */

#include "dp-http-wait.h"

/**
 * dp_http_wait_init:
 * @self: (out caller-allocates): a wait
 * @client: the lane's client
 *
 * Thread: worker.
 */
void
dp_http_wait_init (DpHttpWait *self, DpHttpClient *client)
{
  *self = (DpHttpWait){ .client = client, .cancellable = g_cancellable_new () };
}

/**
 * dp_http_wait_clear:
 * @self: a wait that has ended
 *
 * Frees what it holds, not itself.
 *
 * Thread: worker.
 */
void
dp_http_wait_clear (DpHttpWait *self)
{
  g_clear_object (&self->cancellable);
}

static void
on_outer_cancelled (GCancellable *outer, gpointer fiber)
{
  dp_fiber_wake (fiber);
}

/**
 * dp_http_wait_begin:
 * @self: a wait
 * @outer: (nullable): ends it at once
 *
 * From now on the time runs.
 *
 * Thread: worker.
 */
void
dp_http_wait_begin (DpHttpWait *self, GCancellable *outer)
{
  self->deadline_usec =
      g_get_monotonic_time () + dp_http_client_get_timeout_sec (self->client) * G_TIME_SPAN_SECOND;
  self->is_timed_out = FALSE;
  self->outer = outer;
  self->fiber = dp_fiber_get_current ();
}

/**
 * dp_http_wait_end:
 * @self: a wait that began
 *
 * Thread: worker.
 */
void
dp_http_wait_end (DpHttpWait *self)
{
  g_cancellable_disconnect (self->outer, self->outer_handler);
  self->outer = NULL;
  self->outer_handler = 0;
}

/**
 * dp_http_wait_is_cancelled:
 * @self: a wait
 *
 * Thread: worker.
 *
 * Returns: whether to give up; then also @cancellable is cancelled
 */
gboolean
dp_http_wait_is_cancelled (DpHttpWait *self)
{
  if (g_cancellable_is_cancelled (self->outer))
    g_cancellable_cancel (self->cancellable);
  return g_cancellable_is_cancelled (self->cancellable);
}

/**
 * dp_http_wait_pause:
 * @self: a wait that began
 * @deadline_usec: until when, in monotonic time
 *
 * Lets the lane do something else until somebody wakes the fiber, or it is cancelled.
 *
 * Thread: worker.
 *
 * Returns: %FALSE if the deadline came first
 */
gboolean
dp_http_wait_pause (DpHttpWait *self, gint64 deadline_usec)
{
  /* Who does not wait need not be woken. */
  if (self->outer != NULL && self->outer_handler == 0)
    self->outer_handler =
        g_cancellable_connect (self->outer, G_CALLBACK (on_outer_cancelled), self->fiber, NULL);
  return dp_fiber_wait (deadline_usec);
}

/**
 * dp_http_wait_a_while:
 * @self: a wait that began
 * @done: what somebody sets, and then calls dp_http_wait_wake()
 * @until_usec: when to stop waiting, in monotonic time; that is not yet a time-out
 *
 * Lets the lane do something else.
 *
 * Thread: worker.
 *
 * Returns: @done; %FALSE if it was cancelled, or it is @until_usec, or the deadline has come
 */
gboolean
dp_http_wait_a_while (DpHttpWait *self, const gboolean *done, gint64 until_usec)
{
  gint64 end_usec = MIN (until_usec, self->deadline_usec);
  gboolean is_over = FALSE;

  while (!*done && !is_over && !dp_http_wait_is_cancelled (self))
    is_over = !dp_http_wait_pause (self, end_usec);
  self->is_timed_out = is_over && end_usec == self->deadline_usec;
  return *done;
}

/**
 * dp_http_wait_until:
 * @self: a wait that began
 * @done: what somebody sets, and then calls dp_http_wait_wake()
 *
 * Lets the lane do something else.
 *
 * Thread: worker.
 *
 * Returns: @done; %FALSE if it was cancelled or the deadline has come
 */
gboolean
dp_http_wait_until (DpHttpWait *self, const gboolean *done)
{
  return dp_http_wait_a_while (self, done, self->deadline_usec);
}

/**
 * dp_http_wait_wake:
 * @self: a wait that began
 *
 * Lets dp_http_wait_until() look again.
 *
 * Thread: worker.
 */
void
dp_http_wait_wake (DpHttpWait *self)
{
  dp_fiber_wake (self->fiber);
}
