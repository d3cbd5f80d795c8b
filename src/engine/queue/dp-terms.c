/* dp-terms.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On which terms downloads are fetched: what each gets that starts from now on, and what all that run
 * share: how fast they may go together, how much may come from one server, who remembers them.
 *
 * Thread: home.
 */

#include "dp-terms.h"

struct _DpTerms
{
  DpStore *store;     /* (owned) (nullable): who is told which file is whose */
  DpHosts *hosts;     /* (owned): how much may come from which server */
  DpHttpLimit *limit; /* (owned): for all together */
  DpAnswers *answers; /* (owned): what the person answered; a new set with each answer */
  gboolean notes_origin;
  guint n_segments;
};

/**
 * dp_terms_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): terms that limit nothing, and nobody remembers
 */
DpTerms *
dp_terms_new (void)
{
  DpTerms *self = g_new0 (DpTerms, 1);

  self->hosts = dp_hosts_new ();
  self->limit = dp_http_limit_new (NULL, NULL);
  self->answers = dp_answers_new ();
  return self;
}

/**
 * dp_terms_free:
 * @self: (transfer full): terms
 *
 * Thread: home.
 */
void
dp_terms_free (DpTerms *self)
{
  dp_store_unref (self->store);
  dp_hosts_unref (self->hosts);
  dp_http_limit_unref (self->limit);
  dp_answers_unref (self->answers);
  g_free (self);
}

/**
 * dp_terms_set_store:
 * @self: terms
 * @store: (nullable): who remembers what is on disk, and what servers were seen to want
 *
 * Thread: home.
 */
void
dp_terms_set_store (DpTerms *self, DpStore *store)
{
  dp_store_unref (self->store);
  self->store = dp_store_ref (store);
  dp_hosts_set_store (self->hosts, store);
}

/**
 * dp_terms_get_store:
 * @self: terms
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): who remembers what is on disk
 */
DpStore *
dp_terms_get_store (DpTerms *self)
{
  return self->store;
}

/**
 * dp_terms_get_hosts:
 * @self: terms
 *
 * Thread: home.
 *
 * Returns: (transfer none): how much may come from which server
 */
DpHosts *
dp_terms_get_hosts (DpTerms *self)
{
  return self->hosts;
}

/**
 * dp_terms_set_segments:
 * @self: terms
 * @n_segments: over so many connections each of those that start from now on, or 0 for as many as
 *   make it faster
 *
 * Thread: home.
 */
void
dp_terms_set_segments (DpTerms *self, guint n_segments)
{
  self->n_segments = n_segments;
}

/**
 * dp_terms_set_notes_origin:
 * @self: terms
 * @notes_origin: whether the files of those that start from now on tell where they came from
 *
 * Thread: home.
 */
void
dp_terms_set_notes_origin (DpTerms *self, gboolean notes_origin)
{
  self->notes_origin = notes_origin;
}

/**
 * dp_terms_set_limit:
 * @self: terms
 * @bytes_per_sec: so fast may all of them be together, or 0 for no limit
 *
 * Holds at once.
 *
 * Thread: home.
 */
void
dp_terms_set_limit (DpTerms *self, guint64 bytes_per_sec)
{
  dp_http_limit_set (self->limit, bytes_per_sec);
}

/**
 * dp_terms_get_limit:
 * @self: terms
 *
 * Thread: home.
 *
 * Returns: so fast may all of them be together, or 0 for no limit
 */
guint64
dp_terms_get_limit (DpTerms *self)
{
  return dp_http_limit_get (self->limit);
}

/**
 * dp_terms_take_answers:
 * @self: terms
 * @answers: (transfer full): what the person has answered so far
 *
 * Those that start from now on know it.
 *
 * Thread: home.
 */
void
dp_terms_take_answers (DpTerms *self, DpAnswers *answers)
{
  dp_answers_unref (self->answers);
  self->answers = answers;
}

/**
 * dp_terms_get_answers:
 * @self: terms
 *
 * Thread: home.
 *
 * Returns: (transfer none): what the person has answered so far
 */
DpAnswers *
dp_terms_get_answers (DpTerms *self)
{
  return self->answers;
}

/**
 * dp_terms_apply:
 * @self: terms
 * @download: a download
 * @transfer: the transfer of it that is about to start
 * @wake: posted when it waits for a limit, or no longer
 *
 * The transfer gets what holds for all, and what the person said of this download.
 *
 * Thread: home.
 */
void
dp_terms_apply (DpTerms *self, DpDownload *download, DpTransfer *transfer, GSource *wake)
{
  transfer->limit = dp_http_limit_new (self->limit, wake);
  dp_http_limit_set (transfer->limit, dp_download_get_limit (download));
  transfer->answers = dp_answers_ref (self->answers);
  transfer->notes_origin = self->notes_origin;
  transfer->n_segments = self->n_segments;
  transfer->hosts = dp_hosts_ref (self->hosts);
  dp_transfer_set_wish (transfer, dp_download_get_wish (download));
  dp_transfer_set_offer (transfer, dp_download_get_offer (download));
  dp_transfer_set_store (transfer, self->store, dp_download_get_id (download));
}
