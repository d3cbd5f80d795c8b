/* test-url-list-big.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts on which code that costs the square of their length would not end before the test times out.
 */

#include "dp-url-list.h"

#include <string.h>

#include "dp-link-fixture.h"

/* With the sanitizers it takes twenty times as long, and what they see they see in less. */
#ifdef __SANITIZE_ADDRESS__
#  define BIG_BYTES (2 * 1024 * 1024)
#else
#  define BIG_BYTES (10 * 1024 * 1024)
#endif
#define MANY_BYTES (1024 * 1024) /* of short links: each costs more than the text around it */

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LINK_FIXTURE_ADD ("/url-list-big/", big_rows, test_big);
  g_test_add_func ("/url-list-big/colliding", test_colliding);

  return g_test_run ();
}
