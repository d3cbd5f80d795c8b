/* dp-http-tunnel.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url.h"

G_BEGIN_DECLS

/**
 * DpHttpTunnels:
 *
 * The tunnels that a session asks proxies for.
 */
typedef struct _DpHttpTunnels DpHttpTunnels;

typedef struct _SoupAuth SoupAuth;
typedef struct _SoupMessage SoupMessage;
typedef struct _SoupSession SoupSession;

DpHttpTunnels *dp_http_tunnels_new (SoupSession *session);
void dp_http_tunnels_free (DpHttpTunnels *self);

void dp_http_tunnel_set_auth (SoupMessage *message, SoupAuth *auth, const DpUrl *proxy);
void dp_http_tunnel_expect (SoupMessage *message, GCancellable *cancellable);
guint dp_http_tunnel_get_refusal (SoupMessage *message);
SoupAuth *dp_http_tunnel_get_asked (SoupMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpTunnels, dp_http_tunnels_free)

G_END_DECLS
