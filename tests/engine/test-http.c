/* test-http.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for a file: what we say, where we are sent on to, and whom we tell what.
 */

#include "dp-http.h"

#include <string.h>

#include "dp-ask.h"
#include "dp-http-error.h"
#include "dp-script-server.h"

static void
assert_refused (DpAsk *ask, const char *words)
{
  g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED);
  dp_test_assert_has (ask->error->message, words);
  g_assert_cmpuint (ask->status, ==, 0);
}

/* What we say */

static void
test_request (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpAsk) ask = dp_ask_path (fixture, "/echo-headers");

  g_assert_no_error (ask->error);
  g_assert_true (g_str_has_prefix (ask->body->str, "GET /echo-headers HTTP/1.1\r\n"));
  dp_test_assert_has (ask->body->str, "\r\nAccept-Encoding: identity\r\n");
  dp_test_assert_has (ask->body->str, "\r\nAccept: */*\r\n");
  dp_test_assert_has (ask->body->str, "\r\nUser-Agent: Downpour/" PACKAGE_VERSION " libsoup/");
  g_assert_null (strcasestr (ask->body->str, "\r\nAuthorization:"));
  g_assert_null (strcasestr (ask->body->str, "\r\nCookie:"));
  g_assert_null (strcasestr (ask->body->str, "\r\nReferer:"));
  g_assert_null (strcasestr (ask->body->str, "\r\nRange:"));
}

/* A signature covers the link byte for byte. */
static void
test_byte_for_byte (void)
{
  static const char *const targets[] = {
    "/echo-headers/%7e%2f%41|x?sig=a%2Bb",
    "/echo-headers/a+b%20c;d=1,2?x=%e4&y=%E4&&z",
    "/echo-headers/a//b/?",
    "/echo-headers?q=a/b?c&d='(e)!*~",
    "/echo-headers/%00%ff%zz?%",
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpAsk) ask = dp_ask_path (fixture, targets[i]);
      g_autofree char *line = g_strdup_printf ("GET %s HTTP/1.1\r\n", targets[i]);
      g_autofree char *request = dp_test_server_dup_request (fixture->server, NULL);

      g_assert_no_error (ask->error);
      request[strcspn (request, "\n") + 1] = '\0';
      g_assert_cmpstr (request, ==, line);
    }
}

/* An exchange alone knows that this is not the end. */
static void
test_cut (void)
{
  static const char *const paths[] = { "/cut?close=1", "/cut", "/chunked-cut" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpAsk) ask = dp_ask_path (fixture, paths[i]);

      g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED);
      g_assert_cmpuint (ask->bytes, ==, DP_TEST_BODY_SIZE_BYTES / 2);
    }
}

/* Where we are sent */

static void
test_redirect (void)
{
  static const char *const paths[] = {
    "/redirect",
    "/redirect?status=301",
    "/redirect?status=303",
    "/redirect?status=307",
    "/redirect?status=308",
    "/redirect/deep/er?to=../../file",
    "/redirect?to=file%23part",
    "/redirect-chain?n=20",
    "/redirect-endless-body",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *expected = dp_engine_fixture_dup_url (fixture, "/file");
      g_autoptr (DpAsk) ask = dp_ask_path (fixture, paths[i]);

      dp_ask_assert_file (ask);
      g_assert_cmpstr (ask->final_url, ==, expected);
    }
}

static void
test_redirect_refused (void)
{
  static const struct
  {
    const char *path;
    const char *words;
    guint n_requests;
  } rows[] = {
    { "/redirect-chain?n=21", "sent us on more than 20 times", 21 },
    { "/redirect-loop", "sent us on more than 20 times", 21 },
    { "/redirect-scheme?scheme=ftp", "a link that can't be followed", 1 },
    { "/redirect-scheme?scheme=file", "a link that can't be followed", 1 },
    { "/redirect?to=javascript:alert(1)", "a link that can't be followed", 1 },
    { "/redirect?to=http://a%250d%250aX:1/", "a link that can't be followed", 1 },
    { "/redirect?to=http://", "a link that can't be followed", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpAsk) ask = dp_ask_path (fixture, rows[i].path);

      assert_refused (ask, rows[i].words);
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==,
                        rows[i].n_requests);
    }
}

static void
test_redirect_without_location (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpAsk) ask = dp_ask_path (fixture, "/status/302");

  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 302);
}

/* TLS */

static DpLanes *
lanes_trusting_test_ca (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database =
      g_tls_file_database_new (dp_test_server_get_ca_path (), &error);
  DpHttpOptions options = { 5, database };

  g_assert_no_error (error);
  return dp_lanes_new (&options);
}

/* A server that is stopped while it reads leaks, in glib-networking. */
static void
hang_up (DpEngineFixture *fixture, DpTestServer *server)
{
  g_clear_pointer (&fixture->lanes, dp_lanes_free);
  dp_test_run_until (dp_test_server_get_n_open_connections (server) == 0);
}

static void
test_tls (void)
{
  static const struct
  {
    DpTestServerFlags flags;
    gboolean is_trusted;
    gboolean is_good;
  } rows[] = {
    { DP_TEST_SERVER_TLS, TRUE, TRUE },
    { DP_TEST_SERVER_TLS, FALSE, FALSE },
    { DP_TEST_SERVER_TLS | DP_TEST_SERVER_WRONG_HOST, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpTestServer) server = dp_test_server_new (rows[i].flags, NULL);
      g_autofree char *url = dp_test_server_dup_url (server, "/file");
      g_autoptr (DpAsk) ask = NULL;

      if (rows[i].is_trusted)
        {
          dp_lanes_free (fixture->lanes);
          fixture->lanes = lanes_trusting_test_ca ();
        }
      ask = dp_ask_url (fixture->lanes, url);
      if (rows[i].is_good)
        dp_ask_assert_file (ask);
      else
        {
          g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS);
          dp_test_assert_has (ask->error->message,
                              "The server “127.0.0.1” can't prove who it is: ");
          g_assert_cmpuint (dp_test_server_get_n_requests (server, NULL), ==, 0);
        }
      hang_up (fixture, server);
    }
}

