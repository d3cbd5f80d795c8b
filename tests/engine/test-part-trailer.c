/* test-part-trailer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a part file says of itself is believed as far as it can be true, and what is not ours is
 * not touched.
 */

#include "dp-part-trailer.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_BYTES     4096
#define TOTAL_BYTES    100000
#define TRAILER_OFFSET 102400 /* the next page */
#define SLOT(n)        (TRAILER_OFFSET + PAGE_BYTES + (n) *DP_PART_RECORD_SLOT_BYTES)
#define WHOLE_BYTES    SLOT (2)
#define BOOT_ID_OFFSET (TRAILER_OFFSET + 8)
#define CELL(n)        (TRAILER_OFFSET + 48 + 24 * (n))

static int fdatasync_errno; /* 0: it works */
static int slot_errno;      /* likewise */
static DpRangeSet *grown;   /* (unowned) (nullable): somebody writes while the disk is waited for */
static guint64 synced_bytes;
static int watched_fd = -1;
static guint n_mark_bytes; /* written to the watched one's mark */

/* What a record claimed must have been synced before: each write of a slot is looked at. */
static guint64 claimed_bytes;

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

/* The end of the first range that was marked. */
static guint64
get_written (int fd)
{
  guint64 range[2] = { 0 };

  g_assert_cmpint (pread (fd, range, sizeof range, CELL (0)), ==, sizeof range);
  return range[1];
}

int
fdatasync (int fd)
{
  if (fdatasync_errno != 0)
    {
      errno = fdatasync_errno;
      return -1;
    }
  if (fd == watched_fd)
    synced_bytes = get_written (fd);
  if (grown != NULL)
    dp_range_set_add (grown, 90000, 95000);
  return REAL (fdatasync, "fdatasync") (fd);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  DpPartRecord record = { 0 };
  guint64 sequence;

  if (offset >= SLOT (0) && slot_errno != 0)
    {
      errno = slot_errno;
      return -1;
    }
  if (fd == watched_fd && offset >= SLOT (0))
    {
      g_assert_true (dp_part_record_decode (&record, &sequence, data, size));
      claimed_bytes = dp_range_set_get_end_byte (&record.safe);
      g_assert_cmpuint (claimed_bytes, <=, synced_bytes);
      dp_part_record_clear (&record);
    }
  else if (fd == watched_fd && offset >= TRAILER_OFFSET)
    n_mark_bytes += (guint) size;
  return REAL (pwrite, "pwrite64") (fd, data, size, offset);
}

static const DpPartRecord record = {
  .total_bytes = TOTAL_BYTES,
  .link = (char *) "http://a/a.bin",
  .final_link = (char *) "http://b/a.bin",
  .validator = (char *) "\"v\"",
};

/* A file without a name, open for the test. */
static int
make_file (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "downpour-trailer-XXXXXX", NULL);
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);
  fdatasync_errno = 0;
  synced_bytes = 0;
  claimed_bytes = 0;
  watched_fd = -1;
  return fd;
}

static void
put (int fd, guint64 offset, const void *data, gsize size)
{
  g_assert_cmpint (pwrite (fd, data, size, (off_t) offset), ==, size);
}

static void
flip (int fd, guint64 offset)
{
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, (off_t) offset), ==, 1);
  byte ^= 0x10;
  put (fd, offset, &byte, 1);
}

static GBytes *
get_content (int fd)
{
  struct stat st;
  char *data;

  g_assert_cmpint (fstat (fd, &st), ==, 0);
  data = g_malloc (st.st_size + 1);
  g_assert_cmpint (pread (fd, data, st.st_size, 0), ==, st.st_size);
  return g_bytes_new_take (data, st.st_size);
}

static gboolean
flush (DpPartTrailer *trailer, guint64 written_bytes)
{
  g_auto (DpRangeSet) written = { 0 };
  gboolean is_flushed;

  dp_range_set_add (&written, 0, written_bytes);
  return dp_part_trailer_flush (trailer, &written, &is_flushed);
}

static DpPartTrailer *
load (int fd)
{
  g_auto (DpRangeSet) safe = { 0 };

  return dp_part_trailer_load (fd, &safe);
}

