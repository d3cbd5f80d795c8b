/* test-url-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is a link in a text, what is refused, and what is just a word.
 */

#include "dp-url.h"
#include "dp-url-list.h"

#include <string.h>

#define BIG_BYTES  (10 * 1024 * 1024)
#define MANY_BYTES (1024 * 1024) /* of short links: each costs more than the text around it */

typedef struct
{
  const char *name;
  const char *text;
  const char *urls;    /* with a space between */
  const char *refused; /* the same */
  guint n_duplicates;
} Row;

/* clang-format off: a table is read by its columns. */
static const Row plain_rows[] = {
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

  /* no links at all */
  { "note", "Note: this, 12:30, a::b, std::string, C:\\x, C:/x, c://x", "", "", 0 },
  { "words-with-colon", "data: none; file: x; data:image Magnet: on; javascript: mailto: URL:", "",
    "", 0 },
  { "compound", "metadata:text/x profile:/x http:a https:/b", "", "", 0 },
  { "slashes", "and/or 1/2 2.0/3 version 2.0/3 // //// ://x", "", "", 0 },
  { "abbreviations", "e.g. i.e./e.g. U.S.A./x a.m./p.m. etc./x", "", "", 0 },
  { "files", "file.txt input.txt/output.txt src/main.c ./x.com/y /x.com/y ~/x.com/y", "", "", 0 },
  { "versions", "1.2.3 1.2.3.4 v1.2/x 10.0.0.0/8 192.168.1.1", "", "", 0 },
  { "mail-address", "foo@example.com git@example.com:foo/bar.git a.b@example.com/x", "", "", 0 },
  { "mime-types", "text/plain application/vnd.ms-excel", "", "", 0 },
  { "protocol-relative", "//example.com/a", "", "", 0 },
  { "domain-in-prose", "Go to example.com now", "", "", 0 },
  { "sentence", "the end.Start again...or/not", "", "", 0 },
  { "long-word", "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", "", "", 0 },

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

  /* without a scheme */
  { "bare-path", "see example.com/a.zip.", "https://example.com/a.zip", "", 0 },
  { "bare-root", "see example.com/ now", "https://example.com/", "", 0 },
  { "bare-query", "x example.com/a?b=c%2F#d", "https://example.com/a?b=c%2F", "", 0 },
  { "bare-parentheses", "(example.com/a_(b))", "https://example.com/a_(b)", "", 0 },
  { "bare-angle", "<example.com/a>", "https://example.com/a", "", 0 },
  { "bare-case", "x Example.COM/A", "https://example.com/A", "", 0 },
  { "bare-www", "see www.example.com, please", "https://www.example.com/", "", 0 },
  { "bare-www-short", "www.foo www. www", "", "", 0 },
  { "bare-www-name", "www.example.com:8080", "http://www.example.com:8080/", "", 0 },
  { "bare-idn", "x bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4", "", 0 },
  { "bare-idn-domain", "x пример.рф/а", "https://xn--e1afmkfd.xn--p1ai/%D0%B0", "", 0 },
  { "bare-country", "see docs.rs/serde", "https://docs.rs/serde", "", 0 },
  { "bare-port", "x example.com:8080/a", "http://example.com:8080/a", "", 0 },
  { "bare-port-https", "x example.com:443/a", "https://example.com/a", "", 0 },
  { "bare-port-http", "x example.com:80/a", "http://example.com/a", "", 0 },
  { "bare-bad-port", "x example.com:0/a example.com:x/a", "", "", 0 },
  { "bare-localhost", "x localhost/a", "http://localhost/a", "", 0 },
  { "bare-localhost-port", "x localhost:8080/a", "http://localhost:8080/a", "", 0 },
  { "bare-ipv4", "x 192.168.0.1/a.zip", "http://192.168.0.1/a.zip", "", 0 },
  { "bare-ipv4-port", "x 192.168.0.1:8080/1", "http://192.168.0.1:8080/1", "", 0 },
  { "bare-ipv4-https", "x 192.168.0.1:443/1", "https://192.168.0.1/1", "", 0 },
  { "bare-at-in-path", "x example.com/@user", "https://example.com/@user", "", 0 },
  { "alone-domain", "example.com", "https://example.com/", "", 0 },
  { "alone-domains", "example.com\n  example.org \r\nexample.co.uk\n",
    "https://example.com/ https://example.org/ https://example.co.uk/", "", 0 },
  { "alone-path", "example.com/a.zip", "https://example.com/a.zip", "", 0 },
  { "alone-port", "example.com:8080\nlocalhost:8080",
    "http://example.com:8080/ http://localhost:8080/", "", 0 },
  { "alone-idn", "пример.рф", "https://xn--e1afmkfd.xn--p1ai/", "", 0 },
  { "alone-quoted", "\"example.com\"", "https://example.com/", "", 0 },
  { "alone-query", "example.com?a=b", "https://example.com/?a=b", "", 0 },
  { "alone-files",
    "file.txt\nREADME.md\nsetup.py\nx.iso\na.tar.gz\nlib.so\nrun.sh\nmain.rs\na.AppImage\nfoo.py:"
    "12",
    "", "", 0 },
  { "alone-words", "localhost\nword\n1.2.3\n1.2.3.4\ne.g.\nfoo@example.com\n...\n.com\ncom.", "",
    "", 0 },
};

