/* test-cases-disk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may happen in the folder before and while a file comes into it.  Nothing that was there is
 * changed, and a file is there only when it is whole.  (Calls that fail are the matter of
 * test-fetch-torture.c and test-part-file-faults.c.)
 */

#include "dp-fetch.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

#define SIZE   DP_TEST_BODY_SIZE_BYTES
#define PATH   "/file/a.bin"
#define THEIRS "theirs"

typedef void (*Prank) (DpEngineFixture *fixture, const char *name);

typedef struct
{
  const char *name;
  Prank prank;
  const char *of;   /* with which name */
  gboolean is_late; /* when half of the file is there, instead of before */
  const char *file; /* what it is called; NULL: there is none */
  const char *left; /* what lies in the folder in the end */
} Row;

/* Something of theirs, which may not be touched */

static void
put_file (DpEngineFixture *fixture, const char *name)
{
  dp_engine_fixture_write (fixture, name, THEIRS);
}

static void
put_folder (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
}

static void
put_pipe (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  g_assert_cmpint (mkfifo (path, 0644), ==, 0);
}

/* To a file that whoever follows the link would overwrite. */
static void
put_link (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  g_autofree char *target = dp_engine_fixture_dup_path (fixture, "target");

  dp_engine_fixture_write (fixture, "target", THEIRS);
  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* To nothing: whoever follows it would make a file. */
static void
put_dead_link (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
}

static void
put_loop (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  g_assert_cmpint (symlink (name, path), ==, 0);
}

/* Something of ours */

static void
take_away (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
replace_by_file (DpEngineFixture *fixture, const char *name)
{
  take_away (fixture, name);
  put_file (fixture, name);
}

static void
replace_by_link (DpEngineFixture *fixture, const char *name)
{
  take_away (fixture, name);
  put_link (fixture, name);
}

static void
replace_by_pipe (DpEngineFixture *fixture, const char *name)
{
  take_away (fixture, name);
  put_pipe (fixture, name);
}

static void
move_away (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  g_autofree char *other = dp_engine_fixture_dup_path (fixture, "moved");

  g_assert_cmpint (g_rename (path, other), ==, 0);
}

static const Row rows[] = {
  { "file", put_file, "a.bin", FALSE, "a (2).bin", "a (2).bin|a.bin" },
  { "folder", put_folder, "a.bin", FALSE, "a (2).bin", "a (2).bin|a.bin" },
  { "pipe", put_pipe, "a.bin", FALSE, "a (2).bin", "a (2).bin|a.bin" },
  { "link", put_link, "a.bin", FALSE, "a (2).bin", "a (2).bin|a.bin|target" },
  { "dead-link", put_dead_link, "a.bin", FALSE, "a (2).bin", "a (2).bin|a.bin" },
  { "loop", put_loop, "a.bin", FALSE, "a (2).bin", "a (2).bin|a.bin" },
  { "part-file", put_file, "a.bin.part", FALSE, "a (2).bin", "a (2).bin|a.bin.part" },
  { "part-folder", put_folder, "a.bin.part", FALSE, "a (2).bin", "a (2).bin|a.bin.part" },
  { "part-pipe", put_pipe, "a.bin.part", FALSE, "a (2).bin", "a (2).bin|a.bin.part" },
  { "part-link", put_link, "a.bin.part", FALSE, "a (2).bin", "a (2).bin|a.bin.part|target" },
  { "part-dead-link", put_dead_link, "a.bin.part", FALSE, "a (2).bin", "a (2).bin|a.bin.part" },
  { "late-file", put_file, "a.bin", TRUE, "a (2).bin", "a (2).bin|a.bin" },
  { "late-folder", put_folder, "a.bin", TRUE, "a (2).bin", "a (2).bin|a.bin" },
  { "late-pipe", put_pipe, "a.bin", TRUE, "a (2).bin", "a (2).bin|a.bin" },
  { "late-link", put_link, "a.bin", TRUE, "a (2).bin", "a (2).bin|a.bin|target" },
  { "late-dead-link", put_dead_link, "a.bin", TRUE, "a (2).bin", "a (2).bin|a.bin" },
  { "late-second", put_file, "a (2).bin", TRUE, "a.bin", "a (2).bin|a.bin" },
  { "part-gone", take_away, "a.bin.part", TRUE, NULL, "" },
  { "part-moved", move_away, "a.bin.part", TRUE, NULL, "moved" },
  { "part-replaced", replace_by_file, "a.bin.part", TRUE, NULL, "a.bin.part" },
  { "part-replaced-by-link", replace_by_link, "a.bin.part", TRUE, NULL, "a.bin.part|target" },
  { "part-replaced-by-pipe", replace_by_pipe, "a.bin.part", TRUE, NULL, "a.bin.part" },
};

static void
assert_theirs (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  GStatBuf st;

  if (g_lstat (path, &st) == 0 && S_ISREG (st.st_mode))
    dp_engine_fixture_assert_text (fixture, name, THEIRS);
}

static DpTestFetch *
run_row (DpEngineFixture *fixture, const Row *row)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  DpTestFetch *fetch;

  if (!row->is_late)
    {
      row->prank (fixture, row->of);
      return dp_test_fetch_run (fixture, PATH, NULL);
    }
  dp_test_server_hold_at (fixture->server, PATH, SIZE / 2);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == SIZE / 2);
  row->prank (fixture, row->of);
  dp_test_server_release (fixture->server, PATH);
  dp_test_fetch_wait (fetch);
  return fetch;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = run_row (fixture, row);

  dp_engine_fixture_assert_files (fixture, row->left);
  if (row->file != NULL)
    {
      dp_test_fetch_assert_done (fetch, SIZE);
      dp_engine_fixture_assert_content (fixture, row->file, 1, SIZE);
    }
  else
    dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DISK, "");
  assert_theirs (fixture, row->of);
  assert_theirs (fixture, "target");
}

/* The folder itself */

/* It moves, and the file with it. */
static void
test_folder_moved (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  g_autofree char *moved = g_strconcat (fixture->folder, "-moved", NULL);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold_at (fixture->server, PATH, SIZE / 2);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == SIZE / 2);
  g_assert_cmpint (g_rename (fixture->folder, moved), ==, 0);
  dp_test_server_release (fixture->server, PATH);
  dp_test_fetch_wait (fetch);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_free (fixture->folder);
  fixture->folder = g_steal_pointer (&moved);
  dp_test_fetch_assert_done (fetch, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
}

static void
test_folder_removed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  g_autofree char *part = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold_at (fixture->server, PATH, SIZE / 2);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == SIZE / 2);
  g_assert_cmpint (g_unlink (part), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  dp_test_server_release (fixture->server, PATH);
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DISK, "no longer in");
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

/* The umask is the person's; the bits for programs are nobody's. */
static void
test_mode (void)
{
  static const mode_t masks[] = { 0, 022, 077 };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.sh");
      mode_t before = umask (masks[i]);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, "/file/a.sh", NULL);
      GStatBuf st;

      umask (before);
      dp_test_fetch_assert_done (fetch, SIZE);
      g_assert_cmpint (g_stat (path, &st), ==, 0);
      g_assert_cmpuint (st.st_mode & 07777, ==, 0666 & ~masks[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/cases-disk/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/cases-disk/folder-moved", test_folder_moved);
  g_test_add_func ("/cases-disk/folder-removed", test_folder_removed);
  g_test_add_func ("/cases-disk/mode", test_mode);

  return g_test_run ();
}
