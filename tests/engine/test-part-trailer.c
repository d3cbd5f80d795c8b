/* test-part-trailer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a part file says of itself is believed as far as it can be true, and what is not ours is
 * not touched.
 */

#include "dp-part-trailer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-trailer-fixture.h"

/* Neither believed nor touched. */
static void
assert_refused (int fd)
{
  g_autoptr (GBytes) before = dp_trailer_fixture_get_content (fd);
  g_autoptr (GBytes) after = NULL;

  g_assert_null (dp_trailer_fixture_load (fd));
  after = dp_trailer_fixture_get_content (fd);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_load (void)
{
  int fd = dp_trailer_fixture_make_part (0, 0);

  dp_trailer_fixture_assert_safe (fd, 0);
  close (fd);
  /* Killed: nothing was flushed, but the kernel has it. */
  fd = dp_trailer_fixture_make_part (0, 70000);
  dp_trailer_fixture_assert_safe (fd, 70000);
  dp_trailer_fixture_assert_safe (fd, 70000);
  close (fd);
  fd = dp_trailer_fixture_make_part (50000, DP_TRAILER_TOTAL_BYTES);
  dp_trailer_fixture_assert_safe (fd, DP_TRAILER_TOTAL_BYTES);
  close (fd);
}

static void
test_offset (void)
{
  static const guint64 totals[] = { 1, DP_TRAILER_PAGE_BYTES - 1, DP_TRAILER_PAGE_BYTES,
                                    DP_TRAILER_PAGE_BYTES + 1, 1 << 21 };

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      DpPartRecord other = dp_trailer_fixture_record;
      int fd = dp_trailer_fixture_make_file ();
      struct stat st;
      g_autoptr (DpPartTrailer) trailer = NULL;
      g_autoptr (DpPartTrailer) loaded = NULL;

      other.total_bytes = totals[i];
      trailer = dp_part_trailer_new (fd, &other);
      g_assert_cmpint (fstat (fd, &st), ==, 0);
      g_assert_cmpuint (st.st_size, ==,
                        (totals[i] + DP_TRAILER_PAGE_BYTES - 1) / DP_TRAILER_PAGE_BYTES *
                                DP_TRAILER_PAGE_BYTES +
                            DP_TRAILER_PAGE_BYTES + 2 * DP_PART_RECORD_SLOT_BYTES);
      loaded = dp_trailer_fixture_load (fd);
      g_assert_nonnull (loaded);
      g_assert_cmpuint (dp_part_trailer_get_record (loaded)->total_bytes, ==, totals[i]);
      close (fd);
    }
}

/* After a power cut, on another computer: only what was flushed. */
static void
test_other_boot (void)
{
  static const char *const boot_ids[] = { "5eb7e3a1-8a1c-4d61-9c3e-0a4a3b0a1f00", "" };

  for (guint i = 0; i < G_N_ELEMENTS (boot_ids); i++)
    {
      char boot_id[40] = "";
      int fd = dp_trailer_fixture_make_part (50000, 70000);

      g_strlcpy (boot_id, boot_ids[i], sizeof boot_id);
      dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, boot_id, sizeof boot_id);
      dp_trailer_fixture_assert_safe (fd, 50000);
      /* It is this boot's now, and must not bring the old number back. */
      dp_trailer_fixture_assert_safe (fd, 50000);
      close (fd);
    }
}

static void
test_mark_damaged (void)
{
  static const guint offsets[] = { DP_TRAILER_OFFSET, DP_TRAILER_OFFSET + 7,
                                   DP_TRAILER_BOOT_ID_OFFSET, DP_TRAILER_BOOT_ID_OFFSET + 35,
                                   DP_TRAILER_BOOT_ID_OFFSET + 39 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      int fd = dp_trailer_fixture_make_part (50000, 70000);

      dp_trailer_fixture_flip (fd, offsets[i]);
      dp_trailer_fixture_assert_safe (fd, 50000);
      close (fd);
    }
  for (guint bit = 0; bit < 24; bit++)
    {
      int fd = dp_trailer_fixture_make_part (50000, 70000);

      dp_trailer_fixture_flip (fd, DP_TRAILER_CELL (0) + bit);
      dp_trailer_fixture_assert_safe (fd, 50000);
      close (fd);
    }
}

static void
test_slots_alternate (void)
{
  int fd = dp_trailer_fixture_make_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);

  for (guint64 i = 1; i < 6; i++)
    {
      g_assert_cmpuint (
          MAX (dp_trailer_fixture_get_sequence (fd, 0), dp_trailer_fixture_get_sequence (fd, 1)),
          ==, i);
      g_assert_cmpuint (dp_trailer_fixture_get_sequence (fd, i % 2), ==, i);
      g_assert_true (dp_trailer_fixture_flush (trailer, i * 1000));
    }
  close (fd);
}

