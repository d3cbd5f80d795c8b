/* test-fetch-framing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file is done only when its end is proven: every way to cut, stretch or misstate a body is an
 * error, with a sentence, and without a file of the final name.
 */

#include "dp-fetch.h"

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-script-server.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

typedef struct
{
  const char *name;
  const char *path;
  DpOutcomeKind kind;
  const char *words;
  guint64 safe_bytes; /* what is kept at least */
} Bad;

static const Bad bad_rows[] = {
  { "cut", "/cut/a.bin", DP_OUTCOME_DROPPED, "closed early, after 50.0 kB of 100.0 kB", 50000 },
  { "cut-close", "/cut/a.bin?close=1", DP_OUTCOME_DROPPED,
    "closed early, after 50.0 kB of 100.0 kB", 50000 },
  { "cut-at-once", "/cut/a.bin?after=0", DP_OUTCOME_DROPPED, "closed early, after 0 bytes of", 0 },
  { "cut-last-byte", "/cut/a.bin?after=99999&close=1", DP_OUTCOME_DROPPED, "closed early", 99999 },
  { "reset", "/reset/a.bin", DP_OUTCOME_DROPPED, "The connection to “127.0.0.1” broke off: ", 0 },
  { "refuse", "/refuse/a.bin", DP_OUTCOME_DROPPED,
    "The server closed the connection without an answer", 0 },
  { "chunked-boundary", "/chunked-cut/a.bin?at=boundary", DP_OUTCOME_DROPPED,
    "The connection closed early, after 50.0 kB", 50000 },
  { "chunked-inside", "/chunked-cut/a.bin?at=inside", DP_OUTCOME_DROPPED,
    "The connection closed early, after 50.0 kB", 50000 },
  { "chunked-before-crlf", "/chunked-cut/a.bin?at=before-crlf", DP_OUTCOME_DROPPED,
    "The connection closed early, after 50.0 kB", 50000 },
  { "chunked-final", "/chunked-cut/a.bin?at=final", DP_OUTCOME_DROPPED,
    "The connection closed early, after 100.0 kB", SIZE },
  { "chunked-start", "/chunked-cut/a.bin?after=0", DP_OUTCOME_DROPPED, "closed early", 0 },
  { "two-lengths", "/two-lengths/a.bin", DP_OUTCOME_REFUSED, "contradicts itself", 0 },
  { "two-lengths-bigger", "/two-lengths/a.bin?second=200000", DP_OUTCOME_REFUSED,
    "contradicts itself", 0 },
  { "negative", "/negative-length/a.bin", DP_OUTCOME_REFUSED, "contradicts itself", 0 },
  { "negative-zero", "/negative-length/a.bin?value=-0", DP_OUTCOME_REFUSED, "contradicts itself",
    0 },
  { "plus", "/negative-length/a.bin?value=%2B100000", DP_OUTCOME_REFUSED, "contradicts itself", 0 },
  { "empty-length", "/negative-length/a.bin?value=", DP_OUTCOME_REFUSED, "contradicts itself", 0 },
  { "hex", "/negative-length/a.bin?value=0x10", DP_OUTCOME_REFUSED, "contradicts itself", 0 },
  { "huge", "/negative-length/a.bin?value=99999999999999999999", DP_OUTCOME_REFUSED,
    "contradicts itself", 0 },
  { "list-differs", "/negative-length/a.bin?value=100000,%2050000", DP_OUTCOME_REFUSED,
    "contradicts itself", 0 },
  { "long", "/long/a.bin", DP_OUTCOME_REFUSED, "sent more than it had said", 0 },
  { "long-close", "/long/a.bin?close=1", DP_OUTCOME_REFUSED, "sent more than it had said", 0 },
  { "unknown-encoding", "/header/a.bin?name=Transfer-Encoding&value=gzip", DP_OUTCOME_REFUSED,
    "in an unknown way", 0 },
  { "packed-checksum", "/gzip/a.bin?bad=checksum", DP_OUTCOME_DROPPED, "arrived damaged", 0 },
  { "packed-end", "/gzip/a.bin?bad=end", DP_OUTCOME_DROPPED, "arrived damaged", 0 },
  { "packed-middle", "/gzip/a.bin?bad=middle", DP_OUTCOME_DROPPED, "arrived damaged", 0 },
  { "packed-unknown", "/header/a.bin?name=Content-Encoding&value=br", DP_OUTCOME_REFUSED,
    "packed the file in a way", 0 },
  { "packed-not", "/header/a.bin?name=Content-Encoding&value=gzip", DP_OUTCOME_DROPPED,
    "arrived damaged", 0 },
  { "stall-headers", "/stall-headers/a.bin", DP_OUTCOME_DROPPED,
    "The server sent nothing for 1 second", 0 },
  { "drip-headers", "/drip-headers/a.bin", DP_OUTCOME_DROPPED,
    "The server sent nothing for 1 second", 0 },
  { "stall", "/stall/a.bin", DP_OUTCOME_DROPPED, "The server sent nothing for 1 second", 50000 },
  { "endless-headers", "/endless-headers/a.bin", DP_OUTCOME_DROPPED, "", 0 },
};