static const Row uri_list_rows[] = {
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

static char *
join_refused (GPtrArray *refused)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < refused->len; i++)
    {
      const DpRefusedUrl *item = g_ptr_array_index (refused, i);

      g_assert_true (g_utf8_validate (item->text, -1, NULL));
      g_assert_true (g_str_has_suffix (item->reason, "."));
      g_string_append_printf (joined, i > 0 ? " %s" : "%s", item->text);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static char *
join_urls (GPtrArray *urls)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < urls->len; i++)
    {
      const char *text = g_ptr_array_index (urls, i);
      g_autoptr (DpUrl) url = dp_url_parse (text, NULL);

      g_assert_nonnull (url);
      g_string_append_printf (joined, i > 0 ? " %s" : "%s", text);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
check_row (const Row *row, DpUrlListType type)
{
  /* A copy of just that size: what is read beyond it is an error under ASan. */
  g_autofree char *text = g_memdup2 (row->text, strlen (row->text));
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (row->text), type);
  g_autofree char *urls = join_urls (list->urls);
  g_autofree char *refused = join_refused (list->refused);

  g_assert_cmpstr (urls, ==, row->urls);
  g_assert_cmpstr (refused, ==, row->refused);
  g_assert_cmpuint (list->n_duplicates, ==, row->n_duplicates);
  g_assert_cmpuint (list->requests->len, ==, list->urls->len);
}

static void
test_plain (gconstpointer row)
{
  check_row (row, DP_URL_LIST_PLAIN);
}

static void
test_uri_list (gconstpointer row)
{
  check_row (row, DP_URL_LIST_URI_LIST);
}

