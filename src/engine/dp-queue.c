/* dp-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list, and what happens with it: order, limit, retry.
 *
 * The list is a GListModel, sorted by id, which is the order in which links were added.  Nothing
 * that happens for each file walks through a hundred thousand rows: a cursor knows before which id
 * nobody is queued, those that wait for another attempt stand in the order of their time, and those
 * that a worker has to do with in a short array.
 *
 * Whoever remembers the list (dp-store) is told of every change as it is made; without one, nothing
 * is remembered.
 *
 * Every verb ends in schedule(), which starts what may start and only then tells others.
 *
 * Thread: home.
 */

#include "dp-queue.h"

#include <glib/gi18n-lib.h>

#include "dp-active.h"
#include "dp-filename.h"
#include "dp-list.h"
#include "dp-rename.h"
#include "dp-retry.h"
#include "dp-shortage.h"
#include "dp-waiting.h"

struct _DpQueue
{
  GObject parent_instance;

  DpLanes *lanes;         /* (unowned): outlives it */
  GPtrArray *downloads;   /* (owned) (element-type DpDownload): by id */
  DpActives *actives;     /* (owned): those that a worker has to do with */
  DpWaiting *waiting;     /* (owned): those that are tried again later */
  DpAnswers *answers;     /* (owned): what the person answered; a new set with each answer */
  DpShortages *shortages; /* (owned): those for whom there is no room */
  DpStore *store;         /* (owned) (nullable): who remembers the list */

  guint64 last_id;
  guint64 next_id; /* none before it is queued */
  guint n_by_state[DP_N_STATES];
  guint n_parallel;
  guint n_tries;
  gboolean waits_for_room;

  GTask *stop_task; /* (owned) (nullable) */
  guint stop_id;
  gboolean is_stopped; /* for good */
};

