/* test-part-publish.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The final name on a disk that refuses, and on file systems that can do less: it is given to what is
 * whole, once, or to nothing.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <string.h>

#include "dp-disk-faults.h"

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
    { &dp_disk_faults.fsync, EIO, "Writing to" },
    { &dp_disk_faults.fsync, ENOSPC, "Writing to" },
    { &dp_disk_faults.fsync, EDQUOT, "Writing to" },
    { &dp_disk_faults.ftruncate, EIO, "Writing to" },
    { &dp_disk_faults.renameat2, EIO, "No file can be made in" },
    { &dp_disk_faults.renameat2, EROFS, "No file can be made in" },
    { &dp_disk_faults.renameat2, EACCES, "No file can be made in" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
      g_autoptr (GError) error = NULL;

      /* More than it gets, so that the end is cut. */
      g_assert_true (dp_part_file_reserve (part, 2 * 1024 * 1024, NULL));
      dp_disk_faults_fill (part);
      *rows[i].fault = rows[i].error;
      g_assert_null (dp_part_file_publish (part, 100, &error));
      dp_disk_faults_assert_refused (error, rows[i].error);
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
  g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
  g_autofree char *path = NULL;

  dp_disk_faults_fill (part);
  dp_disk_calls = g_string_new (NULL);
  path = dp_part_file_publish (part, 100, NULL);
  g_assert_nonnull (path);
  g_assert_cmpstr (dp_disk_calls->str, ==, "fsync renameat2 fsync-folder ");
  g_string_free (g_steal_pointer (&dp_disk_calls), TRUE);
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
          g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
          g_autofree char *path = NULL;

          dp_disk_faults_fill (part);
          if (clash)
            dp_engine_fixture_write (fixture, "a.bin", "theirs");
          dp_disk_faults.renameat2 = refusals[i];
          dp_disk_faults.linkat = link_refusals[j];
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

        dp_disk_faults_fill (part);
        if (clash)
          dp_engine_fixture_write (fixture, "a.bin", "theirs");
        dp_disk_faults.linkat = refusals[i];
        path = dp_part_file_publish (part, 100, &error);
        g_assert_no_error (error);
        g_assert_nonnull (path);
        dp_engine_fixture_assert_files (fixture, clash ? "a (2).bin|a.bin" : "a.bin");
        dp_engine_fixture_assert_content (fixture, clash ? "a (2).bin" : "a.bin", 1, 100);
        dp_disk_faults.linkat = 0;
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

      dp_disk_faults_fill (part);
      dp_disk_faults.linkat = rows[i].linkat;
      dp_disk_faults.pwrite = rows[i].pwrite;
      g_assert_null (dp_part_file_publish (part, 100, &error));
      g_assert_true (g_error_matches (error, DP_PART_FILE_ERROR, rows[i].code));
      dp_disk_faults.linkat = 0;
      dp_disk_faults.pwrite = 0;
      dp_engine_fixture_assert_files (fixture, "");
    }
}

/* The placeholder would be an empty file of the final name. */
static void
test_fallback_fails (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
  g_autoptr (GError) error = NULL;

  dp_disk_faults_fill (part);
  dp_disk_faults.renameat2 = ENOSYS;
  dp_disk_faults.linkat = EPERM;
  dp_disk_faults.renameat = EIO;
  g_assert_null (dp_part_file_publish (part, 100, &error));
  dp_test_assert_has (error->message, g_strerror (EIO));
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

/* What the person wanted it to be called is no name to find the unfinished file by. */
static void
test_wish_fails (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);

  dp_disk_faults_fill (part);
  dp_part_file_want (part, "mine.bin");
  dp_disk_faults.renameat2 = EIO;
  g_assert_null (dp_part_file_publish (part, 100, NULL));
  g_assert_cmpstr (dp_part_file_get_name (part), ==, "a.bin");
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-publish/publish-fails", test_publish_fails);
  g_test_add_func ("/part-publish/order", test_order);
  g_test_add_func ("/part-publish/fallbacks", test_fallbacks);
  g_test_add_func ("/part-publish/unnamed-refused", test_unnamed_refused);
  g_test_add_func ("/part-publish/unnamed-fails", test_unnamed_fails);
  g_test_add_func ("/part-publish/fallback-fails", test_fallback_fails);
  g_test_add_func ("/part-publish/wish-fails", test_wish_fails);

  return g_test_run ();
}
