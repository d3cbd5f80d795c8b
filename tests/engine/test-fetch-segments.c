/* test-fetch-segments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file over several connections: right whatever one of them meets, and no more is asked than
 * the server grants.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-host-limit.h"
#include "dp-script-server.h"
#include "dp-segments.h"

#define MIB     G_GUINT64_CONSTANT (1048576)
#define OVERLAP 16384

static DpEngineFixture *
fixture_new (guint timeout_sec, guint n_segments)
{
  DpEngineFixture *fixture = dp_engine_fixture_new (timeout_sec);

  /* A port may have been that of an earlier test. */
  dp_host_limit_forget ();
  fixture->n_segments = n_segments;
  return fixture;
}

static void
assert_file (DpEngineFixture *fixture, DpTestFetch *fetch, guint64 size_bytes)
{
  dp_test_fetch_assert_done (fetch, size_bytes);
  g_assert_true (fetch->outcome->is_length_proven);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, size_bytes);
}

static guint
get_n_requests (DpEngineFixture *fixture)
{
  return dp_test_server_get_n_requests (fixture->server, NULL);
}

static guint
get_limit (DpEngineFixture *fixture)
{
  g_autofree char *origin = dp_engine_fixture_dup_url (fixture, "");

  return dp_host_limit_get (origin, g_get_real_time ());
}

/* What was asked for, as ranges; the first without one is passed over.  How many there were. */
static guint
read_asked (DpEngineFixture *fixture, DpRange *asked, guint max, guint *n_whole)
{
  g_autofree char *log = dp_test_server_dup_ranges (fixture->server, NULL);
  g_auto (GStrv) words = g_strsplit (g_strchomp (log), " ", -1);
  guint n = 0;

  g_test_message ("%s", log);
  *n_whole = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 first_byte = 0;
      guint64 last_byte = 0;

      if (g_str_equal (words[i], "none"))
        {
          ++*n_whole;
          continue;
        }
      g_assert_null (strchr (words[i], '!'));
      g_assert_cmpuint (n, <, max);
      if (sscanf (words[i], "bytes=%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, &first_byte,
                  &last_byte) < 2)
        last_byte = G_MAXUINT64 - 1;
      asked[n++] = (DpRange){ first_byte, last_byte + 1 };
    }
  return n;
}

/* No byte was asked for by two of those with a range. */
static void
assert_disjoint (const DpRange *asked, guint n)
{
  g_auto (DpRangeSet) set = { 0 };
  guint64 sum_bytes = 0;

  for (guint i = 0; i < n; i++)
    {
      dp_range_set_add (&set, asked[i].first_byte, asked[i].end_byte);
      sum_bytes += asked[i].end_byte - asked[i].first_byte;
    }
  g_assert_cmpuint (set.covered_bytes, ==, sum_bytes);
}

/* All is well */

static void
test_good (gconstpointer data)
{
  const char *path = "/file/a.bin?size=12345678&rate=4000000";
  guint n_segments = GPOINTER_TO_UINT (data);
  g_autoptr (DpEngineFixture) fixture = fixture_new (20, n_segments);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autoptr (DpTestFetch) fetch = NULL;
  DpRange asked[100];
  guint n_whole;
  guint n;

  /* Their headers pass, their bytes don't: so all of them are there at once. */
  dp_test_server_hold_at (fixture->server, path, 1);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (get_n_requests (fixture) == n_segments);
  g_assert_cmpuint (dp_test_server_get_n_open_connections (fixture->server), ==, n_segments);
  dp_test_server_release (fixture->server, path);
  dp_test_fetch_wait (fetch);

  assert_file (fixture, fetch, 12345678);
  n = read_asked (fixture, asked, G_N_ELEMENTS (asked), &n_whole);
  g_assert_cmpuint (n_whole, ==, 1);
  g_assert_cmpuint (n, ==, n_segments - 1);
  assert_disjoint (asked, n);
  /* Who reads no further than to its end hangs up soon. */
  g_assert_cmpuint (dp_test_server_get_body_bytes (fixture->server), <, 12345678 + MIB);
  g_assert_cmpuint (dp_test_server_get_max_open_connections (fixture->server), ==, n_segments);
  g_assert_cmpuint (get_limit (fixture), ==, G_MAXUINT);
}

