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

#include "dp-http-auth.h"
#include "dp-http-login.h"
#include "dp-http-proxy.h"

/* The queue limits connections, so the session never may. */
#define MAX_CONNECTIONS 1024

struct _DpHttpClient
{
  GMainContext *context;        /* (owned) */
  SoupSession *session;         /* (owned) */
  const DpHttpOptions *options; /* (unowned): outlives it */
  DpAnswers *answers;           /* (owned) (nullable): the newest that an exchange brought */
  GHashTable *tunnel_questions; /* (owned) (element-type utf8 DpQuestion): by who lies behind */
  GHashTable *warm; /* (owned) (element-type utf8 guint): connections that nobody uses, by origin */
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

static DpUrl *
get_tunnel_url (SoupMessage *connect)
{
  g_autofree char *text = g_uri_to_string (soup_message_get_uri (connect));

  return dp_url_parse (text, NULL);
}

/* Whose transfer it is nobody can tell: so the question is kept for all that want a tunnel to the
 * same server, while it is refused. */
static void
on_tunnel_headers (SoupMessage *message, gpointer user_data)
{
  DpHttpClient *self = user_data;
  DpHttpLogin *login = g_object_get_data (G_OBJECT (message), "dp-http-login");
  g_autoptr (DpUrl) url = get_tunnel_url (message);
  g_autofree char *origin = dp_url_dup_origin (url);
  DpQuestion *question = soup_message_get_status (message) == SOUP_STATUS_PROXY_UNAUTHORIZED
                             ? dp_http_login_dup_question (login, message)
                             : NULL;

  if (question != NULL)
    g_hash_table_replace (self->tunnel_questions, g_steal_pointer (&origin), question);
  else
    g_hash_table_remove (self->tunnel_questions, origin);
}

/* The one request that libsoup makes on its own: for https it asks a proxy for a tunnel.  What the
 * proxy's link or the person says of us is told with it: the proxy is one that the person chose. */
static void
on_request_queued (SoupSession *session, SoupMessage *message, gpointer user_data)
{
  DpHttpClient *self = user_data;
  GProxyResolver *resolver = soup_session_get_proxy_resolver (session);
  g_autoptr (DpUrl) url = NULL;
  g_autoptr (DpUrl) proxy = NULL;
  g_autofree char *answer = NULL;
  DpHttpLogin *login;
  gboolean is_socks;

  if (resolver == NULL || !g_str_equal (soup_message_get_method (message), "CONNECT"))
    return;
  /* It would tell the proxy a wrong password for ever; by now it listens already. */
  g_signal_handlers_disconnect_by_data (message,
                                        soup_session_get_feature (session, SOUP_TYPE_AUTH_MANAGER));
  url = get_tunnel_url (message);
  proxy = url != NULL ? dp_http_proxy_find (resolver, url, &is_socks) : NULL;
  if (proxy == NULL)
    return;
  login = dp_http_login_new (DP_QUESTION_PROXY, proxy, proxy->userinfo, self->answers);
  g_object_set_data_full (G_OBJECT (message), "dp-http-login", login,
                          (GDestroyNotify) dp_http_login_free);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_tunnel_headers), self);
  answer = dp_http_auth_dup_basic (dp_http_login_only (login));
  if (answer != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Proxy-Authorization",
                                  answer);
}

/**
 * dp_http_client_new:
 * @context: the lane's private context, the thread's default
 * @options: what all exchanges have in common; outlives the client
 *
 * Thread: worker.
 *
 * Returns: (transfer full): a client that keeps its connections for the next file
 */
