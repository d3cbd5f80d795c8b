/* dp-http-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request and its answer, and our policy around libsoup.
 *
 * Redirects are not followed here, nor in libsoup, which would hold a hostile redirect body in
 * memory.  For the same reason libsoup does not authenticate: credentials are told here, when the
 * server asks for them, each once.  Who may be asked is a person, but not from here: what nobody but
 * the person can answer is a question that the exchange brings home.
 *
 * Thread: worker; an exchange never leaves its lane.
 */

#include "dp-http-exchange.h"

#include <libsoup/soup.h>

#include "dp-http-body.h"
#include "dp-http-login.h"
#include "dp-http-raw.h"
#include "dp-http-send.h"

struct _DpHttpExchange
{
  DpUrl *url;           /* (owned): after redirects */
  DpAnswers *answers;   /* (owned) (nullable): the person's */
  DpQuestion *question; /* (owned) (nullable): what the server or a proxy asks the person */
  DpQuestion *trusted;  /* (owned) (nullable): a certificate that only the person vouches for */
  DpHttpSend send;
  DpHttpBody body;
};

/* Who asks in the last answer, if anybody does.  Behind a tunnel no proxy does, but only one that
 * pretends to be one. */
static DpHttpLogin *
find_login (DpHttpExchange *self, DpHttpLogin *server, DpHttpLogin **proxy)
{
  guint status = self->send.has_no_tunnel ? SOUP_STATUS_PROXY_UNAUTHORIZED
                                          : soup_message_get_status (self->send.message);
  gboolean is_proxy_near = self->send.has_no_tunnel || !dp_url_is_secure (self->url);

  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED && *proxy == NULL && is_proxy_near)
    {
      g_autoptr (DpUrl) url = dp_http_client_find_proxy (self->send.client, self->url);

      if (url != NULL)
        *proxy = dp_http_login_new (DP_QUESTION_PROXY, url, url->userinfo, self->answers);
    }
  return status == SOUP_STATUS_UNAUTHORIZED                          ? server
         : status == SOUP_STATUS_PROXY_UNAUTHORIZED && is_proxy_near ? *proxy
                                                                     : NULL;
}

/* Asks again while the server, or a proxy before it, wants to know who we are, and there is
 * something that it was not yet told. */
static gboolean
answer_challenges (DpHttpExchange *self,
                   const DpHttpRequest *request,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (DpHttpLogin) server =
      dp_http_login_new (DP_QUESTION_SERVER, self->url, request->userinfo, self->answers);
  g_autoptr (DpHttpLogin) proxy = NULL;
  DpHttpLogin *login;

  while ((login = find_login (self, server, &proxy)) != NULL)
    {
      g_autoptr (SoupAuth) asked = dp_http_send_dup_asked (&self->send);
      g_autoptr (SoupMessage) next = NULL;

      if (asked == NULL)
        break;
      if (!dp_http_login_answer (login, asked))
        {
          self->question = dp_http_login_dup_question (login, asked);
          break;
        }
      next = dp_http_message_new (request);
      /* Also who was told before: it still is in the way. */
      dp_http_login_sign (server, next);
      dp_http_login_sign (proxy, next);
      if (!dp_http_send_take_message (&self->send, g_steal_pointer (&next), cancellable, error))
        return FALSE;
    }
  return !self->send.has_no_tunnel ||
         dp_http_send_set_no_tunnel (&self->send, g_steal_pointer (&self->question), error);
}

/* Looked for on the connection: on one that is used again nobody checks it any more. */
static DpQuestion *
find_trusted (DpHttpExchange *self)
{
  SoupMessage *message = self->send.message;
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);
  GTlsCertificateFlags problems = soup_message_get_tls_peer_certificate_errors (message);

  return certificate != NULL && problems != 0
             ? dp_question_new_certificate (self->url, certificate, problems)
             : NULL;
}

/* Where the connection is read, as long as it is ours. */
static GInputStream *
find_connection (DpHttpExchange *self)
{
  return self->send.body != NULL && self->body.wire != NULL
             ? g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self->body.wire))
             : NULL;
}

/* Names that are not UTF-8, and links. */
static void
mend_headers (DpHttpExchange *self)
{
  GInputStream *stream = find_connection (self);

  if (stream == NULL)
    return;
  dp_http_raw_mend (stream, "Content-Disposition", &self->send.response.content_disposition);
  dp_http_raw_mend (stream, "Location", &self->send.response.location);
  dp_http_raw_forget (stream);
}

/**
 * dp_http_exchange_new:
 * @client: the lane's client; outlives the exchange
 * @request: what is to be said
 * @cancellable: (nullable): ends it at once
 * @error: return location for a #GError
 *
 * Sends a request and waits for the header block of the answer, whatever its status; the body is
 * yet to be read.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the exchange, or %NULL with @error set: %DP_HTTP_ERROR, or
 *   %G_IO_ERROR_CANCELLED
 */
DpHttpExchange *
dp_http_exchange_new (DpHttpClient *client,
                      const DpHttpRequest *request,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (DpHttpExchange) self = g_new0 (DpHttpExchange, 1);

  self->url = dp_url_copy (request->url);
  self->answers = request->answers != NULL ? dp_answers_ref (request->answers) : NULL;
  dp_http_client_offer_answers (client, self->answers);
  dp_http_send_init (&self->send, client, self->url, self->answers);
  self->send.journal = request->journal;
  if (!dp_http_send_take_message (&self->send, dp_http_message_new (request), cancellable, error) ||
      !answer_challenges (self, request, cancellable, error))
    return NULL;

  self->trusted = find_trusted (self);
  dp_http_body_init (&self->body, &self->send);
  mend_headers (self);
  return g_steal_pointer (&self);
}

