/* dp-http-options.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-request.h"

G_BEGIN_DECLS

/**
 * DpHttpOptions:
 * @timeout_sec: no byte for so long ends an exchange; also the limit for the whole header block
 * @tls_database: (nullable): who may vouch for servers, or %NULL for the system's authorities
 * @proxy_resolver: (nullable): which way a link goes, or %NULL for the desktop's settings; constant
 * @request: (nullable): what is said for every link that says nothing else; constant
 *
 * What all exchanges of a program have in common.  Constant once a client has seen it.
 */
typedef struct
{
  guint timeout_sec;
  GTlsDatabase *tls_database;
  GProxyResolver *proxy_resolver;
  DpRequest *request;
} DpHttpOptions;

DpHttpOptions *dp_http_options_copy (const DpHttpOptions *self);
void dp_http_options_clear (DpHttpOptions *self);
void dp_http_options_free (DpHttpOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpHttpOptions, dp_http_options_clear)

G_END_DECLS
