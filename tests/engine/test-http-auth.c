/* test-http-auth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said to a server that asks who we are: once, in a way that it offered, and nothing at all
 * to a question that makes no sense.
 */

#include "dp-http-auth.h"

#include <string.h>

#include "dp-ask.h"
#include "dp-script-server.h"

typedef struct
{
  const char *name;
  const char *challenges; /* header lines */
  const char *answer;     /* how Authorization begins, NULL: none is sent */
} Row;

#define BASIC "Basic dXNlcjpzZWNyZXQ="
#define DIGEST                                                                                \
  "Digest username=\"user\", realm=\"r\", nonce=\"n\", uri=\"/a.bin?x=%7e\", algorithm=MD5, " \
  "response=\""
/* RFC 2069: MD5 of the parts, by hand */
#define DIGEST_WHOLE DIGEST "f0dad8bde6225fc0bec5a89a4bf9e420\""

static const Row rows[] = {
  { "basic", "WWW-Authenticate: Basic realm=\"r\"\r\n", BASIC },
  { "basic-case", "www-authenticate: bAsIc realm=r\r\n", BASIC },
  { "basic-comma", "WWW-Authenticate: Basic realm=\"a, Digest b\"\r\n", BASIC },
  { "basic-charset", "WWW-Authenticate: Basic realm=\"r\", charset=\"UTF-8\"\r\n", BASIC },
  { "digest", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n", DIGEST_WHOLE },
  { "digest-qop", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n", DIGEST },
  { "digest-domain", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", domain=\"http:foo\"\r\n",
    DIGEST },
  { "both", "WWW-Authenticate: Basic realm=\"r\", Digest realm=\"r\", nonce=\"n\"\r\n", DIGEST },
  { "both-lines",
    "WWW-Authenticate: Basic realm=\"r\"\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n",
    DIGEST },
  { "digest-sha512", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=X\r\n", NULL },
  { "digest-no-nonce", "WWW-Authenticate: Digest realm=\"r\"\r\n", NULL },
  { "digest-no-realm", "WWW-Authenticate: Digest nonce=\"n\"\r\n", NULL },
  { "digest-bare", "WWW-Authenticate: Digest\r\n", NULL },
  { "digest-broken", "WWW-Authenticate: Digest realm=\"r, nonce=n\r\n", NULL },
  { "digest-bad-basic-good", "WWW-Authenticate: Digest realm=\"r\", Basic realm=\"r\"\r\n", BASIC },
  { "basic-bare", "WWW-Authenticate: Basic\r\n", NULL },
  { "negotiate", "WWW-Authenticate: Negotiate\r\n", NULL },
  { "negotiate-basic", "WWW-Authenticate: Negotiate, Basic realm=\"r\"\r\n", BASIC },
  { "ntlm", "WWW-Authenticate: NTLM TlRMTVNTUAAC\r\n", NULL },
  { "unknown", "WWW-Authenticate: Basically realm=\"r\"\r\n", NULL },
  { "commas", "WWW-Authenticate: ,,, =,=\r\n", NULL },
  { "empty", "WWW-Authenticate: \r\n", NULL },
  { "none", "", NULL },
  { "proxy", "Proxy-Authenticate: Basic realm=\"r\"\r\n", NULL },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *asked =
      g_strdup_printf ("HTTP/1.1 401 Who\r\n%sContent-Length: 0\r\n\r\n", row->challenges);
  const char *answers[] = { asked, asked, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *plain = dp_script_server_dup_url (server, "/a.bin?x=%7e");
  g_autofree char *url = g_strconcat ("http://user:secret@", plain + strlen ("http://"), NULL);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

  dp_test_fetch_wait (fetch);
  if (row->answer != NULL)
    dp_test_fetch_assert_failed (fetch, DP_OUTCOME_ASKS, "did not accept");
  else
    dp_test_fetch_assert_failed (fetch, DP_OUTCOME_REFUSED, "401 Unauthorized");
  g_assert_true ((fetch->outcome->question != NULL) == (row->answer != NULL));
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, row->answer != NULL ? 2 : 1);
  g_assert_null (strcasestr (dp_script_server_get_request (server, 0), "Authorization"));
  if (row->answer != NULL)
    {
      g_autofree char *header = g_strconcat ("\r\nAuthorization: ", row->answer, NULL);

      dp_test_assert_has (dp_script_server_get_request (server, 1), header);
      dp_test_assert_has (dp_script_server_get_request (server, 1),
                          "GET /a.bin?x=%7e HTTP/1.1\r\n");
    }
}

/* Whom we tell what */

static char *
url_with_userinfo (DpEngineFixture *fixture, const char *userinfo, const char *path)
{
  return g_strdup_printf ("http://%s@127.0.0.1:%u%s", userinfo,
                          dp_test_server_get_port (fixture->server), path);
}

/* As people type them, and as curl and browsers say them. */
static void
test_not_ascii (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url =
      url_with_userinfo (fixture, "j%C3%BCrgen:p%C3%A4ss%3A%E2%82%AC",
                         "/auth-basic/a.bin?user=j%C3%BCrgen&password=p%C3%A4ss%3A%E2%82%AC");
  g_autofree char *latin1 = url_with_userinfo (
      fixture, "j%C3%BCrgen:%C3%A4", "/auth-basic/b.bin?user=j%C3%BCrgen&password=%C3%A4");
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, url);
  g_autoptr (DpAsk) other = dp_ask_url (fixture->lanes, latin1);

  dp_ask_assert_file (ask);
  dp_ask_assert_file (other);
}

static void
test_credentials (void)
{
  static const struct
  {
    const char *userinfo;
    const char *path;
  } good[] = {
    { "user:secret", "/auth-basic" },
    { "us%40er:se%3acret", "/auth-basic?user=us%40er&password=se:cret" },
    { "user:", "/auth-basic?user=user&password=" },
    { "user:100%sure", "/auth-basic?user=user&password=100%25sure" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *url = url_with_userinfo (fixture, good[i].userinfo, good[i].path);
      g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, url);
      g_autofree char *request = NULL;

      dp_ask_assert_file (ask);
      /* Not before the server asked for them. */
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);
      request = dp_test_server_dup_request (fixture->server, NULL);
      dp_test_assert_has (request, "\r\nAuthorization: Basic ");
      g_assert_null (strstr (request, "@"));
    }
}

static void
test_credentials_wrong (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = url_with_userinfo (fixture, "user:wrong", "/auth-basic");
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, url);

  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 401);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), <=, 3);
}

