/* dp-timetable-cell.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-timetable.h"

G_BEGIN_DECLS

#define DP_TYPE_TIMETABLE_CELL (dp_timetable_cell_get_type ())
G_DECLARE_FINAL_TYPE (DpTimetableCell, dp_timetable_cell, DP, TIMETABLE_CELL, GtkWidget)

void dp_timetable_cell_draw (GtkSnapshot *snapshot,
                             const graphene_rect_t *cell,
                             DpTimetableMode mode,
                             const GdkRGBA *color);

G_END_DECLS
