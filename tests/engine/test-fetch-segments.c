/* test-fetch-segments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file over several connections, from a server that grants them: as many as were said, or as make
 * it faster, and one where more can't be proven to be right.
 */

#include "dp-segments.h"

#include <string.h>

#include "dp-segments-fixture.h"

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
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (20, n_segments);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autoptr (DpTestFetch) fetch = NULL;
  DpRange asked[100];
  guint n_whole;
  guint n;

  /* Their headers pass, their bytes don't: so all of them are there at once. */
  dp_test_server_hold_at (fixture->server, path, 1);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_segments_fixture_get_n_requests (fixture) == n_segments);
  g_assert_cmpuint (dp_test_server_get_n_open_connections (fixture->server), ==, n_segments);
  dp_test_server_release (fixture->server, path);
  dp_test_fetch_wait (fetch);

  dp_segments_fixture_assert_file (fixture, fetch, 12345678);
  n = dp_segments_fixture_read_asked (fixture, asked, G_N_ELEMENTS (asked), &n_whole);
  g_assert_cmpuint (n_whole, ==, 1);
  g_assert_cmpuint (n, ==, n_segments - 1);
  assert_disjoint (asked, n);
  /* Who reads no further than to its end hangs up soon. */
  g_assert_cmpuint (dp_test_server_get_body_bytes (fixture->server), <, 12345678 + MIB);
  g_assert_cmpuint (dp_test_server_get_max_open_connections (fixture->server), ==, n_segments);
  g_assert_cmpuint (dp_segments_fixture_get_limit (fixture), ==, G_MAXUINT);
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
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  guint64 size_bytes = strstr (path, "2097151") != NULL ? 2097151 : 4000000;

  dp_test_fetch_assert_done (fetch, size_bytes);
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, size_bytes);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), ==, 1);
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
      g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (5, 4);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[i], NULL);

      dp_segments_fixture_assert_file (fixture, fetch, 2097152);
      g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), >=, 2);
    }
}

/* Nobody says how many */

static void
test_auto (gconstpointer data)
{
  gboolean helps = GPOINTER_TO_INT (data);
  /* Each as fast as that, or all of them together. */
  const char *path = helps ? "/file/a.bin?size=18874368&rate=3000000"
                           : "/file/a.bin?size=18874368&total_rate=4500000";
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (20, DP_SEGMENTS_AUTO);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
  guint n_connections = dp_test_server_get_max_open_connections (fixture->server);

  dp_segments_fixture_assert_file (fixture, fetch, 18 * MIB);
  if (helps)
    g_assert_cmpuint (n_connections, >=, 3);
  else
    g_assert_cmpuint (n_connections, ==, 2);
  g_assert_cmpuint (n_connections, <=, 4);
}

static void
test_auto_small (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_segments_fixture_new (20, DP_SEGMENTS_AUTO);
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/file/a.bin?size=16777215&rate=9000000", NULL);

  dp_segments_fixture_assert_file (fixture, fetch, 16 * MIB - 1);
  g_assert_cmpuint (dp_segments_fixture_get_n_requests (fixture), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  dp_segments_fixture_add ("fetch-segments/good", "2", GUINT_TO_POINTER (2), test_good);
  dp_segments_fixture_add ("fetch-segments/good", "4", GUINT_TO_POINTER (4), test_good);
  dp_segments_fixture_add ("fetch-segments/good", "8", GUINT_TO_POINTER (8), test_good);
  for (guint i = 0; i < G_N_ELEMENTS (lonely); i++)
    dp_segments_fixture_add ("fetch-segments/lonely", lonely[i] + 1, lonely[i], test_lonely);
  g_test_add_func ("/fetch-segments/not-lonely", test_not_lonely);
  dp_segments_fixture_add ("fetch-segments/auto", "helps", GINT_TO_POINTER (TRUE), test_auto);
  dp_segments_fixture_add ("fetch-segments/auto", "does-not-help", GINT_TO_POINTER (FALSE),
                           test_auto);
  g_test_add_func ("/fetch-segments/auto/small", test_auto_small);

  return g_test_run ();
}
