/* dp-fetch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file, from the first request to the final name.
 *
 * Straight, blocking code, read from fetch() downwards: ask, judge the answer, copy, publish.  There
 * is no probe: the first GET is the download.  What is here is continued only with proof
 * (dp-fetch-rest); else the file comes from its first byte (dp-fetch-whole).
 *
 * Thread: worker; what the home thread may call says so.
 */

#include "dp-fetch.h"

#include "dp-fetch-check.h"
#include "dp-fetch-rest.h"
#include "dp-fetch-run.h"
#include "dp-fetch-whole.h"
#include "dp-fiber.h"
#include "dp-http-error.h"
#include "dp-http.h"
#include "dp-origin.h"
#include "dp-volume.h"

#define YIELD_USEC      G_TIME_SPAN_SECOND
#define YIELD_LOOK_USEC (20 * G_TIME_SPAN_MILLISECOND)

/* What an earlier transfer had finished already, just before it was killed. */
static char *
take_published (DpFetchRun *run)
{
  run->copy.total_bytes = run->transfer->partial->total_bytes;
  run->is_length_proven = run->transfer->partial->is_length_proven;
  run->wish = dp_transfer_dup_wish (run->transfer);
  return g_steal_pointer (&run->published);
}

/* Other files that have more than one connection give some up, when they have read something.  One
 * from which nothing comes does not, so nobody waits for that for long. */
static void
wait_for_connection (DpFetchRun *run)
{
  gint64 deadline_usec = g_get_monotonic_time () + YIELD_USEC;

  while (dp_hosts_is_full (run->transfer->hosts, run->origin, g_get_real_time ()) &&
         g_get_monotonic_time () < deadline_usec && !g_cancellable_is_cancelled (run->cancellable))
    dp_fiber_wait (g_get_monotonic_time () + YIELD_LOOK_USEC);
}

/* For the rest of what is here, or for the whole. */
static DpHttpExchange *
ask (DpFetchRun *run, gboolean is_for_rest, GError **error)
{
  DpTransfer *transfer = run->transfer;
  DpHttpRange range = { 0 };
  DpHttpExchange *exchange;

  if (is_for_rest)
    range = dp_fetch_rest_plan (run);
  wait_for_connection (run);
  run->n_served_before = dp_hosts_get_n_served (transfer->hosts, run->origin);
  dp_trace_wait (transfer->trace, DP_FETCH_RUN_LINE, DP_WAIT_SERVER, g_get_monotonic_time ());
  exchange = dp_http_get (dp_lane_get_client (run->lane), run->url, transfer->request,
                          is_for_rest ? &range : NULL, transfer->answers,
                          dp_trace_get_journal (transfer->trace), run->cancellable, error);
  /* What is fetched twice to be compared, or a new file and the room for it. */
  dp_trace_wait (transfer->trace, DP_FETCH_RUN_LINE, is_for_rest ? DP_WAIT_NETWORK : DP_WAIT_DISK,
                 g_get_monotonic_time ());
  if (exchange == NULL)
    return NULL;
  dp_transfer_tell_trusted (transfer, dp_http_exchange_get_trusted (exchange));
  dp_http_exchange_set_limit (exchange, transfer->limit);
  return exchange;
}

static void
note_origin (DpFetchRun *run)
{
  const DpHttpOptions *options = dp_http_client_get_options (dp_lane_get_client (run->lane));
  g_autoptr (DpRequest) said = dp_request_merge (run->transfer->request, options->request);

  dp_origin_note (run->copy.part, run->url, said->referer);
}

/* Where no list remembers whose the other part files are. */
static char *
publish_and_sweep (DpFetchRun *run, GError **error)
{
  DpPartFile *part = run->copy.part;
  gboolean is_alone = run->transfer->store == NULL && dp_part_file_get_record (part) != NULL;
  char *path = dp_part_file_publish (part, dp_copy_get_bytes (&run->copy), error);

  if (path != NULL && is_alone)
    dp_part_file_sweep (part, run->link);
  return path;
}

static char *
publish (DpFetchRun *run, GError **error)
{
  dp_trace_wait (run->transfer->trace, DP_FETCH_RUN_LINE, DP_WAIT_DISK, g_get_monotonic_time ());
  if (!dp_fetch_check (run, error))
    return NULL;
  /* The new one is whole, also after a power cut: the old one has done its duty. */
  if (run->old.part != NULL && !dp_part_file_flush (run->copy.part, error))
    return NULL;
  dp_copy_supersede (&run->copy, &run->old);
  if (run->transfer->notes_origin)
    note_origin (run);
  run->wish = dp_transfer_dup_wish (run->transfer);
  if (run->wish != NULL)
    dp_part_file_want (run->copy.part, run->wish);
  dp_fetch_run_claim (run);
  return publish_and_sweep (run, error);
}

/* It was put aside, and of one without a length nobody else can make use. */
static gboolean
is_old_worthless (DpFetchRun *run)
{
  return run->old.validator == NULL || run->old.total_bytes == DP_SIZE_UNKNOWN;
}

/* What can't be continued is begun again, and until then only takes the room that is missing. */
static void
give_room_back (DpFetchRun *run)
{
  if (run->copy.validator == NULL)
    dp_copy_discard (&run->copy);
  if (is_old_worthless (run))
    dp_copy_discard (&run->old);
}

/* There was no room beside what is worth nothing; without it there may be.  Once: what is put aside then is
 * no smaller than what comes in its place. */