/* A power cut tears at most the newest slot; the other one tells the less. */
static void
test_slot_damaged (void)
{
  for (guint damaged = 0; damaged < 2; damaged++)
    for (guint n_flushes = 2; n_flushes < 4; n_flushes++)
      {
        int fd = dp_trailer_fixture_make_part (0, 0);
        g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
        guint newest = (n_flushes + 1) % 2;
        char boot_id[40] = "another";

        for (guint i = 1; i <= n_flushes; i++)
          {
            dp_part_trailer_add_written (trailer, (i - 1) * 10000, i * 10000);
            g_assert_true (dp_trailer_fixture_flush (trailer, i * 10000));
          }
        dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, boot_id, sizeof boot_id);
        dp_trailer_fixture_flip (fd, DP_TRAILER_SLOT (damaged) + 70);
        dp_trailer_fixture_assert_safe (fd,
                                        (damaged == newest ? n_flushes - 1 : n_flushes) * 10000);
        close (fd);
      }
}

static void
test_both_slots_damaged (void)
{
  int fd = dp_trailer_fixture_make_part (50000, 70000);

  dp_trailer_fixture_flip (fd, DP_TRAILER_SLOT (0) + 20);
  dp_trailer_fixture_flip (fd, DP_TRAILER_SLOT (1) + 20);
  assert_refused (fd);
  close (fd);
}

/* Nothing here may be taken for ours. */
static void
test_foreign (void)
{
  static const guint sizes[] = { 0, 1, DP_TRAILER_PAGE_BYTES,
                                 DP_TRAILER_WHOLE_BYTES - DP_TRAILER_OFFSET,
                                 DP_TRAILER_WHOLE_BYTES };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strnfill (sizes[i], 'x');
      int fd = dp_trailer_fixture_make_file ();

      dp_trailer_fixture_put (fd, 0, text, sizes[i]);
      assert_refused (fd);
      close (fd);
    }
}

/* A length that the record does not tell: cut, or something was added. */
static void
test_other_length (void)
{
  static const gint64 differences[] = {
    -1, 1, -DP_TRAILER_PAGE_BYTES, DP_TRAILER_PAGE_BYTES, -DP_TRAILER_OFFSET, 511
  };

  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    {
      int fd = dp_trailer_fixture_make_part (50000, 70000);

      g_assert_cmpint (ftruncate (fd, DP_TRAILER_WHOLE_BYTES + differences[i]), ==, 0);
      assert_refused (fd);
      close (fd);
    }
}

/* A good trailer behind more data than it tells of. */
static void
test_shifted (void)
{
  int fd = dp_trailer_fixture_make_part (50000, 70000);
  g_autoptr (GBytes) content = dp_trailer_fixture_get_content (fd);
  const char *data = g_bytes_get_data (content, NULL);

  dp_trailer_fixture_put (fd, DP_TRAILER_OFFSET + DP_TRAILER_PAGE_BYTES, data + DP_TRAILER_OFFSET,
                          DP_TRAILER_WHOLE_BYTES - DP_TRAILER_OFFSET);
  assert_refused (fd);
  close (fd);
}

/* Killed twice: what the first run wrote is not lost to the second one's marks. */
static void
test_two_runs (void)
{
  int fd = dp_trailer_fixture_make_part (50000, 70000);
  g_auto (DpRangeSet) expected = { 0 };
  g_autoptr (DpPartTrailer) trailer = NULL;

  dp_range_set_add (&expected, 0, 70000);
  for (guint64 i = 0; i < 10; i++)
    {
      g_clear_pointer (&trailer, dp_part_trailer_free);
      trailer = dp_trailer_fixture_load (fd);
      g_assert_true (dp_part_trailer_add_written (trailer, 71000 + i * 2000, 72000 + i * 2000));
      dp_range_set_add (&expected, 71000 + i * 2000, 72000 + i * 2000);
      dp_trailer_fixture_assert_safe_set (fd, &expected);
    }
  close (fd);
}

/* More ranges than have room, in the mark and in a record: less is claimed, nothing false, and the
 * record's worth is the first ones. */
static void
test_too_many_ranges (void)
{
  int fd = dp_trailer_fixture_make_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
  g_auto (DpRangeSet) written = { 0 };
  g_auto (DpRangeSet) safe = { 0 };
  g_autoptr (DpPartTrailer) again = NULL;
  gboolean is_flushed;

  for (guint64 i = 0; i < 1000; i++)
    {
      g_assert_true (dp_part_trailer_add_written (trailer, i * 100, i * 100 + 50));
      dp_range_set_add (&written, i * 100, i * 100 + 50);
    }
  again = dp_part_trailer_load (fd, &safe);
  g_assert_cmpuint (safe.n_ranges, ==, 128);
  g_clear_pointer (&again, dp_part_trailer_free);

  g_assert_true (dp_part_trailer_flush (trailer, &written, &is_flushed));
  dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, "another", 8);
  dp_range_set_remove (&written, DP_PART_RECORD_MAX_RANGES * 100, G_MAXUINT64);
  dp_trailer_fixture_assert_safe_set (fd, &written);
  close (fd);
}

/* The first version of the format, as it was written: marks and records of one number. */

