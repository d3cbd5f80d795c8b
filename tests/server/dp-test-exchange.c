/* dp-test-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One connection of the test server: reads requests, sends whatever bytes it is told to, right or
 * wrong.  Only the connection's thread.
 */

#include "dp-test-exchange.h"

#include "dp-test-server-private.h"

#include <linux/sockios.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define MAX_HEAD_BYTES (64 * 1024)
#define SLICE_BYTES    (256 * 1024)
#define SLICES_PER_SEC 20
#define PACED_BYTES    (16 * 1024) /* a slice of what has a rate: evenly, as from afar */
#define RESET_MSEC     2000

DpTestExchange *
dp_test_exchange_new (DpTestServer *server,
                      GSocket *socket,
                      GIOStream *stream,
                      GCancellable *cancellable)
{
  DpTestExchange *x = g_new0 (DpTestExchange, 1);

  x->server = server;
  x->socket = socket;
  x->stream = stream;
  x->cancellable = cancellable;
  x->input = g_string_new (NULL);
  x->output = g_string_new (NULL);
  return x;
}

static void
clear_request (DpTestExchange *x)
{
  g_clear_pointer (&x->head, g_free);
  g_clear_pointer (&x->method, g_free);
  g_clear_pointer (&x->target, g_free);
  g_clear_pointer (&x->path, g_free);
  x->mute = FALSE;
  x->body_bytes = 0;
}

void
dp_test_exchange_free (DpTestExchange *x)
{
  clear_request (x);
  g_string_free (x->input, TRUE);
  g_string_free (x->output, TRUE);
  g_free (x);
}

/* Reading */

/* "GET /file?size=7 HTTP/1.1", or as to a proxy "GET http://host/file?size=7 HTTP/1.1". */
static gboolean
parse_request_line (DpTestExchange *x)
{
  g_autofree char *line = g_strndup (x->head, strcspn (x->head, "\r\n"));
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *target;

  if (g_strv_length (words) != 3)
    return FALSE;

  target = words[1];
  if (g_str_has_prefix (target, "http://"))
    target += 7 + strcspn (target + 7, "/");

  x->method = g_strdup (words[0]);
  x->target = g_strdup (target);
  x->path = g_strndup (target, strcspn (target, "?"));
  return TRUE;
}

static gboolean
wait_for_input (DpTestExchange *x)
{
  GPollFD ends[2] = { { 0 }, { .fd = g_socket_get_fd (x->socket), .events = G_IO_IN } };

  if (!g_cancellable_make_pollfd (x->cancellable, &ends[0]))
    return FALSE;
  g_poll (ends, G_N_ELEMENTS (ends), -1);
  g_cancellable_release_fd (x->cancellable);
  return ends[0].revents == 0;
}

/* Waits itself: glib-networking 2.74 loses an error when a TLS read is cancelled that waits. */
static gssize
read_some (DpTestExchange *x, char *buffer, gsize size)
{
  GInputStream *in = g_io_stream_get_input_stream (x->stream);

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (in), buffer,
                                                           size, NULL, &error);

      if (n >= 0 || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ||
          !wait_for_input (x))
        return n;
    }
}

gboolean
dp_test_exchange_read (DpTestExchange *x)
{
  const char *end;

  clear_request (x);
  while ((end = strstr (x->input->str, "\r\n\r\n")) == NULL)
    {
      char buffer[4096];
      gssize n = read_some (x, buffer, sizeof buffer);

      if (n <= 0 || x->input->len + n > MAX_HEAD_BYTES)
        return FALSE;
      g_string_append_len (x->input, buffer, n);
    }

  x->head = g_strndup (x->input->str, end + 4 - x->input->str);
  g_string_erase (x->input, 0, end + 4 - x->input->str);
  if (!parse_request_line (x))
    return FALSE;

  x->began_usec = g_get_monotonic_time ();
  x->rate_bytes_per_sec = dp_test_exchange_get_number (x, "rate", 0);
  x->total_rate_bytes_per_sec = dp_test_exchange_get_number (x, "total_rate", 0);
  x->nth = dp_test_server_note_request (x->server, x->target, x->path, x->head);
  return TRUE;
}

