/* dp-test-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loopback server of the tests: sockets and threads; what was asked, and gates, are in
 * dp-test-traffic.  One thread accepts; each connection has its own, joined by the accepting thread once
 * it is done, or by stop().  All of them block only with the server's cancellable, so stop() is bounded.
 */

#include "dp-test-server.h"

#include "dp-test-exchange.h"
#include "dp-test-server-private.h"
#include "test-behaviours.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>

#ifndef DP_TEST_TLS_DIR
#  error "The build defines DP_TEST_TLS_DIR as the absolute name of tests/server/tls"
#endif

#define BACKLOG 512

typedef struct
{
  DpTestServer *server; /* lent */
  GSocket *socket;
  GThread *thread;
  gboolean done; /* its thread wants to be joined; guarded by the server's lock */
} Connection;

/* Connections */

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  g_thread_join (connection->thread);
  g_object_unref (connection->socket);
  g_free (connection);
}

/* Plain, or TLS after its handshake; NULL if the client did not like our certificate. */
static GIOStream *
open_stream (Connection *connection)
{
  DpTestServer *server = connection->server;
  g_autoptr (GSocketConnection) plain =
      g_socket_connection_factory_create_connection (connection->socket);
  g_autoptr (GIOStream) secure = NULL;

  if (server->certificate == NULL)
    return G_IO_STREAM (g_steal_pointer (&plain));

  secure = g_tls_server_connection_new (G_IO_STREAM (plain), server->certificate, NULL);
  if (secure == NULL)
    return NULL;
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (secure), FALSE);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (secure), server->cancellable, NULL))
    return NULL;
  return g_steal_pointer (&secure);
}

static void
answer_requests (Connection *connection, GIOStream *stream)
{
  DpTestServer *server = connection->server;
  g_autoptr (DpTestExchange) x =
      dp_test_exchange_new (server, connection->socket, stream, server->cancellable);

  while (dp_test_exchange_read (x))
    if (!dp_test_exchange_pass_gate (x, DP_TEST_POSITION_HEAD) || !dp_test_behave (x))
      break;
}

static gpointer
run_connection (gpointer data)
{
  Connection *connection = data;
  DpTestServer *server = connection->server;
  g_autoptr (GIOStream) stream = open_stream (connection);

  if (stream != NULL)
    {
      answer_requests (connection, stream);
      if (!g_socket_is_closed (connection->socket))
        g_io_stream_close (stream, server->cancellable, NULL);
    }
  g_socket_close (connection->socket, NULL);

  g_mutex_lock (&server->lock);
  connection->done = TRUE;
  server->n_open--;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  return NULL;
}

static void
join_done (DpTestServer *server)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (connection_free);

  g_mutex_lock (&server->lock);
  for (guint i = server->connections->len; i > 0; i--)
    {
      Connection *connection = g_ptr_array_index (server->connections, i - 1);

      if (connection->done)
        g_ptr_array_add (done, g_ptr_array_steal_index_fast (server->connections, i - 1));
    }
  g_mutex_unlock (&server->lock);
}

/* What counts is when the client let go, not when our thread comes round to seeing it. */
static gboolean
is_held_by_client (Connection *connection)
{
  struct pollfd fd = { .fd = g_socket_get_fd (connection->socket), .events = POLLRDHUP };

  return fd.fd >= 0 && poll (&fd, 1, 0) == 0;
}

guint
dp_test_server_count_held (DpTestServer *server)
{
  guint n_held = 0;

  for (guint i = 0; i < server->connections->len; i++)
    if (is_held_by_client (g_ptr_array_index (server->connections, i)))
      n_held++;
  return n_held;
}

static void
take_connection (DpTestServer *server, GSocket *socket)
{
  Connection *connection = g_new0 (Connection, 1);

  connection->server = server;
  connection->socket = socket;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  g_mutex_lock (&server->lock);
  server->n_connections++;
  server->n_open++;
  g_ptr_array_add (server->connections, connection);
  server->max_open = MAX (server->max_open, dp_test_server_count_held (server));
  connection->thread = g_thread_new ("test-connection", run_connection, connection);
  g_mutex_unlock (&server->lock);
}

