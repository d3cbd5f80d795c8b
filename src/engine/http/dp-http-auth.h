/* dp-http-auth.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SoupAuth SoupAuth;
typedef struct _SoupMessage SoupMessage;

SoupAuth *dp_http_auth_new (SoupMessage *asked);
gboolean dp_http_auth_answer (SoupAuth *auth, const char *userinfo);
void dp_http_auth_sign (SoupAuth *auth, SoupMessage *message, gboolean is_for_proxy);

G_END_DECLS
