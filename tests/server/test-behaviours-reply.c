/* test-behaviours-reply.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statuses, redirects, authentication and headers: answers that are well framed, and strange
 * otherwise.  A connection's thread.
 */

#include "dp-test-case.h"
#include "test-behaviours.h"

#include <string.h>

/* Statuses */

static gboolean
send_status (DpTestExchange *x, guint status)
{
  g_autofree char *retry_after = dp_test_exchange_dup_param (x, "retry_after", NULL);
  g_autofree char *header =
      retry_after != NULL ? g_strdup_printf ("Retry-After: %s\r\n", retry_after) : g_strdup ("");

  return dp_test_send_page (x, status, header);
}

static gboolean
answer_status (DpTestExchange *x)
{
  const char *status = x->path + strlen ("/status");

  return send_status (x, *status == '/' ? g_ascii_strtoull (status + 1, NULL, 10) : 404);
}

static gboolean
answer_busy (DpTestExchange *x)
{
  if (x->nth > dp_test_exchange_get_number (x, "times", 2))
    return dp_test_send_file (x);
  return send_status (x, dp_test_exchange_get_number (x, "status", 503));
}

static gboolean
answer_204 (DpTestExchange *x)
{
  dp_test_put_status (x, 204);
  dp_test_exchange_put (x, "\r\n");
  return TRUE;
}

static gboolean
answer_refuse (DpTestExchange *x)
{
  return dp_test_exchange_hang_up (x);
}

static gboolean
answer_continue_100 (DpTestExchange *x)
{
  dp_test_exchange_put (x, "HTTP/1.1 100 Continue\r\n\r\n");
  return dp_test_exchange_flush (x) && dp_test_send_file (x);
}

