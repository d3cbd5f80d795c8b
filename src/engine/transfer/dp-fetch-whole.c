/* dp-fetch-whole.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file from its first byte: judges an answer that brings the whole, and copies it.
 *
 * Its name is known only now, so it is only now that one more part file may be found that can be
 * continued instead.
 *
 * Thread: worker.
 */

#include "dp-fetch-whole.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-extension.h"
#include "dp-fetch-body.h"
#include "dp-fetch-check.h"
#include "dp-filename.h"
#include "dp-http-error.h"
#include "dp-judge.h"

/* No server calls a version that. */
#define NO_VERSION ""

/* A server that is busy, but not with us alone, has refused one more than it serves. */
static void
learn_from_refusal (DpFetchRun *run, const DpResponse *response)
{
  DpHosts *hosts = run->transfer->hosts;
  guint n_served = MAX (run->n_served_before, dp_hosts_get_n_served (hosts, run->origin));

  if (n_served > 0 && (response->status == 429 || response->status == 503))
    dp_hosts_lower (hosts, run->origin, n_served, g_get_real_time ());
}

/**
 * dp_fetch_whole_refuse:
 * @run: a run
 * @exchange: an answer that brings nothing of the file
 * @error: (out): why, for the person
 *
 * Thread: worker.
 *
 * Returns: %FALSE
 */
gboolean
dp_fetch_whole_refuse (DpFetchRun *run, DpHttpExchange *exchange, GError **error)
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
    {
      learn_from_refusal (run, response);
      run->retry_after_sec =
          dp_response_get_retry_after_sec (response, g_get_real_time () / G_USEC_PER_SEC);
    }
  dp_http_error_set_status (error, response->status, dp_http_exchange_get_phrase (exchange),
                            is_busy);
  return FALSE;
}

/* What is here already, of this version or of another one. */
static const DpCopy *
get_kept_copy (DpFetchRun *run)
{
  return run->copy.part != NULL ? &run->copy : &run->old;
}

/* The name of the file that is wanted, as far as anybody knows: the link may look like anything, but what
 * is here has its name. */
static const char *
get_wanted_name (DpFetchRun *run)
{
  const DpCopy *kept = get_kept_copy (run);

  if (kept->part != NULL)
    return dp_part_file_get_name (kept->part);
  /* A name that is made of the host promises nothing: "example.zip" may be a host. */
  return strcmp (run->url->path, "/") != 0 ? run->name : NULL;
}

/* Whether even a name that tells nothing is none of a web page: the beginning of a page got an ending, and
 * the person who brought another link has seen the name. */
static gboolean
is_name_sure (DpFetchRun *run)
{
  const DpCopy *kept = get_kept_copy (run);

  return kept->part != NULL &&
         (run->is_relinked || *dp_extension_find (dp_part_file_get_name (kept->part)) == '\0');
}

/**
 * dp_fetch_whole_check:
 * @run: a run
 * @response: an answer that brings something whole
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if that is a web page, and no web page is wanted
 */
gboolean
dp_fetch_whole_check (DpFetchRun *run, const DpResponse *response, GError **error)
{
  const DpCopy *kept = get_kept_copy (run);

  if (!dp_judge_is_page_instead (response, get_wanted_name (run), is_name_sure (run)))
    return TRUE;
  if (dp_copy_get_bytes (kept) > 0)
    dp_http_error_set_page (error, dp_copy_get_bytes (kept));
  else
    dp_http_error_set_refused (error, _ ("The server sent a web page instead of the file"));
  return FALSE;
}

/* The name says that the file is packed, and the server means nothing else by its encoding.  By another one
 * it does: that was put around the file. */
static gboolean
is_packed_file (const char *name, const char *encoding)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return (g_str_has_suffix (lower, ".gz") || g_str_has_suffix (lower, ".tgz")) &&
         (strcmp (encoding, "gzip") == 0 || strcmp (encoding, "x-gzip") == 0);
}

/* A server that packs the file although it was asked not to. */
static gboolean
start_decoder (DpFetchRun *run, const DpResponse *response, const char *name, GError **error)
{
  const char *encoding = response->content_encoding;

  g_clear_pointer (&run->decoder, dp_decoder_free);
  if (encoding == NULL || is_packed_file (name, encoding))
    return TRUE;
  run->decoder = dp_decoder_new (encoding);
  if (run->decoder == NULL)
    dp_http_error_set_refused (error, _ ("The server packed the file in a way we don't know"));
  return run->decoder != NULL;
}

/* A new link for a file gets no new name for it. */
static char *
dup_name (DpFetchRun *run, const DpResponse *response, const char *url)
{
  if (run->is_relinked && run->old.part != NULL)
    return g_strdup (dp_part_file_get_name (run->old.part));
  /* The server adds nothing to what the link says. */
  if (response->content_disposition == NULL && strcmp (url, run->link) == 0 &&
      *dp_extension_find (run->name) != '\0')
    return g_strdup (run->name);
  return dp_filename_from_response (response->content_disposition, response->content_type, url);
}

