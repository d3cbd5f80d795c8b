/* dp-http-proxy.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"

G_BEGIN_DECLS

/* Which way a link goes where the environment names a proxy that is none: nowhere. */
#define DP_HTTP_PROXY_UNREADABLE "unreadable://proxy"

GProxyResolver *dp_http_proxy_new (const char *text, const char *no_proxy, GError **error);
GProxyResolver *dp_http_proxy_new_from_environment (char **environment);
GProxyResolver *dp_http_proxy_get_system (void);
DpUrl *dp_http_proxy_find (GProxyResolver *resolver, const DpUrl *url, gboolean *is_socks);
char *dp_http_proxy_dup_answered (const char *text, const DpAnswers *answers);
DpQuestion *dp_http_proxy_dup_question (const char *text);
char *dp_http_proxy_dup_bare (const char *text, char **userinfo);

G_END_DECLS
