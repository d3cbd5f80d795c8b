/* test-server-paths.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proves that the server misbehaves at each path as it says.  The main thread asks.
 */

#include "test-ask.h"

#include <string.h>

/* Paths */

#define ANY_BODY G_MAXSIZE

static const struct
{
  const char *path;
  const char *headers;
  guint status;
  const char *header; /* in the answer, or NULL */
  guint64 offset;     /* of the body's first byte in the file of seed 1 */
  gsize body_bytes;   /* ANY_BODY: neither length nor bytes are looked at */
} rows[] = {
  { "/file", "", 200, "Content-Length: 100000\r\n", 0, 100000 },
  { "/file?size=3", "", 200, "Content-Length: 3\r\n", 0, 3 },
  { "/file/deep/name.png?size=3", "", 200, "Content-Type: image/png\r\n", 0, 3 },
  { "/file?name=a%20b", "", 200, "filename=\"a b\"\r\n", 0, 100000 },
  { "/file", "Range: bytes=5-9\r\n", 206, "Content-Range: bytes 5-9/100000\r\n", 5, 5 },
  { "/file", "Range: bytes=99990-\r\n", 206, "bytes 99990-99999/100000\r\n", 99990, 10 },
  { "/file", "Range: bytes=-7\r\n", 206, "bytes 99993-99999/100000\r\n", 99993, 7 },
  { "/file", "Range: bytes=99990-200000\r\n", 206, "bytes 99990-99999/100000\r\n", 99990, 10 },
  { "/file", "Range: bytes=100000-\r\n", 416, "Content-Range: bytes */100000\r\n", 0, 0 },
  { "/file?size=0", "Range: bytes=0-5\r\n", 416, "bytes */0\r\n", 0, 0 },
  { "/file", "Range: bytes=5-\r\nIf-Range: \"1-186a0\"\r\n", 206, "bytes 5-", 5, 99995 },
  { "/file", "Range: bytes=5-\r\nIf-Range: \"other\"\r\n", 200, NULL, 0, 100000 },
  { "/file?etag=weak", "Range: bytes=5-\r\nIf-Range: W/\"1-186a0\"\r\n", 200, "ETag: W/", 0,
    100000 },
  { "/file", "Range: bytes=5-\r\nIf-Range: Wed, 01 Jan 2025 00:01:00 GMT\r\n", 206, NULL, 5,
    99995 },
  { "/range-ignored", "Range: bytes=5-\r\n", 200, NULL, 0, 100000 },
  { "/range-wrong-start", "Range: bytes=5-9\r\n", 206, "bytes 6-9/100000", 6, 4 },
  { "/range-wrong-total", "Range: bytes=5-9\r\n", 206, "bytes 5-9/100001", 5, 5 },
  { "/range-as-whole", "Range: bytes=5-\r\n", 200, "bytes 5-99999/100000", 5, 99995 },
  { "/range-as-whole?told=no", "Range: bytes=5-\r\n", 200, NULL, 5, 99995 },
  { "/range-capped?max=100", "Range: bytes=5-\r\n", 206, "bytes 5-104/100000", 5, 100 },
  { "/206-unasked", "", 206, "bytes 0-99999/100000", 0, 100000 },
  { "/cut?after=1234", "", 200, "Content-Length: 100000\r\n", 0, 1234 },
  { "/cut?close=1", "Range: bytes=9-\r\n", 206, "Connection: close\r\n", 9, 50000 },
  { "/long?extra=7", "", 200, "Content-Length: 100000\r\n", 0, 100007 },
  { "/no-length", "", 200, "HTTP/1.0", 0, 100000 },
  { "/two-lengths", "", 200, "Content-Length: 100000\r\nContent-Length: 50000\r\n", 0, 100000 },
  { "/negative-length", "", 200, "Content-Length: -5\r\n", 0, 100000 },
  { "/tls-cut?after=10", "", 200, NULL, 0, 10 },
  { "/empty", "", 200, "Content-Length: 0\r\n", 0, 0 },
  { "/204", "", 204, NULL, 0, 0 },
  { "/refuse", "", 0, NULL, 0, 0 },
  { "/nowhere", "", 404, "text/html", 0, ANY_BODY },
  { "/files", "", 404, NULL, 0, ANY_BODY },
  { "/status/503?retry_after=2", "", 503, "Retry-After: 2\r\n", 0, ANY_BODY },
  { "/html", "", 200, "text/html", 0, ANY_BODY },
  { "/redirect?to=/a%3Fb%3Dc&status=307", "", 307, "Location: /a?b=c\r\n", 0, ANY_BODY },
  { "/redirect-loop", "", 302, "Location: /redirect-loop\r\n", 0, ANY_BODY },
  { "/redirect-chain?n=1&to=/x", "", 302, "Location: /x\r\n", 0, ANY_BODY },
  { "/redirect-scheme", "", 302, "Location: ftp://", 0, ANY_BODY },
  { "/digest-domain", "", 401, "domain=\"http:foo\"\r\n", 0, ANY_BODY },
  { "/auth-digest", "", 401, "Digest realm", 0, ANY_BODY },
  { "/auth-digest", "Authorization: Digest response=\"no\"\r\n", 401, "Digest realm", 0, ANY_BODY },
  { "/auth-basic", "", 401, "Basic realm", 0, ANY_BODY },
  { "/auth-basic", "Authorization: Basic dXNlcjpzZWNyZXQ=\r\n", 200, NULL, 0, 100000 },
  { "/disposition?value=inline;%20filename=%22%E9%22", "", 200, "filename=\"\xe9\"\r\n", 0,
    100000 },
  { "/continue-100", "", 100, "HTTP/1.1 200 OK\r\n", 0, ANY_BODY },
  { "/early-hints-103", "", 103, "HTTP/1.1 200 OK\r\n", 0, ANY_BODY },
  { "/echo-headers", "X-Mine: 5\r\n", 200, "\r\n\r\nGET /echo-headers HTTP/1.1\r\n", 0, ANY_BODY },
  { "/gzip", "", 200, "Content-Encoding: gzip\r\n", 0, ANY_BODY },
  { "/gzip?bad=end", "", 200, "Content-Encoding: gzip\r\n", 0, ANY_BODY },
  { "/chunked?trailers=1", "", 200, "0\r\nX-First: 1\r\nX-Second: 2\r\n\r\n", 0, ANY_BODY },
  { "/chunked?extensions=1&size=5", "", 200, "\r\n5;name=", 0, ANY_BODY },
  { "/chunked-bad-size?size=8", "", 200, "\r\nzz\r\n", 0, ANY_BODY },
};

