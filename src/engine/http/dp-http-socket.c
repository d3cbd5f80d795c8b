/* dp-http-socket.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of a plain connection, as libsoup reads them, in place of GIO's own stream.
 *
 * For each file libsoup tries to read before the server can have answered, and looks whether the
 * other connections of its session are still open, several times.  Each such attempt asks the kernel
 * and makes an error with a sentence; and to wait it makes four sources.  Together that costs more
 * than all other reading.  So what was read to its end is watched (dp-http-watch) until there is more,
 * and whoever tries before gets to know that nothing is there, from here.
 *
 * Thread: worker; it never leaves its lane.
 */

#include "dp-http-socket.h"

#include <errno.h>
#include <gio/gfiledescriptorbased.h>
#include <sys/socket.h>

#include "dp-http-raw.h"

struct _DpHttpSocket
{
  GInputStream parent_instance;

  GInputStream *base; /* (owned): GIO's */
  GSocket *socket;    /* (owned) */
  DpHttpWatch *watch; /* (owned) */
};

static void socket_init_pollable (GPollableInputStreamInterface *interface);
static void socket_init_descriptor (GFileDescriptorBasedIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpHttpSocket,
                               dp_http_socket,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      socket_init_pollable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_FILE_DESCRIPTOR_BASED,
                                                          socket_init_descriptor))

/* Reading */

static gssize
receive (DpHttpSocket *self, void *buffer, gsize size)
{
  gssize n;

  do
    n = recv (dp_http_watch_get_fd (self->watch), buffer, size, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  /* More may be there only if there was enough. */
  if (n < 0 ? errno == EAGAIN : n > 0 && (gsize) n < size)
    dp_http_watch_begin (self->watch);
  return n;
}

static gssize
set_error (GError **error)
{
  int saved_errno = errno;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                       g_strerror (saved_errno));
  return -1;
}

static gssize
socket_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize size, GError **error)
{
  DpHttpSocket *self = DP_HTTP_SOCKET (stream);
  gssize n;

  if (!dp_http_watch_is_over (self->watch))
    {
      /* Nobody reads these words. */
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Nothing is there");
      return -1;
    }
  /* It says that it is closed. */
  if (g_socket_is_closed (self->socket))
    return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->base), buffer,
                                                     size, NULL, error);
  n = receive (self, buffer, size);
  return n >= 0 ? n : set_error (error);
}

static gssize
socket_read (GInputStream *stream,
             void *buffer,
             gsize size,
             GCancellable *cancellable,
             GError **error)
{
  DpHttpSocket *self = DP_HTTP_SOCKET (stream);

  dp_http_watch_end (self->watch);
  return g_input_stream_read (self->base, buffer, size, cancellable, error);
}

static gboolean
socket_is_readable (GPollableInputStream *stream)
{
  return dp_http_watch_is_over (DP_HTTP_SOCKET (stream)->watch);
}

static int
socket_get_fd (GFileDescriptorBased *stream)
{
  return dp_http_watch_get_fd (DP_HTTP_SOCKET (stream)->watch);
}

/* Waiting: the watch is asked, before and after the kernel is. */

typedef struct
{
  GSource source;
  DpHttpSocket *socket;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): cancelled on the lane only */
} Readable;

static gboolean
readable_check (GSource *source)
{
  const Readable *self = (Readable *) source;

  return dp_http_watch_is_over (self->socket->watch) ||
         g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
readable_prepare (GSource *source, int *timeout_msec)
{
  *timeout_msec = -1;
  return readable_check (source);
}

static gboolean
readable_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GPollableSourceFunc func = (GPollableSourceFunc) callback;

  return func (G_OBJECT (((Readable *) source)->socket), user_data);
}

/* What libsoup waits with puts a closure here. */
static gboolean
readable_invoke (GObject *stream, gpointer closure)
{
  g_auto (GValue) goes_on = G_VALUE_INIT;
  g_auto (GValue) parameter = G_VALUE_INIT;

  g_value_init (&goes_on, G_TYPE_BOOLEAN);
  g_value_init (&parameter, G_TYPE_OBJECT);
  g_value_set_object (&parameter, stream);
  g_closure_invoke (closure, &goes_on, 1, &parameter, NULL);
  return g_value_get_boolean (&goes_on);
}

static void
readable_finalize (GSource *source)
{
  Readable *self = (Readable *) source;

  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
}

static GSourceFuncs readable_funcs = {
  .prepare = readable_prepare,
  .check = readable_check,
  .dispatch = readable_dispatch,
  .finalize = readable_finalize,
  .closure_callback = (GSourceFunc) readable_invoke,
};

static GSource *
socket_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  GSource *source = g_source_new (&readable_funcs, sizeof (Readable));
  Readable *self = (Readable *) source;

  self->socket = g_object_ref (DP_HTTP_SOCKET (stream));
  g_set_object (&self->cancellable, cancellable);
  g_source_set_static_name (source, "downpour readable");
  return source;
}

/* The type */

static void
socket_finalize (GObject *object)
{
  DpHttpSocket *self = DP_HTTP_SOCKET (object);

  g_clear_pointer (&self->watch, dp_http_watch_free);
  g_clear_object (&self->base);
  g_clear_object (&self->socket);
  G_OBJECT_CLASS (dp_http_socket_parent_class)->finalize (object);
}

static void
dp_http_socket_class_init (DpHttpSocketClass *class)
{
  G_OBJECT_CLASS (class)->finalize = socket_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = socket_read;
}

static void
socket_init_pollable (GPollableInputStreamInterface *interface)
{
  interface->is_readable = socket_is_readable;
  interface->read_nonblocking = socket_read_nonblocking;
  interface->create_source = socket_create_source;
}

static void
socket_init_descriptor (GFileDescriptorBasedIface *interface)
{
  interface->get_fd = socket_get_fd;
}

static void
dp_http_socket_init (DpHttpSocket *self)
{
}

/* Of a socket alone, and not of one behind another stream of GIO's. */
static GSocket *
dup_socket (GInputStream *base)
{
  GSocket *socket = NULL;

  if (G_IS_FILE_DESCRIPTOR_BASED (base) &&
      g_object_class_find_property (G_OBJECT_GET_CLASS (base), "socket") != NULL)
    g_object_get (base, "socket", &socket, NULL);
  return socket;
}

/**
 * dp_http_socket_watch:
 * @wire: the lowest of libsoup's streams, which lies on a connection
 * @context: the lane's private context
 *
 * From the first call on, libsoup reads the connection through us, if it is a plain one.
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): what waits for that connection; it lives as long
 */
DpHttpWatch *
dp_http_socket_watch (GFilterInputStream *wire, GMainContext *context)
{
  GInputStream *base = wire->base_stream;
  g_autoptr (GSocket) socket = NULL;
  DpHttpSocket *self;

  if (DP_IS_HTTP_SOCKET (base))
    return DP_HTTP_SOCKET (base)->watch;
  socket = dup_socket (base);
  if (socket == NULL)
    return NULL;
  self = g_object_new (DP_TYPE_HTTP_SOCKET, NULL);
  self->base = base;
  self->socket = g_steal_pointer (&socket);
  self->watch = dp_http_watch_new (g_socket_get_fd (self->socket), context);
  wire->base_stream = G_INPUT_STREAM (self);
  dp_http_raw_follow (base, wire->base_stream);
  return self->watch;
}