/* A part file with so much flushed, and so much more only written. */
static int
make_part (guint64 flushed_bytes, guint64 written_bytes)
{
  int fd = make_file ();
  g_autoptr (DpPartTrailer) trailer = dp_part_trailer_new (fd, &record);

  g_assert_nonnull (trailer);
  watched_fd = fd;
  if (flushed_bytes > 0)
    {
      g_assert_true (dp_part_trailer_add_written (trailer, 0, flushed_bytes));
      g_assert_true (flush (trailer, flushed_bytes));
    }
  if (written_bytes > flushed_bytes)
    g_assert_true (dp_part_trailer_add_written (trailer, flushed_bytes, written_bytes));
  watched_fd = -1;
  return fd;
}

static void
assert_safe_set (int fd, const DpRangeSet *expected)
{
  g_auto (DpRangeSet) safe = { 0 };
  g_autoptr (DpPartTrailer) trailer = dp_part_trailer_load (fd, &safe);
  const DpPartRecord *loaded;

  g_assert_nonnull (trailer);
  g_assert_true (dp_range_set_equal (&safe, expected));
  loaded = dp_part_trailer_get_record (trailer);
  g_assert_cmpuint (loaded->total_bytes, ==, TOTAL_BYTES);
  g_assert_cmpstr (loaded->link, ==, record.link);
  g_assert_cmpstr (loaded->final_link, ==, record.final_link);
  g_assert_cmpstr (loaded->validator, ==, record.validator);
}

static void
assert_safe (int fd, guint64 safe_bytes)
{
  g_auto (DpRangeSet) expected = { 0 };

  dp_range_set_add (&expected, 0, safe_bytes);
  assert_safe_set (fd, &expected);
}

/* Neither believed nor touched. */
static void
assert_refused (int fd)
{
  g_autoptr (GBytes) before = get_content (fd);
  g_autoptr (GBytes) after = NULL;

  g_assert_null (load (fd));
  after = get_content (fd);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_load (void)
{
  int fd = make_part (0, 0);

  assert_safe (fd, 0);
  close (fd);
  /* Killed: nothing was flushed, but the kernel has it. */
  fd = make_part (0, 70000);
  assert_safe (fd, 70000);
  assert_safe (fd, 70000);
  close (fd);
  fd = make_part (50000, TOTAL_BYTES);
  assert_safe (fd, TOTAL_BYTES);
  close (fd);
}

static void
test_offset (void)
{
  static const guint64 totals[] = { 1, PAGE_BYTES - 1, PAGE_BYTES, PAGE_BYTES + 1, 1 << 21 };

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      DpPartRecord other = record;
      int fd = make_file ();
      struct stat st;
      g_autoptr (DpPartTrailer) trailer = NULL;
      g_autoptr (DpPartTrailer) loaded = NULL;

      other.total_bytes = totals[i];
      trailer = dp_part_trailer_new (fd, &other);
      g_assert_cmpint (fstat (fd, &st), ==, 0);
      g_assert_cmpuint (st.st_size, ==,
                        (totals[i] + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES + PAGE_BYTES +
                            2 * DP_PART_RECORD_SLOT_BYTES);
      loaded = load (fd);
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
      int fd = make_part (50000, 70000);

      g_strlcpy (boot_id, boot_ids[i], sizeof boot_id);
      put (fd, BOOT_ID_OFFSET, boot_id, sizeof boot_id);
      assert_safe (fd, 50000);
      /* It is this boot's now, and must not bring the old number back. */
      assert_safe (fd, 50000);
      close (fd);
    }
}

static void
test_mark_damaged (void)
{
  static const guint offsets[] = { TRAILER_OFFSET, TRAILER_OFFSET + 7, BOOT_ID_OFFSET,
                                   BOOT_ID_OFFSET + 35, BOOT_ID_OFFSET + 39 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      int fd = make_part (50000, 70000);

      flip (fd, offsets[i]);
      assert_safe (fd, 50000);
      close (fd);
    }
  for (guint bit = 0; bit < 24; bit++)
    {
      int fd = make_part (50000, 70000);

      flip (fd, CELL (0) + bit);
      assert_safe (fd, 50000);
      close (fd);
    }
}

static guint64
get_sequence (int fd, guint slot)
{
  g_autofree char *data = g_malloc0 (DP_PART_RECORD_SLOT_BYTES);
  DpPartRecord loaded;
  guint64 sequence = 0;

  g_assert_cmpint (pread (fd, data, DP_PART_RECORD_SLOT_BYTES, SLOT (slot)), ==,
                   DP_PART_RECORD_SLOT_BYTES);
  dp_part_record_decode (&loaded, &sequence, data, DP_PART_RECORD_SLOT_BYTES);
  dp_part_record_clear (&loaded);
  return sequence;
}

static void
test_slots_alternate (void)
{
  int fd = make_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = load (fd);

  for (guint64 i = 1; i < 6; i++)
    {
      g_assert_cmpuint (MAX (get_sequence (fd, 0), get_sequence (fd, 1)), ==, i);
      g_assert_cmpuint (get_sequence (fd, i % 2), ==, i);
      g_assert_true (flush (trailer, i * 1000));
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
        int fd = make_part (0, 0);
        g_autoptr (DpPartTrailer) trailer = load (fd);
        guint newest = (n_flushes + 1) % 2;
        char boot_id[40] = "another";

        for (guint i = 1; i <= n_flushes; i++)
          {
            dp_part_trailer_add_written (trailer, (i - 1) * 10000, i * 10000);
            g_assert_true (flush (trailer, i * 10000));
          }
        put (fd, BOOT_ID_OFFSET, boot_id, sizeof boot_id);
        flip (fd, SLOT (damaged) + 70);
        assert_safe (fd, (damaged == newest ? n_flushes - 1 : n_flushes) * 10000);
        close (fd);
      }
}

static void
test_both_slots_damaged (void)
{
  int fd = make_part (50000, 70000);

  flip (fd, SLOT (0) + 20);
  flip (fd, SLOT (1) + 20);
  assert_refused (fd);
  close (fd);
}

/* Nothing here may be taken for ours. */
static void
test_foreign (void)
{
  static const guint sizes[] = { 0, 1, PAGE_BYTES, WHOLE_BYTES - TRAILER_OFFSET, WHOLE_BYTES };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strnfill (sizes[i], 'x');
      int fd = make_file ();

      put (fd, 0, text, sizes[i]);
      assert_refused (fd);
      close (fd);
    }
}

