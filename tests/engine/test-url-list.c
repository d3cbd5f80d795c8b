/* test-url-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The links in a text, byte for byte and each once, and what is refused.  Where they begin and end in
 * running text is in test-url-prose, what has no scheme in test-url-word.
 */

#include "dp-url-list.h"

#include <string.h>

#include "dp-link-fixture.h"

/* clang-format off: a table is read by its columns. */
static const DpLinkRow plain_rows[] = {
  /* lines */
  { "empty", "", "", "", 0 },
  { "blank", " \t\r\n\n ", "", "", 0 },
  { "one", "http://a/1", "http://a/1", "", 0 },
  { "lf", "http://a/1\nhttp://a/2\n", "http://a/1 http://a/2", "", 0 },
  { "crlf", "http://a/1\r\nhttp://a/2\r\n", "http://a/1 http://a/2", "", 0 },
  { "cr", "http://a/1\rhttp://a/2\r", "http://a/1 http://a/2", "", 0 },
  { "nel", "http://a/1\xc2\x85http://a/2", "http://a/1 http://a/2", "", 0 },
  { "line-separator", "http://a/1\u2028http://a/2", "http://a/1 http://a/2", "", 0 },
  { "several-a-line", "http://a/1 http://a/2\thttp://a/3", "http://a/1 http://a/2 http://a/3", "",
    0 },
  { "order", "http://b/ http://a/", "http://b/ http://a/", "", 0 },
  { "bom", "\ufeffhttp://a/1", "http://a/1", "", 0 },
  { "bom-within", "http://a/1\n\ufeffhttp://a/2", "http://a/1 http://a/2", "", 0 },
  { "no-break-space", "http://a/1\u00a0http://a/2", "http://a/1 http://a/2", "", 0 },
  { "wide-space", "http://a/1\u3000http://a/2", "http://a/1 http://a/2", "", 0 },
  { "thin-space", "http://a/1\u2009http://a/2", "http://a/1 http://a/2", "", 0 },
  { "zero-width-space", "\u200bhttp://a/1\u200b", "http://a/1", "", 0 },
  { "zero-width-joiner", "http://a/1\u200d", "http://a/1", "", 0 },
  { "word-joiner", "\u2060http://a/1\u2060", "http://a/1", "", 0 },
  { "direction-marks", "\u202bhttp://a/1\u202c \u200ehttp://a/2\u200f", "http://a/1 http://a/2", "",
    0 },
  { "direction-isolates", "\u2066http://a/1\u2069", "http://a/1", "", 0 },
  { "hash-is-prose", "# http://a/1", "http://a/1", "", 0 },
  { "list", "- http://a/1\n* http://a/2\n3. http://a/3\n• http://a/4",
    "http://a/1 http://a/2 http://a/3 http://a/4", "", 0 },
  { "control", "http://a/1\x01http://a/2\x7fhttp://a/3", "http://a/1 http://a/2 http://a/3", "",
    0 },
  { "invalid-utf8", "\xff\xfe http://a/1 \xc3\x28", "http://a/1", "", 0 },
  { "invalid-utf8-before", "\xffhttp://a/1", "http://a/1", "", 0 },
  { "stray-continuation", "http://a/1.\x80", "http://a/1.%80", "", 0 },
  { "cut-utf8", "http://a/1\xe2\x80", "http://a/1%E2%80", "", 0 },

  /* byte for byte */
  { "fragment", "http://a/1#b", "http://a/1#b", "", 0 },
  { "percent", "http://a/%7e%2f%2F%zz", "http://a/%7e%2f%2F%zz", "", 0 },
  { "signature", "https://s3/a?X-Sig=a%2Fb%3D&E=1~-_.x", "https://s3/a?X-Sig=a%2Fb%3D&E=1~-_.x", "",
    0 },
  { "base64-end", "https://a/b?t=YWI=", "https://a/b?t=YWI=", "", 0 },
  { "default-port", "http://a:80/", "http://a:80/", "", 0 },
  { "upper-case", "HTTP://EXAMPLE.COM/A", "HTTP://EXAMPLE.COM/A", "", 0 },
  { "no-slash", "http://example.com", "http://example.com", "", 0 },
  { "query-only", "http://example.com?a", "http://example.com?a", "", 0 },
  { "dots", "http://a/b/../c/./d", "http://a/b/../c/./d", "", 0 },
  { "userinfo", "http://u:p@a/", "http://u:p@a/", "", 0 },
  { "password-with-at", "http://u:p@s@a/", "http://u:p@s@a/", "", 0 },
  { "brackets-kept", "http://a/?b[]=1&c[2]=3", "http://a/?b[]=1&c[2]=3", "", 0 },
  { "braces-kept", "http://a/{b}", "http://a/{b}", "", 0 },
  { "signs-kept", "http://a/$-_.+!*'(),;:@&=~|^\\x", "http://a/$-_.+!*'(),;:@&=~|^\\x", "", 0 },
  { "ends-in-slash", "http://a/b/", "http://a/b/", "", 0 },
  { "ends-in-dash", "http://a/b-", "http://a/b-", "", 0 },
  { "ends-in-underscore", "http://a/b_", "http://a/b_", "", 0 },
  { "ends-in-star", "http://a/*", "http://a/*", "", 0 },
  { "ipv4", "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a", "", 0 },
  { "ipv6", "http://[2001:DB8::1]:8080/a", "http://[2001:DB8::1]:8080/a", "", 0 },
  { "ipv6-only", "http://[::1]", "http://[::1]", "", 0 },
  { "html-entity-kept", "http://a/?b=1&amp;c=2", "http://a/?b=1&amp;c=2", "", 0 },

  /* made requestable */
  { "utf8-path", "http://a/grüße", "http://a/gr%C3%BC%C3%9Fe", "", 0 },
  { "latin1-path", "http://a/gr\xfc", "http://a/gr%FC", "", 0 },
  { "idn", "http://bücher.example/a", "http://xn--bcher-kva.example/a", "", 0 },
  { "chinese-path", "http://a/文件.zip", "http://a/%E6%96%87%E4%BB%B6.zip", "", 0 },
  { "joiner-within", "http://a/a\u200cb", "http://a/a%E2%80%8Cb", "", 0 },
  { "fragment-dropped", "http://a/ü#b", "http://a/%C3%BC", "", 0 },

  /* duplicates */
  { "duplicate", "http://a/ http://a/", "http://a/", "", 1 },
  { "duplicates", "http://a/ http://b/ http://a/ http://a/", "http://a/ http://b/", "", 2 },
  { "duplicate-case", "http://EXAMPLE.com/ HTTP://example.com/", "http://EXAMPLE.com/", "", 1 },
  { "duplicate-port", "http://a:80/ http://a/", "http://a:80/", "", 1 },
  { "duplicate-slash", "http://a http://a/", "http://a", "", 1 },
  { "duplicate-fragment", "http://a/#b http://a/#c", "http://a/#b", "", 1 },
  { "duplicate-idn", "http://bücher.example/ http://xn--bcher-kva.example/",
    "http://xn--bcher-kva.example/", "", 1 },
  { "duplicate-encoded", "http://a/ü http://a/%C3%BC", "http://a/%C3%BC", "", 1 },
  { "duplicate-bare", "www.example.com https://www.example.com", "https://www.example.com/", "",
    1 },
  { "differ-path-case", "http://a/b http://a/B", "http://a/b http://a/B", "", 0 },
  { "differ-percent", "http://a/%7e http://a/~ http://a/%7E",
    "http://a/%7e http://a/~ http://a/%7E", "", 0 },
  { "differ-scheme", "http://a/ https://a/", "http://a/ https://a/", "", 0 },
  { "differ-user", "http://a/ http://u@a/", "http://a/ http://u@a/", "", 0 },
  { "differ-empty-query",
    "http://a/b http://a/b?c http://a/b?c=", "http://a/b http://a/b?c http://a/b?c=", "", 0 },

  /* refused */
  { "javascript", "javascript:alert(1)", "", "javascript:alert(1)", 0 },
  { "javascript-case", "JavaScript:alert(1);", "", "JavaScript:alert(1)", 0 },
  { "data", "data:text/plain,x", "", "data:text/plain,x", 0 },
  { "data-short", "data:,x", "", "data:,x", 0 },
  { "data-base64", "see data:image/png;base64,iVBO=.", "", "data:image/png;base64,iVBO=", 0 },
  { "file", "file:///etc/passwd", "", "file:///etc/passwd", 0 },
  { "file-one-slash", "file:/etc/passwd", "", "file:/etc/passwd", 0 },
  { "mailto", "mailto:a@b.example", "", "mailto:a@b.example", 0 },
  { "mailto-prose", "Write to <mailto:a@b.example>, now.", "", "mailto:a@b.example", 0 },
  { "magnet", "magnet:?xt=urn:btih:0", "", "magnet:?xt=urn:btih:0", 0 },
  { "blob", "blob:https://a/b", "", "blob:https://a/b", 0 },
  { "ftp", "ftp://a/b", "", "ftp://a/b", 0 },
  { "other-scheme", "foo+bar://x (s3://b/c)", "", "foo+bar://x s3://b/c", 0 },
  { "git-https", "git+https://a/b", "", "git+https://a/b", 0 },
  { "typo", "ttp://a/b hxxps://a/b", "", "ttp://a/b hxxps://a/b", 0 },
  { "bad-host", "http://a..b/ http://a%2f/", "", "http://a..b/ http://a%2f/", 0 },
  { "bad-host-at-trick", "http://good\\@evil/", "", "http://evil/", 0 },
  { "variable", "http://$HOST/x", "", "http://$HOST/x", 0 },
  { "no-host", "http:///a http://:80", "", "http:///a http://:80", 0 },
  { "bad-port", "http://a:0/ http://a:65536/ http://a:b/", "",
    "http://a:0/ http://a:65536/ http://a:b/", 0 },
  { "bad-address", "http://1.2.3/ http://[::g]/ http://[fe80::1%25lo]/", "",
    "http://1.2.3/ http://[::g]/ http://[fe80::1%25lo]/", 0 },
  { "refused-password", "ftp://u:secret@a/b", "", "ftp://a/b", 0 },
  { "refused-once", "ftp://a/ ftp://a/", "", "ftp://a/", 0 },
  { "refused-among", "http://a/1\nftp://a/2\nhttp://a/3", "http://a/1 http://a/3", "ftp://a/2", 0 },
  { "refused-invalid-utf8", "ftp://a/\xff", "", "ftp://a/\ufffd", 0 },

  /* curl commands */
  { "curl", "curl 'http://a/?b=1&c=(2).' -H 'X: http://x/'", "http://a/?b=1&c=(2).", "", 0 },
  { "curl-without-options", "curl 'http://a/b', or", "http://a/b", "", 0 },
  { "curl-in-prose", "Type curl -L http://a/b, now.", "http://a/b", "", 0 },
  { "curl-mixed",
    "See http://a/1.\ncurl 'http://a/2.' \\\n -H 'A: 1' \\\n --compressed\nhttp://a/3, http://a/4",
    "http://a/1 http://a/2. http://a/3 http://a/4", "", 0 },
  { "curl-all", "curl 'http://a/1' -L ;\ncurl 'http://a/2' -L ; curl -L http://a/3",
    "http://a/1 http://a/2 http://a/3", "", 0 },
  { "curl-all-cmd", "curl ^\"http://a/1^\" ^\r\n  -L &\r\ncurl ^\"http://a/2^\" ^\r\n  -L\r\n",
    "http://a/1 http://a/2", "", 0 },
  { "curl-fenced", "```sh\ncurl -L http://a/1\n```", "http://a/1", "", 0 },
  { "curl-bom", "\ufeffcurl -L http://a/1", "http://a/1", "", 0 },
  { "curl-refused", "curl 'http://u:p@a/1' -d x\nhttp://a/2", "http://a/2", "http://a/1", 0 },
  { "curl-refused-scheme", "curl -O ftp://a/1", "", "ftp://a/1", 0 },
  { "curl-duplicate", "http://a/1\ncurl -L http://a/1", "http://a/1", "", 1 },
  { "curl-none", "curl \\\nexample.com\nhttp://a/1", "https://example.com/ http://a/1", "", 0 },
  { "curl-apostrophe", "curl isn't -x\nhttp://a/1\nhttp://a/2", "http://a/1 http://a/2", "", 0 },

};

