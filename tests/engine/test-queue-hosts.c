/* test-queue-hosts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much comes from one server at once: as the person says, and as it was seen to want.
 */

#include "dp-host-limit.h"
#include "dp-queue-fixture.h"

#include <string.h>

#define SIZE DP_TEST_BODY_SIZE_BYTES
#define MIB  G_GUINT64_CONSTANT (1048576)
#define MANY 100000

static DpQueueFixture *
fixture_new (void)
{
  /* A port may have been that of an earlier test. */
  dp_host_limit_forget ();
  return dp_queue_fixture_new (20);
}

static guint
get_limit (DpQueueFixture *self)
{
  g_autofree char *origin = dp_engine_fixture_dup_url (self->engine, "");

  return dp_host_limit_get (origin, g_get_real_time ());
}

static guint
count_running (DpQueueFixture *self)
{
  return dp_queue_count (self->queue, DP_STATE_RUNNING);
}

/* The person's limit */

static void
test_limit (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  DpTestServer *server = self->engine->server;

  dp_test_server_hold (server, NULL);
  dp_queue_set_parallel (self->queue, 10);
  dp_queue_set_per_host (self->queue, 3);
  dp_queue_fixture_add (self, 20, "/file/%u.bin");
  g_assert_cmpuint (count_running (self), ==, 3);
  dp_test_run_until (dp_test_server_get_n_requests (server, NULL) == 3);
  /* While they run. */
  dp_queue_set_per_host (self->queue, 5);
  g_assert_cmpuint (count_running (self), ==, 5);
  dp_queue_set_per_host (self->queue, 2);
  g_assert_cmpuint (count_running (self), ==, 5);
  dp_queue_set_per_host (self->queue, 0);
  g_assert_cmpuint (count_running (self), ==, 10);
  dp_queue_set_per_host (self->queue, 1);
  dp_test_server_release (server, NULL);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 20);
}

/* Another server is not held up, and comes before those that have no room. */
static void
test_other_server (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  g_autoptr (DpTestServer) other = dp_test_server_new (0, NULL);
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  dp_test_server_hold (self->engine->server, NULL);
  dp_queue_set_per_host (self->queue, 2);
  dp_queue_fixture_add (self, 6, "/file/%u.bin");
  g_assert_cmpuint (count_running (self), ==, 2);
  g_ptr_array_add (urls, dp_test_server_dup_url (other, "/file/other.bin"));
  dp_queue_add (self->queue, urls, NULL, self->engine->folder);
  g_assert_cmpuint (count_running (self), ==, 3);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  dp_engine_fixture_assert_files (self->engine, "other.bin");
  g_assert_cmpuint (count_running (self), ==, 2);

  /* One that waits for a server without room gets another link. */
  dp_queue_set_link (self->queue, 6, urls->pdata[0]);
  g_assert_cmpuint (count_running (self), ==, 3);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 2);
  dp_test_server_release (self->engine->server, NULL);
  dp_queue_fixture_run_to_end (self);
}

/* Where a connection is warm the next one comes from there, if it is not far. */
static void
test_warm (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  g_autoptr (DpTestServer) other = dp_test_server_new (0, NULL);
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  dp_queue_set_parallel (self->queue, 1);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u.bin?size=1000", i);
      DpTestServer *server = i % 2 == 0 ? self->engine->server : other;

      g_ptr_array_add (urls, dp_test_server_dup_url (server, path));
    }
  dp_queue_add (self->queue, urls, NULL, self->engine->folder);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1D 3R 3D 5R 5D 2R 2D 4R 4D 6R 6D ");
}

/* One that stops has its connection until its worker has answered. */
static void
test_pause (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  guint64 id;

  dp_test_server_hold (self->engine->server, NULL);
  dp_queue_set_per_host (self->queue, 2);
  id = dp_queue_fixture_add (self, 4, "/file/%u.bin");
  dp_test_pause (self->queue, id);
  g_assert_cmpuint (count_running (self), ==, 1);
  dp_test_run_until (count_running (self) == 2);
  g_assert_cmpint (dp_download_get_state (dp_queue_find (self->queue, id + 2)), ==,
                   DP_STATE_RUNNING);
  dp_queue_pause_all (self->queue);
  dp_queue_fixture_wait_idle (self);
  dp_test_server_release (self->engine->server, NULL);
  dp_queue_resume_all (self->queue);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 4);
  dp_queue_fixture_assert_consistent (self);
}

/* One that is tried again waits for room, too. */
static void
test_retry (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();

  dp_queue_set_per_host (self->queue, 1);
  dp_test_server_hold (self->engine->server, "/file/0.bin");
  dp_queue_fixture_add (self, 1, "/cut/%u.bin?after=20000&times=1");
  dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_test_run_until (strstr (self->log->str, "1W 2R ") != NULL);
  /* Its time has come, and its server is busy with the other one. */
  dp_test_run_until (strstr (self->log->str, "2R 1Q ") != NULL);
  g_assert_cmpuint (count_running (self), ==, 1);
  dp_test_assert_has (dp_download_get_reason (dp_queue_find (self->queue, 1)),
                      "Waiting for its server · ");
  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_test_run_until (strstr (self->log->str, "1Q 2D 1R ") != NULL);
  g_assert_null (dp_download_get_reason (dp_queue_find (self->queue, 1)));
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 2);
}

/* Connections of one file */

