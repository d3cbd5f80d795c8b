/* dp-queue-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-queue-fixture.h"

#define LOG_BYTES 4000

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  ((DpQueueFixture *) user_data)->n_items_changed++;
}

static void
note_state (DpQueueFixture *self, DpDownload *download)
{
  static const char letters[] = "QRWPDFCA";

  self->n_state_changes++;
  if (self->log->len < LOG_BYTES)
    g_string_append_printf (self->log, "%" G_GUINT64_FORMAT "%c ", dp_download_get_id (download),
                            letters[dp_download_get_state (download)]);
}

static void
on_states_changed (DpQueue *queue, GPtrArray *downloads, gpointer user_data)
{
  for (guint i = 0; i < downloads->len; i++)
    note_state (user_data, downloads->pdata[i]);
}

static void
on_scheduled (DpQueue *queue, gpointer user_data)
{
  if (dp_queue_count_unfinished (queue) == 0)
    ((DpQueueFixture *) user_data)->n_rests++;
}

static void
make_queue (DpQueueFixture *self)
{
  self->queue = dp_queue_new (self->engine->lanes);
  g_signal_connect (self->queue, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect (self->queue, "states-changed", G_CALLBACK (on_states_changed), self);
  g_signal_connect (self->queue, "scheduled", G_CALLBACK (on_scheduled), self);
}

DpQueueFixture *
dp_queue_fixture_new (guint timeout_sec)
{
  DpQueueFixture *self = g_new0 (DpQueueFixture, 1);

  self->engine = dp_engine_fixture_new (timeout_sec);
  self->log = g_string_new (NULL);
  make_queue (self);
  return self;
}

void
dp_queue_fixture_renew (DpQueueFixture *self)
{
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_assert_finalize_object (self->queue);
  g_string_truncate (self->log, 0);
  self->n_items_changed = 0;
  self->n_state_changes = 0;
  self->n_rests = 0;
  make_queue (self);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
dp_queue_fixture_free (DpQueueFixture *self)
{
  g_autoptr (DpDownload) first = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  gpointer queue = self->queue;
  gpointer download = first;
  gboolean is_stopped = FALSE;

  dp_queue_stop_async (self->queue, 5000, on_stopped, &is_stopped);
  dp_test_run_until (is_stopped);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_object_add_weak_pointer (queue, &queue);
  if (download != NULL)
    g_object_add_weak_pointer (download, &download);
  g_clear_object (&self->queue);
  g_clear_object (&first);
  /* A worker that has not answered yet holds them. */
  dp_test_run_until (queue == NULL && download == NULL);
  dp_engine_fixture_free (self->engine);
  g_string_free (self->log, TRUE);
  g_free (self);
}

guint64
dp_queue_fixture_add (DpQueueFixture *self, guint n_links, const char *path)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) around = g_strsplit (path, "%u", 2);

  for (guint i = 0; i < n_links; i++)
    {
      g_autofree char *whole =
          g_strdup_printf ("%s%u%s", around[0], i, around[1] != NULL ? around[1] : "");

      g_ptr_array_add (urls, dp_engine_fixture_dup_url (self->engine, whole));
    }
  return dp_queue_add (self->queue, urls, NULL, self->engine->folder);
}

guint64
dp_queue_fixture_add_url (DpQueueFixture *self, const char *url)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();

  g_ptr_array_add (urls, (gpointer) url);
  return dp_queue_add (self->queue, urls, NULL, self->engine->folder);
}

DpDownload *
dp_queue_fixture_find (DpQueueFixture *self, guint64 id)
{
  DpDownload *download = dp_queue_find (self->queue, id);

  g_assert_nonnull (download);
  return download;
}

DpRemoval *
dp_queue_fixture_remove (DpQueueFixture *self, guint64 first_id, guint n_ids)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint64 id = first_id; id < first_id + n_ids; id++)
    g_array_append_val (ids, id);
  return dp_queue_remove (self->queue, ids);
}

void
dp_queue_fixture_run_to_end (DpQueueFixture *self)
{
  dp_test_run_until (dp_queue_count_unfinished (self->queue) == 0);
}

void
dp_queue_fixture_wait_bytes (DpQueueFixture *self, guint64 id, guint64 bytes)
{
  DpDownload *download = dp_queue_find (self->queue, id);

  dp_test_run_until (dp_download_get_progress (download)->received_bytes == bytes);
}

void
dp_queue_fixture_wait_files (DpQueueFixture *self, const char *names)
{
  gboolean is_there = FALSE;

  dp_test_run_until (is_there || ({
                       g_autofree char *list = dp_engine_fixture_list (self->engine);
                       is_there = g_strcmp0 (list, names) == 0;
                       is_there;
                     }));
}

void
dp_queue_fixture_wait_idle (DpQueueFixture *self)
{
  dp_test_run_until (dp_lanes_get_n_jobs (self->engine->lanes) == 0);
  for (guint i = 0; i < 5; i++)
    dp_test_iterate ();
}

void
dp_queue_fixture_assert_consistent (DpQueueFixture *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  guint n_by_state[DP_N_STATES] = { 0 };
  guint64 last_id = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      g_assert_cmpuint (dp_download_get_id (download), >, last_id);
      last_id = dp_download_get_id (download);
      g_assert_true (dp_queue_find (self->queue, last_id) == download);
      n_by_state[dp_download_get_state (download)]++;
    }
  for (guint state = 0; state < DP_N_STATES; state++)
    g_assert_cmpuint (dp_queue_count (self->queue, state), ==, n_by_state[state]);
}

void
dp_queue_fixture_assert_asks (DpQueueFixture *self, guint64 id, const char *words)
{
  DpDownload *download = dp_queue_fixture_find (self, id);

  dp_test_assert_has (dp_download_get_reason (download), words);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_ASKING);
  g_assert_nonnull (dp_download_get_question (download));
}

void
dp_queue_fixture_assert_done (DpQueueFixture *self, guint64 id)
{
  DpDownload *download = dp_queue_fixture_find (self, id);

  g_assert_cmpstr (dp_download_get_reason (download), ==, NULL);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_DONE);
  g_assert_null (dp_download_get_question (download));
}
