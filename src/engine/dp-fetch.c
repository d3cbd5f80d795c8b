/* dp-fetch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file, from the first request to the final name.
 *
 * Straight, blocking code, read from run() downwards: ask, judge the answer, copy, publish.  There
 * is no probe: the first GET is the download.  An interrupted file is continued only with proof:
 * the server vouches for the version (If-Range), and the last bytes that we have before the gap are
 * fetched again and must be the same; so it goes from gap to gap.  Where there is doubt the file
 * starts again, beside the old one, which goes only when the new one is at least as good.  A link
 * that the person brought for what another one left is held to the same (dp-relink).
 *
 * Thread: worker; what the home thread may call says so.
 */

#include "dp-fetch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-copy.h"
#include "dp-decoder.h"
#include "dp-filename.h"
#include "dp-http-error.h"
#include "dp-http.h"
#include "dp-origin.h"
#include "dp-part-file.h"
#include "dp-published.h"
#include "dp-relink.h"
#include "dp-segments.h"
#include "dp-volume.h"

/* This much before the gap is fetched again on resume and must equal what is on disk. */
#define OVERLAP_BYTES (64 * 1024)

/* What the worker knows; lives on its stack. */
typedef struct
{
  DpTransfer *transfer;
  DpLane *lane;
  GCancellable *cancellable; /* (unowned) (nullable) */
  DpUrl *url;                /* (owned) */
  char *link;                /* (owned): the same, without user and password */
  DpDecoder *decoder;        /* (owned) (nullable): while a packed body comes */
  DpCopy copy;               /* what we write to */
  DpRange rest;              /* of the answer that is read: the next byte to write, and the end */
  DpCopy old;                /* what we could not continue */
  char *missing;             /* (owned) (nullable): a name of which nothing is on disk */
  char *wish;                /* (owned) (nullable): the person's name for the file */
  char *published;           /* (owned) (nullable): the file that we had finished already */
  guint64 retry_after_sec;
  gboolean is_out_of_reach; /* what an earlier transfer left */
  gboolean is_relinked;     /* that transfer had another link */
  gboolean is_complete;
  gboolean is_length_proven;
} Run;

/* Judging an answer */

static gboolean
refuse_status (Run *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  DpQuestion *question = dp_http_exchange_dup_question (exchange);
  gboolean is_busy = dp_response_is_busy (response);

  if (question != NULL)
    {
      dp_http_error_take_question (error, question);
      return FALSE;
    }
  if (is_busy)
    run->retry_after_sec =
        dp_response_get_retry_after_sec (response, g_get_real_time () / G_USEC_PER_SEC);
  dp_http_error_set_status (error, response->status, dp_http_exchange_get_phrase (exchange),
                            is_busy);
  return FALSE;
}

static gboolean
is_web_page (const DpResponse *response)
{
  return g_strcmp0 (response->content_type, "text/html") == 0 ||
         g_strcmp0 (response->content_type, "application/xhtml+xml") == 0;
}

/* What is here already, of this version or of another one. */
static const DpCopy *
get_kept_copy (Run *run)
{
  return run->copy.part != NULL ? &run->copy : &run->old;
}

/* A log-in or error page with status 200, where the name promises a picture or an archive. */
static gboolean
is_page_instead_of_file (Run *run, const DpResponse *response)
{
  const DpCopy *kept = get_kept_copy (run);
  gboolean is_named = run->is_relinked && kept->part != NULL;
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;

  /* A name that is made of the host promises nothing: "example.zip" may be a host. */
  if (!is_web_page (response) || response->content_disposition != NULL ||
      (!is_named && strcmp (run->url->path, "/") == 0))
    return FALSE;
  /* A new link for a file may look like anything; the file has its name. */
  name = is_named ? g_strdup (dp_part_file_get_name (kept->part))
                  : dp_filename_from_url (run->transfer->url);
  /* Of no type that anybody knows, but surely none of text. */
  if (g_str_has_suffix (name, ".bin"))
    return TRUE;
  /* One that may be several types (".iso") is none of text all the same. */
  type = g_content_type_guess (name, NULL, 0, NULL);
  return (is_named || !g_content_type_is_unknown (type)) &&
         !g_content_type_is_a (type, "text/plain") && !g_content_type_is_a (type, "text/html");
}

static gboolean
check_content (Run *run, const DpResponse *response, GError **error)
{
  const DpCopy *kept = get_kept_copy (run);

  if (!is_page_instead_of_file (run, response))
    return TRUE;
  if (dp_copy_get_bytes (kept) > 0)
    dp_http_error_set_page (error, dp_copy_get_bytes (kept));
  else
    dp_http_error_set_refused (error, _ ("The server sent a web page instead of the file"));
  return FALSE;
}

