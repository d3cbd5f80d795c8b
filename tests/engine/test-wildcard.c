/* test-wildcard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Patterns for names and links.
 */

#include "dp-wildcard.h"

#include <string.h>

#define BIG_BYTES (1024 * 1024)

typedef struct
{
  const char *name;
  const char *pattern;
  const char *text;
  gboolean is_match;
} Row;

#define LINK "http://a.test/b/Photo-01.jpg?size=*#x.png"

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  { "same", "a.iso", "a.iso", TRUE },
  { "case", "A.Iso", "a.iSO", TRUE },
  { "other", "a.iso", "b.iso", FALSE },
  { "end", "*.iso", "a.iso", TRUE },
  { "end-only", "*.iso", ".iso", TRUE },
  { "end-twice", "*.iso", "a.iso.iso", TRUE },
  { "end-more", "*.iso", "a.iso.part", FALSE },
  { "end-less", "*.iso", "iso", FALSE },
  { "begin", "a*", "abc", TRUE },
  { "begin-other", "a*", "bac", FALSE },
  { "middle", "a*c", "abbc", TRUE },
  { "middle-again", "a*bc", "abbbc", TRUE },
  { "middle-none", "a*bc", "abbb", FALSE },
  { "two-stars", "*a*b*", "xaxbx", TRUE },
  { "two-stars-order", "*a*b*", "xbxax", FALSE },
  { "stars", "***", "", TRUE },
  { "question", "?-??", "a-bc", TRUE },
  { "question-less", "???", "ab", FALSE },
  { "question-star", "?*", "", FALSE },
  { "brackets", "[a-z]", "b", FALSE },
  { "brackets-same", "[a-z]", "[a-z]", TRUE },
  { "empty", "", "", TRUE },
  { "empty-pattern", "", "a", FALSE },
};

static const Row link_rows[] = {
  { "none", "", LINK, TRUE },
  { "blank", " ;, ", LINK, TRUE },
  { "name", "*.jpg", LINK, TRUE },
  { "name-begin", "photo-*", LINK, TRUE },
  { "name-other", "*.gif", LINK, FALSE },
  { "not-the-fragment", "*.png", LINK, FALSE },
  { "fragment-word", "png", LINK, FALSE },
  { "one-of-them", "*.gif *.jpg", LINK, TRUE },
  { "commas", "*.gif,*.jpg;*.png", LINK, TRUE },
  { "none-of-them", "*.gif *.png", LINK, FALSE },
  { "whole", "http://a.test/*", LINK, TRUE },
  { "whole-other", "https://*", LINK, FALSE },
  { "query", "*size=*", LINK, TRUE },
  { "word", "photo", LINK, TRUE },
  { "host", "a.test", LINK, TRUE },
  { "word-other", "video", LINK, FALSE },
  { "folder", "*.jpg", "http://a.test/x.jpg/", FALSE },
  { "no-path", "*.test", "http://a.test", TRUE },
};
/* clang-format on */

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  g_assert_cmpint (dp_wildcard_matches (row->pattern, row->text), ==, row->is_match);
}

static void
test_link (gconstpointer data)
{
  const Row *row = data;

  g_assert_cmpint (dp_wildcard_matches_link (row->pattern, row->text), ==, row->is_match);
}

/* Ends; what tries everything would not. */
static void
test_big (void)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  g_autofree char *text = g_strnfill (BIG_BYTES, 'a');
  g_autofree char *word = g_strnfill (BIG_BYTES, 'a');

  while (pattern->len < 2 * DP_WILDCARD_MAX_BYTES)
    g_string_append (pattern, "*a*?a*");
  g_string_append (pattern, "b");
  g_assert_true (dp_wildcard_matches (pattern->str, text));
  g_string_assign (pattern, "*a*a*a*a*a*a*a*a*aaaaaaaaaaaaaaaab");
  g_assert_false (dp_wildcard_matches (pattern->str, text));
  /* Only so much of a pattern counts. */
  g_assert_true (dp_wildcard_matches_link (word, text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/wildcard/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (link_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/wildcard/link/", link_rows[i].name, NULL);

      g_test_add_data_func (path, &link_rows[i], test_link);
    }
  g_test_add_func ("/wildcard/big", test_big);

  return g_test_run ();
}
