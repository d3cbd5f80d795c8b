/* dp-undo-trash.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-undo.h"

G_BEGIN_DECLS

void dp_undo_trash (DpUndo *self, GArray *ids);

G_END_DECLS