/* What is on disk */

static void
tell_copy (Run *run)
{
  dp_transfer_tell_name (run->transfer, dp_part_file_get_name (run->copy.part));
  dp_counter_set (run->transfer->counter, dp_copy_get_bytes (&run->copy), run->copy.total_bytes);
}

/* Comes back when whoever remembers the download will find the file also when we are killed. */
static void
claim_copy (Run *run)
{
  g_autoptr (DpPartial) partial = dp_copy_claim (&run->copy, run->transfer->folder);

  if (run->is_complete)
    {
      partial->total_bytes = dp_copy_get_bytes (&run->copy);
      partial->is_length_proven = run->is_length_proven;
    }
  dp_store_claim (run->transfer->store, run->transfer->id, partial);
}

static gboolean
start_again (Run *run)
{
  if (run->old.part == NULL)
    dp_copy_move (&run->old, &run->copy);
  else
    dp_copy_discard (&run->copy);
  return TRUE;
}

static gboolean
adopt_copy (Run *run, const char *name, const char *validator)
{
  if (!dp_copy_adopt (&run->copy, run->transfer->folder, name, run->link, validator))
    return FALSE;
  tell_copy (run);
  return TRUE;
}

/* What there is to continue: what the last transfer left, else what is found in the folder. */
static gboolean
find_copy (Run *run, GError **error)
{
  g_autofree char *name = dp_filename_from_url (run->transfer->url);

  if (run->transfer->partial == NULL)
    {
      if (!adopt_copy (run, name, NULL))
        run->missing = g_steal_pointer (&name);
      return TRUE;
    }
  run->is_out_of_reach = !dp_copy_reopen (&run->copy, run->transfer->partial, error);
  if (run->is_out_of_reach)
    return FALSE;
  if (run->copy.part == NULL)
    {
      run->published = dp_published_find (run->transfer->partial);
      return TRUE;
    }
  tell_copy (run);
  run->is_relinked = !dp_copy_is_of_link (&run->copy, run->link);
  if (dp_copy_get_bytes (&run->copy) == 0 && !run->is_relinked)
    /* It was claimed, and nothing of it can be trusted. */
    dp_copy_discard (&run->copy);
  else if (run->copy.validator == NULL || dp_copy_get_bytes (&run->copy) == 0)
    start_again (run);
  return TRUE;
}

/* Copying */

/* A server that packs the file although it was asked not to.  One whose name says that it is packed
 * stays as it is. */
static gboolean
start_decoder (Run *run, const DpResponse *response, const char *name, GError **error)
{
  const char *encoding = response->content_encoding;
  gboolean is_packed_file = g_str_has_suffix (name, ".gz") || g_str_has_suffix (name, ".tgz");

  g_clear_pointer (&run->decoder, dp_decoder_free);
  if (encoding == NULL || is_packed_file)
    return TRUE;
  run->decoder = dp_decoder_new (encoding);
  if (run->decoder == NULL)
    dp_http_error_set_refused (error, _ ("The server packed the file in a way we don't know"));
  return run->decoder != NULL;
}

static gboolean
write_bytes (const void *data, gsize size, gpointer user_data, GError **error)
{
  Run *run = user_data;

  if (!dp_part_file_write (run->copy.part, run->rest.first_byte, data, size, error))
    return FALSE;
  run->rest.first_byte += size;
  dp_counter_set_received (run->transfer->counter, dp_copy_get_bytes (&run->copy));
  return TRUE;
}

static gboolean
take_bytes (Run *run, const void *data, gsize size, GError **error)
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

static gboolean
is_whole (Run *run)
{
  return run->copy.total_bytes == DP_SIZE_UNKNOWN ||
         dp_range_set_contains (dp_part_file_get_safe (run->copy.part), 0, run->copy.total_bytes);
}

/* Fetches the rest.  The body must end at @end_byte of the file, if that is known; chunks may say
 * otherwise.  A server may send more than it was asked for: that is here already. */
