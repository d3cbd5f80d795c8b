/* dp-http-tunnel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one request that libsoup makes on its own: for https it asks a proxy for a tunnel (CONNECT), on
 * the connection of the message that needs it.  By the number of that connection it is known here
 * whose it is.
 *
 * libsoup's own way of signing in to a proxy repeats a wrong password for ever, so it is not left to
 * it: a tunnel that is refused ends its message, whose sender looks at the proxy's question, and
 * sends the next message with the answer for the next tunnel.
 *
 * An answer that opened a tunnel signs the next ones to that proxy, too, so that not each of them is
 * refused first.
 *
 * Thread: worker; all of it stays on its lane.
 */

#include "dp-http-tunnel.h"

#include <libsoup/soup.h>

#include "dp-http-auth.h"
#include "dp-http-proxy.h"

struct _DpHttpTunnels
{
  SoupSession *session; /* (owned) */
  GPtrArray *messages;  /* (element-type SoupMessage) (owned): under way, but for tunnels */
  GHashTable *accepted; /* (owned) (element-type utf8 SoupAuth): by the origin of the proxy */
};

/* What a message has to do with its tunnel. */
typedef struct
{
  SoupAuth *auth;            /* (owned) (nullable): signs it */
  char *proxy;               /* (owned) (nullable): the origin of whom that is for */
  SoupAuth *asked;           /* (owned) (nullable): what the proxy asks before it gives one */
  GCancellable *cancellable; /* (owned) (nullable): ends the message when there is none */
  guint refusal;             /* the status with which the proxy gives none, or 0 */
} Tunnel;

static void
tunnel_free (gpointer data)
{
  Tunnel *self = data;

  g_clear_object (&self->auth);
  g_clear_object (&self->asked);
  g_clear_object (&self->cancellable);
  g_free (self->proxy);
  g_free (self);
}

static Tunnel *
find (SoupMessage *message)
{
  return g_object_get_data (G_OBJECT (message), "dp-http-tunnel");
}

static Tunnel *
add (SoupMessage *message)
{
  Tunnel *tunnel = find (message);

  if (tunnel == NULL)
    {
      tunnel = g_new0 (Tunnel, 1);
      g_object_set_data_full (G_OBJECT (message), "dp-http-tunnel", tunnel, tunnel_free);
    }
  return tunnel;
}

/* Whose message goes through it. */
static Tunnel *
find_behind (DpHttpTunnels *self, SoupMessage *connect)
{
  guint64 id = soup_message_get_connection_id (connect);

  for (guint i = 0; i < self->messages->len; i++)
    {
      SoupMessage *message = self->messages->pdata[i];

      if (soup_message_get_connection_id (message) == id)
        return add (message);
    }
  return NULL;
}

static char *
dup_proxy_origin (DpHttpTunnels *self, SoupMessage *connect)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (self->session);
  g_autofree char *text = g_uri_to_string (soup_message_get_uri (connect));
  g_autoptr (DpUrl) url = dp_url_parse (text, NULL);
  gboolean is_socks;
  g_autoptr (DpUrl) proxy =
      resolver != NULL && url != NULL ? dp_http_proxy_find (resolver, url, &is_socks) : NULL;

  return proxy != NULL ? dp_url_dup_origin (proxy) : NULL;
}

/* Looking for the proxy may take its time: only if there is something to tell it. */
static void
take_accepted (DpHttpTunnels *self, SoupMessage *connect, Tunnel *tunnel)
{
  g_autofree char *proxy = NULL;
  SoupAuth *auth;

  if (g_hash_table_size (self->accepted) == 0)
    return;
  proxy = dup_proxy_origin (self, connect);
  auth = proxy != NULL ? g_hash_table_lookup (self->accepted, proxy) : NULL;
  if (auth == NULL)
    return;
  tunnel->auth = g_object_ref (auth);
  tunnel->proxy = g_steal_pointer (&proxy);
}

/* Not earlier: only now it has its connection. */
static void
on_starting (SoupMessage *connect, gpointer user_data)
{
  DpHttpTunnels *self = user_data;
  Tunnel *tunnel = find_behind (self, connect);

  if (tunnel == NULL)
    return;
  if (tunnel->auth == NULL)
    take_accepted (self, connect, tunnel);
  if (tunnel->auth != NULL)
    dp_http_auth_sign (tunnel->auth, connect, TRUE);
}

