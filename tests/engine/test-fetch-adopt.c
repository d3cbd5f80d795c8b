/* test-fetch-adopt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that nobody remembers is continued by the next transfer of its link: if it is whole,
 * nobody writes to it, and the server vouches for the version.  Any other is left alone.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-part-file.h"

/* Longer than what is continued at all. */
#define SIZE    3000000
#define HAVE    2000000
#define OVERLAP 16384
#define QUERY   "?size=3000000"
#define PATH    "/file/a.bin" QUERY
#define V1      "\"1-2dc6c0\""
#define V2      "\"2-2dc6c0\""

/* What a killed program leaves: written, but neither flushed nor closed in any order. */
static DpPartFile *
make_part (DpEngineFixture *fixture, const char *path, const char *validator, guint64 bytes)
{
  g_autofree char *link = dp_engine_fixture_dup_url (fixture, path);
  g_autofree char *data = g_malloc (bytes);
  const DpPartRecord record = {
    .total_bytes = SIZE,
    .link = link,
    .final_link = link,
    .validator = (char *) validator,
  };
  g_autoptr (GError) error = NULL;
  DpPartFile *part = dp_part_file_create (fixture->folder, "a.bin", NULL, &error);

  g_assert_no_error (error);
  dp_part_file_reserve (part, SIZE, &error);
  g_assert_no_error (error);
  dp_part_file_describe (part, &record, &error);
  g_assert_no_error (error);
  dp_test_body_fill (validator[1] - '0', 0, data, bytes);
  dp_part_file_write (part, 0, data, bytes, &error);
  g_assert_no_error (error);
  return part;
}

static void
leave_part (DpEngineFixture *fixture, const char *path, const char *validator, guint64 bytes)
{
  dp_part_file_free (make_part (fixture, path, validator, bytes));
}

static char *
get_content (DpEngineFixture *fixture, const char *name, gsize *size)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, size, NULL));
  return content;
}

static void
assert_done (DpEngineFixture *fixture, DpTestFetch *fetch, const char *name, guint64 seed)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  dp_test_fetch_assert_done (fetch, SIZE);
  g_assert_true (fetch->outcome->is_length_proven);
  g_assert_cmpstr (fetch->outcome->path, ==, path);
  dp_engine_fixture_assert_content (fixture, name, seed, SIZE);
}

static void
assert_asked_for_rest (DpEngineFixture *fixture, const char *path, guint64 from)
{
  g_autofree char *request = dp_test_server_dup_request (fixture->server, path);
  g_autofree char *range = g_strdup_printf ("\r\nRange: bytes=%" G_GUINT64_FORMAT "-\r\n", from);

  dp_test_assert_has (request, range);
  dp_test_assert_has (request, "\r\nIf-Range: \"");
}

/* By hand, and after a transfer that was stopped. */
static void
test_continued (void)
{
  static const guint64 rows[] = { 1, OVERLAP, OVERLAP + 1, HAVE, SIZE - 1, SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      guint64 from = rows[i] - MIN (rows[i], OVERLAP);
      g_autoptr (DpTestFetch) fetch = NULL;

      leave_part (fixture, PATH, V1, rows[i]);
      fetch = dp_test_fetch_run (fixture, PATH, NULL);
      assert_done (fixture, fetch, "a.bin", 1);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
      dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - from);
      assert_asked_for_rest (fixture, NULL, from);
    }
}

static void
test_continued_after_stop (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  g_autoptr (DpTestFetch) first = NULL;
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold_at (fixture->server, PATH, HAVE);
  first = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (first->transfer->counter) == HAVE);
  g_cancellable_cancel (first->cancellable);
  dp_test_fetch_wait (first);
  dp_test_run_until (dp_test_server_get_n_open_connections (fixture->server) == 0);
  dp_test_server_release (fixture->server, PATH);
  g_assert_cmpint (first->outcome->kind, ==, DP_OUTCOME_STOPPED);
  dp_test_server_forget (fixture->server);

  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - HAVE + OVERLAP);
}

/* Killed before the first byte: no proof is needed, and nothing is left. */
static void
test_empty (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, PATH, V1, 0);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

