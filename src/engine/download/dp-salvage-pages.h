/* dp-salvage-pages.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-entry.h"

G_BEGIN_DECLS

void dp_salvage_pages_read (const char *path, GPtrArray *entries);

G_END_DECLS
