/* test-http-tunnel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A proxy that wants a Digest: for the tunnels of https, and for links without.  Its own reckoning
 * decides whether an answer is right; what it is told must fit the line that it sees.
 */

#include "dp-http-proxy.h"

#include <string.h>

#include "dp-ask.h"
#include "dp-http-error.h"
#include "dp-script-server.h"

#define GOOD "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
#define ASK_ORIGIN                                                          \
  "HTTP/1.1 401 Who\r\nWWW-Authenticate: Digest realm=\"o\", nonce=\"m\", " \
  "qop=\"auth\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

/* What the proxy does, constant while it runs. */
static struct
{
  const char *ways;    /* Proxy-Authenticate, but for the nonce */
  guint n_per_nonce;   /* so many answers it takes with one, 0: any number */
  gboolean is_endless; /* the body that says no has no end */
} proxy;

static guint n_accepted; /* of the thread of the proxy */

static char *
get_md5 (const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_vprintf (format, arguments);
#pragma GCC diagnostic pop
  va_end (arguments);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
}

/* Between @before and the next character of @end. */
static char *
cut (const char *text, const char *before, const char *end)
{
  const char *at = strstr (text, before);

  return at != NULL ? g_strndup (at + strlen (before), strcspn (at + strlen (before), end)) : NULL;
}

static char *
get_nonce (void)
{
  return g_strdup_printf ("n%u", proxy.n_per_nonce > 0 ? n_accepted / proxy.n_per_nonce : 0);
}

/* RFC 7616 section 3.4.1, with the line that was seen. */
static gboolean
is_signed (const char *request)
{
  g_autofree char *told = cut (request, "\r\nProxy-Authorization: Digest ", "\r");
  g_autofree char *method = cut (request, "", " ");
  g_autofree char *target = cut (request, " ", " ");
  g_autofree char *nonce = get_nonce ();
  g_autofree char *cnonce = told != NULL ? cut (told, "cnonce=\"", "\"") : NULL;
  g_autofree char *count = told != NULL ? cut (told, "nc=", ",") : NULL;
  g_autofree char *who = get_md5 ("me:p:secret");
  g_autofree char *what = get_md5 ("%s:%s", method, target);
  g_autofree char *all = get_md5 ("%s:%s:%s:%s:auth:%s", who, nonce, count, cnonce, what);
  g_autofree char *uri = g_strdup_printf ("uri=\"%s\"", target);

  return told != NULL && strstr (told, uri) != NULL && strstr (told, all) != NULL;
}

static gboolean
move (GSocketConnection *from, GSocketConnection *to)
{
  char buffer[16384];
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (from)), buffer,
                                  sizeof buffer, NULL, NULL);

  return n > 0 && g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (to)),
                                             buffer, (gsize) n, NULL, NULL, NULL);
}

/* A tunnel, until one side hangs up. */
static void
let_through (const char *request, GSocketConnection *connection)
{
  g_autofree char *to = cut (request, " ", " ");
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) other =
      g_socket_client_connect_to_host (client, to, 443, NULL, NULL);
  gboolean goes_on = other != NULL;

  while (goes_on)
    {
      GPollFD fds[] = {
        { g_socket_get_fd (g_socket_connection_get_socket (connection)), G_IO_IN, 0 },
        { g_socket_get_fd (g_socket_connection_get_socket (other)), G_IO_IN, 0 },
      };

      g_poll (fds, G_N_ELEMENTS (fds), -1);
      if (fds[0].revents != 0)
        goes_on = move (connection, other);
      if (goes_on && fds[1].revents != 0)
        goes_on = move (other, connection);
    }
}

static void
say (GSocketConnection *connection, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, NULL);
}

static void
say_no (GSocketConnection *connection)
{
  static const char zeros[65536];
  g_autofree char *nonce = get_nonce ();
  g_autofree char *text = g_strdup_printf (
      "HTTP/1.1 407 Who\r\nProxy-Authenticate: %s, nonce=\"%s\"\r\n%s: %s\r\n"
      "Connection: close\r\n\r\n",
      proxy.ways, nonce, proxy.is_endless ? "X" : "Content-Length", proxy.is_endless ? "" : "0");
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  say (connection, text);
  while (proxy.is_endless && g_output_stream_write_all (out, zeros, sizeof zeros, NULL, NULL, NULL))
    continue;
}

static void
answer_as_proxy (guint nth, const char *request, GSocketConnection *connection)
{
  gboolean is_tunnel = g_str_has_prefix (request, "CONNECT ");

  if (!is_signed (request))
    {
      say_no (connection);
      return;
    }
  n_accepted++;
  if (is_tunnel)
    {
      say (connection, "HTTP/1.1 200 Through\r\n\r\n");
      let_through (request, connection);
    }
  else if (strstr (request, " http://asks.invalid/") != NULL &&
           strstr (request, "\r\nAuthorization: Digest ") == NULL)
    say (connection, ASK_ORIGIN);
  else
    say (connection, GOOD);
}

