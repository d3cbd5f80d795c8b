/* test-redact.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be shown of a request and its answer.
 */

#include "dp-redact.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *link;
  const char *shown;
} links[] = {
  { "plain", "https://a.test/b/c.iso", "https://a.test/b/c.iso" },
  { "userinfo", "https://ann:hunter2@a.test/b", "https://a.test/b" },
  { "user", "https://ann@a.test/b", "https://a.test/b" },
  { "two-at", "https://ann:h@unter2@a.test/b", "https://a.test/b" },
  { "at-in-path", "https://a.test/@b", "https://a.test/@b" },
  { "userinfo-without-path", "http://u:p@a.test", "http://a.test" },
  { "userinfo-then-query", "http://u:p@a.test?q=1", "http://a.test?q=•••" },
  { "at-behind-number", "https://a.test/b/c@2x.png", "https://a.test/b/c@2x.png" },
  { "backslash", "http://a.test\\u:hunter2@b/", "http://a.test\\b/" },
  { "backslashes", "http:\\\\hunter2@b/", "http:\\\\b/" },
  { "no-slashes", "http:u:hunter2@a.test/b", "a.test/b" },
  { "one-slash", "http:/u:hunter2@a.test/b", "http:/a.test/b" },
  { "three-slashes", "http:///hunter2@a.test/b", "http:///a.test/b" },
  { "only-userinfo", "hunter2@a.test/b", "a.test/b" },
  { "within-another", "http://a.test/to/http://u:hunter2@b.test/",
    "http://a.test/to/http://b.test/" },
  { "query", "https://a.test/b?token=hunter2&id=7", "https://a.test/b?token=•••&id=•••" },
  { "query-without-name", "https://a.test/b?hunter2", "https://a.test/b?•••" },
  { "query-mixed", "https://a.test/b?x&y=&z=1;w=2", "https://a.test/b?•••&y=•••&z=•••;w=•••" },
  { "query-twice-equal", "/b?a=b=hunter2", "/b?a=•••" },
  { "query-second-question", "/b?a=1?token=hunter2", "/b?a=•••" },
  { "query-empty", "https://a.test/b?", "https://a.test/b?" },
  { "fragment", "https://a.test/b#access_token=hunter2", "https://a.test/b" },
  { "fragment-after-query", "https://a.test/b?c=1#hunter2", "https://a.test/b?c=•••" },
  { "relative", "../b?key=hunter2", "../b?key=•••" },
  { "no-scheme", "//u:hunter2@a.test/b", "//a.test/b" },
  { "port", "http://u:hunter2@[::1]:8080/b", "http://[::1]:8080/b" },
  { "slashes-in-query", "/b?to=https://u:hunter2@a.test/", "/b?to=•••" },
  { "control", "/a\nSet-Cookie: b\x7f", "/a\uFFFDSet-Cookie: b\uFFFD" },
  { "turned", "/a\u202egpj.exe", "/a\uFFFDgpj.exe" },
  { "no-utf-8", "/a\xff", "/a\uFFFD" },
  { "empty", "", "" },
};

static void
test_link (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *shown = dp_redact_link (links[i].link);

  g_assert_cmpstr (shown, ==, links[i].shown);
}

static const struct
{
  const char *name;
  const char *value;
  const char *shown;
} headers[] = {
  { "Authorization", "Basic aHVudGVyMg==", "•••" },
  { "authorization", "Basic aHVudGVyMg==", "•••" },
  { "Proxy-Authorization", "Basic aHVudGVyMg==", "•••" },
  { "Cookie", "session=hunter2", "•••" },
  { "Set-Cookie", "session=hunter2; Path=/", "•••" },
  { "Set-Cookie2", "session=hunter2", "•••" },
  { "X-Api-Key", "hunter2", "•••" },
  { "X-Amz-Security-Token", "hunter2", "•••" },
  { "Authentication-Info", "nextnonce=\"hunter2\"", "•••" },
  { "Refresh", "0; url=https://a.test/?t=hunter2", "•••" },
  { "Link", "<https://a.test/?t=hunter2>", "•••" },
  { "", "hunter2", "•••" },
  { "WWW-Authenticate", "Digest realm=\"x\", nonce=\"hunter2\"", "Digest •••" },
  { "WWW-Authenticate", "Basic", "Basic •••" },
  { "Location", "https://u:hunter2@a.test/b?sig=hunter2", "https://a.test/b?sig=•••" },
  { "Content-Location", "/b?sig=hunter2", "/b?sig=•••" },
  { "Referer", "https://a.test/?q=hunter2", "https://a.test/?q=•••" },
  { "Content-Length", "80000000", "80000000" },
  { "etag", "\"abc\"", "\"abc\"" },
  { "Range", "bytes=100-", "bytes=100-" },
  { "Server", "a\tb\rc", "a\uFFFDb\uFFFDc" },
};

static void
test_header (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *shown = dp_redact_header (headers[i].name, headers[i].value);

  g_assert_cmpstr (shown, ==, headers[i].shown);
}

static const struct
{
  const char *text;
  const char *authority;
  const char *host;
} hosts[] = {
  { "http://u:p@h/x", "u:p@h/x", "h/x" },
  { "http://h/x@y", "h/x@y", "h/x@y" },
  { "http://h:99999/x@y", "h:99999/x@y", "h:99999/x@y" },
  { "http://[::1/x@y", "[::1/x@y", "[::1/x@y" },
  { "http://u:p/q@h/x", "u:p/q@h/x", "h/x" },
  { "http://u:p?q@h/x", "u:p?q@h/x", "h/x" },
  { "http://u:p#q@h/x", "u:p#q@h/x", "h/x" },
  { "http:///u:p@h/x", "u:p@h/x", "h/x" },
  { "http:/u:p@h/x", "u:p@h/x", "h/x" },
  { "http:\\\\u:p@h/x", "u:p@h/x", "h/x" },
  { "//u:p@h/x", "u:p@h/x", "h/x" },
  { "http:u:p@h/x", "http:u:p@h/x", "h/x" },
  { "u:p@h/x", "u:p@h/x", "h/x" },
  { "mailto:x", "mailto:x", "mailto:x" },
  { "data:text/x,a@b", "data:text/x,a@b", "data:text/x,a@b" },
  { "http://", "", "" },
  { "", "", "" },
};

static void
test_host (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const char *authority;
      const char *host = dp_redact_find_host (hosts[i].text, strlen (hosts[i].text), &authority);

      g_assert_cmpstr (authority, ==, hosts[i].authority);
      g_assert_cmpstr (host, ==, hosts[i].host);
    }
}

/* A header that is a page long is not kept. */
static void
test_long (void)
{
  g_autofree char *value = g_strnfill (100000, 'x');
  g_autofree char *longest = g_strndup (value, 512);
  g_autofree char *shown = dp_redact_header ("Server", value);
  g_autofree char *shown_whole = dp_redact_header ("Server", longest);

  g_assert_cmpstr (shown_whole, ==, longest);
  g_assert_cmpuint (strlen (shown), ==, 512 + strlen ("…"));
  g_assert_true (g_str_has_suffix (shown, "x…"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *path = g_strdup_printf ("/redact/link/%s", links[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_link);
    }
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/redact/header/%u-%s", i, headers[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_header);
    }
  g_test_add_func ("/redact/host", test_host);
  g_test_add_func ("/redact/long", test_long);

  return g_test_run ();
}
