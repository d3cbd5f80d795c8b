/* test-fetch-gaps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A partial with holes, as several connections leave it, is filled gap after gap: each with proof,
 * and nothing that is there is fetched again but for the proof.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-part-file.h"
#include "dp-range-fixture.h"
#include "dp-script-server.h"

#define SIZE    3000000
#define OVERLAP 16384
#define PATH    "/file/a.bin?size=3000000"
#define V1      "\"1-2dc6c0\""

static void
write_ranges (DpPartFile *part, const DpRangeSet *set)
{
  for (guint i = 0; i < set->n_ranges; i++)
    {
      guint64 first_byte = set->ranges[i].first_byte;
      gsize size = set->ranges[i].end_byte - first_byte;
      g_autofree char *data = g_malloc (size);
      g_autoptr (GError) error = NULL;

      dp_test_body_fill (1, first_byte, data, size);
      dp_part_file_write (part, first_byte, data, size, &error);
      g_assert_no_error (error);
    }
}

/* What a killed program leaves. */
static void
leave_part (DpEngineFixture *fixture, const DpRangeSet *set)
{
  g_autofree char *link = dp_engine_fixture_dup_url (fixture, PATH);
  const DpPartRecord record = {
    .total_bytes = SIZE,
    .link = link,
    .final_link = link,
    .validator = (char *) V1,
  };
  g_autoptr (DpPartFile) part = dp_part_file_create (fixture->folder, "a.bin", NULL, NULL);

  g_assert_nonnull (part);
  g_assert_true (dp_part_file_describe (part, &record, NULL));
  write_ranges (part, set);
}

typedef struct
{
  const char *name;
  const char *safe;
  const char *range; /* what is asked for last */
} Row;

static const Row rows[] = {
  { "one", "0-1000000 1500000-3000000", "bytes=983616-1499999" },
  { "two", "0-1000000 1500000-2000000", "bytes=1983616-" },
  { "three", "0-1000000 1500000-2000000 2000001-2999999", "bytes=2983615-" },
  { "one-byte", "0-1000000 1000001-3000000", "bytes=983616-1000000" },
  { "at-the-start", "1000000-3000000", "bytes=0-999999" },
  { "only-an-end", "2999999-3000000", "bytes=0-2999998" },
  { "short-islands", "10-20 30-40", "bytes=0-" },
  { "islands", "100-200000 200100-400000 400100-600000", "bytes=583616-" },
};

static guint64
get_expected_bytes (const DpRangeSet *safe, guint *n_gaps)
{
  guint64 bytes = 0;
  guint64 from = 0;
  DpRange gap;

  for (*n_gaps = 0; dp_range_set_get_gap (safe, from, SIZE, &gap); ++*n_gaps)
    {
      /* The gaps before it are filled by then. */
      bytes += gap.end_byte - gap.first_byte + MIN (gap.first_byte, OVERLAP);
      from = gap.end_byte;
    }
  return bytes;
}

static void
assert_asked (DpEngineFixture *fixture, const char *range)
{
  g_autofree char *request = dp_test_server_dup_request (fixture->server, NULL);
  g_autofree char *line = g_strdup_printf ("\r\nRange: %s\r\n", range);

  dp_test_assert_has (request, line);
  dp_test_assert_has (request, "\r\nIf-Range: " V1 "\r\n");
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_auto (DpRangeSet) safe = { 0 };
  g_autoptr (DpTestFetch) fetch = NULL;
  guint64 expected_bytes;
  guint n_gaps;

  dp_range_fixture_parse (row->safe, &safe);
  leave_part (fixture, &safe);
  fetch = dp_test_fetch_run (fixture, PATH, NULL);
  dp_test_fetch_assert_done (fetch, SIZE);
  g_assert_true (fetch->outcome->is_length_proven);
  g_assert_cmpuint (dp_counter_get_received (fetch->transfer->counter), ==, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
  expected_bytes = get_expected_bytes (&safe, &n_gaps);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, n_gaps);
  dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == expected_bytes);
  assert_asked (fixture, row->range);
}

static void
damage (const char *path, goffset offset)
{
  FILE *file = g_fopen (path, "r+");

  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  fputs ("damage", file);
  fclose (file);
}

/* Each gap has its own proof: here it is the second one that shows that the data is not what it
 * should be. */
static void
test_damaged (void)
{
  static const guint places[] = { 999990, 1499990 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
      g_auto (DpRangeSet) safe = { 0 };
      g_autoptr (DpTestFetch) fetch = NULL;

      dp_range_fixture_parse ("0-1000000 1200000-1500000", &safe);
      leave_part (fixture, &safe);
      damage (path, places[i]);
      fetch = dp_test_fetch_run (fixture, PATH, NULL);
      dp_test_fetch_assert_done (fetch, SIZE);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, i + 2);
    }
}

