/* test-fetch-adopt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that nobody remembers is continued by the next transfer of its link, if the server
 * vouches for the version.  Which are not taken is in test-fetch-left-alone.
 */

#include "dp-fetch.h"

#include <stdio.h>
#include <string.h>

#include "dp-adopt-fixture.h"

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

      dp_adopt_fixture_leave_part (fixture, PATH, V1, rows[i]);
      fetch = dp_test_fetch_run (fixture, PATH, NULL);
      dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
      dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - from);
      dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, from);
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
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - HAVE + OVERLAP);
}

/* Killed before the first byte: no proof is needed, and nothing is left. */
static void
test_empty (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH, V1, 0);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

/* The list remembers less than the part file knows. */
static void
test_remembered (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_adopt_fixture_make_part (fixture, PATH, V1, HAVE);
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
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - HAVE + OVERLAP);
  dp_range_set_clear (&partial.safe);
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
  content = dp_adopt_fixture_get_content (fixture, "a.bin.part", &size);
  g_assert_nonnull (memmem (content, size, "/cut/a.bin", strlen ("/cut/a.bin")));
  g_assert_null (memmem (content, size, "sesame", strlen ("sesame")));

  second = dp_test_fetch_start (fixture, url, NULL);
  dp_test_fetch_wait (second);
  dp_adopt_fixture_assert_done (fixture, second, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* Killed after the older of two versions was given up, and before the newer one got its name. */
static void
test_second_alone (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *first = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autofree char *second = dp_engine_fixture_dup_path (fixture, "a (2).bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
  g_assert_cmpint (rename (first, second), ==, 0);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* The name is known only after the answer. */
static void
test_disposition (void)
{
  static const char *const path = "/file?size=3000000&name=a.bin";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, path, V1, HAVE);
  fetch = dp_test_fetch_run (fixture, path, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* A finished file of the same name does not hide it. */
static void
test_behind_finished (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_engine_fixture_write (fixture, "a.bin", "theirs");
  dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin");
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a (2).bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin");
  dp_engine_fixture_assert_text (fixture, "a.bin", "theirs");
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
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
      dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", V1, rows[i]);
      fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
      dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 2);
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

  dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", V1, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", V2, 1000000);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin.part");
  fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 2);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, 1000000 - OVERLAP);
  request = dp_test_server_dup_request (fixture->server, NULL);
  dp_test_assert_has (request, "\r\nIf-Range: " V2 "\r\n");
}

/* The version that is wanted comes first; the other one goes, too. */
static void
test_changed_back (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", V2, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", V1, HAVE);
  fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 2);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_adopt_fixture_assert_asked_for_rest (fixture, NULL, HAVE - OVERLAP);
}

/* Neither of them: the first goes for the one that takes its place, and so does the other one. */
static void
test_changed_twice (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", V1, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH "&seed=2", "\"3-2dc6c0\"", HAVE);
  fetch = dp_test_fetch_run (fixture, PATH "&seed=2", NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 2);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 1);
}

/* Of all versions that killed runs have left none stays when the file is here; but what somebody writes
 * to, or is of another link. */
static void
test_versions (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) written = NULL;
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_adopt_fixture_leave_part (fixture, PATH, V1, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH, V2, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH, "\"3-2dc6c0\"", HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH "&x", V1, HAVE);
  written = dp_adopt_fixture_make_part (fixture, PATH, V2, HAVE);
  dp_adopt_fixture_leave_part (fixture, PATH, V2, HAVE);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_adopt_fixture_assert_done (fixture, fetch, "a.bin", 1);
  dp_engine_fixture_assert_files (fixture, "a (4).bin.part|a (5).bin.part|a.bin");
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
  g_test_add_func ("/fetch-adopt/disposition", test_disposition);
  g_test_add_func ("/fetch-adopt/behind-finished", test_behind_finished);
  g_test_add_func ("/fetch-adopt/changed", test_changed);
  g_test_add_func ("/fetch-adopt/changed-and-killed", test_changed_and_killed);
  g_test_add_func ("/fetch-adopt/changed-back", test_changed_back);
  g_test_add_func ("/fetch-adopt/changed-twice", test_changed_twice);
  g_test_add_func ("/fetch-adopt/versions", test_versions);

  return g_test_run ();
}