enum
{
  SIGNAL_STATE_CHANGED,
  SIGNAL_PROGRESSED,
  SIGNAL_SCHEDULED,
  SIGNAL_NO_ROOM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void schedule (DpQueue *self);
static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpQueue,
                               dp_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The list */

static GType
get_item_type (GListModel *model)
{
  return DP_TYPE_DOWNLOAD;
}

static guint
get_n_items (GListModel *model)
{
  return DP_QUEUE (model)->downloads->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  DpQueue *self = DP_QUEUE (model);

  return position < self->downloads->len ? g_object_ref (self->downloads->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/**
 * dp_queue_find:
 * @self: a queue
 * @id: a download's id
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the download
 */
DpDownload *
dp_queue_find (DpQueue *self, guint64 id)
{
  guint position = dp_list_get_position (self->downloads, id);

  return position != G_MAXUINT ? self->downloads->pdata[position] : NULL;
}

/* States */

static gboolean
is_listed (DpQueue *self, DpDownload *download)
{
  return dp_queue_find (self, dp_download_get_id (download)) == download;
}

/* For what changes beside the state. */
static void
tell_changed (DpQueue *self, DpDownload *download)
{
  if (is_listed (self, download))
    dp_store_tell (self->store, DP_NOTE_CHANGED, &download, 1);
}

/* The one place where a state changes: the counts, and who cares, follow it. */
static void
change_state (DpQueue *self, DpDownload *download, DpState state)
{
  DpState before = dp_download_get_state (download);

  if (before == DP_STATE_RUNNING)
    dp_actives_stop (self->actives, download);
  else if (before == DP_STATE_WAITING)
    dp_waiting_remove (self->waiting, download);
  else if (before == DP_STATE_ASKING)
    dp_download_take_question (download, NULL);

  if (state == DP_STATE_WAITING)
    dp_waiting_add (self->waiting, download);
  else if (state == DP_STATE_QUEUED)
    self->next_id = MIN (self->next_id, dp_download_get_id (download));

  dp_download_set_state (download, state);
  if (is_listed (self, download))
    {
      self->n_by_state[before]--;
      self->n_by_state[state]++;
      dp_store_tell (self->store, DP_NOTE_CHANGED, &download, 1);
      g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0, download);
    }
}

static void
move_on (DpQueue *self, DpDownload *download, DpState state, const char *reason)
{
  dp_download_set_reason (download, reason);
  change_state (self, download, state);
}

/* The person may have changed the name while the worker gave the file its last one. */
static void
finish (DpQueue *self, DpDownload *download, const DpOutcome *outcome)
{
  const char *wish = dp_download_get_wish (download);

  dp_download_finish (download, outcome->path, outcome->total_bytes, outcome->is_length_proven);
  dp_download_set_times (download, dp_download_get_added_usec (download), g_get_real_time ());
  move_on (self, download, DP_STATE_DONE, NULL);
  if (wish != NULL && g_strcmp0 (wish, outcome->wish) != 0)
    dp_queue_rename_async (self, dp_download_get_id (download), wish, NULL, NULL);
}

static void
retry_later (DpQueue *self, DpDownload *download, const DpOutcome *outcome)
{
  guint n_failures = dp_download_count_failure (download);
  gint64 delay_usec;

  if (n_failures >= self->n_tries)
    {
      move_on (self, download, DP_STATE_FAILED, outcome->reason);
      return;
    }
  delay_usec = dp_retry_get_delay_usec (n_failures, outcome->retry_after_sec, g_random_double ());
  dp_download_set_retry_at_usec (download, g_get_monotonic_time () + delay_usec);
  dp_download_set_retry_asked (download, outcome->retry_after_sec > 0);
  move_on (self, download, DP_STATE_WAITING, outcome->reason);
}

/* Asks the person, who may have answered while the worker did not know it yet. */
static void
ask (DpQueue *self, DpDownload *download, const DpOutcome *outcome)
{
  if (dp_answers_has (self->answers, outcome->question))
    {
      move_on (self, download, DP_STATE_QUEUED, NULL);
      return;
    }
  self->answers = dp_answers_remove_wrong (self->answers, outcome->question);
  dp_download_take_question (download, dp_question_copy (outcome->question));
  move_on (self, download, DP_STATE_ASKING, outcome->reason);
}

/* Room on the disk */

/* Whether it has to wait for room; then it says so. */
static gboolean
is_held_back (DpQueue *self, DpDownload *download)
{
  DpRoom room = dp_shortages_judge (self->shortages, download);

  if (room == DP_ROOM_FREE)
    return FALSE;
  dp_download_set_reason (download,
                          room == DP_ROOM_NONE ? _ ("Waiting for room on the disk") : NULL);
  return TRUE;
}

/* Stops those that run into a full disk, and lets those on that wait for no reason any more. */
static void
look_who_has_room (GObject *owner)
{
  DpQueue *self = DP_QUEUE (owner);

  self->next_id = 0;
  for (guint i = 0; i < self->downloads->len; i++)
    {
      DpDownload *download = self->downloads->pdata[i];
      DpState state = dp_download_get_state (download);

      if (state == DP_STATE_QUEUED && !is_held_back (self, download))
        dp_download_set_reason (download, NULL);
      else if (state == DP_STATE_RUNNING &&
               dp_shortages_judge (self->shortages, download) == DP_ROOM_NONE)
        {
          is_held_back (self, download);
          change_state (self, download, DP_STATE_QUEUED);
        }
    }
}

static void
on_room_changed (GObject *owner)
{
  look_who_has_room (owner);
  schedule (DP_QUEUE (owner));
}

static gboolean
is_queued (GObject *owner, guint64 id)
{
  DpQueue *self = DP_QUEUE (owner);
  DpDownload *download = dp_queue_find (self, id);

  if (id == 0)
    return self->n_by_state[DP_STATE_QUEUED] > 0;
  return download != NULL && dp_download_get_state (download) == DP_STATE_QUEUED;
}

static void
wait_for_room (DpQueue *self, DpDownload *download, const DpOutcome *outcome)
{
  gboolean is_news;

  if (!self->waits_for_room)
    {
      move_on (self, download, DP_STATE_PAUSED, outcome->reason);
      return;
    }
  move_on (self, download, DP_STATE_QUEUED, NULL);
  is_news =
      dp_shortages_add (self->shortages, download, &outcome->shortage, g_get_monotonic_time ());
  look_who_has_room (G_OBJECT (self));
  if (is_news)
    g_signal_emit (self, signals[SIGNAL_NO_ROOM], 0, download, outcome->shortage.needed_bytes,
                   outcome->shortage.is_volume_full);
}

static void
take_outcome (DpQueue *self, DpDownload *download, const DpOutcome *outcome)
{
  switch (outcome->kind)
    {
    case DP_OUTCOME_DONE:
      finish (self, download, outcome);
      break;
    case DP_OUTCOME_DROPPED:
      retry_later (self, download, outcome);
      break;
    case DP_OUTCOME_DISK:
      move_on (self, download, DP_STATE_PAUSED, outcome->reason);
      break;
    case DP_OUTCOME_FULL:
      wait_for_room (self, download, outcome);
      break;
    case DP_OUTCOME_REFUSED:
      move_on (self, download, DP_STATE_FAILED, outcome->reason);
      break;
    case DP_OUTCOME_ASKS:
      ask (self, download, outcome);
      break;
    case DP_OUTCOME_STOPPED:
      break;
    }
}

static void
on_ended (GObject *owner, DpDownload *download, DpOutcome *outcome)
{
  DpQueue *self = DP_QUEUE (owner);
  DpState state = dp_download_get_state (download);

  dp_download_take_partial (download, g_steal_pointer (&outcome->partial));

  /* One that was stopped may be finished all the same. */
  if (state == DP_STATE_RUNNING || outcome->kind == DP_OUTCOME_DONE)
    take_outcome (self, download, outcome);
  else if (state == DP_STATE_QUEUED)
    self->next_id = MIN (self->next_id, dp_download_get_id (download));
  /* After the end: until that is written, a finished file is known by what was claimed for it. */
  dp_store_tell (self->store, DP_NOTE_PARTIAL, &download, 1);
  schedule (self);
}

static void
on_progressed (GObject *owner)
{
  g_signal_emit (owner, signals[SIGNAL_PROGRESSED], 0);
}

/* Turns */

/* The first that waited long enough; where there is no room it waits for that. */
static DpDownload *
find_due (DpQueue *self, gint64 now_usec)
{
  DpDownload *download;

  while ((download = dp_waiting_find_due (self->waiting, now_usec)) != NULL &&
         is_held_back (self, download))
    change_state (self, download, DP_STATE_QUEUED);
  return download;
}

/* The first queued one that no worker still holds. */
static DpDownload *
find_queued (DpQueue *self)
{
  if (self->n_by_state[DP_STATE_QUEUED] == 0)
    return NULL;
  for (guint i = dp_list_bisect (self->downloads, self->next_id); i < self->downloads->len; i++)
    {
      DpDownload *download = self->downloads->pdata[i];

      self->next_id = dp_download_get_id (download) + 1;
      if (dp_download_get_state (download) == DP_STATE_QUEUED &&
          !dp_actives_has (self->actives, download) && !is_held_back (self, download))
        return download;
    }
  return NULL;
}

static void
finish_stop (DpQueue *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  self->is_stopped = TRUE;
  g_clear_handle_id (&self->stop_id, g_source_remove);
  g_task_return_boolean (task, dp_actives_get_size (self->actives) == 0);
}

/* Starts what may start, and only then tells others. */
static void
schedule (DpQueue *self)
{
  gint64 now_usec = g_get_monotonic_time ();

  if (self->stop_task != NULL && dp_actives_get_size (self->actives) == 0)
    finish_stop (self);
  if (self->stop_task != NULL || self->is_stopped)
    return;
  while (self->n_by_state[DP_STATE_RUNNING] < self->n_parallel)
    {
      DpDownload *download = find_due (self, now_usec);

      if (download == NULL)
        download = find_queued (self);
      if (download == NULL)
        break;
      /* In this order: who is told that it runs may stop it at once. */
      dp_actives_start (self->actives, download, self->answers);
      move_on (self, download, DP_STATE_RUNNING, NULL);
    }
  dp_waiting_arm (self->waiting, now_usec);
  dp_actives_post (self->actives);
  g_signal_emit (self, signals[SIGNAL_SCHEDULED], 0);
}

static void
on_due (gpointer user_data)
{
  schedule (DP_QUEUE (user_data));
}

/* Verbs */

static void
tell_change (DpQueue *self, const DpListChange *change)
{
  if (change->n_removed > 0 || change->n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), change->position, change->n_removed,
                                change->n_added);
  schedule (self);
}

/**
 * dp_queue_set_store:
 * @self: a queue
 * @store: (nullable): who remembers the list from now on
 *
 * Thread: home.
 */
void
dp_queue_set_store (DpQueue *self, DpStore *store)
{
  dp_store_unref (self->store);
  self->store = dp_store_ref (store);
  dp_actives_set_store (self->actives, store);
}

/* In one piece, wherever they belong. */
static void
merge (DpQueue *self, GPtrArray *downloads)
{
  DpListChange change;

  for (guint i = 0; i < downloads->len; i++)
    {
      DpDownload *download = downloads->pdata[i];

      self->n_by_state[dp_download_get_state (download)]++;
      self->next_id = MIN (self->next_id, dp_download_get_id (download));
      self->last_id = MAX (self->last_id, dp_download_get_id (download));
    }
  dp_list_merge (self->downloads, downloads, &change);
  tell_change (self, &change);
}

/**
 * dp_queue_load:
 * @self: a queue
 * @downloads: (element-type DpDownload): what is remembered of an earlier run of the program, at
 *   rest, by id; is empty afterwards
 *
 * Adds downloads in one piece, and starts what may start.
 *
 * Thread: home.
 */
void
dp_queue_load (DpQueue *self, GPtrArray *downloads)
{
  merge (self, downloads);
}

/**
 * dp_queue_add:
 * @self: a queue
 * @urls: (element-type utf8): acceptable links, in their order
 * @requests: (nullable) (element-type DpRequest): for each of them what is said beyond the link, or
 *   %NULL
 * @folder: (type filename): where the files shall be
 *
 * Adds links behind all others, in one piece, and starts what may start.
 *
 * Thread: home.
 *
 * Returns: the id of the first; the others follow without a gap
 */
guint64
dp_queue_add (DpQueue *self, const GPtrArray *urls, const GPtrArray *requests, const char *folder)
{
  guint position = self->downloads->len;
  guint64 first_id = self->last_id + 1;
  gint64 now_usec = g_get_real_time ();

  for (guint i = 0; i < urls->len; i++)
    {
      DpDownload *download = dp_download_new (++self->last_id, urls->pdata[i], folder);

      if (requests != NULL)
        dp_download_set_request (download, requests->pdata[i]);
      dp_download_set_times (download, now_usec, 0);
      g_ptr_array_add (self->downloads, download);
    }
  dp_store_tell (self->store, DP_NOTE_ADDED,
                 (DpDownload *const *) self->downloads->pdata + position, urls->len);
  self->n_by_state[DP_STATE_QUEUED] += urls->len;
  self->next_id = MIN (self->next_id, first_id);
  tell_change (self, &(DpListChange){ position, 0, urls->len });
  return first_id;
}

/**
 * dp_queue_continue:
 * @self: a queue
 * @url: an acceptable link to the file that @partial is the beginning of
 * @request: (nullable): what is said beyond the link
 * @partial: (transfer full): what is on disk
 *
 * Adds a download behind all others that goes on from there.
 *
 * Thread: home.
 *
 * Returns: its id
 */
guint64
dp_queue_continue (DpQueue *self, const char *url, DpRequest *request, DpPartial *partial)
{
  DpDownload *download = dp_download_new (++self->last_id, url, partial->folder);

  dp_download_set_request (download, request);
  dp_download_set_name (download, partial->name);
  dp_download_take_partial (download, partial);
  dp_download_set_times (download, g_get_real_time (), 0);
  dp_store_tell (self->store, DP_NOTE_ADDED, &download, 1);
  g_ptr_array_add (self->downloads, download);
  self->n_by_state[DP_STATE_QUEUED]++;
  self->next_id = MIN (self->next_id, self->last_id);
  tell_change (self, &(DpListChange){ self->downloads->len - 1, 0, 1 });
  return self->last_id;
}

static gboolean
pause_one (DpQueue *self, DpDownload *download)
{
  if (!dp_download_is_unfinished (download))
    return FALSE;
  move_on (self, download, DP_STATE_PAUSED, NULL);
  return TRUE;
}

static gboolean
resume_one (DpQueue *self, DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  if (state == DP_STATE_QUEUED || state == DP_STATE_RUNNING || state == DP_STATE_DONE)
    return FALSE;
  dp_download_forget_failures (download);
  move_on (self, download, DP_STATE_QUEUED, NULL);
  return TRUE;
}

static gboolean
cancel_one (DpQueue *self, DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  if (state == DP_STATE_DONE || state == DP_STATE_CANCELLED)
    return FALSE;
  dp_actives_discard (self->actives, download);
  move_on (self, download, DP_STATE_CANCELLED, NULL);
  if (!dp_actives_has (self->actives, download))
    dp_store_tell (self->store, DP_NOTE_PARTIAL, &download, 1);
  return TRUE;
}

/* All of them first, and only then somebody's turn: who takes the place of one that stops shall not
 * be about to stop itself. */
static void
for_each (DpQueue *self,
          const guint64 *ids,
          gsize n_ids,
          gboolean (*verb) (DpQueue *, DpDownload *))
{
  gboolean is_changed = FALSE;

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self, ids[i]);

