/* dp-test-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loopback server of the tests: sockets, threads, what was asked, gates.  One thread accepts;
 * each connection has its own, joined by the accepting thread once it is done, or by stop().  All
 * of them block only with the server's cancellable, so stop() is bounded.  The lock guards every
 * field after it.
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

#define BACKLOG   512
#define GATE_MSEC 50

typedef struct
{
  DpTestServer *server; /* lent */
  GSocket *socket;
  GThread *thread;
  gboolean done; /* its thread wants to be joined; guarded by the server's lock */
} Connection;

typedef struct
{
  guint n;
  char *last_head;
  GString *ranges;
} Asked;

/* Who shares a rate. */
typedef struct
{
  gint64 began_usec;
  guint64 bytes;
} Share;

struct _DpTestServer
{
  guint16 port;
  GTlsCertificate *certificate; /* NULL: no TLS */
  GSocket *listener;
  GThread *acceptor;
  GCancellable *cancellable;

  GMutex lock;
  GCond changed;          /* a request, a gate */
  GPtrArray *connections; /* Connection, also those done but not joined */
  guint n_connections;
  guint n_open;
  guint max_open;
  guint64 body_bytes;
  GHashTable *asked;     /* char * (target, path, "") → Asked */
  GHashTable *shares;    /* char * (target) → Share */
  GHashTable *under_way; /* char * (any key) → how many */
  GHashTable *gates;     /* char * (target, path, "") → gint64 *, the first position held back */
};

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->last_head);
  g_string_free (asked->ranges, TRUE);
  g_free (asked);
}

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

static guint
count_held (DpTestServer *server)
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
  server->max_open = MAX (server->max_open, count_held (server));
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
  server->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, asked_free);
  server->shares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  server->under_way = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  server->gates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

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
  g_hash_table_unref (server->asked);
  g_hash_table_unref (server->shares);
  g_hash_table_unref (server->under_way);
  g_hash_table_unref (server->gates);
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

/* What was asked */

static char *
dup_range (const char *head)
{
  const char *range = strstr (head, "\r\nRange: ");

  if (range == NULL)
    return g_strdup ("none");
  range += strlen ("\r\nRange: ");
  return g_strdup_printf ("%.*s%s", (int) strcspn (range, "\r"), range,
                          strstr (head, "\r\nIf-Range: ") != NULL ? "" : "!");
}

static guint
note_one (DpTestServer *server, const char *key, const char *head)
{
  Asked *asked = g_hash_table_lookup (server->asked, key);
  g_autofree char *range = dup_range (head);

  if (asked == NULL)
    {
      asked = g_new0 (Asked, 1);
      asked->ranges = g_string_new (NULL);
      g_hash_table_insert (server->asked, g_strdup (key), asked);
    }
  g_free (asked->last_head);
  asked->last_head = g_strdup (head);
  g_string_append_printf (asked->ranges, "%s ", range);
  return ++asked->n;
}

guint
dp_test_server_note_request (DpTestServer *server,
                             const char *target,
                             const char *path,
                             const char *head)
{
  guint nth;

  g_mutex_lock (&server->lock);
  nth = note_one (server, target, head);
  if (strcmp (target, path) != 0)
    note_one (server, path, head);
  note_one (server, "", head);
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  return nth;
}

guint
dp_test_server_count (DpTestServer *server, const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return note_one (server, key, "");
}

guint
dp_test_server_enter (DpTestServer *server, const char *key, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  int n = GPOINTER_TO_INT (g_hash_table_lookup (server->under_way, key)) + change;

  g_hash_table_replace (server->under_way, g_strdup (key), GINT_TO_POINTER (n));
  return (guint) n;
}

gint64
dp_test_server_share (DpTestServer *server,
                      const char *target,
                      guint64 size_bytes,
                      guint64 bytes_per_sec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  Share *share = g_hash_table_lookup (server->shares, target);

  if (share == NULL)
    {
      share = g_new0 (Share, 1);
      share->began_usec = g_get_monotonic_time ();
      g_hash_table_insert (server->shares, g_strdup (target), share);
    }
  share->bytes += size_bytes;
  return share->began_usec + (gint64) ((double) share->bytes * G_USEC_PER_SEC / bytes_per_sec);
}

void
dp_test_server_note_body (DpTestServer *server, guint64 size_bytes)
{
  g_mutex_lock (&server->lock);
  server->body_bytes += size_bytes;
  g_mutex_unlock (&server->lock);
}

static guint
get_n_asked (DpTestServer *server, const char *path)
{
  Asked *asked = g_hash_table_lookup (server->asked, path != NULL ? path : "");

  return asked != NULL ? asked->n : 0;
}

guint
dp_test_server_get_n_requests (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return get_n_asked (server, path);
}

char *
dp_test_server_dup_request (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  Asked *asked = g_hash_table_lookup (server->asked, path != NULL ? path : "");

  return asked != NULL ? g_strdup (asked->last_head) : NULL;
}

void
dp_test_server_forget (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  g_hash_table_remove_all (server->asked);
  server->n_connections = 0;
  server->max_open = count_held (server);
  server->body_bytes = 0;
}

char *
dp_test_server_dup_ranges (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  Asked *asked = g_hash_table_lookup (server->asked, path != NULL ? path : "");

  return g_strdup (asked != NULL ? asked->ranges->str : "");
}

gboolean
dp_test_server_wait_requests (DpTestServer *server,
                              const char *path,
                              guint n_requests,
                              guint timeout_msec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  gint64 end_usec = g_get_monotonic_time () + timeout_msec * G_TIME_SPAN_MILLISECOND;

  while (get_n_asked (server, path) < n_requests)
    if (!g_cond_wait_until (&server->changed, &server->lock, end_usec))
      return get_n_asked (server, path) >= n_requests;
  return TRUE;
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

guint64
dp_test_server_get_body_bytes (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return server->body_bytes;
}

/* Gates */

static gint64
get_limit (DpTestServer *server, const char *target, const char *path)
{
  const char *keys[] = { target, path, "" };
  gint64 limit = G_MAXINT64;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gint64 *gate = g_hash_table_lookup (server->gates, keys[i]);

      if (gate != NULL)
        limit = MIN (limit, *gate);
    }
  return limit;
}

gint64
dp_test_server_wait_limit (DpTestServer *server,
                           const char *target,
                           const char *path,
                           gint64 position)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  gint64 end_usec = g_get_monotonic_time () + GATE_MSEC * G_TIME_SPAN_MILLISECOND;

  while (get_limit (server, target, path) <= position)
    if (!g_cond_wait_until (&server->changed, &server->lock, end_usec))
      break;
  return get_limit (server, target, path);
}

static void
set_gate (DpTestServer *server, const char *path, gint64 position)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  g_hash_table_insert (server->gates, g_strdup (path != NULL ? path : ""),
                       g_memdup2 (&position, sizeof position));
  g_cond_broadcast (&server->changed);
}

void
dp_test_server_hold (DpTestServer *server, const char *path)
{
  set_gate (server, path, DP_TEST_POSITION_HEAD);
}

void
dp_test_server_hold_at (DpTestServer *server, const char *path, guint64 offset)
{
  set_gate (server, path, offset);
}

void
dp_test_server_release (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  g_hash_table_remove (server->gates, path != NULL ? path : "");
  g_cond_broadcast (&server->changed);
}
