/* test-part-write.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Room for the bytes, and what is written and read.  The disk that refuses is in
 * test-part-file-faults.c.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "dp-part-fixture.h"

#define SIZE_BYTES 70000

static void
test_reserve (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
  struct stat st;

  g_assert_true (dp_part_file_reserve (part, 8 * 1024 * 1024, NULL));
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, 0);
  g_assert_cmpint (st.st_blocks * 512, >=, 8 * 1024 * 1024);

  /* What was reserved in vain is given back. */
  dp_part_fixture_fill (part, 1, 10);
  dp_part_fixture_publish_as (fixture, part, 10, "a.bin");
  g_free (path);
  path = dp_engine_fixture_dup_path (fixture, "a.bin");
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, 10);
  g_assert_cmpint (st.st_blocks * 512, <, 1024 * 1024);
}

static void
test_reserve_too_much (void)
{
  static const guint64 sizes[] = { G_GUINT64_CONSTANT (1) << 60, G_MAXINT64, G_MAXUINT64 - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
      g_autoptr (GError) error = NULL;

      g_assert_false (dp_part_file_reserve (part, sizes[i], &error));
      dp_part_fixture_assert_disk_error (error, "is too small for this file");
      dp_part_fixture_assert_disk_error (error, fixture->folder);
      dp_part_file_discard (part);
      dp_engine_fixture_assert_files (fixture, "");
    }
}

/* A quota must not kill us: SIGXFSZ ends a program that does not look. */
static void
test_quota (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
  g_autofree char *data = g_malloc0 (SIZE_BYTES);
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (dp_part_file_write (part, 0, data, SIZE_BYTES, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  dp_part_fixture_assert_disk_error (error, g_strerror (EFBIG));
}

static void
test_read_past_end (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
  g_autoptr (GError) error = NULL;
  char data[20];

  dp_part_fixture_fill (part, 1, 10);
  g_assert_false (dp_part_file_read (part, 0, data, sizeof data, &error));
  dp_part_fixture_assert_disk_error (error, "Reading from");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-write/reserve", test_reserve);
  g_test_add_func ("/part-write/reserve-too-much", test_reserve_too_much);
  g_test_add_func ("/part-write/quota", test_quota);
  g_test_add_func ("/part-write/read-past-end", test_read_past_end);

  return g_test_run ();
}
