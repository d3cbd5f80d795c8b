/* dp-request-text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-request.h"

G_BEGIN_DECLS

char *dp_request_to_text (const DpRequest *self, const char *link, gint64 now_sec);
DpRequest *dp_request_from_text (const char *text);

G_END_DECLS
