/* dp-http-body.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a body, counting it, and the proof that it is whole.
 *
 * The bytes come as they are stored at the server: identity was asked for and nothing is decoded.
 * An end is believed only with its proof: libsoup 3.2 reports several cut bodies as complete.
 *
 * Thread: worker.
 */

#include "dp-http-body.h"

#include <libsoup/soup.h>

#include "dp-http-end.h"
#include "dp-http-error.h"

#define LITTLE_BYTES (8 * 1024)

/**
 * dp_http_body_init:
 * @self: (out caller-allocates): a body of which nothing was read yet
 * @send: what has sent the message that is answered with it; outlives it
 *
 * Thread: worker.
 */
void
dp_http_body_init (DpHttpBody *self, DpHttpSend *send)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (send->message);

  *self = (DpHttpBody){ .send = send, .wire = dp_http_end_find_wire (send->body) };
  /* We read the chunks ourselves, where we can. */
  self->is_chunked =
      self->wire != NULL && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED;
  dp_http_collect_init (&self->collect, send->client, self->is_chunked ? self->wire : send->body,
                        self->wire);
}

/* The proof of its end */

static gboolean
set_cut (DpHttpBody *self, GError **error)
{
  dp_http_error_set_cut (error, self->received_bytes, self->send->response.content_length);
  return FALSE;
}

static gboolean
check_end (DpHttpBody *self, GError **error)
{
  guint64 content_length = self->send->response.content_length;

  if (self->is_chunked)
    return dp_http_chunks_is_at_end (&self->chunks) || set_cut (self, error);
  if (content_length != DP_SIZE_UNKNOWN)
    return self->received_bytes == content_length || set_cut (self, error);
  /* Also what libsoup makes of a header block that was cut. */
  if (self->received_bytes == 0)
    {
      dp_http_error_set_no_answer (error);
      return FALSE;
    }
  return TRUE;
}

/* Reading */

/* There are so many bytes to come, at least: it is no use to wait for more of them, or for any. */
static guint64
get_sure_bytes (DpHttpBody *self)
{
  if (self->is_chunked)
    return dp_http_chunks_get_sure_bytes (&self->chunks);
  /* If nobody knows how many, then the connection ends behind them, and that is told. */
  return self->send->response.content_length - self->received_bytes;
}

static gssize
read_nonblocking (DpHttpBody *self, GInputStream *stream, void *buffer, gsize size, GError **error)
{
  return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, size,
                                                   self->send->wait.cancellable, error);
}

/* Of chunks only what is data; they may be ends of lines alone, and then there is nothing yet. */
static gssize
read_chunks (DpHttpBody *self, char *buffer, gsize size, GError **error)
{
  gsize n_data_bytes;
  gssize n;

  do
    {
      if (dp_http_chunks_is_at_end (&self->chunks))
        return 0;
      n = read_nonblocking (self, self->wire, buffer, size, error);
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
set_cause (DpHttpBody *self, GError *cause, GError **error)
{
  if (cause->domain == DP_HTTP_ERROR)
    g_propagate_error (error, cause);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      dp_http_error_set_timeout (error, dp_http_client_get_timeout_sec (self->send->client));
      g_error_free (cause);
    }
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      set_cut (self, error);
      g_error_free (cause);
    }
  else
    dp_http_error_take_cause (error, cause, self->send->url->host);
  return -1;
}

/* All that was said is here: whether the connection is closed now, and how, is not our concern. */
static gssize
read_behind_end (DpHttpBody *self, void *buffer)
{
  GPollableInputStream *body = G_POLLABLE_INPUT_STREAM (self->send->body);

  if (self->wire != NULL && dp_http_end_has_more (self->wire))
    return 1;
  return g_pollable_input_stream_read_nonblocking (body, buffer, 1, NULL, NULL) > 0;
}

/* Only if nothing lies behind it may the connection serve another answer. */
static gboolean
meet_end (DpHttpBody *self)
{
  return !dp_http_chunks_is_followed (&self->chunks) && !dp_http_end_has_more (self->wire) &&
         dp_http_end_tell (self->send->body, self->wire);
}

/* What came with the headers is little; with what is here behind it it makes one write of two.  An
 * end or an error is met again by the next read, if the server said how much there is. */
