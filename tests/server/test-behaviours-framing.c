/* test-behaviours-framing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies whose end is told otherwise than by one right Content-Length: chunked, encoded, until the
 * connection closes, contradictory, never.  A connection's thread.
 */

#include "test-behaviours.h"

#include <string.h>

#define CHUNK_BYTES       8192
#define ENDLESS_MAX_BYTES (256 * 1024 * 1024) /* so that a test which reads on ends nevertheless */
#define GZIP_MAX_BYTES    (64 * 1024 * 1024)  /* it is made in memory */

static guint64
get_seed (DpTestExchange *x)
{
  return dp_test_exchange_get_number (x, "seed", DP_TEST_BODY_SEED);
}

static guint64
get_size_bytes (DpTestExchange *x)
{
  return dp_test_exchange_get_number (x, "size", DP_TEST_BODY_SIZE_BYTES);
}

static guint64
get_after_bytes (DpTestExchange *x)
{
  guint64 size_bytes = get_size_bytes (x);

  return MIN (dp_test_exchange_get_number (x, "after", size_bytes / 2), size_bytes);
}

static gboolean
put_bytes (DpTestExchange *x, guint64 offset, guint64 size_bytes)
{
  return dp_test_exchange_put_body (x, NULL, get_seed (x), offset, size_bytes);
}

static void
put_head (DpTestExchange *x, const char *more_headers)
{
  dp_test_put_status (x, 200);
  dp_test_exchange_put (x, "Content-Type: application/octet-stream\r\n%s\r\n", more_headers);
}

/* Chunked */

/* The chunks from start to end, with the end of the last one, but without the final chunk. */
static gboolean
put_chunks (DpTestExchange *x, guint64 start, guint64 end)
{
  guint64 chunk = MAX (dp_test_exchange_get_number (x, "chunk", CHUNK_BYTES), 1);
  const char *extension =
      dp_test_exchange_has_param (x, "extensions", "1") ? ";name=value;q=\"a\\\";b\"" : "";

  for (guint64 n; start < end; start += n)
    {
      n = MIN (chunk, end - start);
      dp_test_exchange_put (x, "%" G_GINT64_MODIFIER "x%s\r\n", n, extension);
      if (!put_bytes (x, start, n))
        return FALSE;
      dp_test_exchange_put (x, "\r\n");
    }
  return TRUE;
}

static gboolean
answer_chunked (DpTestExchange *x)
{
  gboolean trailers = dp_test_exchange_has_param (x, "trailers", "1");
  g_autofree char *behind = dp_test_exchange_dup_param (x, "behind", "");

  put_head (x, trailers ? "Transfer-Encoding: chunked\r\nTrailer: X-First, X-Second\r\n"
                        : "Transfer-Encoding: chunked\r\n");
  if (!put_chunks (x, 0, get_size_bytes (x)))
    return FALSE;
  dp_test_exchange_put (x, "0\r\n%s\r\n%s", trailers ? "X-First: 1\r\nX-Second: 2\r\n" : "",
                        behind);
  return TRUE;
}

static gboolean
answer_chunked_cut (DpTestExchange *x)
{
  g_autofree char *at = dp_test_exchange_dup_param (x, "at", "boundary");
  guint64 after_bytes = get_after_bytes (x);

  put_head (x, "Transfer-Encoding: chunked\r\n");
  if (strcmp (at, "boundary") == 0)
    return put_chunks (x, 0, after_bytes) && dp_test_exchange_hang_up (x);
  if (strcmp (at, "final") == 0)
    {
      if (!put_chunks (x, 0, get_size_bytes (x)))
        return FALSE;
      dp_test_exchange_put (x, "0\r\n");
      return dp_test_exchange_hang_up (x);
    }

  /* One chunk: "inside" promises more than comes, "before-crlf" does not. */
  dp_test_exchange_put (x, "%" G_GINT64_MODIFIER "x\r\n",
                        strcmp (at, "inside") == 0 ? get_size_bytes (x) : after_bytes);
  return put_bytes (x, 0, after_bytes) && dp_test_exchange_hang_up (x);
}

static gboolean
answer_chunked_bad_size (DpTestExchange *x)
{
  g_autofree char *value = dp_test_exchange_dup_param (x, "value", "zz");
  guint64 after_bytes = get_after_bytes (x);
  guint64 rest_bytes = get_size_bytes (x) - after_bytes;

  put_head (x, "Transfer-Encoding: chunked\r\n");
  if (!put_chunks (x, 0, after_bytes))
    return FALSE;
  dp_test_exchange_put (x, "%s\r\n", value);
  if (!put_bytes (x, after_bytes, rest_bytes))
    return FALSE;
  dp_test_exchange_put (x, "\r\n0\r\n\r\n");
  return TRUE;
}

