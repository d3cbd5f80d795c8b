/* test-queue-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast it may go, all together and each: fetched in the time that the limit says, shared fairly,
 * changed and stopped at once.
 */

#include "dp-limits.h"

#include <string.h>

#include "dp-queue-fixture.h"

/* The limit holds on every machine; a busy one may make very much more of it. */
#define assert_took(began_usec, from_msec)                                            \
  G_STMT_START                                                                        \
  {                                                                                   \
    g_assert_cmpint ((g_get_monotonic_time () - (began_usec)) / 1000, >=, from_msec); \
    dp_test_assert_soon ((began_usec) + (from_msec) *G_TIME_SPAN_MILLISECOND);        \
  }                                                                                   \
  G_STMT_END

/* And it is used: one of so many attempts takes no longer than this. */
#define N_ATTEMPTS   5
#define AT_MOST_MSEC 3000

/* Of so many who wait for a byte in a second the last one would wait for half a minute. */
#define N_PATIENT 32

static const DpProgress *
get_progress (DpQueueFixture *self, guint64 id)
{
  return dp_download_get_progress (dp_queue_find (self->queue, id));
}

static guint64
get_sum (DpQueueFixture *self, guint64 first_id, guint n_ids)
{
  guint64 sum_bytes = 0;

  for (guint i = 0; i < n_ids; i++)
    sum_bytes += get_progress (self, first_id + i)->received_bytes;
  return sum_bytes;
}

static void
set_limit_of (DpQueueFixture *self, guint64 id, guint64 bytes_per_sec)
{
  dp_queue_set_limit_of (self->queue, &id, 1, bytes_per_sec);
}

typedef struct
{
  const char *name;
  guint n_files;
  guint n_segments;
  guint64 bytes_per_sec;
  const char *path;
} Row;

/* One second each. */
static const Row rows[] = {
  { "one", 1, 1, 500000, "/file?size=500000&seed=%u" },
  { "eight", 8, 1, 500000, "/file?size=62500&seed=%u" },
  { "chunks", 4, 1, 500000, "/chunked?size=125000&chunk=100&seed=%u" },
  { "packed", 1, 1, 500000, "/gzip?size=500000&zeros=0&seed=%u" },
  { "segments", 1, 4, 4000000, "/file?size=4000000&seed=%u" },
  { "many small ones", 50, 1, 500000, "/file?size=10000&seed=%u" },
  { "nearly as slow by themselves", 16, 1, 100000, "/file?size=5000&rate=5000&seed=%u" },
};

static gint64
fetch_all (const Row *row)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  gint64 began_usec = g_get_monotonic_time ();

  dp_queue_set_parallel (self->queue, 16);
  dp_queue_set_segments (self->queue, row->n_segments);
  dp_queue_set_limit (self->queue, row->bytes_per_sec);
  g_assert_cmpuint (dp_queue_get_limit (self->queue), ==, row->bytes_per_sec);
  dp_queue_fixture_add (self, row->n_files, row->path);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, row->n_files);
  return (g_get_monotonic_time () - began_usec) / G_TIME_SPAN_MILLISECOND;
}

static void
test_all (gconstpointer data)
{
  gint64 took_msec = G_MAXINT64;

  for (guint i = 0; i < N_ATTEMPTS && took_msec > AT_MOST_MSEC; i++)
    {
      took_msec = fetch_all (data);
      g_test_message ("%" G_GINT64_FORMAT " ms", took_msec);
      g_assert_cmpint (took_msec, >=, 900);
    }
  g_assert_cmpint (took_msec, <=, AT_MOST_MSEC);
}

/* When half of what there is has come, or a little more as nobody looked in time, everybody has some
 * of it: nobody went first. */
static void
test_fair (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 first_id;
  guint64 limited_usec = 0;
  guint64 share_bytes;

  dp_queue_set_parallel (self->queue, 16);
  dp_queue_set_limit (self->queue, 800000);
  first_id = dp_queue_fixture_add (self, 16, "/file?size=100000&seed=%u");
  dp_test_run_until (get_sum (self, first_id, 16) >= 800000);
  share_bytes = get_sum (self, first_id, 16) / 16;
  for (guint i = 0; i < 16; i++)
    {
      const DpProgress *progress = get_progress (self, first_id + i);

      g_assert_cmpuint (progress->received_bytes, >=, share_bytes / 8);
      g_assert_cmpuint (progress->received_bytes, <, 2 * share_bytes);
      limited_usec += progress->limited_usec;
    }
  g_assert_cmpuint (limited_usec, >, G_USEC_PER_SEC / 10);
  dp_queue_set_limit (self->queue, 0);
  dp_queue_fixture_run_to_end (self);
}

