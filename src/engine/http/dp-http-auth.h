/* dp-http-auth.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SoupMessage SoupMessage;

char *dp_http_auth_dup_basic (const char *userinfo);
gboolean dp_http_auth_can_answer (SoupMessage *asked, char **realm);
gboolean dp_http_auth_answer (SoupMessage *asked, SoupMessage *next, const char *userinfo);

G_END_DECLS
