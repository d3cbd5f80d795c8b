/* test-folder-rules.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which files go to which folder.
 */

#include "dp-folder-rules.h"

typedef struct
{
  const char *test;
  const char *pattern;
  const char *link;
  const char *name;
  gboolean is_fit;
} Row;

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  { "type", "*.iso", "http://a.test/x/Debian.ISO", NULL, TRUE },
  { "type-query", "*.iso", "http://a.test/x.iso?y=z.txt#w.txt", NULL, TRUE },
  { "type-in-query", "*.iso", "http://a.test/x?y=z.iso", NULL, FALSE },
  { "type-of-folder", "*.iso", "http://a.test/x.iso/", NULL, FALSE },
  { "type-of-host", "*.test", "http://a.test/", NULL, FALSE },
  { "name", "*.iso", "http://a.test/x", "y.iso", TRUE },
  { "name-counts", "*.iso", "http://a.test/x.iso", "y.txt", FALSE },
  { "question", "img-??.png", "http://a.test/img-01.png", NULL, TRUE },
  { "host", "example.com", "https://example.com/x", NULL, TRUE },
  { "host-case", "Example.COM", "https://eXample.com", NULL, TRUE },
  { "host-port", "example.com", "https://example.com:8080/x", NULL, TRUE },
  { "host-user", "example.com", "https://me:p@ss@example.com/x", NULL, TRUE },
  { "host-of-user", "example.com", "https://example.com@evil.test/x", NULL, FALSE },
  { "host-below", "example.com", "https://cdn.example.com/x", NULL, TRUE },
  { "host-alike", "example.com", "https://bad-example.com/x", NULL, FALSE },
  { "host-longer", "example.com", "https://example.com.evil.test/x", NULL, FALSE },
  { "host-in-path", "example.com", "https://a.test/example.com", NULL, FALSE },
  { "host-short", "example.com", "https://com/", NULL, FALSE },
  { "address", "[::1]", "http://[::1]:80/x", NULL, TRUE },
  { "spaces", "  *.iso ", "http://a.test/x.iso", NULL, TRUE },
  { "empty", "", "http://a.test/x.iso", NULL, FALSE },
  { "blank", "  ", "http://a.test/x.iso", NULL, FALSE },
  { "no-path", "*", "http://a.test/", NULL, FALSE },
};
/* clang-format on */

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpFolderRules) rules = dp_folder_rules_new ();

  dp_folder_rules_add (rules, row->pattern, "/there");
  g_assert_cmpstr (dp_folder_rules_find (rules, row->link, row->name), ==,
                   row->is_fit ? "/there" : NULL);
}

/* The first that fits; what is no folder is no rule. */
static void
test_order (void)
{
  g_autoptr (DpFolderRules) rules = dp_folder_rules_new ();

  dp_folder_rules_add (rules, "*.iso", "there");
  dp_folder_rules_add (rules, "*.iso", "");
  g_assert_cmpstr (dp_folder_rules_find (rules, "http://a.test/1.iso", NULL), ==, NULL);
  dp_folder_rules_add (rules, "*.iso", "/iso");
  dp_folder_rules_add (rules, "a.test", "/a");
  dp_folder_rules_add (rules, "*", "/rest");
  g_assert_cmpstr (dp_folder_rules_find (rules, "http://a.test/1.iso", NULL), ==, "/iso");
  g_assert_cmpstr (dp_folder_rules_find (rules, "http://a.test/1.txt", NULL), ==, "/a");
  g_assert_cmpstr (dp_folder_rules_find (rules, "http://b.test/1.txt", NULL), ==, "/rest");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/folder-rules/row/", rows[i].test, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/folder-rules/order", test_order);

  return g_test_run ();
}
