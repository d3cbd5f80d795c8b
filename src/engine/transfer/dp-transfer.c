/* dp-transfer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the home thread and a worker share of one attempt to fetch a file: the request, constant
 * once it runs; the numbers; the name, written once; the name that the person wants instead; and in
 * the end the outcome, handed over whole.
 *
 * Thread: any.
 */

#include "dp-transfer.h"

/**
 * dp_outcome_free:
 * @self: (transfer full) (nullable): an outcome
 *
 * Thread: any.
 */
void
dp_outcome_free (DpOutcome *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->reason);
  g_free (self->validator);
  g_free (self->wish);
  g_clear_pointer (&self->partial, dp_partial_free);
  dp_question_free (self->question);
  g_free (self);
}

/**
 * dp_transfer_new:
 * @url: an acceptable link
 * @request: (nullable): what the person said for this link
 * @folder: (type filename): where the file shall be
 * @partial: (nullable): what an earlier transfer of this file left
 * @counter: where the numbers go
 * @trace: what it tells of itself, of an earlier attempt maybe
 *
 * One attempt to fetch one file.
 *
 * Thread: home.
 *
 * Returns: (transfer full): a transfer, not yet running
 */
DpTransfer *
dp_transfer_new (const char *url,
                 DpRequest *request,
                 const char *folder,
                 const DpPartial *partial,
                 DpCounter *counter,
                 DpTrace *trace)
{
  DpTransfer *self = g_new0 (DpTransfer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->url = g_strdup (url);
  self->request = request != NULL ? dp_request_ref (request) : NULL;
  self->folder = g_strdup (folder);
  self->partial = dp_partial_copy (partial);
  self->counter = dp_counter_ref (counter);
  self->trace = dp_trace_ref (trace);
  g_mutex_init (&self->lock);
  return self;
}

/**
 * dp_transfer_set_offer:
 * @self: a transfer that does not run yet
 * @offer: (nullable): what a list said of the file
 *
 * Thread: home.
 */
void
dp_transfer_set_offer (DpTransfer *self, DpOffer *offer)
{
  self->offer = offer != NULL ? dp_offer_ref (offer) : NULL;
}

/**
 * dp_transfer_set_store:
 * @self: a transfer that does not run yet
 * @store: (nullable): who remembers it
 * @id: under which number
 *
 * Thread: home.
 */
void
dp_transfer_set_store (DpTransfer *self, DpStore *store, guint64 id)
{
  self->store = dp_store_ref (store);
  self->id = id;
}

/**
 * dp_transfer_ref:
 * @self: a transfer
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpTransfer *
dp_transfer_ref (DpTransfer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_transfer_unref:
 * @self: (transfer full): a transfer
 *
 * Thread: any.
 */
void
dp_transfer_unref (DpTransfer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->url);
  dp_request_unref (self->request);
  dp_offer_unref (self->offer);
  g_free (self->folder);
  g_clear_pointer (&self->partial, dp_partial_free);
  dp_counter_unref (self->counter);
  dp_http_limit_unref (self->limit);
  dp_trace_unref (self->trace);
  dp_answers_unref (self->answers);
  dp_question_free (self->trusted);
  dp_store_unref (self->store);
  dp_hosts_unref (self->hosts);
  g_free (self->name);
  g_free (self->wish);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * dp_transfer_get_name:
 * @self: a transfer
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): the name that the file will get, once the server told it
 */
const char *
dp_transfer_get_name (DpTransfer *self)
{
  return g_atomic_pointer_get (&self->name);
}

/**
 * dp_transfer_tell_name:
 * @self: a transfer
 * @name: the name that the file will get
 *
 * The first name that is told stays.
 *
 * Thread: worker.
 */
void
dp_transfer_tell_name (DpTransfer *self, const char *name)
{
  if (g_atomic_pointer_get (&self->name) == NULL)
    g_atomic_pointer_set (&self->name, g_strdup (name));
}

/**
 * dp_transfer_get_trusted:
 * @self: a transfer
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): the certificate on its way that only the person vouches for, if
 *   it was told one
 */
const DpQuestion *
dp_transfer_get_trusted (DpTransfer *self)
{
  return g_atomic_pointer_get (&self->trusted);
}

/**
 * dp_transfer_tell_trusted:
 * @self: a transfer
 * @trusted: (nullable): a certificate on its way that only the person vouches for
 *
 * The first one that is told stays.
 *
 * Thread: worker.
 */
void
dp_transfer_tell_trusted (DpTransfer *self, const DpQuestion *trusted)
{
  if (trusted != NULL && g_atomic_pointer_get (&self->trusted) == NULL)
    g_atomic_pointer_set (&self->trusted, dp_question_copy (trusted));
}

/**
 * dp_transfer_tell_lane:
 * @self: a transfer
 * @number: that of the lane that runs it
 *
 * Thread: worker.
 */
void
dp_transfer_tell_lane (DpTransfer *self, guint number)
{
  g_atomic_int_set (&self->lane, (int) number);
}

/**
 * dp_transfer_get_lane:
 * @self: a transfer
 *
 * Thread: any.
 *
 * Returns: the number of the lane that runs it, or 0 until it does
 */
guint
dp_transfer_get_lane (DpTransfer *self)
{
  return (guint) g_atomic_int_get (&self->lane);
}

/**
 * dp_transfer_set_wish:
 * @self: a transfer
 * @name: (nullable): the safe base name that the person wants, or %NULL for the server's
 *
 * Thread: home; any number of times.
 */
void
dp_transfer_set_wish (DpTransfer *self, const char *name)
{
  g_mutex_lock (&self->lock);
  g_free (self->wish);
  self->wish = g_strdup (name);
  g_mutex_unlock (&self->lock);
}

/**
 * dp_transfer_dup_wish:
 * @self: a transfer
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the name that the person wants
 */
char *
dp_transfer_dup_wish (DpTransfer *self)
{
  char *wish;

  g_mutex_lock (&self->lock);
  wish = g_strdup (self->wish);
  g_mutex_unlock (&self->lock);
  return wish;
}
