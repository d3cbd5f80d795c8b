/* test-queue-retry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens when it goes wrong: again later, or given up with a sentence.
 */

#include "dp-queue.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-queue-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

static void
assert_failed (DpQueueFixture *self, guint64 id, const char *words)
{
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, id)), ==, DP_STATE_FAILED);
  dp_test_assert_has (dp_download_get_reason (dp_queue_fixture_find (self, id)), words);
}

/* The wait that the server asks for, told as a sentence and a time meanwhile. */
static void
test_busy (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, "/busy/%u.bin?times=1&retry_after=2");
  gint64 began_usec = g_get_monotonic_time ();
  DpDownload *download = dp_queue_fixture_find (self, id);

  dp_test_run_until (dp_download_get_state (download) == DP_STATE_WAITING);
  g_assert_cmpint (dp_download_get_history (download)->retry_at_usec, >=,
                   began_usec + 2 * G_USEC_PER_SEC);
  g_assert_cmpint (dp_download_get_history (download)->retry_at_usec, <=,
                   g_get_monotonic_time () + 2 * G_USEC_PER_SEC);
  dp_test_assert_has (dp_download_get_reason (download), "503 Service Unavailable");
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 1);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, >=, 2 * G_USEC_PER_SEC);
  g_assert_cmpstr (self->log->str, ==, "1R 1W 1R 1D ");
  g_assert_cmpstr (dp_download_get_reason (download), ==, NULL);
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
}

/* Goes on where it was cut; each cut brings something, so that none of them counts. */
static void
test_flaky (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;

  dp_queue_set_tries (self->queue, 2);
  id = dp_queue_fixture_add (self, 1, "/flaky/%u.bin?times=2&size=400000&after=150000");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1W 1R 1W 1R 1D ");
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, id)), ==, DP_STATE_DONE);
  dp_engine_fixture_assert_files (self->engine, "0.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, 400000);
}

/* Ends, with the sentence; Retry works, and what was there is used. */
static void
test_given_up (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;

  dp_queue_set_tries (self->queue, 1);
  id = dp_queue_fixture_add (self, 1, "/cut/%u.bin?times=2&after=0");
  dp_queue_fixture_run_to_end (self);
  assert_failed (self, id, "closed early");
  g_assert_cmpstr (self->log->str, ==, "1R 1F ");

  dp_test_resume (self->queue, id);
  g_assert_cmpstr (dp_download_get_reason (dp_queue_fixture_find (self, id)), ==, NULL);
  dp_queue_fixture_run_to_end (self);
  assert_failed (self, id, "closed early");
  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, id)), ==, DP_STATE_DONE);
  dp_engine_fixture_assert_files (self->engine, "0.bin");
}

/* Cut every time, and never to be continued: an end, not an endless loop. */
static void
test_never_whole (void)
{
  static const char *const paths[] = {
    "/cut/%u.bin?etag=no&modified=no",
    "/cut/%u.bin?etag=weak",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
      g_autofree char *list = NULL;
      guint64 id;

      dp_queue_set_tries (self->queue, 2);
      id = dp_queue_fixture_add (self, 1, paths[i]);
      dp_queue_fixture_run_to_end (self);
      assert_failed (self, id, "closed early");
      /* The first one brought something. */
      g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 2);
      list = dp_engine_fixture_list (self->engine);
      g_assert_true (g_str_has_suffix (list, ".bin.part") && strchr (list, '|') == NULL);
    }
}

/* One that fails for good does not hold up the next. */
static void
test_next (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;

  dp_queue_set_parallel (self->queue, 1);
  id = dp_queue_fixture_add (self, 1, "/status/404/%u.bin");
  dp_queue_fixture_add (self, 1, "/busy/%u.bin?times=1&retry_after=1");
  dp_queue_fixture_add (self, 1, "/file/%u.bin");
  self->n_rests = 0;
  dp_queue_fixture_run_to_end (self);
  assert_failed (self, id, "404 Not Found");
  /* While the second waits the third has its turn. */
  g_assert_cmpstr (self->log->str, ==, "1R 1F 2R 2W 3R 3D 2R 2D ");
  g_assert_cmpuint (self->n_rests, ==, 1);
}

/* Those that wait can be paused, cancelled and wanted at once. */
static void
test_verbs_while_waiting (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 4, "/busy/%u.bin?times=1&retry_after=3600");
  DpRemoval *removal;

  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_WAITING) == 4);
  dp_test_pause (self->queue, id);
  dp_test_cancel (self->queue, id + 1);
  removal = dp_queue_fixture_remove (self, id + 2, 1);
  dp_test_resume (self->queue, id + 3);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, 1);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_CANCELLED), ==, 1);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 1);
  dp_queue_restore (self->queue, removal);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 2);
  dp_queue_fixture_assert_consistent (self);
  dp_engine_fixture_assert_files (self->engine, "2.bin|3.bin");
}

/* A new network: what was dropped is tried at once; who was asked to wait goes on waiting. */
static void
test_hurry (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 dropped;
  guint64 asked;
  gint64 began_usec = g_get_monotonic_time ();

  dp_queue_set_tries (self->queue, 9);
  dropped = dp_queue_fixture_add (self, 1, "/cut/%u.bin?times=6&after=0");
  asked = dp_queue_fixture_add (self, 1, "/busy/b%u.bin?times=1&retry_after=3600");
  /* The wait grows to many seconds. */
  while (dp_queue_count (self->queue, DP_STATE_DONE) == 0)
    {
      dp_queue_hurry (self->queue);
      dp_test_iterate ();
    }
  /* Else 0.75 + 1.5 + 3 + 6 + 12 + 24 seconds at least. */
  dp_test_assert_soon (began_usec);
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, dropped)), ==,
                   DP_STATE_DONE);
  dp_test_run_until (dp_download_get_state (dp_queue_fixture_find (self, asked)) ==
                     DP_STATE_WAITING);
  dp_queue_hurry (self->queue);
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, asked)), ==,
                   DP_STATE_WAITING);
}

/* The disk: waits for the person, says why, goes on. */
static void
test_disk (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_autofree char *folder = dp_engine_fixture_dup_path (self->engine, "folder");
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/file/a.bin");
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();
  guint64 id;

  g_file_set_contents (folder, "theirs", -1, NULL);
  g_ptr_array_add (urls, url);
  id = dp_queue_add (self->queue, urls, NULL, folder);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, id)), ==, DP_STATE_PAUSED);
  dp_test_assert_has (dp_download_get_reason (dp_queue_fixture_find (self, id)), folder);

  g_unlink (folder);
  dp_queue_resume_all (self->queue);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, id)), ==, DP_STATE_DONE);
  dp_engine_fixture_assert_content (self->engine, "folder/a.bin", 1, SIZE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/queue-retry/busy", test_busy);
  g_test_add_func ("/queue-retry/flaky", test_flaky);
  g_test_add_func ("/queue-retry/given-up", test_given_up);
  g_test_add_func ("/queue-retry/never-whole", test_never_whole);
  g_test_add_func ("/queue-retry/next", test_next);
  g_test_add_func ("/queue-retry/verbs-while-waiting", test_verbs_while_waiting);
  g_test_add_func ("/queue-retry/hurry", test_hurry);
  g_test_add_func ("/queue-retry/disk", test_disk);

  return g_test_run ();
}
