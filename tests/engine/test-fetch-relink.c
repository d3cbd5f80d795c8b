/* test-fetch-relink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A link that expired, and another one for what it left: continued with proof, or started again
 * beside it; never with the bytes of two files in one.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-part-file.h"
#include "dp-script-server.h"

/* Long enough to be described, and for three samples. */
#define SIZE    3000000
#define HAVE    2000000
#define SAMPLE  65536
#define OVERLAP 16384
#define SMALL   500000 /* too short to be described */

#define V1        "\"1-2dc6c0\""
#define V1_MIRROR "\"m-1-2dc6c0\""

/* What a transfer by the old link left, of the first version. */
static DpPartial *
leave_partial (DpEngineFixture *fixture, guint64 total_bytes, guint64 bytes)
{
  g_autofree char *path = g_strdup_printf ("/file/a.bin?size=%" G_GUINT64_FORMAT, total_bytes);
  g_autofree char *data = g_malloc (bytes);
  g_autoptr (DpPartFile) part = NULL;
  g_autoptr (GError) error = NULL;
  DpPartial *partial = g_new0 (DpPartial, 1);
  DpPartRecord record;

  *partial = (DpPartial){
    .folder = g_strdup (fixture->folder),
    .name = g_strdup ("a.bin"),
    .total_bytes = total_bytes,
    .validator = g_strdup_printf ("\"1-%" G_GINT64_MODIFIER "x\"", total_bytes),
    .link = dp_engine_fixture_dup_url (fixture, path),
  };
  record = (DpPartRecord){
    .total_bytes = total_bytes,
    .link = partial->link,
    .final_link = partial->link,
    .validator = partial->validator,
  };
  part = dp_part_file_create (fixture->folder, "a.bin", NULL, &error);
  g_assert_no_error (error);
  dp_part_file_describe (part, &record, &error);
  g_assert_no_error (error);
  dp_test_body_fill (1, 0, data, bytes);
  dp_part_file_write (part, 0, data, bytes, &error);
  g_assert_no_error (error);
  dp_range_set_assign (&partial->safe, dp_part_file_get_safe (part));
  partial->inode = dp_part_file_get_inode (part);
  return partial;
}

/* Changes what is on disk; what the server has is another file then. */
static void
change_byte (DpEngineFixture *fixture, goffset offset)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  FILE *file = g_fopen (path, "r+");
  int byte;

  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  byte = fgetc (file);
  fseek (file, -1, SEEK_CUR);
  fputc (byte ^ 4, file);
  fclose (file);
}

typedef struct
{
  const char *name;
  const char *path; /* of the new link */
  guint64 have_bytes;
  goffset changed; /* a byte, -1: none */
  guint64 seed;
  guint64 size_bytes;
  guint n_requests;
  gboolean is_continued;
} Row;

