/* dp-undo-rename.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-undo.h"

G_BEGIN_DECLS

void dp_undo_rename (DpUndo *self, guint64 id, const char *name);

G_END_DECLS
