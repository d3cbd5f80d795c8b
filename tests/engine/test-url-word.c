/* test-url-word.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has no scheme: a link all the same, or just a word.
 */

#include "dp-url-word.h"

#include "dp-link-fixture.h"

/* clang-format off: a table is read by its columns. */
static const DpLinkRow rows[] = {
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

  DP_LINK_FIXTURE_ADD ("/url-word/", rows, test_text);

  return g_test_run ();
}
