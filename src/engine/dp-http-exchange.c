/* dp-http-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request and its answer, and our policy around libsoup.
 *
 * The bytes arrive as they are stored at the server: identity is asked for and nothing is decoded.
 * Redirects are not followed here, nor in libsoup, which would hold a hostile redirect body in
 * memory.  For the same reason libsoup does not authenticate: credentials are told here, when the
 * server asks for them, each once.  Who may be asked is a person, but not from here: what nobody but
 * the person can answer is a question that the exchange brings home.  And an end is believed only with its proof: libsoup 3.2
 * reports several cut bodies as complete.
 *
 * The request is sent asynchronously on the lane's private context, so that a dead IPv6 address
 * costs 250 ms and not a time-out, while the fiber waits for it in a straight line.
 *
 * Thread: worker; an exchange never leaves its lane.
 */

#include "dp-http-exchange.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "dp-http-auth.h"
#include "dp-http-chunks.h"
#include "dp-http-end.h"
#include "dp-http-error.h"
#include "dp-http-login.h"
#include "dp-http-wait.h"

#define LITTLE_BYTES (8 * 1024)

struct _DpHttpExchange
{
  DpHttpClient *client; /* (unowned): outlives its exchanges */
  DpUrl *url;           /* (owned): after redirects */
  SoupMessage *message; /* (owned) */
  GInputStream *body;   /* (owned) (nullable): until the headers are here */
  GInputStream *wire;   /* (unowned) (nullable): below it */
  DpHttpChunks chunks;
  DpResponse response;
  guint64 received_bytes;
  DpAnswers *answers;   /* (owned) (nullable): the person's */
  DpQuestion *question; /* (owned) (nullable): what the server or a proxy asks the person */

  /* While we wait, on the lane's context: */
  DpHttpWait wait;
  GError *send_error;  /* (owned) (nullable) */
  gboolean is_wrapped; /* in a Transfer-Encoding that we don't know */
  gboolean is_sent;
  gboolean is_readable;
};

/* Headers */

static void
read_headers (DpHttpExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *wrapping = soup_message_headers_get_list (headers, "Transfer-Encoding");
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  dp_response_clear (&self->response);
  dp_response_init (&self->response, soup_message_get_status (self->message));
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    dp_response_add_header (&self->response, name, value);
  /* RFC 9112 section 6.3: Transfer-Encoding overrides Content-Length, which is all that libsoup
   * looks at if it does not know the encoding. */
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED)
    self->response.content_length = DP_SIZE_UNKNOWN;
  else
    self->is_wrapped = wrapping != NULL && g_ascii_strcasecmp (wrapping, "identity") != 0;
}

/* Errors */

static gboolean
set_broken_framing (DpHttpExchange *self, GError **error)
{
  dp_http_error_set_refused (error,
                             self->response.is_framing_broken
                                 ? _ ("The server contradicts itself about the length of the file")
                                 : _ ("The server wrapped its answer in an unknown way"));
  return FALSE;
}

static void
take_cause (DpHttpExchange *self, GError *cause, GError **error)
{
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) && self->question != NULL)
    {
      dp_http_error_take_question (error, g_steal_pointer (&self->question));
      g_error_free (cause);
    }
  else if (self->wait.is_timed_out)
    {
      dp_http_error_set_timeout (error, dp_http_client_get_timeout_sec (self->client));
      g_error_free (cause);
    }
  else if (cause->domain == DP_HTTP_ERROR)
    g_propagate_error (error, cause);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      if (self->body == NULL)
        dp_http_error_set_no_answer (error);
      else
        dp_http_error_set_cut (error, self->received_bytes, self->response.content_length);
      g_error_free (cause);
    }
  else if (g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    {
      /* Also what Content-Length says when that is no number. */
      read_headers (self);
      set_broken_framing (self, error);
      g_error_free (cause);
    }
  else
    {
      g_autoptr (DpUrl) proxy = dp_http_client_find_culprit (self->client, self->url, cause);

      dp_http_error_take_cause (error, cause, proxy != NULL ? proxy->host : self->url->host);
    }
}

/* We read the chunks ourselves, where we can. */
static gboolean
is_chunked (DpHttpExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  return self->wire != NULL && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED;
}

static gboolean
set_cut (DpHttpExchange *self, GError **error)
{
  dp_http_error_set_cut (error, self->received_bytes, self->response.content_length);
  return FALSE;
}

/* Sending */

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  /* libsoup turns this off; without it half a file of unknown length passes for the whole. */
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (connection), TRUE);
}

/* Only for one that nobody vouches for.  The person was asked before, or will be. */
static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags problems,
                       gpointer user_data)
{
  DpHttpExchange *self = user_data;
  g_autoptr (DpQuestion) question = dp_question_new_certificate (self->url, certificate, problems);

  if (dp_answers_has (self->answers, question))
    return TRUE;
  dp_question_free (self->question);
  self->question = g_steal_pointer (&question);
  return FALSE;
}

