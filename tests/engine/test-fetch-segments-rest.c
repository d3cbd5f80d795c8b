/* test-fetch-segments-rest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several connections left of a file when they were stopped: the gaps are fetched, each with a
 * proof of its own, and nothing else.
 */

#include "dp-segments.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "dp-script-server.h"
#include "dp-segments-fixture.h"

#define OVERLAP 16384

/* Several ranges of the file, as four connections leave it. */
static DpPartial *
leave_ranges (DpEngineFixture *fixture, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) > 3 * MIB);
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_STOPPED);
  g_assert_nonnull (fetch->outcome->partial);
  g_assert_cmpuint (fetch->outcome->partial->safe.n_ranges, >=, 3);
  dp_test_run_until (dp_test_server_get_n_open_connections (fixture->server) == 0);
  dp_test_server_forget (fixture->server);
  return g_steal_pointer (&fetch->outcome->partial);
}

/* Of what is there only an overlap before a gap was asked for. */
static void
assert_only_missing (const DpRangeSet *safe, const DpRange *asked, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 overlap_bytes = 0;
      DpRange gap;

      g_assert_true (dp_range_set_get_gap (safe, asked[i].first_byte, 8 * MIB, &gap));
      if (gap.first_byte > asked[i].first_byte)
        overlap_bytes =
            MIN (dp_range_set_get_bytes_before (safe, gap.first_byte), (guint64) OVERLAP);
      g_assert_cmpuint (asked[i].first_byte, ==, gap.first_byte - overlap_bytes);
      g_assert_cmpuint (MIN (asked[i].end_byte, 8 * MIB), <=, gap.end_byte);
    }
}

static void
test_stopped (void)
{
  const char *path = "/file/a.bin?size=8388608&rate=2000000";
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
  g_autoptr (DpPartial) partial = leave_ranges (fixture, path);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, partial);
  DpRange asked[100];
  guint n_whole;
  guint n;

  dp_segments_fixture_assert_file (fixture, fetch, 8 * MIB);
  n = dp_segments_fixture_read_asked (fixture, asked, G_N_ELEMENTS (asked), &n_whole);
  g_assert_cmpuint (n_whole, ==, 0);
  g_assert_cmpuint (n, >=, partial->safe.n_ranges);
  assert_only_missing (&partial->safe, asked, n);
}

/* Somebody damaged what is here: each gap has its own proof. */
static void
test_damaged (void)
{
  const char *path = "/file/a.bin?size=8388608&rate=2000000";

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
      g_autoptr (DpPartial) partial = leave_ranges (fixture, path);
      g_autofree char *name = dp_engine_fixture_dup_path (fixture, "a.bin.part");
      g_autoptr (DpTestFetch) fetch = NULL;
      FILE *file = g_fopen (name, "r+");

      g_assert_cmpint (fseek (file, (long) partial->safe.ranges[i].end_byte - 10, SEEK_SET), ==, 0);
      fputs ("damage", file);
      fclose (file);
      fetch = dp_test_fetch_run (fixture, path, partial);
      dp_segments_fixture_assert_file (fixture, fetch, 8 * MIB);
      g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), <=, 16);
    }
}

/* Another link for a file with holes. */
static void
test_relinked (void)
{
  static const char *const links[] = {
    "/file/b?size=8388608&etag=mirror&rate=4000000",
    "/file/b?size=8388608&rate=4000000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
      g_autoptr (DpPartial) partial =
          leave_ranges (fixture, "/file/a.bin?size=8388608&rate=2000000");
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, links[i], partial);

      dp_segments_fixture_assert_file (fixture, fetch, 8 * MIB);
      g_assert_cmpuint (dp_test_server_get_max_open_connections (fixture->server), ==, 4);
      g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), <=, 16);
    }
}

/* What was begun with several goes on with a server that gives only crumbs now. */
static void
test_crumbs (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
  g_autoptr (DpPartial) partial = leave_ranges (fixture, "/file/a.bin?size=8388608&rate=2000000");
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/range-capped/a.bin?size=8388608&max=500000", partial);

  dp_segments_fixture_assert_file (fixture, fetch, 8 * MIB);
  g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), <=, 25);
}

/* A part that is none, though it says so: an error as ever, and not asked for without end. */
static void
test_empty_part (void)
{
  static const char *const answers[] = {
    "HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 0-4194303/8388608\r\n"
    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    NULL,
  };
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
  DpPartFile *part = dp_part_file_create (fixture->folder, "a.bin", NULL, NULL);
  g_autoptr (DpPartial) partial = g_new0 (DpPartial, 1);
  g_autoptr (DpTestFetch) fetch = NULL;

  g_assert_true (dp_part_file_write (part, 4 * MIB, "0123456789", 10, NULL));
  dp_range_set_add (&partial->safe, 4 * MIB, 4 * MIB + 10);
  partial->folder = g_strdup (fixture->folder);
  partial->name = g_strdup ("a.bin");
  partial->inode = dp_part_file_get_inode (part);
  partial->total_bytes = 8 * MIB;
  partial->validator = g_strdup ("\"v1\"");
  dp_part_file_free (part);
  fetch = dp_test_fetch_start (fixture, url, partial);
  dp_test_fetch_wait (fetch);
  g_test_message ("%u requests, %s", dp_script_server_get_n_requests (server),
                  fetch->outcome->reason);
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DROPPED, "");
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  g_assert_cmpuint (dp_script_server_get_n_requests (server), <=, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/fetch-segments-rest/stopped", test_stopped);
  g_test_add_func ("/fetch-segments-rest/damaged", test_damaged);
  g_test_add_func ("/fetch-segments-rest/relinked", test_relinked);
  g_test_add_func ("/fetch-segments-rest/crumbs", test_crumbs);
  g_test_add_func ("/fetch-segments-rest/empty-part", test_empty_part);

  return g_test_run ();
}