static void
remember (DpHttpTunnels *self, const Tunnel *tunnel, gboolean is_accepted)
{
  if (tunnel->auth == NULL)
    return;
  if (is_accepted)
    g_hash_table_replace (self->accepted, g_strdup (tunnel->proxy), g_object_ref (tunnel->auth));
  else if (g_hash_table_lookup (self->accepted, tunnel->proxy) == tunnel->auth)
    g_hash_table_remove (self->accepted, tunnel->proxy);
}

static void
on_got_headers (SoupMessage *connect, gpointer user_data)
{
  DpHttpTunnels *self = user_data;
  Tunnel *tunnel = find_behind (self, connect);
  guint status = soup_message_get_status (connect);
  if (tunnel == NULL)
    return;
  remember (self, tunnel, SOUP_STATUS_IS_SUCCESSFUL (status));
  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return;
  /* Now, for libsoup forgets the headers; and it would listen to a body without end. */
  tunnel->refusal = status;
  tunnel->asked = dp_http_auth_new (connect);
  g_cancellable_cancel (tunnel->cancellable);
}

static void
on_request_queued (SoupSession *session, SoupMessage *message, gpointer user_data)
{
  DpHttpTunnels *self = user_data;

  if (!g_str_equal (soup_message_get_method (message), "CONNECT"))
    {
      g_ptr_array_add (self->messages, g_object_ref (message));
      return;
    }
  /* It listens already. */
  g_signal_handlers_disconnect_by_data (message,
                                        soup_session_get_feature (session, SOUP_TYPE_AUTH_MANAGER));
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);
}

static void
on_request_unqueued (SoupSession *session, SoupMessage *message, gpointer user_data)
{
  g_ptr_array_remove_fast (((DpHttpTunnels *) user_data)->messages, message);
}

/**
 * dp_http_tunnels_new:
 * @session: a session without messages
 *
 * Thread: worker.
 *
 * Returns: (transfer full): what looks after its tunnels; to be freed when its messages are over
 */
DpHttpTunnels *
dp_http_tunnels_new (SoupSession *session)
{
  DpHttpTunnels *self = g_new0 (DpHttpTunnels, 1);

  self->session = g_object_ref (session);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_signal_connect (session, "request-queued", G_CALLBACK (on_request_queued), self);
  g_signal_connect (session, "request-unqueued", G_CALLBACK (on_request_unqueued), self);
  return self;
}

/**
 * dp_http_tunnels_free:
 * @self: (transfer full) (nullable): tunnels
 *
 * Thread: worker.
 */
void
dp_http_tunnels_free (DpHttpTunnels *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_object_unref (self->session);
  g_ptr_array_unref (self->messages);
  g_hash_table_unref (self->accepted);
  g_free (self);
}

/**
 * dp_http_tunnel_set_auth:
 * @message: a message that is not sent yet
 * @auth: what signs the request for its tunnel
 * @proxy: whom that is for
 *
 * Thread: worker.
 */
void
dp_http_tunnel_set_auth (SoupMessage *message, SoupAuth *auth, const DpUrl *proxy)
{
  Tunnel *tunnel = add (message);

  g_set_object (&tunnel->auth, auth);
  g_free (tunnel->proxy);
  tunnel->proxy = dp_url_dup_origin (proxy);
}

/**
 * dp_http_tunnel_expect:
 * @message: a message that is not sent yet
 * @cancellable: with which it will be sent; cancelled if it should need a tunnel and gets none
 *
 * Thread: worker.
 */
void
dp_http_tunnel_expect (SoupMessage *message, GCancellable *cancellable)
{
  g_set_object (&add (message)->cancellable, cancellable);
}

/**
 * dp_http_tunnel_get_refusal:
 * @message: a message that is over
 *
 * Thread: worker.
 *
 * Returns: the status with which a proxy gave no tunnel for it, or 0
 */
guint
dp_http_tunnel_get_refusal (SoupMessage *message)
{
  const Tunnel *tunnel = find (message);

  return tunnel != NULL ? tunnel->refusal : 0;
}

/**
 * dp_http_tunnel_get_asked:
 * @message: a message that is over
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): what a proxy asks before it gives a tunnel for it
 */
SoupAuth *
dp_http_tunnel_get_asked (SoupMessage *message)
{
  const Tunnel *tunnel = find (message);

  return tunnel != NULL ? tunnel->asked : NULL;
}