/* Described at once: who is killed before leaves a file that nobody can continue.  Beside an older
 * version that one stays the one to be found, and its link leads to this one. */
static gboolean
describe (DpFetchRun *run, const char *url, GError **error)
{
  dp_fetch_run_tell (run);
  if (!dp_copy_describe (&run->copy, run->link, url, error))
    return FALSE;
  if (run->old.part == NULL)
    dp_fetch_run_claim (run);
  return TRUE;
}

/* Not where the file system has none. */
static void
make_unnamed (DpFetchRun *run, const char *name)
{
  DpPartFile *vacancy = g_steal_pointer (&run->vacancy);

  /* That name was looked for last. */
  if (vacancy != NULL && dp_part_file_make_unnamed (vacancy))
    {
      run->copy.part = vacancy;
      return;
    }
  dp_part_file_free (vacancy);
  run->copy.part = dp_part_file_create_unnamed (run->transfer->folder, name);
}

/* A file that nobody sees before whoever remembers the download knows whose it is: who is killed in
 * between leaves none. */
static gboolean
make_unseen (DpFetchRun *run, const char *name, const char *url, GError **error)
{
  make_unnamed (run, name);
  if (run->copy.part == NULL)
    return TRUE;
  if (!describe (run, url, error))
    return FALSE;
  while (!dp_part_file_appear (run->copy.part, run->link))
    {
      if (errno != EEXIST)
        {
          g_clear_pointer (&run->copy.part, dp_part_file_free);
          return TRUE;
        }
      dp_fetch_run_tell (run);
      dp_fetch_run_claim (run);
    }
  return TRUE;
}

/* What is here as a whole already needs no name before it is finished.  Not every file system has
 * files without a name, and lets them have one later. */
static gboolean
make_file (DpFetchRun *run, const char *name, const char *url, GError **error)
{
  if (run->early != NULL && run->n_early_bytes == run->copy.total_bytes)
    {
      make_unnamed (run, name);
      if (run->copy.part != NULL)
        return describe (run, url, error);
    }
  if (run->transfer->store != NULL && run->old.part == NULL && !make_unseen (run, name, url, error))
    return FALSE;
  if (run->copy.part != NULL)
    return TRUE;
  run->copy.part = dp_part_file_create (run->transfer->folder, name, run->link, error);
  return run->copy.part != NULL && describe (run, url, error);
}

/**
 * dp_fetch_whole_take:
 * @run: a run without a copy
 * @exchange: the answer to a question for the whole
 * @error: return location for a #GError
 *
 * Judges the answer, and copies it; or finds that it is better to go on with what is here, and asks
 * for the rest of that.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the file can't be had like that
 */
gboolean
dp_fetch_whole_take (DpFetchRun *run, DpHttpExchange *exchange, GError **error)
{
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  g_autofree char *url = dp_url_to_display (dp_http_exchange_get_url (exchange));
  g_autofree char *name = NULL;
  g_autofree char *validator = NULL;

  if (response->status != 200 && response->status != 203)
    return dp_fetch_whole_refuse (run, exchange, error);
  if (!dp_fetch_whole_check (run, response, error))
    return FALSE;
  if (!dp_judge_is_whole (response))
    {
      dp_http_error_set_refused (error,
                                 _ ("The server contradicts itself about the length of the file"));
      return FALSE;
    }

  name = dup_name (run, response, url);
  if (!start_decoder (run, response, name, error))
    return FALSE;
  /* What a server packs on the way has another length every time: it can't be continued. */
  validator = response->content_encoding == NULL ? dp_response_dup_validator (response) : NULL;
  /* Its name came with the answer, or it is the newer of two versions: ask for the rest instead. */
  if (!(run->has_none && g_str_equal (name, run->name)) &&
      dp_fetch_run_adopt (run, name, validator != NULL ? validator : NO_VERSION))
    return TRUE;

  if (run->decoder == NULL && !dp_fetch_check_length (run, response->content_length, error))
    return FALSE;
  run->copy.total_bytes = run->decoder == NULL ? response->content_length : DP_SIZE_UNKNOWN;
  run->copy.validator = g_steal_pointer (&validator);
  run->rest = (DpRange){ 0, run->copy.total_bytes };
  if (!dp_fetch_body_read_early (run, exchange, error))
    return FALSE;
  if (!make_file (run, name, url, error) ||
      (run->copy.total_bytes != DP_SIZE_UNKNOWN &&
       !dp_part_file_reserve (run->copy.part, run->copy.total_bytes, error)) ||
      !dp_fetch_body_copy (run, exchange, run->copy.total_bytes, error))
    return FALSE;
  run->is_length_proven = run->is_length_proven && dp_judge_is_total_told (response);
  return TRUE;
}