static void
assert_left (DpEngineFixture *fixture, const DpOutcome *outcome, guint64 safe_bytes)
{
  if (outcome->partial == NULL)
    {
      g_assert_cmpuint (safe_bytes, ==, 0);
      dp_engine_fixture_assert_files (fixture, "");
      return;
    }
  g_assert_cmpuint (outcome->partial->safe.covered_bytes, >=, safe_bytes);
  g_assert_cmpuint (outcome->partial->safe.covered_bytes, <=, SIZE);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  dp_engine_fixture_assert_content (fixture, "a.bin.part", 1, outcome->partial->safe.covered_bytes);
}

static void
test_bad (gconstpointer data)
{
  const Bad *row = data;
  /* libsoup grumbles about a negative length before we see it. */
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  gboolean is_silent = strstr (row->words, "for 1 second") != NULL;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (is_silent ? 1 : 30);
  gint64 began_usec = g_get_monotonic_time ();
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, row->path, NULL);

  dp_test_fetch_assert_failed (fetch, row->kind, row->words);
  assert_left (fixture, fetch->outcome, row->safe_bytes);
  dp_test_assert_soon (began_usec);
  g_log_set_always_fatal (fatal);
}

/* A chunk size that is none, at many places: the byte behind it must never pass for an end. */
static void
test_bad_chunk_size (void)
{
  static const char *const values[] = {
    "zz", "", "-5", "ffffffffffffffff", "0x10", "8000000000000000", " 5"
  };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint after = 50000; after < 50040; after++)
      {
        g_autofree char *escaped = g_uri_escape_string (values[i], NULL, FALSE);
        g_autofree char *path =
            g_strdup_printf ("/chunked-bad-size/a.bin?value=%s&after=%u", escaped, after);
        g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);

        if (fetch->outcome->kind == DP_OUTCOME_DONE)
          g_error ("%s passed for a whole file", path);
        if (fetch->outcome->partial != NULL)
          dp_partial_discard_async (g_steal_pointer (&fetch->outcome->partial), fixture->lanes,
                                    NULL, NULL);
      }
}

/* Good ones, which look a little strange. */
typedef struct
{
  const char *name;
  const char *path;
  guint64 size_bytes;
  gboolean is_length_proven;
} Good;

static const Good good_rows[] = {
  { "file", "/file/a.bin", SIZE, TRUE },
  { "close", "/file/a.bin?close=1", SIZE, TRUE },
  { "empty", "/empty/a.bin", 0, TRUE },
  { "chunked", "/chunked/a.bin", SIZE, TRUE },
  { "chunked-1", "/chunked/a.bin?chunk=1&size=3000", 3000, TRUE },
  { "chunked-empty", "/chunked/a.bin?size=0", 0, TRUE },
  { "chunked-trailers", "/chunked/a.bin?trailers=1", SIZE, TRUE },
  { "chunked-extensions", "/chunked/a.bin?extensions=1", SIZE, TRUE },
  { "no-length", "/no-length/a.bin", SIZE, FALSE },
  { "same-length-twice", "/two-lengths/a.bin?second=100000", SIZE, TRUE },
  { "continue", "/continue-100/a.bin", SIZE, TRUE },
  { "early-hints", "/early-hints-103/a.bin", SIZE, TRUE },
  { "cut-behind-end", "/cut/a.bin?after=100000", SIZE, TRUE },
  { "cut-behind-end-close", "/cut/a.bin?after=100000&close=1", SIZE, TRUE },
  { "reset-behind-end", "/reset/a.bin?after=100000&close=1", SIZE, TRUE },
  { "stall-behind-end", "/stall/a.bin?after=100000", SIZE, TRUE },
  { "stall-behind-end-close", "/stall/a.bin?after=100000&close=1", SIZE, TRUE },
  { "drip", "/drip/a.bin?size=25&bytes_per_sec=10", 25, TRUE },
};

static void
test_good (gconstpointer data)
{
  const Good *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (1);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, row->path, NULL);

  dp_test_fetch_assert_done (fetch, row->size_bytes);
  g_assert_cmpint (fetch->outcome->is_length_proven, ==, row->is_length_proven);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, row->size_bytes);
}

/* The same connection must not carry what one answer has too much to the next one. */
static void
test_behind_junk (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DpTestFetch) junk =
          dp_test_fetch_run (fixture, "/keepalive-junk/junk.bin?size=100", NULL);
      g_autofree char *path = g_strdup_printf ("/file/%u.bin", i);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);

      g_assert_cmpint (junk->outcome->kind, !=, DP_OUTCOME_STOPPED);
      dp_test_fetch_assert_done (fetch, SIZE);
    }
}