static void
test_nul (void)
{
  static const char text[] = "http://a/1\0http://a/2\n\0\nhttp://a/3";

  for (DpUrlListType type = DP_URL_LIST_PLAIN; type <= DP_URL_LIST_URI_LIST; type++)
    {
      g_autoptr (DpUrlList) list = dp_url_list_parse (text, sizeof text, type);
      g_autofree char *urls = join_urls (list->urls);

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
  g_autofree char *refused = join_refused (list->refused);

  g_assert_cmpstr (refused, ==, "ftp://a/ http://a:0/ http://a..b/x@y");
}

typedef struct
{
  const char *name;
  const char *unit;
  gsize length;
  DpUrlListType type;
} BigRow;

/* clang-format off */
static const BigRow big_rows[] = {
  { "parentheses", "(", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "closed", ")", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "pairs", "()", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "schemes", "http://", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "scheme-lines", "http://\n", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "h", "h", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "dots", "a.b.c.d.", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "colons", ":", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "scheme-colons", "http:", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "data", "data:", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "scripts", "javascript:", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "javascript-words", "javascript:x ", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "commas", ",", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "glued", "http://a/1,", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "glued-directly", "http://a/1", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "punctuation", "http://a/.,.,.,.,.,.,.,.,.,,http://b/),),),),),)", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "words", "a b ", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "hosts", "a.example/b ", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "dashes", "a-b+c.", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "duplicates", "http://a/ ", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "lines", "\n", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "carriage-returns", "\r", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "nul-like", "\x01", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "ats", "http://@@@@@@@@@@@@", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "slashes", "/", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "brackets", "[](", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "quotes", "'http://a'", MANY_BYTES, DP_URL_LIST_PLAIN },
  { "continuation", "\x80", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "cut", "\xf0", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "euro", "€", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "ellipsis", "http://a/………", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "zero-width", "\u200b", BIG_BYTES, DP_URL_LIST_PLAIN },
  { "uri-lines", "http://a/\n", MANY_BYTES, DP_URL_LIST_URI_LIST },
  { "uri-comments", "#\r", MANY_BYTES, DP_URL_LIST_URI_LIST },
  { "uri-spaces", " ", BIG_BYTES, DP_URL_LIST_URI_LIST },
  { "uri-word", "http://a@", BIG_BYTES, DP_URL_LIST_URI_LIST },
};
/* clang-format on */

/* Ends; quadratic code would not before the test times out. */
static void
test_big (gconstpointer data)
{
  const BigRow *row = data;
  g_autoptr (GString) text = g_string_sized_new (BIG_BYTES + 64);
  g_autoptr (DpUrlList) list = NULL;

  while (text->len < row->length)
    g_string_append (text, row->unit);

  list = dp_url_list_parse (text->str, text->len, row->type);
  g_assert_cmpuint (list->urls->len, <=, BIG_BYTES / strlen ("http://a"));
}

/* g_str_hash() takes "Ez" for "FY": all of these are one value to it. */
static void
test_colliding (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (DpUrlList) list = NULL;

  for (guint i = 0; i < 1 << 16; i++)
    {
      g_string_append (text, "http://a/");
      for (guint bit = 0; bit < 16; bit++)
        g_string_append (text, i & 1u << bit ? "Ez" : "FY");
      g_string_append_c (text, '\n');
    }

  list = dp_url_list_parse (text->str, text->len, DP_URL_LIST_PLAIN);
  g_assert_cmpuint (list->urls->len, ==, 1 << 16);
  g_assert_cmpuint (list->n_duplicates, ==, 0);
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

static void
add_rows (const char *path, gconstpointer rows, gsize n_rows, gsize row_size, GTestDataFunc test)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      const char *const *name = (gconstpointer) ((const char *) rows + i * row_size);
      g_autofree char *full = g_strdup_printf ("/url-list/%s/%s", path, *name);

      g_test_add_data_func (full, name, test);
    }
}

#define ADD_ROWS(path, rows, test) add_rows (path, rows, G_N_ELEMENTS (rows), sizeof *rows, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_ROWS ("plain", plain_rows, test_plain);
  ADD_ROWS ("uri-list", uri_list_rows, test_uri_list);
  ADD_ROWS ("mime", mime_rows, test_mime);
  ADD_ROWS ("big", big_rows, test_big);
  g_test_add_func ("/url-list/nul", test_nul);
  g_test_add_func ("/url-list/requests", test_requests);
  g_test_add_func ("/url-list/no-text", test_no_text);
  g_test_add_func ("/url-list/reasons", test_reasons);
  g_test_add_func ("/url-list/longest", test_longest);
  g_test_add_func ("/url-list/shortened-is-utf8", test_shortened_is_utf8);
  g_test_add_func ("/url-list/hides-password", test_hides_password);
  g_test_add_func ("/url-list/colliding", test_colliding);

  return g_test_run ();
}
