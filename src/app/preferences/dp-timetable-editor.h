/* dp-timetable-editor.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-timetable.h"

G_BEGIN_DECLS

#define DP_TYPE_TIMETABLE_EDITOR (dp_timetable_editor_get_type ())
G_DECLARE_FINAL_TYPE (DpTimetableEditor, dp_timetable_editor, DP, TIMETABLE_EDITOR, GtkBox)

char *dp_timetable_editor_dup_words (const DpTimetable *table, GDateTime *now);

G_END_DECLS
