/* test-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which downloads are shown, and what their order depends on.
 */

#include "dp-filter.h"
#include "dp-order.h"

typedef struct
{
  const char *name;
  const char *url;
  const char *file; /* what the server called it, or NULL */
  const char *text;
  gboolean is_found;
} WordCase;

static const WordCase words[] = {
  { "nothing-typed", "http://a.example/b.iso", NULL, "", TRUE },
  { "only-spaces", "http://a.example/b.iso", NULL, " \t ", TRUE },
  { "host", "http://a.example/b.iso", NULL, "a.exam", TRUE },
  { "whole-link", "http://a.example/b.iso", NULL, "http://a.example/b.iso", TRUE },
  { "not-there", "http://a.example/b.iso", NULL, "c", FALSE },
  { "upper-in-text", "http://a.example/b.iso", NULL, "B.ISO", TRUE },
  { "upper-in-link", "http://a.example/Debian-I.ISO", NULL, "debian-i.iso", TRUE },
  { "two-words", "http://a.example/debian-12.iso", NULL, "iso debian", TRUE },
  { "one-word-of-two", "http://a.example/debian-12.iso", NULL, "iso fedora", FALSE },
  { "known-name", "http://a.example/get?id=1", "Film.mkv", "film", TRUE },
  { "words-in-both", "http://a.example/get?id=1", "Film.mkv", "example mkv", TRUE },
  { "escaped-space", "http://a.example/my%20film.mkv", NULL, "my film", TRUE },
  { "escaped-accent", "http://a.example/caf%C3%A9.txt", NULL, "CAFÉ", TRUE },
  { "composed", "http://a.example/1", "caf\u00e9.txt", "cafe\u0301", TRUE },
  { "decomposed", "http://a.example/1", "cafe\u0301.txt", "CAF\u00c9", TRUE },
  { "sharp-s", "http://a.example/1", "Straße.txt", "STRASSE", TRUE },
  { "password", "http://me:secret@a.example/b", NULL, "secret", FALSE },
  { "user", "http://me@a.example/b", NULL, "me@", FALSE },
  { "behind-password", "http://me:secret@a.example/b", NULL, "a.example/b", TRUE },
  { "at-in-path", "http://a.example/x@y", NULL, "a.example", TRUE },
  { "not-utf-8", "http://a.example/b.iso", NULL, "\xff", FALSE },
};

static DpDownload *
new_download (const char *url, const char *file)
{
  DpDownload *download = dp_download_new (1, url, "/");

  if (file != NULL)
    dp_download_set_name (download, file);
  return download;
}

static void
test_words (gconstpointer data)
{
  const WordCase *c = data;
  g_autoptr (DpDownload) download = new_download (c->url, c->file);
  g_autoptr (DpFilter) filter = dp_filter_new (DP_GROUP_ALL, c->text);

  g_assert_cmpint (dp_filter_matches (filter, download), ==, c->is_found);
  /* To look for a name makes none. */
  g_assert_cmpstr (dp_download_get_known_name (download), ==, c->file);
}

/* Each state is in one group, so that the counts add up. */
static void
test_groups (void)
{
  for (guint state = 0; state < DP_N_STATES; state++)
    {
      guint n = 0;

      g_assert_true (dp_group_has (DP_GROUP_ALL, (DpState) state));
      for (guint group = DP_GROUP_ALL + 1; group < DP_N_GROUPS; group++)
        n += dp_group_has ((DpGroup) group, (DpState) state) ? 1 : 0;
      g_assert_cmpuint (n, ==, 1);
    }
  g_assert_true (dp_group_has (DP_GROUP_ACTIVE, DP_STATE_RUNNING));
  g_assert_true (dp_group_has (DP_GROUP_WAITING, DP_STATE_ASKING));
  g_assert_true (dp_group_has (DP_GROUP_FAILED, DP_STATE_CANCELLED));
}

static void
test_group_and_words (void)
{
  g_autoptr (DpDownload) download = new_download ("http://a.example/b", NULL);
  g_autoptr (DpFilter) waiting = dp_filter_new (DP_GROUP_WAITING, "b");
  g_autoptr (DpFilter) done = dp_filter_new (DP_GROUP_DONE, "b");

  g_assert_true (dp_filter_matches (waiting, download));
  g_assert_false (dp_filter_matches (done, download));
}

