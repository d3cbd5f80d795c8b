/* dp-timetable-grid.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_TIMETABLE_GRID (dp_timetable_grid_get_type ())
G_DECLARE_FINAL_TYPE (DpTimetableGrid, dp_timetable_grid, DP, TIMETABLE_GRID, GtkWidget)

G_END_DECLS