/* The list remembers less than the part file knows. */
static void
test_remembered (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = make_part (fixture, PATH, V1, HAVE);
  DpPartial partial = {
    .folder = fixture->folder,
    .name = (char *) "a.bin",
    .total_bytes = SIZE,
    .validator = (char *) V1,
  };
  g_autoptr (DpTestFetch) fetch = NULL;

  partial.inode = dp_part_file_get_inode (part);
  dp_range_set_add (&partial.safe, 0, 500000);
  g_clear_pointer (&part, dp_part_file_free);
  fetch = dp_test_fetch_run (fixture, PATH, &partial);
  assert_done (fixture, fetch, "a.bin", 1);
  dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - HAVE + OVERLAP);
  dp_range_set_clear (&partial.safe);
}

/* What is not ours to take stays, byte for byte; the file gets a number. */

static void
assert_left_alone (DpEngineFixture *fixture, const char *path)
{
  gsize size_before;
  gsize size_after;
  g_autofree char *before = get_content (fixture, "a.bin.part", &size_before);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  g_autofree char *after = get_content (fixture, "a.bin.part", &size_after);

  assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
  g_assert_cmpmem (before, size_before, after, size_after);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
}

/* Anybody may read the folder: a password never gets into the part file, which is adopted all the
 * same. */
static void
test_password (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  guint16 port = dp_test_server_get_port (fixture->server);
  g_autofree char *url = g_strdup_printf (
      "http://user:sesame@127.0.0.1:%u/cut/a.bin" QUERY "&after=2000000&times=1", port);
  g_autoptr (DpTestFetch) first = dp_test_fetch_start (fixture, url, NULL);
  g_autoptr (DpTestFetch) second = NULL;
  g_autofree char *content = NULL;
  gsize size;

  dp_test_fetch_wait (first);
  dp_test_fetch_assert_failed (first, DP_OUTCOME_DROPPED, "closed early");
  content = get_content (fixture, "a.bin.part", &size);
  g_assert_nonnull (memmem (content, size, "/cut/a.bin", strlen ("/cut/a.bin")));
  g_assert_null (memmem (content, size, "sesame", strlen ("sesame")));

  second = dp_test_fetch_start (fixture, url, NULL);
  dp_test_fetch_wait (second);
  assert_done (fixture, second, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* Killed after the older of two versions was given up, and before the newer one got its name. */
static void
test_second_alone (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *first = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autofree char *second = dp_engine_fixture_dup_path (fixture, "a (2).bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, PATH, V1, HAVE);
  g_assert_cmpint (rename (first, second), ==, 0);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
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

      leave_part (fixture, paths[i], V1, HAVE);
      assert_left_alone (fixture, PATH);
    }
}

/* What it says of another link's bytes is not taken for what is here of ours. */
static void
test_behind_other_link (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, PATH "&x", V1, HAVE);
  leave_part (fixture, PATH, V1, 1000000);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
  assert_asked_for_rest (fixture, NULL, 1000000 - OVERLAP);
}

static void
test_locked (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = make_part (fixture, PATH, V1, HAVE);
  g_autofree char *second = dp_engine_fixture_dup_path (fixture, "a (2).bin");
  g_autoptr (DpTestFetch) fetch = NULL;

  assert_left_alone (fixture, PATH);
  g_unlink (second);
  dp_test_server_forget (fixture->server);

  g_clear_pointer (&part, dp_part_file_free);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a.bin", 1);
  assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* Two at the same time: one continues, the other makes its own. */
static void
test_both (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  g_autoptr (DpTestFetch) first = NULL;
  g_autoptr (DpTestFetch) second = NULL;

  leave_part (fixture, PATH, V1, HAVE);
  dp_test_server_hold (fixture->server, NULL);
  first = dp_test_fetch_start (fixture, url, NULL);
  second = dp_test_fetch_start (fixture, url, NULL);
  g_assert_true (dp_test_server_wait_requests (fixture->server, NULL, 2, 10000));
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

      leave_part (fixture, PATH, V1, HAVE);
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

  leave_part (fixture, PATH, V1, HAVE);
  g_assert_cmpint (g_rename (path, other), ==, 0);
  g_assert_cmpint (symlink ("other", path), ==, 0);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a (2).bin", 1);
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

  leave_part (fixture, PATH, V1, HAVE);
  file = g_fopen (path, "r+");
  fseek (file, HAVE - 1000, SEEK_SET);
  fputs ("damage", file);
  fclose (file);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

/* Versions */

static void
test_changed (void)
{
  static const guint64 rows[] = { 0, 1, HAVE, SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpTestFetch) fetch = NULL;

      /* The link is the same, but what is there now is of seed 2. */
      leave_part (fixture, PATH "&seed=2", V1, rows[i]);
      fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
      assert_done (fixture, fetch, "a.bin", 2);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
    }
}

/* While the new version is not whole the old one stays; then it goes, and the name is the first. */
static void
test_changed_and_killed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *request = NULL;
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, PATH "&seed=2", V1, HAVE);
  leave_part (fixture, PATH "&seed=2", V2, 1000000);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin.part");
  fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
  assert_done (fixture, fetch, "a.bin", 2);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);
  assert_asked_for_rest (fixture, NULL, 1000000 - OVERLAP);
  request = dp_test_server_dup_request (fixture->server, NULL);
  dp_test_assert_has (request, "\r\nIf-Range: " V2 "\r\n");
}