/* A length that the record does not tell: cut, or something was added. */
static void
test_other_length (void)
{
  static const gint64 differences[] = { -1, 1, -PAGE_BYTES, PAGE_BYTES, -TRAILER_OFFSET, 511 };

  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    {
      int fd = make_part (50000, 70000);

      g_assert_cmpint (ftruncate (fd, WHOLE_BYTES + differences[i]), ==, 0);
      assert_refused (fd);
      close (fd);
    }
}

/* A good trailer behind more data than it tells of. */
static void
test_shifted (void)
{
  int fd = make_part (50000, 70000);
  g_autoptr (GBytes) content = get_content (fd);
  const char *data = g_bytes_get_data (content, NULL);

  put (fd, TRAILER_OFFSET + PAGE_BYTES, data + TRAILER_OFFSET, WHOLE_BYTES - TRAILER_OFFSET);
  assert_refused (fd);
  close (fd);
}

/* pwrite() and fdatasync() above watch what is claimed. */
static void
test_flush (void)
{
  int fd = make_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = load (fd);
  char boot_id[40] = "another";

  watched_fd = fd;
  for (guint64 i = 1; i <= 5; i++)
    {
      g_assert_true (dp_part_trailer_add_written (trailer, (i - 1) * 10000, i * 10000));
      g_assert_true (flush (trailer, i * 10000));
      g_assert_cmpuint (claimed_bytes, ==, i * 10000);
      g_assert_cmpuint (synced_bytes, ==, i * 10000);
    }
  g_assert_true (dp_part_trailer_add_written (trailer, 50000, 60000));
  g_assert_cmpuint (claimed_bytes, ==, 50000);
  watched_fd = -1;
  put (fd, BOOT_ID_OFFSET, boot_id, sizeof boot_id);
  assert_safe (fd, 50000);
  close (fd);
}

