/* dp-http-collect.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting for the bytes of a body, until there are enough of them to be worth it.
 *
 * A server of 10 MB/s sends thousands of packets a second; to wake up for each costs several times
 * what it takes to copy them.  So the kernel is told with how many bytes to wake us (SO_RCVLOWAT) and
 * collects meanwhile: never for more than are still to come, or we would wait for what never does;
 * and nothing of it is left when the connection serves its next answer, whose headers are few bytes.
 *
 * Who is slow is not held back.  After a tenth of a second we take what there is, and if that is
 * nothing, the very next byte wakes us.  The end of a connection always does.
 *
 * What the kernel holds is lost if we are killed: no more than a connection may lose.
 *
 * Thread: worker.
 */

#include "dp-http-collect.h"

#include <sys/socket.h>

#include <gio/gfiledescriptorbased.h>

/* To wake up for so much costs little beside the copying; and with what is fetched again to prove the
 * rest (dp-overlap) it is no more than the 64 KiB that a kill may cost a connection. */
#define ENOUGH_BYTES (48 * 1024)

/* Nobody looks at the progress more often. */
#define COLLECT_USEC (100 * G_TIME_SPAN_MILLISECOND)

/* TLS may have taken so much out of the socket already, of a record whose end is yet to come: 2^14
 * bytes, what encryption adds, and a little more. */
#define RECORD_BYTES (17 * 1024)

#define SOCKET_KEY "dp-http-socket"

/* The watch: in the context for as long as the body lasts.  libsoup's sources, four in each other,
 * would be made for each wait, and every one that comes or goes interrupts the context. */

typedef struct
{
  GSource source;
  DpHttpCollect *collect; /* (unowned) */
  GPollFD polled;         /* for nothing, while nobody waits */
} Watch;

static gboolean
watch_check (GSource *source)
{
  return ((Watch *) source)->polled.revents != 0;
}

static gboolean
watch_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Watch *watch = (Watch *) source;
  DpHttpCollect *self = watch->collect;

  watch->polled.revents = 0;
  if (self->wait == NULL)
    {
      /* A broken connection is told also to who did not ask: then it would keep us awake. */
      g_clear_pointer (&self->watch, g_source_unref);
      return G_SOURCE_REMOVE;
    }
  watch->polled.events = 0;
  self->is_readable = TRUE;
  dp_http_wait_wake (self->wait);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_funcs = { .check = watch_check, .dispatch = watch_dispatch };

static void
set_watch (DpHttpCollect *self, GMainContext *context)
{
  Watch *watch;

  if (self->watch == NULL)
    {
      self->watch = g_source_new (&watch_funcs, sizeof (Watch));
      watch = (Watch *) self->watch;
      watch->collect = self;
      watch->polled.fd = self->fd;
      g_source_set_static_name (self->watch, "downpour collect");
      /* It runs nothing; else it would be taken out of the context while it is dispatched. */
      g_source_set_can_recurse (self->watch, TRUE);
      g_source_add_poll (self->watch, &watch->polled);
      g_source_attach (self->watch, context);
    }
  ((Watch *) self->watch)->polled.events = G_IO_IN;
}