static const DpLinkRow uri_list_rows[] = {
  { "empty", "", "", "", 0 },
  { "one", "http://a/1", "http://a/1", "", 0 },
  { "rfc", "# urn:isbn:0-201-08372-8\r\nhttp://a/1\r\nhttp://a/2\r\n", "http://a/1 http://a/2", "",
    0 },
  { "lf", "http://a/1\nhttp://a/2", "http://a/1 http://a/2", "", 0 },
  { "cr", "http://a/1\rhttp://a/2", "http://a/1 http://a/2", "", 0 },
  { "blank-lines", "\r\n\r\nhttp://a/1\r\n \r\n", "http://a/1", "", 0 },
  { "comment-with-link", "#http://a/1\n  # http://a/2", "", "", 0 },
  { "bom", "\ufeffhttp://a/1", "http://a/1", "", 0 },
  { "bom-comment", "\ufeff#x", "", "", 0 },
  { "spaces-around", "  http://a/1\t\n", "http://a/1", "", 0 },
  { "exact", "http://a/b.,)\nhttp://a/1,http://b/2\nhttp://a/it's!",
    "http://a/b.,) http://a/1,http://b/2 http://a/it's!", "", 0 },
  { "fragment", "http://a/1#b", "http://a/1#b", "", 0 },
  { "space-within", "http://a/b c", "http://a/b%20c", "", 0 },
  { "utf8", "http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4", "", 0 },
  { "latin1", "http://a/\xe4", "http://a/%E4", "", 0 },
  { "duplicate", "http://a/\r\nhttp://a/#b\r\n", "http://a/", "", 1 },
  { "file", "file:///home/a/b", "", "file:///home/a/b", 0 },
  { "others", "mailto:a@b\ndata:,x\njavascript:x\nurn:a:b\nftp://u:p@a/", "",
    "mailto:a@b data:,x javascript:x urn:a:b ftp://a/", 0 },
  { "words", "example.com/a\nhello", "", "example.com/a hello", 0 },
  { "bad-host", "http:// \nhttp://a b/", "", "http:// http://a b/", 0 },
  { "angle", "<http://a/>", "", "<http://a/>", 0 },
  { "curl", "curl -L http://a/", "", "curl -L http://a/", 0 },
};
/* clang-format on */