/* Another link for a file with holes: the samples are of what is here, and without the first bytes
 * nothing is proven. */
static void
test_relinked (void)
{
  static const struct
  {
    const char *path;
    const char *safe;
    goffset damaged; /* -1: none */
    guint n_requests;
  } links[] = {
    /* The whole, three samples, and two gaps. */
    { "/file/b?size=3000000&etag=mirror", "0-1000000 2000000-2500000", -1, 6 },
    { "/file/b?size=3000000&etag=mirror", "0-100 1000000-1000100 2000000-2000001", -1, 5 },
    /* The first answer is taken in the end. */
    { "/file/b?size=3000000&etag=mirror", "0-1000000 2000000-2500000", 2499990, 4 },
    { "/file/b?size=3000000&etag=mirror", "0-1000000 2000000-2010000", 2009990, 4 },
    { "/file/b?size=3000000&etag=mirror", "100000-2500000", -1, 1 },
    /* The same version by name. */
    { "/file/b?size=3000000", "0-1000000 2000000-2500000", -1, 2 },
    { "/file/b?size=3000000", "100000-2500000", 1000000, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *file_path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
      g_autoptr (DpPartial) partial = g_new0 (DpPartial, 1);
      g_autoptr (DpTestFetch) fetch = NULL;
      GStatBuf st;

      dp_range_fixture_parse (links[i].safe, &partial->safe);
      leave_part (fixture, &partial->safe);
      if (links[i].damaged >= 0)
        damage (file_path, links[i].damaged);
      g_assert_cmpint (g_stat (file_path, &st), ==, 0);
      partial->folder = g_strdup (fixture->folder);
      partial->name = g_strdup ("a.bin");
      partial->inode = st.st_ino;
      partial->total_bytes = SIZE;
      partial->validator = g_strdup (V1);
      partial->link = dp_engine_fixture_dup_url (fixture, PATH);
      fetch = dp_test_fetch_run (fixture, links[i].path, partial);
      dp_test_fetch_assert_done (fetch, SIZE);
      dp_engine_fixture_assert_files (fixture, "a.bin");
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
      g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==,
                        links[i].n_requests);
    }
}

/* Stopped in a gap: what is left has one range more or a longer one, also in memory only. */
static void
test_stopped (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, PATH);
  g_auto (DpRangeSet) safe = { 0 };
  g_autofree char *left = NULL;
  g_autoptr (DpTestFetch) first = NULL;
  g_autoptr (DpTestFetch) second = NULL;

  dp_range_fixture_parse ("0-1000000 2000000-2500000", &safe);
  leave_part (fixture, &safe);
  dp_test_server_hold_at (fixture->server, PATH, 1300000);
  first = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (first->transfer->counter) == 1800000);
  g_cancellable_cancel (first->cancellable);
  dp_test_fetch_wait (first);
  g_assert_cmpint (first->outcome->kind, ==, DP_OUTCOME_STOPPED);
  left = dp_range_fixture_print (&first->outcome->partial->safe);
  g_assert_cmpstr (left, ==, "0-1300000 2000000-2500000");
  dp_test_server_release (fixture->server, PATH);
  dp_test_run_until (dp_test_server_get_n_open_connections (fixture->server) == 0);
  dp_test_server_forget (fixture->server);

  second = dp_test_fetch_run (fixture, PATH, first->outcome->partial);
  dp_test_fetch_assert_done (second, SIZE);
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 2);
  dp_test_run_until (dp_test_server_get_body_bytes (fixture->server) == 1200000 + 2 * OVERLAP);
}

/* Word for word, for a file of ten bytes, of which "012" and "67" are here if nothing is said. */

#define RANGE(range) "HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes " range
#define WHOLE        "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n0123456789"
#define FIRST        RANGE ("0-5/10") "\r\nContent-Length: 6\r\n\r\n012345"
#define SECOND       RANGE ("0-9/10") "\r\nContent-Length: 10\r\n\r\n0123456789"

typedef struct
{
  const char *name;
  const char *answers[4];
  DpOutcomeKind kind;
  guint n_requests;
  const char *left;
  const char *safe;
} Script;