static void
test_no_limit (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 id = dp_queue_fixture_add (self, 1, "/file?size=3000000&seed=%u");

  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (get_progress (self, id)->limited_usec, ==, 0);
  g_assert_false (get_progress (self, id)->is_limited);
}

/* Right after a byte came: the next one comes in a second. */
static gint64
lift (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 first_id;
  guint64 sum_bytes;
  gint64 began_usec;

  dp_queue_set_limit (self->queue, 1);
  first_id = dp_queue_fixture_add (self, 4, "/file?size=1000&seed=%u");
  for (guint i = 0; i < 4; i++)
    dp_test_run_until (get_progress (self, first_id + i)->is_limited);
  sum_bytes = get_sum (self, first_id, 4);
  dp_test_run_until (get_sum (self, first_id, 4) > sum_bytes);
  began_usec = g_get_monotonic_time ();
  dp_queue_set_limit (self->queue, 0);
  dp_queue_fixture_run_to_end (self);
  return (g_get_monotonic_time () - began_usec) / G_TIME_SPAN_MILLISECOND;
}

/* Those that wait for a byte do not wait for it. */
static void
test_lifted (void)
{
  gint64 took_msec = G_MAXINT64;

  for (guint i = 0; i < N_ATTEMPTS && took_msec > 700; i++)
    took_msec = lift ();
  g_assert_cmpint (took_msec, <=, 700);
}

static void
test_set_while_it_runs (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 id = dp_queue_fixture_add (self, 1, "/file?size=2000000&rate=1000000&seed=%u");
  gint64 began_usec;

  dp_test_run_until (get_progress (self, id)->received_bytes > 100000);
  set_limit_of (self, id, 1000);
  dp_test_run_until (get_progress (self, id)->is_limited);
  began_usec = g_get_monotonic_time ();
  set_limit_of (self, id, 0);
  dp_queue_fixture_run_to_end (self);
  /* Else it would take half an hour. */
  dp_test_assert_soon (began_usec);
}

/* Its own limit is its own, and the other's speed another one's. */
static void
test_own (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  gint64 began_usec;
  guint64 id = dp_queue_fixture_add (self, 2, "/file?size=300000&seed=%u");

  set_limit_of (self, id, 1000);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  g_assert_cmpuint (dp_download_get_state (dp_queue_find (self->queue, id)), ==, DP_STATE_RUNNING);
  /* It has had a fifth at most, or it would have taken a minute. */
  g_assert_cmpuint (get_progress (self, id)->received_bytes, <=, 60000);
  began_usec = g_get_monotonic_time ();
  set_limit_of (self, id, 200000);
  dp_queue_fixture_run_to_end (self);
  assert_took (began_usec, 1000);

  /* It is done: nothing to slow down any more. */
  set_limit_of (self, id, 100);
  g_assert_cmpuint (dp_download_get_limit (dp_queue_find (self->queue, id)), ==, 200000);
}

/* Said before its turn comes. */
static void
test_own_before (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  gint64 began_usec;
  guint64 id;

  dp_test_server_hold (self->engine->server, "/file");
  dp_queue_set_parallel (self->queue, 1);
  id = dp_queue_fixture_add (self, 2, "/file?size=300000&seed=%u");
  set_limit_of (self, id + 1, 200000);
  g_assert_cmpuint (dp_download_get_state (dp_queue_find (self->queue, id + 1)), ==,
                    DP_STATE_QUEUED);
  dp_test_server_release (self->engine->server, "/file");
  began_usec = g_get_monotonic_time ();
  dp_queue_fixture_run_to_end (self);
  assert_took (began_usec, 1300);
  g_assert_cmpuint (get_progress (self, id)->limited_usec, ==, 0);
}