      if (download != NULL && verb (self, download))
        is_changed = TRUE;
    }
  if (is_changed)
    schedule (self);
}

/**
 * dp_queue_pause:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 *
 * Stops them; what is good stays on disk.  Nothing happens to one that is at rest.
 *
 * Thread: home.
 */
void
dp_queue_pause (DpQueue *self, const guint64 *ids, gsize n_ids)
{
  for_each (self, ids, n_ids, pause_one);
}

/**
 * dp_queue_resume:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 *
 * Lets them have their turn: those that are paused, failed, cancelled, or wait for another attempt.
 *
 * Thread: home.
 */
void
dp_queue_resume (DpQueue *self, const guint64 *ids, gsize n_ids)
{
  for_each (self, ids, n_ids, resume_one);
}

/**
 * dp_queue_set_link:
 * @self: a queue
 * @id: a download's id
 * @url: an acceptable link to the same file
 *
 * Gives a download another link, in place of one that has expired, and lets it have its turn.  What
 * is on disk stays, and is continued if the new link proves to lead to it.  Nothing happens to one
 * that is done.
 *
 * Thread: home.
 */
void
dp_queue_set_link (DpQueue *self, guint64 id, const char *url)
{
  DpDownload *download = dp_queue_find (self, id);

  if (download == NULL || dp_download_get_state (download) == DP_STATE_DONE)
    return;
  /* Also one that runs: its worker knows the old link only. */
  if (dp_download_get_state (download) == DP_STATE_RUNNING)
    move_on (self, download, DP_STATE_QUEUED, NULL);
  dp_download_set_url (download, url);
  tell_changed (self, download);
  dp_download_forget_failures (download);
  resume_one (self, download);
  schedule (self);
}

