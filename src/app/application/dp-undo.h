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

/**
 * DpDeedFuncs:
 * @go_back: takes it back, and says so
 * @go_forward: does it again, and says so
 * @free: frees it: it can't be taken back any more
 *
 * What somebody can do with what they have done.
 */
typedef struct
{
  void (*go_back) (DpUndo *undo, guint64 number, gpointer deed);
  void (*go_forward) (DpUndo *undo, guint64 number, gpointer deed);
  GDestroyNotify free;
} DpDeedFuncs;

guint64 dp_undo_push (DpUndo *self, const DpDeedFuncs *funcs, gpointer deed);
void dp_undo_drop (DpUndo *self, guint64 number);
gboolean dp_undo_is_last (DpUndo *self, guint64 number);
void dp_undo_say (DpUndo *self, const char *text, const char *label, const char *action_name);
DpQueue *dp_undo_get_queue (DpUndo *self);

void dp_undo_go_back (DpUndo *self);
void dp_undo_go_forward (DpUndo *self);
void dp_undo_forget (DpUndo *self);

G_END_DECLS