static void
remove_watch (DpHttpCollect *self)
{
  if (self->watch == NULL)
    return;
  g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

/* Without a socket in reach */

static gboolean
on_readable (GObject *stream, gpointer user_data)
{
  DpHttpCollect *self = user_data;

  self->is_readable = TRUE;
  dp_http_wait_wake (self->wait);
  return G_SOURCE_REMOVE;
}

static void
wait_for_stream (DpHttpCollect *self)
{
  g_autoptr (GSource) readable = g_pollable_input_stream_create_source (
      G_POLLABLE_INPUT_STREAM (self->stream), self->wait->cancellable);

  g_source_set_callback (readable, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (readable, dp_http_client_get_context (self->wait->client));
  dp_http_wait_until (self->wait, &self->is_readable);
  g_source_destroy (readable);
}

/* With one */

static void
set_mark (DpHttpCollect *self, int bytes)
{
  if (bytes == self->mark_bytes)
    return;
  /* Without it we wake up more often, that is all. */
  setsockopt (self->fd, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
  self->mark_bytes = bytes;
}

static void
wait_for_socket (DpHttpCollect *self, int enough_bytes)
{
  gint64 until_usec =
      enough_bytes > 1 ? g_get_monotonic_time () + COLLECT_USEC : self->wait->deadline_usec;

  set_mark (self, enough_bytes);
  set_watch (self, dp_http_client_get_context (self->wait->client));
  dp_http_wait_a_while (self->wait, &self->is_readable, until_usec);
  if (self->watch != NULL)
    ((Watch *) self->watch)->polled.events = 0;
}

/* Or -1. */
static int
get_fd (GInputStream *stream)
{
  return G_IS_FILE_DESCRIPTOR_BASED (stream)
             ? g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (stream))
             : -1;
}

/**
 * dp_http_collect_remember_socket:
 * @connection: a new TLS connection
 *
 * There is no way from what is read to the socket below TLS, so it is noted there.
 *
 * Thread: worker.
 */
void
dp_http_collect_remember_socket (GIOStream *connection)
{
  g_autoptr (GIOStream) base = NULL;
  int fd;

  g_object_get (connection, "base-io-stream", &base, NULL);
  fd = get_fd (g_io_stream_get_input_stream (base));
  /* From 1 on: 0 is what is not there. */
  g_object_set_data (G_OBJECT (g_io_stream_get_input_stream (connection)), SOCKET_KEY,
                     GINT_TO_POINTER (fd + 1));
}

/**
 * dp_http_collect_init:
 * @self: (out caller-allocates): one that waits for nothing
 * @stream: what is read; outlives it
 * @wire: (nullable): the stream below libsoup's, which lies on the connection
 *
 * Thread: worker.
 */
void
dp_http_collect_init (DpHttpCollect *self, GInputStream *stream, GInputStream *wire)
{
  GInputStream *base;

  *self = (DpHttpCollect){ .stream = stream, .fd = -1, .mark_bytes = 1 };
  if (wire == NULL)
    return;
  base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (wire));
  self->fd = get_fd (base);
  self->is_direct = self->fd >= 0;
  if (!self->is_direct)
    self->fd = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (base), SOCKET_KEY)) - 1;
}

/**
 * dp_http_collect_wait:
 * @self: one that waits for nothing
 * @wait: a wait that began
 * @most_bytes: more of them need not come, at least 1
 *
 * Comes back when it is time to try to read; there may be nothing though.  What libsoup or TLS has
 * taken from the connection already is not seen here: who waits has tried to read before.
 *
 * Thread: worker.
 */
void
dp_http_collect_wait (DpHttpCollect *self, DpHttpWait *wait, guint64 most_bytes)
{
  if (!self->is_direct)
    most_bytes = MAX (most_bytes, RECORD_BYTES + 1) - RECORD_BYTES;
  self->wait = wait;
  self->is_readable = FALSE;
  if (self->fd < 0)
    wait_for_stream (self);
  else
    wait_for_socket (self, (int) MIN (most_bytes, (guint64) ENOUGH_BYTES));
  self->wait = NULL;
}

/**
 * dp_http_collect_is_direct:
 * @self: one that waits for nothing
 *
 * Thread: worker.
 *
 * Returns: whether all that libsoup does not hold is in the socket
 */
gboolean
dp_http_collect_is_direct (const DpHttpCollect *self)
{
  return self->is_direct;
}

/**
 * dp_http_collect_end:
 * @self: one that waits for nothing, or all zeros
 *
 * What comes next on this connection is not ours, and may be few bytes.
 *
 * Thread: worker.
 */
void
dp_http_collect_end (DpHttpCollect *self)
{
  if (self->stream == NULL || self->fd < 0)
    return;
  remove_watch (self);
  set_mark (self, 1);
}
