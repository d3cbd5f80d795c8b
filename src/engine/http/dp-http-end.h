/* dp-http-end.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInputStream *dp_http_end_find_wire (GInputStream *body);
gboolean dp_http_end_has_more (GInputStream *wire);
gboolean dp_http_end_tell (GInputStream *body, GInputStream *wire);

G_END_DECLS
