/* test-range-set.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets of ranges, as a table, and against one byte for each byte.
 */

#include "dp-range-set.h"

#include <string.h>

#include "dp-range-fixture.h"

typedef struct
{
  const char *set;
  guint64 first_byte;
  guint64 end_byte;
  const char *added;
  const char *removed;
} Change;

static const Change changes[] = {
  { "", 0, 0, "", "" },
  { "", 5, 5, "", "" },
  { "", 0, 5, "0-5", "" },
  { "", 0, G_MAXUINT64, "0-18446744073709551615", "" },
  { "2-5", 0, 1, "0-1 2-5", "2-5" },
  { "2-5", 0, 2, "0-5", "2-5" },
  { "2-5", 0, 3, "0-5", "3-5" },
  { "2-5", 2, 5, "2-5", "" },
  { "2-5", 3, 4, "2-5", "2-3 4-5" },
  { "2-5", 4, 4, "2-5", "2-5" },
  { "2-5", 4, 7, "2-7", "2-4" },
  { "2-5", 5, 7, "2-7", "2-5" },
  { "2-5", 6, 7, "2-5 6-7", "2-5" },
  { "2-5", 0, 9, "0-9", "" },
  { "2-5 7-9", 5, 7, "2-9", "2-5 7-9" },
  { "2-5 7-9", 6, 7, "2-5 6-9", "2-5 7-9" },
  { "2-5 7-9", 4, 8, "2-9", "2-4 8-9" },
  { "2-5 7-9", 2, 9, "2-9", "" },
  { "2-5 7-9", 0, 8, "0-9", "8-9" },
  { "1-2 3-4 5-6 7-8", 2, 7, "1-8", "1-2 7-8" },
  { "1-2 3-4 5-6 7-8", 4, 5, "1-2 3-6 7-8", "1-2 3-4 5-6 7-8" },
  { "1-2 3-4 5-6 7-8", 3, G_MAXUINT64, "1-2 3-18446744073709551615", "1-2" },
  { "0-18446744073709551615", 7, 8, "0-18446744073709551615", "0-7 8-18446744073709551615" },
};

static void
test_change (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const Change *row = &changes[i];
      g_auto (DpRangeSet) added = { 0 };
      g_auto (DpRangeSet) removed = { 0 };
      g_autofree char *added_text = NULL;
      g_autofree char *removed_text = NULL;

      dp_range_fixture_parse (row->set, &added);
      dp_range_set_assign (&removed, &added);
      dp_range_set_add (&added, row->first_byte, row->end_byte);
      dp_range_set_remove (&removed, row->first_byte, row->end_byte);
      added_text = dp_range_fixture_print (&added);
      removed_text = dp_range_fixture_print (&removed);
      g_assert_cmpstr (added_text, ==, row->added);
      g_assert_cmpstr (removed_text, ==, row->removed);
      g_assert_true (dp_range_set_contains (&added, row->first_byte, row->end_byte));
    }
}

typedef struct
{
  const char *set;
  guint64 from_byte;
  guint64 end_byte;
  const char *gap;
} Gap;

static const Gap gaps[] = {
  { "", 0, 0, "" },
  { "", 0, 9, "0-9" },
  { "", 0, G_MAXUINT64, "0-18446744073709551615" },
  { "", G_MAXUINT64, G_MAXUINT64, "" },
  { "0-5", 0, 9, "5-9" },
  { "0-5", 0, 5, "" },
  { "0-5", 0, 3, "" },
  { "0-5", 7, 9, "7-9" },
  { "0-5", 9, 7, "" },
  { "2-5", 0, 9, "0-2" },
  { "2-5", 0, 1, "0-1" },
  { "2-5", 1, 9, "1-2" },
  { "2-5", 2, 9, "5-9" },
  { "2-5", 4, 9, "5-9" },
  { "2-5", 5, 9, "5-9" },
  { "0-2 3-5 8-9", 0, 9, "2-3" },
  { "0-2 3-5 8-9", 3, 9, "5-8" },
  { "0-2 3-5 8-9", 3, 6, "5-6" },
  { "0-2 3-5 8-9", 8, 9, "" },
  { "0-18446744073709551615", 0, G_MAXUINT64, "" },
};

static void
test_gap (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++)
    {
      const Gap *row = &gaps[i];
      g_auto (DpRangeSet) set = { 0 };
      g_auto (DpRangeSet) found = { 0 };
      g_autofree char *text = NULL;
      DpRange gap;

      dp_range_fixture_parse (row->set, &set);
      if (dp_range_set_get_gap (&set, row->from_byte, row->end_byte, &gap))
        dp_range_set_add (&found, gap.first_byte, gap.end_byte);
      text = dp_range_fixture_print (&found);
      g_assert_cmpstr (text, ==, row->gap);
    }
}