/* The first comes before the second. */
typedef struct
{
  const char *name;
  DpOrder order;
  const char *first;
  const char *second;
} OrderCase;

static const OrderCase orders[] = {
  { "name", DP_ORDER_NAME, "http://b.example/a", "http://a.example/b" },
  { "name-numbers", DP_ORDER_NAME, "http://a.example/2.bin", "http://a.example/10.bin" },
  { "name-case", DP_ORDER_NAME, "http://a.example/a", "http://a.example/B" },
  { "host", DP_ORDER_HOST, "http://a.example/b", "http://b.example/a" },
  { "host-case", DP_ORDER_HOST, "http://a.example/b", "http://B.example/a" },
  { "host-behind-user", DP_ORDER_HOST, "http://z:y@a.example/", "http://b.example/@c" },
  { "host-behind-ats", DP_ORDER_HOST, "http://z@y@a.example/", "http://b.example/" },
  { "host-in-brackets", DP_ORDER_HOST, "http://[::1]:80/", "http://[::2]/" },
};

static void
test_order (gconstpointer data)
{
  const OrderCase *c = data;
  g_autoptr (DpDownload) first = new_download (c->first, NULL);
  g_autoptr (DpDownload) second = new_download (c->second, NULL);
  DpOrderKey a;
  DpOrderKey b;

  dp_order_key_init (&a, c->order, first);
  dp_order_key_init (&b, c->order, second);
  g_assert_cmpint (dp_order_key_compare (&a, &b, FALSE), <, 0);
  g_assert_cmpint (dp_order_key_compare (&a, &b, TRUE), >, 0);
  g_assert_cmpint (dp_order_key_compare (&a, &a, FALSE), ==, 0);
  dp_order_key_clear (&a);
  dp_order_key_clear (&b);
}

/* The port and the path are none of the host. */
static void
test_same_host (void)
{
  g_autoptr (DpDownload) first = new_download ("http://a.example:81/b", NULL);
  g_autoptr (DpDownload) second = new_download ("https://A.example?c", NULL);
  DpOrderKey a;
  DpOrderKey b;

  dp_order_key_init (&a, DP_ORDER_HOST, first);
  dp_order_key_init (&b, DP_ORDER_HOST, second);
  g_assert_cmpstr (a.text, ==, "a.example");
  g_assert_cmpint (dp_order_key_compare (&a, &b, FALSE), ==, 0);
  dp_order_key_clear (&a);
  dp_order_key_clear (&b);
}

static void
test_unknown_is_last (void)
{
  g_autoptr (DpDownload) known = new_download ("http://a.example/", NULL);
  g_autoptr (DpDownload) unknown = new_download ("http://a.example/", NULL);
  DpOrderKey a;
  DpOrderKey b;

  dp_download_set_progress (known, &(DpProgress){ .total_bytes = 5 });
  dp_order_key_init (&a, DP_ORDER_SIZE, known);
  dp_order_key_init (&b, DP_ORDER_SIZE, unknown);
  g_assert_cmpint (dp_order_key_compare (&a, &b, FALSE), <, 0);
  g_assert_cmpint (dp_order_key_compare (&a, &b, TRUE), <, 0);
}

static void
add_cases (const char *path, gconstpointer cases, gsize size, guint n, GTestDataFunc test)
{
  for (guint i = 0; i < n; i++)
    {
      const char *const *c = (const char *const *) ((const char *) cases + i * size);
      g_autofree char *full = g_strconcat (path, *c, NULL);

      g_test_add_data_func (full, c, test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/filter/words/", words, sizeof words[0], G_N_ELEMENTS (words), test_words);
  g_test_add_func ("/filter/groups", test_groups);
  g_test_add_func ("/filter/group-and-words", test_group_and_words);
  add_cases ("/order/", orders, sizeof orders[0], G_N_ELEMENTS (orders), test_order);
  g_test_add_func ("/order/same-host", test_same_host);
  g_test_add_func ("/order/unknown-is-last", test_unknown_is_last);

  return g_test_run ();
}
