/* dp-http-client.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DpHttpOptions:
 * @timeout_sec: no byte for so long ends an exchange; also the limit for the whole header block
 * @tls_database: (nullable): who may vouch for servers, or %NULL for the system's authorities
 *
 * What all exchanges of a program have in common.  Constant once a client has seen it.
 */
typedef struct
{
  guint timeout_sec;
  GTlsDatabase *tls_database;
} DpHttpOptions;

typedef struct _DpHttpClient DpHttpClient;
typedef struct _SoupSession SoupSession;

void dp_http_init_process (void);

DpHttpClient *dp_http_client_new (GMainContext *context, const DpHttpOptions *options);
void dp_http_client_free (DpHttpClient *self);

GMainContext *dp_http_client_get_context (DpHttpClient *self);
SoupSession *dp_http_client_get_session (DpHttpClient *self);
guint dp_http_client_get_timeout_sec (DpHttpClient *self);
void dp_http_client_remember_socket (DpHttpClient *self, guint64 connection_id, GSocket *socket);
GSocket *dp_http_client_find_socket (DpHttpClient *self, guint64 connection_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpClient, dp_http_client_free)

G_END_DECLS