static gssize
read_more (DpHttpBody *self, char *buffer, gsize size, gssize n)
{
  GPollableInputStream *body = G_POLLABLE_INPUT_STREAM (self->send->body);
  guint64 content_length = self->send->response.content_length;
  gssize more;

  if (n <= 0 || n >= LITTLE_BYTES || self->is_bare || (gsize) n == size ||
      content_length == DP_SIZE_UNKNOWN || content_length - self->received_bytes <= (guint64) n)
    return n;
  more = g_pollable_input_stream_read_nonblocking (body, buffer + n, size - (gsize) n, NULL, NULL);
  return n + MAX (more, 0);
}

/* What there is, as far as the limit lets it pass.  Cancelled, that is nothing, and the read says
 * so. */
static gssize
read_now (DpHttpBody *self, void *buffer, gsize size, GError **error)
{
  gsize passing = dp_http_limit_take (self->limit, &self->send->wait, size);
  gssize n;

  dp_http_wait_is_cancelled (&self->send->wait);
  n = self->is_chunked ? read_chunks (self, buffer, passing, error)
                       : read_nonblocking (self, self->send->body, buffer, passing, error);
  n = read_more (self, buffer, passing, n);
  dp_http_limit_give_back (self->limit, passing - (gsize) MAX (n, 0));
  return n;
}

/* Nothing was read, if not for a grave cause. */
static gboolean
may_wait (DpHttpBody *self, const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) &&
         !self->send->wait.is_timed_out;
}

static gssize
read_or_wait (DpHttpBody *self, void *buffer, gsize size, GError **error)
{
  DpHttpWait *wait = &self->send->wait;
  guint64 most_bytes = get_sure_bytes (self);
  gboolean is_empty = self->is_bare && most_bytes > 0;

  while (TRUE)
    {
      g_autoptr (GError) cause = NULL;
      gssize n;

      if (is_empty)
        {
          dp_http_collect_wait (&self->collect, wait, most_bytes);
          /* Who sends nothing for that long is slow: then every byte counts. */
          most_bytes = 1;
        }
      n = read_now (self, buffer, size, &cause);
      if (n >= 0)
        return n;
      if (!may_wait (self, cause))
        return set_cause (self, g_steal_pointer (&cause), error);
      is_empty = TRUE;
      self->is_bare = dp_http_collect_is_direct (&self->collect);
    }
}

/**
 * dp_http_body_read:
 * @self: a body
 * @buffer: (out caller-allocates): room for bytes
 * @size: how much room, at least 1
 * @cancellable: (nullable): ends it at once
 * @error: return location for a #GError
 *
 * Waits for the next bytes.  The end is reported only when it is the end: with fewer or more bytes
 * than the server said, without the last chunk, or without TLS's close_notify it is an error.
 *
 * Thread: worker.
 *
 * Returns: how many bytes there are now, 0 at the proven end, -1 with @error set
 */
gssize
dp_http_body_read (DpHttpBody *self,
                   void *buffer,
                   gsize size,
                   GCancellable *cancellable,
                   GError **error)
{
  guint64 content_length = self->send->response.content_length;
  gssize n;

  dp_http_wait_begin (&self->send->wait, cancellable);
  if (self->received_bytes == content_length)
    n = read_behind_end (self, buffer);
  else
    n = read_or_wait (self, buffer, size, error);
  dp_http_wait_end (&self->send->wait);

  if (n == 0)
    {
      if (!check_end (self, error))
        return -1;
      self->is_met = !self->is_chunked || meet_end (self);
      return 0;
    }
  if (n < 0)
    return -1;
  /* DP_SIZE_UNKNOWN is more than any. */
  if ((guint64) n > content_length - self->received_bytes)
    {
      dp_http_error_set_too_much (error);
      return -1;
    }
  self->received_bytes += (guint64) n;
  return n;
}

/**
 * dp_http_body_end:
 * @self: a body, or all zeros
 *
 * Nothing will be read of it any more; the connection may be closed, or serve another one.
 *
 * Thread: worker.
 */
void
dp_http_body_end (DpHttpBody *self)
{
  dp_http_collect_end (&self->collect);
}

/**
 * dp_http_body_is_length_proven:
 * @self: a body that was read to its end
 *
 * Thread: worker.
 *
 * Returns: %FALSE if the server gave no way to tell a whole body from a cut one (RFC 9112 section
 *   6.3, the last case)
 */
gboolean
dp_http_body_is_length_proven (DpHttpBody *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->send->message);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_EOF ||
         self->send->response.content_length != DP_SIZE_UNKNOWN;
}