char *
dp_test_exchange_dup_header (DpTestExchange *x, const char *name)
{
  gsize length = strlen (name);

  for (const char *line = strstr (x->head, "\r\n"); line != NULL; line = strstr (line, "\r\n"))
    {
      line += 2;
      if (g_ascii_strncasecmp (line, name, length) == 0 && line[length] == ':')
        {
          line += length + 1;
          return g_strstrip (g_strndup (line, strcspn (line, "\r\n")));
        }
    }
  return NULL;
}

gboolean
dp_test_exchange_keeps_alive (DpTestExchange *x)
{
  g_autofree char *connection = dp_test_exchange_dup_header (x, "Connection");

  return strstr (x->head, " HTTP/1.1\r\n") != NULL &&
         (connection == NULL || g_ascii_strcasecmp (connection, "close") != 0);
}

static char *
decode_percent (const char *text, gsize length)
{
  GString *decoded = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
        g_ascii_isxdigit (text[i + 2]))
      {
        g_string_append_c (decoded, (char) (g_ascii_xdigit_value (text[i + 1]) * 16 +
                                            g_ascii_xdigit_value (text[i + 2])));
        i += 2;
      }
    else
      g_string_append_c (decoded, text[i]);
  return g_string_free (decoded, FALSE);
}

char *
dp_test_exchange_dup_param (DpTestExchange *x, const char *name, const char *fallback)
{
  gsize length = strlen (name);
  const char *at = x->target + strlen (x->path);

  while (*at != '\0')
    {
      gsize n = strcspn (++at, "&");

      if (n > length && strncmp (at, name, length) == 0 && at[length] == '=')
        return decode_percent (at + length + 1, n - length - 1);
      at += n;
    }
  return g_strdup (fallback);
}

guint64
dp_test_exchange_get_number (DpTestExchange *x, const char *name, guint64 fallback)
{
  g_autofree char *value = dp_test_exchange_dup_param (x, name, NULL);

  return value != NULL ? g_ascii_strtoull (value, NULL, 10) : fallback;
}

gboolean
dp_test_exchange_has_param (DpTestExchange *x, const char *name, const char *expected_value)
{
  g_autofree char *value = dp_test_exchange_dup_param (x, name, NULL);

  return g_strcmp0 (value, expected_value) == 0;
}

/* Sending */

/* The answer to a HEAD ends with its header block, however the path goes on. */
static void
mute_after_head (DpTestExchange *x)
{
  const char *end = strstr (x->output->str, "\r\n\r\n");

  if (end == NULL || g_str_has_prefix (x->output->str, "HTTP/1.1 1"))
    return;
  g_string_truncate (x->output, end + 4 - x->output->str);
  x->mute = TRUE;
}

void
dp_test_exchange_put_data (DpTestExchange *x, gconstpointer data, gsize size_bytes)
{
  if (x->mute)
    return;
  g_string_append_len (x->output, data, size_bytes);
  if (strcmp (x->method, "HEAD") == 0)
    mute_after_head (x);
}

void
dp_test_exchange_put (DpTestExchange *x, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  dp_test_exchange_put_data (x, text, strlen (text));
}

gboolean
dp_test_exchange_flush (DpTestExchange *x)
{
  GOutputStream *out = g_io_stream_get_output_stream (x->stream);
  gboolean sent =
      g_output_stream_write_all (out, x->output->str, x->output->len, NULL, x->cancellable, NULL);

  g_string_truncate (x->output, 0);
  if (sent)
    dp_test_server_note_body (x->server, x->unflushed_body_bytes);
  x->unflushed_body_bytes = 0;
  return sent;
}

static void
put_slice (DpTestExchange *x, GBytes *content, guint64 seed, guint64 offset, gsize size_bytes)
{
  gsize before = x->output->len;

  if (content != NULL)
    g_string_append_len (x->output, (const char *) g_bytes_get_data (content, NULL) + offset,
                         size_bytes);
  else
    {
      g_string_set_size (x->output, before + size_bytes);
      dp_test_body_fill (seed, offset, x->output->str + before, size_bytes);
    }
  x->body_bytes += size_bytes;
  x->unflushed_body_bytes += size_bytes;
}