static void
put_version_1 (int fd, guint64 flushed_bytes, guint64 written_bytes)
{
  const guint64 numbers[] = { 1, DP_TRAILER_TOTAL_BYTES, flushed_bytes };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const texts[] = { dp_trailer_fixture_record.link,
                                dp_trailer_fixture_record.final_link,
                                dp_trailer_fixture_record.validator };
  gsize digest_size = 32;
  guint32 length;

  g_byte_array_set_size (bytes, 44);
  memcpy (bytes->data, "DPpart 1", 8);
  g_byte_array_append (bytes, (const guint8 *) numbers, sizeof numbers);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      length = (guint32) strlen (texts[i]);
      g_byte_array_append (bytes, (const guint8 *) &length, 4);
      g_byte_array_append (bytes, (const guint8 *) texts[i], length);
    }
  length = bytes->len - 44;
  memcpy (bytes->data + 40, &length, 4);
  g_checksum_update (checksum, bytes->data + 40, bytes->len - 40);
  g_checksum_get_digest (checksum, bytes->data + 8, &digest_size);

  /* A new part file has its first record in the second slot. */
  g_assert_cmpint (ftruncate (fd, DP_TRAILER_OFFSET), ==, 0);
  g_assert_cmpint (ftruncate (fd, DP_TRAILER_WHOLE_BYTES), ==, 0);
  dp_trailer_fixture_put (fd, DP_TRAILER_SLOT (1), bytes->data, bytes->len);
  dp_trailer_fixture_put (fd, DP_TRAILER_OFFSET, "DPpmark1", 8);
  dp_trailer_fixture_put (fd, DP_TRAILER_OFFSET + 48, &written_bytes, 8);
}

static void
test_version_1 (void)
{
  static const struct
  {
    guint64 flushed_bytes;
    guint64 written_bytes;
    guint64 safe_bytes;
  } rows[] = {
    { 50000, 70000, 70000 },
    { 50000, 50000, 50000 },
    { 50000, 49999, 50000 },
    { 50000, 0, 50000 },
    { 50000, DP_TRAILER_TOTAL_BYTES, DP_TRAILER_TOTAL_BYTES },
    { 50000, DP_TRAILER_TOTAL_BYTES + 1, 50000 },
    { 50000, G_MAXUINT64, 50000 },
    { 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int fd = dp_trailer_fixture_make_part (0, 0);
      char boot_id[40];
      g_autoptr (DpPartTrailer) trailer = NULL;

      g_assert_cmpint (pread (fd, boot_id, sizeof boot_id, DP_TRAILER_BOOT_ID_OFFSET), ==,
                       sizeof boot_id);
      put_version_1 (fd, rows[i].flushed_bytes, rows[i].written_bytes);
      dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, "another", 8);
      dp_trailer_fixture_assert_safe (fd, rows[i].flushed_bytes);

      put_version_1 (fd, rows[i].flushed_bytes, rows[i].written_bytes);
      dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, boot_id, sizeof boot_id);
      dp_trailer_fixture_assert_safe (fd, rows[i].safe_bytes);
      dp_trailer_fixture_assert_safe (fd, rows[i].safe_bytes);

      /* Continued, it becomes one of ours. */
      trailer = dp_trailer_fixture_load (fd);
      g_assert_true (dp_trailer_fixture_flush (trailer, DP_TRAILER_TOTAL_BYTES));
      dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, "another", 8);
      dp_trailer_fixture_assert_safe (fd, DP_TRAILER_TOTAL_BYTES);
      close (fd);
    }
}

static void
test_too_long (void)
{
  g_autofree char *link = g_strnfill (DP_PART_RECORD_SLOT_BYTES, 'x');
  DpPartRecord other = dp_trailer_fixture_record;
  int fd = dp_trailer_fixture_make_file ();

  other.link = link;
  g_assert_null (dp_part_trailer_new (fd, &other));
  g_assert_cmpint (errno, ==, ENAMETOOLONG);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-trailer/load", test_load);
  g_test_add_func ("/part-trailer/offset", test_offset);
  g_test_add_func ("/part-trailer/other-boot", test_other_boot);
  g_test_add_func ("/part-trailer/mark-damaged", test_mark_damaged);
  g_test_add_func ("/part-trailer/slots-alternate", test_slots_alternate);
  g_test_add_func ("/part-trailer/slot-damaged", test_slot_damaged);
  g_test_add_func ("/part-trailer/both-slots-damaged", test_both_slots_damaged);
  g_test_add_func ("/part-trailer/foreign", test_foreign);
  g_test_add_func ("/part-trailer/other-length", test_other_length);
  g_test_add_func ("/part-trailer/shifted", test_shifted);
  g_test_add_func ("/part-trailer/two-runs", test_two_runs);
  g_test_add_func ("/part-trailer/too-many-ranges", test_too_many_ranges);
  g_test_add_func ("/part-trailer/version-1", test_version_1);
  g_test_add_func ("/part-trailer/too-long", test_too_long);

  return g_test_run ();
}
