/* test-part-file-folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders that are missing, forbidden, renamed, or none.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-part-fixture.h"

#define SIZE_BYTES 70000

static void
test_folder_made (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *folder = dp_engine_fixture_dup_path (fixture, "not/yet/there");
  g_autoptr (DpPartFile) part = dp_part_file_create (folder, "a.bin", NULL, NULL);
  g_autofree char *path = NULL;

  g_assert_nonnull (part);
  path = dp_part_file_publish (part, 0, NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_folder_is_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *folder = dp_engine_fixture_dup_path (fixture, "file");
  g_autofree char *below = g_build_filename (folder, "below", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_below = NULL;

  dp_engine_fixture_write (fixture, "file", "theirs");
  g_assert_null (dp_part_file_create (folder, "a.bin", NULL, &error));
  dp_part_fixture_assert_disk_error (error, folder);
  dp_part_fixture_assert_disk_error (error, g_strerror (ENOTDIR));
  g_assert_null (dp_part_file_create (below, "a.bin", NULL, &error_below));
  dp_part_fixture_assert_disk_error (error_below, g_strerror (ENOTDIR));
  dp_engine_fixture_assert_text (fixture, "file", "theirs");
}

/* Root may write everywhere, so that for a moment we are somebody else. */
static void
test_folder_read_only (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *below = dp_engine_fixture_dup_path (fixture, "below");
  g_autoptr (DpPartFile) part = NULL;
  g_autoptr (DpPartFile) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_below = NULL;
  uid_t user = geteuid ();

  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  g_assert_cmpint (seteuid (user == 0 ? 65534 : user), ==, 0);
  part = dp_part_file_create (fixture->folder, "a.bin", NULL, &error);
  made = dp_part_file_create (below, "a.bin", NULL, &error_below);
  g_assert_cmpint (seteuid (user), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);

  g_assert_null (part);
  dp_part_fixture_assert_disk_error (error, "No file can be made in");
  dp_part_fixture_assert_disk_error (error, g_strerror (EACCES));
  g_assert_null (made);
  dp_part_fixture_assert_disk_error (error_below, "could not be made");
  dp_engine_fixture_assert_files (fixture, "");
}

static void
test_folder_renamed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *before = dp_engine_fixture_dup_path (fixture, "before");
  g_autofree char *after = dp_engine_fixture_dup_path (fixture, "after");
  g_autoptr (DpPartFile) part = dp_part_file_create (before, "a.bin", NULL, NULL);
  g_autofree char *data = g_malloc (SIZE_BYTES);
  g_autofree char *moved = g_build_filename (after, "a.bin", NULL);
  g_autofree char *path = NULL;

  dp_test_body_fill (1, 0, data, SIZE_BYTES);
  g_assert_true (dp_part_file_write (part, 0, data, SIZE_BYTES, NULL));
  g_assert_cmpint (g_rename (before, after), ==, 0);
  path = dp_part_file_publish (part, SIZE_BYTES, NULL);
  g_assert_cmpstr (path, ==, moved);
  dp_engine_fixture_assert_files (fixture, "after");
  dp_engine_fixture_assert_content (fixture, "after/a.bin", 1, SIZE_BYTES);
}

/* Whoever removed the folder does not want it back. */
static void
test_reopen_makes_no_folder (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *folder = dp_engine_fixture_dup_path (fixture, "gone");
  const DpRangeSet nothing = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (dp_part_file_reopen (folder, "a.bin", 1, &nothing, &error));
  g_assert_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED);
  dp_engine_fixture_assert_files (fixture, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-file-folder/made", test_folder_made);
  g_test_add_func ("/part-file-folder/is-file", test_folder_is_file);
  g_test_add_func ("/part-file-folder/read-only", test_folder_read_only);
  g_test_add_func ("/part-file-folder/renamed", test_folder_renamed);
  g_test_add_func ("/part-file-folder/not-made-again", test_reopen_makes_no_folder);

  return g_test_run ();
}
