/* test-part-file-faults.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file on a disk that refuses: no byte is counted on that is not there, and the reason is told.
 * How it gets its final name there is in test-part-publish.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dp-disk-faults.h"

static void
test_write (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);

  dp_disk_faults.is_pwrite_short = TRUE;
  dp_disk_faults.pwrite = EINTR;
  dp_disk_faults_fill (part);
  dp_engine_fixture_assert_content (fixture, "a.bin.part", 1, 100);
}

static void
test_write_fails (void)
{
  static const int errors[] = { ENOSPC, EDQUOT, EIO, EFBIG, EROFS };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
      g_autoptr (GError) error = NULL;

      dp_disk_faults.pwrite = errors[i];
      g_assert_false (dp_part_file_write (part, 0, "bytes", 5, &error));
      dp_disk_faults_assert_refused (error, errors[i]);
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
      g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
      g_autoptr (GError) error = NULL;

      if (is_described)
        g_assert_true (dp_part_file_describe (part, &record, NULL));
      g_assert_true (dp_part_file_write (part, 1000, "12345", 5, NULL));
      g_assert_true (dp_part_file_write (part, 0, "12345", 5, NULL));
      assert_safe (part, 2, 10);
      g_assert_true (dp_part_file_flush (part, NULL));
      g_assert_true (dp_part_file_write (part, 5, "12345", 5, NULL));
      assert_safe (part, 2, 15);
      dp_disk_faults.fdatasync = EIO;
      g_assert_false (dp_part_file_flush (part, &error));
      dp_test_assert_has (error->message, "Writing to");
      dp_test_assert_has (error->message, g_strerror (EIO));
      dp_disk_faults.fdatasync = 0;
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
  g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (dp_part_file_describe (part, &record, NULL));
  g_assert_true (dp_part_file_write (part, 0, "12345", 5, NULL));
  dp_disk_faults.pwrite = EIO;
  g_assert_false (dp_part_file_flush (part, &error));
  dp_test_assert_has (error->message, g_strerror (EIO));
  assert_safe (part, 1, 5);
  g_clear_error (&error);
  g_assert_false (dp_part_file_relink (part, &record, &error));
  dp_test_assert_has (error->message, g_strerror (EIO));
  assert_safe (part, 1, 5);
  dp_disk_faults.pwrite = 0;
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
      g_autoptr (DpPartFile) part = dp_disk_faults_create (fixture);
      g_autoptr (GError) error = NULL;

      dp_disk_faults.fallocate = rows[i].fault;
      dp_disk_faults.is_disk_full = rows[i].is_disk_full;
      dp_disk_calls = g_string_new (NULL);
      g_assert_cmpint (dp_part_file_reserve (part, 10000000, &error), ==, rows[i].words == NULL);
      if (rows[i].words != NULL)
        {
          dp_disk_faults_assert_refused (error, rows[i].is_disk_full ? ENOSPC : rows[i].fault);
          dp_test_assert_has (error->message, rows[i].words);
        }
      /* What does not fit is not even taken for a moment. */
      g_assert_cmpstr (dp_disk_calls->str, ==, rows[i].is_disk_full ? "" : "fallocate ");
      g_string_free (g_steal_pointer (&dp_disk_calls), TRUE);
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
  dp_disk_n_stats = 0;
  part = dp_disk_faults_create (fixture);
  g_assert_cmpstr (dp_part_file_get_name (part), ==, "a (5001).bin");
  g_assert_cmpuint (dp_disk_n_stats, <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-file-faults/write", test_write);
  g_test_add_func ("/part-file-faults/write-fails", test_write_fails);
  g_test_add_func ("/part-file-faults/flush-fails", test_flush_fails);
  g_test_add_func ("/part-file-faults/record-fails", test_record_fails);
  g_test_add_func ("/part-file-faults/reserve", test_reserve);
  g_test_add_func ("/part-file-faults/many-taken", test_many_taken);

  return g_test_run ();
}
