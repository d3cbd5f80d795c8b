/* dp-row-drag.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-mover.h"

G_BEGIN_DECLS

/**
 * DpRowDrag:
 *
 * Rows that are moved with the mouse.
 */
typedef struct _DpRowDrag DpRowDrag;

DpRowDrag *dp_row_drag_new (DpMover *mover, GtkWidget *list, GtkSelectionModel *selection);
void dp_row_drag_free (DpRowDrag *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRowDrag, dp_row_drag_free)

G_END_DECLS
