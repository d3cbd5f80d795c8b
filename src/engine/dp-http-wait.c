/* dp-http-wait.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting on a lane: its context runs until something has happened, was cancelled, or is overdue.
 *
 * The caller's cancellable only wakes the lane, which cancels one of its own: libsoup's sources
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
on_outer_cancelled (GCancellable *outer, gpointer context)
{
  g_main_context_wakeup (context);
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
  if (outer != NULL)
    self->outer_handler = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled),
                                                 dp_http_client_get_context (self->client), NULL);
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

static gboolean
on_deadline (gpointer user_data)
{
  DpHttpWait *self = user_data;

  self->is_timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * dp_http_wait_until:
 * @self: a wait that began
 * @done: what somebody sets on the lane's context
 *
 * Runs the lane's context.
 *
 * Thread: worker.
 *
 * Returns: @done; %FALSE if it was cancelled or the deadline has come
 */
gboolean
dp_http_wait_until (DpHttpWait *self, const gboolean *done)
{
  GMainContext *context = dp_http_client_get_context (self->client);
  gint64 left_usec = MAX (self->deadline_usec - g_get_monotonic_time (), 0);
  g_autoptr (GSource) deadline =
      g_timeout_source_new ((guint) (left_usec / G_TIME_SPAN_MILLISECOND) + 1);

  self->is_timed_out = FALSE;
  g_source_set_callback (deadline, on_deadline, self, NULL);
  g_source_attach (deadline, context);
  while (!*done && !self->is_timed_out && !dp_http_wait_is_cancelled (self))
    g_main_context_iteration (context, TRUE);
  g_source_destroy (deadline);
  return *done;
}