static gboolean
copy_body (Run *run, DpHttpExchange *exchange, guint64 end_byte, GError **error)
{
  gboolean is_ended_by_us = run->rest.end_byte < end_byte;
  gsize size;
  void *buffer = dp_lane_get_buffer (run->lane, &size);
  gssize n = 0;

  while (!(is_ended_by_us && run->rest.first_byte == run->rest.end_byte) &&
         (n = dp_http_exchange_read (exchange, buffer, size, run->cancellable, error)) > 0)
    {
      guint64 left_bytes = run->rest.end_byte - run->rest.first_byte;

      if ((guint64) n > left_bytes && !is_ended_by_us)
        {
          dp_http_error_set_too_much (error);
          return FALSE;
        }
      if (!take_bytes (run, buffer, MIN ((gsize) n, left_bytes), error))
        return FALSE;
      if (!dp_copy_flush_in_time (&run->copy, g_get_monotonic_time (), error))
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

/* The same over several connections, if that is wanted and the server serves parts. */
static gboolean
copy_body_or_parts (Run *run, DpHttpExchange *exchange, guint64 end_byte, GError **error)
{
  const DpSegments segments = {
    .lane = run->lane,
    .url = run->url,
    .request = run->transfer->request,
    .answers = run->transfer->answers,
    .copy = &run->copy,
    .counter = run->transfer->counter,
    .cancellable = run->cancellable,
    .n_wanted = run->transfer->n_segments,
  };

  if (!dp_segments_are_worth_it (segments.n_wanted, &run->copy,
                                 dp_http_exchange_get_response (exchange)))
    return copy_body (run, exchange, end_byte, error);
  if (!dp_segments_copy (&segments, exchange, error))
    return FALSE;
  run->is_complete = is_whole (run);
  run->is_length_proven = TRUE;
  return TRUE;
}

/* A new link for a file gets no new name for it. */
static char *
dup_name (Run *run, const DpResponse *response, const char *url)
{
  if (run->is_relinked && run->old.part != NULL)
    return g_strdup (dp_part_file_get_name (run->old.part));
  return dp_filename_from_response (response->content_disposition, response->content_type, url);
}

static gboolean
copy_whole (Run *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  g_autofree char *url = dp_url_to_display (dp_http_exchange_get_url (exchange));
  g_autofree char *name = NULL;
  g_autofree char *validator = NULL;

  if (response->status != 200 && response->status != 203)
    return refuse_status (run, exchange, error);
  if (!check_content (run, response, error))
    return FALSE;

  name = dup_name (run, response, url);
  if (!start_decoder (run, response, name, error))
    return FALSE;
  /* What a server packs on the way has another length every time: it can't be continued. */
  validator = response->content_encoding == NULL ? dp_response_dup_validator (response) : NULL;
  /* Its name came with the answer, or it is the newer of two versions: ask for the rest instead. */
  if (validator != NULL && g_strcmp0 (name, run->missing) != 0 && adopt_copy (run, name, validator))
    return TRUE;

  run->copy.part = dp_part_file_create (run->transfer->folder, name, error);
  if (run->copy.part == NULL)
    return FALSE;
  run->copy.total_bytes = run->decoder == NULL ? response->content_length : DP_SIZE_UNKNOWN;
  run->copy.validator = g_steal_pointer (&validator);
  run->rest = (DpRange){ 0, run->copy.total_bytes };
  tell_copy (run);

  /* Described at once: who is killed before leaves a file that nobody can continue.  Beside an older
   * version that one stays the one to be found, and leads to this one. */
  if (!dp_copy_describe (&run->copy, run->link, url, error))
    return FALSE;
  if (run->old.part == NULL)
    claim_copy (run);
  return (run->copy.total_bytes == DP_SIZE_UNKNOWN ||
          dp_part_file_reserve (run->copy.part, run->copy.total_bytes, error)) &&
         copy_body_or_parts (run, exchange, run->copy.total_bytes, error);
}

/* Continuing */

/* The first gap; behind the end if there is none. */
static DpRange
get_gap (Run *run)
{
  guint64 total_bytes = run->copy.total_bytes;
  DpRange gap = { total_bytes, total_bytes };

  dp_range_set_get_gap (dp_part_file_get_safe (run->copy.part), 0, total_bytes, &gap);
  return gap;
}

/* What is here right before the gap is fetched again, as far as it is to be compared. */
static guint64
get_overlap (Run *run)
{
  const DpRangeSet *safe = dp_part_file_get_safe (run->copy.part);

  return MIN (dp_range_set_get_bytes_before (safe, run->rest.first_byte), OVERLAP_BYTES);
}

/* Whether a 206 is of the version that we have, from where we asked.  Without a total nobody could
 * tell whether it is all of the rest. */
static gboolean
is_our_range (Run *run, const DpResponse *response)
{
  g_autofree char *validator = dp_response_dup_validator (response);
  guint64 first = run->rest.first_byte - get_overlap (run);

  return response->has_range && response->range_first == first &&
         response->range_total != DP_SIZE_UNKNOWN &&
         (run->copy.total_bytes == DP_SIZE_UNKNOWN ||
          response->range_total == run->copy.total_bytes) &&
         (response->content_length == DP_SIZE_UNKNOWN ||
          response->content_length == response->range_last - first + 1) &&
         (response->range_last >= run->rest.first_byte ||
          run->rest.first_byte == run->copy.total_bytes) &&
         response->content_encoding == NULL &&
         (validator == NULL || strcmp (validator, run->copy.validator) == 0);
}

/* Reads what we have once more from the server, and compares. */
static gboolean
is_overlap_equal (Run *run, DpHttpExchange *exchange, GError **error)
{
  guint64 left = get_overlap (run);
  guint64 offset = run->rest.first_byte - left;
  g_autofree char *ours = g_malloc (OVERLAP_BYTES);
  g_autofree char *theirs = g_malloc (OVERLAP_BYTES);

  while (left > 0)
    {
      gssize n = dp_http_exchange_read (exchange, theirs, left, run->cancellable, error);

      if (n <= 0 || !dp_part_file_read (run->copy.part, offset, ours, (gsize) n, error))
        return FALSE;
      if (memcmp (ours, theirs, (gsize) n) != 0)
        return FALSE;
      offset += (guint64) n;
      left -= (guint64) n;
    }
  return TRUE;
}

/* Another link is good for what is here, and takes the place of the old one. */
static gboolean
take_link (Run *run, DpHttpExchange *exchange, const char *validator, GError **error)
{
  g_autofree char *final_link = dp_url_to_display (dp_http_exchange_get_url (exchange));

  return dp_copy_relink (&run->copy, run->link, final_link, validator, error);
}

static gboolean
copy_rest (Run *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  g_autoptr (GError) reason = NULL;

  if (!is_our_range (run, response))
    return start_again (run);
  if (!is_overlap_equal (run, exchange, &reason))
    {
      if (reason == NULL)
        return start_again (run);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (!dp_copy_is_of_link (&run->copy, run->link) &&
      !take_link (run, exchange, run->copy.validator, error))
    return FALSE;
  run->copy.total_bytes = response->range_total;
  run->rest.end_byte = CLAMP (response->range_last + 1, run->rest.first_byte, run->rest.end_byte);
  return copy_body_or_parts (run, exchange, response->range_last + 1, error);
}

/* Another link, whose server names another version, or none: the bytes have to tell.  An answer
 * that brings the whole stays open meanwhile: the link may be good for one request only. */
static gboolean
compare_versions (Run *run, DpHttpExchange *exchange, GError **error)
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
  return start_again (run) && (response->status == 206 || copy_whole (run, exchange, error));
}

static gboolean
is_same_version (Run *run, const DpResponse *response)
{
  g_autofree char *validator = dp_response_dup_validator (response);

  return g_strcmp0 (validator, run->copy.validator) == 0;
}

/* Asks for the gap; to the end of the file if it reaches so far, as that is what servers know best. */
static DpHttpExchange *
ask_for_rest (Run *run, GError **error)
{
  DpHttpRange range = { .validator = run->copy.validator };

  run->rest = get_gap (run);
  range.first_byte = run->rest.first_byte - get_overlap (run);
  if (run->rest.end_byte != run->copy.total_bytes)
    range.n_bytes = run->rest.end_byte - range.first_byte;
  return dp_http_get (dp_lane_get_client (run->lane), run->url, run->transfer->request, &range,
                      run->transfer->answers, run->cancellable, error);
}

/* A server that has nothing after what we have: we have it all (RFC 9110 section 15.5.17). */
static gboolean
is_all_here (Run *run, const DpResponse *response)
{
  const DpRangeSet *safe = dp_part_file_get_safe (run->copy.part);

  return response->has_range && response->range_total == dp_range_set_get_prefix_bytes (safe) &&
         (run->copy.total_bytes == DP_SIZE_UNKNOWN ||
          run->copy.total_bytes == response->range_total);
}

static gboolean
continue_file (Run *run, GError **error)
{
  g_autoptr (DpHttpExchange) exchange = ask_for_rest (run, error);
  gboolean is_of_other = !dp_copy_is_of_link (&run->copy, run->link);
  const DpResponse *response;

  if (exchange == NULL)
    return FALSE;

  response = dp_http_exchange_get_response (exchange);
  switch (response->status)
    {
    case 206:
      /* Its name alone proves nothing; nor is there an overlap if the gap is at the start. */
      if (is_of_other && (!is_same_version (run, response) || get_overlap (run) == 0))
        return compare_versions (run, exchange, error);
      return copy_rest (run, exchange, error);
    case 200:
    case 203:
      if (!check_content (run, response, error))
        return FALSE;
      if (is_of_other)
        return compare_versions (run, exchange, error);
      return start_again (run) && copy_whole (run, exchange, error);
    case 416:
      if (is_of_other || !is_all_here (run, response))
        return start_again (run);
      run->is_complete = TRUE;
      run->is_length_proven = TRUE;
      return TRUE;
    case 401:
    case 407:
    case 408:
    case 429:
      return refuse_status (run, exchange, error);
    default:
      /* A server that refuses the range may still give the whole: ask once without. */
      return response->status / 100 == 4 ? start_again (run) : refuse_status (run, exchange, error);
    }
}

static gboolean
fetch_whole (Run *run, GError **error)
{
  g_autoptr (DpHttpExchange) exchange =
      dp_http_get (dp_lane_get_client (run->lane), run->url, run->transfer->request, NULL,
                   run->transfer->answers, run->cancellable, error);

  return exchange != NULL && copy_whole (run, exchange, error);
}

static void
note_origin (Run *run)
{
  const DpHttpOptions *options = dp_http_client_get_options (dp_lane_get_client (run->lane));
  g_autoptr (DpRequest) said = dp_request_merge (run->transfer->request, options->request);

  dp_origin_note (run->copy.part, run->url, said->referer);
}

static char *
fetch (Run *run, GError **error)
{
  run->url = dp_url_parse (run->transfer->url, error);
  if (run->url == NULL)
    return NULL;
  run->link = dp_url_to_display (run->url);
  if (!find_copy (run, error))
    return NULL;
  if (run->published != NULL)
    {
      run->copy.total_bytes = run->transfer->partial->total_bytes;
      run->is_length_proven = run->transfer->partial->is_length_proven;
      run->wish = dp_transfer_dup_wish (run->transfer);
      return g_steal_pointer (&run->published);
    }

  /* A server may send less than was asked for: go on while bytes come. */
  while (!run->is_complete)
    if (!(run->copy.part != NULL ? continue_file (run, error) : fetch_whole (run, error)))
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
  claim_copy (run);
  return dp_part_file_publish (run->copy.part, dp_copy_get_bytes (&run->copy), error);
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

/* What is written already has its room. */
static DpShortage
find_shortage (Run *run)
{
  const char *folder = run->transfer->folder;
  guint64 total_bytes = run->copy.total_bytes;
  guint64 left_bytes =
      total_bytes != DP_SIZE_UNKNOWN ? total_bytes - dp_copy_get_bytes (&run->copy) : 0;

  return (DpShortage){
    .volume = dp_volume_find (folder),
    .needed_bytes = MAX (left_bytes, DP_VOLUME_LEAST_BYTES),
    .is_volume_full = !dp_volume_has_room (folder, DP_VOLUME_LEAST_BYTES),
  };
}

static DpPartial *
leave_partial (Run *run)
{
  if (run->is_out_of_reach)
    return dp_partial_copy (run->transfer->partial);
  dp_copy_keep_better (&run->copy, &run->old);
  return dp_copy_leave (&run->copy, run->transfer->folder);
}

static DpOutcome *
run_transfer (Run *run)
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
    }
  else
    {
      outcome->kind = get_kind (error);
      outcome->reason = g_strdup (error->message);
      outcome->question = dp_http_error_dup_question (error);
      outcome->retry_after_sec = run->retry_after_sec;
      if (outcome->kind == DP_OUTCOME_FULL)
        outcome->shortage = find_shortage (run);
      outcome->partial = leave_partial (run);
    }
  outcome->wish = g_steal_pointer (&run->wish);
  dp_copy_forget (&run->copy);
  g_clear_pointer (&run->decoder, dp_decoder_free);
  g_clear_pointer (&run->url, dp_url_free);
  g_clear_pointer (&run->link, g_free);
  g_clear_pointer (&run->missing, g_free);
  return outcome;
}

static void
fetch_job (DpLane *lane, GTask *task)
{
  Run run = {
    .transfer = g_task_get_task_data (task),
    .lane = lane,
    .cancellable = g_task_get_cancellable (task),
    .copy = DP_COPY_NONE,
    .old = DP_COPY_NONE,
  };
  DpOutcome *outcome = run_transfer (&run);

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