static gboolean
makes_room (DpFetchRun *run, GError **error)
{
  if (run->has_made_room || run->old.part == NULL || !is_old_worthless (run) ||
      !g_error_matches (*error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_FULL))
    return FALSE;
  run->has_made_room = TRUE;
  give_room_back (run);
  g_clear_error (error);
  return TRUE;
}

static gboolean
take_answer (DpFetchRun *run, gboolean is_for_rest, DpHttpExchange *exchange, GError **error)
{
  return is_for_rest ? dp_fetch_rest_take (run, exchange, error)
                     : dp_fetch_whole_take (run, exchange, error);
}

static char *
fetch (DpFetchRun *run, GError **error)
{
  if (!dp_fetch_run_begin (run, error))
    return NULL;
  if (run->published != NULL)
    return take_published (run);

  /* A server may send less than was asked for: go on while bytes come. */
  while (!run->is_complete)
    {
      gboolean is_for_rest = run->copy.part != NULL;
      g_autoptr (DpHttpExchange) exchange = ask (run, is_for_rest, error);

      if (exchange == NULL)
        return NULL;
      if (!take_answer (run, is_for_rest, exchange, error) && !makes_room (run, error))
        return NULL;
    }

  return publish (run, error);
}

/* The outcome */

static DpOutcomeKind
get_kind (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return DP_OUTCOME_STOPPED;
  if (g_error_matches (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED))
    return DP_OUTCOME_DROPPED;
  if (g_error_matches (error, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS))
    return DP_OUTCOME_ASKS;
  if (g_error_matches (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_FULL))
    return DP_OUTCOME_FULL;
  if (error->domain == DP_PART_FILE_ERROR)
    return DP_OUTCOME_DISK;
  return DP_OUTCOME_REFUSED;
}

/* What is written already has its room; what begins again needs more than it had. */
static DpShortage
find_shortage (DpFetchRun *run)
{
  const char *folder = run->transfer->folder;
  guint64 total_bytes = run->copy.total_bytes;
  guint64 here_bytes = dp_copy_get_bytes (&run->copy);
  guint64 left_bytes = here_bytes + DP_VOLUME_LEAST_BYTES;

  if (total_bytes != DP_SIZE_UNKNOWN)
    left_bytes = run->copy.validator != NULL ? total_bytes - here_bytes : total_bytes;
  give_room_back (run);

  return (DpShortage){
    .volume = dp_volume_find (folder),
    .needed_bytes = MAX (left_bytes, DP_VOLUME_LEAST_BYTES),
    .is_volume_full = !dp_volume_has_room (folder, DP_VOLUME_LEAST_BYTES),
  };
}

static DpOutcome *
run_transfer (DpFetchRun *run)
{
  DpOutcome *outcome = g_new0 (DpOutcome, 1);
  g_autoptr (GError) error = NULL;

  outcome->path = fetch (run, &error);
  if (outcome->path != NULL)
    {
      outcome->kind = DP_OUTCOME_DONE;
      outcome->total_bytes =
          run->copy.part != NULL ? dp_copy_get_bytes (&run->copy) : run->copy.total_bytes;
      outcome->is_length_proven = run->is_length_proven;
      outcome->validator = g_strdup (run->copy.part != NULL ? run->copy.validator
                                                            : run->transfer->partial->validator);
    }
  else
    {
      outcome->kind = get_kind (error);
      outcome->reason = g_strdup (error->message);
      outcome->question = dp_http_error_dup_question (error);
      outcome->retry_after_sec = run->retry_after_sec;
      if (outcome->kind == DP_OUTCOME_FULL)
        outcome->shortage = find_shortage (run);
      outcome->partial = dp_fetch_run_leave (run);
    }
  outcome->wish = g_steal_pointer (&run->wish);
  dp_trace_rest (run->transfer->trace, DP_FETCH_RUN_LINE, g_get_monotonic_time (), &run->copy);
  dp_fetch_run_clear (run);
  return outcome;
}

static void
fetch_job (DpLane *lane, GTask *task)
{
  DpTransfer *transfer = g_task_get_task_data (task);
  DpFetchRun run = {
    .transfer = transfer,
    .lane = lane,
    .cancellable = g_task_get_cancellable (task),
    .n_segments = transfer->n_segments,
    .copy = DP_COPY_NONE,
    .old = DP_COPY_NONE,
  };
  DpOutcome *outcome;

  dp_transfer_tell_lane (transfer, dp_lane_get_number (lane));
  outcome = run_transfer (&run);
  dp_lane_return (lane, task, outcome, (GDestroyNotify) dp_outcome_free);
}

/**
 * dp_fetch_async:
 * @transfer: a transfer that did not run yet
 * @lanes: where to run it
 * @cancellable: (nullable): ends it; what is good stays on disk
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_fetch_async (DpTransfer *transfer,
                DpLanes *lanes,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dp_fetch_async);
  g_task_set_task_data (task, dp_transfer_ref (transfer), (GDestroyNotify) dp_transfer_unref);
  /* A file that was finished before the cancelling got through is finished. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_priority (task, DP_PRIORITY_OUTCOME);
  dp_lanes_run (lanes, transfer->folder, task, fetch_job);
}

/**
 * dp_fetch_finish:
 * @result: what the callback got
 *
 * Thread: home.
 *
 * Returns: (transfer full): how it ended
 */
DpOutcome *
dp_fetch_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_fetch_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