/**
 * dp_queue_cancel:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 *
 * Gives them up; what is on disk of them goes.  Nothing happens to one that is done.
 *
 * Thread: home.
 */
void
dp_queue_cancel (DpQueue *self, const guint64 *ids, gsize n_ids)
{
  for_each (self, ids, n_ids, cancel_one);
}

/**
 * dp_queue_pause_all:
 * @self: a queue
 *
 * Thread: home.
 */
void
dp_queue_pause_all (DpQueue *self)
{
  for (guint i = 0; i < self->downloads->len; i++)
    pause_one (self, self->downloads->pdata[i]);
  schedule (self);
}

/**
 * dp_queue_resume_all:
 * @self: a queue
 *
 * Lets all have their turn that are paused.
 *
 * Thread: home.
 */
void
dp_queue_resume_all (DpQueue *self)
{
  for (guint i = 0; i < self->downloads->len; i++)
    if (dp_download_get_state (self->downloads->pdata[i]) == DP_STATE_PAUSED)
      resume_one (self, self->downloads->pdata[i]);
  schedule (self);
}

/**
 * dp_queue_hurry:
 * @self: a queue
 *
 * The network is another one: those that wait because something had failed have their turn now, but
 * for those whose server asked to be left alone.
 *
 * Thread: home.
 */
