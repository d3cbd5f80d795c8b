/* test-http-auth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said to a server that asks who we are: once, in a way that it offered, and nothing at all
 * to a question that makes no sense.
 */

#include "dp-fetch.h"

#include <string.h>

#include "dp-engine-fixture.h"
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
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_REFUSED, "401 Unauthorized");
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/http-auth/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
