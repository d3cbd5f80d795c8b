/* dp-http-client.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lane keeps from one exchange to the next: its SoupSession with warm connections.
 *
 * HTTP/1.1 only: libsoup 3.2's HTTP/2 has no back-pressure.  A session of its own for every lane: a
 * send that waits for a connection slot of a shared one ignores its cancellable.
 *
 * Thread: worker; a client never leaves its lane.
 */

#include "dp-http-client.h"

#include <libsoup/soup.h>

/* The queue limits connections, so the session never may. */
#define MAX_CONNECTIONS 1024

struct _DpHttpClient
{
  GMainContext *context; /* (owned) */
  SoupSession *session;  /* (owned) */
  GHashTable *sockets;   /* (owned) (element-type guint64 GSocket): by connection */
  guint timeout_sec;
};

/**
 * dp_http_init_process:
 *
 * Tells libsoup to speak HTTP/1.1; before version 3.4 only the environment can.
 *
 * Thread: home, first thing in main(), while there is only one thread.
 */
void
dp_http_init_process (void)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
}

/**
 * dp_http_client_new:
 * @context: the lane's private context, the thread's default
 * @options: what all exchanges have in common
 *
 * Thread: worker.
 *
 * Returns: (transfer full): a client that keeps its connections for the next file
 */
DpHttpClient *
dp_http_client_new (GMainContext *context, const DpHttpOptions *options)
{
  DpHttpClient *self = g_new0 (DpHttpClient, 1);

  self->context = g_main_context_ref (context);
  self->timeout_sec = options->timeout_sec;
  self->sockets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  /* The time-outs are ours: libsoup's end neither a header block nor a chunk that only drips. */
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                 MAX_CONNECTIONS, "timeout", 0, "user-agent",
                                                 "Downpour/" PACKAGE_VERSION " ", NULL);
  if (options->tls_database != NULL)
    soup_session_set_tls_database (self->session, options->tls_database);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  return self;
}

/**
 * dp_http_client_free:
 * @self: (transfer full) (nullable): a client without exchanges
 *
 * Closes its connections.
 *
 * Thread: worker.
 */
void
dp_http_client_free (DpHttpClient *self)
{
  if (self == NULL)
    return;
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_hash_table_unref (self->sockets);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * dp_http_client_get_context:
 * @self: a client
 *
 * Thread: worker.
 *
 * Returns: (transfer none): the lane's private context
 */
GMainContext *
dp_http_client_get_context (DpHttpClient *self)
{
  return self->context;
}

/**
 * dp_http_client_get_session:
 * @self: a client
 *
 * Thread: worker.
 *
 * Returns: (transfer none): the lane's session
 */
SoupSession *
dp_http_client_get_session (DpHttpClient *self)
{
  return self->session;
}

/**
 * dp_http_client_get_timeout_sec:
 * @self: a client
 *
 * Thread: worker.
 *
 * Returns: no byte for so long ends an exchange
 */
guint
dp_http_client_get_timeout_sec (DpHttpClient *self)
{
  return self->timeout_sec;
}

static gboolean
is_closed (gpointer id, gpointer socket, gpointer user_data)
{
  return g_socket_is_closed (socket);
}

/**
 * dp_http_client_remember_socket:
 * @self: a client
 * @connection_id: libsoup's number of a connection
 * @socket: its socket
 *
 * libsoup shows a socket once, when it connects; later exchanges over the same connection find it
 * here.
 *
 * Thread: worker.
 */
void
dp_http_client_remember_socket (DpHttpClient *self, guint64 connection_id, GSocket *socket)
{
  g_hash_table_foreach_remove (self->sockets, is_closed, NULL);
  g_hash_table_insert (self->sockets, g_memdup2 (&connection_id, sizeof connection_id),
                       g_object_ref (socket));
}

/**
 * dp_http_client_find_socket:
 * @self: a client
 * @connection_id: libsoup's number of a connection
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): its socket
 */
GSocket *
dp_http_client_find_socket (DpHttpClient *self, guint64 connection_id)
{
  return g_hash_table_lookup (self->sockets, &connection_id);
}
