/* test-request.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person says about a request: what is taken, and what wins.
 */

#include "dp-request.h"

#include <string.h>

#include "dp-engine-fixture.h"

/* What is taken */

typedef gboolean (*Setter) (DpRequest *self, const char *text, GError **error);

static void
test_taken (void)
{
  static char too_long[64 * 1024 + 2];
  static const struct
  {
    Setter set;
    const char *text;
    const char *words; /* of the refusal, or NULL */
  } rows[] = {
    { dp_request_add_header, "X-Secret: 1", NULL },
    { dp_request_add_header, "X-Secret:", NULL },
    { dp_request_add_header, "Cookie: secret=1", NULL },
    { dp_request_add_header, "Authorization: Bearer secret", NULL },
    { dp_request_add_header, "secret", "A header looks like" },
    { dp_request_add_header, "", "A header looks like" },
    { dp_request_add_header, ": secret", "A header looks like" },
    { dp_request_add_header, "X secret: 1", "A header looks like" },
    { dp_request_add_header, "X-Secret : 1", "A header looks like" },
    { dp_request_add_header,
      "X-S\xc3\xa4"
      "cret: 1",
      "A header looks like" },
    { dp_request_add_header, "X: secret\r\nY: 1", "control character" },
    { dp_request_add_header, "X: secret\n", "control character" },
    { dp_request_add_header, "X\t: secret", "control character" },
    { dp_request_add_header, "X: secret\x7f", "control character" },
    { dp_request_add_header, "Host: secret", "“host” can't be chosen" },
    { dp_request_add_header, "content-LENGTH: secret", "“content-length” can't be chosen" },
    { dp_request_add_header, "Transfer-Encoding: secret", "can't be chosen" },
    { dp_request_add_header, "Range: secret", "can't be chosen" },
    { dp_request_add_header, "If-Range: secret", "can't be chosen" },
    { dp_request_add_header, "Accept-Encoding: secret", "can't be chosen" },
    { dp_request_add_header, "Connection: secret", "can't be chosen" },
    { dp_request_add_header, "Proxy-Authorization: secret", "can't be chosen" },
    { dp_request_add_header, "Referer: secret", "places of their own" },
    { dp_request_add_header, "User-Agent: secret", "places of their own" },
    { dp_request_set_user_agent, "secret/1.0 (x; y)", NULL },
    { dp_request_set_user_agent, "", NULL },
    { dp_request_set_user_agent, "secret\r\nX: y", "control character" },
    { dp_request_set_referer, "http://secret.test/?secret", NULL },
    { dp_request_set_referer, "ftp://secret.test/", "The referer is no link" },
    { dp_request_set_referer, "http://a:secret@a.test:0/", "The referer is no link" },
    { dp_request_set_user, "me:secret", NULL },
    { dp_request_set_user, "me:", NULL },
    { dp_request_set_user, ":secret", NULL },
    { dp_request_set_user, "secret", "NAME:PASSWORD" },
    { dp_request_set_user, "me:secret\n", "control character" },
    { dp_request_add_header, too_long, "more than a server" },
  };

  memset (too_long, 'x', sizeof too_long - 1);
  too_long[1] = ':';
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpRequest) request = dp_request_new ();
      g_autoptr (GError) error = NULL;
      gboolean is_taken = rows[i].set (request, rows[i].text, &error);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (is_taken, ==, rows[i].words == NULL);
      g_assert_cmpint (dp_request_is_empty (request), ==, !is_taken);
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
      g_autoptr (DpRequest) request = dp_request_new ();
      g_autoptr (DpUrl) url = dp_url_parse (rows[i].link, NULL);
      g_autofree char *referer = NULL;

      g_assert_true (dp_request_set_referer (request, rows[i].page, NULL));
      referer = dp_request_dup_referer (request, url, rows[i].is_at_home);
      g_assert_cmpstr (referer, ==, rows[i].referer);
    }
}

