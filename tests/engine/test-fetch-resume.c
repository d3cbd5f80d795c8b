/* test-fetch-resume.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Going on where it was interrupted: with proof, or from the start; never with the bytes of two
 * versions in one file.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-script-server.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

/* Stops a transfer when it has so many bytes. */
static DpPartial *
interrupt (DpEngineFixture *fixture, const char *path, guint64 bytes)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autoptr (DpTestFetch) fetch = NULL;
  DpCounter *counter;

  dp_test_server_hold_at (fixture->server, path, bytes);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  counter = fetch->transfer->counter;
  dp_test_run_until (dp_counter_get_received (counter) == bytes);
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  dp_test_server_release (fixture->server, path);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_STOPPED);
  g_assert_nonnull (fetch->outcome->partial);
  g_assert_cmpuint (fetch->outcome->partial->safe.covered_bytes, ==, bytes);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  return g_steal_pointer (&fetch->outcome->partial);
}

typedef struct
{
  const char *name;
  const char *path;
  guint64 at_bytes;
  guint64 size_bytes;
  guint64 seed;
  guint n_requests;   /* 0: any */
  const char *header; /* of the last request; NULL: no Range */
} Row;

static const Row rows[] = {
  { "etag", "/file/a.bin", 50000, SIZE, 1, 2, "\r\nRange: bytes=33616-\r\n" },
  { "if-range", "/file/a.bin", 50000, SIZE, 1, 2, "\r\nIf-Range: \"1-186a0\"\r\n" },
  { "date", "/file/a.bin?etag=no", 50000, SIZE, 1, 2,
    "\r\nIf-Range: Wed, 01 Jan 2025 00:01:00 GMT\r\n" },
  { "first-byte", "/file/a.bin", 1, SIZE, 1, 2, "\r\nRange: bytes=0-\r\n" },
  { "below-overlap", "/file/a.bin", 16383, SIZE, 1, 2, "\r\nRange: bytes=0-\r\n" },
  { "overlap", "/file/a.bin", 16385, SIZE, 1, 2, "\r\nRange: bytes=1-\r\n" },
  { "last-byte", "/file/a.bin", SIZE - 1, SIZE, 1, 2, "\r\nRange: bytes=83615-\r\n" },
  { "big", "/file/a.bin?size=3000000", 2000000, 3000000, 1, 2, "\r\nRange: bytes=1983616-\r\n" },
  { "weak", "/file/a.bin?etag=weak", 50000, SIZE, 1, 2, NULL },
  { "no-validator", "/file/a.bin?etag=no&modified=no", 50000, SIZE, 1, 2, NULL },
  { "date-too-fresh", "/file/a.bin?etag=no&modified=now", 50000, SIZE, 1, 2, NULL },
  { "ignored", "/range-ignored/a.bin", 50000, SIZE, 1, 2, "\r\nRange: bytes=33616-\r\n" },
  { "as-whole", "/range-as-whole/a.bin", 80000, SIZE, 1, 3, NULL },
  { "as-whole-untold", "/range-as-whole/a.bin?told=no", 80000, SIZE, 1, 3, NULL },
  { "wrong-start", "/range-wrong-start/a.bin", 50000, SIZE, 1, 3, NULL },
  { "wrong-total", "/range-wrong-total/a.bin", 50000, SIZE, 1, 3, NULL },
  { "other-bytes", "/range-other-bytes/a.bin", 50000, SIZE, 1, 3, NULL },
  { "other-bytes-big", "/range-other-bytes/a.bin?size=3000000", 2000000, 3000000, 1, 3, NULL },
  { "capped", "/range-capped/a.bin?max=100000&size=400000", 100000, 400000, 1, 5,
    "\r\nRange: bytes=334464-" },
  { "capped-below-overlap", "/range-capped/a.bin", 50000, SIZE, 1, 3, NULL },
  { "changed", "/changed-after-first/a.bin", 50000, SIZE, 2, 2, "\r\nRange: bytes=33616-\r\n" },
  { "rotates", "/etag-rotates/a.bin", 50000, SIZE, 1, 2, "\r\nIf-Range: \"rotating-1\"\r\n" },
  { "redirected", "/redirect/a.bin?to=/file/a.bin", 50000, SIZE, 1, 0, "\r\nIf-Range: \"" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const char *gate = strstr (row->path, "to=") != NULL ? "/file/a.bin" : row->path;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = NULL;
  g_autoptr (DpTestFetch) fetch = NULL;
  g_autofree char *request = NULL;

  if (gate != row->path)
    {
      partial = interrupt (fixture, gate, row->at_bytes);
      dp_test_server_forget (fixture->server);
    }
  else
    partial = interrupt (fixture, row->path, row->at_bytes);

  fetch = dp_test_fetch_run (fixture, row->path, partial);
  dp_test_fetch_assert_done (fetch, row->size_bytes);
  g_assert_true (fetch->outcome->is_length_proven);
  /* Nothing else is left, and starting again costs no number. */
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", row->seed, row->size_bytes);

  if (row->n_requests > 0)
    g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, row->n_requests);
  request = dp_test_server_dup_request (fixture->server, NULL);
  if (row->header != NULL)
    dp_test_assert_has (request, row->header);
  else
    g_assert_null (strstr (request, "\r\nRange:"));
}

