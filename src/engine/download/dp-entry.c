/* dp-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download as a plain value: what is remembered of it from one run of the program to the next,
 * and what travels between the home thread, which owns the download, and the thread that writes it
 * down.  There may be a hundred thousand of them at once: what they have in common is shared.
 *
 * Thread: any; what touches a download, home.
 */

#include "dp-entry.h"

/**
 * dp_entry_new:
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: (transfer full): what is to be remembered of it
 */
DpEntry *
dp_entry_new (DpDownload *download)
{
  const DpHistory *history = dp_download_get_history (download);
  const DpProgress *progress = dp_download_get_progress (download);
  DpEntry *self = g_new (DpEntry, 1);

  *self = (DpEntry){
    .id = dp_download_get_id (download),
    .position = dp_download_get_place (download),
    .name = g_strdup (dp_download_get_known_name (download)),
    .wish = g_strdup (dp_download_get_wish (download)),
    .path = g_strdup (dp_download_get_path (download)),
    .reason = g_strdup (dp_download_get_reason (download)),
    .validator = g_strdup (dp_download_get_validator (download)),
    .partial = dp_partial_copy (dp_download_get_partial (download)),
    .state = dp_download_get_state (download),
    .received_bytes = progress->received_bytes,
    .total_bytes = progress->total_bytes,
    .added_usec = history->added_usec,
    .finished_usec = history->finished_usec,
    .limit_bytes_per_sec = dp_download_get_limit (download),
    .priority = dp_download_get_priority (download),
    .is_length_proven = dp_download_is_length_proven (download),
  };
  dp_download_ref_texts (download, &self->url, &self->folder);
  if (dp_download_get_request (download) != NULL)
    self->request = dp_request_ref (dp_download_get_request (download));
  if (dp_download_get_command (download) != NULL)
    self->command = g_ref_string_new_intern (dp_download_get_command (download));
  if (dp_download_get_offer (download) != NULL)
    self->offer = dp_offer_ref (dp_download_get_offer (download));
  return self;
}

/**
 * dp_entry_new_for_many:
 * @downloads: (array length=n_downloads): downloads
 * @n_downloads: how many
 *
 * Thread: home.
 *
 * Returns: (transfer full): an entry that knows a little of each of them, and no more
 */
DpEntry *
dp_entry_new_for_many (DpDownload *const *downloads, guint n_downloads)
{
  DpEntry *self = g_new0 (DpEntry, 1);

  self->many = g_array_sized_new (FALSE, FALSE, sizeof (DpEntryBrief), n_downloads);
  for (guint i = 0; i < n_downloads; i++)
    {
      const DpEntryBrief brief = { dp_download_get_id (downloads[i]),
                                   dp_download_get_place (downloads[i]),
                                   dp_download_get_priority (downloads[i]),
                                   dp_download_get_state (downloads[i]) };

      g_array_append_val (self->many, brief);
    }
  return self;
}

/**
 * dp_entry_new_for_partial:
 * @id: a download's id
 * @partial: (nullable): what is on disk of it
 *
 * Thread: any.
 *
 * Returns: (transfer full): an entry that knows no more than that
 */
DpEntry *
dp_entry_new_for_partial (guint64 id, const DpPartial *partial)
{
  DpEntry *self = g_new0 (DpEntry, 1);

  self->id = id;
  self->partial = dp_partial_copy (partial);
  return self;
}

/**
 * dp_entry_free:
 * @self: (transfer full) (nullable): an entry
 *
 * Thread: any.
 */
void
dp_entry_free (DpEntry *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->url, g_ref_string_release);
  g_clear_pointer (&self->folder, g_ref_string_release);
  g_free (self->name);
  g_free (self->wish);
  g_free (self->path);
  g_free (self->reason);
  g_free (self->validator);
  g_clear_pointer (&self->command, g_ref_string_release);
  g_clear_pointer (&self->request, dp_request_unref);
  g_clear_pointer (&self->offer, dp_offer_unref);
  g_clear_pointer (&self->partial, dp_partial_free);
  g_clear_pointer (&self->many, g_array_unref);
  g_free (self);
}

/* What ran is queued again: nobody runs it any more, and nobody remembers until when it was to be
 * left alone, or what was asked: it will be asked again. */
static DpState
get_first_state (const DpEntry *self)
{
  return self->state == DP_STATE_RUNNING || self->state == DP_STATE_WAITING ||
                 self->state == DP_STATE_ASKING
             ? DP_STATE_QUEUED
             : self->state;
}

/**
 * dp_entry_to_download:
 * @self: what was remembered
 *
 * Thread: home.
 *
 * Returns: (transfer full): the download, at rest
 */
DpDownload *
dp_entry_to_download (const DpEntry *self)
{
  DpDownload *download = dp_download_new (self->id, self->url, self->folder);
  DpHistory *history = dp_download_write_history (download);
  const DpProgress progress = {
    .received_bytes = self->received_bytes,
    .total_bytes = self->total_bytes,
    .left_sec = self->state == DP_STATE_DONE ? 0 : DP_TIME_UNKNOWN,
  };

  if (self->path != NULL)
    dp_download_finish (download, self->path, self->total_bytes, self->is_length_proven);
  if (self->name != NULL)
    dp_download_set_name (download, self->name);
  if (self->wish != NULL && self->path == NULL)
    dp_download_set_wish (download, self->wish);
  dp_download_set_progress (download, &progress);
  if (self->state == DP_STATE_PAUSED || self->state == DP_STATE_FAILED ||
      self->state == DP_STATE_DONE)
    dp_download_set_reason (download, self->reason);
  if (self->state != DP_STATE_DONE)
    dp_download_take_partial (download, dp_partial_copy (self->partial));
  dp_download_set_request (download, self->request);
  dp_download_set_limit (download, self->limit_bytes_per_sec);
  dp_download_set_offer (download, self->offer);
  dp_download_set_validator (download, self->validator);
  dp_download_set_command (download, self->command);
  dp_download_set_place (download, self->position);
  dp_download_set_priority (download, self->priority);
  history->added_usec = self->added_usec;
  history->finished_usec = self->finished_usec;
  dp_download_restore_state (download, get_first_state (self));
  return download;
}

/**
 * dp_note_clear:
 * @self: a note
 *
 * Thread: any.
 */
void
dp_note_clear (DpNote *self)
{
  g_clear_pointer (&self->entry, dp_entry_free);
  g_clear_pointer (&self->host, dp_host_note_free);
}
