/* dp-undo-order.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-undo.h"

G_BEGIN_DECLS

void dp_undo_note_move (DpUndo *self, GArray *places, gsize n_meant);
void dp_undo_note_arrangement (DpUndo *self, GArray *places);
void dp_undo_note_urgencies (DpUndo *self, GArray *urgencies);
void dp_undo_note_starts (DpUndo *self, GArray *starts);

G_END_DECLS