static const Row rows[] = {
  /* The same version, as far as servers can say. */
  { "same", "/file/moved.bin?size=3000000", HAVE, -1, 1, SIZE, 1, TRUE },
  { "same-small", "/file/moved.bin?size=500000", 400000, -1, 1, SMALL, 1, TRUE },
  { "same-one-byte", "/file/b?size=3000000", 1, -1, 1, SIZE, 1, TRUE },
  { "same-all-here", "/file/b?size=3000000", SIZE, -1, 1, SIZE, 1, TRUE },
  { "same-capped", "/range-capped/b?size=3000000&max=600000", HAVE, -1, 1, SIZE, 2, TRUE },
  { "same-redirected", "/redirect?to=/file/b?size%3D3000000", HAVE, -1, 1, SIZE, 2, TRUE },
  { "same-changed-overlap", "/file/b?size=3000000", HAVE, HAVE - 9, 1, SIZE, 2, FALSE },
  /* Another name for the same bytes: three samples, then the rest. */
  { "mirror", "/file/b?size=3000000&etag=mirror", HAVE, -1, 1, SIZE, 5, TRUE },
  { "mirror-date", "/file/b?size=3000000&etag=no", HAVE, -1, 1, SIZE, 5, TRUE },
  { "mirror-small", "/file/b?size=500000&etag=mirror", 400000, -1, 1, SMALL, 5, TRUE },
  { "mirror-one-sample", "/file/b?size=3000000&etag=mirror", SAMPLE, -1, 1, SIZE, 3, TRUE },
  { "mirror-one-byte", "/file/b?size=3000000&etag=mirror", 1, -1, 1, SIZE, 3, TRUE },
  { "mirror-all-here", "/file/b?size=3000000&etag=mirror", SIZE, -1, 1, SIZE, 5, TRUE },
  /* One byte is other in one of the samples: the first answer is taken whole. */
  { "first-byte", "/file/b?size=3000000&etag=mirror", HAVE, 0, 1, SIZE, 2, FALSE },
  { "first-sample", "/file/b?size=3000000&etag=mirror", HAVE, SAMPLE - 1, 1, SIZE, 2, FALSE },
  { "middle", "/file/b?size=3000000&etag=mirror", HAVE, HAVE / 2, 1, SIZE, 3, FALSE },
  { "last-sample", "/file/b?size=3000000&etag=mirror", HAVE, HAVE - SAMPLE, 1, SIZE, 4, FALSE },
  { "last-byte", "/file/b?size=3000000&etag=mirror", HAVE, HAVE - 1, 1, SIZE, 4, FALSE },
  { "other-bytes", "/file/b?size=3000000&seed=2", HAVE, -1, 2, SIZE, 2, FALSE },
  { "other-total", "/file/b?size=3000001", HAVE, -1, 1, SIZE + 1, 1, FALSE },
  { "shorter", "/file/b?size=1000", HAVE, -1, 1, 1000, 1, FALSE },
  /* Nobody names a version, or keeps to it. */
  { "no-validator", "/file/b?size=3000000&etag=no&modified=no", HAVE, -1, 1, SIZE, 1, FALSE },
  { "weak", "/file/b?size=3000000&etag=weak", HAVE, -1, 1, SIZE, 1, FALSE },
  { "rotates", "/etag-rotates/b?size=3000000", HAVE, -1, 1, SIZE, 2, FALSE },
  { "no-ranges", "/range-ignored/b?size=3000000&etag=mirror", HAVE, -1, 1, SIZE, 2, FALSE },
  { "range-other-bytes", "/range-other-bytes/b?size=3000000", HAVE, -1, 1, SIZE, 2, FALSE },
  { "wrong-start", "/range-wrong-start/b?size=3000000", HAVE, -1, 1, SIZE, 2, FALSE },
  { "wrong-total", "/range-wrong-total/b?size=3000000", HAVE, -1, 1, SIZE, 2, FALSE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  guint64 old_bytes = row->size_bytes == SMALL ? SMALL : SIZE;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = leave_partial (fixture, old_bytes, row->have_bytes);
  guint64 rest_bytes = row->size_bytes - row->have_bytes + MIN (row->have_bytes, OVERLAP);
  g_autoptr (DpTestFetch) fetch = NULL;

  if (row->changed >= 0)
    change_byte (fixture, row->changed);
  fetch = dp_test_fetch_run (fixture, row->path, partial);
  dp_test_fetch_assert_done (fetch, row->size_bytes);
  g_assert_true (fetch->outcome->is_length_proven);
  /* Under the name that it had from the start, and alone. */
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", row->seed, row->size_bytes);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, row->n_requests);
  if (row->is_continued && row->n_requests == 1)
    dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == rest_bytes);
}

/* The link that is good now is the one that the part file tells, with the version that its server
 * names: who finds it by that link goes on with it. */
