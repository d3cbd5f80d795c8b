/* dp-http-end.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void dp_http_end_mark (char *buffer, gsize size);
gboolean dp_http_end_is_chunked (const char *line, gsize size);
gboolean dp_http_end_has_more (GSocket *socket);

G_END_DECLS
