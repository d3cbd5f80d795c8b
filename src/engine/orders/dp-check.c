/* dp-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether finished files have changed where they came from: each server is asked, a few at a time.
 *
 * Of a file that is not here any more, or was written to since, no server is asked: what it has is not
 * what is here in any case.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-check.h"

#include "dp-finished.h"

#define MAX_AT_ONCE 4

typedef struct
{
  DpLanes *lanes; /* (unowned): outlives us */
  GArray *ids;    /* (owned) (element-type guint64) */
  guint n_begun;
  guint n_ended;
  DpChecked checked;
} Checking;

/* One question that is under way. */
typedef struct
{
  GTask *task; /* (owned) */
  guint64 id;
  char *path; /* (owned) (type filename): the finished file */
  guint64 size_bytes;
  gint64 finished_usec;
  DpFinished found;
} Asking;

static void
checking_free (Checking *self)
{
  g_array_unref (self->ids);
  g_array_unref (self->checked.changed);
  g_array_unref (self->checked.gone);
  g_free (self);
}

static void
asking_free (Asking *self)
{
  g_object_unref (self->task);
  g_free (self->path);
  g_free (self);
}

static void go_on (GTask *task);

static void
take_news (Checking *self, guint64 id, DpNews news)
{
  switch (news)
    {
    case DP_NEWS_NONE:
      self->checked.n_unchanged++;
      break;
    case DP_NEWS_SOME:
      g_array_append_val (self->checked.changed, id);
      break;
    case DP_NEWS_UNKNOWN:
      self->checked.n_unknown++;
      break;
    }
}

static void
end (Asking *asking)
{
  g_autoptr (GTask) task = g_object_ref (asking->task);
  Checking *self = g_task_get_task_data (task);

  self->n_ended++;
  asking_free (asking);
  go_on (task);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *asking = user_data;

  take_news (g_task_get_task_data (asking->task), asking->id, dp_news_ask_finish (result));
  end (asking);
}

/* The server. */
static void
ask (Asking *asking, DpDownload *download)
{
  DpQueue *queue = g_task_get_source_object (asking->task);
  Checking *self = g_task_get_task_data (asking->task);
  const DpNewsQuestion question = {
    .url = dp_download_get_url (download),
    .request = dp_download_get_request (download),
    .answers = dp_terms_get_answers (dp_scheduler_get_terms (dp_queue_get_scheduler (queue))),
    .validator = dp_download_get_validator (download),
    .size_bytes = dp_download_get_progress (download)->total_bytes,
  };

  dp_news_ask_async (&question, self->lanes, g_task_get_cancellable (asking->task), on_answered,
                     asking);
}

static DpDownload *
find_done (GTask *task, guint64 id)
{
  DpDownload *download = dp_queue_find (g_task_get_source_object (task), id);

  return download != NULL && dp_download_get_state (download) == DP_STATE_DONE ? download : NULL;
}

/* It may have gone from the list, or got another name, meanwhile. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *asking = user_data;
  Checking *self = g_task_get_task_data (asking->task);
  DpDownload *download = find_done (asking->task, asking->id);

  if (download != NULL && g_str_equal (dp_download_get_path (download), asking->path))
    dp_download_set_found (download, asking->found);
  if (download != NULL && asking->found == DP_FINISHED_SAME)
    {
      ask (asking, download);
      return;
    }
  if (download != NULL)
    g_array_append_val (self->checked.gone, asking->id);
  end (asking);
}

/* Worker. */
static void
look_job (DpLane *lane, GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  asking->found = dp_finished_look (asking->path, asking->size_bytes, asking->finished_usec);
  dp_lane_return (lane, task, NULL, NULL);
}

/* Those that are not done, or not in the list any more, are passed over. */
static void
ask_next (GTask *task)
{
  Checking *self = g_task_get_task_data (task);
  guint64 id = g_array_index (self->ids, guint64, self->n_begun++);
  DpDownload *download = find_done (task, id);
  g_autoptr (GTask) looking = NULL;
  g_autofree char *folder = NULL;
  Asking *asking;

  if (download == NULL)
    {
      self->n_ended++;
      return;
    }
  asking = g_new (Asking, 1);
  *asking = (Asking){
    .task = g_object_ref (task),
    .id = id,
    .path = g_strdup (dp_download_get_path (download)),
    .size_bytes = dp_download_get_progress (download)->total_bytes,
    .finished_usec = dp_download_get_history (download)->finished_usec,
  };
  looking = g_task_new (NULL, NULL, on_looked, asking);
  g_task_set_source_tag (looking, ask_next);
  g_task_set_task_data (looking, asking, NULL);
  /* Not on GIO's threads: the disk may hang. */
  folder = g_path_get_dirname (asking->path);
  dp_lanes_run (self->lanes, folder, looking, look_job);
}

static void
go_on (GTask *task)
{
  Checking *self = g_task_get_task_data (task);
  gboolean is_cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  while (!is_cancelled && self->n_begun < self->ids->len &&
         self->n_begun - self->n_ended < MAX_AT_ONCE)
    ask_next (task);
  if (self->n_ended == self->n_begun)
    g_task_return_boolean (task, TRUE);
}

/**
 * dp_queue_check_async:
 * @self: a queue
 * @lanes: where to do it; outlives the check
 * @ids: (array length=n_ids): ids of downloads; those that are not done are passed over
 * @n_ids: how many
 * @cancellable: (nullable): ends it
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks the servers whether they have other versions by now.  Nothing is changed by that.
 *
 * Thread: home.
 */
void
dp_queue_check_async (DpQueue *self,
                      DpLanes *lanes,
                      const guint64 *ids,
                      gsize n_ids,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Checking *checking = g_new0 (Checking, 1);

  checking->lanes = lanes;
  checking->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_vals (checking->ids, ids, (guint) n_ids);
  checking->checked.changed = g_array_new (FALSE, FALSE, sizeof (guint64));
  checking->checked.gone = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_task_set_source_tag (task, dp_queue_check_async);
  g_task_set_task_data (task, checking, (GDestroyNotify) checking_free);
  go_on (task);
}

/**
 * dp_queue_check_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what came of it, as long as @result; %NULL with @error set if
 *   it was cancelled
 */
const DpChecked *
dp_queue_check_finish (DpQueue *self, GAsyncResult *result, GError **error)
{
  Checking *checking;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  checking = g_task_get_task_data (G_TASK (result));
  return &checking->checked;
}