static void
test_told (void)
{
  static const char *const paths[] = { "/cut/a.bin?size=3000000&after=500000&times=1",
                                       "/cut/a.bin?size=3000000&after=500000&times=5&etag=mirror" };
  static const char *const validators[] = { V1, V1_MIRROR };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartial) partial = leave_partial (fixture, SIZE, HAVE);
      g_autoptr (DpTestFetch) first = dp_test_fetch_run (fixture, paths[i], partial);
      g_autofree char *url = dp_engine_fixture_dup_url (fixture, paths[i]);
      g_autofree char *request = NULL;
      g_autoptr (DpTestFetch) second = NULL;

      dp_test_fetch_assert_failed (first, DP_OUTCOME_DROPPED, "closed early");
      g_assert_cmpstr (first->outcome->partial->validator, ==, validators[i]);
      g_assert_cmpstr (first->outcome->partial->link, ==, url);
      g_assert_cmpuint (first->outcome->partial->safe.covered_bytes, ==, HAVE + 500000 - OVERLAP);

      second = dp_test_fetch_run (fixture, paths[i], NULL);
      dp_test_fetch_assert_done (second, SIZE);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, i == 0 ? 2 : 6);
      request = dp_test_server_dup_request (fixture->server, NULL);
      dp_test_assert_has (request, "\r\nRange: bytes=2467232-\r\n");
      dp_test_assert_has (request, validators[i]);
    }
}

/* Before a byte of the new link is written, whoever is killed then. */
static void
test_told_at_once (void)
{
  static const char *const path = "/file/b?size=3000000&etag=mirror";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = leave_partial (fixture, SIZE, HAVE);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autofree char *part = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;
  g_autofree char *content = NULL;
  gsize size;

  dp_test_server_hold_at (fixture->server, path, HAVE + 1);
  fetch = dp_test_fetch_start (fixture, url, partial);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == HAVE + 1);
  g_assert_true (g_file_get_contents (part, &content, &size, NULL));
  g_assert_nonnull (memmem (content, size, url, strlen (url)));
  g_assert_nonnull (memmem (content, size, V1_MIRROR, strlen (V1_MIRROR)));
  dp_test_server_release (fixture->server, path);
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_done (fetch, SIZE);
}

/* The list remembers what was before the new link, the part file what is. */
static void
test_told_to_killed (void)
{
  static const char *const path = "/cut/a.bin?size=3000000&after=500000&times=5&etag=mirror";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = leave_partial (fixture, SIZE, HAVE);
  g_autoptr (DpTestFetch) first = dp_test_fetch_run (fixture, path, partial);
  g_autofree char *request = NULL;
  g_autoptr (DpTestFetch) second = NULL;

  dp_test_fetch_assert_failed (first, DP_OUTCOME_DROPPED, "closed early");
  second = dp_test_fetch_run (fixture, path, partial);
  dp_test_fetch_assert_done (second, SIZE);
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 6);
  request = dp_test_server_dup_request (fixture->server, NULL);
  dp_test_assert_has (request, "\r\nIf-Range: " V1_MIRROR "\r\n");
}

static void
assert_kept (DpEngineFixture *fixture, DpTestFetch *fetch, const DpPartial *before)
{
  const DpPartial *partial = fetch->outcome->partial;

  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  g_assert_cmpuint (partial->safe.covered_bytes, ==, before->safe.covered_bytes);
  g_assert_cmpuint (partial->inode, ==, before->inode);
  g_assert_cmpstr (partial->validator, ==, before->validator);
  g_assert_cmpstr (partial->link, ==, before->link);
}

/* The wrong link: what is here stays until the other file is at least as long, and the right link
 * goes on with it. */
