/* dp-trust.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The certificates that only the person vouches for: which they are, and taking that back.  Each is
 * one certificate of one server, accepted with dp_queue_answer_certificate() and kept in memory only;
 * which downloads came to use one, dp_download_get_trusted() knows.
 *
 * Thread: home.
 */

#include "dp-trust.h"

static DpAnswers *
get_answers (DpQueue *self)
{
  return dp_terms_get_answers (dp_scheduler_get_terms (dp_queue_get_scheduler (self)));
}

/**
 * dp_queue_list_trusted:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpQuestion): what the person was asked about certificates
 *   and said yes to, by host: host, port, fingerprint, and what was wrong with it
 */
GPtrArray *
dp_queue_list_trusted (DpQueue *self)
{
  g_autoptr (GPtrArray) lent = dp_answers_list_certificates (get_answers (self));
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_question_free);

  for (guint i = 0; i < lent->len; i++)
    g_ptr_array_add (list, dp_question_copy (lent->pdata[i]));
  return list;
}

/**
 * dp_queue_is_trusted:
 * @self: a queue
 * @question: a question about a certificate
 *
 * Thread: home.
 *
 * Returns: whether the person said yes to it, and did not take that back
 */
gboolean
dp_queue_is_trusted (DpQueue *self, const DpQuestion *question)
{
  return dp_answers_is_trusted (get_answers (self), question->origin, question->fingerprint);
}

/* Also one that has a link to there: it may have been let in, and not have told it yet. */
static gboolean
runs_thanks_to (DpDownload *download, const DpQuestion *question)
{
  const DpQuestion *trusted = dp_download_get_trusted (download);
  g_autoptr (DpUrl) url = NULL;
  g_autofree char *origin = NULL;

  if (dp_download_get_state (download) != DP_STATE_RUNNING)
    return FALSE;
  if (trusted != NULL)
    return g_str_equal (trusted->origin, question->origin) &&
           g_str_equal (trusted->fingerprint, question->fingerprint);
  url = dp_url_parse (dp_download_get_url (download), NULL);
  origin = url != NULL ? dp_question_dup_origin (question->kind, url) : NULL;
  return g_strcmp0 (origin, question->origin) == 0;
}

/**
 * dp_queue_distrust:
 * @self: a queue
 * @origin: whose certificate
 * @fingerprint: which one
 *
 * Takes back that a certificate is trusted.  What comes in thanks to it is stopped, keeps what it
 * has, and asks again; nobody goes on over a connection that was made with it.
 *
 * Thread: home.
 */
void
dp_queue_distrust (DpQueue *self, const char *origin, const char *fingerprint)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  DpTerms *terms = dp_scheduler_get_terms (scheduler);
  DpList *list = dp_scheduler_get_list (scheduler);
  const DpQuestion question = { .kind = DP_QUESTION_CERTIFICATE,
                                .origin = (char *) origin,
                                .fingerprint = (char *) fingerprint };

  if (!dp_queue_is_trusted (self, &question))
    return;
  dp_terms_take_answers (terms, dp_answers_remove_certificate (
                                    dp_answers_ref (dp_terms_get_answers (terms)), &question));
  dp_lanes_forget_connections (dp_scheduler_get_lanes (scheduler));
  for (guint i = 0; i < dp_list_get_size (list) && dp_list_count (list, DP_STATE_RUNNING) > 0; i++)
    {
      DpDownload *download = dp_list_get (list, i);

      if (!runs_thanks_to (download, &question))
        continue;
      dp_scheduler_move (scheduler, download, DP_STATE_QUEUED, NULL);
      dp_scheduler_resume (scheduler, download);
    }
  dp_scheduler_run (scheduler);
}
