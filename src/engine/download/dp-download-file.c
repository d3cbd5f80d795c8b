/* dp-download-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a download knows of its file: what a list promised, what is on disk of it, what became of it,
 * what is to be done with it then; and what must be answered before more comes.
 *
 * Thread: home.
 */

#include "dp-download-private.h"

/**
 * dp_download_get_offer:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what a list said of the file
 */
DpOffer *
dp_download_get_offer (DpDownload *self)
{
  return self->offer;
}

/**
 * dp_download_get_validator:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): by which name the server knows the version that the finished
 *   file is
 */
const char *
dp_download_get_validator (DpDownload *self)
{
  return self->validator;
}

/**
 * dp_download_get_command:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what is run when the file is whole, in place of what is run for
 *   every file
 */
const char *
dp_download_get_command (DpDownload *self)
{
  return self->command;
}

/**
 * dp_download_get_found:
 * @self: a download that is %DP_STATE_DONE
 *
 * Thread: home.
 *
 * Returns: what had become of the finished file when somebody last looked
 */
DpFinished
dp_download_get_found (DpDownload *self)
{
  return self->found;
}

/**
 * dp_download_get_path:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable) (type filename): the finished file
 */
const char *
dp_download_get_path (DpDownload *self)
{
  return self->path;
}

/**
 * dp_download_get_partial:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what is on disk of it
 */
const DpPartial *
dp_download_get_partial (DpDownload *self)
{
  return self->partial;
}

/**
 * dp_download_get_question:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what the person is asked, while it is %DP_STATE_ASKING
 */
const DpQuestion *
dp_download_get_question (DpDownload *self)
{
  return self->question;
}

/**
 * dp_download_get_trusted:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the certificate that only the person vouches for, and thanks to
 *   which bytes of it came in this run of the program; whether it is trusted still,
 *   dp_queue_is_trusted() knows
 */
const DpQuestion *
dp_download_get_trusted (DpDownload *self)
{
  return self->trusted;
}

/**
 * dp_download_is_length_proven:
 * @self: a download that is %DP_STATE_DONE
 *
 * Thread: home.
 *
 * Returns: %FALSE if the server gave no way to tell a whole file from a cut one
 */
gboolean
dp_download_is_length_proven (DpDownload *self)
{
  return self->is_length_proven;
}

/**
 * dp_download_set_offer:
 * @self: a download
 * @offer: (nullable): what a list says of the file
 *
 * Thread: home; the queue.
 */
void
dp_download_set_offer (DpDownload *self, DpOffer *offer)
{
  g_assert (dp_download_home == g_thread_self ());

  dp_offer_unref (self->offer);
  self->offer = offer != NULL ? dp_offer_ref (offer) : NULL;
}

/**
 * dp_download_set_validator:
 * @self: a download
 * @validator: (nullable): by which name the server knows the version that the finished file is
 *
 * Thread: home; the queue.
 */
void
dp_download_set_validator (DpDownload *self, const char *validator)
{
  g_assert (dp_download_home == g_thread_self ());

  g_free (self->validator);
  self->validator = g_strdup (validator);
}

/**
 * dp_download_set_command:
 * @self: a download
 * @command: (nullable): what is run when the file is whole; %NULL for what is run for every file
 *
 * Thread: home; the queue.
 */
void
dp_download_set_command (DpDownload *self, const char *command)
{
  g_assert (dp_download_home == g_thread_self ());

  g_clear_pointer (&self->command, g_ref_string_release);
  /* Many that came together have the same one. */
  self->command = command != NULL ? g_ref_string_new_intern (command) : NULL;
}

/**
 * dp_download_set_found:
 * @self: a download that is %DP_STATE_DONE
 * @found: what has become of the finished file
 *
 * Thread: home; who has looked.
 */
void
dp_download_set_found (DpDownload *self, DpFinished found)
{
  g_assert (dp_download_home == g_thread_self ());

  if (self->found == found)
    return;
  self->found = found;
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_FOUND]);
}

/**
 * dp_download_set_path:
 * @self: a download
 * @path: (type filename): where the finished file is
 *
 * Thread: home; the queue.
 */
void
dp_download_set_path (DpDownload *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  g_free (self->path);
  self->path = g_strdup (path);
  dp_download_set_name (self, name);
}

/**
 * dp_download_take_partial:
 * @self: a download
 * @partial: (transfer full) (nullable): what is on disk of it
 *
 * More on disk than ever before is progress, after which failures are counted anew.
 *
 * Thread: home; the queue.
 */
void
dp_download_take_partial (DpDownload *self, DpPartial *partial)
{
  g_clear_pointer (&self->partial, dp_partial_free);
  self->partial = partial;
  if (partial != NULL)
    dp_history_note_kept (&self->history, partial->safe.covered_bytes);
}

/**
 * dp_download_take_question:
 * @self: a download
 * @question: (transfer full) (nullable): what the person is asked
 *
 * Thread: home; the queue, before it sets %DP_STATE_ASKING, and %NULL before it sets another one.
 */
void
dp_download_take_question (DpDownload *self, DpQuestion *question)
{
  g_clear_pointer (&self->question, dp_question_free);
  self->question = question;
}

/**
 * dp_download_set_trusted:
 * @self: a download
 * @trusted: a certificate on its way that only the person vouches for
 *
 * Thread: home; the queue.
 */
void
dp_download_set_trusted (DpDownload *self, const DpQuestion *trusted)
{
  if (self->trusted != NULL && g_str_equal (self->trusted->fingerprint, trusted->fingerprint) &&
      g_str_equal (self->trusted->origin, trusted->origin))
    return;
  dp_question_free (self->trusted);
  self->trusted = dp_question_copy (trusted);
}

/**
 * dp_download_finish:
 * @self: a download
 * @path: (type filename): the finished file
 * @total_bytes: its length
 * @is_length_proven: %FALSE if the server gave no way to tell a whole file from a cut one
 *
 * Thread: home; the queue, before it sets %DP_STATE_DONE.
 */
void
dp_download_finish (DpDownload *self,
                    const char *path,
                    guint64 total_bytes,
                    gboolean is_length_proven)
{
  const DpProgress progress = { total_bytes, total_bytes, 0, 0 };

  self->is_length_proven = is_length_proven;
  dp_download_set_path (self, path);
  dp_download_set_progress (self, &progress);
}
