/* dp-http-send.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending one message, until the header block of its answer is here.
 *
 * It is sent asynchronously on the lane's private context, so that a dead IPv6 address costs 250 ms
 * and not a time-out.  The fiber waits for it in a straight line; the callbacks run while the lane
 * does, and wake it.
 *
 * Thread: worker.
 */

#include "dp-http-send.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "dp-http-auth.h"
#include "dp-http-collect.h"
#include "dp-http-error.h"
#include "dp-http-message.h"
#include "dp-http-note.h"
#include "dp-http-raw.h"
#include "dp-http-tunnel.h"

/* More than anybody means.  While hints come libsoup reads on and on, and nothing else gets its turn on the
 * lane. */
#define MAX_HINTS 1000

/* Headers */

static void
read_headers (DpHttpSend *self)
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

/* Behind HTTP/1.1 that means no more than that the file is not there. */
static gboolean
is_misdirected (DpHttpSend *self)
{
  return self->response.status == SOUP_STATUS_MISDIRECTED_REQUEST;
}

/* Errors */

static gboolean
set_broken_framing (DpHttpSend *self, GError **error)
{
  dp_http_error_set_refused (error,
                             self->response.is_framing_broken
                                 ? _ ("The server contradicts itself about the length of the file")
                                 : _ ("The server wrapped its answer in an unknown way"));
  return FALSE;
}

static gboolean
set_cause (DpHttpSend *self, GError **error)
{
  g_autoptr (GError) cause = g_steal_pointer (&self->error);
  DpQuestion *socks =
      dp_http_client_dup_socks_question (self->client, self->url, self->answers, cause);

  if (socks != NULL)
    dp_http_error_take_question (error, socks);
  else if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) &&
           self->question != NULL)
    dp_http_error_take_question (error, g_steal_pointer (&self->question));
  else if (self->wait.is_timed_out)
    dp_http_error_set_timeout (error, dp_http_client_get_timeout_sec (self->client));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    dp_http_error_set_no_answer (error);
  else if (g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING))
    {
      /* Also what Content-Length says when that is no number. */
      read_headers (self);
      set_broken_framing (self, error);
    }
  else
    {
      g_autoptr (DpUrl) proxy = dp_http_client_find_culprit (self->client, self->url, cause);

      dp_http_error_take_cause (error, g_steal_pointer (&cause),
                                proxy != NULL ? proxy->host : self->url->host);
    }
  return FALSE;
}

/* What libsoup calls, on the lane but not on the fiber */

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  DpHttpSend *self = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTED && !dp_url_is_secure (self->url))
    dp_http_raw_listen (connection);
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKING || !G_IS_TLS_CONNECTION (connection))
    return;
  /* libsoup turns this off; without it half a file of unknown length passes for the whole. */
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (connection), TRUE);
  dp_http_collect_remember_socket (connection);
  dp_http_raw_listen (connection);
}

/* Only for one that nobody vouches for.  The person was asked before, or will be. */
static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags problems,
                       gpointer user_data)
{
  DpHttpSend *self = user_data;
  g_autoptr (DpQuestion) question = dp_question_new_certificate (self->url, certificate, problems);

  if (dp_answers_has (self->answers, question))
    return TRUE;
  dp_question_free (self->question);
  self->question = g_steal_pointer (&question);
  return FALSE;
}

/* There is a connection: an old one, or its handshake is over.  For a new one nothing else comes as
 * late, for an old one nothing else comes. */
static void
on_starting (SoupMessage *message, gpointer user_data)
{
  DpHttpSend *self = user_data;

  dp_http_turn_give_back (&self->turn);
}

/* Believed by libsoup, a broken length would become an empty body; and a 421 it asks again, but first
 * reads all of the body into memory, however much that is. */
static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  DpHttpSend *self = user_data;

  read_headers (self);
  if (self->response.is_framing_broken || self->is_wrapped || is_misdirected (self))
    g_cancellable_cancel (self->wait.cancellable);
}

static void
on_got_informational (SoupMessage *message, gpointer user_data)
{
  DpHttpSend *self = user_data;

  if (++self->n_hints > MAX_HINTS)
    g_cancellable_cancel (self->wait.cancellable);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpHttpSend *self = user_data;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &self->error);
  self->is_sent = TRUE;
  dp_http_wait_wake (&self->wait);
}

/* Sending */

static void
take_message (DpHttpSend *self, SoupMessage *message)
{
  self->message = message;
  self->is_sent = FALSE;
  self->has_no_tunnel = FALSE;
  self->n_hints = 0;
  /* What was answered before says nothing of this one. */
  dp_response_clear (&self->response);
  dp_response_init (&self->response, 0);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);
  g_signal_connect (message, "got-informational", G_CALLBACK (on_got_informational), self);
  if (!dp_url_is_secure (self->url))
    return;
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
}

/**
 * dp_http_send_hang_up:
 * @self: one that waits for nothing
 *
 * Drops what was sent; what was answered stays known.  A body that was not read to its end costs the
 * connection.
 *
 * Thread: worker.
 */
void
dp_http_send_hang_up (DpHttpSend *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->body);
  g_clear_object (&self->message);
}

/**
 * dp_http_send_init:
 * @self: (out caller-allocates): one that has sent nothing yet
 * @client: the lane's client; outlives it
 * @url: where to; outlives it
 * @answers: (nullable): what the person answered; outlive it
 *
 * Thread: worker.
 */
