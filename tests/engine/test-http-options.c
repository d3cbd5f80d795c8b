/* test-http-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person says about all requests or about one: which servers hear of it.
 */

#include "dp-http-options.h"

#include <string.h>

#include "dp-ask.h"
#include "dp-script-server.h"

/* Who hears of it */

static void
take_cookies (DpHttpOptions *options, const char *text)
{
  g_autoptr (DpCookies) cookies = dp_cookies_new ();

  g_assert_cmpuint (dp_cookies_add_netscape (cookies, text, strlen (text)), ==, 0);
  dp_request_set_cookies (options->request, cookies);
}

static DpEngineFixture *
fixture_new (const DpHttpOptions *options)
{
  DpEngineFixture *fixture = dp_engine_fixture_new (5);
  DpHttpOptions all = *options;

  all.timeout_sec = 5;
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&all);
  return fixture;
}

static void
set_all (DpHttpOptions *options)
{
  g_assert_true (dp_request_set_user_agent (options->request, "Agent/1.0 ", NULL));
  g_assert_true (dp_request_set_referer (options->request, "http://u:p@a.test/page?q#f", NULL));
  g_assert_true (dp_request_add_header (options->request, "X-Key:  secret ", NULL));
  g_assert_true (dp_request_add_header (options->request, "accept: text/*", NULL));
  g_assert_true (dp_request_add_header (options->request, "Cookie: own=secret", NULL));
  g_assert_true (dp_request_set_user (options->request, "user:secret", NULL));
  take_cookies (options, "localhost\tFALSE\t/\tFALSE\t0\telse\tsecret\n"
                         "127.0.0.1\tFALSE\t/echo-headers\tFALSE\t0\tn\tv\n"
                         "127.0.0.1\tFALSE\t/other\tFALSE\t0\tother\tv\n"
                         "127.0.0.1\tFALSE\t/\tTRUE\t0\tsecure\tv\n");
}

static void
assert_all (const char *request)
{
  dp_test_assert_has (request, "\r\nUser-Agent: Agent/1.0\r\n");
  dp_test_assert_has (request, "\r\nReferer: http://a.test/page?q\r\n");
  dp_test_assert_has (request, "\r\nX-Key: secret\r\n");
  dp_test_assert_has (request, "\r\nAccept: text/*\r\n");
  dp_test_assert_has (request, "\r\nCookie: own=secret; n=v\r\n");
  g_assert_null (strstr (request, "*/*"));
  g_assert_null (strstr (request, "\r\nAuthorization"));
  g_assert_null (strstr (strstr (request, "\r\nCookie:") + 1, "\r\nCookie:"));
}

/* Who is no more at home gets the cookies that are for them, and what hides nothing. */
static void
assert_little (const char *request)
{
  dp_test_assert_has (request, "\r\nUser-Agent: Agent/1.0\r\n");
  dp_test_assert_has (request, "\r\nReferer: http://a.test/\r\n");
  dp_test_assert_has (request, "\r\nCookie: n=v\r\n");
  g_assert_null (strstr (request, "X-Key"));
  g_assert_null (strstr (request, "secret"));
}

static void
test_told (void)
{
  g_auto (DpHttpOptions) options = { .request = dp_request_new () };
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autoptr (DpAsk) straight = NULL;
  g_autoptr (DpAsk) redirected = NULL;

  set_all (&options);
  fixture = fixture_new (&options);
  straight = dp_ask_path (fixture, "/echo-headers");
  assert_all (straight->body->str);
  redirected = dp_ask_path (fixture, "/redirect?to=/echo-headers");
  assert_all (redirected->body->str);
}

/* Another port is another origin, and who comes back from there could be sent by anybody. */
static void
test_told_elsewhere (void)
{
  g_auto (DpHttpOptions) options = { .request = dp_request_new () };
  g_autoptr (DpTestServer) other = dp_test_server_new (DP_TEST_SERVER_PLAIN, NULL);
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autofree char *there = dp_test_server_dup_url (other, "/echo-headers");
  g_autofree char *away = g_strconcat ("/redirect?to=", there, NULL);
  g_autoptr (DpAsk) redirected = NULL;
  g_autoptr (DpAsk) returned = NULL;
  g_autofree char *home = NULL;
  g_autofree char *to_home = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *back = NULL;

  set_all (&options);
  fixture = fixture_new (&options);
  redirected = dp_ask_path (fixture, away);
  assert_little (redirected->body->str);

  home = dp_engine_fixture_dup_url (fixture, "/echo-headers");
  to_home = g_strconcat ("/redirect?to=", home, NULL);
  g_free (there);
  there = dp_test_server_dup_url (other, to_home);
  escaped = g_uri_escape_string (there, NULL, FALSE);
  back = g_strconcat ("/redirect?to=", escaped, NULL);
  returned = dp_ask_path (fixture, back);
  g_assert_cmpstr (returned->final_url, ==, home);
  assert_little (returned->body->str);
}