/* As fast as it may be: another connection would make nothing faster, and is not tried. */
static void
test_does_not_grow (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 id;

  dp_queue_set_limit (self->queue, 2000000);
  id = dp_queue_fixture_add (self, 1, "/file?size=20000000&seed=%u");
  dp_test_run_until (get_progress (self, id)->received_bytes > 5000000);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, "/file"), ==, 1);
  dp_queue_set_limit (self->queue, 0);
  dp_queue_fixture_run_to_end (self);
}

/* The one for all holds as well. */
static void
test_both (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  gint64 began_usec = g_get_monotonic_time ();
  guint64 id;

  dp_queue_set_limit (self->queue, 200000);
  id = dp_queue_fixture_add (self, 1, "/file?size=300000&seed=%u");
  set_limit_of (self, id, 5000000);
  dp_queue_fixture_run_to_end (self);
  assert_took (began_usec, 1300);
}

/* Each gets a byte in three seconds, and a server that silent for one second is gone. */
static void
test_is_no_stall (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (1);
  guint64 id;

  dp_queue_set_parallel (self->queue, 12);
  dp_queue_set_limit (self->queue, 4);
  id = dp_queue_fixture_add (self, 12, "/file?size=1000&seed=%u");
  dp_test_run_until (get_progress (self, id)->received_bytes >= 2);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 12);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, "/file"), ==, 12);
}

/* Who has waited for more than a second, and then finds nothing, waits for the server from then on. */
static void
test_stands_still (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (1);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file", 0);
  dp_queue_set_limit (self->queue, 1);
  id = dp_queue_fixture_add (self, 1, "/slow?size=1000&seed=%u");
  dp_test_run_until (get_progress (self, id)->is_limited);
  /* Its turn is behind that of the other. */
  id = dp_queue_fixture_add (self, 1, "/file?size=1000&seed=%u");
  dp_test_run_until (get_progress (self, id)->limited_usec > 0);
  dp_test_server_release (self->engine->server, "/file");
  dp_queue_set_limit (self->queue, 0);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, "/file"), ==, 1);
}

/* A server that is silent for a second is gone, limit or not. */
static void
test_stall (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (1);
  gint64 began_usec = g_get_monotonic_time ();
  guint64 id;

  dp_queue_set_tries (self->queue, 1);
  dp_queue_set_limit (self->queue, 100000);
  id = dp_queue_fixture_add (self, 1, "/stall?size=20000&after=5000&seed=%u");
  dp_test_run_until (dp_download_get_state (dp_queue_find (self->queue, id)) != DP_STATE_RUNNING);
  assert_took (began_usec, 900);
}

/* Right after a byte came, and the next one comes in a second, or in many. */
static void
test_pause (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 first_id;
  guint64 sum_bytes;
  gint64 began_usec;

  dp_queue_set_parallel (self->queue, N_PATIENT);
  dp_queue_set_limit (self->queue, 1);
  first_id = dp_queue_fixture_add (self, N_PATIENT, "/file?size=4000000&seed=%u");
  for (guint i = 0; i < N_PATIENT; i++)
    dp_test_run_until (get_progress (self, first_id + i)->is_limited);
  sum_bytes = get_sum (self, first_id, N_PATIENT);
  dp_test_run_until (get_sum (self, first_id, N_PATIENT) > sum_bytes);
  began_usec = g_get_monotonic_time ();
  dp_queue_pause_all (self->queue);
  dp_test_run_until (dp_lanes_get_n_jobs (self->engine->lanes) == 0);
  dp_test_assert_soon (began_usec);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/queue-limit/all/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_all);
    }
  g_test_add_func ("/queue-limit/fair", test_fair);
  g_test_add_func ("/queue-limit/no-limit", test_no_limit);
  g_test_add_func ("/queue-limit/lifted", test_lifted);
  g_test_add_func ("/queue-limit/set-while-it-runs", test_set_while_it_runs);
  g_test_add_func ("/queue-limit/own", test_own);
  g_test_add_func ("/queue-limit/own-before", test_own_before);
  g_test_add_func ("/queue-limit/does-not-grow", test_does_not_grow);
  g_test_add_func ("/queue-limit/both", test_both);
  g_test_add_func ("/queue-limit/is-no-stall", test_is_no_stall);
  g_test_add_func ("/queue-limit/stands-still", test_stands_still);
  g_test_add_func ("/queue-limit/stall", test_stall);
  g_test_add_func ("/queue-limit/pause", test_pause);

  return g_test_run ();
}