/* libsoup keeps the connection for the next one, which then needs no turn. */
static gboolean
leaves_warm (DpHttpExchange *self)
{
  return self->body.is_met && dp_url_is_secure (self->url) &&
         dp_http_body_is_length_proven (&self->body) &&
         soup_message_is_keepalive (self->send.message);
}

static void
hang_up (DpHttpExchange *self)
{
  GInputStream *connection = find_connection (self);

  /* A body's last bytes are read in a small piece, too. */
  if (connection != NULL)
    dp_http_raw_forget (connection);
  dp_http_body_end (&self->body);
  if (self->send.message != NULL && leaves_warm (self))
    dp_http_client_give_warm (self->send.client, self->url);
  dp_http_send_hang_up (&self->send);
}

/**
 * dp_http_exchange_free:
 * @self: (transfer full) (nullable): an exchange
 *
 * Ends it.  A body that was not read to its end costs the connection.
 *
 * Thread: worker.
 */
void
dp_http_exchange_free (DpHttpExchange *self)
{
  if (self == NULL)
    return;
  hang_up (self);
  dp_http_send_clear (&self->send);
  g_clear_pointer (&self->answers, dp_answers_unref);
  g_clear_pointer (&self->question, dp_question_free);
  g_clear_pointer (&self->trusted, dp_question_free);
  g_clear_pointer (&self->url, dp_url_free);
  g_free (self);
}

/**
 * dp_http_exchange_hang_up:
 * @self: an exchange
 *
 * Gives its connection away.  What it answered stays known; nothing can be read any more.
 *
 * Thread: worker.
 */
void
dp_http_exchange_hang_up (DpHttpExchange *self)
{
  hang_up (self);
}

/**
 * dp_http_exchange_get_response:
 * @self: an exchange
 *
 * Thread: worker.
 *
 * Returns: (transfer none): status and headers
 */
const DpResponse *
dp_http_exchange_get_response (DpHttpExchange *self)
{
  return &self->send.response;
}

/**
 * dp_http_exchange_get_url:
 * @self: an exchange
 *
 * Thread: worker.
 *
 * Returns: (transfer none): the link that answered, after redirects
 */
const DpUrl *
dp_http_exchange_get_url (DpHttpExchange *self)
{
  return self->url;
}

/**
 * dp_http_exchange_dup_question:
 * @self: an exchange
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): what only the person can answer, if that is why there is no
 *   file: the status is 401 or 407 then
 */
DpQuestion *
dp_http_exchange_dup_question (DpHttpExchange *self)
{
  return dp_question_copy (self->question);
}

/**
 * dp_http_exchange_get_trusted:
 * @self: an exchange
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): the certificate on the way that only the person vouches for, if
 *   there is one
 */
const DpQuestion *
dp_http_exchange_get_trusted (DpHttpExchange *self)
{
  return self->trusted;
}

/**
 * dp_http_exchange_take_trusted:
 * @self: an exchange
 * @trusted: (transfer full) (nullable): such a certificate, of who sent us on to here
 *
 * Thread: worker.
 */
void
dp_http_exchange_take_trusted (DpHttpExchange *self, DpQuestion *trusted)
{
  if (self->trusted == NULL)
    self->trusted = trusted;
  else
    dp_question_free (trusted);
}

/**
 * dp_http_exchange_take_cookies:
 * @self: an exchange
 * @jar: what takes them
 * @now_sec: the time, since 1970
 *
 * Thread: worker.
 */
void
dp_http_exchange_take_cookies (DpHttpExchange *self, DpCookies *jar, gint64 now_sec)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->send.message);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Set-Cookie") == 0)
      dp_cookies_add_set_cookie (jar, self->url, value, soup_tld_domain_is_public_suffix, now_sec);
}

/**
 * dp_http_exchange_get_phrase:
 * @self: an exchange
 *
 * Thread: worker.
 *
 * Returns: (transfer none): the standard words for the status; the server's own are not shown
 */
const char *
dp_http_exchange_get_phrase (DpHttpExchange *self)
{
  return dp_http_message_get_phrase (self->send.response.status);
}

/**
 * dp_http_exchange_set_limit:
 * @self: an exchange
 * @limit: (nullable): how fast its body may be read; outlives it
 *
 * Thread: worker.
 */
void
dp_http_exchange_set_limit (DpHttpExchange *self, DpHttpLimit *limit)
{
  self->body.limit = limit;
}

/**
 * dp_http_exchange_read:
 * @self: an exchange
 * @buffer: (out caller-allocates): room for bytes
 * @size: how much room, at least 1
 * @cancellable: (nullable): ends it at once
 * @error: return location for a #GError
 *
 * Waits for the next bytes of the body.  Its end is reported only when it is the end: with fewer or
 * more bytes than the server said, without the last chunk, or without TLS's close_notify it is an
 * error.
 *
 * Thread: worker.
 *
 * Returns: how many bytes there are now, 0 at the proven end, -1 with @error set
 */
gssize
dp_http_exchange_read (DpHttpExchange *self,
                       void *buffer,
                       gsize size,
                       GCancellable *cancellable,
                       GError **error)
{
  return dp_http_body_read (&self->body, buffer, size, cancellable, error);
}

/**
 * dp_http_exchange_is_length_proven:
 * @self: an exchange whose body was read to its end
 *
 * Thread: worker.
 *
 * Returns: %FALSE if the server gave no way to tell a whole body from a cut one (RFC 9112 section
 *   6.3, the last case)
 */
gboolean
dp_http_exchange_is_length_proven (DpHttpExchange *self)
{
  return dp_http_body_is_length_proven (&self->body);
}
