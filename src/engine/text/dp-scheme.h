/* dp-scheme.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gsize dp_scheme_get_length (const char *text);
char *dp_scheme_read (const char *text, GError **error);
guint16 dp_scheme_get_default_port (const char *scheme);

G_END_DECLS
