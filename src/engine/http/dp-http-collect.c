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

#include <gio/gfiledescriptorbased.h>
#include <sys/socket.h>

#include "dp-http-socket.h"

/* To wake up for so much costs little beside the copying; and with what is fetched again to prove the
 * rest (dp-overlap) it is no more than the 64 KiB that a kill may cost a connection. */
#define ENOUGH_BYTES (48 * 1024)

/* Nobody looks at the progress more often. */
#define COLLECT_USEC (100 * G_TIME_SPAN_MILLISECOND)

/* TLS may have taken so much out of the socket already, of a record whose end is yet to come: 2^14
 * bytes, what encryption adds, and a little more. */
#define RECORD_BYTES (17 * 1024)

#define SOCKET_KEY "dp-http-collect-socket"
#define WATCH_KEY  "dp-http-collect-watch"

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
  setsockopt (dp_http_watch_get_fd (self->watch), SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
  self->mark_bytes = bytes;
}

static void
wait_for_socket (DpHttpCollect *self, int enough_bytes)
{
  gint64 until_usec =
      enough_bytes > 1 ? g_get_monotonic_time () + COLLECT_USEC : self->wait->deadline_usec;

  set_mark (self, enough_bytes);
  self->is_readable = dp_http_watch_wait (self->watch, self->wait, until_usec);
}

/* Of a TLS connection; it lasts as long. */
static DpHttpWatch *
watch_below (GInputStream *tls, GMainContext *context)
{
  int fd = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (tls), SOCKET_KEY)) - 1;
  DpHttpWatch *watch = g_object_get_data (G_OBJECT (tls), WATCH_KEY);

  if (watch != NULL || fd < 0)
    return watch;
  watch = dp_http_watch_new (fd, context);
  g_object_set_data_full (G_OBJECT (tls), WATCH_KEY, watch, (GDestroyNotify) dp_http_watch_free);
  return watch;
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
  GInputStream *input;
  int fd;

  g_object_get (connection, "base-io-stream", &base, NULL);
  input = g_io_stream_get_input_stream (base);
  fd = G_IS_FILE_DESCRIPTOR_BASED (input)
           ? g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (input))
           : -1;
  /* From 1 on: 0 is what is not there. */
  g_object_set_data (G_OBJECT (g_io_stream_get_input_stream (connection)), SOCKET_KEY,
                     GINT_TO_POINTER (fd + 1));
}

/**
 * dp_http_collect_init:
 * @self: (out caller-allocates): one that waits for nothing
 * @client: the lane's client
 * @stream: what is read; outlives it
 * @wire: (nullable): the stream below libsoup's, which lies on the connection
 *
 * Thread: worker.
 */
void
dp_http_collect_init (DpHttpCollect *self,
                      DpHttpClient *client,
                      GInputStream *stream,
                      GInputStream *wire)
{
  GMainContext *context = dp_http_client_get_context (client);
  GFilterInputStream *filter;

  *self = (DpHttpCollect){ .stream = stream, .mark_bytes = 1 };
  if (wire == NULL)
    return;
  filter = G_FILTER_INPUT_STREAM (wire);
  self->watch = dp_http_socket_watch (filter, context);
  self->is_direct = self->watch != NULL;
  if (!self->is_direct)
    self->watch = watch_below (g_filter_input_stream_get_base_stream (filter), context);
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
  if (self->watch == NULL)
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
  if (self->watch != NULL)
    set_mark (self, 1);
}