static void
test_paths (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DpTestAnswered) answer = dp_test_ask (server, rows[i].path, rows[i].headers);

      g_test_message ("%s %s", rows[i].path, rows[i].headers);
      g_assert_no_error (answer.error);
      g_assert_cmpuint (answer.status, ==, rows[i].status);
      if (rows[i].header != NULL)
        g_assert_true (dp_test_contains (&answer, rows[i].header));
      if (rows[i].body_bytes == ANY_BODY)
        continue;
      g_assert_cmpuint (answer.body_bytes, ==, rows[i].body_bytes);
      g_assert_true (dp_test_body_check (1, rows[i].offset, answer.body, answer.body_bytes));
    }
}

static void
test_chunked_cut (void)
{
  static const struct
  {
    const char *path;
    const char *end;
  } cuts[] = {
    { "/chunked-cut?at=boundary&size=10&after=5", "\r\n\r\n5\r\n#####\r\n" },
    { "/chunked-cut?at=inside&size=10&after=5", "\r\n\r\na\r\n#####" },
    { "/chunked-cut?at=before-crlf&size=10&after=5", "\r\n\r\n5\r\n#####" },
    { "/chunked-cut?at=final&size=5", "\r\n\r\n5\r\n#####\r\n0\r\n" },
  };
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);

  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_auto (DpTestAnswered) answer = dp_test_ask (server, cuts[i].path, "");
      gsize length = strlen (cuts[i].end);
      g_autofree char *end = g_strdup (cuts[i].end);

      dp_test_body_fill (1, 0, strchr (end, '#'), 5);
      g_assert_no_error (answer.error);
      g_assert_cmpmem (answer.text + answer.length - length, length, end, length);
    }
}

