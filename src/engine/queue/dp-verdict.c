/* dp-verdict.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the end of a transfer means for its download: it is done, tried again later, has failed, or
 * waits for the person or for room on the disk.
 *
 * Thread: home.
 */

#include "dp-verdict.h"

#include "dp-naming.h"
#include "dp-retry.h"

/* The same file is elsewhere, too: it goes on from there, if that proves to be the same.  After the last
 * one it has failed, and begins with the first when the person wants it tried again.  A link of the
 * person's own is none of those and stays. */
static void
fail (DpScheduler *scheduler, DpDownload *download, const char *reason)
{
  const DpOffer *offer = dp_download_get_offer (download);
  const char *url = dp_download_get_url (download);
  const char *next = dp_offer_get_next_mirror (offer, url);
  const char *first = dp_offer_get_first_mirror (offer, url);

  if (first != NULL)
    dp_download_set_url (download, next != NULL ? next : first);
  if (next != NULL)
    dp_history_forget_failures (dp_download_write_history (download));
  dp_scheduler_move (scheduler, download, next != NULL ? DP_STATE_QUEUED : DP_STATE_FAILED,
                     next != NULL ? NULL : reason);
}

/* The person may have changed the name while the worker gave the file its last one. */
static void
finish (DpScheduler *scheduler, DpDownload *download, const DpOutcome *outcome)
{
  const char *wish = dp_download_get_wish (download);

  dp_download_finish (download, outcome->path, outcome->total_bytes, outcome->is_length_proven);
  dp_download_set_validator (download, outcome->validator);
  dp_download_write_history (download)->finished_usec = g_get_real_time ();
  dp_scheduler_move (scheduler, download, DP_STATE_DONE, NULL);
  if (wish != NULL && g_strcmp0 (wish, outcome->wish) != 0 &&
      dp_list_has (dp_scheduler_get_list (scheduler), download))
    dp_naming_async (scheduler, download, wish, NULL, NULL);
}

static void
retry_later (DpScheduler *scheduler,
             const DpPatience *patience,
             DpDownload *download,
             const DpOutcome *outcome)
{
  DpHistory *history = dp_download_write_history (download);
  guint n_failures = dp_history_count_failure (history);
  gint64 delay_usec;

  if (n_failures >= patience->n_tries)
    {
      fail (scheduler, download, outcome->reason);
      return;
    }
  delay_usec = dp_retry_get_delay_usec (n_failures, outcome->retry_after_sec, g_random_double ());
  history->retry_at_usec = g_get_monotonic_time () + delay_usec;
  history->is_retry_asked = outcome->retry_after_sec > 0;
  dp_scheduler_move (scheduler, download, DP_STATE_WAITING, outcome->reason);
}

/* Asks the person, who may have answered while the worker did not know it yet. */
static void
ask (DpScheduler *scheduler, DpDownload *download, const DpOutcome *outcome)
{
  DpTerms *terms = dp_scheduler_get_terms (scheduler);
  DpAnswers *answers = dp_terms_get_answers (terms);

  if (dp_answers_has (answers, outcome->question))
    {
      dp_scheduler_move (scheduler, download, DP_STATE_QUEUED, NULL);
      return;
    }
  dp_terms_take_answers (terms,
                         dp_answers_remove_wrong (dp_answers_ref (answers), outcome->question));
  dp_download_take_question (download, dp_question_copy (outcome->question));
  dp_scheduler_move (scheduler, download, DP_STATE_ASKING, outcome->reason);
}

static gboolean
wait_for_room (DpScheduler *scheduler,
               const DpPatience *patience,
               DpDownload *download,
               const DpOutcome *outcome)
{
  if (patience->waits_for_room)
    return dp_scheduler_hold_back (scheduler, download, &outcome->shortage);
  dp_scheduler_move (scheduler, download, DP_STATE_PAUSED, outcome->reason);
  return FALSE;
}

static gboolean
take_outcome (DpScheduler *scheduler,
              const DpPatience *patience,
              DpDownload *download,
              const DpOutcome *outcome)
{
  switch (outcome->kind)
    {
    case DP_OUTCOME_DONE:
      finish (scheduler, download, outcome);
      return FALSE;
    case DP_OUTCOME_DROPPED:
      retry_later (scheduler, patience, download, outcome);
      return FALSE;
    case DP_OUTCOME_DISK:
      dp_scheduler_move (scheduler, download, DP_STATE_PAUSED, outcome->reason);
      return FALSE;
    case DP_OUTCOME_FULL:
      return wait_for_room (scheduler, patience, download, outcome);
    case DP_OUTCOME_REFUSED:
      fail (scheduler, download, outcome->reason);
      return FALSE;
    case DP_OUTCOME_ASKS:
      ask (scheduler, download, outcome);
      return FALSE;
    case DP_OUTCOME_STOPPED:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * dp_verdict_pass:
 * @scheduler: who gives it its turn
 * @patience: when to give up
 * @download: a download that no worker has to do with any more
 * @outcome: how its transfer ended; what is on disk is taken out of it
 *
 * Puts it into the state that follows.  Whose turn is next is not looked at.
 *
 * Thread: home.
 *
 * Returns: whether the person should be told that there is no room on the disk
 */
gboolean
dp_verdict_pass (DpScheduler *scheduler,
                 const DpPatience *patience,
                 DpDownload *download,
                 DpOutcome *outcome)
{
  DpState state = dp_download_get_state (download);

  dp_download_take_partial (download, g_steal_pointer (&outcome->partial));

  /* One that was stopped may be finished all the same. */
  if (state == DP_STATE_RUNNING || outcome->kind == DP_OUTCOME_DONE)
    return take_outcome (scheduler, patience, download, outcome);
  if (state == DP_STATE_QUEUED)
    dp_scheduler_let_wait (scheduler, download);
  return FALSE;
}
