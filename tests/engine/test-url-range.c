/* test-url-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One link that is written for many, and what only looks like it.
 */

#include "dp-url-range.h"

#include <string.h>

#include "dp-list-format.h"
#include "dp-list-ranges.h"

#define BIG_BYTES (1024 * 1024)

typedef struct
{
  const char *name;
  const char *link;
  const char *links; /* with a space between */
} Row;

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  { "none", "http://a/1", "http://a/1" },
  { "numbers", "http://a/[1-3]", "http://a/1 http://a/2 http://a/3" },
  { "wider", "http://a/[9-11].jpg", "http://a/9.jpg http://a/10.jpg http://a/11.jpg" },
  { "zeros", "http://a/x[008-010]", "http://a/x008 http://a/x009 http://a/x010" },
  { "zero", "http://a/[0-1]", "http://a/0 http://a/1" },
  { "zeros-outgrown", "http://a/[09-11]", "http://a/09 http://a/10 http://a/11" },
  { "step", "http://a/[0-10:5]", "http://a/0 http://a/5 http://a/10" },
  { "step-beyond", "http://a/[1-4:2]", "http://a/1 http://a/3" },
  { "letters", "http://a/[b-d]", "http://a/b http://a/c http://a/d" },
  { "capitals", "http://a/[X-Z:2]", "http://a/X http://a/Z" },
  { "items", "http://a/{x,yy,}.z", "http://a/x.z http://a/yy.z http://a/.z" },
  { "two", "http://a/{x,y}/[1-2]", "http://a/x/1 http://a/x/2 http://a/y/1 http://a/y/2" },
  { "side-by-side", "http://a/[1-2]{x,y}", "http://a/1x http://a/1y http://a/2x http://a/2y" },
  { "query", "http://a/?id=[1-2]&x", "http://a/?id=1&x http://a/?id=2&x" },
  { "query-only", "http://a?[1-2]", "http://a?1 http://a?2" },
  { "around", "http://a/{x,[1-2]}", "http://a/{x,1} http://a/{x,2}" },

  { "address", "http://[::1]/1", "http://[::1]/1" },
  { "address-and-range", "http://[fe80::1]:80/[1-2]",
    "http://[fe80::1]:80/1 http://[fe80::1]:80/2" },
  { "host", "http://a[1-2]/", "http://a[1-2]/" },
  { "user", "http://{a,b}@c/", "http://{a,b}@c/" },
  { "fragment", "http://a/#[1-2]{a,b}", "http://a/#[1-2]{a,b}" },
  { "empty-brackets", "http://a/?b[]=1", "http://a/?b[]=1" },
  { "index", "http://a/?b[2]=1", "http://a/?b[2]=1" },
  { "downwards", "http://a/[3-1]", "http://a/[3-1]" },
  { "same", "http://a/[1-1]", "http://a/[1-1]" },
  { "mixed", "http://a/[1-b][a-B][ab-c]", "http://a/[1-b][a-B][ab-c]" },
  { "step-0", "http://a/[1-2:0]", "http://a/[1-2:0]" },
  { "step-too-far", "http://a/[008-9:3]", "http://a/[008-9:3]" },
  { "step-empty", "http://a/[1-2:]", "http://a/[1-2:]" },
  { "date", "http://a/[2020-01-02]", "http://a/[2020-01-02]" },
  { "long-number", "http://a/[1-1234567890]", "http://a/[1-1234567890]" },
  { "not-closed", "http://a/[1-2", "http://a/[1-2" },
  { "items-not-closed", "http://a/{1,2", "http://a/{1,2" },
  { "one-item", "http://a/{guid}", "http://a/{guid}" },
  { "no-item", "http://a/{}", "http://a/{}" },
  { "encoded", "http://a/%5B1-2%5D", "http://a/%5B1-2%5D" },
  { "spaces", "http://a/[1 - 2]", "http://a/[1 - 2]" },
};
/* clang-format on */

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GPtrArray) links = dp_url_range_expand (row->link);
  g_autofree char *joined = NULL;

  g_assert_cmpuint (links->len, ==, dp_url_range_count (row->link));
  g_ptr_array_add (links, NULL);
  joined = g_strjoinv (" ", (char **) links->pdata);
  g_assert_cmpstr (joined, ==, row->links);
}

static void
test_limits (void)
{
  g_autoptr (GPtrArray) most = dp_url_range_expand ("http://a/[00000-99999]");
  g_autoptr (GString) text = g_string_new ("http://a/");
  g_autoptr (GString) items = g_string_new ("http://a/{x");

  g_assert_cmpuint (most->len, ==, 100000);
  g_assert_cmpstr (most->pdata[99999], ==, "http://a/99999");
  g_assert_null (dp_url_range_expand ("http://a/[1-100001]"));
  g_assert_cmpuint (dp_url_range_count ("http://a/[1-100001]"), ==, 100001);
  for (guint i = 0; i < 20; i++)
    g_string_append (text, "[0-999999999]");
  g_assert_cmpuint (dp_url_range_count (text->str), ==, G_MAXUINT64);
  g_assert_null (dp_url_range_expand (text->str));

  /* Few, but each of them is long. */
  while (items->len < 64 * 1024)
    g_string_append (items, ",abcdefghijklmnopqrstuvwxyz");
  g_string_append_c (items, '}');
  g_assert_cmpuint (dp_url_range_count (items->str), <, 10000);
  g_assert_null (dp_url_range_expand (items->str));
}

static void
test_list (void)
{
  static const char text[] = "http://a.test/{x,y} http://a.test/x http://b.test/[1-1000000] "
                             "ftp://c.test/ http://d.test/[1-99998] http://e.test/[1-2]";
  DpUrlList *list = dp_list_format_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  const DpRefusedUrl *refused;

  g_assert_cmpuint (dp_list_ranges_count (list), ==, 2 + 1000000 + 99998 + 2);
  list = dp_list_ranges_expand (list);
  g_assert_cmpuint (list->urls->len, ==, 2 + 99998);
  g_assert_cmpstr (list->urls->pdata[1], ==, "http://a.test/y");
  g_assert_cmpuint (list->n_duplicates, ==, 1);
  g_assert_cmpuint (list->refused->len, ==, 3);
  refused = list->refused->pdata[0];
  g_assert_cmpstr (refused->text, ==, "http://b.test/[1-1000000]");
  g_assert_nonnull (strstr (refused->reason, "too many"));
  refused = list->refused->pdata[1];
  g_assert_cmpstr (refused->text, ==, "http://e.test/[1-2]");
  dp_url_list_free (list);
}

/* Ends; quadratic code would not before the test times out. */
static void
test_big (void)
{
  static const char *const units[] = { "[", "{", "[1-2]", "{a,b}", "{a,", "[1-", "]", "}", "," };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("http://a/");

      while (text->len < BIG_BYTES)
        g_string_append (text, units[i]);
      g_assert_cmpuint (dp_url_range_count (text->str), >=, 1);
      g_clear_pointer (&(GPtrArray *){ dp_url_range_expand (text->str) }, g_ptr_array_unref);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/url-range/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/url-range/limits", test_limits);
  g_test_add_func ("/url-range/list", test_list);
  g_test_add_func ("/url-range/big", test_big);

  return g_test_run ();
}