static void
test_user (void)
{
  g_auto (DpHttpOptions) options = { .request = dp_request_new () };
  g_autoptr (DpTestServer) other = dp_test_server_new (DP_TEST_SERVER_PLAIN, NULL);
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autofree char *there =
      dp_test_server_dup_url (other, "/auth-basic?user=a%2540&password=b:c%25");
  g_autofree char *away = g_strconcat ("/redirect?to=", there, NULL);
  g_autofree char *own = NULL;
  g_autoptr (DpAsk) asked = NULL;
  g_autoptr (DpAsk) wrong = NULL;
  g_autoptr (DpAsk) link = NULL;
  g_autoptr (DpAsk) elsewhere = NULL;

  g_assert_true (dp_request_set_user (options.request, "a@:b:c%", NULL));
  fixture = fixture_new (&options);
  asked = dp_ask_path (fixture, "/auth-basic?user=a%40&password=b:c%25");
  g_assert_cmpuint (asked->status, ==, 200);
  /* It is no part of the link that answered: that one is stored and shown. */
  g_assert_null (strstr (asked->final_url, "@"));
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);

  dp_test_server_forget (fixture->server);
  wrong = dp_ask_path (fixture, "/auth-basic");
  g_assert_cmpuint (wrong->status, ==, 401);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);

  /* What the link says comes first. */
  own = g_strdup_printf ("http://user:secret@127.0.0.1:%u/auth-basic",
                         dp_test_server_get_port (fixture->server));
  link = dp_ask_url (fixture->lanes, own);
  g_assert_cmpuint (link->status, ==, 200);

  elsewhere = dp_ask_path (fixture, away);
  g_assert_cmpuint (elsewhere->status, ==, 401);
  g_assert_cmpuint (dp_test_server_get_n_requests (other, NULL), ==, 1);
}

/* Cookies that come with a redirect are there for the next hop, and forgotten with the chain. */
static void
test_redirect_cookies (void)
{
  const char *answers[] = {
    "HTTP/1.1 302 Found\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Path=/no\r\n"
    "Set-Cookie: c=3; Domain=test; Path=/\r\nSet-Cookie: d=4; Path=/; Secure\r\n"
    "Location: /next\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", NULL
  };
  g_auto (DpHttpOptions) options = { .request = dp_request_new () };
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/first");
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autoptr (DpAsk) ask = NULL;
  g_autoptr (DpAsk) again = NULL;

  take_cookies (&options, "127.0.0.1\tFALSE\t/\tFALSE\t0\ta\told\n");
  fixture = fixture_new (&options);
  ask = dp_ask_url (fixture->lanes, url);
  g_assert_cmpuint (ask->status, ==, 200);
  dp_test_assert_has (dp_script_server_get_request (server, 0), "\r\nCookie: a=old\r\n");
  dp_test_assert_has (dp_script_server_get_request (server, 1), "\r\nCookie: a=1\r\n");
  again = dp_ask_url (fixture->lanes, url);
  dp_test_assert_has (dp_script_server_get_request (server, 2), "\r\nCookie: a=old\r\n");
}

/* What is said for one link wins over what is said for all. */
static void
test_one_link (void)
{
  g_auto (DpHttpOptions) options = { .request = dp_request_new () };
  g_autoptr (DpRequest) said = dp_request_new ();
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autofree char *url = NULL;
  g_autoptr (DpAsk) ask = NULL;
  g_autoptr (DpAsk) other = NULL;

  set_all (&options);
  fixture = fixture_new (&options);
  g_assert_true (dp_request_set_user_agent (said, "Mine/2", NULL));
  g_assert_true (dp_request_set_referer (said, "http://b.test/mine", NULL));
  g_assert_true (dp_request_add_header (said, "x-key: mine", NULL));
  g_assert_true (dp_request_add_header (said, "Cookie: c=mine", NULL));
  url = dp_engine_fixture_dup_url (fixture, "/echo-headers");
  ask = dp_ask_request (fixture->lanes, url, said);
  dp_test_assert_has (ask->body->str, "\r\nUser-Agent: Mine/2\r\n");
  dp_test_assert_has (ask->body->str, "\r\nReferer: http://b.test/mine\r\n");
  dp_test_assert_has (ask->body->str, "\r\nx-key: mine\r\n");
  dp_test_assert_has (ask->body->str, "\r\nCookie: c=mine\r\n");
  dp_test_assert_has (ask->body->str, "\r\nAccept: text/*\r\n");
  g_assert_null (strstr (ask->body->str, "secret"));
  g_assert_null (strstr (ask->body->str, "Agent/1.0"));

  /* The next one over the same connection has nothing of it. */
  other = dp_ask_url (fixture->lanes, url);
  assert_all (other->body->str);
  g_assert_null (strcasestr (other->body->str, "mine"));
}

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
#define WHO                                                                               \
  "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0" \
  "\r\nConnection: close\r\n\r\n"

