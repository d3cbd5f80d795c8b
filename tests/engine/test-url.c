/* test-url.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links are kept byte for byte or refused; references lead where RFC 3986 says.
 */

#include "dp-url.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *requested; /* or NULL if refused */
  int code;              /* of G_URI_ERROR then */
} ParseRow;

static const ParseRow parse_rows[] = {
  /* what is kept */
  { "plain", "http://a.example/b", "http://a.example/b", 0 },
  { "no-path", "http://a.example", "http://a.example/", 0 },
  { "query-without-path", "http://a.example?q", "http://a.example/?q", 0 },
  { "empty-query", "http://a.example/?", "http://a.example/?", 0 },
  { "percent-lower", "http://a/%7e%2f%2F%zz%", "http://a/%7e%2f%2F%zz%", 0 },
  { "percent-query", "http://a/?X-Sig=a%2Bb%3d&e=1+2", "http://a/?X-Sig=a%2Bb%3d&e=1+2", 0 },
  { "percent-nul", "http://a/%00", "http://a/%00", 0 },
  { "dots", "http://a/b/../c/./d", "http://a/b/../c/./d", 0 },
  { "slashes", "http://a//b///c", "http://a//b///c", 0 },
  { "backslash-path", "http://a/b\\c", "http://a/b\\c", 0 },
  { "odd-signs", "http://a/{b}|^[c]`\"<d>", "http://a/{b}|^[c]`\"<d>", 0 },
  { "question-in-query", "http://a/?b?c/d", "http://a/?b?c/d", 0 },
  { "colon-path", "http://a/b:c@d", "http://a/b:c@d", 0 },
  { "link-in-path", "http://web.archive.org/web/2020/http://a/b",
    "http://web.archive.org/web/2020/http://a/b", 0 },

  /* what is encoded, dropped or brought into one form */
  { "fragment", "http://a/b#c?d", "http://a/b", 0 },
  { "fragment-after-host", "http://a#b", "http://a/", 0 },
  { "fragment-in-query", "http://a/?b#c", "http://a/?b", 0 },
  { "utf8-path", "http://a/ü", "http://a/%C3%BC", 0 },
  { "latin1-path", "http://a/\xfc", "http://a/%FC", 0 },
  { "utf8-query", "http://a/?ü", "http://a/?%C3%BC", 0 },
  { "space", "http://a/b c?d e", "http://a/b%20c?d%20e", 0 },
  { "tab", "http://a/b\tc", "http://a/b%09c", 0 },
  { "control", "http://a/\x01\x7f", "http://a/%01%7F", 0 },
  { "trimmed", " \t\r\n http://a/ \r\n", "http://a/", 0 },
  { "upper-case", "HTTPS://EXAMPLE.com/A", "https://example.com/A", 0 },
  { "default-port", "http://a:80/", "http://a/", 0 },
  { "default-port-https", "https://a:443/", "https://a/", 0 },
  { "other-default-port", "http://a:443/", "http://a:443/", 0 },
  { "empty-port", "http://a:/", "http://a/", 0 },
  { "port-zeros", "http://a:008080/", "http://a:8080/", 0 },
  { "port-lowest", "http://a:1/", "http://a:1/", 0 },
  { "port-highest", "http://a:65535/", "http://a:65535/", 0 },
  { "idn", "http://bücher.example/", "http://xn--bcher-kva.example/", 0 },
  { "idn-upper", "http://BÜCHER.example/", "http://xn--bcher-kva.example/", 0 },
  { "idn-dot", "http://a。example/", "http://a.example/", 0 },
  { "idn-wide", "http://ａ.example/", "http://a.example/", 0 },
  { "punycode", "http://XN--bcher-kva.example/", "http://xn--bcher-kva.example/", 0 },
  { "underscore", "http://a_b.example/", "http://a_b.example/", 0 },
  { "root-dot", "http://a.example./", "http://a.example./", 0 },
  { "numbers-in-name", "http://1.2.3.a4/", "http://1.2.3.a4/", 0 },
  { "ipv4", "http://127.0.0.1:8080/", "http://127.0.0.1:8080/", 0 },
  { "ipv6", "http://[::1]/", "http://[::1]/", 0 },
  { "ipv6-port", "https://[2001:DB8:0:0::1]:8443/a", "https://[2001:db8::1]:8443/a", 0 },
  { "ipv6-default-port", "http://[::1]:80/", "http://[::1]/", 0 },
  { "userinfo", "http://u:p@a/", "http://u:p@a/", 0 },
  { "userinfo-percent", "http://u%40:%3a@a/", "http://u%40:%3a@a/", 0 },
  { "userinfo-at", "http://u@x:p@s@a/", "http://u%40x:p%40s@a/", 0 },
  { "userinfo-utf8", "http://ü@a/", "http://%C3%BC@a/", 0 },
  { "userinfo-empty", "http://@a/", "http://a/", 0 },
  { "userinfo-ipv6", "http://u@[::1]:81/", "http://u@[::1]:81/", 0 },

  /* what is refused */
  { "empty", "", NULL, G_URI_ERROR_BAD_SCHEME },
  { "no-scheme", "example.com/a", NULL, G_URI_ERROR_BAD_SCHEME },
  { "path-only", "/a", NULL, G_URI_ERROR_BAD_SCHEME },
  { "no-scheme-name", "://a/", NULL, G_URI_ERROR_BAD_SCHEME },
  { "ftp", "ftp://a/", NULL, G_URI_ERROR_BAD_SCHEME },
  { "file", "file:///etc/passwd", NULL, G_URI_ERROR_BAD_SCHEME },
  { "javascript", "javascript:alert(1)", NULL, G_URI_ERROR_BAD_SCHEME },
  { "data", "data:,x", NULL, G_URI_ERROR_BAD_SCHEME },
  { "mailto", "MailTo:a@b", NULL, G_URI_ERROR_BAD_SCHEME },
  { "magnet", "magnet:?xt=x", NULL, G_URI_ERROR_BAD_SCHEME },
  { "near-http", "httpx://a/", NULL, G_URI_ERROR_BAD_SCHEME },
  { "space-in-scheme", "ht tp://a/", NULL, G_URI_ERROR_BAD_SCHEME },
  { "no-slashes", "http:a", NULL, G_URI_ERROR_BAD_HOST },
  { "one-slash", "http:/a", NULL, G_URI_ERROR_BAD_HOST },
  { "backslashes", "http:\\\\a", NULL, G_URI_ERROR_BAD_HOST },
  { "no-host", "http://", NULL, G_URI_ERROR_BAD_HOST },
  { "no-host-path", "http:///a", NULL, G_URI_ERROR_BAD_HOST },
  { "no-host-port", "http://:80/", NULL, G_URI_ERROR_BAD_HOST },
  { "no-host-userinfo", "http://u@/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-space", "http://a b/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-tab", "http://a\tb/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-control", "http://a\x01/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-percent", "http://a%2eb/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-backslash", "http://a\\b/", NULL, G_URI_ERROR_BAD_HOST },
  { "backslash-before-at", "http://good.example\\@evil.example/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-comma", "http://a,b/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-wide-slash", "http://a／b/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-care-of", "http://℀.example/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-not-utf8", "http://\xfc.example/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-cut-utf8", "http://a\xe0", NULL, G_URI_ERROR_BAD_HOST },
  { "host-bidi",
    "http://\xe2\x80\xae"
    "a.example/",
    NULL, G_URI_ERROR_BAD_HOST },
  { "host-zero-width", "http://\xe2\x80\x8b/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-dot", "http://./", NULL, G_URI_ERROR_BAD_HOST },
  { "host-dots", "http://a..b/", NULL, G_URI_ERROR_BAD_HOST },
  { "host-leading-dot", "http://.a/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv4-short", "http://127.1/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv4-number", "http://2130706433/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv4-hex", "http://0x7f.0.0.0x1/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv4-big", "http://1.2.3.256/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv4-long", "http://1.2.3.4.5/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv6-bare", "http://::1/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv6-zone", "http://[fe80::1%25eth0]/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv6-zone-raw", "http://[fe80::1%lo]/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv6-empty", "http://[]/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv6-open", "http://[::1/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv6-junk", "http://[::1]x/", NULL, G_URI_ERROR_BAD_HOST },
  { "ipv4-in-brackets", "http://[127.0.0.1]/", NULL, G_URI_ERROR_BAD_HOST },
  { "name-in-brackets", "http://[a]/", NULL, G_URI_ERROR_BAD_HOST },
  { "port-zero", "http://a:0/", NULL, G_URI_ERROR_BAD_PORT },
  { "port-big", "http://a:65536/", NULL, G_URI_ERROR_BAD_PORT },
  { "port-huge", "http://a:99999999999999999999/", NULL, G_URI_ERROR_BAD_PORT },
  { "port-sign", "http://a:+80/", NULL, G_URI_ERROR_BAD_PORT },
  { "port-minus", "http://a:-1/", NULL, G_URI_ERROR_BAD_PORT },
  { "port-word", "http://a:x/", NULL, G_URI_ERROR_BAD_PORT },
  { "two-ports", "http://a:1:2/", NULL, G_URI_ERROR_BAD_PORT },
  { "line-feed", "http://a/b\nc", NULL, G_URI_ERROR_FAILED },
  { "header-injection", "http://a/b\r\nX: y", NULL, G_URI_ERROR_FAILED },
  { "line-feed-in-host", "http://a\n.b/", NULL, G_URI_ERROR_FAILED },
  { "line-feed-in-fragment", "http://a/#\n.", NULL, G_URI_ERROR_FAILED },
};