/* After a failed fdatasync() the kernel may have dropped what it could not write, and says so only
 * once: what was written since the last good one is never believed again. */
static void
test_flush_fails (void)
{
  int fd = make_part (50000, 50000);
  g_autoptr (DpPartTrailer) trailer = load (fd);

  g_assert_true (dp_part_trailer_add_written (trailer, 50000, 70000));
  g_assert_true (flush (trailer, 70000));
  g_assert_true (dp_part_trailer_add_written (trailer, 70000, 80000));
  fdatasync_errno = EIO;
  g_assert_false (flush (trailer, 80000));
  g_assert_cmpint (errno, ==, EIO);
  dp_part_trailer_distrust (trailer);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 70000);

  fdatasync_errno = 0;
  assert_safe (fd, 70000);
  close (fd);
}

/* What another segment writes while the disk is waited for was not flushed, and is not claimed. */
static void
test_flush_while_writing (void)
{
  int fd = make_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = load (fd);
  g_auto (DpRangeSet) written = { 0 };
  gboolean is_flushed;

  dp_range_set_add (&written, 0, 70000);
  grown = &written;
  g_assert_true (dp_part_trailer_flush (trailer, &written, &is_flushed));
  grown = NULL;
  g_assert_cmpuint (written.n_ranges, ==, 2);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 70000);
  put (fd, BOOT_ID_OFFSET, "another", 8);
  assert_safe (fd, 70000);
  close (fd);
}

/* A record that can't be written costs nothing of the one before, also when the next one is torn. */
static void
test_slot_fails (void)
{
  int fd = make_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = load (fd);
  guint newest = get_sequence (fd, 0) > get_sequence (fd, 1) ? 0 : 1;

  slot_errno = ENOSPC;
  g_assert_false (flush (trailer, 70000));
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 50000);
  slot_errno = 0;
  assert_safe (fd, 70000);

  g_assert_true (flush (trailer, 70000));
  put (fd, BOOT_ID_OFFSET, "another", 8);
  flip (fd, SLOT (1 - newest) + 70);
  assert_safe (fd, 50000);
  close (fd);
}

/* A failed fdatasync() counts for bytes that were only written when the program was killed, too. */
static void
test_flush_of_loaded_fails (void)
{
  int fd = make_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = load (fd);

  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 50000);
  g_assert_true (dp_part_trailer_add_written (trailer, 70000, 80000));
  fdatasync_errno = EIO;
  g_assert_false (flush (trailer, 80000));
  dp_part_trailer_distrust (trailer);
  fdatasync_errno = 0;
  assert_safe (fd, 50000);
  close (fd);
}

/* What was only written becomes flushed also when nothing is added to it. */
static void
test_flush_of_loaded (void)
{
  int fd = make_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = load (fd);
  char boot_id[40] = "another";

  g_assert_true (flush (trailer, 70000));
  put (fd, BOOT_ID_OFFSET, boot_id, sizeof boot_id);
  assert_safe (fd, 70000);
  close (fd);
}

/* Killed twice: what the first run wrote is not lost to the second one's marks. */
static void
test_two_runs (void)
{
  int fd = make_part (50000, 70000);
  g_auto (DpRangeSet) expected = { 0 };
  g_autoptr (DpPartTrailer) trailer = NULL;

  dp_range_set_add (&expected, 0, 70000);
  for (guint64 i = 0; i < 10; i++)
    {
      g_clear_pointer (&trailer, dp_part_trailer_free);
      trailer = load (fd);
      g_assert_true (dp_part_trailer_add_written (trailer, 71000 + i * 2000, 72000 + i * 2000));
      dp_range_set_add (&expected, 71000 + i * 2000, 72000 + i * 2000);
      assert_safe_set (fd, &expected);
    }
  close (fd);
}

/* Several writers */

#define N_WRITERS   16
#define N_STEPS     3000
#define BLOCK_BYTES 32

typedef struct
{
  guint64 next_byte;
  guint64 end_byte;
} Writer;