/* Never from https to http; from http to https always. */
static void
test_tls_downgrade (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestServer) secure = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autofree char *plain_url = dp_engine_fixture_dup_url (fixture, "/file");
  g_autofree char *secure_url = dp_test_server_dup_url (secure, "/file");
  g_autofree char *down_path = g_strconcat ("/redirect?to=", plain_url, NULL);
  g_autofree char *down_url = dp_test_server_dup_url (secure, down_path);
  g_autofree char *up_path = g_strconcat ("/redirect?to=", secure_url, NULL);
  g_autoptr (DpAsk) down = NULL;
  g_autoptr (DpAsk) up = NULL;

  dp_lanes_free (fixture->lanes);
  fixture->lanes = lanes_trusting_test_ca ();
  down = dp_ask_url (fixture->lanes, down_url);
  assert_refused (down, "from a secure to an insecure link");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 0);
  up = dp_ask_path (fixture, up_path);
  dp_ask_assert_file (up);
  hang_up (fixture, secure);
}

/* What must not cost memory or time */

#define BOUND_BYTES (48 * 1024 * 1024)

static void
test_bounded (void)
{
  static const struct
  {
    const char *path;
    guint status; /* 0: an error */
  } rows[] = {
    { "/error-endless-body", 404 },
    { "/error-endless-body?status=401", 401 },
    { "/error-endless-body?status=503", 503 },
    { "/redirect-endless-body", 200 },
    { "/endless-headers", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (30);
      guint64 before;
      gint64 began_usec = g_get_monotonic_time ();
      g_autoptr (DpAsk) ask = NULL;

      dp_test_reset_peak ();
      before = dp_test_get_peak_bytes ();
      ask = dp_ask_path (fixture, rows[i].path);
      g_assert_cmpuint (ask->status, ==, rows[i].status);
      dp_test_assert_soon (began_usec);
      g_assert_cmpuint (dp_test_get_peak_bytes (), <, before + BOUND_BYTES);
    }
}

/* A 401 of a server that we have a password for, with a body that never ends. */
static void
endless_401 (guint nth, const char *request, GSocketConnection *connection)
{
  static const char head[] = "HTTP/1.1 401 Unauthorized\r\n"
                             "WWW-Authenticate: Basic realm=\"r\"\r\n\r\n";
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *block = g_strnfill (1024 * 1024, 'x');

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  for (guint i = 0; i < 256; i++)
    if (!g_output_stream_write_all (out, block, 1024 * 1024, NULL, NULL, NULL))
      break;
}

static void
test_bounded_401 (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new_func (endless_401);
  g_autofree char *plain = dp_script_server_dup_url (server, "/file");
  g_autofree char *url = g_strconcat ("http://user:secret@", plain + strlen ("http://"), NULL);
  g_autoptr (DpAsk) ask = NULL;
  guint64 before;

  dp_test_reset_peak ();
  before = dp_test_get_peak_bytes ();
  ask = dp_ask_url (fixture->lanes, url);
  g_assert_cmpuint (ask->status, ==, 401);
  g_assert_cmpuint (dp_script_server_get_n_requests (server), <=, 3);
  g_assert_cmpuint (dp_test_get_peak_bytes (), <, before + BOUND_BYTES);
}

/* Who is not there */

static void
test_unreachable (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) deaf =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *closed = NULL;
  g_autoptr (DpAsk) refused = NULL;
  g_autoptr (DpAsk) unknown = NULL;

  /* Bound, so that nobody else gets the port, but not listening. */
  g_assert_true (g_socket_bind (deaf, any, FALSE, NULL));
  bound = g_socket_get_local_address (deaf, NULL);
  closed = g_strdup_printf ("http://127.0.0.1:%u/file",
                            g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  refused = dp_ask_url (fixture->lanes, closed);
  g_assert_error (refused->error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED);
  g_assert_cmpstr (refused->error->message, ==, "The server “127.0.0.1” takes no connections");

  unknown = dp_ask_url (fixture->lanes, "http://no-such-host.invalid/file");
  g_assert_nonnull (unknown->error);
  g_assert_true (unknown->error->domain == DP_HTTP_ERROR);
  dp_test_assert_has (unknown->error->message, "no-such-host.invalid");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http/request", test_request);
  g_test_add_func ("/http/byte-for-byte", test_byte_for_byte);
  g_test_add_func ("/http/cut", test_cut);
  g_test_add_func ("/http/redirect", test_redirect);
  g_test_add_func ("/http/redirect-refused", test_redirect_refused);
  g_test_add_func ("/http/redirect-without-location", test_redirect_without_location);
  g_test_add_func ("/http/tls", test_tls);
  g_test_add_func ("/http/tls-downgrade", test_tls_downgrade);
  g_test_add_func ("/http/bounded", test_bounded);
  g_test_add_func ("/http/bounded-401", test_bounded_401);
  g_test_add_func ("/http/unreachable", test_unreachable);

  return g_test_run ();
}