static void
test_plain (gconstpointer row)
{
  dp_link_fixture_check (row, DP_URL_LIST_PLAIN);
}

static void
test_uri_list (gconstpointer row)
{
  dp_link_fixture_check (row, DP_URL_LIST_URI_LIST);
}

static void
test_nul (void)
{
  static const char text[] = "http://a/1\0http://a/2\n\0\nhttp://a/3";

  for (DpUrlListType type = DP_URL_LIST_PLAIN; type <= DP_URL_LIST_URI_LIST; type++)
    {
      g_autoptr (DpUrlList) list = dp_url_list_parse (text, sizeof text, type);
      g_autofree char *urls = dp_link_fixture_join_urls (list->urls);

      g_assert_cmpstr (urls, ==, "http://a/1 http://a/2 http://a/3");
      g_assert_cmpuint (list->refused->len, ==, 0);
    }
}

/* Each link has what was said for it, and none has what was said for another. */
static void
test_requests (void)
{
  static const char text[] = "http://a/0\ncurl 'http://a/1' -H 'A: 1'\nhttp://a/2 curl -H B:1\n"
                             "curl -Hc:2 http://a/3 http://a/4\ncurl -L http://a/5\n"
                             "curl -H D:3 ftp://a/6";
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  g_autoptr (DpRequest) dialog = dp_request_new ();
  DpRequest **requests = (DpRequest **) list->requests->pdata;

  g_assert_cmpuint (list->requests->len, ==, 6);
  g_assert_null (requests[0]);
  g_assert_cmpstr (requests[1]->headers[0], ==, "A: 1");
  g_assert_null (requests[1]->headers[1]);
  g_assert_null (requests[2]);
  g_assert_cmpstr (requests[3]->headers[0], ==, "c: 2");
  g_assert_true (requests[3] == requests[4]);
  g_assert_null (requests[5]);

  dp_url_list_set_request (list, dialog);
  g_assert_true (requests[0] == dialog && requests[2] == dialog && requests[5] == dialog);
  g_assert_cmpstr (requests[1]->headers[0], ==, "A: 1");
}

