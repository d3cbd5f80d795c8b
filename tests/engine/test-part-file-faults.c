/* test-part-file-faults.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that refuses, and file systems that can do less: the system calls of dp-part-file go
 * through here, where one of them fails on demand, and their order is written down.
 */

#include "dp-part-file.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

/* What is to go wrong, 0: nothing. */
static struct
{
  int fallocate;
  int fsync;
  int fdatasync;
  int ftruncate;
  int renameat2;
  int linkat;
  int renameat;
  int pwrite;
  gboolean is_pwrite_short;
  gboolean is_disk_full; /* for fstatvfs() */
} faults;

static guint n_stats;
static GString *calls; /* (owned) (nullable): their order */

static void
note (const char *call)
{
  if (calls != NULL)
    g_string_append_printf (calls, "%s ", call);
}

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

#define FAIL_IF(fault) \
  if ((fault) != 0)    \
    {                  \
      errno = (fault); \
      return -1;       \
    }

int
fallocate (int fd, int mode, off_t offset, off_t size)
{
  note ("fallocate");
  FAIL_IF (faults.fallocate);
  return REAL (fallocate, "fallocate64") (fd, mode, offset, size);
}

int
fsync (int fd)
{
  struct stat st;

  note (fstat (fd, &st) == 0 && S_ISDIR (st.st_mode) ? "fsync-folder" : "fsync");
  FAIL_IF (faults.fsync);
  return REAL (fsync, "fsync") (fd);
}

int
fdatasync (int fd)
{
  FAIL_IF (faults.fdatasync);
  return REAL (fdatasync, "fdatasync") (fd);
}

int
ftruncate (int fd, off_t size)
{
  FAIL_IF (faults.ftruncate);
  return REAL (ftruncate, "ftruncate64") (fd, size);
}

int
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  note ("renameat2");
  FAIL_IF (faults.renameat2);
  return REAL (renameat2, "renameat2") (old_fd, old_name, new_fd, new_name, flags);
}

int
linkat (int old_fd, const char *old_name, int new_fd, const char *new_name, int flags)
{
  note ("linkat");
  FAIL_IF (faults.linkat);
  return REAL (linkat, "linkat") (old_fd, old_name, new_fd, new_name, flags);
}

int
renameat (int old_fd, const char *old_name, int new_fd, const char *new_name)
{
  note ("renameat");
  FAIL_IF (faults.renameat);
  return REAL (renameat, "renameat") (old_fd, old_name, new_fd, new_name);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  int fault = faults.pwrite;

  if (fault == EINTR)
    faults.pwrite = 0; /* once */
  FAIL_IF (fault);
  if (faults.is_pwrite_short)
    size = MIN (size, 7);
  return REAL (pwrite, "pwrite64") (fd, data, size, offset);
}

int
fstatvfs (int fd, struct statvfs *st)
{
  int result = REAL (fstatvfs, "fstatvfs64") (fd, st);

  if (faults.is_disk_full)
    st->f_bavail = 1;
  return result;
}

int
fstatat (int fd, const char *name, struct stat *st, int flags)
{
  n_stats++;
  return REAL (fstatat, "fstatat64") (fd, name, st, flags);
}

/* Tests */

static DpPartFile *
create (DpEngineFixture *fixture)
{
  DpPartFile *part;

  memset (&faults, 0, sizeof faults);
  part = dp_part_file_create (fixture->folder, "a.bin", NULL, NULL);
  g_assert_nonnull (part);
  return part;
}

static void
fill (DpPartFile *part)
{
  char data[100];
  g_autoptr (GError) error = NULL;

  dp_test_body_fill (1, 0, data, sizeof data);
  dp_part_file_write (part, 0, data, sizeof data, &error);
  g_assert_no_error (error);
}

/* One that is full is told from one that is broken. */
static void
assert_refused (GError *error, int number)
{
  gboolean is_full = number == ENOSPC || number == EDQUOT;

  g_assert_error (error, DP_PART_FILE_ERROR,
                  is_full ? DP_PART_FILE_ERROR_FULL : DP_PART_FILE_ERROR_DISK);
}

