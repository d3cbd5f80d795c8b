/* test-part-mark.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mark never says more than what was written, wherever the writing of it was cut off.
 */

#include "dp-part-mark.h"

#include <string.h>

#define TOTAL_BYTES 1000000
#define BOOT_ID     "5eb7e3a1-8a1c-4d61-9c3e-0a4a3b0a1f00"
#define OTHER_ID    "5eb7e3a1-8a1c-4d61-9c3e-0a4a3b0a1f01"
#define CELL_OFFSET 48

static const DpRangeSet nothing = { 0 };

/* What the mark in these bytes says. */
static void
decode (const guint8 *data, gsize size, const char *boot_id, DpRangeSet *written)
{
  /* Of its own size, so that a sanitizer sees the first byte too many. */
  g_autofree guint8 *exact = g_memdup2 (data, size);
  DpPartMark mark;

  dp_part_mark_init (&mark, boot_id);
  dp_part_mark_decode (&mark, TOTAL_BYTES, exact, size);
  dp_range_set_clear (written);
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    dp_range_set_add (written, mark.cells[i].first_byte, mark.cells[i].end_byte);
}

static void
assert_says (const guint8 *data, const DpRangeSet *expected)
{
  g_auto (DpRangeSet) written = { 0 };

  decode (data, DP_PART_MARK_BYTES, BOOT_ID, &written);
  g_assert_true (dp_range_set_equal (&written, expected));
}

static guint
add (DpPartMark *mark, guint64 first_byte, guint64 end_byte, guint8 *data)
{
  guint8 cell_data[DP_PART_MARK_CELL_BYTES];
  guint cell;
  guint64 offset;

  g_assert_true (dp_part_mark_add (mark, first_byte, end_byte, &nothing, &cell));
  offset = dp_part_mark_encode_cell (mark, cell, cell_data);
  g_assert_cmpuint (offset + sizeof cell_data, <=, DP_PART_MARK_BYTES);
  memcpy (data + offset, cell_data, sizeof cell_data);
  return cell;
}

static void
test_cells (void)
{
  DpPartMark mark;
  guint8 data[DP_PART_MARK_BYTES];
  g_auto (DpRangeSet) expected = { 0 };

  dp_part_mark_init (&mark, BOOT_ID);
  dp_part_mark_encode (&mark, data);
  assert_says (data, &expected);

  g_assert_cmpuint (add (&mark, 0, 10, data), ==, 0);
  g_assert_cmpuint (add (&mark, 500, 510, data), ==, 1);
  g_assert_cmpuint (add (&mark, 10, 30, data), ==, 0);
  g_assert_cmpuint (add (&mark, 31, 40, data), ==, 2);
  g_assert_cmpuint (add (&mark, 510, TOTAL_BYTES, data), ==, 1);
  dp_range_set_add (&expected, 0, 30);
  dp_range_set_add (&expected, 31, 40);
  dp_range_set_add (&expected, 500, TOTAL_BYTES);
  assert_says (data, &expected);
  dp_part_mark_encode (&mark, data);
  assert_says (data, &expected);
}

/* Full, until a record has it. */
static void
test_full (void)
{
  DpPartMark mark;
  guint8 data[DP_PART_MARK_BYTES];
  g_auto (DpRangeSet) recorded = { 0 };
  guint cell;

  dp_part_mark_init (&mark, BOOT_ID);
  dp_part_mark_encode (&mark, data);
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    g_assert_cmpuint (add (&mark, i * 100, i * 100 + 10, data), ==, i);
  g_assert_false (dp_part_mark_add (&mark, 500000, 500010, &nothing, &cell));
  g_assert_true (dp_part_mark_add (&mark, 710, 720, &nothing, &cell));
  g_assert_cmpuint (cell, ==, 7);

  dp_range_set_add (&recorded, 700, 719);
  dp_range_set_add (&recorded, 900, 920);
  g_assert_true (dp_part_mark_add (&mark, 500000, 500010, &recorded, &cell));
  g_assert_cmpuint (cell, ==, 9);
  g_assert_cmpuint (mark.cells[9].first_byte, ==, 500000);
  g_assert_cmpuint (mark.cells[9].end_byte, ==, 500010);
  g_assert_false (dp_part_mark_add (&mark, 600000, 600010, &recorded, &cell));
}

/* A cell of which any part is still the old one: it says what it said, or what it is to say, or
 * nothing, and the others say what they said. */
