/* test-server-selftest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proves what the other tests lean on: bodies, counts, gates, rates, TLS, stopping in time.  The
 * main thread asks.
 */

#include "test-ask.h"
#include "test-demo.h"

#include <glib/gstdio.h>
#include <string.h>

/* The body */

static void
test_body (void)
{
  guint8 whole[1000];
  guint8 part[1000];

  dp_test_body_fill (7, 0, whole, sizeof whole);
  for (guint start = 0; start < 40; start++)
    for (guint n = 0; n < 40; n++)
      {
        dp_test_body_fill (7, start, part, n);
        g_assert_cmpmem (part, n, whole + start, n);
      }
  g_assert_true (dp_test_body_check (7, 3, whole + 3, 900));
  g_assert_false (dp_test_body_check (8, 3, whole + 3, 900));
  whole[900] ^= 1;
  g_assert_false (dp_test_body_check (7, 0, whole, sizeof whole));
}

static void
test_body_file (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "dp-selftest-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  g_autofree guint8 *data = g_malloc (200000);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  dp_test_body_fill (5, 0, data, 200000);
  g_assert_true (g_file_set_contents (path, (char *) data, 200000, NULL));
  g_assert_true (dp_test_body_check_file (path, 5, 200000, &error));
  g_assert_no_error (error);
  g_assert_false (dp_test_body_check_file (path, 5, 200001, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);

  data[131072] ^= 1;
  g_assert_true (g_file_set_contents (path, (char *) data, 200000, NULL));
  g_assert_false (dp_test_body_check_file (path, 5, 200000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "131072"));
  g_unlink (path);
}

/* What tests see and steer */

static void
test_counts (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_autofree char *request = NULL;

  g_assert_null (dp_test_server_dup_request (server, "/file"));
  g_assert_false (dp_test_server_wait_requests (server, "/file", 1, 10));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file?size=%u", i / 2);
      g_auto (DpTestAnswered) answer = dp_test_ask (server, path, "X-Mine: yes\r\n");
    }

  g_assert_cmpuint (dp_test_server_get_n_connections (server), ==, 3);
  g_assert_cmpuint (dp_test_server_get_n_requests (server, NULL), ==, 3);
  g_assert_cmpuint (dp_test_server_get_n_requests (server, "/file"), ==, 3);
  g_assert_cmpuint (dp_test_server_get_n_requests (server, "/file?size=0"), ==, 2);
  g_assert_cmpuint (dp_test_server_get_n_requests (server, "/fil"), ==, 0);
  g_assert_true (dp_test_server_wait_requests (server, "/file", 3, 0));
  g_assert_cmpuint (dp_test_server_get_body_bytes (server), ==, 1);

  request = dp_test_server_dup_request (server, "/file?size=1");
  g_assert_cmpstr (request, ==,
                   "GET /file?size=1 HTTP/1.1\r\nHost: test\r\nX-Mine: yes\r\n"
                   "Connection: close\r\n\r\n");
}

static void
test_hold (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_autoptr (GSocketConnection) connection = dp_test_dial (server);
  g_auto (DpTestAnswered) answer = { 0 };

  dp_test_server_hold (server, "/file");
  dp_test_say (G_IO_STREAM (connection), "/file?size=9", "Connection: close\r\n");
  g_assert_true (dp_test_server_wait_requests (server, "/file", 1, TIMEOUT_MSEC));
  g_assert_false (dp_test_hears_within (connection, 100));

  dp_test_server_release (server, "/file");
  answer = dp_test_hear (G_IO_STREAM (connection));
  g_assert_cmpuint (answer.body_bytes, ==, 9);
}