static gpointer
run_acceptor (gpointer data)
{
  DpTestServer *server = data;

  while (!g_cancellable_is_cancelled (server->cancellable))
    {
      GSocket *socket = g_socket_accept (server->listener, server->cancellable, NULL);

      if (socket != NULL)
        take_connection (server, socket);
      join_done (server);
    }
  return NULL;
}

/* Life */

static gboolean
load_certificate (DpTestServer *server, DpTestServerFlags flags, GError **error)
{
  const char *name = (flags & DP_TEST_SERVER_WRONG_HOST) != 0    ? "wrong-host.pem"
                     : (flags & DP_TEST_SERVER_SELF_SIGNED) != 0 ? "self-signed.pem"
                     : (flags & DP_TEST_SERVER_EXPIRED) != 0     ? "expired.pem"
                                                                 : "server.pem";
  g_autofree char *path = g_build_filename (DP_TEST_TLS_DIR, name, NULL);

  if ((flags & DP_TEST_SERVER_TLS) == 0)
    return TRUE;
  server->certificate = g_tls_certificate_new_from_file (path, error);
  return server->certificate != NULL;
}

static gboolean
start_listening (DpTestServer *server, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) bound = NULL;

  server->listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (server->listener == NULL)
    return FALSE;

  g_socket_set_listen_backlog (server->listener, BACKLOG);
  if (!g_socket_bind (server->listener, wanted, TRUE, error) ||
      !g_socket_listen (server->listener, error))
    return FALSE;

  bound = g_socket_get_local_address (server->listener, error);
  if (bound == NULL)
    return FALSE;
  server->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return TRUE;
}

DpTestServer *
dp_test_server_new_on_port (DpTestServerFlags flags, guint16 port, GError **error)
{
  g_autoptr (DpTestServer) server = g_new0 (DpTestServer, 1);

  g_mutex_init (&server->lock);
  g_cond_init (&server->changed);
  server->cancellable = g_cancellable_new ();
  server->connections = g_ptr_array_new_with_free_func (connection_free);
  dp_test_server_begin_traffic (server);

  if (!load_certificate (server, flags, error) || !start_listening (server, port, error))
    return NULL;
  server->acceptor = g_thread_new ("test-acceptor", run_acceptor, server);
  return g_steal_pointer (&server);
}

DpTestServer *
dp_test_server_new (DpTestServerFlags flags, GError **error)
{
  return dp_test_server_new_on_port (flags, 0, error);
}

void
dp_test_server_stop (DpTestServer *server)
{
  g_cancellable_cancel (server->cancellable);
  g_clear_pointer (&server->acceptor, g_thread_join);
  if (server->listener != NULL)
    g_socket_close (server->listener, NULL);

  /* Nobody adds connections any more; their threads need the lock to end. */
  g_ptr_array_set_size (server->connections, 0);
}

void
dp_test_server_free (DpTestServer *server)
{
  if (server == NULL)
    return;
  dp_test_server_stop (server);
  g_ptr_array_unref (server->connections);
  dp_test_server_end_traffic (server);
  g_clear_object (&server->listener);
  g_clear_object (&server->certificate);
  g_object_unref (server->cancellable);
  g_cond_clear (&server->changed);
  g_mutex_clear (&server->lock);
  g_free (server);
}

char *
dp_test_server_dup_url (DpTestServer *server, const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", server->certificate != NULL ? "https" : "http",
                          server->port, path);
}

guint16
dp_test_server_get_port (DpTestServer *server)
{
  return server->port;
}

const char *
dp_test_server_get_ca_path (void)
{
  return DP_TEST_TLS_DIR "/ca.pem";
}

gboolean
dp_test_server_wait_alone (DpTestServer *server, guint timeout_msec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  gint64 end_usec = g_get_monotonic_time () + timeout_msec * G_TIME_SPAN_MILLISECOND;

  while (server->n_open > 0)
    if (!g_cond_wait_until (&server->changed, &server->lock, end_usec))
      return server->n_open == 0;
  return TRUE;
}

guint
dp_test_server_get_n_connections (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return server->n_connections;
}

guint
dp_test_server_get_n_open_connections (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return server->n_open;
}

guint
dp_test_server_get_max_open_connections (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return server->max_open;
}
