/* test-http-proxy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A proxy that the person names: which are understood, which way a link goes, and who hears its
 * password.
 */

#include "dp-http-proxy.h"

#include <string.h>

#include "dp-ask.h"
#include "dp-http-error.h"
#include "dp-script-server.h"

static void
test_way (void)
{
  static const struct
  {
    const char *proxy;
    const char *no_proxy;
    const char *link;
    const char *way;
  } rows[] = {
    { "http://p.test:3128", NULL, "http://a.test/", "http://p.test:3128" },
    { "http://p.test:3128/", NULL, "https://a.test/", "http://p.test:3128" },
    { "HTTP://P.test", NULL, "http://a.test/", "http://p.test:80" },
    { "http://u:p%40@p.test:1", "", "http://a.test/", "http://u:p%40@p.test:1" },
    { "http://[::1]:1", NULL, "http://a.test/", "http://[::1]:1" },
    { "socks5://p.test", NULL, "http://a.test/", "socks5://p.test:1080" },
    { "socks5://p.test:80", NULL, "http://a.test/", "socks5://p.test:80" },
    { "socks5://u:p@p.test:9", NULL, "https://a.test/", "socks5://u:p@p.test:9" },
    { "none", NULL, "http://a.test/", "direct://" },
    { "http://p.test:1", "*", "http://a.test/", "direct://" },
    { "http://p.test:1", "b.test, a.test", "http://a.test/", "direct://" },
    { "http://p.test:1", ".a.test", "http://b.a.test/", "direct://" },
    { "http://p.test:1", "a.test", "http://b.a.test/", "direct://" },
    { "http://p.test:1", "a.test", "http://xa.test/", "http://p.test:1" },
    { "http://p.test:1", "127.0.0.0/8,::1", "http://127.1.2.3/", "direct://" },
    { "http://p.test:1", "a.test:81", "http://a.test/", "http://p.test:1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GProxyResolver) resolver =
          dp_http_proxy_new (rows[i].proxy, rows[i].no_proxy, &error);
      g_auto (GStrv) ways = NULL;

      g_assert_no_error (error);
      ways = g_proxy_resolver_lookup (resolver, rows[i].link, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (ways[0], ==, rows[i].way);
    }
}

/* As other programs read it. */
static void
test_environment (void)
{
  static const struct
  {
    const char *variables;
    const char *link;
    const char *way; /* NULL: nothing is said */
  } rows[] = {
    { "", "http://a.test/", NULL },
    { "http_proxy= no_proxy=a.test", "http://a.test/", NULL },
    { "http_proxy=http://p.test:1/", "http://a.test/", "http://p.test:1" },
    { "HTTP_PROXY=http://p.test:1", "http://a.test/", "http://p.test:1" },
    { "http_proxy=http://p.test:1", "https://a.test/", "direct://" },
    { "https_proxy=http://p.test:1", "https://a.test/", "http://p.test:1" },
    { "https_proxy=http://p.test:1", "http://a.test/", "direct://" },
    { "http_proxy=http://p.test:1 all_proxy=http://q.test:1", "http://a.test/", "http://p.test:1" },
    { "http_proxy=http://p.test:1 all_proxy=http://q.test:1", "https://a.test/",
      "http://q.test:1" },
    { "all_proxy=socks://p.test", "https://a.test/", "socks5://p.test:1080" },
    { "all_proxy=socks5h://p.test:9", "http://a.test/", "socks5://p.test:9" },
    { "all_proxy=socks4a://p.test:9", "http://a.test/", "socks4a://p.test:9" },
    { "https_proxy=https://p.test:9", "https://a.test/", "https://p.test:9" },
    { "http_proxy=p.test:3128", "http://a.test/", "http://p.test:3128" },
    { "http_proxy=u:p@p.test:3128", "http://a.test/", "http://u:p@p.test:3128" },
    { "http_proxy=secret@:1", "http://a.test/", "unreadable://proxy" },
    { "http_proxy=u:secret@p.test:99999", "http://a.test/", "unreadable://proxy" },
    { "http_proxy=ftp://u:secret@p.test", "http://a.test/", "unreadable://proxy" },
    { "http_proxy=p.test no_proxy=*", "http://a.test/", "direct://" },
    { "no_proxy=*", "http://a.test/", "direct://" },
    { "http_proxy=p.test no_proxy=a.test", "http://b.a.test/", "direct://" },
    { "http_proxy=p.test no_proxy=.a.test", "http://b.a.test/", "direct://" },
    { "http_proxy=p.test no_proxy=*.a.test", "http://b.a.test/", "direct://" },
    { "http_proxy=p.test NO_PROXY=x,,A.Test", "http://b.a.test/", "direct://" },
    { "http_proxy=p.test no_proxy=a.test", "http://xa.test/", "http://p.test:80" },
    { "http_proxy=p.test no_proxy=127.0.0.0/8,::1", "http://127.1.2.3/", "direct://" },
    { "http_proxy=p.test no_proxy=127.0.0.0/8,::1", "http://[::1]/", "direct://" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) environment = g_strsplit (rows[i].variables, " ", -1);
      g_autoptr (GProxyResolver) resolver = dp_http_proxy_new_from_environment (environment);
      g_auto (GStrv) ways = NULL;

      g_test_message ("%s %s", rows[i].variables, rows[i].link);
      if (resolver != NULL)
        ways = g_proxy_resolver_lookup (resolver, rows[i].link, NULL, NULL);
      g_assert_cmpstr (ways != NULL ? ways[0] : NULL, ==, rows[i].way);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "secret",
    "secret:3128",
    "ftp://secret:1",
    "http://",
    "http:secret",
    "http://u:secret@:1",
    "http://secret:99999",
    "http://secret:1/path",
    "http://secret:1?x",
    "http://se cret:1",
    "http://secret%0d%0a:1",
    "http://secret\r\n:1",
    "socks5:/secret",
    "socks5secret://x",
    "None",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GProxyResolver) resolver = dp_http_proxy_new (texts[i], NULL, &error);

      g_test_message ("%s", texts[i]);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_null (resolver);
      dp_test_assert_has (error->message, "A proxy looks like");
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
use_proxy (DpEngineFixture *fixture, const char *userinfo, guint port, const char *no_proxy)
{
  g_auto (DpHttpOptions) options = { .timeout_sec = 5 };
  g_autofree char *text = g_strdup_printf ("http://%s127.0.0.1:%u", userinfo, port);

  options.proxy_resolver = dp_http_proxy_new (text, no_proxy, NULL);
  g_assert_nonnull (options.proxy_resolver);
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
}

static void
test_used (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpAsk) through = NULL;
  g_autoptr (DpAsk) past = NULL;

  use_proxy (fixture, "u:secret@", dp_test_server_get_port (fixture->server), "localhost");
  through = dp_ask_url (fixture->lanes, "http://no-such-host.invalid/echo-headers");
  g_assert_cmpuint (through->status, ==, 200);
  dp_test_assert_has (through->body->str, "GET http://no-such-host.invalid/echo-headers HTTP/1.1");
  dp_test_assert_has (through->body->str, "\r\nHost: no-such-host.invalid\r\n");
  /* Nobody asked. */
  g_assert_null (strstr (through->body->str, "Proxy-Authorization"));

  past = dp_ask_url (fixture->lanes, "http://localhost:1/file");
  g_assert_error (past->error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
}

#define ASK                                                       \
  "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\n" \
  "Content-Length: 0\r\nConnection: close\r\n\r\n"
#define ASK_ORIGIN                                              \
  "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=\"o\"\r\n" \
  "Content-Length: 0\r\nConnection: close\r\n\r\n"
#define GOOD "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

static guint
get_port (DpScriptServer *server)
{
  g_autofree char *text = dp_script_server_dup_url (server, "/");
  g_autoptr (DpUrl) url = dp_url_parse (text, NULL);

  return url->port;
}

static void
test_password (void)
{
  const char *answers[] = { ASK, ASK_ORIGIN, GOOD, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) proxy = dp_script_server_new (answers);
  g_autoptr (DpAsk) ask = NULL;

  use_proxy (fixture, "p%40:x%3a@", get_port (proxy), NULL);
  ask = dp_ask_url (fixture->lanes, "http://user:secret@a.invalid/file");
  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 3);
  g_assert_null (strstr (dp_script_server_get_request (proxy, 0), "uthorization"));
  dp_test_assert_has (dp_script_server_get_request (proxy, 1),
                      "\r\nProxy-Authorization: Basic cEA6eDo=\r\n");
  g_assert_null (strstr (dp_script_server_get_request (proxy, 1), "\r\nAuthorization"));
  dp_test_assert_has (dp_script_server_get_request (proxy, 2),
                      "\r\nProxy-Authorization: Basic cEA6eDo=\r\n");
  dp_test_assert_has (dp_script_server_get_request (proxy, 2),
                      "\r\nAuthorization: Basic dXNlcjpzZWNyZXQ=\r\n");
}

/* Told once, and the answer is not repeated for ever. */
static void
test_password_wrong (void)
{
  const char *answers[] = { ASK, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) proxy = dp_script_server_new (answers);
  g_autoptr (DpAsk) ask = NULL;

  use_proxy (fixture, "p:x@", get_port (proxy), NULL);
  ask = dp_ask_url (fixture->lanes, "http://a.invalid/file");
  g_assert_cmpuint (ask->status, ==, 407);
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 2);
}

/* An origin that pretends to be a proxy learns nothing. */
static void
test_password_asked_by_origin (void)
{
  const char *answers[] = { ASK, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) origin = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (origin, "/file");
  g_autoptr (DpAsk) ask = NULL;

  use_proxy (fixture, "p:x@", dp_test_server_get_port (fixture->server), "127.0.0.1");
  ask = dp_ask_url (fixture->lanes, url);
  g_assert_cmpuint (ask->status, ==, 407);
  g_assert_cmpuint (dp_script_server_get_n_requests (origin), ==, 1);
}

/* https: the password is for the proxy, told with CONNECT when it asks; a proxy that does not like it is not asked
 * thousands of times, as libsoup does. */
static void
test_tunnel (void)
{
  const char *answers[] = { ASK, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) proxy = dp_script_server_new (answers);
  g_auto (DpHttpOptions) options = { .timeout_sec = 5 };
  g_autofree char *text = g_strdup_printf ("http://p:x@127.0.0.1:%u", get_port (proxy));
  g_autoptr (DpAsk) ask = NULL;

  options.proxy_resolver = dp_http_proxy_new (text, NULL, NULL);
  options.request = dp_request_new ();
  g_assert_true (dp_request_add_header (options.request, "X-Key: secret", NULL));
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
  ask = dp_ask_url (fixture->lanes, "https://a.invalid/file");
  g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS);
  g_assert_cmpstr (ask->error->message, ==,
                   "The proxy “127.0.0.1” did not accept the user name and the password");
  for (guint i = 0; i < dp_script_server_get_n_requests (proxy); i++)
    {
      const char *request = dp_script_server_get_request (proxy, i);

      g_assert_true (g_str_has_prefix (request, "CONNECT a.invalid:443 HTTP/1.1\r\n"));
      g_assert_null (strstr (request, "secret"));
    }
  g_assert_null (strstr (dp_script_server_get_request (proxy, 0), "uthorization"));
  dp_test_assert_has (dp_script_server_get_request (proxy, 1),
                      "\r\nProxy-Authorization: Basic cDp4\r\n");
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 2);
}

