/* dp-http-raw.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void dp_http_raw_listen (GIOStream *connection);
void dp_http_raw_follow (GInputStream *stream, GInputStream *follower);
void dp_http_raw_mend (GInputStream *stream, const char *name, char **value);
void dp_http_raw_forget (GInputStream *stream);

G_END_DECLS
