/* dp-list-charset.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GString *dp_list_charset_read_utf16 (const char *text, gsize length);

G_END_DECLS