/* One connection only */

static const char *const lonely[] = {
  "/file/a.bin?size=4000000&ranges=no",
  "/file/a.bin?size=4000000&etag=weak",
  "/file/a.bin?size=4000000&etag=no&modified=now",
  "/file/a.bin?size=4000000&etag=no&modified=no",
  "/file/a.bin?size=2097151",
  "/chunked/a.bin?size=4000000",
  "/no-length/a.bin?size=4000000",
  "/gzip/a.bin?size=4000000",
};

static void
test_lonely (gconstpointer path)
{
  g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  guint64 size_bytes = strstr (path, "2097151") != NULL ? 2097151 : 4000000;

  dp_test_fetch_assert_done (fetch, size_bytes);
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, size_bytes);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);
}

/* Two things that look alike, and are good for several. */
static void
test_not_lonely (void)
{
  static const char *const paths[] = {
    "/file/a.bin?size=2097152&rate=2000000",
    "/file/a.bin?size=2097152&etag=no&rate=2000000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[i], NULL);

      assert_file (fixture, fetch, 2097152);
      g_assert_cmpuint (get_n_requests (fixture), >=, 2);
    }
}

/* Miseries */

typedef struct
{
  const char *name;
  const char *query;
  guint max_requests;
  guint limit; /* what is remembered of the host; 0: nothing */
} Misery;

/* Of 4 MiB over four connections, at a speed at which all of them are there at once. */
static const Misery miseries[] = {
  /* All that are more than one. */
  { "forbidden", "&with=403", 4, 1 },
  { "not-found", "&with=404", 4, 0 },
  { "too-many", "&with=429", 4, 1 },
  { "busy", "&with=503", 4, 1 },
  { "no-such-range", "&with=416", 4, 0 },
  { "no-answer", "&with=nothing", 8, 1 },
  { "whole", "&with=whole", 4, 0 },
  { "wrong-start", "&with=wrong-start", 4, 0 },
  { "wrong-total", "&with=wrong-total", 4, 0 },
  { "version", "&with=version", 4, 0 },
  { "encoded", "&with=encoded", 4, 0 },
  { "crumbs", "&with=capped&max=10000", 4, 0 },
  /* The last of them. */
  { "third-too-many", "&with=429&fine=1&times=2", 6, 2 },
  { "fourth-busy", "&with=503&fine=2&times=1", 6, 3 },
  { "fourth-not-found", "&with=404&fine=2&times=1", 6, 0 },
  { "later-busy", "&with=503&fine=3", 6, G_MAXUINT },
  /* One that fails, and is begun again. */
  { "cut", "&with=cut&after=200000&times=1", 12, 0 },
  { "reset", "&with=reset&after=200000&times=1", 12, 0 },
  { "cut-each", "&with=cut&after=200000&times=3", 12, 0 },
  { "cut-at-once", "&with=cut&after=0&times=3", 12, 0 },
  { "stall", "&with=stall&after=200000&times=1", 12, 0 },
  /* The first. */
  { "first-cut", "&first=cut&after=200000", 12, 0 },
  { "first-reset", "&first=reset&after=200000", 12, 0 },
  { "first-stalls", "&first=stall&after=200000", 12, 0 },
};

static void
test_misery (gconstpointer data)
{
  const Misery *row = data;
  g_autoptr (DpEngineFixture) fixture = fixture_new (2, 4);
  g_autofree char *path =
      g_strconcat ("/further/a.bin?size=4194304&rate=4000000", row->query, NULL);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  DpRange asked[100];
  guint n_whole;
  guint n;

  assert_file (fixture, fetch, 4 * MIB);
  n = read_asked (fixture, asked, G_N_ELEMENTS (asked), &n_whole);
  g_assert_cmpuint (n_whole, ==, 1);
  g_assert_cmpuint (n + n_whole, <=, row->max_requests);
  g_assert_cmpuint (n, >=, 1);
  if (row->limit != G_MAXUINT)
    g_assert_cmpuint (get_limit (fixture), ==, row->limit > 0 ? row->limit : G_MAXUINT);
}

