/* dp-undo.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

/* So many steps can be taken back. */
#define DP_UNDO_MAX_STEPS 50

#define DP_TYPE_UNDO (dp_undo_get_type ())
G_DECLARE_FINAL_TYPE (DpUndo, dp_undo, DP, UNDO, GObject)

DpUndo *dp_undo_new (DpQueue *queue);
void dp_undo_note_addition (DpUndo *self, guint64 first_id, guint n_added);
void dp_undo_remove (DpUndo *self, GArray *ids);
void dp_undo_rename (DpUndo *self, guint64 id, const char *name);

void dp_undo_go_back (DpUndo *self);
void dp_undo_go_forward (DpUndo *self);
void dp_undo_forget (DpUndo *self);

G_END_DECLS