void
dp_queue_hurry (DpQueue *self)
{
  dp_waiting_hurry (self->waiting, g_get_monotonic_time ());
  schedule (self);
}

/* Answers */

/* Every download goes on that waits for this answer. */
static void
go_on (DpQueue *self)
{
  for (guint i = 0; i < self->downloads->len && self->n_by_state[DP_STATE_ASKING] > 0; i++)
    {
      DpDownload *download = self->downloads->pdata[i];
      const DpQuestion *question = dp_download_get_question (download);

      if (question != NULL && dp_answers_has (self->answers, question))
        resume_one (self, download);
    }
  schedule (self);
}

/**
 * dp_queue_answer_password:
 * @self: a queue
 * @question: what a server or proxy asked
 * @user: the answer
 * @password: the other half
 *
 * Tells it to who asked and nobody else, from now on, and lets all go on that wait for it.
 *
 * Thread: home.
 */
void
dp_queue_answer_password (DpQueue *self,
                          const DpQuestion *question,
                          const char *user,
                          const char *password)
{
  g_return_if_fail (question->kind != DP_QUESTION_CERTIFICATE);

  self->answers = dp_answers_add_password (self->answers, question, user, password);
  go_on (self);
}

/**
 * dp_queue_answer_certificate:
 * @self: a queue
 * @question: what the person was asked, and says yes to
 *
 * Trusts this certificate of this server from now on, and lets all go on that wait for it.
 *
 * Thread: home.
 */