void
dp_http_send_init (DpHttpSend *self, DpHttpClient *client, const DpUrl *url, DpAnswers *answers)
{
  *self = (DpHttpSend){ .client = client, .url = url, .answers = answers };
  dp_http_wait_init (&self->wait, client);
}

/**
 * dp_http_send_clear:
 * @self: one that waits for nothing
 *
 * Frees what it holds, not itself.  A body that was not read to its end costs the connection.
 *
 * Thread: worker.
 */
void
dp_http_send_clear (DpHttpSend *self)
{
  dp_http_send_hang_up (self);
  dp_http_wait_clear (&self->wait);
  g_clear_error (&self->error);
  g_clear_pointer (&self->question, dp_question_free);
  dp_response_clear (&self->response);
}

/* Who gets a connection that is warm needs no turn. */
static void
take_turn (DpHttpSend *self, GCancellable *cancellable)
{
  if (dp_url_is_secure (self->url) && !dp_http_client_take_warm (self->client, self->url))
    dp_http_turn_take (&self->turn, &self->wait, cancellable);
}

static void
send_and_wait (DpHttpSend *self, GCancellable *cancellable)
{
  gboolean is_late;

  take_turn (self, cancellable);
  dp_http_wait_begin (&self->wait, cancellable);
  if (dp_url_is_secure (self->url))
    dp_http_tunnel_expect (self->message, self->wait.cancellable);
  soup_session_send_async (dp_http_client_get_session (self->client), self->message,
                           G_PRIORITY_DEFAULT, self->wait.cancellable, on_sent, self);
  is_late = !dp_http_wait_until (&self->wait, &self->is_sent);
  if (is_late)
    g_cancellable_cancel (self->wait.cancellable);
  /* A cancelled send still owes its callback. */
  while (!self->is_sent)
    dp_fiber_wait (G_MAXINT64);
  dp_http_wait_end (&self->wait);
  dp_http_turn_give_back (&self->turn);

  if (!is_late)
    return;
  g_clear_object (&self->body);
  if (self->error == NULL)
    g_cancellable_set_error_if_cancelled (self->wait.cancellable, &self->error);
}

/* The message was cancelled, and that is no error of its own. */
static gboolean
take_refusal (DpHttpSend *self, GError **error)
{
  g_clear_error (&self->error);
  g_clear_object (&self->body);
  dp_http_wait_clear (&self->wait);
  dp_http_wait_init (&self->wait, self->client);
  return dp_http_tunnel_get_asked (self->message) != NULL ||
         dp_http_send_set_no_tunnel (self, NULL, error);
}

static gboolean
judge (DpHttpSend *self, GError **error)
{
  if (self->response.is_framing_broken || self->is_wrapped)
    return set_broken_framing (self, error);
  if (self->n_hints > MAX_HINTS)
    {
      dp_http_error_set_only_hints (error);
      return FALSE;
    }
  if (is_misdirected (self))
    {
      dp_http_error_set_status (error, self->response.status,
                                dp_http_message_get_phrase (self->response.status), FALSE);
      return FALSE;
    }
  self->has_no_tunnel = dp_http_tunnel_get_refusal (self->message) != 0;
  if (self->has_no_tunnel)
    return take_refusal (self, error);
  return self->error == NULL || set_cause (self, error);
}

/**
 * dp_http_send_take_message:
 * @self: one that waits for nothing
 * @message: (transfer full): what is to be said; what was sent before is dropped
 * @cancellable: (nullable): ends it at once
 * @error: return location for a #GError
 *
 * Waits for the header block of the answer, whatever its status; the body is yet to be read.  A
 * proxy that gives no tunnel before it knows who we are counts as an answer, too.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if none came, or none that can be believed
 */
gboolean
dp_http_send_take_message (DpHttpSend *self,
                           SoupMessage *message,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GError) reason = NULL;
  DpHttpNote note;
  gboolean is_believed;

  dp_http_send_hang_up (self);
  take_message (self, message);
  dp_http_note_begin (&note, self->journal, self->url);
  send_and_wait (self, cancellable);
  is_believed = judge (self, &reason);
  dp_http_note_end (&note, message, reason);

  if (!is_believed)
    g_propagate_error (error, g_steal_pointer (&reason));
  return is_believed;
}

/**
 * dp_http_send_dup_asked:
 * @self: one that was answered
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): what we are asked before there is a tunnel, or a file
 */
SoupAuth *
dp_http_send_dup_asked (DpHttpSend *self)
{
  SoupAuth *asked = dp_http_tunnel_get_asked (self->message);

  return asked != NULL ? g_object_ref (asked) : dp_http_auth_new (self->message);
}

/**
 * dp_http_send_set_no_tunnel:
 * @self: one to which a proxy gave no tunnel
 * @question: (transfer full) (nullable): what the proxy asks the person
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set
 */
gboolean
dp_http_send_set_no_tunnel (DpHttpSend *self, DpQuestion *question, GError **error)
{
  guint status = dp_http_tunnel_get_refusal (self->message);

  if (question != NULL)
    dp_http_error_take_question (error, question);
  else
    dp_http_error_set_no_tunnel (error, self->url->host, status,
                                 dp_http_message_get_phrase (status));
  return FALSE;
}
