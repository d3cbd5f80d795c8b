/* dp-intake.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-undo.h"
#include "dp-url-list.h"

G_BEGIN_DECLS

#define DP_TYPE_INTAKE (dp_intake_get_type ())
G_DECLARE_FINAL_TYPE (DpIntake, dp_intake, DP, INTAKE, GObject)

DpIntake *
dp_intake_new (GtkApplication *application, DpQueue *queue, DpUndo *undo, GSettings *settings);
void dp_intake_take_text (DpIntake *self,
                          GBytes *text,
                          DpUrlListType type,
                          const char *folder,
                          gboolean is_paused);
void dp_intake_open (DpIntake *self);
void dp_intake_close (DpIntake *self);

G_END_DECLS