/* Of a file whose length nobody told, the rest looks like the whole. */
static void
test_rest_of_unknown (void)
{
  static const char *const path = "/range-as-whole/a.bin?told=no";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = interrupt (fixture, path, 80000);
  g_autoptr (DpTestFetch) fetch = NULL;

  partial->total_bytes = DP_SIZE_UNKNOWN;
  fetch = dp_test_fetch_run (fixture, path, partial);
  dp_test_fetch_assert_done (fetch, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 3);
}

/* Word for word */

#define HEAD_200 "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n"
#define CUT      HEAD_200 "01234"
#define WHOLE    HEAD_200 "0123456789"
#define RANGE    "HTTP/1.1 206 Partial Content\r\n"
#define CHUNKED  "Transfer-Encoding: chunked\r\n\r\n"
#define CUT_OPEN "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\n" CHUNKED "5\r\n01234\r\n"

typedef struct
{
  const char *name;
  const char *first; /* leaves "01234" */
  const char *second;
  DpOutcomeKind kind;
  guint n_requests;
  guint64 safe_bytes; /* where it failed */
} Script;

static const Script scripts[] = {
  { "good", CUT,
    RANGE "ETag: \"v1\"\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n0123456789",
    DP_OUTCOME_DONE, 2, 0 },
  { "good-chunked", CUT,
    RANGE "Content-Range: bytes 0-9/10\r\n" CHUNKED "a\r\n0123456789\r\n0\r\n\r\n", DP_OUTCOME_DONE,
    2, 0 },
  { "good-open", CUT_OPEN,
    RANGE "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n0123456789", DP_OUTCOME_DONE, 2,
    0 },
  { "other-etag", CUT,
    RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n01234xxxxx",
    DP_OUTCOME_DONE, 3, 0 },
  { "other-overlap", CUT,
    RANGE "ETag: \"v1\"\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n01x34xxxxx",
    DP_OUTCOME_DONE, 3, 0 },
  { "no-range", CUT, RANGE "ETag: \"v1\"\r\nContent-Length: 10\r\n\r\n0123456789", DP_OUTCOME_DONE,
    3, 0 },
  { "part-as-whole", CUT,
    "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\n"
    "Content-Length: 5\r\n\r\n56789",
    DP_OUTCOME_DONE, 3, 0 },
  { "multipart", CUT,
    RANGE "Content-Type: multipart/byteranges; boundary=b\r\nContent-Length: 10\r\n\r\n--b--xxxxx",
    DP_OUTCOME_DONE, 3, 0 },
  { "packed", CUT,
    RANGE "Content-Encoding: gzip\r\nContent-Range: bytes 0-9/10\r\n"
          "Content-Length: 10\r\n\r\n0123456789",
    DP_OUTCOME_DONE, 3, 0 },
  { "length-differs", CUT, RANGE "Content-Range: bytes 0-9/10\r\nContent-Length: 8\r\n\r\n01234567",
    DP_OUTCOME_DONE, 3, 0 },
  { "no-total", CUT, RANGE "Content-Range: bytes 0-9/*\r\nContent-Length: 10\r\n\r\n0123456789",
    DP_OUTCOME_DONE, 3, 0 },
  { "no-total-open", CUT_OPEN,
    RANGE "Content-Range: bytes 0-7/*\r\nContent-Length: 8\r\n\r\n01234567", DP_OUTCOME_DONE, 3,
    0 },
  { "other-total", CUT, RANGE "Content-Range: bytes 0-8/9\r\nContent-Length: 9\r\n\r\n012345678",
    DP_OUTCOME_DONE, 3, 0 },
  { "nothing-new", CUT, RANGE "Content-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n01234",
    DP_OUTCOME_DONE, 3, 0 },
  { "ends-early", CUT, RANGE "Content-Range: bytes 0-9/10\r\n" CHUNKED "7\r\n0123456\r\n0\r\n\r\n",
    DP_OUTCOME_DROPPED, 2, 7 },
  { "ends-at-once", CUT, RANGE "Content-Range: bytes 0-9/10\r\n" CHUNKED "5\r\n01234\r\n0\r\n\r\n",
    DP_OUTCOME_DROPPED, 2, 5 },
  { "too-long", CUT,
    RANGE "Content-Range: bytes 0-9/10\r\n" CHUNKED "c\r\n0123456789xx\r\n0\r\n\r\n",
    DP_OUTCOME_REFUSED, 2, 5 },
  { "416-other-total", CUT,
    "HTTP/1.1 416 No\r\nContent-Range: bytes */7\r\nContent-Length: 0\r\n\r\n", DP_OUTCOME_DONE, 3,
    0 },
  { "416-shrunk", CUT, "HTTP/1.1 416 No\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n",
    DP_OUTCOME_DONE, 3, 0 },
  { "416-bare", CUT, "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n", DP_OUTCOME_DONE, 3, 0 },
  { "403", CUT, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", DP_OUTCOME_DONE, 3, 0 },
  { "503", CUT, "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
    DP_OUTCOME_DROPPED, 2, 5 },
  { "429", CUT, "HTTP/1.1 429 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
    DP_OUTCOME_DROPPED, 2, 5 },
  { "page", CUT,
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\nPlease pay",
    DP_OUTCOME_REFUSED, 2, 5 },
  { "cut-again", CUT, RANGE "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n012345678",
    DP_OUTCOME_DROPPED, 2, 9 },
  { "cut-in-overlap", CUT, RANGE "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n012",
    DP_OUTCOME_DROPPED, 2, 5 },
};

static void
test_script (gconstpointer data)
{
  const Script *row = data;
  const char *answers[] = { row->first, row->second, WHOLE, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.zip");
  g_autoptr (DpTestFetch) first = dp_test_fetch_start (fixture, url, NULL);
  g_autoptr (DpTestFetch) second = NULL;

  dp_test_fetch_wait (first);
  dp_test_fetch_assert_failed (first, DP_OUTCOME_DROPPED, "closed early");
  g_assert_cmpuint (first->outcome->partial->safe.covered_bytes, ==, 5);

  second = dp_test_fetch_start (fixture, url, first->outcome->partial);
  dp_test_fetch_wait (second);
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, row->n_requests);
  if (row->kind == DP_OUTCOME_DONE)
    {
      dp_test_fetch_assert_done (second, 10);
      dp_engine_fixture_assert_files (fixture, "a.zip");
      dp_engine_fixture_assert_text (fixture, "a.zip", "0123456789");
      return;
    }
  dp_test_fetch_assert_failed (second, row->kind, "");
  dp_engine_fixture_assert_files (fixture, "a.zip.part");
  g_assert_cmpuint (second->outcome->partial->safe.covered_bytes, ==, row->safe_bytes);
  g_assert_cmpstr (second->outcome->partial->validator, ==, "\"v1\"");
  if (row->name[0] == '5' || row->name[0] == '4')
    g_assert_cmpuint (second->outcome->retry_after_sec, ==, 7);
}

/* What was left is not what it was */

static void
test_partial_replaced (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = interrupt (fixture, "/file/a.bin", 50000);
  g_autofree char *theirs = g_strnfill (60000, 'x');
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_engine_fixture_write (fixture, "a.bin.part", theirs); /* another inode */
  fetch = dp_test_fetch_run (fixture, "/file/a.bin", partial);
  dp_test_fetch_assert_done (fetch, SIZE);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
  dp_engine_fixture_assert_text (fixture, "a.bin.part", theirs);
  dp_engine_fixture_assert_content (fixture, "a (2).bin", 1, SIZE);
}

static void
test_partial_damaged (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = interrupt (fixture, "/file/a.bin", 50000);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  FILE *file = g_fopen (path, "r+");
  g_autoptr (DpTestFetch) fetch = NULL;

  fseek (file, 40000, SEEK_SET);
  fputs ("damage", file);
  fclose (file);
  fetch = dp_test_fetch_run (fixture, "/file/a.bin", partial);
  dp_test_fetch_assert_done (fetch, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
}

static void
test_partial_gone (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = interrupt (fixture, "/file/a.bin", 50000);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;

  g_unlink (path);
  g_rmdir (fixture->folder);
  fetch = dp_test_fetch_run (fixture, "/file/a.bin", partial);
  dp_test_fetch_assert_done (fetch, SIZE);
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
}

/* Discarding does not bring back the folder that the person threw away. */
static void
test_discard_in_gone_folder (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  DpPartial *partial = interrupt (fixture, "/file/a.bin", 50000);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");

  g_unlink (path);
  g_rmdir (fixture->folder);
  dp_partial_discard_async (partial, fixture->lanes, NULL, NULL);
  g_clear_pointer (&fixture->lanes, dp_lanes_free);
  dp_test_run_until (dp_test_count_threads ("dp-lane-") == 0);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

/* While the newer version is not whole it does not take the place of the older one, but goes on
 * where it is: two versions, one file each, one of them stays. */
static void
test_versions_apart (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  static const char *const answers[] = {
    CUT,
    "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 10\r\n\r\nabc",
    RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\nabcdefghij",
    NULL,
  };
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.zip");
  g_autoptr (DpPartial) partial = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, partial);
      g_autofree char *list = NULL;

      dp_test_fetch_wait (fetch);
      g_clear_pointer (&partial, dp_partial_free);
      partial = g_steal_pointer (&fetch->outcome->partial);
      list = dp_engine_fixture_list (fixture);
      g_assert_null (strchr (list, '|'));
      if (i == 1)
        g_assert_cmpstr (partial->validator, ==, "\"v2\"");
      if (i == 2)
        {
          dp_test_fetch_assert_done (fetch, 10);
          dp_test_assert_has (dp_script_server_get_request (server, 2), "If-Range: \"v2\"\r\n");
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/fetch-resume/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = g_strconcat ("/fetch-resume/script/", scripts[i].name, NULL);

      g_test_add_data_func (path, &scripts[i], test_script);
    }
  g_test_add_func ("/fetch-resume/partial-replaced", test_partial_replaced);
  g_test_add_func ("/fetch-resume/partial-damaged", test_partial_damaged);
  g_test_add_func ("/fetch-resume/partial-gone", test_partial_gone);
  g_test_add_func ("/fetch-resume/discard-in-gone-folder", test_discard_in_gone_folder);
  g_test_add_func ("/fetch-resume/rest-of-unknown", test_rest_of_unknown);
  g_test_add_func ("/fetch-resume/versions-apart", test_versions_apart);

  return g_test_run ();
}
