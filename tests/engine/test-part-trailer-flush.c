/* test-part-trailer-flush.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a part file claims of itself was on the disk before, whatever fails and whoever writes
 * meanwhile.  Its writes and its flushes come through here.
 */

#include "dp-part-trailer.h"

#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>

#include "dp-trailer-fixture.h"

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

  g_assert_cmpint (pread (fd, range, sizeof range, DP_TRAILER_CELL (0)), ==, sizeof range);
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

  if (offset >= DP_TRAILER_SLOT (0) && slot_errno != 0)
    {
      errno = slot_errno;
      return -1;
    }
  if (fd == watched_fd && offset >= DP_TRAILER_SLOT (0))
    {
      g_assert_true (dp_part_record_decode (&record, &sequence, data, size));
      claimed_bytes = dp_range_set_get_end_byte (&record.safe);
      g_assert_cmpuint (claimed_bytes, <=, synced_bytes);
      dp_part_record_clear (&record);
    }
  else if (fd == watched_fd && offset >= DP_TRAILER_OFFSET)
    n_mark_bytes += (guint) size;
  return REAL (pwrite, "pwrite64") (fd, data, size, offset);
}

/* Everything works, and each claim of the part file is looked at while it is made. */
static int
make_watched_part (guint64 flushed_bytes, guint64 written_bytes)
{
  int fd = dp_trailer_fixture_make_file ();

  fdatasync_errno = 0;
  synced_bytes = 0;
  claimed_bytes = 0;
  watched_fd = fd;
  dp_trailer_fixture_fill (fd, flushed_bytes, written_bytes);
  watched_fd = -1;
  return fd;
}

/* pwrite() and fdatasync() above watch what is claimed. */
static void
test_flush (void)
{
  int fd = make_watched_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
  char boot_id[40] = "another";

  watched_fd = fd;
  for (guint64 i = 1; i <= 5; i++)
    {
      g_assert_true (dp_part_trailer_add_written (trailer, (i - 1) * 10000, i * 10000));
      g_assert_true (dp_trailer_fixture_flush (trailer, i * 10000));
      g_assert_cmpuint (claimed_bytes, ==, i * 10000);
      g_assert_cmpuint (synced_bytes, ==, i * 10000);
    }
  g_assert_true (dp_part_trailer_add_written (trailer, 50000, 60000));
  g_assert_cmpuint (claimed_bytes, ==, 50000);
  watched_fd = -1;
  dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, boot_id, sizeof boot_id);
  dp_trailer_fixture_assert_safe (fd, 50000);
  close (fd);
}

/* After a failed fdatasync() the kernel may have dropped what it could not write, and says so only
 * once: what was written since the last good one is never believed again. */
static void
test_flush_fails (void)
{
  int fd = make_watched_part (50000, 50000);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);

  g_assert_true (dp_part_trailer_add_written (trailer, 50000, 70000));
  g_assert_true (dp_trailer_fixture_flush (trailer, 70000));
  g_assert_true (dp_part_trailer_add_written (trailer, 70000, 80000));
  fdatasync_errno = EIO;
  g_assert_false (dp_trailer_fixture_flush (trailer, 80000));
  g_assert_cmpint (errno, ==, EIO);
  dp_part_trailer_distrust (trailer);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 70000);

  fdatasync_errno = 0;
  dp_trailer_fixture_assert_safe (fd, 70000);
  close (fd);
}

/* What another segment writes while the disk is waited for was not flushed, and is not claimed. */
static void
test_flush_while_writing (void)
{
  int fd = make_watched_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
  g_auto (DpRangeSet) written = { 0 };
  gboolean is_flushed;

  dp_range_set_add (&written, 0, 70000);
  grown = &written;
  g_assert_true (dp_part_trailer_flush (trailer, &written, &is_flushed));
  grown = NULL;
  g_assert_cmpuint (written.n_ranges, ==, 2);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 70000);
  dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, "another", 8);
  dp_trailer_fixture_assert_safe (fd, 70000);
  close (fd);
}

/* A record that can't be written costs nothing of the one before, also when the next one is torn. */
static void
test_slot_fails (void)
{
  int fd = make_watched_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
  guint newest =
      dp_trailer_fixture_get_sequence (fd, 0) > dp_trailer_fixture_get_sequence (fd, 1) ? 0 : 1;

  slot_errno = ENOSPC;
  g_assert_false (dp_trailer_fixture_flush (trailer, 70000));
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 50000);
  slot_errno = 0;
  dp_trailer_fixture_assert_safe (fd, 70000);

  g_assert_true (dp_trailer_fixture_flush (trailer, 70000));
  dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, "another", 8);
  dp_trailer_fixture_flip (fd, DP_TRAILER_SLOT (1 - newest) + 70);
  dp_trailer_fixture_assert_safe (fd, 50000);
  close (fd);
}