/* The version that is wanted comes first, the other one is still a part file of this link. */
static void
test_changed_back (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, PATH "&seed=2", V2, HAVE);
  leave_part (fixture, PATH "&seed=2", V1, HAVE);
  fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
  assert_done (fixture, fetch, "a.bin", 2);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin");
  assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* Neither of them: the first goes for the one that takes its place, the other one is let alone. */
static void
test_changed_twice (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, PATH "&seed=2", V1, HAVE);
  leave_part (fixture, PATH "&seed=2", "\"3-2dc6c0\"", HAVE);
  fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
  assert_done (fixture, fetch, "a.bin", 2);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
}

/* The name is known only after the answer. */
static void
test_disposition (void)
{
  static const char *const path = "/file?size=3000000&name=a.bin";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  leave_part (fixture, path, V1, HAVE);
  fetch = dp_test_fetch_run (fixture, path, NULL);
  assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);
  assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* A finished file of the same name does not hide it. */
static void
test_behind_finished (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_engine_fixture_write (fixture, "a.bin", "theirs");
  leave_part (fixture, PATH, V1, HAVE);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin");
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin");
  dp_engine_fixture_assert_text (fixture, "a.bin", "theirs");
  assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/fetch-adopt/continued", test_continued);
  g_test_add_func ("/fetch-adopt/continued-after-stop", test_continued_after_stop);
  g_test_add_func ("/fetch-adopt/empty", test_empty);
  g_test_add_func ("/fetch-adopt/remembered", test_remembered);
  g_test_add_func ("/fetch-adopt/password", test_password);
  g_test_add_func ("/fetch-adopt/second-alone", test_second_alone);
  g_test_add_func ("/fetch-adopt/other-link", test_other_link);
  g_test_add_func ("/fetch-adopt/behind-other-link", test_behind_other_link);
  g_test_add_func ("/fetch-adopt/locked", test_locked);
  g_test_add_func ("/fetch-adopt/both", test_both);
  g_test_add_func ("/fetch-adopt/damaged", test_damaged);
  g_test_add_func ("/fetch-adopt/foreign", test_foreign);
  g_test_add_func ("/fetch-adopt/symlink", test_symlink);
  g_test_add_func ("/fetch-adopt/data-damaged", test_data_damaged);
  g_test_add_func ("/fetch-adopt/changed", test_changed);
  g_test_add_func ("/fetch-adopt/changed-and-killed", test_changed_and_killed);
  g_test_add_func ("/fetch-adopt/changed-back", test_changed_back);
  g_test_add_func ("/fetch-adopt/changed-twice", test_changed_twice);
  g_test_add_func ("/fetch-adopt/disposition", test_disposition);
  g_test_add_func ("/fetch-adopt/behind-finished", test_behind_finished);

  return g_test_run ();
}
