/* test-http-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person says about requests: what is taken, and which servers hear of it.
 */

#include "dp-http-options.h"

#include <string.h>

#include "dp-ask.h"
#include "dp-script-server.h"

/* What is taken */

typedef gboolean (*Setter) (DpHttpOptions *self, const char *text, GError **error);

static void
test_taken (void)
{
  static const struct
  {
    Setter set;
    const char *text;
    const char *words; /* of the refusal, or NULL */
  } rows[] = {
    { dp_http_options_add_header, "X-Secret: 1", NULL },
    { dp_http_options_add_header, "X-Secret:", NULL },
    { dp_http_options_add_header, "Cookie: secret=1", NULL },
    { dp_http_options_add_header, "Authorization: Bearer secret", NULL },
    { dp_http_options_add_header, "secret", "A header looks like" },
    { dp_http_options_add_header, "", "A header looks like" },
    { dp_http_options_add_header, ": secret", "A header looks like" },
    { dp_http_options_add_header, "X secret: 1", "A header looks like" },
    { dp_http_options_add_header, "X-Secret : 1", "A header looks like" },
    { dp_http_options_add_header,
      "X-S\xc3\xa4"
      "cret: 1",
      "A header looks like" },
    { dp_http_options_add_header, "X: secret\r\nY: 1", "control character" },
    { dp_http_options_add_header, "X: secret\n", "control character" },
    { dp_http_options_add_header, "X\t: secret", "control character" },
    { dp_http_options_add_header, "X: secret\x7f", "control character" },
    { dp_http_options_add_header, "Host: secret", "“host” can't be chosen" },
    { dp_http_options_add_header, "content-LENGTH: secret", "“content-length” can't be chosen" },
    { dp_http_options_add_header, "Transfer-Encoding: secret", "can't be chosen" },
    { dp_http_options_add_header, "Range: secret", "can't be chosen" },
    { dp_http_options_add_header, "If-Range: secret", "can't be chosen" },
    { dp_http_options_add_header, "Accept-Encoding: secret", "can't be chosen" },
    { dp_http_options_add_header, "Connection: secret", "can't be chosen" },
    { dp_http_options_add_header, "Proxy-Authorization: secret", "can't be chosen" },
    { dp_http_options_add_header, "Referer: secret", "places of their own" },
    { dp_http_options_add_header, "User-Agent: secret", "places of their own" },
    { dp_http_options_set_user_agent, "secret/1.0 (x; y)", NULL },
    { dp_http_options_set_user_agent, "", NULL },
    { dp_http_options_set_user_agent, "secret\r\nX: y", "control character" },
    { dp_http_options_set_referer, "http://secret.test/?secret", NULL },
    { dp_http_options_set_referer, "ftp://secret.test/", "The referer is no link" },
    { dp_http_options_set_referer, "http://a:secret@a.test:0/", "The referer is no link" },
    { dp_http_options_set_user, "me:secret", NULL },
    { dp_http_options_set_user, "me:", NULL },
    { dp_http_options_set_user, ":secret", NULL },
    { dp_http_options_set_user, "secret", "NAME:PASSWORD" },
    { dp_http_options_set_user, "me:secret\n", "control character" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DpHttpOptions) options = { 0 };
      g_autoptr (GError) error = NULL;
      gboolean is_taken = rows[i].set (&options, rows[i].text, &error);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (is_taken, ==, rows[i].words == NULL);
      if (is_taken)
        {
          g_assert_no_error (error);
          continue;
        }
      dp_test_assert_has (error->message, rows[i].words);
      /* Whatever it is, it stays between us. */
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_referer (void)
{
  static const struct
  {
    const char *page;
    const char *link;
    gboolean is_at_home;
    const char *referer;
  } rows[] = {
    { "https://u:p@a.test/x?y#z", "https://b.test/", TRUE, "https://a.test/x?y" },
    { "https://u:p@a.test/x?y#z", "https://b.test/", FALSE, "https://a.test/" },
    { "http://a.test:81/x?y", "https://b.test/", TRUE, "http://a.test:81/x?y" },
    { "http://a.test:81/x?y", "http://b.test/", FALSE, "http://a.test:81/" },
    { "https://a.test/x", "http://a.test/", TRUE, NULL },
    { "https://a.test/x", "http://a.test/", FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DpHttpOptions) options = { 0 };
      g_autoptr (DpUrl) url = dp_url_parse (rows[i].link, NULL);
      g_autofree char *referer = NULL;

      g_assert_true (dp_http_options_set_referer (&options, rows[i].page, NULL));
      referer = dp_http_options_dup_referer (&options, url, rows[i].is_at_home);
      g_assert_cmpstr (referer, ==, rows[i].referer);
    }
}

/* Who hears of it */

static void
take_cookies (DpHttpOptions *options, const char *text)
{
  options->cookies = dp_cookies_new ();
  g_assert_cmpuint (dp_cookies_add_netscape (options->cookies, text, strlen (text)), ==, 0);
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
  g_assert_true (dp_http_options_set_user_agent (options, "Agent/1.0 ", NULL));
  g_assert_true (dp_http_options_set_referer (options, "http://u:p@a.test/page?q#f", NULL));
  g_assert_true (dp_http_options_add_header (options, "X-Key:  secret ", NULL));
  g_assert_true (dp_http_options_add_header (options, "accept: text/*", NULL));
  g_assert_true (dp_http_options_add_header (options, "Cookie: own=secret", NULL));
  g_assert_true (dp_http_options_set_user (options, "user:secret", NULL));
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
  g_auto (DpHttpOptions) options = { 0 };
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
  g_auto (DpHttpOptions) options = { 0 };
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
  g_auto (DpHttpOptions) options = { 0 };
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

  g_assert_true (dp_http_options_set_user (&options, "a@:b:c%", NULL));
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
  g_auto (DpHttpOptions) options = { 0 };
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

static void
test_no_user_agent (void)
{
  g_auto (DpHttpOptions) options = { 0 };
  g_autoptr (DpEngineFixture) fixture = NULL;
  g_autoptr (DpAsk) ask = NULL;

  g_assert_true (dp_http_options_set_user_agent (&options, " ", NULL));
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

  g_test_add_func ("/http-options/taken", test_taken);
  g_test_add_func ("/http-options/referer", test_referer);
  g_test_add_func ("/http-options/told", test_told);
  g_test_add_func ("/http-options/told-elsewhere", test_told_elsewhere);
  g_test_add_func ("/http-options/user", test_user);
  g_test_add_func ("/http-options/redirect-cookies", test_redirect_cookies);
  g_test_add_func ("/http-options/no-user-agent", test_no_user_agent);

  return g_test_run ();
}