static void
test_parse (gconstpointer data)
{
  const ParseRow *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = dp_url_parse (row->text, &error);
  g_autoptr (DpUrl) again = NULL;
  g_autofree char *requested = NULL;
  g_autofree char *requested_again = NULL;

  if (row->requested == NULL)
    {
      g_assert_null (url);
      g_assert_error (error, G_URI_ERROR, row->code);
      g_assert_cmpuint (strlen (error->message), >, 0);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  g_assert_no_error (error);
  requested = dp_url_to_string (url);
  g_assert_cmpstr (requested, ==, row->requested);

  again = dp_url_parse (requested, &error);
  g_assert_no_error (error);
  requested_again = dp_url_to_string (again);
  g_assert_cmpstr (requested_again, ==, requested);
}

typedef struct
{
  const char *name;
  const char *base;
  const char *reference;
  const char *requested; /* or NULL if refused */
} ResolveRow;

#define RFC_BASE "http://a/b/c/d;p?q"

static const ResolveRow resolve_rows[] = {
  /* RFC 3986 section 5.4, without fragments */
  { "rfc-scheme", RFC_BASE, "g:h", NULL },
  { "rfc-g", RFC_BASE, "g", "http://a/b/c/g" },
  { "rfc-dot-g", RFC_BASE, "./g", "http://a/b/c/g" },
  { "rfc-g-slash", RFC_BASE, "g/", "http://a/b/c/g/" },
  { "rfc-slash-g", RFC_BASE, "/g", "http://a/g" },
  { "rfc-host", RFC_BASE, "//g", "http://g/" },
  { "rfc-query", RFC_BASE, "?y", "http://a/b/c/d;p?y" },
  { "rfc-g-query", RFC_BASE, "g?y", "http://a/b/c/g?y" },
  { "rfc-fragment", RFC_BASE, "#s", "http://a/b/c/d;p?q" },
  { "rfc-g-fragment", RFC_BASE, "g#s", "http://a/b/c/g" },
  { "rfc-g-query-fragment", RFC_BASE, "g?y#s", "http://a/b/c/g?y" },
  { "rfc-parameter", RFC_BASE, ";x", "http://a/b/c/;x" },
  { "rfc-g-parameter", RFC_BASE, "g;x", "http://a/b/c/g;x" },
  { "rfc-empty", RFC_BASE, "", "http://a/b/c/d;p?q" },
  { "rfc-dot", RFC_BASE, ".", "http://a/b/c/" },
  { "rfc-dot-slash", RFC_BASE, "./", "http://a/b/c/" },
  { "rfc-up", RFC_BASE, "..", "http://a/b/" },
  { "rfc-up-slash", RFC_BASE, "../", "http://a/b/" },
  { "rfc-up-g", RFC_BASE, "../g", "http://a/b/g" },
  { "rfc-up-up", RFC_BASE, "../..", "http://a/" },
  { "rfc-up-up-g", RFC_BASE, "../../g", "http://a/g" },
  { "rfc-too-far", RFC_BASE, "../../../../g", "http://a/g" },
  { "rfc-root-dot", RFC_BASE, "/./g", "http://a/g" },
  { "rfc-root-up", RFC_BASE, "/../g", "http://a/g" },
  { "rfc-dots-in-name", RFC_BASE, "..g", "http://a/b/c/..g" },
  { "rfc-dots-behind-name", RFC_BASE, "g..", "http://a/b/c/g.." },
  { "rfc-nonsense", RFC_BASE, "./g/.", "http://a/b/c/g/" },
  { "rfc-nonsense-up", RFC_BASE, "g;x=1/../y", "http://a/b/c/y" },
  { "rfc-dots-in-query", RFC_BASE, "g?y/../x", "http://a/b/c/g?y/../x" },
  { "rfc-strict", RFC_BASE, "http:g", NULL },

  { "absolute", RFC_BASE, "https://e/f/../g/%7e", "https://e/f/../g/%7e" },
  { "absolute-upper", RFC_BASE, "HTTP://E/", "http://e/" },
  { "host-dots", RFC_BASE, "//e/f/../g", "http://e/g" },
  { "host-scheme", "https://a/", "//e:443/f", "https://e/f" },
  { "other-scheme", RFC_BASE, "file:///etc/passwd", NULL },
  { "script", RFC_BASE, "javascript:alert(1)", NULL },
  { "bad-host", RFC_BASE, "http://b%00/", NULL },
  { "bad-host-relative", RFC_BASE, "//b c/", NULL },
  { "injection", RFC_BASE, "/g\r\nX: y", NULL },
  { "space", RFC_BASE, " /a b ", "http://a/a%20b" },
  { "utf8", RFC_BASE, "/ü?ü", "http://a/%C3%BC?%C3%BC" },
  { "latin1", RFC_BASE, "/\xfc", "http://a/%FC" },
  { "percent-kept", RFC_BASE, "%7e/%2e%2e/%2F", "http://a/b/c/%7e/%2e%2e/%2F" },
  { "backslash", RFC_BASE, "/\\evil.example/", "http://a/\\evil.example/" },
  { "double-slash-kept", RFC_BASE, "/x//y/..//z", "http://a/x///z" },
  { "colon-in-path", RFC_BASE, "./g:h", "http://a/b/c/g:h" },
  { "empty-query", RFC_BASE, "?", "http://a/b/c/d;p?" },
  { "keeps-userinfo", "http://u:p@a:81/b", "/c", "http://u:p@a:81/c" },
  { "drops-userinfo", "http://u:p@a/b", "//c/", "http://c/" },
  { "base-root", "http://a", "b", "http://a/b" },
  { "ipv6", "http://[::1]:81/b", "c", "http://[::1]:81/c" },
};

static void
test_resolve (gconstpointer data)
{
  const ResolveRow *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) base = dp_url_parse (row->base, NULL);
  g_autoptr (DpUrl) url = dp_url_resolve (base, row->reference, &error);
  g_autofree char *requested = url != NULL ? dp_url_to_string (url) : NULL;

  g_assert_cmpstr (requested, ==, row->requested);
  g_assert_cmpint (error == NULL, ==, row->requested != NULL);
}