void
dp_queue_answer_certificate (DpQueue *self, const DpQuestion *question)
{
  g_return_if_fail (question->kind == DP_QUESTION_CERTIFICATE);

  self->answers = dp_answers_add_certificate (self->answers, question);
  go_on (self);
}

/* Taking out, and putting back */

struct _DpRemoval
{
  DpQueue *queue;       /* (owned) */
  GPtrArray *downloads; /* (owned) (element-type DpDownload): by id */
};

static void
tell_store (DpQueue *self, DpNoteKind kind, GPtrArray *downloads)
{
  dp_store_tell (self->store, kind, (DpDownload *const *) downloads->pdata, downloads->len);
}

/* Nothing that is taken out goes on by itself. */
static void
put_to_rest (DpQueue *self, DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  if (state == DP_STATE_RUNNING || state == DP_STATE_WAITING || state == DP_STATE_ASKING)
    move_on (self, download, DP_STATE_QUEUED, NULL);
}

/**
 * dp_queue_remove:
 * @self: a queue
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Takes downloads out of the list, in one piece, and stops those that run.  Finished files stay on
 * disk; what is on disk of the others stays until the removal is freed.
 *
 * Thread: home.
 *
 * Returns: (transfer full): what was taken out, for dp_queue_restore() or dp_removal_free()
 */
DpRemoval *
dp_queue_remove (DpQueue *self, const GArray *ids)
{
  DpRemoval *removal = g_new0 (DpRemoval, 1);
  DpListChange change;

  removal->queue = g_object_ref (self);
  removal->downloads = dp_list_take (self->downloads, ids, &change);
  for (guint i = 0; i < removal->downloads->len; i++)
    self->n_by_state[dp_download_get_state (removal->downloads->pdata[i])]--;
  for (guint i = 0; i < removal->downloads->len; i++)
    put_to_rest (self, removal->downloads->pdata[i]);
  tell_store (self, DP_NOTE_REMOVED, removal->downloads);
  tell_change (self, &change);
  return removal;
}

/**
 * dp_queue_restore:
 * @self: the queue
 * @removal: (transfer full): what was taken out
 *
 * Puts downloads back where they were, in one piece; those that ran get their turn again.
 *
 * Thread: home.
 */
void
dp_queue_restore (DpQueue *self, DpRemoval *removal)
{
  g_autoptr (GPtrArray) downloads = g_steal_pointer (&removal->downloads);

  removal->downloads = g_ptr_array_new ();
  dp_removal_free (removal);
  tell_store (self, DP_NOTE_CHANGED, downloads);
  merge (self, downloads);
}

/**
 * dp_removal_get_size:
 * @removal: what was taken out
 *
 * Thread: home.
 *
 * Returns: how many downloads that is
 */
guint
dp_removal_get_size (DpRemoval *removal)
{
  return removal->downloads->len;
}

/**
 * dp_removal_free:
 * @removal: (transfer full) (nullable): what was taken out
 *
 * Makes it final: what is on disk of unfinished files goes.
 *
 * Thread: home.
 */
void
dp_removal_free (DpRemoval *removal)
{
  if (removal == NULL)
    return;
  for (guint i = 0; i < removal->downloads->len; i++)
    if (dp_download_get_state (removal->downloads->pdata[i]) != DP_STATE_DONE)
      dp_actives_discard (removal->queue->actives, removal->downloads->pdata[i]);
  tell_store (removal->queue, DP_NOTE_FORGOTTEN, removal->downloads);
  g_ptr_array_unref (removal->downloads);
  g_object_unref (removal->queue);
  g_free (removal);
}

/* Renaming */

static void
on_renamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DpDownload *download = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *path = dp_rename_finish (result, &error);

  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  dp_download_set_path (download, path);
  tell_changed (g_task_get_source_object (task), download);
  g_task_return_boolean (task, TRUE);
}