/* Another choice holds from the next file on, also on a lane that has warm connections. */
static void
test_changed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_auto (DpHttpOptions) proxied = { .timeout_sec = 5 };
  const DpHttpOptions direct = { .timeout_sec = 5 };

  proxied.proxy_resolver = dp_http_proxy_new ("http://127.0.0.1:1", NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DpTestFetch) before = dp_test_fetch_run (fixture, "/file/a.bin", NULL);
      g_autoptr (DpTestFetch) after = NULL;

      dp_test_fetch_assert_done (before, DP_TEST_BODY_SIZE_BYTES);
      dp_lanes_set_options (fixture->lanes, &proxied);
      after = dp_test_fetch_run (fixture, "/file/a.bin", NULL);
      dp_test_fetch_assert_failed (after, DP_OUTCOME_DROPPED, "takes no connections");
      dp_lanes_set_options (fixture->lanes, &direct);
    }
  g_assert_cmpuint (dp_lanes_get_n_threads (fixture->lanes), ==, 1);
}

/* It is the proxy that is not there, not the server. */
static void
test_absent (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpAsk) ask = NULL;

  use_proxy (fixture, "p:secret@", 1, NULL);
  ask = dp_ask_url (fixture->lanes, "http://a.invalid/file");
  g_assert_error (ask->error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED);
  g_assert_cmpstr (ask->error->message, ==, "The server “127.0.0.1” takes no connections");
}

