/* dp-notes.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-entry.h"

G_BEGIN_DECLS

/**
 * DpNotes:
 *
 * What one thread is told by all others.
 */
typedef struct _DpNotes DpNotes;

GArray *dp_note_array_new (void);

DpNotes *dp_notes_new (void);
void dp_notes_free (DpNotes *self);
void dp_notes_open (DpNotes *self);
guint64 dp_notes_tell (DpNotes *self, GArray *notes);
void dp_notes_wait (DpNotes *self, guint64 number, gint64 deadline_usec);
gboolean dp_notes_close (DpNotes *self, gint64 deadline_usec);

gboolean dp_notes_take (DpNotes *self, GArray *taken, gint64 deadline_usec);
void dp_notes_settle (DpNotes *self);
void dp_notes_fail (DpNotes *self);
void dp_notes_leave (DpNotes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpNotes, dp_notes_free)

G_END_DECLS
