/* test-fetch-segments-trouble.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file over several connections, of which some are refused, lied to, cut or forgotten: it is right
 * all the same, and no more is asked than the server grants.
 */

#include "dp-segments.h"

#include "dp-segments-fixture.h"

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
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (2, 4);
  g_autofree char *path =
      g_strconcat ("/further/a.bin?size=4194304&rate=4000000", row->query, NULL);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  DpRange asked[100];
  guint n_whole;
  guint n;

  dp_segments_fixture_assert_file (fixture, fetch, 4 * MIB);
  n = dp_segments_fixture_read_asked (fixture, asked, G_N_ELEMENTS (asked), &n_whole);
  g_assert_cmpuint (n_whole, ==, 1);
  g_assert_cmpuint (n + n_whole, <=, row->max_requests);
  g_assert_cmpuint (n, >=, 1);
  if (row->limit != G_MAXUINT)
    g_assert_cmpuint (dp_segments_fixture_get_limit (fixture), ==,
                      row->limit > 0 ? row->limit : G_MAXUINT);
}

/* Parts that are worth a connection, though not as long as was asked for. */
static void
test_capped (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/range-capped/a.bin?size=16777216&max=1100000", NULL);

  dp_segments_fixture_assert_file (fixture, fetch, 16 * MIB);
  g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), <=, 16);
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
      g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[i], NULL);

      g_test_message ("%u requests, %s", dp_segments_fixture_get_n_requests (fixture),
                      fetch->outcome->reason != NULL ? fetch->outcome->reason : "done");
      g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), <=, 1 + 3 * 3 + 3 + 1);
      if (fetch->outcome->kind == DP_OUTCOME_DONE)
        {
          dp_segments_fixture_assert_file (fixture, fetch, 8 * MIB);
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
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (60, 3);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);

  dp_segments_fixture_assert_file (fixture, fetch, 8 * MIB);
  g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), <=, 20);
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
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
  g_autoptr (DpTestFetch) first = dp_test_fetch_run (fixture, paths[0], NULL);
  g_autoptr (DpTestFetch) second = NULL;
  guint n_refused = dp_test_server_get_n_requests (fixture->server, "/refused");

  dp_segments_fixture_assert_file (fixture, first, 8 * MIB);
  g_assert_cmpuint (n_refused, ==, 2);
  g_assert_cmpuint (dp_segments_fixture_get_limit (fixture), ==, 2);
  second = dp_test_fetch_run (fixture, paths[1], NULL);
  dp_test_fetch_assert_done (second, 8 * MIB);
  dp_engine_fixture_assert_content (fixture, "b.bin", 1, 8 * MIB);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, "/refused"), ==, n_refused);
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, paths[1]), >=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (miseries); i++)
    dp_segments_fixture_add ("fetch-segments-trouble/misery", miseries[i].name, &miseries[i],
                             test_misery);
  for (guint i = 0; i < G_N_ELEMENTS (slow_ones); i++)
    dp_segments_fixture_add ("fetch-segments-trouble/slow-one", slow_ones[i] + 1, slow_ones[i],
                             test_slow_one);
  g_test_add_func ("/fetch-segments-trouble/capped", test_capped);
  g_test_add_func ("/fetch-segments-trouble/always-cut", test_always_cut);
  g_test_add_func ("/fetch-segments-trouble/remembered", test_remembered);

  return g_test_run ();
}