/* Parts that are worth a connection, though not as long as was asked for. */
static void
test_capped (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/range-capped/a.bin?size=16777216&max=1100000", NULL);

  assert_file (fixture, fetch, 16 * MIB);
  g_assert_cmpuint (get_n_requests (fixture), <=, 16);
  /* Who has read a part to its end asks for the next on the same connection. */
  g_test_message ("%u connections", dp_test_server_get_n_connections (fixture->server));
  g_assert_cmpuint (dp_test_server_get_n_connections (fixture->server), <=, 6);
}

/* All that ask for a part are dropped after a little: no storm, and what came is kept. */
static void
test_always_cut (void)
{
  static const char *const paths[] = {
    "/further/a.bin?size=8388608&rate=4000000&with=cut&after=1000",
    "/further/a.bin?size=8388608&rate=4000000&with=reset&after=100000",
    "/further/a.bin?size=8388608&rate=4000000&with=cut&after=0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[i], NULL);

      g_test_message ("%u requests, %s", get_n_requests (fixture),
                      fetch->outcome->reason != NULL ? fetch->outcome->reason : "done");
      g_assert_cmpuint (get_n_requests (fixture), <=, 1 + 3 * 3 + 3 + 1);
      if (fetch->outcome->kind == DP_OUTCOME_DONE)
        {
          assert_file (fixture, fetch, 8 * MIB);
          continue;
        }
      dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DROPPED, "");
      g_assert_cmpuint (fetch->outcome->partial->safe.covered_bytes, >, 2 * MIB);
      dp_engine_fixture_assert_files (fixture, "a.bin.part");
    }
}

/* One that is silent, or slow as a snail, holds up nobody. */
static void
test_slow_one (gconstpointer data)
{
  const char *path = data;
  g_autoptr (DpEngineFixture) fixture = fixture_new (60, 3);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);

  assert_file (fixture, fetch, 8 * MIB);
  g_assert_cmpuint (get_n_requests (fixture), <=, 20);
  /* Also not the first, whose answer would go on to the end of the file. */
  g_assert_cmpuint (dp_test_server_get_max_open_connections (fixture->server), <=, 3);
}

static const char *const slow_ones[] = {
  "/further/a.bin?size=8388608&rate=2500000&with=slow&slow=50000&times=1",
  "/further/a.bin?size=8388608&rate=2500000&first=slow&slow=50000",
  "/further/a.bin?size=8388608&rate=2500000&with=stall&after=300000&times=1",
  "/further/a.bin?size=8388608&rate=2500000&first=stall&after=300000",
  /* When the others have nothing left to do. */
  "/further/a.bin?size=8388608&rate=4000000&with=stall&after=2000000&times=1",
};

/* How many a host serves is learned once. */
static void
test_remembered (void)
{
  static const char *const paths[] = {
    "/limited/a.bin?size=8388608&rate=2500000&most=2",
    "/limited/b.bin?size=8388608&rate=2500000&most=2",
  };
  g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
  g_autoptr (DpTestFetch) first = dp_test_fetch_run (fixture, paths[0], NULL);
  g_autoptr (DpTestFetch) second = NULL;
  guint n_refused = dp_test_server_get_n_requests (fixture->server, "/refused");

  assert_file (fixture, first, 8 * MIB);
  g_assert_cmpuint (n_refused, ==, 2);
  g_assert_cmpuint (get_limit (fixture), ==, 2);
  second = dp_test_fetch_run (fixture, paths[1], NULL);
  dp_test_fetch_assert_done (second, 8 * MIB);
  dp_engine_fixture_assert_content (fixture, "b.bin", 1, 8 * MIB);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, "/refused"), ==, n_refused);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, paths[1]), >=, 2);
}

/* Nobody says how many */

static void
test_auto (gconstpointer data)
{
  gboolean helps = GPOINTER_TO_INT (data);
  /* Each as fast as that, or all of them together. */
  const char *path = helps ? "/file/a.bin?size=18874368&rate=3000000"
                           : "/file/a.bin?size=18874368&total_rate=4500000";
  g_autoptr (DpEngineFixture) fixture = fixture_new (20, DP_SEGMENTS_AUTO);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  guint n_connections = dp_test_server_get_max_open_connections (fixture->server);

  assert_file (fixture, fetch, 18 * MIB);
  if (helps)
    g_assert_cmpuint (n_connections, >=, 3);
  else
    g_assert_cmpuint (n_connections, ==, 2);
  g_assert_cmpuint (n_connections, <=, 4);
}