static void
test_wrong_link (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = leave_partial (fixture, SIZE, HAVE);
  g_autoptr (DpTestFetch) wrong =
      dp_test_fetch_run (fixture, "/cut/b?size=4000000&after=1900000&times=1", partial);
  g_autoptr (DpTestFetch) right = NULL;

  dp_test_fetch_assert_failed (wrong, DP_OUTCOME_DROPPED, "closed early");
  assert_kept (fixture, wrong, partial);
  right = dp_test_fetch_run (fixture, "/file/c?size=3000000", wrong->outcome->partial);
  dp_test_fetch_assert_done (right, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
}

static void
test_longer_wins (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartial) partial = leave_partial (fixture, SIZE, HAVE);
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/cut/b?size=4000000&after=2100000&times=1", partial);

  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DROPPED, "closed early");
  g_assert_cmpuint (fetch->outcome->partial->safe.covered_bytes, ==, 2100000);
  g_assert_cmpuint (fetch->outcome->partial->inode, !=, partial->inode);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

/* Neither an expired link nor a page costs anything that is here, and the next link finishes it. */
static void
test_expired (void)
{
  static const struct
  {
    const char *path;
    const char *reason;
  } expired[] = {
    { "/status/403", "403 Forbidden" },
    { "/status/404", "404 Not Found" },
    { "/status/410", "410 Gone" },
    { "/html/a.zip", "Your 2.0\u00a0MB are safe: the server sent a web page instead of the file" },
    { "/html?id=5", "Your 2.0\u00a0MB are safe: the server sent a web page instead of the file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expired); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartial) partial = leave_partial (fixture, SIZE, HAVE);
      g_autoptr (DpTestFetch) dead = dp_test_fetch_run (fixture, expired[i].path, partial);
      g_autoptr (DpTestFetch) fetch = NULL;

      dp_test_fetch_assert_failed (dead, DP_OUTCOME_REFUSED, expired[i].reason);
      assert_kept (fixture, dead, partial);
      dp_test_server_forget (fixture->server);
      fetch = dp_test_fetch_run (fixture, "/file/new?size=3000000", dead->outcome->partial);
      dp_test_fetch_assert_done (fetch, SIZE);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
      dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == SIZE - HAVE + OVERLAP);
    }
}

/* Word for word: "01234" of "0123456789" is here, and another link names another version. */

#define RANGE   "HTTP/1.1 206 Partial Content\r\n"
#define CUT     "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234"
#define WHOLE_2 "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 10\r\n\r\n0123456789"
#define OTHER_2 "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 10\r\n\r\nx123456789"
#define REST_2 \
  RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n0123456789"
#define SAMPLE_2 \
  RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n01234"

typedef struct
{
  const char *name;
  const char *answers[4]; /* to the new link */
  const char *text;       /* NULL: dropped, and kept */
  guint n_requests;       /* of the new link */
} Script;