/**
 * dp_queue_rename_async:
 * @self: a queue
 * @id: a download's id
 * @name: (nullable): what the file shall be called, made safe before; or %NULL for one that is not
 *   done to be called as the server says
 * @callback: (nullable): called when it is called so
 * @user_data: for @callback
 *
 * A file that is not done gets the name in the end, with a number if need be; nothing is stopped for
 * it.  A finished one is renamed, if nothing else bears the name.
 *
 * Thread: home.
 */
void
dp_queue_rename_async (DpQueue *self,
                       guint64 id,
                       const char *name,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *wish = name != NULL ? dp_filename_sanitize (name) : NULL;
  DpDownload *download = dp_queue_find (self, id);

  g_task_set_source_tag (task, dp_queue_rename_async);
  if (download == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               _ ("It is no longer in the list"));
      return;
    }
  g_task_set_task_data (task, g_object_ref (download), g_object_unref);
  if (dp_download_get_state (download) == DP_STATE_DONE && wish != NULL)
    {
      dp_rename_async (dp_download_get_path (download), wish, self->lanes, on_renamed,
                       g_steal_pointer (&task));
      return;
    }
  if (dp_download_get_state (download) != DP_STATE_DONE)
    dp_download_set_wish (download, wish);
  tell_changed (self, download);
  dp_actives_rename (self->actives, download);
  g_task_return_boolean (task, TRUE);
}

/**
 * dp_queue_rename_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: %FALSE with @error set if it bears its old name still
 */
gboolean
dp_queue_rename_finish (DpQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_queue_rename_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Stopping */

static gboolean
on_stop_timeout (gpointer user_data)
{
  DpQueue *self = user_data;

  self->stop_id = 0;
  finish_stop (self);
  return G_SOURCE_REMOVE;
}

/**
 * dp_queue_stop_async:
 * @self: a queue
 * @timeout_msec: how long to wait for the workers
 * @callback: called when all workers have answered, or the time is over
 * @user_data: for @callback
 *
 * Stops everything, for the end of the program.
 *
 * Thread: home.
 */
void
dp_queue_stop_async (DpQueue *self,
                     guint timeout_msec,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (self->stop_task == NULL && !self->is_stopped);

  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, dp_queue_stop_async);
  self->stop_id = g_timeout_add (timeout_msec, on_stop_timeout, self);
  for (guint i = 0; i < self->downloads->len; i++)
    if (dp_download_get_state (self->downloads->pdata[i]) == DP_STATE_RUNNING)
      move_on (self, self->downloads->pdata[i], DP_STATE_QUEUED, NULL);
  schedule (self);
}

/**
 * dp_queue_stop_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: whether all workers have answered
 */