/* TLS */

typedef struct
{
  const char *name;
  const char *path;
  DpOutcomeKind kind;
  gboolean is_length_proven;
} Tls;

static const Tls tls_rows[] = {
  { "tls-cut", "/tls-cut/a.bin", DP_OUTCOME_DROPPED, FALSE },
  { "tls-farewell", "/tls-cut/a.bin?notify=1&after=100000", DP_OUTCOME_DONE, FALSE },
  { "tls-length-cut", "/cut/a.bin", DP_OUTCOME_DROPPED, FALSE },
  { "tls-length-cut-close", "/cut/a.bin?close=1", DP_OUTCOME_DROPPED, FALSE },
  { "tls-length-no-farewell", "/cut/a.bin?after=100000", DP_OUTCOME_DONE, TRUE },
  { "tls-length-no-farewell-close", "/cut/a.bin?after=100000&close=1", DP_OUTCOME_DONE, TRUE },
  { "tls-chunked", "/chunked/a.bin", DP_OUTCOME_DONE, TRUE },
  { "tls-chunked-cut", "/chunked-cut/a.bin", DP_OUTCOME_DROPPED, FALSE },
  { "tls-chunked-final", "/chunked-cut/a.bin?at=final", DP_OUTCOME_DROPPED, FALSE },
  { "tls-stall", "/stall/a.bin", DP_OUTCOME_DROPPED, FALSE },
};

static void
test_tls (gconstpointer data)
{
  const Tls *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (1);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  const DpHttpOptions options = { 1, database };
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_free (fixture->server);
  fixture->server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);

  fetch = dp_test_fetch_run (fixture, row->path, NULL);
  if (row->kind == DP_OUTCOME_DONE)
    {
      dp_test_fetch_assert_done (fetch, SIZE);
      g_assert_cmpint (fetch->outcome->is_length_proven, ==, row->is_length_proven);
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
    }
  else
    {
      dp_test_fetch_assert_failed (fetch, row->kind, "");
      assert_left (fixture, fetch->outcome, 0);
    }
}

/* What drips is not alive if it is no byte of the file. */
static void
drip_chunk_extension (guint nth, const char *request, GSocketConnection *connection)
{
  static const char head[] =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n5;";
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  for (guint i = 0; i < 40; i++)
    {
      if (!g_output_stream_write_all (out, "a", 1, NULL, NULL, NULL))
        break;
      g_usleep (100 * 1000); /* the misbehaviour, not a hope */
    }
}

static void
test_drip_without_bytes (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (1);
  g_autoptr (DpScriptServer) server = dp_script_server_new_func (drip_chunk_extension);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

  /* Not that the connection closed, as it does in the end. */
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DROPPED, "The server sent nothing for 1 second");
  g_assert_cmpuint (fetch->outcome->partial->safe.covered_bytes, ==, 5);
}

/* An old server's length counts as much as a new one's. */
static void
test_http_1_0 (void)
{
  static const struct
  {
    const char *body;
    DpOutcomeKind kind;
  } rows[] = {
    { "0123456789", DP_OUTCOME_DONE },
    { "012345678", DP_OUTCOME_DROPPED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *answer =
          g_strconcat ("HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n", rows[i].body, NULL);
      const char *answers[] = { answer, NULL };
      g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
      g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

      dp_test_fetch_wait (fetch);
      g_assert_cmpint (fetch->outcome->kind, ==, rows[i].kind);
    }
}

static void
add_rows (const char *prefix, gconstpointer rows, gsize row_bytes, guint n_rows, GTestDataFunc func)
{
  for (guint i = 0; i < n_rows; i++)
    {
      gconstpointer row = (const char *) rows + i * row_bytes;
      g_autofree char *path = g_strdup_printf ("%s/%s", prefix, *(const char *const *) row);

      g_test_add_data_func (path, row, func);
    }
}

#define ADD_ROWS(prefix, rows, func) \
  add_rows (prefix, rows, sizeof rows[0], G_N_ELEMENTS (rows), func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  ADD_ROWS ("/fetch-framing/good", good_rows, test_good);
  ADD_ROWS ("/fetch-framing/bad", bad_rows, test_bad);
  ADD_ROWS ("/fetch-framing/tls", tls_rows, test_tls);
  g_test_add_func ("/fetch-framing/http-1.0", test_http_1_0);
  g_test_add_func ("/fetch-framing/bad-chunk-size", test_bad_chunk_size);
  g_test_add_func ("/fetch-framing/behind-junk", test_behind_junk);
  g_test_add_func ("/fetch-framing/drip-without-bytes", test_drip_without_bytes);

  return g_test_run ();
}
