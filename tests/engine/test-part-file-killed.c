/* test-part-file-killed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sixteen segments are written in turn by a program that is killed again and again: what the part
 * file says is there, and what is there it says, but for the one block that was under way.
 */

#include "dp-part-file.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "dp-engine-fixture.h"

#define N_WRITERS     16
#define REGION_BYTES  (4 * 1024 * 1024)
#define SIZE_BYTES    ((guint64) N_WRITERS * REGION_BYTES)
#define BLOCK_BYTES   4000
#define FLUSH_WRITES  500
#define N_KILLS       30
#define LATEST_USEC   3000
#define LINK          "http://a/a.bin"
#define VALIDATOR     "\"v\""
#define SEED          3
#define WRITER_OPTION "--writer"

static const char *program;

static DpPartFile *
open_part (const char *folder)
{
  const DpPartRecord record = {
    .total_bytes = SIZE_BYTES,
    .link = (char *) LINK,
    .final_link = (char *) LINK,
    .validator = (char *) VALIDATOR,
  };
  DpPartFile *part = dp_part_file_adopt (folder, "a.bin", LINK, VALIDATOR, NULL, NULL);

  if (part != NULL)
    return part;
  part = dp_part_file_create (folder, "a.bin", NULL, NULL);
  g_assert_nonnull (part);
  g_assert_true (dp_part_file_describe (part, &record, NULL));
  return part;
}

/* The writer's next block; FALSE if it has none any more. */
static gboolean
get_block (DpPartFile *part, guint writer, DpRange *block)
{
  guint64 first_byte = (guint64) writer * REGION_BYTES;

  if (!dp_range_set_get_gap (dp_part_file_get_safe (part), first_byte, first_byte + REGION_BYTES,
                             block))
    return FALSE;
  block->end_byte = MIN (block->end_byte, block->first_byte + BLOCK_BYTES);
  return TRUE;
}

/* What runs as a program of its own. */
static int
run_writer (const char *folder)
{
  g_autoptr (DpPartFile) part = open_part (folder);
  char data[BLOCK_BYTES];
  guint n_writes = 0;

  puts ("ready");
  fflush (stdout);
  while (!dp_range_set_contains (dp_part_file_get_safe (part), 0, SIZE_BYTES))
    for (guint i = 0; i < N_WRITERS; i++)
      {
        DpRange block;
        gsize size;

        if (!get_block (part, i, &block))
          continue;
        size = block.end_byte - block.first_byte;
        dp_test_body_fill (SEED, block.first_byte, data, size);
        g_assert_true (dp_part_file_write (part, block.first_byte, data, size, NULL));
        if (++n_writes % FLUSH_WRITES == 0)
          g_assert_true (dp_part_file_flush (part, NULL));
      }
  return 0;
}

static void
kill_writer (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                      program, WRITER_OPTION, folder, NULL);
  char line[6];
  gsize size;

  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (process), line, sizeof line, &size, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpmem (line, size, "ready\n", 6);
  g_usleep ((gulong) g_test_rand_int_range (0, LATEST_USEC));
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
}

static gboolean
is_written (DpPartFile *part, guint64 offset, gsize size)
{
  g_autofree char *data = g_malloc (size);

  return dp_part_file_read (part, offset, data, size, NULL) &&
         dp_test_body_check (SEED, offset, data, size);
}

/* @unclaimed are the blocks that were there unclaimed after the last kill: they still are if it was
 * not their writer's turn since. */
static void
assert_true_map (DpPartFile *part, DpRangeSet *unclaimed)
{
  const DpRangeSet *safe = dp_part_file_get_safe (part);
  g_auto (DpRangeSet) found = { 0 };
  guint n_new = 0;

  for (guint i = 0; i < safe->n_ranges; i++)
    g_assert_true (is_written (part, safe->ranges[i].first_byte,
                               safe->ranges[i].end_byte - safe->ranges[i].first_byte));
  for (guint i = 0; i < N_WRITERS; i++)
    {
      DpRange block;

      if (!get_block (part, i, &block) ||
          !is_written (part, block.first_byte, block.end_byte - block.first_byte))
        continue;
      dp_range_set_add (&found, block.first_byte, block.end_byte);
      if (!dp_range_set_contains (unclaimed, block.first_byte, block.end_byte))
        n_new++;
    }
  g_test_message ("unclaimed: %u blocks, %u of them new", found.n_ranges, n_new);
  g_assert_cmpuint (n_new, <=, 1);
  dp_range_set_assign (unclaimed, &found);
}

static void
test_killed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_auto (DpRangeSet) before = { 0 };
  g_auto (DpRangeSet) unclaimed = { 0 };
  guint64 covered_bytes = 0;

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (DpPartFile) part = NULL;

      kill_writer (fixture->folder);
      part = open_part (fixture->folder);
      assert_true_map (part, &unclaimed);
      covered_bytes = dp_part_file_get_safe (part)->covered_bytes;
      dp_range_set_add_set (&before, dp_part_file_get_safe (part));
      g_assert_cmpuint (before.covered_bytes, ==, covered_bytes);
    }
  g_test_message ("%" G_GUINT64_FORMAT " bytes after %d kills", covered_bytes, N_KILLS);
  g_assert_cmpuint (covered_bytes, >, 0);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && strcmp (argv[1], WRITER_OPTION) == 0)
    return run_writer (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/part-file-killed/killed", test_killed);

  return g_test_run ();
}