static void
test_credentials_unasked (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = url_with_userinfo (fixture, "user:secret", "/echo-headers");
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, url);

  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_null (strcasestr (ask->body->str, "\r\nAuthorization:"));
  g_assert_null (strstr (ask->body->str, "secret"));
}

/* Two people at one server, one after the other on the same lane. */
static void
test_credentials_of_two (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url_a = url_with_userinfo (fixture, "a:1", "/auth-basic/x?user=a&password=1");
  g_autofree char *url_b = url_with_userinfo (fixture, "b:2", "/auth-basic/y?user=b&password=2");
  g_autofree char *url_none = dp_engine_fixture_dup_url (fixture, "/echo-headers");
  g_autoptr (DpAsk) ask_a = dp_ask_url (fixture->lanes, url_a);
  g_autoptr (DpAsk) ask_b = dp_ask_url (fixture->lanes, url_b);
  g_autoptr (DpAsk) ask_none = dp_ask_url (fixture->lanes, url_none);

  dp_ask_assert_file (ask_a);
  dp_ask_assert_file (ask_b);
  g_assert_null (strcasestr (ask_none->body->str, "\r\nAuthorization:"));
}

/* A redirect to another origin takes nothing along, one to the same origin does. */
static void
test_credentials_redirected (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestServer) other = dp_test_server_new (DP_TEST_SERVER_PLAIN, NULL);
  g_autofree char *other_url = dp_test_server_dup_url (other, "/auth-basic");
  g_autofree char *away = g_strconcat ("/redirect?to=", other_url, NULL);
  g_autofree char *away_url = url_with_userinfo (fixture, "user:secret", away);
  g_autofree char *same_url =
      url_with_userinfo (fixture, "user:secret", "/redirect?to=/auth-basic");
  g_autoptr (DpAsk) ask_away = dp_ask_url (fixture->lanes, away_url);
  g_autoptr (DpAsk) ask_same = dp_ask_url (fixture->lanes, same_url);
  g_autofree char *request = dp_test_server_dup_request (other, NULL);

  g_assert_cmpuint (ask_away->status, ==, 401);
  g_assert_cmpuint (dp_test_server_get_n_requests (other, NULL), ==, 1);
  g_assert_null (strcasestr (request, "\r\nAuthorization:"));
  g_assert_null (strstr (request, "secret"));
  dp_ask_assert_file (ask_same);
}

/* It would become a header of its own. */
static void
test_line_break (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = url_with_userinfo (fixture, "us%0d%0aer:secret", "/auth-digest");
  g_autoptr (DpAsk) ask = dp_ask_url (fixture->lanes, url);

  g_assert_cmpuint (ask->status, ==, 401);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
}

/* It kills Debian 12's libsoup. */
static void
test_digest_domain (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = url_with_userinfo (fixture, "user:secret", "/digest-domain");
  g_autoptr (DpAsk) without = dp_ask_path (fixture, "/digest-domain");
  g_autoptr (DpAsk) with = dp_ask_url (fixture->lanes, url);

  g_assert_cmpuint (without->status, ==, 401);
  g_assert_cmpuint (with->status, ==, 401);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/http-auth/challenge/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/http-auth/not-ascii", test_not_ascii);
  g_test_add_func ("/http-auth/credentials", test_credentials);
  g_test_add_func ("/http-auth/credentials-wrong", test_credentials_wrong);
  g_test_add_func ("/http-auth/credentials-unasked", test_credentials_unasked);
  g_test_add_func ("/http-auth/credentials-of-two", test_credentials_of_two);
  g_test_add_func ("/http-auth/credentials-redirected", test_credentials_redirected);
  g_test_add_func ("/http-auth/line-break", test_line_break);
  g_test_add_func ("/http-auth/digest-domain", test_digest_domain);

  return g_test_run ();
}
