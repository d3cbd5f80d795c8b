/* test-cookies.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cookies are read, and who gets them.
 */

#include "dp-cookies.h"

#include <string.h>

#include "dp-cookie-date.h"

#define NOW 1000000000

static gboolean
is_public_suffix (const char *domain)
{
  return g_str_equal (domain, "co.uk") || g_str_equal (domain, "com");
}

static void
assert_header (DpCookies *cookies, const char *link, const char *header)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);
  g_autofree char *told = dp_cookies_dup_header (cookies, url, NOW);

  g_test_message ("%s", link);
  g_assert_cmpstr (told, ==, header);
}

static void
test_netscape (void)
{
  static const struct
  {
    const char *text;
    const char *link;
    const char *header;
    guint n_bad;
  } rows[] = {
    { "", "http://a.test/", NULL, 0 },
    { "# Netscape HTTP Cookie File\n\r\n#\n", "http://a.test/", NULL, 0 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\tv\n", "http://a.test/", "n=v", 0 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\tv\r\n", "http://a.test:8080/x?y", "n=v", 0 },
    { "#HttpOnly_a.test\tFALSE\t/\tFALSE\t0\tn\tv", "http://a.test/", "n=v", 0 },
    { "A.Test\tfalse\t/\tfalse\t0\tn\tv", "http://a.test/", "n=v", 0 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn", "http://a.test/", "n=", 0 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\ta=b=\"c\"\td", "http://a.test/", NULL, 1 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\ta=b=\"c\"", "http://a.test/", "n=a=b=\"c\"", 0 },
    /* domains */
    { "a.test\tFALSE\t/\tFALSE\t0\tn\tv", "http://b.a.test/", NULL, 0 },
    { "a.test\tTRUE\t/\tFALSE\t0\tn\tv", "http://b.a.test/", "n=v", 0 },
    { ".a.test\tTRUE\t/\tFALSE\t0\tn\tv", "http://c.b.a.test/", "n=v", 0 },
    { ".a.test\tTRUE\t/\tFALSE\t0\tn\tv", "http://a.test/", "n=v", 0 },
    { ".a.test\tTRUE\t/\tFALSE\t0\tn\tv", "http://xa.test/", NULL, 0 },
    { ".a.test\tTRUE\t/\tFALSE\t0\tn\tv", "http://test/", NULL, 0 },
    { ".a.test\tTRUE\t/\tFALSE\t0\tn\tv", "http://a.test.evil.test/", NULL, 0 },
    { "0.0.1\tTRUE\t/\tFALSE\t0\tn\tv", "http://127.0.0.1/", NULL, 0 },
    { "127.0.0.1\tFALSE\t/\tFALSE\t0\tn\tv", "http://127.0.0.1:81/", "n=v", 0 },
    { "b\xc3\xbc"
      "cher.test\tFALSE\t/\tFALSE\t0\tn\tv",
      "http://xn--bcher-kva.test/", "n=v", 0 },
    /* paths */
    { "a.test\tFALSE\t/d\tFALSE\t0\tn\tv", "http://a.test/d", "n=v", 0 },
    { "a.test\tFALSE\t/d\tFALSE\t0\tn\tv", "http://a.test/d/e", "n=v", 0 },
    { "a.test\tFALSE\t/d/\tFALSE\t0\tn\tv", "http://a.test/d/e", "n=v", 0 },
    { "a.test\tFALSE\t/d/\tFALSE\t0\tn\tv", "http://a.test/d", NULL, 0 },
    { "a.test\tFALSE\t/d\tFALSE\t0\tn\tv", "http://a.test/dd", NULL, 0 },
    { "a.test\tFALSE\t/d\tFALSE\t0\tn\tv", "http://a.test/", NULL, 0 },
    /* secure */
    { "a.test\tFALSE\t/\tTRUE\t0\tn\tv", "http://a.test/", NULL, 0 },
    { "a.test\tFALSE\t/\tTRUE\t0\tn\tv", "https://a.test/", "n=v", 0 },
    { "a.test\tFALSE\t/\t?\t0\tn\tv", "http://a.test/", NULL, 0 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\tv", "https://a.test/", "n=v", 0 },
    /* expiry */
    { "a.test\tFALSE\t/\tFALSE\t1000000000\tn\tv", "http://a.test/", NULL, 0 },
    { "a.test\tFALSE\t/\tFALSE\t1000000001\tn\tv", "http://a.test/", "n=v", 0 },
    { "a.test\tFALSE\t/\tFALSE\t99999999999999999999\tn\tv", "http://a.test/", "n=v", 0 },
    { "a.test\tFALSE\t/\tFALSE\t-1\tn\tv", "http://a.test/", "n=v", 0 },
    /* order: the longest path first, else as in the file */
    { "a.test\tFALSE\t/\tFALSE\t0\ta\t1\na.test\tFALSE\t/d\tFALSE\t0\tb\t2\n"
      "a.test\tTRUE\t/\tFALSE\t0\tc\t3",
      "http://a.test/d", "b=2; a=1; c=3", 0 },
    /* none */
    { "nonsense", "http://a.test/", NULL, 1 },
    { "\tFALSE\t/\tFALSE\t0\tn\tv", "http://a.test/", NULL, 1 },
    { "a.test\tFALSE\tx\tFALSE\t0\tn\tv", "http://a.test/", NULL, 1 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\tv\x01", "http://a.test/", NULL, 1 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn\tv;x=y", "http://a.test/", NULL, 1 },
    { "a.test\tFALSE\t/\tFALSE\t0\tn=m\tv", "http://a.test/", NULL, 1 },
    { "a.test FALSE / FALSE 0 n v", "http://a.test/", NULL, 1 },
    { "x\na.test\tFALSE\t/\tFALSE\t0\tn\tv\ny", "http://a.test/", "n=v", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpCookies) cookies = dp_cookies_new ();

      g_assert_cmpuint (dp_cookies_add_netscape (cookies, rows[i].text, strlen (rows[i].text)), ==,
                        rows[i].n_bad);
      assert_header (cookies, rows[i].link, rows[i].header);
    }
}

static void
test_set_cookie (void)
{
  static const struct
  {
    const char *from;
    const char *values; /* one a line */
    const char *link;
    const char *header;
  } rows[] = {
    { "http://a.test/d/x", "n=v", "http://a.test/d/y", "n=v" },
    { "http://a.test/d/x", "n=v", "http://a.test/e", NULL },
    { "http://a.test/d/x", "n=v; Path=/", "http://a.test/e", "n=v" },
    { "http://a.test/d/x", "n=v; path=e", "http://a.test/d/", "n=v" },
    { "http://a.test/x", " n = v ;HttpOnly; Foo=bar;;", "http://a.test/", "n=v" },
    { "http://a.test/", "n=1\nn=2", "http://a.test/", "n=2" },
    { "http://a.test/", "n=1\nm=2", "http://a.test/", "n=1; m=2" },
    { "http://a.test/", "n=1\nn=2; Max-Age=0", "http://a.test/", NULL },
    { "http://a.test/", "n=1; Max-Age=-5", "http://a.test/", NULL },
    { "http://a.test/", "n=1; Max-Age=10", "http://a.test/", "n=1" },
    { "http://a.test/", "n=1; Max-Age=x", "http://a.test/", "n=1" },
    { "http://a.test/", "n=1; Max-Age=99999999999999999999", "http://a.test/", "n=1" },
    { "http://a.test/", "n=1; Expires=Sun, 09 Sep 2001 01:46:40 GMT", "http://a.test/", NULL },
    { "http://a.test/", "n=1; Expires=Sun, 09 Sep 2001 01:46:41 GMT", "http://a.test/", "n=1" },
    { "http://a.test/", "n=1; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "http://a.test/",
      "n=1" },
    { "http://a.test/", "n=1; Expires=nonsense", "http://a.test/", "n=1" },
    /* domains */
    { "http://a.test/", "n=v", "http://b.a.test/", NULL },
    { "http://b.a.test/", "n=v; Domain=a.test", "http://c.a.test/", "n=v" },
    { "http://b.a.test/", "n=v; Domain=.A.test", "http://a.test/", "n=v" },
    { "http://b.a.test/", "n=v; Domain=", "http://a.test/", NULL },
    { "http://a.test/", "n=v; Domain=b.test", "http://b.test/", NULL },
    { "http://a.test/", "n=v; Domain=b.a.test", "http://b.a.test/", NULL },
    { "http://a.test/", "n=v; Domain=test", "http://b.test/", NULL },
    { "http://a.com/", "n=v; Domain=com", "http://b.com/", NULL },
    { "http://a.co.uk/", "n=v; Domain=co.uk", "http://b.co.uk/", NULL },
    { "http://co.uk/", "n=v; Domain=co.uk", "http://b.co.uk/", NULL },
    { "http://co.uk/", "n=v; Domain=co.uk", "http://co.uk/", "n=v" },
    { "http://localhost/", "n=v; Domain=localhost", "http://localhost/", "n=v" },
    { "http://127.0.0.1/", "n=v; Domain=0.0.1", "http://127.0.0.1/", NULL },
    /* secure */
    { "https://a.test/", "n=v; Secure", "http://a.test/", NULL },
    { "https://a.test/", "n=v; Secure", "https://a.test/", "n=v" },
    { "http://a.test/", "n=v; Secure", "https://a.test/", NULL },
    /* ports */
    { "http://a.test:8080/", "n=v", "http://a.test:8080/", "n=v" },
    { "http://a.test:8080/", "n=v", "http://a.test:8081/", NULL },
    { "http://a.test:8080/", "n=v", "http://a.test/", NULL },
    { "http://a.test/", "n=v", "http://a.test:8080/", NULL },
    { "http://a.test/", "n=v", "http://a.test:80/", "n=v" },
    { "http://a.test/", "n=v", "https://a.test/", "n=v" },
    { "http://a.test/", "n=v", "https://a.test:80/", NULL },
    { "http://b.a.test:81/", "n=v; Domain=a.test", "http://a.test/", NULL },
    /* none */
    { "http://a.test/", "", "http://a.test/", NULL },
    { "http://a.test/", "=v", "http://a.test/", NULL },
    { "http://a.test/", "nonsense", "http://a.test/", NULL },
    { "http://a.test/", "n=v\x7f", "http://a.test/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpCookies) cookies = dp_cookies_new ();
      g_autoptr (DpUrl) from = dp_url_parse (rows[i].from, NULL);
      g_auto (GStrv) values = g_strsplit (rows[i].values, "\n", -1);

      g_test_message ("%s", rows[i].values);
      for (char **value = values; *value != NULL; value++)
        dp_cookies_add_set_cookie (cookies, from, *value, is_public_suffix, NOW);
      assert_header (cookies, rows[i].link, rows[i].header);
    }
}

/* What the person gave for https is not for a server on the way to change. */
static void
test_secure_stays (void)
{
  static const char file[] = "a.test\tTRUE\t/\tTRUE\t0\tn\tours\n";
  g_autoptr (DpCookies) ours = dp_cookies_new ();
  g_autoptr (DpCookies) jar = NULL;
  g_autoptr (DpUrl) insecure = dp_url_parse ("http://b.a.test/", NULL);
  g_autoptr (DpUrl) secure = dp_url_parse ("https://b.a.test/", NULL);

  dp_cookies_add_netscape (ours, file, strlen (file));
  jar = dp_cookies_copy (ours);
  dp_cookies_add_set_cookie (jar, insecure, "n=1", is_public_suffix, NOW);
  dp_cookies_add_set_cookie (jar, insecure, "n=1; Domain=a.test", is_public_suffix, NOW);
  assert_header (jar, "https://b.a.test/", "n=ours");
  dp_cookies_add_set_cookie (jar, secure, "n=2; Domain=a.test", is_public_suffix, NOW);
  assert_header (jar, "https://b.a.test/", "n=2");
  assert_header (ours, "https://b.a.test/", "n=ours");
}

static void
test_bounded (void)
{
  g_autoptr (DpCookies) cookies = dp_cookies_new ();
  g_autoptr (DpUrl) url = dp_url_parse ("http://a.test/", NULL);
  g_autofree char *value = g_strnfill (4096, 'v');
  g_autofree char *large = g_strconcat ("n=", value, NULL);
  g_autoptr (GString) file = g_string_new (NULL);

  dp_cookies_add_set_cookie (cookies, url, large, is_public_suffix, NOW);
  g_assert_cmpuint (dp_cookies_get_n (cookies), ==, 0);
  for (guint i = 0; i < 10010; i++)
    g_string_append_printf (file, "a.test\tFALSE\t/\tFALSE\t0\tn%u\tv\n", i);
  g_assert_cmpuint (dp_cookies_add_netscape (cookies, file->str, file->len), ==, 10);
  g_assert_cmpuint (dp_cookies_get_n (cookies), ==, 10000);
}

static void
test_date (void)
{
  static const struct
  {
    const char *text;
    gint64 sec;
  } rows[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "6 november 1994 8:49:37", 784111777 },
    { "08:49:37 06-Nov-1994", 784111777 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { "Thu, 01-Jan-38 00:00:00 GMT", 2145916800 },
    { "Fri, 31 Dec 9999 23:59:59 GMT", G_GINT64_CONSTANT (253402300799) },
    { "", DP_COOKIE_DATE_NEVER },
    { "0", DP_COOKIE_DATE_NEVER },
    { "Sun, 06 Nov 1994", DP_COOKIE_DATE_NEVER },
    { "Sun, 32 Nov 1994 08:49:37 GMT", DP_COOKIE_DATE_NEVER },
    { "Sun, 06 Nov 1600 08:49:37 GMT", DP_COOKIE_DATE_NEVER },
    { "Sun, 06 Nov 1994 24:49:37 GMT", DP_COOKIE_DATE_NEVER },
    { "Sun, 06 Foo 1994 08:49:37 GMT", DP_COOKIE_DATE_NEVER },
    { "Sun, 06 Nov 1994 -8:-9:-7 GMT", DP_COOKIE_DATE_NEVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (dp_cookie_date_parse (rows[i].text), ==, rows[i].sec);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cookies/netscape", test_netscape);
  g_test_add_func ("/cookies/set-cookie", test_set_cookie);
  g_test_add_func ("/cookies/secure-stays", test_secure_stays);
  g_test_add_func ("/cookies/bounded", test_bounded);
  g_test_add_func ("/cookies/date", test_date);

  return g_test_run ();
}