static const Script scripts[] = {
  { "whole-then-sample", { WHOLE_2, SAMPLE_2, REST_2 }, "0123456789", 3 },
  { "range-then-sample", { REST_2, SAMPLE_2, REST_2 }, "0123456789", 3 },
  { "sample-without-etag",
    { WHOLE_2, RANGE "Content-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n01234", REST_2 },
    "0123456789",
    3 },
  /* The link was good for one request: that one brings the file. */
  { "once", { OTHER_2, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n" }, "x123456789", 2 },
  { "once-range",
    { REST_2, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", OTHER_2 },
    "x123456789",
    3 },
  { "sample-of-third",
    { OTHER_2,
      RANGE "ETag: \"v3\"\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n01234" },
    "x123456789",
    2 },
  { "sample-other-total",
    { OTHER_2,
      RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-4/11\r\nContent-Length: 5\r\n\r\n01234" },
    "x123456789",
    2 },
  { "sample-packed",
    { OTHER_2, RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-4/10\r\n"
                     "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n01234" },
    "x123456789",
    2 },
  { "sample-too-much", { OTHER_2, REST_2 }, "x123456789", 2 },
  { "sample-other-bytes",
    { OTHER_2,
      RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nx1234" },
    "x123456789",
    2 },
  /* Good samples, but the rest is of a third version. */
  { "rest-of-third",
    { OTHER_2, SAMPLE_2,
      RANGE "ETag: \"v3\"\r\nContent-Range: bytes 0-9/10\r\n"
            "Content-Length: 10\r\n\r\n01234abcde",
      OTHER_2 },
    "x123456789",
    4 },
  { "416",
    { "HTTP/1.1 416 No\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n", OTHER_2 },
    "x123456789",
    2 },
  { "busy",
    { WHOLE_2, "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n" },
    NULL,
    2 },
  { "sample-cut",
    { WHOLE_2,
      RANGE "ETag: \"v2\"\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n012" },
    NULL,
    2 },
};

static void
test_script (gconstpointer data)
{
  const Script *row = data;
  const char *answers[] = { CUT, row->answers[0], row->answers[1], row->answers[2], row->answers[3],
                            NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.zip");
  g_autofree char *new_url = dp_script_server_dup_url (server, "/b");
  g_autoptr (DpTestFetch) first = dp_test_fetch_start (fixture, url, NULL);
  g_autoptr (DpTestFetch) second = NULL;

  dp_test_fetch_wait (first);
  g_assert_cmpstr (first->outcome->partial->link, ==, url);
  second = dp_test_fetch_start (fixture, new_url, first->outcome->partial);
  dp_test_fetch_wait (second);
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 1 + row->n_requests);
  if (row->text != NULL)
    {
      dp_test_fetch_assert_done (second, 10);
      dp_engine_fixture_assert_files (fixture, "a.zip");
      dp_engine_fixture_assert_text (fixture, "a.zip", row->text);
    }
  else
    {
      dp_test_fetch_assert_failed (second, DP_OUTCOME_DROPPED, "");
      g_assert_cmpuint (second->outcome->retry_after_sec, ==,
                        g_str_equal (row->name, "busy") ? 7 : 0);
      dp_engine_fixture_assert_files (fixture, "a.zip.part");
      g_assert_cmpstr (second->outcome->partial->validator, ==, "\"v1\"");
      g_assert_cmpstr (second->outcome->partial->link, ==, url);
    }
  if (strstr (row->answers[0], "v2") != NULL)
    {
      const char *sample = dp_script_server_get_request (server, 2);

      dp_test_assert_has (sample, "\r\nRange: bytes=0-4\r\n");
      dp_test_assert_has (sample, "\r\nIf-Range: \"v2\"\r\n");
    }
}

/* "Nothing behind what you have" proves nothing of what we have. */
static void
test_416 (void)
{
  static const char *const answers[] = {
    CUT,
    "HTTP/1.1 416 No\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 5\r\n\r\nx1234",
    NULL,
  };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.zip");
  g_autofree char *new_url = dp_script_server_dup_url (server, "/b");
  g_autoptr (DpTestFetch) first = dp_test_fetch_start (fixture, url, NULL);
  g_autoptr (DpTestFetch) second = NULL;

  dp_test_fetch_wait (first);
  first->outcome->partial->total_bytes = 5;
  second = dp_test_fetch_start (fixture, new_url, first->outcome->partial);
  dp_test_fetch_wait (second);
  dp_test_fetch_assert_done (second, 5);
  dp_engine_fixture_assert_text (fixture, "a.zip", "x1234");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/fetch-relink/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = g_strconcat ("/fetch-relink/script/", scripts[i].name, NULL);

      g_test_add_data_func (path, &scripts[i], test_script);
    }
  g_test_add_func ("/fetch-relink/told", test_told);
  g_test_add_func ("/fetch-relink/416", test_416);
  g_test_add_func ("/fetch-relink/told-at-once", test_told_at_once);
  g_test_add_func ("/fetch-relink/told-to-killed", test_told_to_killed);
  g_test_add_func ("/fetch-relink/wrong-link", test_wrong_link);
  g_test_add_func ("/fetch-relink/longer-wins", test_longer_wins);
  g_test_add_func ("/fetch-relink/expired", test_expired);

  return g_test_run ();
}
