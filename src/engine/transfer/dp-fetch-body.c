/* dp-fetch-body.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The body of an answer, on its way to the disk.
 *
 * Every byte is counted by us and written where it belongs.  A body ends where it was said to end,
 * neither before nor behind.
 *
 * Thread: worker.
 */

#include "dp-fetch-body.h"

#include "dp-http-error.h"
#include "dp-segments.h"

static gboolean
write_bytes (const void *data, gsize size, gpointer user_data, GError **error)
{
  DpFetchRun *run = user_data;

  if (!dp_part_file_write (run->copy.part, run->rest.first_byte, data, size, error))
    return FALSE;
  run->rest.first_byte += size;
  dp_trace_move (run->transfer->trace, DP_FETCH_RUN_LINE, run->rest.first_byte);
  dp_counter_set_received (run->transfer->counter, dp_copy_get_bytes (&run->copy));
  return TRUE;
}

static gboolean
take_bytes (DpFetchRun *run, const void *data, gsize size, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (run->decoder == NULL)
    return write_bytes (data, size, run, error);
  if (dp_decoder_push (run->decoder, data, size, write_bytes, run, &reason))
    return TRUE;
  if (reason->domain == DP_PART_FILE_ERROR)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    dp_http_error_set_damaged (error);
  return FALSE;
}

/* Nobody has waited since it was read, so it is in the lane's buffer still. */
static gboolean
take_early (DpFetchRun *run, GError **error)
{
  gsize size = run->n_early_bytes;

  run->n_early_bytes = 0;
  return size == 0 || take_bytes (run, run->early, size, error);
}

static gboolean
is_whole (DpFetchRun *run)
{
  return run->copy.total_bytes == DP_SIZE_UNKNOWN ||
         dp_range_set_contains (dp_part_file_get_safe (run->copy.part), 0, run->copy.total_bytes);
}

/* What was read goes to the disk, and every few seconds all of it. */
static gboolean
keep_bytes (DpFetchRun *run, const void *data, gsize size, GError **error)
{
  DpTrace *trace = run->transfer->trace;
  gint64 now_usec = g_get_monotonic_time ();

  dp_trace_wait (trace, DP_FETCH_RUN_LINE, DP_WAIT_DISK, now_usec);
  if (!take_bytes (run, data, size, error) || !dp_copy_flush_in_time (&run->copy, now_usec, error))
    return FALSE;
  dp_trace_note_flush (trace, &run->copy);
  dp_trace_wait (trace, DP_FETCH_RUN_LINE, DP_WAIT_NETWORK, g_get_monotonic_time ());
  return TRUE;
}

/* Fetches the rest.  The body must end at @end_byte of the file, if that is known; chunks may say
 * otherwise.  A server may send more than it was asked for: that is here already. */
static gboolean
copy_body (DpFetchRun *run, DpHttpExchange *exchange, guint64 end_byte, GError **error)
{
  gboolean is_ended_by_us = run->rest.end_byte < end_byte;
  gsize size;
  void *buffer = dp_lane_get_buffer (run->lane, &size);
  gssize n = 0;

  if (!take_early (run, error))
    return FALSE;
  dp_trace_aim (run->transfer->trace, DP_FETCH_RUN_LINE, run->rest.first_byte, &run->copy);
  dp_trace_wait (run->transfer->trace, DP_FETCH_RUN_LINE, DP_WAIT_NETWORK, g_get_monotonic_time ());
  while (!(is_ended_by_us && run->rest.first_byte == run->rest.end_byte) &&
         (n = dp_http_exchange_read (exchange, buffer, size, run->cancellable, error)) > 0)
    {
      guint64 left_bytes = run->rest.end_byte - run->rest.first_byte;

      if ((guint64) n > left_bytes && !is_ended_by_us)
        {
          dp_http_error_set_too_much (error);
          return FALSE;
        }
      if (!keep_bytes (run, buffer, MIN ((gsize) n, left_bytes), error))
        return FALSE;
    }
  if (n < 0)
    return FALSE;
  if (run->rest.end_byte != DP_SIZE_UNKNOWN && run->rest.first_byte < run->rest.end_byte)
    {
      dp_http_error_set_cut (error, dp_copy_get_bytes (&run->copy), run->copy.total_bytes);
      return FALSE;
    }
  if (run->decoder != NULL && !dp_decoder_is_at_end (run->decoder))
    {
      dp_http_error_set_damaged (error);
      return FALSE;
    }

  run->is_complete = is_whole (run);
  run->is_length_proven = is_ended_by_us || dp_http_exchange_is_length_proven (exchange);
  return TRUE;
}