/* A failed fdatasync() counts for bytes that were only written when the program was killed, too. */
static void
test_flush_of_loaded_fails (void)
{
  int fd = make_watched_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);

  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 50000);
  g_assert_true (dp_part_trailer_add_written (trailer, 70000, 80000));
  fdatasync_errno = EIO;
  g_assert_false (dp_trailer_fixture_flush (trailer, 80000));
  dp_part_trailer_distrust (trailer);
  fdatasync_errno = 0;
  dp_trailer_fixture_assert_safe (fd, 50000);
  close (fd);
}

/* What was only written becomes flushed also when nothing is added to it. */
static void
test_flush_of_loaded (void)
{
  int fd = make_watched_part (50000, 70000);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
  char boot_id[40] = "another";

  g_assert_true (dp_trailer_fixture_flush (trailer, 70000));
  dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, boot_id, sizeof boot_id);
  dp_trailer_fixture_assert_safe (fd, 70000);
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
  guint64 from = (guint64) g_test_rand_int_range (0, DP_TRAILER_TOTAL_BYTES);
  DpRange gap = { 0, 0 };

  if (!dp_range_set_get_gap (taken, from, DP_TRAILER_TOTAL_BYTES, &gap))
    dp_range_set_get_gap (taken, 0, DP_TRAILER_TOTAL_BYTES, &gap);
  writer->next_byte = gap.first_byte;
  writer->end_byte = MIN (gap.end_byte, gap.first_byte + 8 * BLOCK_BYTES);
}

/* Sixteen write in turn, begin anew wherever there is room, and all is flushed now and then.  At
 * every moment the program may be killed, or the power be cut: what is believed then is exactly
 * what was written, or exactly what was flushed. */
static void
test_writers (void)
{
  int fd = make_watched_part (0, 0);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
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
        dp_trailer_fixture_assert_safe_set (fd, &written);
      if (g_test_rand_int_range (0, 300) != 0 && i % 500 != 0)
        continue;
      g_assert_true (dp_part_trailer_flush (trailer, &written, &is_flushed));
      dp_range_set_assign (&flushed, &written);
      dp_trailer_fixture_assert_safe_set (fd, &written);
    }
  dp_trailer_fixture_assert_safe_set (fd, &written);
  dp_trailer_fixture_put (fd, DP_TRAILER_BOOT_ID_OFFSET, "another", 8);
  dp_trailer_fixture_assert_safe_set (fd, &flushed);
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
  int fd = make_watched_part (10000, 50000);
  g_autoptr (DpPartTrailer) trailer = dp_trailer_fixture_load (fd);
  g_autofree char *long_link = g_strnfill (DP_PART_RECORD_SLOT_BYTES, 'x');
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  watched_fd = fd;
  g_assert_true (relink (trailer, "http://c/", "\"w\"", 50000));
  g_assert_cmpuint (claimed_bytes, ==, 50000);
  watched_fd = -1;

  before = dp_trailer_fixture_get_content (fd);
  g_assert_false (relink (trailer, long_link, "\"x\"", 50000));
  g_assert_cmpint (errno, ==, ENAMETOOLONG);
  after = dp_trailer_fixture_get_content (fd);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, "http://c/");
  g_clear_pointer (&trailer, dp_part_trailer_free);

  dp_trailer_fixture_flip (fd, DP_TRAILER_BOOT_ID_OFFSET);
  trailer = dp_trailer_fixture_load (fd);
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, "http://c/");
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->final_link, ==, "http://d/");
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->validator, ==, "\"w\"");
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 50000);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->total_bytes, ==, DP_TRAILER_TOTAL_BYTES);
  g_clear_pointer (&trailer, dp_part_trailer_free);

  dp_trailer_fixture_flip (fd, DP_TRAILER_BOOT_ID_OFFSET);
  dp_trailer_fixture_flip (fd, DP_TRAILER_SLOT (1) + 50);
  trailer = dp_trailer_fixture_load (fd);
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, dp_trailer_fixture_record.link);
  g_assert_cmpuint (dp_part_trailer_get_record (trailer)->safe.covered_bytes, ==, 10000);

  fdatasync_errno = EIO;
  g_assert_false (relink (trailer, "http://e/", "\"y\"", 10000));
  g_assert_cmpint (errno, ==, EIO);
  g_assert_cmpstr (dp_part_trailer_get_record (trailer)->link, ==, dp_trailer_fixture_record.link);
  fdatasync_errno = 0;
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-trailer-flush/flush", test_flush);
  g_test_add_func ("/part-trailer-flush/flush-fails", test_flush_fails);
  g_test_add_func ("/part-trailer-flush/flush-of-loaded-fails", test_flush_of_loaded_fails);
  g_test_add_func ("/part-trailer-flush/flush-of-loaded", test_flush_of_loaded);
  g_test_add_func ("/part-trailer-flush/flush-while-writing", test_flush_while_writing);
  g_test_add_func ("/part-trailer-flush/slot-fails", test_slot_fails);
  g_test_add_func ("/part-trailer-flush/writers", test_writers);
  g_test_add_func ("/part-trailer-flush/relink", test_relink);

  return g_test_run ();
}
