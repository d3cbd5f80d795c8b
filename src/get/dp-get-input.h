/* dp-get-input.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GByteArray *dp_get_input_read (const char *file, guint max_mib, GError **error);

G_END_DECLS