/* Who looks on gets to know whose body it is, and which part of the file. */
static void
tell (DpFetchRun *run, DpHttpExchange *exchange)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  DpTrace *trace = run->transfer->trace;
  g_autofree char *link = NULL;
  g_autofree char *validator = NULL;

  if (dp_trace_get_journal (trace) == NULL)
    return;
  link = dp_url_to_display (dp_http_exchange_get_url (exchange));
  validator = dp_response_dup_validator (response);
  dp_trace_set_facts (trace, &(DpTraceFacts){ link, response->content_type, validator });
  dp_journal_note (
      dp_trace_get_journal (trace),
      &(DpEvent){ .kind = run->rest.first_byte > 0 ? DP_EVENT_CONTINUED : DP_EVENT_BEGUN,
                  .bytes = run->rest.first_byte });
}

/* Over as many connections as it takes. */
static gboolean
copy_answer (DpFetchRun *run, DpHttpExchange *exchange, guint64 end_byte, GError **error)
{
  DpSegments segments = {
    .lane = run->lane,
    .url = run->url,
    .request = run->transfer->request,
    .answers = run->transfer->answers,
    .copy = &run->copy,
    .counter = run->transfer->counter,
    .limit = run->transfer->limit,
    .trace = run->transfer->trace,
    .cancellable = run->cancellable,
    .hosts = run->transfer->hosts,
    .n_wanted = run->n_segments,
  };

  tell (run, exchange);
  if (!dp_segments_are_worth_it (segments.n_wanted, &run->copy,
                                 dp_http_exchange_get_response (exchange)))
    return copy_body (run, exchange, end_byte, error);
  dp_journal_note (dp_trace_get_journal (segments.trace), &(DpEvent){ .kind = DP_EVENT_SHARED });
  dp_trace_rest (segments.trace, DP_FETCH_RUN_LINE, g_get_monotonic_time (), &run->copy);
  if (!dp_segments_copy (&segments, exchange, error))
    return FALSE;
  run->n_segments = segments.n_wanted;
  if (segments.is_other)
    return dp_fetch_run_start_again (run);
  run->is_complete = is_whole (run);
  run->is_length_proven = TRUE;
  return TRUE;
}

/**
 * dp_fetch_body_read_early:
 * @run: a run that is about to make a file
 * @exchange: the answer that brings it from its first byte
 * @error: return location for a #GError
 *
 * Looks whether a small file is all here with the headers, as most of them are: then it needs no name
 * before it is whole.  Not where a download is remembered: there its file is claimed first.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if nothing came
 */
gboolean
dp_fetch_body_read_early (DpFetchRun *run, DpHttpExchange *exchange, GError **error)
{
  gsize size;
  void *buffer = dp_lane_get_buffer (run->lane, &size);
  gssize n;

  if (run->transfer->store != NULL || run->old.part != NULL || run->decoder != NULL ||
      run->copy.total_bytes > size)
    return TRUE;
  n = dp_http_exchange_read (exchange, buffer, size, run->cancellable, error);
  if (n < 0)
    return FALSE;
  run->early = buffer;
  run->n_early_bytes = (gsize) n;
  return TRUE;
}

/**
 * dp_fetch_body_copy:
 * @run: a run that knows where the body begins and how far it is wanted
 * @exchange: an answer
 * @end_byte: where in the file the body ends, or %DP_SIZE_UNKNOWN
 * @error: return location for a #GError
 *
 * Writes the body to the copy, if as much of the disk stays free as shall; over several connections,
 * if that is wanted and the server serves parts.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if not everything came that was said to come, or the disk has no
 *   room for it
 */
gboolean
dp_fetch_body_copy (DpFetchRun *run, DpHttpExchange *exchange, guint64 end_byte, GError **error)
{
  DpHosts *hosts = run->transfer->hosts;
  gboolean is_copied;

  if (!dp_part_file_check_floor (run->copy.part, run->copy.total_bytes, error))
    return FALSE;
  dp_hosts_begin_serving (hosts, run->origin, g_get_real_time ());
  is_copied = copy_answer (run, exchange, end_byte, error);
  dp_hosts_end_serving (hosts, run->origin, g_get_real_time ());
  return is_copied;
}
