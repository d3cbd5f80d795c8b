/* test-queue-link.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another link for a download, whatever it is doing.
 */

#include "dp-queue-fixture.h"

#define SIZE   3000000
#define HAVE   2000000
#define SAMPLE 65536
#define OLD    "/file/a.bin?size=3000000&n=0"
#define NEW    "/file/moved?size=3000000"

static void
count_notify (gpointer n_notified)
{
  ++*(guint *) n_notified;
}

static void
set_link (DpQueueFixture *fixture, guint64 id, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture->engine, path);
  DpDownload *download = dp_queue_find (fixture->queue, id);
  guint n_notified = 0;
  gulong handler =
      g_signal_connect_swapped (download, "notify::url", G_CALLBACK (count_notify), &n_notified);

  dp_queue_set_link (fixture->queue, id, url);
  g_signal_handler_disconnect (download, handler);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstr (dp_download_get_url (download), ==, url);
  dp_queue_fixture_assert_consistent (fixture);
}

/* Starts the first one, and holds it where it has so much. */
static guint64
begin (DpQueueFixture *fixture)
{
  guint64 id;

  dp_test_server_hold_at (fixture->engine->server, OLD, HAVE);
  id = dp_queue_fixture_add (fixture, 1, "/file/a.bin?size=3000000&n=%u");
  dp_queue_fixture_wait_bytes (fixture, id, HAVE);
  return id;
}

static void
assert_only_rest_came (DpQueueFixture *fixture, guint64 id)
{
  DpEngineFixture *engine = fixture->engine;
  g_autofree char *request = dp_test_server_dup_request (engine->server, NEW);

  g_assert_cmpint (dp_download_get_state (dp_queue_find (fixture->queue, id)), ==, DP_STATE_DONE);
  dp_engine_fixture_assert_files (engine, "a.bin");
  dp_engine_fixture_assert_content (engine, "a.bin", 1, SIZE);
  g_assert_cmpuint (dp_test_server_get_n_requests (engine->server, NEW), ==, 1);
  dp_test_assert_has (request, "\r\nRange: bytes=1983616-\r\n");
}

static void
test_running (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id = begin (fixture);

  set_link (fixture, id, NEW);
  dp_queue_fixture_run_to_end (fixture);
  dp_test_server_release (fixture->engine->server, OLD);
  g_assert_cmpstr (fixture->log->str, ==, "1R 1Q 1R 1D ");
  assert_only_rest_came (fixture, id);
}

static void
test_paused (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id = begin (fixture);

  dp_test_pause (fixture->queue, id);
  dp_test_run_until (dp_download_get_partial (dp_queue_find (fixture->queue, id)) != NULL);
  dp_test_server_release (fixture->engine->server, OLD);
  set_link (fixture, id, NEW);
  dp_queue_fixture_run_to_end (fixture);
  assert_only_rest_came (fixture, id);
}

/* Paused a moment ago: its worker has not answered yet. */
static void
test_stopping (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id = begin (fixture);

  dp_test_pause (fixture->queue, id);
  set_link (fixture, id, NEW);
  dp_queue_fixture_run_to_end (fixture);
  dp_test_server_release (fixture->engine->server, OLD);
  assert_only_rest_came (fixture, id);
}

/* Of what never began nothing is known but the link: the name is guessed anew. */
static void
test_failed (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (fixture, 1, "/status/404/old%u.bin");
  DpDownload *download = dp_queue_find (fixture->queue, id);

  g_assert_cmpstr (dp_download_get_name (download), ==, "old0.bin");
  dp_queue_fixture_run_to_end (fixture);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_FAILED);
  set_link (fixture, id, "/file/new.bin");
  g_assert_cmpstr (dp_download_get_name (download), ==, "new.bin");
  g_assert_cmpstr (dp_download_get_reason (download), ==, NULL);
  dp_queue_fixture_run_to_end (fixture);
  dp_engine_fixture_assert_files (fixture->engine, "new.bin");
}

/* Not when the old link would have been tried again, but now. */
static void
test_waiting (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (fixture, 1, "/status/503?retry_after=1000&n=%u");
  DpDownload *download = dp_queue_find (fixture->queue, id);

  dp_test_run_until (dp_download_get_state (download) == DP_STATE_WAITING);
  set_link (fixture, id, "/file/new.bin");
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_RUNNING);
  dp_queue_fixture_run_to_end (fixture);
  dp_engine_fixture_assert_files (fixture->engine, "new.bin");
}

/* It keeps its place. */
static void
test_queued (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id;

  dp_queue_set_parallel (fixture->queue, 1);
  id = begin (fixture);
  g_assert_cmpuint (dp_queue_fixture_add (fixture, 1, "/file/b%u.bin"), ==, id + 1);
  set_link (fixture, id + 1, "/file/new.bin");
  g_assert_cmpstr (fixture->log->str, ==, "1R ");
  dp_test_server_release (fixture->engine->server, OLD);
  dp_queue_fixture_run_to_end (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "1R 1D 2R 2D ");
  dp_engine_fixture_assert_files (fixture->engine, "a.bin|new.bin");
}

static void
test_nothing (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (fixture, 1, "/file/a%u.bin");
  DpDownload *download = dp_queue_find (fixture->queue, id);
  g_autofree char *url = g_strdup (dp_download_get_url (download));

  dp_queue_fixture_run_to_end (fixture);
  dp_queue_set_link (fixture->queue, id, "http://a.test/");
  g_assert_cmpstr (dp_download_get_url (download), ==, url);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_DONE);
  dp_queue_set_link (fixture->queue, id + 1, "http://a.test/");
  dp_queue_fixture_assert_consistent (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/queue-link/running", test_running);
  g_test_add_func ("/queue-link/paused", test_paused);
  g_test_add_func ("/queue-link/stopping", test_stopping);
  g_test_add_func ("/queue-link/failed", test_failed);
  g_test_add_func ("/queue-link/waiting", test_waiting);
  g_test_add_func ("/queue-link/queued", test_queued);
  g_test_add_func ("/queue-link/nothing", test_nothing);

  return g_test_run ();
}