static gboolean
keep_pace (DpTestExchange *x, guint64 size_bytes)
{
  guint64 due_usec;

  if (x->total_rate_bytes_per_sec > 0)
    return dp_test_exchange_pause (
        x, dp_test_server_share (x->server, x->target, size_bytes, x->total_rate_bytes_per_sec) -
               g_get_monotonic_time ());
  if (x->rate_bytes_per_sec == 0)
    return x->output->len < SLICE_BYTES || dp_test_exchange_flush (x);

  due_usec = (double) x->body_bytes * G_USEC_PER_SEC / x->rate_bytes_per_sec;
  return dp_test_exchange_pause (x, x->began_usec + due_usec - g_get_monotonic_time ());
}

gboolean
dp_test_exchange_put_body (DpTestExchange *x,
                           GBytes *content,
                           guint64 seed,
                           guint64 offset,
                           guint64 size_bytes)
{
  guint64 end = offset + size_bytes;
  guint64 slice = SLICE_BYTES;
  guint64 rate_bytes_per_sec = MAX (x->rate_bytes_per_sec, x->total_rate_bytes_per_sec);

  if (x->mute)
    return TRUE;
  if (rate_bytes_per_sec > 0)
    slice = CLAMP (rate_bytes_per_sec / SLICES_PER_SEC, 1, PACED_BYTES);

  while (offset < end)
    {
      gint64 limit = dp_test_server_wait_limit (x->server, x->target, x->path, G_MININT64);
      guint64 n = MIN (slice, end - offset);

      if (limit <= (gint64) offset)
        {
          if (!dp_test_exchange_pass_gate (x, offset))
            return FALSE;
          continue;
        }
      n = MIN (n, limit - offset);
      put_slice (x, content, seed, offset, n);
      offset += n;
      if (!keep_pace (x, n))
        return FALSE;
    }
  return TRUE;
}

/* Waiting and leaving */

/* FALSE if the client hung up or the server stops within that time.  POLLRDHUP, because under TLS
 * there may be a farewell to read before the end. */
static gboolean
stay_in_touch (DpTestExchange *x, gint64 msec)
{
  GPollFD ends[2] = { { 0 }, { .fd = g_socket_get_fd (x->socket), .events = POLLRDHUP } };
  gboolean ended;

  if (!g_cancellable_make_pollfd (x->cancellable, &ends[0]))
    return FALSE;
  ended = g_poll (ends, G_N_ELEMENTS (ends), MIN (msec, G_MAXINT)) > 0;
  g_cancellable_release_fd (x->cancellable);
  return !ended;
}

gboolean
dp_test_exchange_pause (DpTestExchange *x, gint64 usec)
{
  return dp_test_exchange_flush (x) && (usec <= 0 || stay_in_touch (x, (usec + 999) / 1000));
}

gboolean
dp_test_exchange_pass_gate (DpTestExchange *x, gint64 position)
{
  if (!dp_test_exchange_flush (x))
    return FALSE;
  while (dp_test_server_wait_limit (x->server, x->target, x->path, position) <= position)
    if (!stay_in_touch (x, 0))
      return FALSE;
  return TRUE;
}

gboolean
dp_test_exchange_stall (DpTestExchange *x)
{
  if (dp_test_exchange_flush (x))
    stay_in_touch (x, -1);
  return FALSE;
}

gboolean
dp_test_exchange_hang_up (DpTestExchange *x)
{
  if (dp_test_exchange_flush (x))
    g_socket_close (x->socket, NULL);
  return FALSE;
}

gboolean
dp_test_exchange_reset (DpTestExchange *x)
{
  struct linger now = { .l_onoff = 1, .l_linger = 0 };
  int fd = g_socket_get_fd (x->socket);
  int unsent = 0;

  if (!dp_test_exchange_flush (x))
    return FALSE;
  /* An RST overtakes what the kernel still holds. */
  for (int i = 0; i < RESET_MSEC && ioctl (fd, SIOCOUTQ, &unsent) == 0 && unsent > 0; i++)
    if (!dp_test_exchange_pause (x, 1000))
      return FALSE;
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  g_socket_close (x->socket, NULL);
  return FALSE;
}