static void
test_parts (void)
{
  g_autoptr (DpUrl) url = dp_url_parse ("https://u:p@[::1]:8443/a/b?c#d", NULL);
  g_autoptr (DpUrl) copy = dp_url_copy (url);

  g_assert_cmpstr (copy->scheme, ==, "https");
  g_assert_cmpstr (copy->userinfo, ==, "u:p");
  g_assert_cmpstr (copy->host, ==, "::1");
  g_assert_cmpuint (copy->port, ==, 8443);
  g_assert_cmpstr (copy->path, ==, "/a/b");
  g_assert_cmpstr (copy->query, ==, "c");
}

static void
test_display_hides_password (void)
{
  g_autoptr (DpUrl) url = dp_url_parse ("http://u:secret@a:81/b?c", NULL);
  g_autofree char *shown = dp_url_to_display (url);

  g_assert_cmpstr (shown, ==, "http://a:81/b?c");
}

static void
test_error_hides_password (void)
{
  static const char *const texts[] = { "ftp://u:secret@a/", "http://u:secret@a b/",
                                       "http://u:secret@a:0/", "http://u:secret@/",
                                       "http://u:sec\nret@a/" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dp_url_parse (texts[i], &error));
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, "sec"));
    }
}

typedef struct
{
  const char *name;
  const char *a;
  const char *b;
  gboolean is_same;
  const char *origin_of_a;
} OriginRow;

