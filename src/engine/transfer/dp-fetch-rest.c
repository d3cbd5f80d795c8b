/* dp-fetch-rest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file that is here in part is continued, with proof.
 *
 * The server vouches for the version (If-Range), and the last bytes that we have before the gap are
 * fetched again and must be the same; so it goes from gap to gap.  Where there is doubt the file
 * starts again, beside the old one.  A link that the person brought for what another one left is
 * held to the same, and to more (dp-relink).
 *
 * Thread: worker.
 */

#include "dp-fetch-rest.h"

#include "dp-fetch-body.h"
#include "dp-fetch-whole.h"
#include "dp-judge.h"
#include "dp-overlap.h"
#include "dp-relink.h"

/* The first gap; behind the end if there is none. */
static DpRange
get_gap (DpFetchRun *run)
{
  guint64 total_bytes = run->copy.total_bytes;
  DpRange gap = { total_bytes, total_bytes };

  dp_range_set_get_gap (dp_part_file_get_safe (run->copy.part), 0, total_bytes, &gap);
  return gap;
}

/* What is here right before the gap is fetched again, as far as it is to be compared. */
static guint64
get_overlap (DpFetchRun *run)
{
  return dp_overlap_get_bytes (dp_part_file_get_safe (run->copy.part), run->rest.first_byte);
}

/**
 * dp_fetch_rest_plan:
 * @run: a run with a copy
 *
 * Chooses the next gap; to the end of the file if it reaches so far, as that is what servers know
 * best.
 *
 * Thread: worker.
 *
 * Returns: what to ask the server for; it borrows the version's name from the copy
 */
DpHttpRange
dp_fetch_rest_plan (DpFetchRun *run)
{
  DpHttpRange range = { .validator = run->copy.validator };

  run->rest = get_gap (run);
  range.first_byte = run->rest.first_byte - get_overlap (run);
  if (run->rest.end_byte != run->copy.total_bytes)
    range.n_bytes = run->rest.end_byte - range.first_byte;
  return range;
}

static DpAskedRange
get_asked (DpFetchRun *run)
{
  return (DpAskedRange){
    .first_byte = run->rest.first_byte - get_overlap (run),
    .missing_byte = run->rest.first_byte,
    .total_bytes = run->copy.total_bytes,
    .validator = run->copy.validator,
  };
}

static gboolean
is_our_range (DpFetchRun *run, const DpResponse *response)
{
  const DpAskedRange asked = get_asked (run);

  return dp_judge_is_our_range (response, &asked);
}

/* A part, whatever its status says.  A new link may be good for one question only: nothing is asked
 * twice there for a mere doubt. */
static gboolean
is_no_whole (DpFetchRun *run, const DpResponse *response, gboolean is_of_other)
{
  const DpAskedRange asked = get_asked (run);

  return !dp_judge_is_whole (response) ||
         (!is_of_other && dp_judge_is_rest_as_whole (response, &asked));
}

/* Another link is good for what is here, and takes the place of the old one. */
static gboolean
take_link (DpFetchRun *run, DpHttpExchange *exchange, const char *validator, GError **error)
{
  g_autofree char *final_link = dp_url_to_display (dp_http_exchange_get_url (exchange));

  return dp_copy_relink (&run->copy, run->link, final_link, validator, error);
}

static gboolean
copy_rest (DpFetchRun *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  g_autoptr (GError) reason = NULL;

  if (!is_our_range (run, response))
    return dp_fetch_run_start_again (run);
  if (!dp_overlap_is_equal (run->copy.part, run->rest.first_byte, get_overlap (run), exchange,
                            run->cancellable, &reason))
    {
      if (reason == NULL)
        return dp_fetch_run_start_again (run);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (!dp_copy_is_of_link (&run->copy, run->link) &&
      !take_link (run, exchange, run->copy.validator, error))
    return FALSE;
  run->copy.total_bytes = response->range_total;
  run->rest.end_byte = CLAMP (response->range_last + 1, run->rest.first_byte, run->rest.end_byte);
  return dp_fetch_body_copy (run, exchange, response->range_last + 1, error);
}

/* Another link, whose server names another version, or none: the bytes have to tell.  An answer
 * that brings the whole stays open meanwhile: the link may be good for one request only. */
static gboolean
compare_versions (DpFetchRun *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  g_autofree char *validator = dp_response_dup_validator (response);
  g_autoptr (GError) reason = NULL;
  DpRelink relink = {
    .client = dp_lane_get_client (run->lane),
    .url = run->url,
    .request = run->transfer->request,
    .validator = validator,
    .answers = run->transfer->answers,
    .journal = dp_trace_get_journal (run->transfer->trace),
    .cancellable = run->cancellable,
  };

  if (validator != NULL && run->copy.total_bytes != DP_SIZE_UNKNOWN &&
      dp_response_get_total_bytes (response) == run->copy.total_bytes &&
      dp_relink_prove (&relink, &run->copy, &reason))
    return take_link (run, exchange, validator, error);
  if (reason != NULL)
    {
      run->retry_after_sec = relink.retry_after_sec;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  return dp_fetch_run_start_again (run) &&
         (response->status == 206 || dp_fetch_whole_take (run, exchange, error));
}

static gboolean
is_same_version (DpFetchRun *run, const DpResponse *response)
{
  g_autofree char *validator = dp_response_dup_validator (response);

  return g_strcmp0 (validator, run->copy.validator) == 0;
}

static gboolean
is_all_here (DpFetchRun *run, const DpResponse *response)
{
  const DpRangeSet *safe = dp_part_file_get_safe (run->copy.part);

  return dp_judge_is_all_here (response, dp_range_set_get_prefix_bytes (safe),
                               run->copy.total_bytes, run->copy.validator);
}

/**
 * dp_fetch_rest_take:
 * @run: a run with a copy
 * @exchange: the answer to a question for the rest
 * @error: return location for a #GError
 *
 * Judges the answer, and copies it; or puts aside what is here, so that the whole is asked for next.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the file can't be had like that
 */
gboolean
dp_fetch_rest_take (DpFetchRun *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  gboolean is_of_other = !dp_copy_is_of_link (&run->copy, run->link);

  switch (response->status)
    {
    case 206:
      /* Its name alone proves nothing; nor is there an overlap if the gap is at the start. */
      if (is_of_other && (!is_same_version (run, response) || get_overlap (run) == 0))
        return compare_versions (run, exchange, error);
      return copy_rest (run, exchange, error);
    case 200:
    case 203:
      if (!dp_fetch_whole_check (run, response, error))
        return FALSE;
      if (is_no_whole (run, response, is_of_other))
        return dp_fetch_run_start_again (run);
      if (is_of_other)
        return compare_versions (run, exchange, error);
      return dp_fetch_run_start_again (run) && dp_fetch_whole_take (run, exchange, error);
    case 416:
      if (is_of_other || !is_all_here (run, response))
        return dp_fetch_run_start_again (run);
      run->is_complete = TRUE;
      run->is_length_proven = TRUE;
      return TRUE;
    case 401:
    case 407:
    case 408:
    case 429:
      return dp_fetch_whole_refuse (run, exchange, error);
    default:
      /* A server that refuses the range may still give the whole: ask once without. */
      return response->status / 100 == 4 ? dp_fetch_run_start_again (run)
                                         : dp_fetch_whole_refuse (run, exchange, error);
    }
}