/* What is stored of a link to a proxy, and what is not. */
static void
test_bare (void)
{
  static const struct
  {
    const char *text;
    const char *bare;
    const char *userinfo;
  } rows[] = {
    { "http://u:p%40@p.test:3128", "http://p.test:3128", "u:p%40" },
    { "http://u@p.test", "http://p.test:80", "u" },
    { "socks5://u:p@[::1]/", "socks5://[::1]:1080", "u:p" },
    { "http://p.test", "http://p.test", NULL },
    { "nonsense", "nonsense", NULL },
    { "", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *userinfo = NULL;
      g_autofree char *bare = dp_http_proxy_dup_bare (rows[i].text, &userinfo);

      g_assert_cmpstr (bare, ==, rows[i].bare);
      g_assert_cmpstr (userinfo, ==, rows[i].userinfo);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-proxy/way", test_way);
  g_test_add_func ("/http-proxy/environment", test_environment);
  g_test_add_func ("/http-proxy/refused", test_refused);
  g_test_add_func ("/http-proxy/bare", test_bare);
  g_test_add_func ("/http-proxy/used", test_used);
  g_test_add_func ("/http-proxy/changed", test_changed);
  g_test_add_func ("/http-proxy/password", test_password);
  g_test_add_func ("/http-proxy/password-wrong", test_password_wrong);
  g_test_add_func ("/http-proxy/password-asked-by-origin", test_password_asked_by_origin);
  g_test_add_func ("/http-proxy/tunnel", test_tunnel);
  g_test_add_func ("/http-proxy/absent", test_absent);

  return g_test_run ();
}