static void
test_reset (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_auto (DpTestAnswered) answer = dp_test_ask (server, "/reset?after=70000", "");

  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_cmpuint (answer.body_bytes, ==, 70000);
}

static void
test_head_is_muted (void)
{
  static const char *const paths[] = { "/file", "/chunked", "/html", "/error-endless-body" };
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GSocketConnection) connection = dp_test_dial (server);
      g_auto (DpTestAnswered) answer = { 0 };
      g_autofree char *request =
          g_strdup_printf ("HEAD %s HTTP/1.1\r\nConnection: close\r\n\r\n", paths[i]);

      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                 strlen (request), NULL, NULL, NULL);
      answer = dp_test_hear (G_IO_STREAM (connection));
      g_assert_cmpuint (answer.status, !=, 0);
      g_assert_nonnull (answer.body);
      g_assert_cmpuint (answer.body_bytes, ==, 0);
    }
}

static void
test_first_times (void)
{
  static const guint expected_status[] = { 503, 503, 200 };
  static const gsize expected_bytes[] = { 10, 10, 100000 };
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 3; i++)
        {
          g_auto (DpTestAnswered) busy = dp_test_ask (server, "/busy?times=2", "");
          g_auto (DpTestAnswered) flaky = dp_test_ask (server, "/flaky?times=2&after=10", "");

          g_assert_cmpuint (busy.status, ==, expected_status[i]);
          g_assert_cmpuint (flaky.body_bytes, ==, expected_bytes[i]);
        }
      dp_test_server_forget (server);
    }
}

static void
test_versions (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_auto (DpTestAnswered) first = dp_test_ask (server, "/changed-after-first", "");
  g_auto (DpTestAnswered) second = dp_test_ask (server, "/changed-after-first", "");
  g_auto (DpTestAnswered) other =
      dp_test_ask (server, "/range-other-bytes", "Range: bytes=50-\r\n");
  g_auto (DpTestAnswered) rotating_1 = dp_test_ask (server, "/etag-rotates", "");
  g_auto (DpTestAnswered) rotating_2 = dp_test_ask (server, "/etag-rotates", "");

  g_assert_true (dp_test_body_check (1, 0, first.body, 100000));
  g_assert_true (dp_test_body_check (2, 0, second.body, 100000));
  g_assert_true (dp_test_body_check (2, 50, other.body, 99950));
  g_assert_true (dp_test_contains (&first, "ETag: \"1-186a0\"\r\n"));
  g_assert_true (dp_test_contains (&second, "ETag: \"2-186a0\"\r\n"));
  g_assert_true (dp_test_contains (&rotating_1, "ETag: \"rotating-1\"\r\n"));
  g_assert_true (dp_test_contains (&rotating_2, "ETag: \"rotating-2\"\r\n"));
}

static void
test_rate (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  gint64 began_usec = g_get_monotonic_time ();
  g_auto (DpTestAnswered) answer = dp_test_ask (server, "/file?size=50000&rate=100000", "");

  g_assert_cmpuint (answer.body_bytes, ==, 50000);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, >=, 450 * G_TIME_SPAN_MILLISECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/paths", test_paths);
  g_test_add_func ("/server/chunked-cut", test_chunked_cut);
  g_test_add_func ("/server/reset", test_reset);
  g_test_add_func ("/server/head-is-muted", test_head_is_muted);
  g_test_add_func ("/server/first-times", test_first_times);
  g_test_add_func ("/server/versions", test_versions);
  g_test_add_func ("/server/rate", test_rate);
  return g_test_run ();
}
