/* dp-http-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all exchanges of a program have in common.
 *
 * Thread: any; constant once a client has seen it.
 */

#include "dp-http-options.h"

/**
 * dp_http_options_copy:
 * @self: options
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same ones
 */
DpHttpOptions *
dp_http_options_copy (const DpHttpOptions *self)
{
  DpHttpOptions *copy = g_new0 (DpHttpOptions, 1);

  copy->timeout_sec = self->timeout_sec;
  g_set_object (&copy->tls_database, self->tls_database);
  g_set_object (&copy->proxy_resolver, self->proxy_resolver);
  copy->request = self->request != NULL ? dp_request_ref (self->request) : NULL;
  return copy;
}

/**
 * dp_http_options_clear:
 * @self: options
 *
 * Thread: any.
 */
void
dp_http_options_clear (DpHttpOptions *self)
{
  g_clear_object (&self->tls_database);
  g_clear_object (&self->proxy_resolver);
  g_clear_pointer (&self->request, dp_request_unref);
}

/**
 * dp_http_options_free:
 * @self: (transfer full) (nullable): options
 *
 * Thread: any.
 */
void
dp_http_options_free (DpHttpOptions *self)
{
  if (self == NULL)
    return;
  dp_http_options_clear (self);
  g_free (self);
}