static void
test_segments (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  DpTestServer *server = self->engine->server;

  dp_queue_set_per_host (self->queue, 4);
  dp_queue_set_segments (self->queue, 16);
  dp_queue_fixture_add (self, 1, "/file/%u.bin?size=16000000&rate=2000000");
  dp_test_run_until (dp_test_server_get_n_open_connections (server) == 4);
  /* Another file: the first gives some of its connections up, and loses nothing. */
  dp_queue_fixture_add (self, 1, "/file/1%u.bin?size=6000000&rate=1000000");
  dp_test_run_until (dp_test_server_get_n_requests (server, "/file/10.bin") >= 2);
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, 16000000);
  dp_engine_fixture_assert_content (self->engine, "10.bin", 1, 6000000);
  /* Two that do not share would have eight.  Who gives one up hangs up a little later. */
  g_assert_cmpuint (dp_test_server_get_max_open_connections (server), <, 8);
  g_assert_cmpuint (get_limit (self), ==, G_MAXUINT);
}

/* The server's limit */

/* The fifth at once is refused: that is learned, and nobody is lost. */
static void
test_refuses_fifth (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();

  dp_queue_set_parallel (self->queue, 8);
  dp_queue_fixture_add (self, 16, "/limited/%u.bin?most=4&size=200000&rate=400000");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 16);
  g_assert_cmpuint (get_limit (self), <=, 4);
  g_assert_cmpuint (get_limit (self), >=, 2);
  g_assert_cmpuint (dp_queue_get_activity (self->queue).n_refusals, >, 0);
}

/* A server that refuses all is not one that wants fewer; nor is one that refuses the only one. */
static void
test_refuses_all (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();

  dp_queue_set_tries (self->queue, 1);
  dp_queue_fixture_add (self, 12, "/status/503/%u.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_FAILED), ==, 12);
  g_assert_cmpuint (get_limit (self), ==, G_MAXUINT);
}

/* Automatic */

static void
test_automatic (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  DpActivity activity;

  activity = dp_queue_get_activity (self->queue);
  g_assert_cmpuint (activity.n_limit, ==, DP_QUEUE_DEFAULT_PARALLEL);
  g_assert_cmpint (activity.reason, ==, DP_PARALLEL_CHOSEN);

  dp_queue_set_parallel (self->queue, 0);
  dp_queue_fixture_add (self, 40, "/file/%u.bin?size=4000000&rate=400000");
  activity = dp_queue_get_activity (self->queue);
  g_assert_cmpuint (activity.n_running, ==, 4);
  g_assert_cmpuint (activity.n_limit, ==, 4);
  g_assert_cmpint (activity.reason, ==, DP_PARALLEL_FEW);

  dp_test_run_until (count_running (self) > 6);
  activity = dp_queue_get_activity (self->queue);
  g_assert_cmpuint (activity.n_limit, ==, 9);
  g_assert_cmpint (activity.reason, ==, DP_PARALLEL_TRYING_MORE);
  g_assert_cmpuint (activity.bytes_per_sec, >, 0);
  dp_queue_set_parallel (self->queue, 2);
  g_assert_cmpuint (dp_queue_get_activity (self->queue).n_limit, ==, 2);
  dp_queue_pause_all (self->queue);
}

/* A hundred thousand of one server */

static void
measure (const char *what, gint64 *start_usec)
{
  gint64 usec = dp_test_get_work_usec () - *start_usec;

  g_test_message ("%s: %.1f ms", what, (double) usec / 1000);
  /* It took a fifth of this. */
  g_assert_cmpint (usec, <, 3 * G_USEC_PER_SEC);
  *start_usec = dp_test_get_work_usec ();
}

static void
test_many (void)
{
  g_autoptr (DpQueueFixture) self = fixture_new ();
  gint64 start_usec;
  gint64 longest_usec = 0;
  guint n_done;

  dp_queue_set_per_host (self->queue, 4);
  start_usec = dp_test_get_work_usec ();
  dp_queue_fixture_add (self, MANY, "/file/%u.bin?size=1000");
  measure ("added", &start_usec);
  g_assert_cmpuint (count_running (self), ==, 4);

  for (n_done = 0; n_done < 400; n_done = dp_queue_count (self->queue, DP_STATE_DONE))
    {
      start_usec = dp_test_get_work_usec ();
      while (g_main_context_pending (NULL))
        {
          g_main_context_iteration (NULL, FALSE);
          longest_usec = MAX (longest_usec, dp_test_get_work_usec () - start_usec);
          start_usec = dp_test_get_work_usec ();
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_test_message ("the longest of %u ends: %.2f ms", n_done, (double) longest_usec / 1000);

  start_usec = dp_test_get_work_usec ();
  dp_queue_pause_all (self->queue);
  measure ("paused all", &start_usec);
  g_assert_cmpuint (count_running (self), ==, 0);
  dp_queue_resume_all (self->queue);
  measure ("resumed all", &start_usec);
  dp_queue_fixture_add (self, 1, "/file/last-%u.bin?size=1000");
  measure ("added one", &start_usec);
  dp_queue_set_per_host (self->queue, 5);
  measure ("one more at once", &start_usec);
  dp_queue_pause_all (self->queue);
  dp_queue_fixture_wait_idle (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/queue/hosts/limit", test_limit);
  g_test_add_func ("/queue/hosts/other-server", test_other_server);
  g_test_add_func ("/queue/hosts/warm", test_warm);
  g_test_add_func ("/queue/hosts/pause", test_pause);
  g_test_add_func ("/queue/hosts/retry", test_retry);
  g_test_add_func ("/queue/hosts/segments", test_segments);
  g_test_add_func ("/queue/hosts/refuses-fifth", test_refuses_fifth);
  g_test_add_func ("/queue/hosts/refuses-all", test_refuses_all);
  g_test_add_func ("/queue/hosts/automatic", test_automatic);
  g_test_add_func ("/queue/hosts/many", test_many);

  return g_test_run ();
}