/* Goes where nothing is written yet, as a segment of a plan does. */
static void
jump (Writer *writer, const DpRangeSet *taken)
{
  guint64 from = (guint64) g_test_rand_int_range (0, TOTAL_BYTES);
  DpRange gap = { 0, 0 };

  if (!dp_range_set_get_gap (taken, from, TOTAL_BYTES, &gap))
    dp_range_set_get_gap (taken, 0, TOTAL_BYTES, &gap);
  writer->next_byte = gap.first_byte;
  writer->end_byte = MIN (gap.end_byte, gap.first_byte + 8 * BLOCK_BYTES);
}

/* Sixteen write in turn, begin anew wherever there is room, and all is flushed now and then.  At
 * every moment the program may be killed, or the power be cut: what is believed then is exactly
 * what was written, or exactly what was flushed. */
static void
test_writers (void)
{
  int fd = make_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = load (fd);
  g_auto (DpRangeSet) written = { 0 };
  g_auto (DpRangeSet) flushed = { 0 };
  g_auto (DpRangeSet) taken = { 0 };
  Writer writers[N_WRITERS] = { { 0, 0 } };
  gboolean is_flushed;

  watched_fd = -1;
  for (guint i = 0; i < N_STEPS; i++)
    {
      Writer *writer = &writers[g_test_rand_int_range (0, N_WRITERS)];
      guint64 bytes;

      if (writer->next_byte == writer->end_byte)
        {
          jump (writer, &taken);
          dp_range_set_add (&taken, writer->next_byte, writer->end_byte);
        }
      bytes = MIN (BLOCK_BYTES, writer->end_byte - writer->next_byte);
      if (bytes == 0)
        break;
      watched_fd = fd;
      n_mark_bytes = 0;
      g_assert_true (
          dp_part_trailer_add_written (trailer, writer->next_byte, writer->next_byte + bytes));
      g_assert_cmpuint (n_mark_bytes, ==, 24);
      watched_fd = -1;
      dp_range_set_add (&written, writer->next_byte, writer->next_byte + bytes);
      writer->next_byte += bytes;
      if (i % 50 == 0)
        assert_safe_set (fd, &written);
      if (g_test_rand_int_range (0, 300) != 0 && i % 500 != 0)
        continue;
      g_assert_true (dp_part_trailer_flush (trailer, &written, &is_flushed));
      dp_range_set_assign (&flushed, &written);
      assert_safe_set (fd, &written);
    }
  assert_safe_set (fd, &written);
  put (fd, BOOT_ID_OFFSET, "another", 8);
  assert_safe_set (fd, &flushed);
  close (fd);
}

/* More ranges than have room, in the mark and in a record: less is claimed, nothing false, and the
 * record's worth is the first ones. */
static void
test_too_many_ranges (void)
{
  int fd = make_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = load (fd);
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
  put (fd, BOOT_ID_OFFSET, "another", 8);
  dp_range_set_remove (&written, DP_PART_RECORD_MAX_RANGES * 100, G_MAXUINT64);
  assert_safe_set (fd, &written);
  close (fd);
}

/* The first version of the format, as it was written: marks and records of one number. */

static void
put_version_1 (int fd, guint64 flushed_bytes, guint64 written_bytes)
{
  const guint64 numbers[] = { 1, TOTAL_BYTES, flushed_bytes };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const texts[] = { record.link, record.final_link, record.validator };
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
  g_assert_cmpint (ftruncate (fd, TRAILER_OFFSET), ==, 0);
  g_assert_cmpint (ftruncate (fd, WHOLE_BYTES), ==, 0);
  put (fd, SLOT (1), bytes->data, bytes->len);
  put (fd, TRAILER_OFFSET, "DPpmark1", 8);
  put (fd, TRAILER_OFFSET + 48, &written_bytes, 8);
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
    { 50000, TOTAL_BYTES, TOTAL_BYTES },
    { 50000, TOTAL_BYTES + 1, 50000 },
    { 50000, G_MAXUINT64, 50000 },
    { 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int fd = make_part (0, 0);
      char boot_id[40];
      g_autoptr (DpPartTrailer) trailer = NULL;

      g_assert_cmpint (pread (fd, boot_id, sizeof boot_id, BOOT_ID_OFFSET), ==, sizeof boot_id);
      put_version_1 (fd, rows[i].flushed_bytes, rows[i].written_bytes);
      put (fd, BOOT_ID_OFFSET, "another", 8);
      assert_safe (fd, rows[i].flushed_bytes);

      put_version_1 (fd, rows[i].flushed_bytes, rows[i].written_bytes);
      put (fd, BOOT_ID_OFFSET, boot_id, sizeof boot_id);
      assert_safe (fd, rows[i].safe_bytes);
      assert_safe (fd, rows[i].safe_bytes);

      /* Continued, it becomes one of ours. */
      trailer = load (fd);
      g_assert_true (flush (trailer, TOTAL_BYTES));
      put (fd, BOOT_ID_OFFSET, "another", 8);
      assert_safe (fd, TOTAL_BYTES);
      close (fd);
    }
}

