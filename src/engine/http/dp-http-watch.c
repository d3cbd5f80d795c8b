/* dp-http-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting for a socket, as long as its connection lasts.
 *
 * A source that is made for each wait costs more than the wait: every one that comes or goes
 * interrupts the context.  This one stays in the context of its lane, which asks the kernel for all
 * of them at once whenever it has nothing to do; it only changes what is asked.
 *
 * It asks once: what is there and is not read yet would keep the lane awake.
 *
 * Thread: worker.
 */

#include "dp-http-watch.h"

struct _DpHttpWatch
{
  GSource source;
  GPollFD polled;   /* for nothing, while it does not wait */
  gboolean is_lost; /* the connection broke: there is nothing to wait for any more */
  gboolean is_over; /* there may be something to read */
  DpHttpWait *wait; /* (unowned) (nullable): whom that wakes */
};

/* A broken connection is told also to who did not ask, again and again. */
static void
lose (DpHttpWatch *self)
{
  if (!self->is_lost)
    g_source_remove_poll (&self->source, &self->polled);
  self->is_lost = TRUE;
}

static void
end (DpHttpWatch *self)
{
  self->polled.events = 0;
  self->is_over = TRUE;
}

/* There is nothing to dispatch. */
static gboolean
watch_check (GSource *source)
{
  DpHttpWatch *self = (DpHttpWatch *) source;
  gushort events = self->polled.revents;

  if (events == 0)
    return FALSE;
  self->polled.revents = 0;
  if ((events & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)) != 0)
    lose (self);
  end (self);
  if (self->wait != NULL)
    dp_http_wait_wake (self->wait);
  return FALSE;
}

static GSourceFuncs watch_funcs = { .check = watch_check };

/**
 * dp_http_watch_new:
 * @fd: a socket
 * @context: the lane's private context
 *
 * Thread: worker.
 *
 * Returns: (transfer full): a watch that does not wait
 */
DpHttpWatch *
dp_http_watch_new (int fd, GMainContext *context)
{
  DpHttpWatch *self = (DpHttpWatch *) g_source_new (&watch_funcs, sizeof (DpHttpWatch));

  self->polled.fd = fd;
  self->is_over = TRUE;
  g_source_set_static_name (&self->source, "downpour watch");
  g_source_add_poll (&self->source, &self->polled);
  g_source_attach (&self->source, context);
  return self;
}

/**
 * dp_http_watch_free:
 * @self: (transfer full) (nullable): a watch
 *
 * Thread: worker.
 */
void
dp_http_watch_free (DpHttpWatch *self)
{
  if (self == NULL)
    return;
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

/**
 * dp_http_watch_get_fd:
 * @self: a watch
 *
 * Thread: worker.
 *
 * Returns: its socket
 */
int
dp_http_watch_get_fd (DpHttpWatch *self)
{
  return self->polled.fd;
}

/**
 * dp_http_watch_begin:
 * @self: a watch
 *
 * Looks from now on whether there is something to read.  If the connection is broken there is.
 *
 * Thread: worker.
 */
void
dp_http_watch_begin (DpHttpWatch *self)
{
  if (self->is_lost)
    return;
  self->polled.events = G_IO_IN;
  self->is_over = FALSE;
}

/**
 * dp_http_watch_end:
 * @self: a watch
 *
 * Looks no more: who wants to know has to try.
 *
 * Thread: worker.
 */
void
dp_http_watch_end (DpHttpWatch *self)
{
  end (self);
}

/**
 * dp_http_watch_is_over:
 * @self: a watch
 *
 * Thread: worker.
 *
 * Returns: %FALSE if it looks, and nothing was there yet
 */
gboolean
dp_http_watch_is_over (DpHttpWatch *self)
{
  return self->is_over;
}

/**
 * dp_http_watch_wait:
 * @self: a watch
 * @wait: a wait that began
 * @until_usec: when to stop waiting, in monotonic time; that is not yet a time-out
 *
 * Lets the lane do something else until there is something to read.
 *
 * Thread: worker.
 *
 * Returns: whether there may be; %FALSE if it was cancelled, or that was too late
 */
gboolean
dp_http_watch_wait (DpHttpWatch *self, DpHttpWait *wait, gint64 until_usec)
{
  gboolean is_over;

  self->wait = wait;
  dp_http_watch_begin (self);
  is_over = dp_http_wait_a_while (wait, &self->is_over, until_usec);
  dp_http_watch_end (self);
  self->wait = NULL;
  return is_over;
}
