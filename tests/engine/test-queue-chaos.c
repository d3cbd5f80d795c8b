/* test-queue-chaos.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All orders at once, in any order, while servers stall, cut and refuse: afterwards everything is
 * as it would have been without them.  The orders are the same in every run; with -m slow they are
 * more, and those of the seed (--seed), which is printed.
 */

#include <string.h>

#include "dp-limits.h"
#include "dp-queue-fixture.h"

#define N_EACH   3
#define N_ORDERS 200

/* What there is to download; "%u" is its number. */
static const struct
{
  const char *path;
  gsize size_bytes; /* or 0: it fails in any case, or asks for a password */
} rows[] = {
  { "/file/good%u.bin?size=4000000", 4000000 },
  { "/file/small%u.bin?size=3000", 3000 },
  { "/chunked/chunked%u.bin?size=300000", 300000 },
  { "/slow/slow%u.bin?size=60000&rate=40000", 60000 },
  { "/cut/cut%u.bin?size=900000&times=1", 900000 },
  { "/stall/stall%u.bin?size=900000&times=1", 900000 },
  { "/further/further%u.bin?size=4000000&times=2&with=cut", 4000000 },
  { "/limited/limited%u.bin?size=3000000&most=2", 3000000 },
  { "/busy/busy%u.bin?size=100000&times=1&retry_after=1", 100000 },
  { "/auth-basic/auth%u.bin", 0 },
  { "/status/404/gone%u.bin", 0 },
};

#define N_IDS (G_N_ELEMENTS (rows) * N_EACH)

static GRand *dice;

static const guint64 speeds[] = { 0, 1, 500, 20000, 3000000 };

/* Some of those that stand one after the other. */
static gsize
choose (guint64 *ids)
{
  guint first = (guint) g_rand_int_range (dice, 0, N_IDS);
  guint n = MIN ((guint) g_rand_int_range (dice, 1, 6), N_IDS - first);

  for (guint i = 0; i < n; i++)
    ids[i] = first + i + 1;
  return n;
}

static guint64
choose_speed (void)
{
  return speeds[g_rand_int_range (dice, 0, G_N_ELEMENTS (speeds))];
}

static void
order (DpQueueFixture *fixture)
{
  DpQueue *queue = fixture->queue;
  guint64 ids[N_IDS];
  gsize n_ids = choose (ids);
  g_autoptr (DpRemoval) removal = NULL;

  switch (g_rand_int_range (dice, 0, 13))
    {
    case 0:
    case 1:
      dp_queue_pause (queue, ids, n_ids);
      break;
    case 2:
    case 3:
      dp_queue_resume (queue, ids, n_ids);
      break;
    case 4:
      dp_queue_cancel (queue, ids, n_ids);
      break;
    case 5:
      dp_queue_set_held (queue, g_rand_boolean (dice));
      break;
    case 6:
      dp_queue_set_limit (queue, choose_speed ());
      break;
    case 7:
      dp_queue_set_limit_of (queue, ids, n_ids, choose_speed ());
      break;
    case 8:
      dp_queue_set_per_host (queue, (guint) g_rand_int_range (dice, 1, 9));
      break;
    case 9:
      dp_queue_set_parallel (queue, (guint) g_rand_int_range (dice, 1, 17));
      break;
    case 10:
      dp_queue_set_segments (queue, (guint) g_rand_int_range (dice, 1, 9));
      break;
    case 11:
      dp_queue_hurry (queue);
      break;
    case 12:
      removal = dp_queue_fixture_remove (fixture, ids[0], (guint) n_ids);
      for (int i = g_rand_int_range (dice, 0, 4); i > 0; i--)
        dp_test_iterate ();
      dp_queue_restore (queue, g_steal_pointer (&removal));
      break;
    }
}

/* Nothing in the way any more. */
static void
make_peace (DpQueueFixture *fixture)
{
  guint64 ids[N_IDS];

  for (guint i = 0; i < N_IDS; i++)
    ids[i] = i + 1;
  dp_queue_set_limit (fixture->queue, 0);
  dp_queue_set_limit_of (fixture->queue, ids, N_IDS, 0);
  dp_queue_set_per_host (fixture->queue, 8);
  dp_queue_set_parallel (fixture->queue, 16);
  dp_queue_set_held (fixture->queue, FALSE);
  dp_queue_resume (fixture->queue, ids, N_IDS);
}

static void
assert_file (const char *path, gsize size_bytes)
{
  g_autofree guchar *expected = g_malloc (size_bytes);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, ==, size_bytes);
  dp_test_body_fill (DP_TEST_BODY_SEED, 0, expected, size_bytes);
  g_assert_cmpint (memcmp (content, expected, size_bytes), ==, 0);
}

/* Done under its own name, which a second file beside a lost one would not get; or not, as it must. */
static void
assert_end (DpQueueFixture *fixture, guint row, guint number)
{
  DpDownload *download = dp_queue_find (fixture->queue, row * N_EACH + number + 1);
  DpState state = dp_download_get_state (download);
  g_auto (GStrv) around = g_strsplit (strrchr (rows[row].path, '/') + 1, "%u", 2);
  g_autofree char *name = g_strdup_printf ("%s%u.bin", around[0], number);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture->engine, name);

  if (rows[row].size_bytes == 0)
    {
      g_assert_true (state == DP_STATE_FAILED || state == DP_STATE_ASKING);
      return;
    }
  if (state != DP_STATE_DONE)
    g_error ("%s: %d: %s", name, state, dp_download_get_reason (download));
  g_assert_cmpstr (dp_download_get_path (download), ==, path);
  assert_file (path, rows[row].size_bytes);
}

static void
test_chaos (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (1);
  g_autofree char *list = NULL;

  dice = g_rand_new_with_seed (g_test_slow () ? (guint32) g_test_rand_int () : 1);
  dp_queue_set_tries (fixture->queue, 100);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    dp_queue_fixture_add (fixture, N_EACH, rows[row].path);
  for (guint i = 0; i < (g_test_slow () ? 10 : 1) * N_ORDERS; i++)
    {
      order (fixture);
      for (int n = g_rand_int_range (dice, 0, 5); n > 0; n--)
        dp_test_iterate ();
      dp_queue_fixture_assert_consistent (fixture);
    }
  make_peace (fixture);
  dp_queue_fixture_run_to_end (fixture);
  dp_queue_fixture_wait_idle (fixture);
  dp_queue_fixture_assert_consistent (fixture);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    for (guint i = 0; i < N_EACH; i++)
      assert_end (fixture, row, i);
  list = dp_engine_fixture_list (fixture->engine);
  g_assert_null (strstr (list, ".part"));
  g_assert_null (strstr (list, " ("));
  g_rand_free (dice);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/queue-chaos", test_chaos);
  return g_test_run ();
}