/* Encoded */

static GBytes *
pack (GBytes *plain, const char *format)
{
  GZlibCompressorFormat zlib_format = strcmp (format, "zlib") == 0  ? G_ZLIB_COMPRESSOR_FORMAT_ZLIB
                                      : strcmp (format, "raw") == 0 ? G_ZLIB_COMPRESSOR_FORMAT_RAW
                                                                    : G_ZLIB_COMPRESSOR_FORMAT_GZIP;
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (zlib_format, -1);
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  gsize size_bytes;
  const void *data = g_bytes_get_data (plain, &size_bytes);

  g_output_stream_write_all (out, data, size_bytes, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
compress (DpTestExchange *x)
{
  gsize size_bytes = MIN (get_size_bytes (x), GZIP_MAX_BYTES);
  char *data = g_malloc0 (size_bytes);
  g_autoptr (GBytes) plain = g_bytes_new_take (data, size_bytes);
  g_autofree char *format = dp_test_exchange_dup_param (x, "format", "gzip");
  g_autoptr (GBytes) packed = NULL;

  if (!dp_test_exchange_has_param (x, "zeros", "1"))
    dp_test_body_fill (get_seed (x), 0, data, size_bytes);
  packed = pack (plain, format);
  return strcmp (format, "twice") == 0 ? pack (packed, format) : g_steal_pointer (&packed);
}

static gboolean
answer_gzip (DpTestExchange *x)
{
  g_autoptr (GBytes) good = compress (x);
  g_autofree char *encoding = dp_test_exchange_dup_param (x, "encoding", "gzip");
  g_autofree char *behind = dp_test_exchange_dup_param (x, "behind", "");
  gsize size_bytes = g_bytes_get_size (good);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), size_bytes);
  g_autoptr (GBytes) sent = NULL;

  /* The last eight bytes are the checksum and the length. */
  if (dp_test_exchange_has_param (x, "bad", "checksum"))
    data[size_bytes - 8] ^= 1;
  if (dp_test_exchange_has_param (x, "bad", "length"))
    data[size_bytes - 1] ^= 1;
  if (dp_test_exchange_has_param (x, "bad", "bytes"))
    data[size_bytes / 2] ^= 1;
  if (dp_test_exchange_has_param (x, "bad", "end"))
    size_bytes -= 8;
  if (dp_test_exchange_has_param (x, "bad", "middle"))
    size_bytes /= 2;
  sent = g_bytes_new_take (g_steal_pointer (&data), size_bytes);

  dp_test_put_status (x, 200);
  dp_test_exchange_put (x,
                        "Content-Type: application/octet-stream\r\nContent-Encoding: %s\r\n"
                        "ETag: \"gzip\"\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                        encoding, size_bytes + strlen (behind));
  if (!dp_test_exchange_put_body (x, sent, 0, 0, size_bytes))
    return FALSE;
  dp_test_exchange_put (x, "%s", behind);
  return TRUE;
}

/* Until the end of the connection */

static gboolean
answer_no_length (DpTestExchange *x)
{
  dp_test_exchange_put (x, "HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n");
  put_bytes (x, 0, get_size_bytes (x));
  return FALSE;
}

static gboolean
answer_tls_cut (DpTestExchange *x)
{
  put_head (x, "Connection: close\r\n");
  if (!put_bytes (x, 0, get_after_bytes (x)))
    return FALSE;
  return !dp_test_exchange_has_param (x, "notify", "1") && dp_test_exchange_hang_up (x);
}

/* Wrong lengths */

static gboolean
answer_long (DpTestExchange *x)
{
  g_autofree char *length =
      g_strdup_printf ("Content-Length: %" G_GUINT64_FORMAT "\r\n%s", get_size_bytes (x),
                       dp_test_exchange_has_param (x, "close", "1") ? "Connection: close\r\n" : "");

  put_head (x, length);
  return put_bytes (x, 0, get_size_bytes (x) + dp_test_exchange_get_number (x, "extra", 1000)) &&
         !dp_test_exchange_has_param (x, "close", "1");
}

static gboolean
answer_two_lengths (DpTestExchange *x)
{
  guint64 size_bytes = get_size_bytes (x);
  g_autofree char *lengths = g_strdup_printf (
      "Content-Length: %" G_GUINT64_FORMAT "\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n",
      size_bytes, dp_test_exchange_get_number (x, "second", size_bytes / 2));

  put_head (x, lengths);
  return put_bytes (x, 0, size_bytes);
}

static gboolean
answer_negative_length (DpTestExchange *x)
{
  g_autofree char *value = dp_test_exchange_dup_param (x, "value", "-5");
  g_autofree char *length = g_strdup_printf ("Content-Length: %s\r\n", value);

  put_head (x, length);
  put_bytes (x, 0, get_size_bytes (x));
  return FALSE;
}

static gboolean
answer_keepalive_junk (DpTestExchange *x)
{
  g_autofree char *junk = dp_test_exchange_dup_param (x, "value", "junk junk junk\r\n");

  if (!dp_test_send_file (x))
    return FALSE;
  dp_test_exchange_put_data (x, junk, strlen (junk));
  return TRUE;
}

/* Without end */

static gboolean
answer_stall_headers (DpTestExchange *x)
{
  dp_test_put_status (x, 200);
  return dp_test_exchange_stall (x);
}

static gboolean
answer_drip_headers (DpTestExchange *x)
{
  gint64 usec = dp_test_exchange_get_number (x, "msec", 100) * G_TIME_SPAN_MILLISECOND;

  dp_test_put_status (x, 200);
  dp_test_exchange_put (x, "X-Drip: ");
  while (dp_test_exchange_pause (x, usec))
    dp_test_exchange_put (x, "a");
  return FALSE;
}

static gboolean
answer_endless_headers (DpTestExchange *x)
{
  g_autofree char *value = g_strnfill (1000, 'a');

  dp_test_put_status (x, 200);
  for (guint64 n = 0; n < ENDLESS_MAX_BYTES / 1000; n++)
    {
      dp_test_exchange_put (x, "X-Endless-%" G_GUINT64_FORMAT ": %s\r\n", n, value);
      if (n % 64 == 0 && !dp_test_exchange_flush (x))
        return FALSE;
    }
  return FALSE;
}

static gboolean
send_endless_body (DpTestExchange *x, guint status, const char *more_headers)
{
  dp_test_put_status (x, status);
  dp_test_exchange_put (x, "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n%s\r\n",
                        more_headers);
  return put_chunks (x, 0, ENDLESS_MAX_BYTES) && FALSE;
}

static gboolean
answer_redirect_endless_body (DpTestExchange *x)
{
  return send_endless_body (x, 302, "Location: /file\r\n");
}

static gboolean
answer_error_endless_body (DpTestExchange *x)
{
  return send_endless_body (x, dp_test_exchange_get_number (x, "status", 404), "");
}

const DpTestBehaviour dp_test_framing_behaviours[] = {
  { "/chunked", answer_chunked,
    "good; size=100000 seed=1 rate=0 chunk=8192 trailers=0 "
    "extensions=0; the others here take the first three, too" },
  { "/chunked-cut", answer_chunked_cut,
    "FIN at=boundary|inside|before-crlf of a chunk after=size/2, or at=final" },
  { "/chunked-bad-size", answer_chunked_bad_size, "after=size/2 the chunk size value=zz" },
  { "/gzip", answer_gzip,
    "Content-Encoding: gzip, good, or bad=checksum|length|bytes|end|middle; "
    "format=gzip|zlib|raw|twice zeros=0 behind=" },
  { "/no-length", answer_no_length, "HTTP/1.0, until the connection closes" },
  { "/tls-cut", answer_tls_cut,
    "no length; TCP ends after=size/2 without (notify=0) or with TLS's farewell" },
  { "/long", answer_long, "extra=1000 bytes more than Content-Length; close=0" },
  { "/two-lengths", answer_two_lengths, "Content-Length twice; second=size/2" },
  { "/negative-length", answer_negative_length, "Content-Length: value=-5, then size bytes" },
  { "/keepalive-junk", answer_keepalive_junk, "a good file with value=junk behind it" },
  { "/stall-headers", answer_stall_headers, "two header lines, then silence" },
  { "/drip-headers", answer_drip_headers, "a byte of a header each msec=100, for ever" },
  { "/endless-headers", answer_endless_headers, "256 MiB of headers" },
  { "/redirect-endless-body", answer_redirect_endless_body, "302 to /file with 256 MiB of body" },
  { "/error-endless-body", answer_error_endless_body, "status=404 with 256 MiB of body" },
  { NULL },
};
