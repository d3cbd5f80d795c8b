/* dp-salvage.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dp_salvage_read (const char *path, GPtrArray *entries);
char *dp_salvage_describe (const char *path, guint n_saved);

G_END_DECLS
