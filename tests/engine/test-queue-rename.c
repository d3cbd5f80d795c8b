/* test-queue-rename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person's name comes first, whenever it is given, and never at the cost of another file.
 */

#include "dp-queue.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-queue-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

typedef struct
{
  gboolean is_over;
  char *reason; /* (owned) (nullable) */
} Answer;

static void
on_renamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (answer->is_over);
  answer->is_over = TRUE;
  if (!dp_queue_rename_finish (DP_QUEUE (source), result, &error))
    answer->reason = g_strdup (error->message);
}

static char *
rename_to (DpQueueFixture *self, guint64 id, const char *name)
{
  Answer answer = { FALSE };

  dp_queue_rename_async (self->queue, id, name, on_renamed, &answer);
  dp_test_run_until (answer.is_over);
  return answer.reason;
}

static void
assert_renamed (DpQueueFixture *self, guint64 id, const char *name, const char *expected)
{
  g_autofree char *reason = rename_to (self, id, name);

  g_assert_cmpstr (reason, ==, NULL);
  g_assert_cmpstr (dp_download_get_name (dp_queue_find (self->queue, id)), ==, expected);
}

static void
assert_refused (DpQueueFixture *self, guint64 id, const char *name, const char *words)
{
  g_autofree char *reason = rename_to (self, id, name);

  dp_test_assert_has (reason, words);
}

static guint64
begin_held (DpQueueFixture *self)
{
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin?name=server.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  return id;
}

static void
let_go (DpQueueFixture *self)
{
  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_queue_fixture_run_to_end (self);
}

/* While it runs: nothing is stopped, the last of the names counts, and the row says it at once. */
static void
test_running (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = begin_held (self);

  assert_renamed (self, id, "first.bin", "first.bin");
  assert_renamed (self, id, "../../etc/.second.bin", "second.bin");
  let_go (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1D ");
  dp_engine_fixture_assert_files (self->engine, "second.bin");
  dp_engine_fixture_assert_content (self->engine, "second.bin", 1, SIZE);
  g_assert_cmpstr (dp_download_get_name (dp_queue_find (self->queue, id)), ==, "second.bin");
  g_assert_true (
      g_str_has_suffix (dp_download_get_path (dp_queue_find (self->queue, id)), "/second.bin"));
}

/* What the worker tells of the server's name does not come before the person's. */
static void
test_stays (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = begin_held (self);

  g_assert_cmpstr (dp_download_get_name (dp_queue_find (self->queue, id)), ==, "server.bin");
  assert_renamed (self, id, "mine.bin", "mine.bin");
  dp_test_pause (self->queue, id);
  g_assert_cmpstr (dp_download_get_name (dp_queue_find (self->queue, id)), ==, "mine.bin");
}

/* Taken back: the server's word counts again. */
static void
test_taken_back (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = begin_held (self);

  assert_renamed (self, id, "mine.bin", "mine.bin");
  g_assert_cmpstr (rename_to (self, id, NULL), ==, NULL);
  let_go (self);
  dp_engine_fixture_assert_files (self->engine, "server.bin");
}

/* Before it runs, and across a pause. */
static void
test_before (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = begin_held (self);

  dp_test_pause (self->queue, id);
  assert_renamed (self, id, "mine.bin", "mine.bin");
  dp_test_resume (self->queue, id);
  g_assert_cmpstr (dp_download_get_name (dp_queue_find (self->queue, id)), ==, "mine.bin");
  let_go (self);
  dp_engine_fixture_assert_files (self->engine, "mine.bin");
  dp_engine_fixture_assert_content (self->engine, "mine.bin", 1, SIZE);
}

static void
test_clash (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = begin_held (self);

  dp_engine_fixture_write (self->engine, "mine.bin", "theirs");
  assert_renamed (self, id, "mine.bin", "mine.bin");
  let_go (self);
  dp_engine_fixture_assert_files (self->engine, "mine (2).bin|mine.bin");
  dp_engine_fixture_assert_text (self->engine, "mine.bin", "theirs");
  g_assert_cmpstr (dp_download_get_name (dp_queue_find (self->queue, id)), ==, "mine (2).bin");
}

static void
test_done (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  DpDownload *download = dp_queue_find (self->queue, id);
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "mine.bin");

  dp_queue_fixture_run_to_end (self);
  assert_renamed (self, id, "mine.bin", "mine.bin");
  g_assert_cmpstr (dp_download_get_path (download), ==, path);
  dp_engine_fixture_assert_files (self->engine, "mine.bin");
  dp_engine_fixture_assert_content (self->engine, "mine.bin", 1, SIZE);
  assert_renamed (self, id, "mine.bin", "mine.bin");
  assert_renamed (self, id, NULL, "mine.bin");

  dp_engine_fixture_write (self->engine, "theirs.bin", "theirs");
  assert_refused (self, id, "theirs.bin", "“theirs.bin” already");
  g_assert_cmpstr (dp_download_get_path (download), ==, path);
  dp_engine_fixture_assert_text (self->engine, "theirs.bin", "theirs");
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_refused (self, id, "gone.bin", "“mine.bin” is no longer where");
  g_assert_cmpstr (dp_download_get_name (download), ==, "mine.bin");
  dp_engine_fixture_assert_files (self->engine, "theirs.bin");
}

static void
test_nobody (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);

  assert_refused (self, 7, "a", "no longer in the list");
}

/* The name is given when the worker has given the file its own already. */
static void
test_too_late (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "0.bin");

  /* The home thread does not look meanwhile. */
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  g_assert_cmpint (dp_download_get_state (dp_queue_find (self->queue, id)), ==, DP_STATE_RUNNING);
  dp_queue_rename_async (self->queue, id, "mine.bin", NULL, NULL);
  dp_queue_fixture_wait_files (self, "mine.bin");
  dp_test_run_until (
      g_str_has_suffix (dp_download_get_path (dp_queue_find (self->queue, id)), "/mine.bin"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/queue-rename/running", test_running);
  g_test_add_func ("/queue-rename/stays", test_stays);
  g_test_add_func ("/queue-rename/taken-back", test_taken_back);
  g_test_add_func ("/queue-rename/before", test_before);
  g_test_add_func ("/queue-rename/clash", test_clash);
  g_test_add_func ("/queue-rename/done", test_done);
  g_test_add_func ("/queue-rename/nobody", test_nobody);
  g_test_add_func ("/queue-rename/too-late", test_too_late);

  return g_test_run ();
}
