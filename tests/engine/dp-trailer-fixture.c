/* dp-trailer-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-trailer-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

const DpPartRecord dp_trailer_fixture_record = {
  .total_bytes = DP_TRAILER_TOTAL_BYTES,
  .link = (char *) "http://a/a.bin",
  .final_link = (char *) "http://b/a.bin",
  .validator = (char *) "\"v\"",
};

int
dp_trailer_fixture_make_file (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "downpour-trailer-XXXXXX", NULL);
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);
  return fd;
}

void
dp_trailer_fixture_put (int fd, guint64 offset, const void *data, gsize size)
{
  g_assert_cmpint (pwrite (fd, data, size, (off_t) offset), ==, size);
}

void
dp_trailer_fixture_flip (int fd, guint64 offset)
{
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, (off_t) offset), ==, 1);
  byte ^= 0x10;
  dp_trailer_fixture_put (fd, offset, &byte, 1);
}

GBytes *
dp_trailer_fixture_get_content (int fd)
{
  struct stat st;
  char *data;

  g_assert_cmpint (fstat (fd, &st), ==, 0);
  data = g_malloc (st.st_size + 1);
  g_assert_cmpint (pread (fd, data, st.st_size, 0), ==, st.st_size);
  return g_bytes_new_take (data, st.st_size);
}

gboolean
dp_trailer_fixture_flush (DpPartTrailer *trailer, guint64 written_bytes)
{
  g_auto (DpRangeSet) written = { 0 };
  gboolean is_flushed;

  dp_range_set_add (&written, 0, written_bytes);
  return dp_part_trailer_flush (trailer, &written, &is_flushed);
}

DpPartTrailer *
dp_trailer_fixture_load (int fd)
{
  g_auto (DpRangeSet) safe = { 0 };

  return dp_part_trailer_load (fd, &safe);
}

void
dp_trailer_fixture_fill (int fd, guint64 flushed_bytes, guint64 written_bytes)
{
  g_autoptr (DpPartTrailer) trailer = dp_part_trailer_new (fd, &dp_trailer_fixture_record);

  g_assert_nonnull (trailer);
  if (flushed_bytes > 0)
    {
      g_assert_true (dp_part_trailer_add_written (trailer, 0, flushed_bytes));
      g_assert_true (dp_trailer_fixture_flush (trailer, flushed_bytes));
    }
  if (written_bytes > flushed_bytes)
    g_assert_true (dp_part_trailer_add_written (trailer, flushed_bytes, written_bytes));
}

int
dp_trailer_fixture_make_part (guint64 flushed_bytes, guint64 written_bytes)
{
  int fd = dp_trailer_fixture_make_file ();

  dp_trailer_fixture_fill (fd, flushed_bytes, written_bytes);
  return fd;
}

void
dp_trailer_fixture_assert_safe_set (int fd, const DpRangeSet *expected)
{
  g_auto (DpRangeSet) safe = { 0 };
  g_autoptr (DpPartTrailer) trailer = dp_part_trailer_load (fd, &safe);
  const DpPartRecord *loaded;

  g_assert_nonnull (trailer);
  g_assert_true (dp_range_set_equal (&safe, expected));
  loaded = dp_part_trailer_get_record (trailer);
  g_assert_cmpuint (loaded->total_bytes, ==, DP_TRAILER_TOTAL_BYTES);
  g_assert_cmpstr (loaded->link, ==, dp_trailer_fixture_record.link);
  g_assert_cmpstr (loaded->final_link, ==, dp_trailer_fixture_record.final_link);
  g_assert_cmpstr (loaded->validator, ==, dp_trailer_fixture_record.validator);
}

void
dp_trailer_fixture_assert_safe (int fd, guint64 safe_bytes)
{
  g_auto (DpRangeSet) expected = { 0 };

  dp_range_set_add (&expected, 0, safe_bytes);
  dp_trailer_fixture_assert_safe_set (fd, &expected);
}

guint64
dp_trailer_fixture_get_sequence (int fd, guint slot)
{
  g_autofree char *data = g_malloc0 (DP_PART_RECORD_SLOT_BYTES);
  DpPartRecord loaded;
  guint64 sequence = 0;

  g_assert_cmpint (pread (fd, data, DP_PART_RECORD_SLOT_BYTES, DP_TRAILER_SLOT (slot)), ==,
                   DP_PART_RECORD_SLOT_BYTES);
  dp_part_record_decode (&loaded, &sequence, data, DP_PART_RECORD_SLOT_BYTES);
  dp_part_record_clear (&loaded);
  return sequence;
}