DpHttpClient *
dp_http_client_new (GMainContext *context, const DpHttpOptions *options)
{
  DpHttpClient *self = g_new0 (DpHttpClient, 1);
  const char *user_agent = options->request != NULL ? options->request->user_agent : NULL;

  self->context = g_main_context_ref (context);
  self->options = options;
  self->tunnel_questions =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) dp_question_free);
  self->warm = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* The time-outs are ours: libsoup's end neither a header block nor a chunk that only drips. */
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                 MAX_CONNECTIONS, "timeout", 0, "user-agent",
                                                 "Downpour/" PACKAGE_VERSION " ", NULL);
  if (user_agent != NULL)
    soup_session_set_user_agent (self->session, *user_agent != '\0' ? user_agent : NULL);
  if (options->tls_database != NULL)
    soup_session_set_tls_database (self->session, options->tls_database);
  if (options->proxy_resolver != NULL)
    soup_session_set_proxy_resolver (self->session, options->proxy_resolver);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  g_signal_connect (self->session, "request-queued", G_CALLBACK (on_request_queued), self);
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
  dp_answers_unref (self->answers);
  g_hash_table_unref (self->tunnel_questions);
  g_hash_table_unref (self->warm);
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
 * dp_http_client_get_options:
 * @self: a client
 *
 * Thread: worker.
 *
 * Returns: (transfer none): what all exchanges have in common
 */
const DpHttpOptions *
dp_http_client_get_options (DpHttpClient *self)
{
  return self->options;
}

/**
 * dp_http_client_offer_answers:
 * @self: a client
 * @answers: (nullable): what the person answered, as far as an exchange knows
 *
 * The newest ones are kept for tunnels, which libsoup asks for on nobody's behalf.
 *
 * Thread: worker.
 */
void
dp_http_client_offer_answers (DpHttpClient *self, DpAnswers *answers)
{
  if (answers == NULL || !dp_answers_is_newer (answers, self->answers))
    return;
  dp_answers_unref (self->answers);
  self->answers = dp_answers_ref (answers);
}

/**
 * dp_http_client_dup_tunnel_question:
 * @self: a client
 * @url: a link to which a proxy gave no tunnel, but 407
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the question of the proxy, if the person can answer it
 */
DpQuestion *
dp_http_client_dup_tunnel_question (DpHttpClient *self, const DpUrl *url)
{
  g_autofree char *origin = dp_url_dup_origin (url);

  return dp_question_copy (g_hash_table_lookup (self->tunnel_questions, origin));
}

/**
 * dp_http_client_find_proxy:
 * @self: a client
 * @url: a link that was asked for without TLS; with TLS its proxy never sees a request of ours
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the proxy that it goes through, if requests are told to it
 */
DpUrl *
dp_http_client_find_proxy (DpHttpClient *self, const DpUrl *url)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (self->session);
  gboolean is_socks;
  g_autoptr (DpUrl) proxy = NULL;

  if (resolver == NULL || dp_url_is_secure (url))
    return NULL;
  proxy = dp_http_proxy_find (resolver, url, &is_socks);
  return is_socks ? NULL : g_steal_pointer (&proxy);
}

/**
 * dp_http_client_find_culprit:
 * @self: a client
 * @url: a link that could not be reached
 * @cause: what GIO says
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the proxy of the person, if that is what is not there
 */
DpUrl *
dp_http_client_find_culprit (DpHttpClient *self, const DpUrl *url, const GError *cause)
{
  gboolean is_socks;

  if (self->options->proxy_resolver == NULL ||
      !(g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
        cause->domain == G_RESOLVER_ERROR))
    return NULL;
  return dp_http_proxy_find (self->options->proxy_resolver, url, &is_socks);
}

/**
 * dp_http_client_give_warm:
 * @self: a client
 * @url: a link whose connection nobody uses any more
 *
 * libsoup keeps such connections, but does not tell which it has.  They are only counted here; that
 * one of them is closed meanwhile shows when somebody wants to use it.
 *
 * Thread: worker.
 */
void
dp_http_client_give_warm (DpHttpClient *self, const DpUrl *url)
{
  char *origin = dp_url_dup_origin (url);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->warm, origin));

  g_hash_table_replace (self->warm, origin, GUINT_TO_POINTER (n + 1));
}

/**
 * dp_http_client_take_warm:
 * @self: a client
 * @url: a link that is to be asked for
 *
 * Thread: worker.
 *
 * Returns: whether a warm connection should be there, which is used then
 */
gboolean
dp_http_client_take_warm (DpHttpClient *self, const DpUrl *url)
{
  g_autofree char *origin = dp_url_dup_origin (url);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->warm, origin));

  if (n > 1)
    g_hash_table_replace (self->warm, g_steal_pointer (&origin), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->warm, origin);
  return n > 0;
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
  return self->options->timeout_sec;
}
