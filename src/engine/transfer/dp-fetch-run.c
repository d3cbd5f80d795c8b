/* dp-fetch-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the worker knows while it fetches one file, and which copies of it are on disk.
 *
 * There may be two: the one that is written, and beside it an older one that could not be continued.
 * That goes only when the new one is at least as good.
 *
 * Thread: worker.
 */

#include "dp-fetch-run.h"

#include "dp-filename.h"
#include "dp-published.h"

/**
 * dp_fetch_run_tell:
 * @self: a run with a copy
 *
 * Tells the home thread the name and the numbers of what is written.
 *
 * Thread: worker.
 */
void
dp_fetch_run_tell (DpFetchRun *self)
{
  dp_transfer_tell_name (self->transfer, dp_part_file_get_name (self->copy.part));
  dp_counter_set (self->transfer->counter, dp_copy_get_bytes (&self->copy), self->copy.total_bytes);
}

/**
 * dp_fetch_run_claim:
 * @self: a run with a copy
 *
 * Comes back when whoever remembers the download will find the file also when we are killed.
 *
 * Thread: worker.
 */
void
dp_fetch_run_claim (DpFetchRun *self)
{
  g_autoptr (DpPartial) partial = NULL;

  if (self->transfer->store == NULL)
    return;
  partial = dp_copy_claim (&self->copy, self->transfer->folder);
  if (self->is_complete)
    {
      partial->total_bytes = dp_copy_get_bytes (&self->copy);
      partial->is_whole = TRUE;
      partial->is_length_proven = self->is_length_proven;
    }
  dp_store_claim (self->transfer->store, self->transfer->id, partial);
}

/**
 * dp_fetch_run_start_again:
 * @self: a run with a copy that can't be continued
 *
 * Puts it aside; the next question is for the whole.
 *
 * Thread: worker.
 *
 * Returns: %TRUE, for there is no error in that
 */
gboolean
dp_fetch_run_start_again (DpFetchRun *self)
{
  guint64 kept_bytes = dp_copy_get_bytes (&self->copy);
  /* And of one without a length nobody else can make use. */
  gboolean has_no_room = self->has_made_room && self->copy.total_bytes == DP_SIZE_UNKNOWN;

  if (kept_bytes > 0)
    dp_journal_note (dp_trace_get_journal (self->transfer->trace),
                     &(DpEvent){ .kind = DP_EVENT_AGAIN, .bytes = kept_bytes });
  if (self->old.part == NULL && !has_no_room)
    dp_copy_move (&self->old, &self->copy);
  else
    dp_copy_discard (&self->copy);
  return TRUE;
}

/**
 * dp_fetch_run_adopt:
 * @self: a run without a copy
 * @name: the base name that the file may get
 * @validator: (nullable): the version that is wanted, or %NULL for any
 *
 * Takes what is in the folder of this link, though nobody remembers it.  What can't be continued is kept
 * as the old copy.
 *
 * Thread: worker.
 *
 * Returns: whether there is such a copy
 */
gboolean
dp_fetch_run_adopt (DpFetchRun *self, const char *name, const char *validator)
{
  g_clear_pointer (&self->vacancy, dp_part_file_free);
  if (!dp_copy_adopt (&self->copy, self->transfer->folder, name, self->link, validator, &self->old,
                      &self->vacancy))
    return FALSE;
  if (self->old.validator == NULL)
    dp_copy_discard (&self->old);
  dp_fetch_run_tell (self);
  return TRUE;
}

/* What there is to continue: what the last transfer left, else what is found in the folder. */
static gboolean
find_copy (DpFetchRun *self, GError **error)
{
  if (self->transfer->partial == NULL)
    {
      self->has_none = !dp_fetch_run_adopt (self, self->name, NULL);
      return TRUE;
    }
  self->is_out_of_reach = !dp_copy_reopen (&self->copy, self->transfer->partial, error);
  if (self->is_out_of_reach)
    return FALSE;
  if (self->copy.part == NULL)
    {
      self->published = dp_published_find (self->transfer->partial);
      return TRUE;
    }
  dp_fetch_run_tell (self);
  self->is_relinked = !dp_copy_is_of_link (&self->copy, self->link);
  if (dp_copy_get_bytes (&self->copy) == 0 && !self->is_relinked)
    /* It was claimed, and nothing of it can be trusted. */
    dp_copy_discard (&self->copy);
  else if (self->copy.validator == NULL || dp_copy_get_bytes (&self->copy) == 0)
    dp_fetch_run_start_again (self);
  return TRUE;
}

/**
 * dp_fetch_run_begin:
 * @self: a run that knows its transfer and its lane only
 * @error: return location for a #GError
 *
 * Reads the link, and finds what there is to continue.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the link is none, or what is here is out of reach
 */
gboolean
dp_fetch_run_begin (DpFetchRun *self, GError **error)
{
  self->url = dp_url_parse (self->transfer->url, error);
  if (self->url == NULL)
    return FALSE;
  self->origin = dp_url_dup_origin (self->url);
  self->link = dp_url_to_display (self->url);
  self->name = dp_filename_from_url (self->transfer->url);
  return find_copy (self, error);
}

/**
 * dp_fetch_run_leave:
 * @self: a run that failed
 *
 * Keeps the better copy.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): what the next transfer finds
 */
DpPartial *
dp_fetch_run_leave (DpFetchRun *self)
{
  if (self->is_out_of_reach)
    return dp_partial_copy (self->transfer->partial);
  dp_copy_keep_better (&self->copy, &self->old);
  return dp_copy_leave (&self->copy, self->transfer->folder);
}

/**
 * dp_fetch_run_clear:
 * @self: a run that is over
 *
 * Thread: worker.
 */
void
dp_fetch_run_clear (DpFetchRun *self)
{
  dp_copy_forget (&self->copy);
  g_clear_pointer (&self->vacancy, dp_part_file_free);
  g_clear_pointer (&self->decoder, dp_decoder_free);
  g_clear_pointer (&self->url, dp_url_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->name, g_free);
}
