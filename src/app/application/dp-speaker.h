/* dp-speaker.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-undo.h"

G_BEGIN_DECLS

typedef struct _DpSpeaker DpSpeaker;

DpSpeaker *dp_speaker_new (GtkApplication *application, DpQueue *queue, DpUndo *undo);
void dp_speaker_free (DpSpeaker *self);
void dp_speaker_insist (DpSpeaker *self, const char *sentence);
void dp_speaker_catch_up (DpSpeaker *self);

void dp_speaker_complain (const char *sentence, gpointer speaker);
void dp_speaker_set_notice (const char *sentence, gpointer speaker);

G_END_DECLS
