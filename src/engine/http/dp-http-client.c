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

#include "dp-http-login.h"
#include "dp-http-proxy.h"
#include "dp-http-socks.h"
#include "dp-http-tunnel.h"

/* The queue limits connections, so the session never may. */
#define MAX_CONNECTIONS 1024

struct _DpHttpClient
{
  GMainContext *context;        /* (owned) */
  SoupSession *session;         /* (owned) */
  const DpHttpOptions *options; /* (unowned): outlives it */
  DpAnswers *answers;           /* (owned) (nullable): the newest that an exchange brought */
  DpHttpSocks *resolver;        /* (owned): says which way a link goes */
  DpHttpTunnels *tunnels;       /* (owned) */
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
  self->warm = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* The time-outs are ours: libsoup's end neither a header block nor a chunk that only drips. */
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                 MAX_CONNECTIONS, "timeout", 0, "user-agent",
                                                 "Downpour/" PACKAGE_VERSION " ", NULL);
  if (user_agent != NULL)
    soup_session_set_user_agent (self->session, *user_agent != '\0' ? user_agent : NULL);
  if (options->tls_database != NULL)
    soup_session_set_tls_database (self->session, options->tls_database);
  self->resolver = dp_http_socks_new (
      options->proxy_resolver != NULL ? options->proxy_resolver : dp_http_proxy_get_system ());
  soup_session_set_proxy_resolver (self->session, G_PROXY_RESOLVER (self->resolver));
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  self->tunnels = dp_http_tunnels_new (self->session);
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
  dp_http_tunnels_free (self->tunnels);
  g_clear_object (&self->session);
  g_clear_object (&self->resolver);
  dp_answers_unref (self->answers);
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
 * The newest ones are kept for SOCKS servers, to which GIO talks on nobody's behalf.
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
  dp_http_socks_set_answers (self->resolver, answers);
}

/**
 * dp_http_client_find_proxy:
 * @self: a client
 * @url: a link that was asked for
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the proxy that it goes through, if that speaks HTTP
 */
DpUrl *
dp_http_client_find_proxy (DpHttpClient *self, const DpUrl *url)
{
  gboolean is_socks;
  g_autoptr (DpUrl) proxy = dp_http_proxy_find (G_PROXY_RESOLVER (self->resolver), url, &is_socks);

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
 * dp_http_client_dup_socks_question:
 * @self: a client
 * @url: a link that could not be reached
 * @answers: (nullable): what the person had answered when it was tried
 * @cause: what GIO says
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the question of a SOCKS server, if that is why
 */
DpQuestion *
dp_http_client_dup_socks_question (DpHttpClient *self,
                                   const DpUrl *url,
                                   DpAnswers *answers,
                                   const GError *cause)
{
  GProxyResolver *resolver = self->options->proxy_resolver != NULL ? self->options->proxy_resolver
                                                                   : dp_http_proxy_get_system ();
  g_autoptr (DpHttpLogin) login = NULL;
  g_autoptr (DpUrl) proxy = NULL;
  gboolean is_socks;

  if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) &&
      !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED))
    return NULL;
  proxy = dp_http_proxy_find (resolver, url, &is_socks);
  if (proxy == NULL || !is_socks)
    return NULL;
  login = dp_http_login_new (DP_QUESTION_PROXY, proxy, proxy->userinfo, answers);
  return dp_http_login_dup_refusal (login);
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