static void
test_no_text (void)
{
  g_autoptr (DpUrlList) list = dp_url_list_parse (NULL, 0, DP_URL_LIST_PLAIN);

  g_assert_cmpuint (list->urls->len, ==, 0);
  g_assert_cmpuint (list->refused->len, ==, 0);
}

static void
test_reasons (void)
{
  static const char text[] = "javascript:x file:///x mailto:x ftp://x magnet:?x data:,x foo://x "
                             "http://a..b http://a:0";
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  g_autoptr (GHashTable) reasons = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (list->refused->len, ==, 9);
  for (guint i = 0; i < list->refused->len; i++)
    {
      const DpRefusedUrl *refused = g_ptr_array_index (list->refused, i);

      g_assert_true (g_hash_table_add (reasons, refused->reason));
    }
}

static void
test_longest (void)
{
  g_autofree char *longest = g_strnfill (64 * 1024, 'a');
  g_autofree char *too_long = g_strnfill (64 * 1024 + 1, 'b');
  g_autofree char *text = NULL;
  g_autoptr (DpUrlList) list = NULL;
  const DpRefusedUrl *refused;

  memcpy (longest, "http://a/", strlen ("http://a/"));
  memcpy (too_long, "http://b/ä", strlen ("http://b/ä"));
  text = g_strjoin ("\n", longest, too_long, NULL);
  list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);

  g_assert_cmpuint (list->urls->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (list->urls, 0), ==, longest);
  g_assert_cmpuint (list->refused->len, ==, 1);

  refused = g_ptr_array_index (list->refused, 0);
  g_assert_true (g_str_has_prefix (refused->text, "http://b/äbbb"));
  g_assert_true (g_str_has_suffix (refused->text, "b…"));
  g_assert_cmpuint (strlen (refused->text), <, 200);
}