static char *
dup_redirect (const char *location)
{
  return g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: %s\r\nSet-Cookie: b=new; Path=/\r\n"
                          "Content-Length: 0\r\nConnection: close\r\n\r\n",
                          location);
}

static DpRequest *
new_secrets (void)
{
  DpRequest *said = dp_request_new ();

  g_assert_true (dp_request_set_user_agent (said, "secret-agent", NULL));
  g_assert_true (dp_request_set_referer (said, "http://secret.test/", NULL));
  g_assert_true (dp_request_add_header (said, "X-Key: secret", NULL));
  g_assert_true (dp_request_add_header (said, "Cookie: a=secret; b=secret; c=secret", NULL));
  g_assert_true (dp_request_set_user (said, "user:secret", NULL));
  return said;
}

/* All of it for the origin of the link, also when that one sends us on within; what its server says
 * on the way is newer than what was said before. */
static void
test_one_link_at_home (void)
{
  g_autofree char *within = dup_redirect ("/next");
  const char *answers[] = { WHO, within, OK, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) home = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (home, "/first");
  g_autoptr (DpRequest) said = new_secrets ();
  g_autoptr (DpAsk) ask = dp_ask_request (fixture->lanes, url, said);

  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_cmpuint (dp_script_server_get_n_requests (home), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const char *request = dp_script_server_get_request (home, i);

      dp_test_assert_has (request, "\r\nUser-Agent: secret-agent\r\n");
      dp_test_assert_has (request, "\r\nReferer: http://secret.test/\r\n");
      dp_test_assert_has (request, "\r\nX-Key: secret\r\n");
      dp_test_assert_has (request, i < 2 ? "\r\nCookie: a=secret; b=secret; c=secret\r\n"
                                         : "\r\nCookie: a=secret; c=secret; b=new\r\n");
      g_assert_cmpint (strstr (request, "\r\nAuthorization: Basic ") != NULL, ==, i == 1);
    }
}

/* Another port of the same host is another origin; and so is home, after we were there. */
static void
test_one_link_away (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *back = dp_engine_fixture_dup_url (fixture, "/echo-headers");
  g_autofree char *to_home = dup_redirect (back);
  const char *there_answers[] = { WHO, to_home, NULL };
  g_autoptr (DpScriptServer) there = dp_script_server_new (there_answers);
  g_autofree char *there_url = dp_script_server_dup_url (there, "/1");
  g_autofree char *path = g_strconcat ("/redirect?to=", there_url, NULL);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autofree char *asked = NULL;
  g_autoptr (DpRequest) said = new_secrets ();
  g_autoptr (DpAsk) first = dp_ask_request (fixture->lanes, url, said);
  g_autoptr (DpAsk) second = NULL;

  g_assert_cmpuint (first->status, ==, 401);
  second = dp_ask_request (fixture->lanes, url, said);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpuint (dp_script_server_get_n_requests (there), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (strstr (dp_script_server_get_request (there, i), "secret"));
      g_assert_null (strstr (dp_script_server_get_request (there, i), "Authorization"));
      dp_test_assert_has (dp_script_server_get_request (there, i), "\r\nUser-Agent: Downpour/");
    }
  g_assert_null (strstr (second->body->str, "secret"));
  asked = dp_test_server_dup_request (fixture->server, "/redirect");
  dp_test_assert_has (asked, "X-Key: secret");
}

static void
test_no_user_agent (void)
{
  g_auto (DpHttpOptions) options = { .request = dp_request_new () };
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autoptr (DpAsk) ask = NULL;

  g_assert_true (dp_request_set_user_agent (options.request, " ", NULL));
  fixture = fixture_new (&options);
  ask = dp_ask_path (fixture, "/echo-headers");
  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_null (strcasestr (ask->body->str, "User-Agent"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-options/told", test_told);
  g_test_add_func ("/http-options/told-elsewhere", test_told_elsewhere);
  g_test_add_func ("/http-options/user", test_user);
  g_test_add_func ("/http-options/redirect-cookies", test_redirect_cookies);
  g_test_add_func ("/http-options/one-link", test_one_link);
  g_test_add_func ("/http-options/one-link-at-home", test_one_link_at_home);
  g_test_add_func ("/http-options/one-link-away", test_one_link_away);
  g_test_add_func ("/http-options/no-user-agent", test_no_user_agent);

  return g_test_run ();
}