/* No disk error gets a final name, and what was written stays. */
static void
test_publish_fails (void)
{
  static const struct
  {
    int *fault;
    int error;
    const char *words;
  } rows[] = {
    { &faults.fsync, EIO, "Writing to" },
    { &faults.fsync, ENOSPC, "Writing to" },
    { &faults.fsync, EDQUOT, "Writing to" },
    { &faults.ftruncate, EIO, "Writing to" },
    { &faults.renameat2, EIO, "No file can be made in" },
    { &faults.renameat2, EROFS, "No file can be made in" },
    { &faults.renameat2, EACCES, "No file can be made in" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = create (fixture);
      g_autoptr (GError) error = NULL;

      /* More than it gets, so that the end is cut. */
      g_assert_true (dp_part_file_reserve (part, 2 * 1024 * 1024, NULL));
      fill (part);
      *rows[i].fault = rows[i].error;
      g_assert_null (dp_part_file_publish (part, 100, &error));
      assert_refused (error, rows[i].error);
      dp_test_assert_has (error->message, rows[i].words);
      dp_test_assert_has (error->message, g_strerror (rows[i].error));
      dp_engine_fixture_assert_files (fixture, "a.bin.part");
      dp_engine_fixture_assert_content (fixture, "a.bin.part", 1, 100);
    }
}

/* Data first, then the name, then the folder. */
static void
test_order (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = create (fixture);
  g_autofree char *path = NULL;

  fill (part);
  calls = g_string_new (NULL);
  path = dp_part_file_publish (part, 100, NULL);
  g_assert_nonnull (path);
  g_assert_cmpstr (calls->str, ==, "fsync renameat2 fsync-folder ");
  g_string_free (g_steal_pointer (&calls), TRUE);
}

/* Without renameat2(), and also without hard links. */
static void
test_fallbacks (void)
{
  static const int refusals[] = { EINVAL, ENOSYS, EOPNOTSUPP };
  static const int link_refusals[] = { 0, EPERM, EOPNOTSUPP };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    for (guint j = 0; j < G_N_ELEMENTS (link_refusals); j++)
      for (guint clash = 0; clash < 2; clash++)
        {
          g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
          g_autoptr (DpPartFile) part = create (fixture);
          g_autofree char *path = NULL;

          fill (part);
          if (clash)
            dp_engine_fixture_write (fixture, "a.bin", "theirs");
          faults.renameat2 = refusals[i];
          faults.linkat = link_refusals[j];
          path = dp_part_file_publish (part, 100, NULL);
          g_assert_nonnull (path);
          dp_engine_fixture_assert_files (fixture, clash ? "a (2).bin|a.bin" : "a.bin");
          dp_engine_fixture_assert_content (fixture, clash ? "a (2).bin" : "a.bin", 1, 100);
          if (clash)
            dp_engine_fixture_assert_text (fixture, "a.bin", "theirs");
        }
}

/* Where a file without a name can't get one, it is as if there were none. */
static void
test_unnamed_refused (void)
{
  static const int refusals[] = { EPERM, EACCES, EOPNOTSUPP, ENOSYS, EXDEV, EINVAL };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    for (guint clash = 0; clash < 2; clash++)
      {
        g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
        g_autoptr (DpPartFile) part = dp_part_file_create_unnamed (fixture->folder, "a.bin");
        g_autoptr (GError) error = NULL;
        g_autofree char *path = NULL;

        fill (part);
        if (clash)
          dp_engine_fixture_write (fixture, "a.bin", "theirs");
        faults.linkat = refusals[i];
        path = dp_part_file_publish (part, 100, &error);
        g_assert_no_error (error);
        g_assert_nonnull (path);
        dp_engine_fixture_assert_files (fixture, clash ? "a (2).bin|a.bin" : "a.bin");
        dp_engine_fixture_assert_content (fixture, clash ? "a (2).bin" : "a.bin", 1, 100);
        faults.linkat = 0;
      }
}

/* What was copied in vain is gone, and nothing bears the name. */
static void
test_unnamed_fails (void)
{
  static const struct
  {
    int linkat;
    int pwrite;
    int code;
  } rows[] = {
    { ENOENT, 0, DP_PART_FILE_ERROR_DISK },
    { ENOSPC, 0, DP_PART_FILE_ERROR_FULL },
    { EPERM, EIO, DP_PART_FILE_ERROR_DISK },
  };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpPartFile) part = dp_part_file_create_unnamed (fixture->folder, "a.bin");
      g_autoptr (GError) error = NULL;

      fill (part);
      faults.linkat = rows[i].linkat;
      faults.pwrite = rows[i].pwrite;
      g_assert_null (dp_part_file_publish (part, 100, &error));
      g_assert_true (g_error_matches (error, DP_PART_FILE_ERROR, rows[i].code));
      faults.linkat = 0;
      faults.pwrite = 0;
      dp_engine_fixture_assert_files (fixture, "");
    }
}

