/* dp-http-auth.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url.h"

G_BEGIN_DECLS

typedef struct _SoupMessage SoupMessage;

char *dp_http_auth_answer (SoupMessage *asked, SoupMessage *next, const DpUrl *url);

G_END_DECLS
