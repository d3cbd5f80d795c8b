/* test-url-prose.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a link begins and ends: in prose, in markup, and glued to others.
 */

#include "dp-url-prose.h"

#include "dp-link-fixture.h"

/* clang-format off: a table is read by its columns. */
static const DpLinkRow rows[] = {
  /* prose */
  { "full-stop", "See http://a/b.", "http://a/b", "", 0 },
  { "comma", "http://a/b, or not", "http://a/b", "", 0 },
  { "semicolon", "http://a/b; or not", "http://a/b", "", 0 },
  { "colon", "http://a/b: this", "http://a/b", "", 0 },
  { "exclamation", "http://a/b!", "http://a/b", "", 0 },
  { "question", "Is it http://a/b?", "http://a/b", "", 0 },
  { "several-signs", "http://a/b?!...", "http://a/b", "", 0 },
  { "ellipsis", "http://a/b…", "http://a/b", "", 0 },
  { "dash", "http://a/b—", "http://a/b", "", 0 },
  { "after-host", "http://example.com.", "http://example.com", "", 0 },
  { "after-slash", "http://a/.", "http://a/", "", 0 },
  { "in-parentheses", "(http://a/b)", "http://a/b", "", 0 },
  { "in-parentheses-stop", "(see http://a/b).", "http://a/b", "", 0 },
  { "stop-in-parentheses", "(See http://a/b.)", "http://a/b", "", 0 },
  { "parentheses-kept", "https://en.wikipedia.org/wiki/Foo_(bar)",
    "https://en.wikipedia.org/wiki/Foo_(bar)", "", 0 },
  { "parentheses-kept-stop", "https://en.wikipedia.org/wiki/Foo_(bar).",
    "https://en.wikipedia.org/wiki/Foo_(bar)", "", 0 },
  { "both-parentheses", "(https://en.wikipedia.org/wiki/Foo_(bar))",
    "https://en.wikipedia.org/wiki/Foo_(bar)", "", 0 },
  { "both-parentheses-far", "(see http://a/Foo_(bar))", "http://a/Foo_(bar)", "", 0 },
  { "nested-parentheses", "http://a/(b(c)d)", "http://a/(b(c)d)", "", 0 },
  { "parenthesis-glued", "(http://a/b)c", "http://a/b", "", 0 },
  { "parenthesis-within", "http://a/b)c", "http://a/b)c", "", 0 },
  { "in-brackets", "[http://a/b]", "http://a/b", "", 0 },
  { "in-braces", "\\url{http://a/b}.", "http://a/b", "", 0 },
  { "brackets-in-brackets", "[http://a/b[1]]", "http://a/b[1]", "", 0 },
  { "quotes", "\"http://a/b\"", "http://a/b", "", 0 },
  { "single-quotes", "'http://a/b'", "http://a/b", "", 0 },
  { "single-quotes-glued", "'http://a/b'+'c'", "http://a/b", "", 0 },
  { "apostrophe-kept", "http://a/it's", "http://a/it's", "", 0 },
  { "typographic-quotes", "“http://a/1” ‘http://a/2’ „http://a/3“ «http://a/4» ‹http://a/5›",
    "http://a/1 http://a/2 http://a/3 http://a/4 http://a/5", "", 0 },
  { "typographic-quote-stop", "“See http://a/b.”", "http://a/b", "", 0 },
  { "backticks", "`http://a/b`", "http://a/b", "", 0 },
  { "glued-before", "seehttp://a/b", "http://a/b", "", 0 },
  { "glued-by-equals", "url=http://a/b", "http://a/b", "", 0 },
  { "glued-by-colon", "url:http://a/b", "http://a/b", "", 0 },
  { "glued-by-stop", "end.http://a/b", "http://a/b", "", 0 },
  { "glued-by-number", "1.http://a/b", "http://a/b", "", 0 },
  { "glued-by-dash", "-http://a/b", "http://a/b", "", 0 },
  { "view-source", "view-source:http://a/b", "http://a/b", "", 0 },
  { "chinese", "请看http://a/b。谢谢", "http://a/b", "", 0 },
  { "chinese-brackets", "（http://a/b）「http://a/c」", "http://a/b http://a/c", "", 0 },
  { "russian", "смотри http://a/b, да", "http://a/b", "", 0 },
  { "mention", "Links begin with http:// or https://.", "", "", 0 },
  { "mention-slash", "http://...", "", "", 0 },
  { "placeholder", "http://<host>/x", "", "", 0 },
  { "mail-header", "List-Archive: <http://a/b>, <http://a/c>", "http://a/b http://a/c", "", 0 },
  { "shell", "wget -c 'http://a/b?c=1&d=2' -O x", "http://a/b?c=1&d=2", "", 0 },
  { "json", "{\"url\":\"http://a/b\",\"n\":1}", "http://a/b", "", 0 },
  { "csv", "1,http://a/b,x", "http://a/b,x", "", 0 },
  { "tabs", "name\thttp://a/b\t12", "http://a/b", "", 0 },

  /* markup */
  { "angle", "<http://a/b>", "http://a/b", "", 0 },
  { "angle-exact", "<http://a/b.>", "http://a/b.", "", 0 },
  { "angle-url", "<URL:http://a/b>", "http://a/b", "", 0 },
  { "angle-glued", "x<http://a/b>y", "http://a/b", "", 0 },
  { "markdown", "[text](http://a/b)", "http://a/b", "", 0 },
  { "markdown-stop", "[text](http://a/b).", "http://a/b", "", 0 },
  { "markdown-exact", "[text](http://a/b!)", "http://a/b!", "", 0 },
  { "markdown-parentheses", "[text](http://a/Foo_(bar))", "http://a/Foo_(bar)", "", 0 },
  { "markdown-title", "[text](http://a/b \"title\")", "http://a/b", "", 0 },
  { "markdown-angle", "[text](<http://a/b>)", "http://a/b", "", 0 },
  { "markdown-image", "![](http://a/b.png)", "http://a/b.png", "", 0 },
  { "markdown-nested", "[![x](http://a/i.png)](http://a/b)", "http://a/i.png http://a/b", "", 0 },
  { "markdown-reference", "[id]: http://a/b 'title'", "http://a/b", "", 0 },
  { "markdown-link-as-text", "[http://a/b](http://a/c)", "http://a/b http://a/c", "", 0 },
  { "markdown-same-text", "[http://a/b](http://a/b)", "http://a/b", "", 1 },
  { "markdown-glued", "[a](http://a/1)[b](http://a/2)", "http://a/1 http://a/2", "", 0 },
  { "markdown-table", "|http://a/1|http://a/2|", "http://a/1 http://a/2", "", 0 },
  { "emphasis", "*http://a/b* **http://a/c** _http://a/d_", "http://a/b http://a/c http://a/d", "",
    0 },
  { "html", "<a href=\"http://a/b\">http://a/c</a>", "http://a/b http://a/c", "", 0 },
  { "html-exact", "<a href=\"http://a/b.\">", "http://a/b.", "", 0 },
  { "html-single", "<a href='http://a/b?'>", "http://a/b?", "", 0 },
  { "html-bare", "<a href=http://a/b>x</a>", "http://a/b", "", 0 },
  { "html-script", "<a href=\"javascript:go('x')\">", "", "javascript:go('x')", 0 },
  { "srcset", "srcset=\"http://a/1 1x, http://a/2 2x\"", "http://a/1 http://a/2", "", 0 },

  /* glued links */
  { "by-comma", "http://a/1,http://b/2", "http://a/1 http://b/2", "", 0 },
  { "by-semicolon", "http://a/1;HTTPS://b/2", "http://a/1 HTTPS://b/2", "", 0 },
  { "by-bar", "http://a/1|http://b/2", "http://a/1 http://b/2", "", 0 },
  { "by-commas", "http://a/1,,http://b/2,", "http://a/1 http://b/2", "", 0 },
  { "by-comma-in-query", "http://a/?b,http://b/?c", "http://a/?b http://b/?c", "", 0 },
  { "by-comma-to-ftp", "http://a/1,ftp://b/2", "http://a/1", "ftp://b/2", 0 },
  { "comma-kept", "http://a/1,2,3", "http://a/1,2,3", "", 0 },
  { "by-nothing", "http://a/1.ziphttp://b/2.zip", "http://a/1.zip http://b/2.zip", "", 0 },
  { "by-nothing-host", "http://ahttps://b", "http://a https://b", "", 0 },
  { "by-nothing-in-query", "http://a/?bhttp://c", "http://a/?bhttp://c", "", 0 },
  { "by-quote", "\"http://a/1\"\"http://b/2\"", "http://a/1 http://b/2", "", 0 },
  { "archive", "http://web.archive.org/web/2020/http://a/b",
    "http://web.archive.org/web/2020/http://a/b", "", 0 },
  { "archive-https", "https://web.archive.org/web/2020id_/https://a/b",
    "https://web.archive.org/web/2020id_/https://a/b", "", 0 },
  { "in-query", "http://a/?u=http://b", "http://a/?u=http://b", "", 0 },
  { "percent-space-before", "http://a/see%20http://b", "http://a/see%20http://b", "", 0 },
  { "twice-the-scheme", "http://http://a/", "http://http://a/", "", 0 },
};
/* clang-format on */

static void
test_text (gconstpointer row)
{
  dp_link_fixture_check (row, DP_URL_LIST_PLAIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LINK_FIXTURE_ADD ("/url-prose/", rows, test_text);

  return g_test_run ();
}