static DpScriptServer *
start_proxy (DpEngineFixture *fixture, const char *ways, const char *userinfo)
{
  g_auto (DpHttpOptions) options = { .timeout_sec = 5 };
  DpScriptServer *server = dp_script_server_new_func (answer_as_proxy);
  g_autofree char *plain = dp_script_server_dup_url (server, "");
  g_autofree char *url = g_strconcat ("http://", userinfo, plain + strlen ("http://"), NULL);

  proxy.ways = ways;
  proxy.n_per_nonce = 0;
  proxy.is_endless = FALSE;
  n_accepted = 0;
  options.tls_database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  options.proxy_resolver = dp_http_proxy_new (url, NULL, NULL);
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
  return server;
}

#define DIGEST "Basic realm=\"p\", Digest realm=\"p\", qop=\"auth\""

static void
ask_well (DpEngineFixture *fixture, DpTestServer *server, const char *path)
{
  g_autofree char *url = dp_test_server_dup_url (server, path);
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, url);

  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_cmpuint (ask->bytes, ==, DP_TEST_BODY_SIZE_BYTES);
}

/* Asked once; from then on each tunnel is signed, each with another number. */
static void
test_tunnel (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestServer) first = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autoptr (DpTestServer) second = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autoptr (DpScriptServer) server = start_proxy (fixture, DIGEST, "me:secret@");

  ask_well (fixture, first, "/file/a.bin?close=1");
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 2);
  g_assert_null (strstr (dp_script_server_get_request (server, 0), "uthorization"));
  dp_test_assert_has (dp_script_server_get_request (server, 1), "nc=00000001");
  ask_well (fixture, second, "/file/b.bin?close=1");
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 3);
  dp_test_assert_has (dp_script_server_get_request (server, 2), "nc=00000002");
  for (guint i = 0; i < 3; i++)
    g_assert_null (strstr (dp_script_server_get_request (server, i), "Basic"));
  dp_lanes_free (g_steal_pointer (&fixture->lanes));
}

/* One that is good for two tunnels: it asks anew, and is answered without the person. */
static void
test_tunnel_stale (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestServer) server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autoptr (DpScriptServer) script = start_proxy (fixture, DIGEST, "me:secret@");
  static const guint n_requests[] = { 2, 3, 5, 6, 8 };

  proxy.n_per_nonce = 2;
  for (guint i = 0; i < G_N_ELEMENTS (n_requests); i++)
    {
      ask_well (fixture, server, "/file/a.bin?close=1");
      g_assert_cmpuint (dp_script_server_get_n_requests (script), ==, n_requests[i]);
    }
  dp_lanes_free (g_steal_pointer (&fixture->lanes));
}

/* Told once, and never again by itself. */
static void
test_tunnel_wrong (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = start_proxy (fixture, DIGEST, "me:wrong@");

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, "https://a.invalid/file");

      g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS);
      dp_test_assert_has (ask->error->message, "did not accept the user name and the password");
      g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 2 * i);
    }
}

/* A way that we don't know: a sentence, not a question. */
static void
test_tunnel_unknown (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = start_proxy (fixture, "Negotiate", "me:secret@");
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, "https://a.invalid/file");

  g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED);
  dp_test_assert_has (ask->error->message, "407");
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 1);
}

/* Its words have no end: they are not listened to. */
static void
test_tunnel_endless (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = start_proxy (fixture, DIGEST, "me:wrong@");
  guint64 before_bytes;

  proxy.is_endless = TRUE;
  dp_test_reset_peak ();
  before_bytes = dp_test_get_peak_bytes ();
  {
    g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, "https://a.invalid/file");

    g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS);
  }
  g_assert_cmpuint (dp_test_get_peak_bytes () - before_bytes, <, 20 * 1000 * 1000);
}

/* Without a tunnel the proxy sees the whole link, and that is what is signed; and it is told again,
 * under another number, when the server behind it asks, too. */
static void
test_plain (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = start_proxy (fixture, DIGEST, "me:secret@");
  g_autoptr (DpAsk) ask =
      dp_ask_url (fixture->lanes, "http://you:word@asks.invalid/a%7e.bin?x=%2F&y");

  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 3);
  dp_test_assert_has (dp_script_server_get_request (server, 1),
                      "uri=\"http://asks.invalid/a%7e.bin?x=%2F&y\"");
  dp_test_assert_has (dp_script_server_get_request (server, 1), "nc=00000001");
  g_assert_null (strstr (dp_script_server_get_request (server, 1), "\r\nAuthorization"));
  dp_test_assert_has (dp_script_server_get_request (server, 2), "nc=00000002");
  dp_test_assert_has (dp_script_server_get_request (server, 2), "uri=\"/a%7e.bin?x=%2F&y\"");
}

static void
test_plain_wrong (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = start_proxy (fixture, DIGEST, "me:wrong@");
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, "http://a.invalid/file");

  g_assert_cmpuint (ask->status, ==, 407);
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-tunnel/tunnel", test_tunnel);
  g_test_add_func ("/http-tunnel/stale", test_tunnel_stale);
  g_test_add_func ("/http-tunnel/wrong", test_tunnel_wrong);
  g_test_add_func ("/http-tunnel/unknown", test_tunnel_unknown);
  g_test_add_func ("/http-tunnel/endless", test_tunnel_endless);
  g_test_add_func ("/http-tunnel/plain", test_plain);
  g_test_add_func ("/http-tunnel/plain-wrong", test_plain_wrong);

  return g_test_run ();
}