static void
test_too_many (void)
{
  g_autoptr (DpRequest) request = dp_request_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (dp_request_add_header (request, "X: y", &error))
    g_assert_cmpuint (++n, <, 10000);
  dp_test_assert_has (error->message, "more than a server");
  g_assert_cmpuint (g_strv_length (request->headers), ==, n);
}

/* What wins: as "header|header user-agent userinfo referer n_cookies" */

static DpRequest *
parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  DpRequest *request = dp_request_new ();

  if (*text == '\0')
    {
      dp_request_unref (request);
      return NULL;
    }
  for (char **part = parts; *part != NULL; part++)
    if (g_str_has_prefix (*part, "agent="))
      g_assert_true (dp_request_set_user_agent (request, *part + strlen ("agent="), NULL));
    else if (g_str_has_prefix (*part, "user="))
      g_assert_true (dp_request_set_user (request, *part + strlen ("user="), NULL));
    else if (g_str_has_prefix (*part, "http:"))
      g_assert_true (dp_request_set_referer (request, *part, NULL));
    else if (g_str_equal (*part, "jar"))
      {
        g_autoptr (DpCookies) cookies = dp_cookies_new ();

        dp_request_set_cookies (request, cookies);
      }
    else
      g_assert_true (dp_request_add_header (request, *part, NULL));
  return request;
}

static char *
format (const DpRequest *request)
{
  GString *text = g_string_new (NULL);
  g_autofree char *referer = request->referer != NULL ? dp_url_to_string (request->referer) : NULL;

  for (char **line = request->headers; line != NULL && *line != NULL; line++)
    g_string_append_printf (text, "%s|", *line);
  if (request->user_agent != NULL)
    g_string_append_printf (text, "agent=%s|", request->user_agent);
  if (request->userinfo != NULL)
    g_string_append_printf (text, "user=%s|", request->userinfo);
  if (referer != NULL)
    g_string_append_printf (text, "%s|", referer);
  if (request->cookies != NULL)
    g_string_append (text, "jar|");
  return g_string_free (text, FALSE);
}

static void
test_merge (void)
{
  static const struct
  {
    const char *said;
    const char *fallback;
    const char *merged;
  } rows[] = {
    { "", "", "" },
    { "A:1 agent=x", "", "A: 1|agent=x|" },
    { "", "A:1 jar", "A: 1|jar|" },
    { "A:1", "B:2", "B: 2|A: 1|" },
    { "a:1", "A:2 AB:3", "AB: 3|a: 1|" },
    { "A:1 A:2", "A:3", "A: 1|A: 2|" },
    { "agent=x", "agent=y user=u:p", "agent=x|user=u:p|" },
    { "agent=", "agent=y", "agent=|" },
    { "user=a:b http://a/1", "user=u:p http://b/2", "user=a:b|http://a/1|" },
    { "A:1", "http://b/2", "A: 1|http://b/2|" },
    /* Cookies are one thing, however they are said. */
    { "Cookie:a", "cookie:b", "Cookie: a|" },
    { "Cookie:a cookie:b", "", "Cookie: a; b|" },
    { "Cookie:a", "jar", "Cookie: a|" },
    { "jar", "Cookie:a X:1", "X: 1|jar|" },
    { "X:1", "Cookie:a jar", "Cookie: a|X: 1|jar|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpRequest) said = parse (rows[i].said);
      g_autoptr (DpRequest) fallback = parse (rows[i].fallback);
      g_autoptr (DpRequest) merged = dp_request_merge (said, fallback);
      g_autofree char *text = format (merged);

      g_assert_cmpstr (text, ==, rows[i].merged);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/taken", test_taken);
  g_test_add_func ("/request/referer", test_referer);
  g_test_add_func ("/request/too-many", test_too_many);
  g_test_add_func ("/request/merge", test_merge);

  return g_test_run ();
}