static void
test_auto_small (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_new (20, DP_SEGMENTS_AUTO);
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/file/a.bin?size=16777215&rate=9000000", NULL);

  assert_file (fixture, fetch, 16 * MIB - 1);
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);
}

/* Stopped, and gone on with */

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
  g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
  g_autoptr (DpPartial) partial = leave_ranges (fixture, path);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, partial);
  DpRange asked[100];
  guint n_whole;
  guint n;

  assert_file (fixture, fetch, 8 * MIB);
  n = read_asked (fixture, asked, G_N_ELEMENTS (asked), &n_whole);
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
      g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
      g_autoptr (DpPartial) partial = leave_ranges (fixture, path);
      g_autofree char *name = dp_engine_fixture_dup_path (fixture, "a.bin.part");
      g_autoptr (DpTestFetch) fetch = NULL;
      FILE *file = g_fopen (name, "r+");

      g_assert_cmpint (fseek (file, (long) partial->safe.ranges[i].end_byte - 10, SEEK_SET), ==, 0);
      fputs ("damage", file);
      fclose (file);
      fetch = dp_test_fetch_run (fixture, path, partial);
      assert_file (fixture, fetch, 8 * MIB);
      g_assert_cmpuint (get_n_requests (fixture), <=, 16);
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
      g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
      g_autoptr (DpPartial) partial =
          leave_ranges (fixture, "/file/a.bin?size=8388608&rate=2000000");
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, links[i], partial);

      assert_file (fixture, fetch, 8 * MIB);
      g_assert_cmpuint (dp_test_server_get_max_open_connections (fixture->server), ==, 4);
      g_assert_cmpuint (get_n_requests (fixture), <=, 16);
    }
}

/* What was begun with several goes on with a server that gives only crumbs now. */
static void
test_crumbs (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
  g_autoptr (DpPartial) partial = leave_ranges (fixture, "/file/a.bin?size=8388608&rate=2000000");
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/range-capped/a.bin?size=8388608&max=500000", partial);

  assert_file (fixture, fetch, 8 * MIB);
  g_assert_cmpuint (get_n_requests (fixture), <=, 25);
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
  g_autoptr (DpEngineFixture) fixture = fixture_new (5, 4);
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

static void
add (const char *group, const char *name, gconstpointer data, GTestDataFunc func)
{
  /* A slash in a name would make a group of it. */
  g_autofree char *word = g_strdelimit (g_strdup (name), "/", '-');
  g_autofree char *path = g_strdup_printf ("/fetch-segments/%s/%s", group, word);

  g_test_add_data_func (path, data, func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  add ("good", "2", GUINT_TO_POINTER (2), test_good);
  add ("good", "4", GUINT_TO_POINTER (4), test_good);
  add ("good", "8", GUINT_TO_POINTER (8), test_good);
  for (guint i = 0; i < G_N_ELEMENTS (lonely); i++)
    add ("lonely", lonely[i] + 1, lonely[i], test_lonely);
  for (guint i = 0; i < G_N_ELEMENTS (miseries); i++)
    add ("misery", miseries[i].name, &miseries[i], test_misery);
  for (guint i = 0; i < G_N_ELEMENTS (slow_ones); i++)
    add ("slow-one", slow_ones[i] + 1, slow_ones[i], test_slow_one);
  add ("auto", "helps", GINT_TO_POINTER (TRUE), test_auto);
  add ("auto", "does-not-help", GINT_TO_POINTER (FALSE), test_auto);
  g_test_add_func ("/fetch-segments/auto/small", test_auto_small);
  g_test_add_func ("/fetch-segments/not-lonely", test_not_lonely);
  g_test_add_func ("/fetch-segments/capped", test_capped);
  g_test_add_func ("/fetch-segments/always-cut", test_always_cut);
  g_test_add_func ("/fetch-segments/remembered", test_remembered);
  g_test_add_func ("/fetch-segments/stopped", test_stopped);
  g_test_add_func ("/fetch-segments/damaged", test_damaged);
  g_test_add_func ("/fetch-segments/relinked", test_relinked);
  g_test_add_func ("/fetch-segments/crumbs", test_crumbs);
  g_test_add_func ("/fetch-segments/empty-part", test_empty_part);

  return g_test_run ();
}