/* Believed by libsoup, a broken length would become an empty body. */
static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  DpHttpExchange *self = user_data;

  read_headers (self);
  if (self->response.is_framing_broken || self->is_wrapped)
    g_cancellable_cancel (self->wait.cancellable);
}

static SoupMessage *
build_message (DpHttpExchange *self, const DpHttpRequest *request)
{
  SoupMessage *message = dp_http_message_new (request);

  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);
  return message;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpHttpExchange *self = user_data;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &self->send_error);
  self->is_sent = TRUE;
  dp_http_wait_wake (&self->wait);
}

/* For libsoup a proxy that gives no tunnel is an answer of the server. */
static void
set_no_tunnel (DpHttpExchange *self, GError **error)
{
  guint status = soup_message_get_status (self->message);
  DpQuestion *question = status == SOUP_STATUS_PROXY_UNAUTHORIZED
                             ? dp_http_client_dup_tunnel_question (self->client, self->url)
                             : NULL;

  if (question != NULL)
    dp_http_error_take_question (error, question);
  else
    dp_http_error_set_no_tunnel (error, self->url->host, status,
                                 dp_http_message_get_phrase (status));
}

static gboolean
send_message (DpHttpExchange *self, GCancellable *cancellable, GError **error)
{
  gboolean is_late;

  dp_http_wait_begin (&self->wait, cancellable);
  soup_session_send_async (dp_http_client_get_session (self->client), self->message,
                           G_PRIORITY_DEFAULT, self->wait.cancellable, on_sent, self);
  is_late = !dp_http_wait_until (&self->wait, &self->is_sent);
  if (is_late)
    g_cancellable_cancel (self->wait.cancellable);
  /* A cancelled send still owes its callback. */
  while (!self->is_sent)
    dp_fiber_wait (G_MAXINT64);
  dp_http_wait_end (&self->wait);

  if (is_late)
    {
      g_clear_object (&self->body);
      if (self->send_error == NULL)
        g_cancellable_set_error_if_cancelled (self->wait.cancellable, &self->send_error);
    }
  if (self->response.is_framing_broken || self->is_wrapped)
    return set_broken_framing (self, error);
  if (self->body != NULL && self->response.status == 0)
    {
      set_no_tunnel (self, error);
      return FALSE;
    }
  if (self->send_error != NULL)
    take_cause (self, g_steal_pointer (&self->send_error), error);
  return self->body != NULL;
}

static void
drop_message (DpHttpExchange *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  self->wire = NULL;
  g_clear_object (&self->body);
  g_clear_object (&self->message);
}

/* Who asks in the last answer, if anybody does. */
static DpHttpLogin *
find_login (DpHttpExchange *self, DpHttpLogin *server, DpHttpLogin **proxy)
{
  guint status = soup_message_get_status (self->message);

  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED && *proxy == NULL)
    {
      g_autoptr (DpUrl) url = dp_http_client_find_proxy (self->client, self->url);

      if (url != NULL)
        *proxy = dp_http_login_new (DP_QUESTION_PROXY, url, url->userinfo, self->answers);
    }
  return status == SOUP_STATUS_UNAUTHORIZED         ? server
         : status == SOUP_STATUS_PROXY_UNAUTHORIZED ? *proxy
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
      g_autoptr (SoupMessage) next = build_message (self, request);
      const char *userinfo = dp_http_login_next (login);

      if (userinfo == NULL || !dp_http_auth_answer (self->message, next, userinfo))
        {
          self->question = dp_http_login_dup_question (login, self->message);
          return TRUE;
        }
      drop_message (self);
      self->message = g_steal_pointer (&next);
      self->is_sent = FALSE;
      if (!send_message (self, cancellable, error))
        return FALSE;
    }
  return TRUE;
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

  self->client = client;
  self->url = dp_url_copy (request->url);
  self->answers = request->answers != NULL ? dp_answers_ref (request->answers) : NULL;
  dp_http_client_offer_answers (client, self->answers);
  dp_http_wait_init (&self->wait, client);
  self->message = build_message (self, request);
  if (!send_message (self, cancellable, error) ||
      !answer_challenges (self, request, cancellable, error))
    return NULL;

  self->wire = dp_http_end_find_wire (self->body);
  return g_steal_pointer (&self);
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
  if (self->message != NULL)
    drop_message (self);
  dp_http_wait_clear (&self->wait);
  g_clear_error (&self->send_error);
  g_clear_pointer (&self->answers, dp_answers_unref);
  g_clear_pointer (&self->question, dp_question_free);
  g_clear_pointer (&self->url, dp_url_free);
  dp_response_clear (&self->response);
  g_free (self);
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
  return &self->response;
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
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
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
  return dp_http_message_get_phrase (self->response.status);
}