static void
test_too_long (void)
{
  g_autofree char *link = g_strnfill (DP_PART_RECORD_SLOT_BYTES, 'x');
  DpPartRecord other = record;
  int fd = make_file ();

  other.link = link;
  g_assert_null (dp_part_trailer_new (fd, &other));
  g_assert_cmpint (errno, ==, ENAMETOOLONG);
  close (fd);
}

static gboolean
relink (DpPartTrailer *trailer, const char *link, const char *validator, guint64 written_bytes)
{
  const DpPartRecord links = {
    .link = (char *) link,
    .final_link = (char *) "http://d/",
    .validator = (char *) validator,
  };
  g_auto (DpRangeSet) written = { 0 };
  gboolean is_flushed;

  dp_range_set_add (&written, 0, written_bytes);
  return dp_part_trailer_relink (trailer, &links, &written, &is_flushed);
}

/* Another link: what is claimed under it was synced before, and the old record stays whole beside
 * the new one. */
static void
test_relink (void)
{
  int fd = make_part (10000, 50000);
  g_autoptr (DpPartTrailer) trailer = load (fd);
  g_autofree char *long_link = g_strnfill (DP_PART_RECORD_SLOT_BYTES, 'x');
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  watched_fd = fd;
  g_assert_true (relink (trailer, "http://c/", "\"w\"", 50000));
  g_assert_cmpuint (claimed_bytes, ==, 50000);
  watched_fd = -1;

  before = get_content (fd);
  g_assert_false (relink (trailer, long_link, "\"x\"", 50000));
  g_assert_cmpint (errno, ==, ENAMETOOLONG);
  after = get_content (fd);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, "http://c/");
  g_clear_pointer (&trailer, dp_part_trailer_free);

  flip (fd, BOOT_ID_OFFSET);
  trailer = load (fd);
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, "http://c/");
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->final_link, ==, "http://d/");
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->validator, ==, "\"w\"");
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 50000);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->total_bytes, ==, TOTAL_BYTES);
  g_clear_pointer (&trailer, dp_part_trailer_free);

  flip (fd, BOOT_ID_OFFSET);
  flip (fd, SLOT (1) + 50);
  trailer = load (fd);
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, record.link);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 10000);

  fdatasync_errno = EIO;
  g_assert_false (relink (trailer, "http://e/", "\"y\"", 10000));
  g_assert_cmpint (errno, ==, EIO);
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, record.link);
  fdatasync_errno = 0;
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
  g_test_add_func ("/part-trailer/flush", test_flush);
  g_test_add_func ("/part-trailer/flush-fails", test_flush_fails);
  g_test_add_func ("/part-trailer/flush-of-loaded-fails", test_flush_of_loaded_fails);
  g_test_add_func ("/part-trailer/flush-of-loaded", test_flush_of_loaded);
  g_test_add_func ("/part-trailer/flush-while-writing", test_flush_while_writing);
  g_test_add_func ("/part-trailer/slot-fails", test_slot_fails);
  g_test_add_func ("/part-trailer/two-runs", test_two_runs);
  g_test_add_func ("/part-trailer/writers", test_writers);
  g_test_add_func ("/part-trailer/too-many-ranges", test_too_many_ranges);
  g_test_add_func ("/part-trailer/version-1", test_version_1);
  g_test_add_func ("/part-trailer/too-long", test_too_long);
  g_test_add_func ("/part-trailer/relink", test_relink);

  return g_test_run ();
}