static void
test_hold_at (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_autoptr (GSocketConnection) connection = dp_test_dial (server);
  g_autofree guint8 *body = g_malloc (600000);

  dp_test_server_hold_at (server, "/file", 300001);
  dp_test_say (G_IO_STREAM (connection), "/file?size=600000", "");
  dp_test_hear_head (G_IO_STREAM (connection));
  dp_test_hear_exactly (G_IO_STREAM (connection), body, 300001);
  g_assert_false (dp_test_hears_within (connection, 100));

  dp_test_server_release (server, "/file");
  dp_test_hear_exactly (G_IO_STREAM (connection), body + 300001, 299999);
  g_assert_true (dp_test_body_check (1, 0, body, 600000));
}

static void
test_held_client_leaves (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  static const char *const paths[] = { "/file", "/stall", "/stall-headers", "/drip" };
  gint64 end_usec = g_get_monotonic_time () + TIMEOUT_MSEC * G_TIME_SPAN_MILLISECOND;

  dp_test_server_hold (server, "/file");
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GSocketConnection) connection = dp_test_dial (server);

      dp_test_say (G_IO_STREAM (connection), paths[i], "");
      g_assert_true (dp_test_server_wait_requests (server, paths[i], 1, TIMEOUT_MSEC));
    }
  while (dp_test_server_get_n_open_connections (server) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_usec);
      g_usleep (1000);
    }
}

/* Life */

static void
test_stop_with_many (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  static const char *const paths[] = { "/stall",      "/stall-headers",   "/drip-headers",
                                       "/slow",       "/endless-headers", "/file?size=99999999999",
                                       "/file?size=9" };
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 began_usec;

  dp_test_server_hold (server, "/file?size=9");
  for (guint i = 0; i < 100; i++)
    {
      GSocketConnection *connection = dp_test_dial (server);

      g_ptr_array_add (connections, connection);
      dp_test_say (G_IO_STREAM (connection), paths[i % G_N_ELEMENTS (paths)], "");
    }
  g_assert_true (dp_test_server_wait_requests (server, NULL, 100, TIMEOUT_MSEC));
  g_assert_cmpuint (dp_test_server_get_n_open_connections (server), ==, 100);
  g_assert_cmpuint (dp_test_server_get_max_open_connections (server), ==, 100);

  began_usec = g_get_monotonic_time ();
  dp_test_server_stop (server);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <, 10 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (dp_test_server_get_n_open_connections (server), ==, 0);
}

static void
test_comes_back (void)
{
  g_autoptr (DpTestServer) first = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_autoptr (DpTestServer) second = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (DpTestAnswered) before = dp_test_ask (first, "/file", "");
  g_auto (DpTestAnswered) after = { 0 };

  dp_test_server_stop (first);
  second =
      dp_test_server_new_on_port (DP_TEST_SERVER_PLAIN, dp_test_server_get_port (first), &error);
  g_assert_no_error (error);
  after = dp_test_ask (second, "/file", "");
  g_assert_cmpuint (after.body_bytes, ==, before.body_bytes);
}

static void
test_many_small (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_autoptr (GSocketConnection) connection = dp_test_dial (server);
  gint64 began_usec = g_get_monotonic_time ();
  char body[100];

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u.txt?size=100&seed=%u", i, i);

      dp_test_say (G_IO_STREAM (connection), path, "");
      dp_test_hear_head (G_IO_STREAM (connection));
      dp_test_hear_exactly (G_IO_STREAM (connection), body, sizeof body);
      g_assert_true (dp_test_body_check (i, 0, body, sizeof body));
    }
  g_assert_cmpuint (dp_test_server_get_n_connections (server), ==, 1);
  g_test_message ("2000 small files in %.3f s",
                  (g_get_monotonic_time () - began_usec) / (double) G_USEC_PER_SEC);
}

/* TLS */

/* NULL and the error of the handshake if the certificate is not for 127.0.0.1. */
static GIOStream *
dial_tls (DpTestServer *server, GError **error)
{
  g_autoptr (GSocketConnection) plain = dp_test_dial (server);
  g_autoptr (GSocketConnectable) name = g_network_address_new ("127.0.0.1", 443);
  g_autoptr (GTlsDatabase) trusted = g_tls_file_database_new (dp_test_server_get_ca_path (), error);
  g_autoptr (GIOStream) secure = NULL;

  g_assert_nonnull (trusted);
  secure = g_tls_client_connection_new (G_IO_STREAM (plain), name, error);
  g_assert_nonnull (secure);
  g_tls_connection_set_database (G_TLS_CONNECTION (secure), trusted);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (secure), TRUE);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (secure), NULL, error))
    return NULL;
  return g_steal_pointer (&secure);
}