gboolean
dp_queue_stop_finish (DpQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_queue_stop_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Questions and settings */

/**
 * dp_queue_count:
 * @self: a queue
 * @state: a state
 *
 * Thread: home.
 *
 * Returns: how many downloads are in it
 */
guint
dp_queue_count (DpQueue *self, DpState state)
{
  return self->n_by_state[state];
}

/**
 * dp_queue_count_unfinished:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: how many will go on without the person
 */
guint
dp_queue_count_unfinished (DpQueue *self)
{
  return self->n_by_state[DP_STATE_QUEUED] + self->n_by_state[DP_STATE_RUNNING] +
         self->n_by_state[DP_STATE_WAITING];
}

/**
 * dp_queue_get_bytes_per_sec:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: the speed of all together
 */
guint64
dp_queue_get_bytes_per_sec (DpQueue *self)
{
  return dp_actives_get_bytes_per_sec (self->actives);
}

/**
 * dp_queue_set_parallel:
 * @self: a queue
 * @n_parallel: how many may run at once, 1 to %DP_QUEUE_MAX_PARALLEL
 *
 * More start at once; with fewer, those that run go on to their end.
 *
 * Thread: home.
 */
void
dp_queue_set_parallel (DpQueue *self, guint n_parallel)
{
  self->n_parallel = CLAMP (n_parallel, 1, DP_QUEUE_MAX_PARALLEL);
  schedule (self);
}

/**
 * dp_queue_set_tries:
 * @self: a queue
 * @n_tries: after so many attempts in a row that brought nothing a download has failed
 *
 * Thread: home.
 */
void
dp_queue_set_tries (DpQueue *self, guint n_tries)
{
  self->n_tries = MAX (n_tries, 1);
}

/**
 * dp_queue_set_segments:
 * @self: a queue
 * @n_segments: over so many connections each file, 1 to %DP_QUEUE_MAX_SEGMENTS, or 0 for as many as
 *   make it faster
 *
 * Those that start from now on.
 *
 * Thread: home.
 */
void
dp_queue_set_segments (DpQueue *self, guint n_segments)
{
  dp_actives_set_segments (self->actives, MIN (n_segments, DP_QUEUE_MAX_SEGMENTS));
}

/**
 * dp_queue_set_notes_origin:
 * @self: a queue
 * @notes_origin: whether the files of those that start from now on tell where they came from
 *
 * Thread: home.
 */
void
dp_queue_set_notes_origin (DpQueue *self, gboolean notes_origin)
{
  dp_actives_set_notes_origin (self->actives, notes_origin);
}

/**
 * dp_queue_set_waits_for_room:
 * @self: a queue
 * @waits: whether downloads for which there is no room on the disk wait for it, and then go on; else
 *   they are paused, with the reason
 *
 * Thread: home.
 */
void
dp_queue_set_waits_for_room (DpQueue *self, gboolean waits)
{
  self->waits_for_room = waits;
}

static void
dp_queue_finalize (GObject *object)
{
  DpQueue *self = DP_QUEUE (object);

  g_clear_pointer (&self->actives, dp_actives_free);
  g_clear_pointer (&self->waiting, dp_waiting_free);
  g_clear_pointer (&self->answers, dp_answers_unref);
  g_clear_pointer (&self->shortages, dp_shortages_free);
  g_clear_pointer (&self->downloads, g_ptr_array_unref);
  g_clear_pointer (&self->store, dp_store_unref);
  G_OBJECT_CLASS (dp_queue_parent_class)->finalize (object);
}

static void
dp_queue_class_init (DpQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_queue_finalize;

  /**
   * DpQueue::state-changed:
   * @self: the queue
   * @download: (type DpDownload): the one whose state changed
   */
  signals[SIGNAL_STATE_CHANGED] =
      g_signal_new ("state-changed", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, DP_TYPE_DOWNLOAD);

  /**
   * DpQueue::progressed:
   * @self: the queue
   *
   * Numbers or counts have changed; at most ten times a second, after everything else.
   */
  signals[SIGNAL_PROGRESSED] = g_signal_new ("progressed", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DpQueue::scheduled:
   * @self: the queue
   *
   * A change is whole: what may start has started, and all counts are right.  For every file; who
   * only shows counts listens to #DpQueue::progressed.
   */
  signals[SIGNAL_SCHEDULED] = g_signal_new ("scheduled", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DpQueue::no-room:
   * @self: the queue
   * @download: (type DpDownload): the one that found no room
   * @needed_bytes: (type guint64): so much room would do
   * @is_full: whether nothing goes on there; else only this file is too big
   *
   * Downloads wait for room on a disk, and will go on by themselves.  Once, however many they are.
   */
  signals[SIGNAL_NO_ROOM] =
      g_signal_new ("no-room", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    3, DP_TYPE_DOWNLOAD, G_TYPE_UINT64, G_TYPE_BOOLEAN);
}

static void
dp_queue_init (DpQueue *self)
{
  self->downloads = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = dp_waiting_new (on_due, self);
  self->answers = dp_answers_new ();
  self->n_parallel = DP_QUEUE_DEFAULT_PARALLEL;
  self->n_tries = DP_QUEUE_DEFAULT_TRIES;
  self->waits_for_room = TRUE;
}

/**
 * dp_queue_new:
 * @lanes: (transfer none): where the work is done; outlives the queue
 *
 * Thread: home.
 *
 * Returns: (transfer full): an empty queue
 */
DpQueue *
dp_queue_new (DpLanes *lanes)
{
  static const DpActivesFuncs funcs = { on_ended, on_progressed };
  static const DpShortagesFuncs shortages_funcs = { is_queued, on_room_changed };
  DpQueue *self = g_object_new (DP_TYPE_QUEUE, NULL);

  self->lanes = lanes;
  self->actives = dp_actives_new (lanes, G_OBJECT (self), &funcs);
  self->shortages = dp_shortages_new (lanes, G_OBJECT (self), &shortages_funcs);
  return self;
}
