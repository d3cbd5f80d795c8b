/* dp-orders.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person says about downloads that are in the list: pause, go on, give up, take another
 * link, or another name; the answers to what they ask; and that all shall hurry.
 *
 * Every order ends in dp_scheduler_run(): others are told when all of it is done.
 *
 * Thread: home.
 */

#include "dp-orders.h"

#include "dp-meant.h"
#include "dp-naming.h"

/* All of them first, and only then somebody's turn: who takes the place of one that stops shall not
 * be about to stop itself. */
static void
pause_all (DpQueue *self, GPtrArray *downloads)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);

  if (downloads->len == 0)
    return;
  dp_scheduler_move_all (scheduler, downloads, DP_STATE_PAUSED);
  dp_scheduler_run (scheduler);
}

static void
resume_all (DpQueue *self, GPtrArray *downloads)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);

  if (downloads->len == 0)
    return;
  dp_scheduler_resume_all (scheduler, downloads);
  dp_scheduler_run (scheduler);
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
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, dp_download_is_unfinished);

  pause_all (self, downloads);
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
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, NULL);

  resume_all (self, downloads);
}

static gboolean
may_cancel (DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  return state != DP_STATE_DONE && state != DP_STATE_CANCELLED;
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
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  DpActives *actives = dp_scheduler_get_actives (scheduler);
  g_autoptr (GPtrArray) downloads = dp_meant_find (self, ids, n_ids, may_cancel);

  if (downloads->len == 0)
    return;
  for (guint i = 0; i < downloads->len; i++)
    dp_actives_discard (actives, downloads->pdata[i], DP_NOTE_PARTIAL);
  dp_scheduler_move_all (scheduler, downloads, DP_STATE_CANCELLED);
  dp_scheduler_run (scheduler);
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
  g_autoptr (GPtrArray) downloads = dp_meant_find_all (self, dp_download_is_unfinished);

  pause_all (self, downloads);
}

static gboolean
is_paused (DpDownload *download)
{
  return dp_download_get_state (download) == DP_STATE_PAUSED;
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
  g_autoptr (GPtrArray) downloads = dp_meant_find_all (self, is_paused);

  resume_all (self, downloads);
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
  dp_scheduler_hurry (dp_queue_get_scheduler (self));
}

/* Another link, another name */

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
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  DpList *list = dp_scheduler_get_list (scheduler);
  DpDownload *download = dp_queue_find (self, id);

  if (download == NULL || dp_download_get_state (download) == DP_STATE_DONE)
    return;
  /* Also one that runs: its worker knows the old link only. */
  if (dp_download_get_state (download) == DP_STATE_RUNNING)
    dp_scheduler_move (scheduler, download, DP_STATE_QUEUED, NULL);
  /* It may wait at another server now. */
  dp_list_hold (list, download);
  dp_download_set_url (download, url);
  dp_list_let_wait (list, download);
  dp_list_tell (list, DP_NOTE_CHANGED, download);
  dp_history_forget_failures (dp_download_write_history (download));
  dp_scheduler_resume (scheduler, download);
  dp_scheduler_run (scheduler);
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
  dp_naming_async (dp_queue_get_scheduler (self), dp_queue_find (self, id), name, callback,
                   user_data);
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

  return dp_naming_finish (result, error);
}

/**
 * dp_queue_note_path:
 * @self: a queue
 * @id: the id of a download that is done
 * @path: (type filename): where its file is now
 *
 * Thread: home.
 */
void
dp_queue_note_path (DpQueue *self, guint64 id, const char *path)
{
  DpDownload *download = dp_queue_find (self, id);

  if (download == NULL || dp_download_get_state (download) != DP_STATE_DONE ||
      g_strcmp0 (dp_download_get_path (download), path) == 0)
    return;
  dp_download_set_path (download, path);
  dp_list_tell (dp_scheduler_get_list (dp_queue_get_scheduler (self)), DP_NOTE_CHANGED, download);
}

/* Answers */

/* Every download goes on that waits for this answer. */
static void
take_answers (DpScheduler *scheduler, DpAnswers *answers)
{
  DpList *list = dp_scheduler_get_list (scheduler);
  guint n_asking = dp_list_count (list, DP_STATE_ASKING);
  g_autoptr (GPtrArray) answered = g_ptr_array_new ();

  dp_terms_take_answers (dp_scheduler_get_terms (scheduler), answers);
  for (guint i = 0; i < dp_list_get_size (list) && n_asking > 0; i++)
    {
      DpDownload *download = dp_list_get (list, i);
      const DpQuestion *question = dp_download_get_question (download);

      if (question == NULL)
        continue;
      n_asking--;
      if (dp_answers_has (answers, question))
        g_ptr_array_add (answered, download);
    }
  dp_scheduler_resume_all (scheduler, answered);
  dp_scheduler_run (scheduler);
}

static DpAnswers *
ref_answers (DpScheduler *scheduler)
{
  return dp_answers_ref (dp_terms_get_answers (dp_scheduler_get_terms (scheduler)));
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
  DpScheduler *scheduler = dp_queue_get_scheduler (self);

  g_return_if_fail (question->kind != DP_QUESTION_CERTIFICATE);

  take_answers (scheduler,
                dp_answers_add_password (ref_answers (scheduler), question, user, password));
}

/**
 * dp_queue_answer_userinfo:
 * @self: a queue
 * @question: what a server or proxy asked, or will ask
 * @userinfo: the answer, percent-encoded user and password as in a link
 *
 * The same, with what stood in a link to it.
 *
 * Thread: home.
 */
void
dp_queue_answer_userinfo (DpQueue *self, const DpQuestion *question, const char *userinfo)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);

  g_return_if_fail (question->kind != DP_QUESTION_CERTIFICATE);

  take_answers (scheduler, dp_answers_add_userinfo (ref_answers (scheduler), question, userinfo));
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
  DpScheduler *scheduler = dp_queue_get_scheduler (self);

  g_return_if_fail (question->kind == DP_QUESTION_CERTIFICATE);

  take_answers (scheduler, dp_answers_add_certificate (ref_answers (scheduler), question));
}