static gboolean
answer_early_hints_103 (DpTestExchange *x)
{
  dp_test_exchange_put (x, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
  return dp_test_exchange_flush (x) && dp_test_send_file (x);
}

/* Redirects */

static gboolean
send_redirect (DpTestExchange *x, const char *location)
{
  g_autofree char *header = g_strdup_printf ("Location: %s\r\n", location);

  return dp_test_send_page (x, dp_test_exchange_get_number (x, "status", 302), header);
}

static gboolean
answer_redirect (DpTestExchange *x)
{
  g_autofree char *to = dp_test_exchange_dup_param (x, "to", "/file");

  return send_redirect (x, to);
}

static gboolean
answer_redirect_loop (DpTestExchange *x)
{
  return send_redirect (x, x->target);
}

static gboolean
answer_redirect_chain (DpTestExchange *x)
{
  guint64 n = dp_test_exchange_get_number (x, "n", 5);
  g_autofree char *to = dp_test_exchange_dup_param (x, "to", "/file");
  g_autofree char *escaped = g_uri_escape_string (to, NULL, FALSE);
  g_autofree char *next =
      g_strdup_printf ("/redirect-chain?n=%" G_GUINT64_FORMAT "&to=%s", n - 1, escaped);

  return send_redirect (x, n > 1 ? next : to);
}

static gboolean
answer_redirect_scheme (DpTestExchange *x)
{
  g_autofree char *scheme = dp_test_exchange_dup_param (x, "scheme", "ftp");
  g_autofree char *location =
      strcmp (scheme, "file") == 0
          ? g_strdup ("file:///etc/hostname")
          : g_strdup_printf ("%s://127.0.0.1:%u/file", scheme, dp_test_server_get_port (x->server));

  return send_redirect (x, location);
}

/* Authentication */

static gboolean
answer_auth_basic (DpTestExchange *x)
{
  g_autofree char *user = dp_test_exchange_dup_param (x, "user", "user");
  g_autofree char *password = dp_test_exchange_dup_param (x, "password", "secret");
  g_autofree char *both = g_strdup_printf ("%s:%s", user, password);
  g_autofree char *encoded = g_base64_encode ((const guchar *) both, strlen (both));
  g_autofree char *expected = g_strdup_printf ("Basic %s", encoded);
  g_autofree char *given = dp_test_exchange_dup_header (x, "Authorization");

  if (g_strcmp0 (given, expected) == 0)
    return dp_test_send_file (x);
  return dp_test_send_page (x, 401, "WWW-Authenticate: Basic realm=\"test\"\r\n");
}

static char *
md5_of (const char *a, const char *b, const char *c)
{
  g_autofree char *text = g_strjoin (":", a, b, c, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
}

/* RFC 2069: the oldest kind, which needs no counter. */
static gboolean
answer_auth_digest (DpTestExchange *x)
{
  g_autofree char *user = dp_test_exchange_dup_param (x, "user", "user");
  g_autofree char *password = dp_test_exchange_dup_param (x, "password", "secret");
  g_autofree char *realm = dp_test_exchange_dup_param (x, "realm", "test");
  g_autofree char *person = md5_of (user, realm, password);
  g_autofree char *request = md5_of (x->method, x->target, NULL);
  g_autofree char *response = md5_of (person, "nonce", request);
  g_autofree char *given = dp_test_exchange_dup_header (x, "Authorization");
  g_autofree char *challenge =
      g_strdup_printf ("WWW-Authenticate: Digest realm=\"%s\", nonce=\"nonce\"\r\n", realm);

  if (given != NULL && g_str_has_prefix (given, "Digest ") && strstr (given, response) != NULL)
    return dp_test_send_file (x);
  return dp_test_send_page (x, 401, challenge);
}

/* libsoup before e64c221f dies of this one. */
static gboolean
answer_digest_domain (DpTestExchange *x)
{
  return dp_test_send_page (
      x, 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", domain=\"http:foo\"\r\n");
}

/* Headers and pages */

static gboolean
answer_html (DpTestExchange *x)
{
  return dp_test_send_page (x, dp_test_exchange_get_number (x, "status", 200), "");
}

static gboolean
answer_echo_headers (DpTestExchange *x)
{
  return dp_test_send_text (x, 200, "text/plain; charset=utf-8", "", x->head);
}

/* The parameter's raw bytes as the value of a header, with a good file. */
static gboolean
send_with_header (DpTestExchange *x, const char *name, const char *fallback)
{
  g_autofree char *value = dp_test_exchange_dup_param (x, "value", fallback);
  guint64 size_bytes = dp_test_exchange_get_number (x, "size", DP_TEST_BODY_SIZE_BYTES);

  dp_test_put_status (x, 200);
  dp_test_exchange_put (x, "Content-Length: %" G_GUINT64_FORMAT "\r\n%s: ", size_bytes, name);
  dp_test_exchange_put_data (x, value, strlen (value));
  dp_test_exchange_put (x, "\r\n\r\n");
  return dp_test_exchange_put_body (
      x, NULL, dp_test_exchange_get_number (x, "seed", DP_TEST_BODY_SEED), 0, size_bytes);
}

static gboolean
answer_disposition (DpTestExchange *x)
{
  return send_with_header (x, "Content-Disposition", "attachment");
}

static gboolean
answer_type (DpTestExchange *x)
{
  return send_with_header (x, "Content-Type", "application/octet-stream");
}

static gboolean
answer_header (DpTestExchange *x)
{
  g_autofree char *name = dp_test_exchange_dup_param (x, "name", "X-Test");

  return send_with_header (x, name, "");
}

const DpTestBehaviour dp_test_reply_behaviours[] = {
  { "/case", dp_test_case_answer, "/case/GROUP/NAME: the words of test-cases-*.c; cut=n bytes" },
  { "/status", answer_status, "/status/404 and so on, with a page; retry_after=" },
  { "/busy", answer_busy, "status=503 retry_after= for times=2 requests, then a good file" },
  { "/html", answer_html, "a page; status=200" },
  { "/204", answer_204, "204 without a body" },
  { "/refuse", answer_refuse, "FIN without an answer" },
  { "/continue-100", answer_continue_100, "100 Continue, then a good file" },
  { "/early-hints-103", answer_early_hints_103, "103 Early Hints, then a good file" },
  { "/redirect", answer_redirect, "to=/file status=302" },
  { "/redirect-loop", answer_redirect_loop, "to itself" },
  { "/redirect-chain", answer_redirect_chain, "n=5 redirects to=/file" },
  { "/redirect-scheme", answer_redirect_scheme,
    "to this host with scheme=ftp|http|https, or to a local file with scheme=file" },
  { "/auth-basic", answer_auth_basic, "user=user password=secret, or 401" },
  { "/auth-digest", answer_auth_digest,
    "user=user password=secret realm=test by RFC 2069, or 401" },
  { "/digest-domain", answer_digest_domain, "401 with the header that kills Debian 12's libsoup" },
  { "/echo-headers", answer_echo_headers, "the request's header block as text" },
  { "/disposition", answer_disposition, "a good file with Content-Disposition: value=" },
  { "/type", answer_type, "a good file with Content-Type: value=" },
  { "/header", answer_header, "a good file with a header name=X-Test value=" },
  { NULL },
};