static void
test_value (void)
{
  g_auto (DpRangeSet) set = { 0 };
  g_auto (DpRangeSet) other = { 0 };

  g_assert_true (dp_range_set_equal (&set, &other));
  dp_range_set_assign (&set, &other);
  dp_range_fixture_parse ("1-2 4-6", &set);
  g_assert_false (dp_range_set_equal (&set, &other));
  dp_range_fixture_parse ("4-6", &other);
  g_assert_false (dp_range_set_equal (&set, &other));
  dp_range_set_add_set (&other, &set);
  g_assert_true (dp_range_set_equal (&set, &other));

  dp_range_set_assign (&other, &set);
  dp_range_set_assign (&other, &other);
  dp_range_set_add (&other, 8, 9);
  g_assert_cmpuint (set.covered_bytes, ==, 3);
  g_assert_cmpuint (other.covered_bytes, ==, 4);
  dp_range_set_clear (&other);
  g_assert_cmpuint (other.covered_bytes, ==, 0);
  g_assert_cmpuint (dp_range_set_get_end_byte (&other), ==, 0);
}

/* A set of few bytes, and a byte for each of them. */
#define N_BYTES 300

typedef struct
{
  DpRangeSet set;
  guint8 bytes[N_BYTES + 1]; /* the last one is never in it */
} Pair;

static guint64
count_equal (const guint8 *bytes, guint from, guint end)
{
  guint n = 0;

  while (from + n < end && bytes[from + n] == bytes[from])
    n++;
  return n;
}

static void
assert_pair (const Pair *pair)
{
  guint i = 0;
  guint64 covered_bytes = 0;

  for (guint byte = 0; byte < N_BYTES; byte++)
    {
      guint64 n = count_equal (pair->bytes, byte, N_BYTES);
      gboolean is_start = byte == 0 || pair->bytes[byte - 1] != pair->bytes[byte];

      g_assert_cmpint (dp_range_set_contains (&pair->set, byte, byte + 1), ==, pair->bytes[byte]);
      covered_bytes += pair->bytes[byte];
      if (!is_start || !pair->bytes[byte])
        continue;
      g_assert_cmpuint (pair->set.ranges[i].first_byte, ==, byte);
      g_assert_cmpuint (pair->set.ranges[i].end_byte, ==, byte + n);
      i++;
    }
  g_assert_cmpuint (pair->set.n_ranges, ==, i);
  g_assert_cmpuint (pair->set.covered_bytes, ==, covered_bytes);
  g_assert_cmpuint (dp_range_set_get_prefix_bytes (&pair->set), ==,
                    pair->bytes[0] ? count_equal (pair->bytes, 0, N_BYTES) : 0);
}

static void
assert_questions (const Pair *pair, guint from, guint end)
{
  DpRange gap = { 0, 0 };
  const guint8 *missing = memchr (pair->bytes + from, 0, end - from);
  guint before = 0;

  g_assert_cmpint (dp_range_set_get_gap (&pair->set, from, end, &gap), ==, missing != NULL);
  g_assert_cmpint (dp_range_set_contains (&pair->set, from, end), ==, missing == NULL);
  if (missing != NULL)
    {
      guint first = (guint) (missing - pair->bytes);

      g_assert_cmpuint (gap.first_byte, ==, first);
      g_assert_cmpuint (gap.end_byte, ==, first + count_equal (pair->bytes, first, end));
    }
  while (before < from && pair->bytes[from - before - 1])
    before++;
  g_assert_cmpuint (dp_range_set_get_bytes_before (&pair->set, from), ==, before);
}

static void
test_random (void)
{
  Pair pair = { 0 };

  for (guint i = 0; i < 20000; i++)
    {
      guint from = (guint) g_test_rand_int_range (0, N_BYTES + 1);
      guint longest = i % 3 == 0 ? N_BYTES : 8;
      guint length = (guint) g_test_rand_int_range (0, (int) longest);
      guint end = MIN (N_BYTES, from + length);
      /* Rather fuller for a while, then rather emptier. */
      gboolean is_added = g_test_rand_int_range (0, 10) < (i / 1000 % 2 == 0 ? 7 : 3);

      if (is_added)
        dp_range_set_add (&pair.set, from, end);
      else
        dp_range_set_remove (&pair.set, from, end);
      memset (pair.bytes + from, is_added, end - from);
      assert_pair (&pair);
      assert_questions (&pair, from, end);
      assert_questions (&pair, from / 2, N_BYTES);
    }
  dp_range_set_clear (&pair.set);
}

/* Correct, and not slow, also with more ranges than any download has. */
static void
test_many (void)
{
  g_auto (DpRangeSet) set = { 0 };
  const guint n = 10000;

  for (guint64 i = 0; i < n; i++)
    dp_range_set_add (&set, (i * 7919 % n) * 10, (i * 7919 % n) * 10 + 5);
  g_assert_cmpuint (set.n_ranges, ==, n);
  g_assert_cmpuint (set.covered_bytes, ==, n * 5);
  g_assert_false (dp_range_set_contains (&set, 4000, 4006));
  dp_range_set_add (&set, 0, n * 10);
  g_assert_cmpuint (set.n_ranges, ==, 1);
  g_assert_cmpuint (dp_range_set_get_prefix_bytes (&set), ==, n * 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/range-set/change", test_change);
  g_test_add_func ("/range-set/gap", test_gap);
  g_test_add_func ("/range-set/value", test_value);
  g_test_add_func ("/range-set/random", test_random);
  g_test_add_func ("/range-set/many", test_many);

  return g_test_run ();
}