static const OriginRow origin_rows[] = {
  { "same", "http://a/b", "http://u@a/c?d", TRUE, "http://a:80" },
  { "default-port", "https://a/", "https://a:443/", TRUE, "https://a:443" },
  { "case", "http://EXAMPLE.com/", "http://example.COM/", TRUE, "http://example.com:80" },
  { "idn", "http://bücher.example/", "http://xn--bcher-kva.example/", TRUE,
    "http://xn--bcher-kva.example:80" },
  { "ipv6", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", TRUE, "http://[::1]:80" },
  { "scheme", "http://a:443/", "https://a/", FALSE, "http://a:443" },
  { "port", "http://a:81/", "http://a/", FALSE, "http://a:81" },
  { "host", "http://a/", "http://b/", FALSE, "http://a:80" },
  { "subdomain", "http://a.b/", "http://b/", FALSE, "http://a.b:80" },
  { "root-dot", "http://a./", "http://a/", FALSE, "http://a.:80" },
};

static void
test_origin (gconstpointer data)
{
  const OriginRow *row = data;
  g_autoptr (DpUrl) a = dp_url_parse (row->a, NULL);
  g_autoptr (DpUrl) b = dp_url_parse (row->b, NULL);
  g_autofree char *origin = dp_url_dup_origin (a);

  g_assert_cmpint (dp_url_same_origin (a, b), ==, row->is_same);
  g_assert_cmpint (dp_url_same_origin (b, a), ==, row->is_same);
  g_assert_cmpstr (origin, ==, row->origin_of_a);
}

static void
test_is_secure (void)
{
  g_autoptr (DpUrl) https = dp_url_parse ("HTTPS://a/", NULL);
  g_autoptr (DpUrl) http = dp_url_parse ("http://a:443/", NULL);

  g_assert_true (dp_url_is_secure (https));
  g_assert_false (dp_url_is_secure (http));
}

/* Ends; quadratic code would not before the test times out. */
static void
test_linear_time (void)
{
  static const char *const units[] = { "../", "a/", "/", "./", "%", "ü", "?", "@", ":", "[", "." };
  g_autoptr (DpUrl) base = dp_url_parse ("http://a/b", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("http://a/");
      g_autoptr (DpUrl) in_path = NULL;
      g_autoptr (DpUrl) in_host = NULL;
      g_autoptr (DpUrl) resolved = NULL;

      while (text->len < 4 * 1024 * 1024)
        g_string_append (text, units[i]);

      in_path = dp_url_parse (text->str, NULL);
      g_assert_nonnull (in_path);
      resolved = dp_url_resolve (base, text->str + strlen ("http://a"), NULL);
      g_string_erase (text, strlen ("http://"), 2);
      in_host = dp_url_parse (text->str, NULL);
    }
}

static void
add_rows (const char *path, gconstpointer rows, gsize n_rows, gsize row_size, GTestDataFunc test)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      const char *const *name = (gconstpointer) ((const char *) rows + i * row_size);
      g_autofree char *full = g_strdup_printf ("/url/%s/%s", path, *name);

      g_test_add_data_func (full, name, test);
    }
}

#define ADD_ROWS(path, rows, test) add_rows (path, rows, G_N_ELEMENTS (rows), sizeof *rows, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_ROWS ("parse", parse_rows, test_parse);
  ADD_ROWS ("resolve", resolve_rows, test_resolve);
  ADD_ROWS ("origin", origin_rows, test_origin);
  g_test_add_func ("/url/parts", test_parts);
  g_test_add_func ("/url/display-hides-password", test_display_hides_password);
  g_test_add_func ("/url/error-hides-password", test_error_hides_password);
  g_test_add_func ("/url/is-secure", test_is_secure);
  g_test_add_func ("/url/linear-time", test_linear_time);

  return g_test_run ();
}