/* Shortened between two characters, wherever the cut falls. */
static void
test_shortened_is_utf8 (void)
{
  for (guint shift = 0; shift < 4; shift++)
    {
      g_autoptr (GString) text = g_string_new ("ftp://");
      g_autoptr (DpUrlList) list = NULL;
      const DpRefusedUrl *refused;

      for (guint i = 0; i < shift; i++)
        g_string_append_c (text, 'a');
      for (guint i = 0; i < 1000; i++)
        g_string_append (text, "𝄞");

      list = dp_url_list_parse (text->str, text->len, DP_URL_LIST_PLAIN);
      refused = g_ptr_array_index (list->refused, 0);
      g_assert_true (g_str_has_suffix (refused->text, "𝄞…"));
      g_assert_null (strstr (refused->text, "\ufffd"));
    }
}

static void
test_hides_password (void)
{
  static const char text[] = "ftp://u:secret@a/ http://u:secret@a:0/ http://u:sec@ret@a..b/x@y";
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  g_autofree char *refused = dp_link_fixture_join_refused (list->refused);

  g_assert_cmpstr (refused, ==, "ftp://a/ http://a:0/ http://a..b/x@y");
}

typedef struct
{
  const char *name;
  const char *mime_type;
  gboolean is_list;
  DpUrlListType type;
} MimeRow;

static const MimeRow mime_rows[] = {
  { "plain", "text/plain", TRUE, DP_URL_LIST_PLAIN },
  { "charset", "text/plain;charset=utf-8", TRUE, DP_URL_LIST_PLAIN },
  { "charset-space", "text/plain ; charset=utf-8", TRUE, DP_URL_LIST_PLAIN },
  { "case", "Text/PLAIN", TRUE, DP_URL_LIST_PLAIN },
  { "markdown", "text/markdown; variant=GFM", TRUE, DP_URL_LIST_PLAIN },
  { "uri-list", "text/uri-list", TRUE, DP_URL_LIST_URI_LIST },
  { "uri-list-charset", "TEXT/URI-LIST;charset=us-ascii", TRUE, DP_URL_LIST_URI_LIST },
  { "html", "text/html; charset=utf-8", TRUE, DP_URL_LIST_HTML },
  { "xhtml", "application/xhtml+xml", TRUE, DP_URL_LIST_HTML },
  { "prefix", "text/plainer", FALSE, DP_URL_LIST_PLAIN },
  { "suffix", "x-text/plain", FALSE, DP_URL_LIST_PLAIN },
  { "image", "image/png", FALSE, DP_URL_LIST_PLAIN },
  { "parameter-only", ";text/plain", FALSE, DP_URL_LIST_PLAIN },
  { "empty", "", FALSE, DP_URL_LIST_PLAIN },
};

static void
test_mime (gconstpointer data)
{
  const MimeRow *row = data;
  DpUrlListType type = DP_URL_LIST_PLAIN;

  g_assert_cmpint (dp_url_list_type_from_mime (row->mime_type, &type), ==, row->is_list);
  g_assert_cmpint (type, ==, row->type);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LINK_FIXTURE_ADD ("/url-list/plain/", plain_rows, test_plain);
  DP_LINK_FIXTURE_ADD ("/url-list/uri-list/", uri_list_rows, test_uri_list);
  DP_LINK_FIXTURE_ADD ("/url-list/mime/", mime_rows, test_mime);
  g_test_add_func ("/url-list/nul", test_nul);
  g_test_add_func ("/url-list/requests", test_requests);
  g_test_add_func ("/url-list/no-text", test_no_text);
  g_test_add_func ("/url-list/reasons", test_reasons);
  g_test_add_func ("/url-list/longest", test_longest);
  g_test_add_func ("/url-list/shortened-is-utf8", test_shortened_is_utf8);
  g_test_add_func ("/url-list/hides-password", test_hides_password);

  return g_test_run ();
}