static const Script scripts[] = {
  { "good", { FIRST, SECOND }, DP_OUTCOME_DONE, 2, NULL },
  { "more-than-asked", { SECOND, SECOND }, DP_OUTCOME_DONE, 2, NULL },
  { "more-than-asked-chunked",
    { RANGE ("0-9/10") "\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n",
      SECOND },
    DP_OUTCOME_DONE,
    2,
    NULL },
  { "more-than-said",
    { RANGE ("0-5/10") "\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n" },
    DP_OUTCOME_REFUSED,
    1,
    "0-3 6-8" },
  { "capped",
    { RANGE ("0-3/10") "\r\nContent-Length: 4\r\n\r\n0123",
      RANGE ("0-5/10") "\r\nContent-Length: 6\r\n\r\n012345", SECOND },
    DP_OUTCOME_DONE,
    3,
    NULL },
  { "cut",
    { RANGE ("0-5/10") "\r\nContent-Length: 6\r\n\r\n0123" },
    DP_OUTCOME_DROPPED,
    1,
    "0-4 6-8" },
  { "second-cut",
    { FIRST, RANGE ("0-9/10") "\r\nContent-Length: 10\r\n\r\n012345678" },
    DP_OUTCOME_DROPPED,
    2,
    "0-9" },
  { "other-bytes",
    { RANGE ("0-5/10") "\r\nContent-Length: 6\r\n\r\n0x2345", WHOLE },
    DP_OUTCOME_DONE,
    2,
    NULL },
  { "other-bytes-second",
    { FIRST, RANGE ("0-9/10") "\r\nContent-Length: 10\r\n\r\n012345x789", WHOLE },
    DP_OUTCOME_DONE,
    3,
    NULL },
  /* The end of the connection proves nothing; that there was more does. */
  { "more-than-asked-at-last",
    { RANGE ("0-9/10") "\r\n\r\n0123456789" },
    DP_OUTCOME_DONE,
    1,
    NULL,
    "0-3 6-10" },
  { "all-here", { SECOND }, DP_OUTCOME_DONE, 1, NULL, "0-10" },
  { "all-here-and-more",
    { RANGE ("0-8/10") "\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n0123456789xx\r\n0\r\n\r\n" },
    DP_OUTCOME_REFUSED,
    1,
    "0-10",
    "0-10" },
  { "no-ranges", { WHOLE }, DP_OUTCOME_DONE, 1, NULL },
  { "no-ranges-second", { FIRST, WHOLE }, DP_OUTCOME_DONE, 2, NULL },
  { "416-prefix",
    { "HTTP/1.1 416 No\r\nContent-Range: bytes */3\r\nContent-Length: 0\r\n\r\n", WHOLE },
    DP_OUTCOME_DONE,
    2,
    NULL },
  { "416-all",
    { "HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n", WHOLE },
    DP_OUTCOME_DONE,
    2,
    NULL },
};

static DpPartial *
leave_ten (DpEngineFixture *fixture, const char *safe)
{
  static const char *const content = "0123456789";
  g_autoptr (DpPartFile) part = dp_part_file_create (fixture->folder, "a.zip", NULL, NULL);
  DpPartial *partial = g_new0 (DpPartial, 1);

  dp_range_fixture_parse (safe, &partial->safe);
  for (guint i = partial->safe.n_ranges; i > 0; i--)
    {
      const DpRange range = partial->safe.ranges[i - 1];

      g_assert_true (dp_part_file_write (part, range.first_byte, content + range.first_byte,
                                         range.end_byte - range.first_byte, NULL));
    }
  g_assert_true (dp_range_set_equal (dp_part_file_get_safe (part), &partial->safe));
  partial->folder = g_strdup (fixture->folder);
  partial->name = g_strdup ("a.zip");
  partial->inode = dp_part_file_get_inode (part);
  partial->total_bytes = 10;
  partial->validator = g_strdup ("\"v1\"");
  return partial;
}

static void
test_script (gconstpointer data)
{
  const Script *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (row->answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.zip");
  g_autoptr (DpPartial) partial = leave_ten (fixture, row->safe != NULL ? row->safe : "0-3 6-8");
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, partial);
  g_autofree char *left = NULL;

  dp_test_fetch_wait (fetch);
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, row->n_requests);
  if (row->safe == NULL)
    dp_test_assert_has (dp_script_server_get_request (server, 0), "\r\nRange: bytes=0-5\r\n");
  if (row->kind == DP_OUTCOME_DONE)
    {
      dp_test_fetch_assert_done (fetch, 10);
      g_assert_true (fetch->outcome->is_length_proven);
      dp_engine_fixture_assert_files (fixture, "a.zip");
      dp_engine_fixture_assert_text (fixture, "a.zip", "0123456789");
      return;
    }
  dp_test_fetch_assert_failed (fetch, row->kind, "");
  dp_engine_fixture_assert_files (fixture, "a.zip.part");
  left = dp_range_fixture_print (&fetch->outcome->partial->safe);
  g_assert_cmpstr (left, ==, row->left);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat ("/fetch-gaps/row/", rows[i].name, NULL);

      g_test_add_data_func (name, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *name = g_strconcat ("/fetch-gaps/script/", scripts[i].name, NULL);

      g_test_add_data_func (name, &scripts[i], test_script);
    }
  g_test_add_func ("/fetch-gaps/damaged", test_damaged);
  g_test_add_func ("/fetch-gaps/relinked", test_relinked);
  g_test_add_func ("/fetch-gaps/stopped", test_stopped);

  return g_test_run ();
}