/* Reading */

static gboolean
on_readable (GObject *stream, gpointer user_data)
{
  DpHttpExchange *self = user_data;

  self->is_readable = TRUE;
  dp_http_wait_wake (&self->wait);
  return G_SOURCE_REMOVE;
}

static gboolean
wait_readable (DpHttpExchange *self, GError **error)
{
  GInputStream *stream = is_chunked (self) ? self->wire : self->body;
  g_autoptr (GSource) readable = g_pollable_input_stream_create_source (
      G_POLLABLE_INPUT_STREAM (stream), self->wait.cancellable);

  g_source_set_callback (readable, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (readable, dp_http_client_get_context (self->client));
  self->is_readable = FALSE;
  dp_http_wait_until (&self->wait, &self->is_readable);
  g_source_destroy (readable);

  if (self->is_readable)
    return TRUE;
  if (self->wait.is_timed_out)
    dp_http_error_set_timeout (error, dp_http_client_get_timeout_sec (self->client));
  else
    g_cancellable_set_error_if_cancelled (self->wait.cancellable, error);
  return FALSE;
}

static gboolean
check_end (DpHttpExchange *self, GError **error)
{
  if (is_chunked (self))
    return dp_http_chunks_is_at_end (&self->chunks) || set_cut (self, error);
  if (self->response.content_length != DP_SIZE_UNKNOWN)
    return self->received_bytes == self->response.content_length || set_cut (self, error);
  /* Also what libsoup makes of a header block that was cut. */
  if (self->received_bytes == 0)
    {
      dp_http_error_set_no_answer (error);
      return FALSE;
    }
  return TRUE;
}

/* All that was said is here: whether the connection is closed now, and how, is not our concern. */
static gssize
read_behind_end (DpHttpExchange *self, void *buffer)
{
  if (self->wire != NULL && dp_http_end_has_more (self->wire))
    return 1;
  return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->body), buffer, 1,
                                                   NULL, NULL) > 0;
}

/* As g_pollable_input_stream_read_nonblocking(), but of chunks only what is data; they may be ends
 * of lines alone, and then there is nothing yet. */
static gssize
read_some (DpHttpExchange *self, char *buffer, gsize size, GError **error)
{
  gsize n_data_bytes;
  gssize n;

  if (!is_chunked (self))
    return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->body), buffer,
                                                     size, self->wait.cancellable, error);
  do
    {
      if (dp_http_chunks_is_at_end (&self->chunks))
        return 0;
      n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->wire), buffer,
                                                    size, self->wait.cancellable, error);
      if (n <= 0)
        return n;
      if (!dp_http_chunks_take (&self->chunks, buffer, (gsize) n, &n_data_bytes))
        {
          dp_http_error_set_damaged (error);
          return -1;
        }
    }
  while (n_data_bytes == 0);
  return (gssize) n_data_bytes;
}

static gssize
read_now (DpHttpExchange *self, void *buffer, gsize size, GError **error)
{
  gssize n;

  if (self->received_bytes == self->response.content_length)
    return read_behind_end (self, buffer);

  do
    {
      g_autoptr (GError) reason = NULL;

      dp_http_wait_is_cancelled (&self->wait);
      n = read_some (self, buffer, size, &reason);
      if (n >= 0)
        return n;
      if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          take_cause (self, g_steal_pointer (&reason), error);
          return -1;
        }
    }
  while (wait_readable (self, error));
  return -1;
}

/* What came with the headers is little; with what is here behind it it makes one write of two.  An
 * end or an error is met again by the next read, if the server said how much there is. */
static gssize
read_more (DpHttpExchange *self, char *buffer, gsize size, gssize n)
{
  gssize more;

  if (n <= 0 || n >= LITTLE_BYTES || (gsize) n == size ||
      self->response.content_length == DP_SIZE_UNKNOWN ||
      self->response.content_length - self->received_bytes <= (guint64) n)
    return n;
  more = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->body), buffer + n,
                                                   size - (gsize) n, NULL, NULL);
  return n + MAX (more, 0);
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
  gssize n;

  dp_http_wait_begin (&self->wait, cancellable);
  n = read_more (self, buffer, size, read_now (self, buffer, size, error));
  dp_http_wait_end (&self->wait);

  if (n == 0)
    return check_end (self, error) ? 0 : -1;
  if (n < 0)
    return -1;
  /* DP_SIZE_UNKNOWN is more than any. */
  if ((guint64) n > self->response.content_length - self->received_bytes)
    {
      dp_http_error_set_too_much (error);
      return -1;
    }
  self->received_bytes += (guint64) n;
  return n;
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
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_EOF ||
         self->response.content_length != DP_SIZE_UNKNOWN;
}