/* The placeholder would be an empty file of the final name. */
static void
test_fallback_fails (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = create (fixture);
  g_autoptr (GError) error = NULL;

  fill (part);
  faults.renameat2 = ENOSYS;
  faults.linkat = EPERM;
  faults.renameat = EIO;
  g_assert_null (dp_part_file_publish (part, 100, &error));
  dp_test_assert_has (error->message, g_strerror (EIO));
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

/* What the person wanted it to be called is no name to find the unfinished file by. */
static void
test_wish_fails (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = create (fixture);

  fill (part);
  dp_part_file_want (part, "mine.bin");
  faults.renameat2 = EIO;
  g_assert_null (dp_part_file_publish (part, 100, NULL));
  g_assert_cmpstr (dp_part_file_get_name (part), ==, "a.bin");
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

static void
test_write (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = create (fixture);

  faults.is_pwrite_short = TRUE;
  faults.pwrite = EINTR;
  fill (part);
  dp_engine_fixture_assert_content (fixture, "a.bin.part", 1, 100);
}

static void
test_write_fails (void)
{
  static const int errors[] = { ENOSPC, EDQUOT, EIO, EFBIG, EROFS };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = create (fixture);
      g_autoptr (GError) error = NULL;

      faults.pwrite = errors[i];
      g_assert_false (dp_part_file_write (part, 0, "bytes", 5, &error));
      assert_refused (error, errors[i]);
      dp_test_assert_has (error->message, fixture->folder);
      dp_test_assert_has (error->message, g_strerror (errors[i]));
    }
}

static void
assert_safe (DpPartFile *part, guint n_ranges, guint64 covered_bytes)
{
  g_assert_cmpuint (dp_part_file_get_safe (part)->n_ranges, ==, n_ranges);
  g_assert_cmpuint (dp_part_file_get_safe (part)->covered_bytes, ==, covered_bytes);
}

/* What could not be flushed is not counted on any more, also not after another one that works; what
 * was flushed before is. */
static void
test_flush_fails (void)
{
  static const DpPartRecord record = { .total_bytes = 3000000, .link = (char *) "http://a/a.bin" };

  for (guint is_described = 0; is_described < 2; is_described++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = create (fixture);
      g_autoptr (GError) error = NULL;

      if (is_described)
        g_assert_true (dp_part_file_describe (part, &record, NULL));
      g_assert_true (dp_part_file_write (part, 1000, "12345", 5, NULL));
      g_assert_true (dp_part_file_write (part, 0, "12345", 5, NULL));
      assert_safe (part, 2, 10);
      g_assert_true (dp_part_file_flush (part, NULL));
      g_assert_true (dp_part_file_write (part, 5, "12345", 5, NULL));
      assert_safe (part, 2, 15);
      faults.fdatasync = EIO;
      g_assert_false (dp_part_file_flush (part, &error));
      dp_test_assert_has (error->message, "Writing to");
      dp_test_assert_has (error->message, g_strerror (EIO));
      faults.fdatasync = 0;
      g_assert_true (dp_part_file_flush (part, NULL));
      assert_safe (part, is_described ? 2 : 0, is_described ? 10 : 0);
    }
}

/* The record of what is there can't be written: the data can, and nothing of it is given up. */
static void
test_record_fails (void)
{
  static const DpPartRecord record = { .total_bytes = 3000000, .link = (char *) "http://a/a.bin" };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = create (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (dp_part_file_describe (part, &record, NULL));
  g_assert_true (dp_part_file_write (part, 0, "12345", 5, NULL));
  faults.pwrite = EIO;
  g_assert_false (dp_part_file_flush (part, &error));
  dp_test_assert_has (error->message, g_strerror (EIO));
  assert_safe (part, 1, 5);
  g_clear_error (&error);
  g_assert_false (dp_part_file_relink (part, &record, &error));
  dp_test_assert_has (error->message, g_strerror (EIO));
  assert_safe (part, 1, 5);
  faults.pwrite = 0;
  g_assert_true (dp_part_file_flush (part, NULL));
  assert_safe (part, 1, 5);
}

static void
test_reserve (void)
{
  static const struct
  {
    int fault;
    gboolean is_disk_full;
    const char *words; /* NULL: it is reserved */
  } rows[] = {
    { ENOSPC, FALSE, "There is not enough room in" },
    { EDQUOT, FALSE, "There is not enough room in" },
    { EFBIG, FALSE, "Writing to" },
    { EIO, FALSE, "Writing to" },
    { EROFS, FALSE, "Writing to" },
    { EOPNOTSUPP, FALSE, NULL },
    { EOPNOTSUPP, TRUE, "There is not enough room in" },
    { ENOSYS, FALSE, NULL },
    { 0, TRUE, "There is not enough room in" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = create (fixture);
      g_autoptr (GError) error = NULL;

      faults.fallocate = rows[i].fault;
      faults.is_disk_full = rows[i].is_disk_full;
      calls = g_string_new (NULL);
      g_assert_cmpint (dp_part_file_reserve (part, 10000000, &error), ==, rows[i].words == NULL);
      if (rows[i].words != NULL)
        {
          assert_refused (error, rows[i].is_disk_full ? ENOSPC : rows[i].fault);
          dp_test_assert_has (error->message, rows[i].words);
        }
      /* What does not fit is not even taken for a moment. */
      g_assert_cmpstr (calls->str, ==, rows[i].is_disk_full ? "" : "fallocate ");
      g_string_free (g_steal_pointer (&calls), TRUE);
    }
}

#define N_TAKEN 5000

/* Counted, because time proves nothing on a busy machine. */
static void
test_many_taken (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = NULL;

  dp_engine_fixture_write (fixture, "a.bin", "");
  for (guint i = 2; i <= N_TAKEN; i++)
    {
      g_autofree char *name = g_strdup_printf (i % 2 ? "a (%u).bin" : "a (%u).bin.part", i);

      dp_engine_fixture_write (fixture, name, "");
    }
  n_stats = 0;
  part = create (fixture);
  g_assert_cmpstr (dp_part_file_get_name (part), ==, "a (5001).bin");
  g_assert_cmpuint (n_stats, <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-file-faults/publish-fails", test_publish_fails);
  g_test_add_func ("/part-file-faults/order", test_order);
  g_test_add_func ("/part-file-faults/fallbacks", test_fallbacks);
  g_test_add_func ("/part-file-faults/unnamed-refused", test_unnamed_refused);
  g_test_add_func ("/part-file-faults/unnamed-fails", test_unnamed_fails);
  g_test_add_func ("/part-file-faults/fallback-fails", test_fallback_fails);
  g_test_add_func ("/part-file-faults/wish-fails", test_wish_fails);
  g_test_add_func ("/part-file-faults/write", test_write);
  g_test_add_func ("/part-file-faults/write-fails", test_write_fails);
  g_test_add_func ("/part-file-faults/flush-fails", test_flush_fails);
  g_test_add_func ("/part-file-faults/record-fails", test_record_fails);
  g_test_add_func ("/part-file-faults/reserve", test_reserve);
  g_test_add_func ("/part-file-faults/many-taken", test_many_taken);

  return g_test_run ();
}