static DpTestAnswered
ask_tls (DpTestServer *server, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = dial_tls (server, &error);

  g_assert_no_error (error);
  dp_test_say (stream, path, "Connection: close\r\n");
  return dp_test_hear (stream);
}

static void
test_tls (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_TLS);
  g_auto (DpTestAnswered) whole = ask_tls (server, "/file?size=1000000");
  g_auto (DpTestAnswered) cut = ask_tls (server, "/tls-cut?after=20000");
  g_auto (DpTestAnswered) polite = ask_tls (server, "/tls-cut?after=20000&notify=1");

  g_assert_no_error (whole.error);
  g_assert_cmpuint (whole.body_bytes, ==, 1000000);
  g_assert_true (dp_test_body_check (1, 0, whole.body, whole.body_bytes));
  g_assert_error (cut.error, G_TLS_ERROR, G_TLS_ERROR_EOF);
  g_assert_cmpuint (cut.body_bytes, ==, 20000);
  g_assert_no_error (polite.error);
  g_assert_cmpuint (polite.body_bytes, ==, 20000);
}

static void
test_wrong_host (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_TLS | DP_TEST_SERVER_WRONG_HOST);
  g_autoptr (GError) error = NULL;

  g_assert_null (dial_tls (server, &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

/* The demonstration */

static void
test_demo (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_autofree char *links = dp_test_demo_dup_links (server);
  g_auto (GStrv) lines = g_strsplit (links, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, DP_TEST_DEMO_N_LINKS + 1);
  for (guint i = 0; i < DP_TEST_DEMO_N_LINKS; i++)
    g_assert_true (g_uri_is_valid (lines[i], G_URI_FLAGS_NONE, NULL));
}

static void
test_picture (void)
{
  g_autoptr (DpTestServer) server = dp_test_start (DP_TEST_SERVER_PLAIN);
  g_auto (DpTestAnswered) answer = dp_test_ask (server, "/picture/a.png?width=200&height=150", "");
  g_autoptr (GConverter) inflate =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *rows_of_pixels = g_malloc (150 * 601 + 1);
  gsize n_in;
  gsize n_out;

  g_assert_cmpmem (answer.body, 8, "\x89PNG\r\n\x1a\n", 8);
  /* Signature, IHDR with its 13 bytes, then the length and type of IDAT. */
  g_assert_cmpmem (answer.body + 8 + 25 + 4, 4, "IDAT", 4);
  g_assert_cmpint (g_converter_convert (inflate, answer.body + 41, answer.body_bytes - 41 - 16,
                                        rows_of_pixels, 150 * 601 + 1, G_CONVERTER_INPUT_AT_END,
                                        &n_in, &n_out, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_assert_cmpuint (n_out, ==, 150 * 601);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/body", test_body);
  g_test_add_func ("/server/body-file", test_body_file);
  g_test_add_func ("/server/counts", test_counts);
  g_test_add_func ("/server/hold", test_hold);
  g_test_add_func ("/server/hold-at", test_hold_at);
  g_test_add_func ("/server/held-client-leaves", test_held_client_leaves);
  g_test_add_func ("/server/stop-with-many", test_stop_with_many);
  g_test_add_func ("/server/comes-back", test_comes_back);
  g_test_add_func ("/server/many-small", test_many_small);
  g_test_add_func ("/server/tls", test_tls);
  g_test_add_func ("/server/wrong-host", test_wrong_host);
  g_test_add_func ("/server/demo", test_demo);
  g_test_add_func ("/server/picture", test_picture);
  return g_test_run ();
}
