/* test-fetch-left-alone.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that is not ours to take stays, byte for byte, and the file gets a number: that of
 * another link, one that somebody writes to, one that is damaged or foreign.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-adopt-fixture.h"

static void
assert_left_alone (DpEngineFixture *fixture, const char *path)
{
  gsize size_before;
  gsize size_after;
  g_autofree char *before = dp_adopt_fixture_get_content (fixture, "a.bin.part", &size_before);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  g_autofree char *after = dp_adopt_fixture_get_content (fixture, "a.bin.part", &size_after);

  dp_adopt_fixture_assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
  g_assert_cmpmem (before, size_before, after, size_after);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
}

static void
test_other_link (void)
{
  static const char *const paths[] = {
    "/file/a.bin" QUERY "&x",
    "/file/b/a.bin" QUERY,
    "/file/A.bin" QUERY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);

      dp_adopt_fixture_leave_part (fixture, paths[i], V1, HAVE);
      assert_left_alone (fixture, PATH);
    }
}

/* What it says of another link's bytes is not taken for what is here of ours. */
static void
test_behind_other_link (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH "&x", V1, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH, V1, 1000000);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, 1000000 - OVERLAP);
}

static void
test_locked (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_adopt_fixture_make_part (fixture, PATH, V1, HAVE);
  g_autofree char *second = dp_engine_fixture_dup_path (fixture, "a (2).bin");
  g_autoptr (DpTestFetch) fetch = NULL;

  assert_left_alone (fixture, PATH);
  g_unlink (second);
  dp_test_server_forget (fixture->server);

  g_clear_pointer (&part, dp_part_file_free);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* Two at the same time: one continues, the other makes its own. */
static void
test_both (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  g_autoptr (DpTestFetch) first = NULL;
  g_autoptr (DpTestFetch) second = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
  dp_test_server_hold (fixture->server, NULL);
  first = dp_test_fetch_start (fixture, url, NULL);
  second = dp_test_fetch_start (fixture, url, NULL);
  g_assert_true (dp_test_server_wait_requests (fixture->server, NULL, 2, 30000));
  dp_test_server_release (fixture->server, NULL);
  dp_test_fetch_wait (first);
  dp_test_fetch_wait (second);
  dp_test_fetch_assert_done (first, SIZE);
  dp_test_fetch_assert_done (second, SIZE);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
  dp_engine_fixture_assert_content (fixture, "a (2).bin", 1, SIZE);
}

#define TRAILER 3002368 /* SIZE, rounded up to a page */
#define SLOT_0  (TRAILER + 4096)
#define SLOT_1  (SLOT_0 + 32768)
#define END     (SLOT_1 + 32768)

static void
test_damaged (void)
{
  static const struct
  {
    goffset flip;   /* a byte, 0: none */
    goffset length; /* of the file, 0: as it is */
  } rows[] = {
    { SLOT_1 + 3, 0 },   { SLOT_1 + 20, 0 }, { SLOT_1 + 45, 0 }, { SLOT_1 + 75, 0 },
    { SLOT_1 + 100, 0 }, { 0, END - 1 },     { 0, END + 1 },     { 0, END + 4096 },
    { 0, END - 32768 },  { 0, TRAILER },     { 0, HAVE },        { 0, SIZE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
      FILE *file;
      int byte;

      dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
      file = g_fopen (path, "r+");
      if (rows[i].flip != 0)
        {
          g_assert_cmpint (fseek (file, rows[i].flip, SEEK_SET), ==, 0);
          byte = fgetc (file);
          g_assert_cmpint (byte, !=, EOF);
          fseek (file, -1, SEEK_CUR);
          fputc (byte ^ 4, file);
        }
      fclose (file);
      if (rows[i].length != 0)
        g_assert_cmpint (truncate (path, rows[i].length), ==, 0);
      assert_left_alone (fixture, PATH);
    }
}

static void
test_foreign (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);

  dp_engine_fixture_write (fixture, "a.bin.part", "theirs");
  assert_left_alone (fixture, PATH);
}

/* A link of the person's to a part file elsewhere. */
static void
test_symlink (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autofree char *other = dp_engine_fixture_dup_path (fixture, "other");
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
  g_assert_cmpint (g_rename (path, other), ==, 0);
  g_assert_cmpint (symlink ("other", path), ==, 0);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part|other");
}

/* The data is not what the trailer says: the overlap shows it. */
static void
test_data_damaged (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;
  FILE *file;

  dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
  file = g_fopen (path, "r+");
  fseek (file, HAVE - 1000, SEEK_SET);
  fputs ("damage", file);
  fclose (file);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/fetch-left-alone/other-link", test_other_link);
  g_test_add_func ("/fetch-left-alone/behind-other-link", test_behind_other_link);
  g_test_add_func ("/fetch-left-alone/locked", test_locked);
  g_test_add_func ("/fetch-left-alone/both", test_both);
  g_test_add_func ("/fetch-left-alone/damaged", test_damaged);
  g_test_add_func ("/fetch-left-alone/foreign", test_foreign);
  g_test_add_func ("/fetch-left-alone/symlink", test_symlink);
  g_test_add_func ("/fetch-left-alone/data-damaged", test_data_damaged);

  return g_test_run ();
}