static void
test_torn (void)
{
  static const DpRange after[] = { { 5000, 6000 }, { 70000, 70001 }, { 65536, 131072 }, { 0, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    for (guint from = 0; from <= DP_PART_MARK_CELL_BYTES; from++)
      for (guint end = from; end <= DP_PART_MARK_CELL_BYTES; end++)
        {
          const DpRange before = { 3000, 5000 };
          DpPartMark mark;
          guint8 data[DP_PART_MARK_BYTES];
          guint8 cell[DP_PART_MARK_CELL_BYTES];
          g_auto (DpRangeSet) written = { 0 };
          gboolean is_other;

          dp_part_mark_init (&mark, BOOT_ID);
          mark.cells[0] = before;
          mark.cells[1] = (DpRange){ 900000, 900100 };
          dp_part_mark_encode (&mark, data);
          mark.cells[0] = after[i];
          g_assert_cmpuint (dp_part_mark_encode_cell (&mark, 0, cell), ==, CELL_OFFSET);
          memcpy (data + CELL_OFFSET + from, cell + from, end - from);

          decode (data, sizeof data, BOOT_ID, &written);
          g_assert_true (dp_range_set_contains (&written, 900000, 900100));
          dp_range_set_remove (&written, 900000, 900100);
          is_other = written.n_ranges > 0 &&
                     (written.ranges[0].first_byte != before.first_byte ||
                      written.ranges[0].end_byte != before.end_byte) &&
                     (written.ranges[0].first_byte != after[i].first_byte ||
                      written.ranges[0].end_byte != after[i].end_byte);
          g_assert_false (is_other);
          if (from == 0 && end == sizeof cell)
            g_assert_cmpuint (written.ranges[0].end_byte, ==, after[i].end_byte);
        }
}

/* Old cells under a new boot id, when the mark of another boot was replaced and that was torn. */
static void
test_other_boot (void)
{
  DpPartMark mark;
  guint8 old[DP_PART_MARK_BYTES];
  guint8 new[DP_PART_MARK_BYTES];
  g_auto (DpRangeSet) written = { 0 };

  dp_part_mark_init (&mark, OTHER_ID);
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    mark.cells[i] = (DpRange){ i * 1000, i * 1000 + 500 };
  dp_part_mark_encode (&mark, old);
  dp_part_mark_init (&mark, BOOT_ID);
  dp_part_mark_encode (&mark, new);
  for (guint n_new = 0; n_new <= sizeof new; n_new++)
    {
      memcpy (old, new, n_new);
      assert_says (old, &nothing);
    }
  dp_part_mark_init (&mark, "");
  mark.cells[0] = (DpRange){ 0, 10 };
  dp_part_mark_encode (&mark, old);
  decode (old, sizeof old, "", &written);
  g_assert_cmpuint (written.n_ranges, ==, 0);
}

static void
test_damaged (void)
{
  DpPartMark mark;
  guint8 data[DP_PART_MARK_BYTES];
  g_auto (DpRangeSet) written = { 0 };

  dp_part_mark_init (&mark, BOOT_ID);
  mark.cells[3] = (DpRange){ 3000, 5000 };
  dp_part_mark_encode (&mark, data);
  for (gsize size = 0; size < sizeof data; size++)
    {
      decode (data, size, BOOT_ID, &written);
      g_assert_cmpuint (written.n_ranges, ==, 0);
    }
  for (guint bit = 0; bit < (CELL_OFFSET + 4 * DP_PART_MARK_CELL_BYTES) * 8; bit++)
    {
      gboolean is_other_cell =
          bit >= CELL_OFFSET * 8 && bit < (CELL_OFFSET + 3 * DP_PART_MARK_CELL_BYTES) * 8;

      data[bit / 8] ^= 1 << bit % 8;
      decode (data, sizeof data, BOOT_ID, &written);
      g_assert_cmpuint (written.n_ranges, ==, is_other_cell ? 1 : 0);
      data[bit / 8] ^= 1 << bit % 8;
    }
}

/* With good checks, but no sense in this file. */
static void
test_nonsense (void)
{
  static const DpRange ranges[] = {
    { 0, TOTAL_BYTES + 1 }, { 10, 10 }, { 11, 10 }, { G_MAXUINT64, 5 }, { 0, G_MAXUINT64 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      DpPartMark mark;
      guint8 data[DP_PART_MARK_BYTES];

      dp_part_mark_init (&mark, BOOT_ID);
      mark.cells[0] = ranges[i];
      dp_part_mark_encode (&mark, data);
      assert_says (data, &nothing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-mark/cells", test_cells);
  g_test_add_func ("/part-mark/full", test_full);
  g_test_add_func ("/part-mark/torn", test_torn);
  g_test_add_func ("/part-mark/other-boot", test_other_boot);
  g_test_add_func ("/part-mark/damaged", test_damaged);
  g_test_add_func ("/part-mark/nonsense", test_nonsense);

  return g_test_run ();
}
