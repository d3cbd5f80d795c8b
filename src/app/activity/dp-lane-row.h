/* dp-lane-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-work.h"

G_BEGIN_DECLS

#define DP_TYPE_LANE_ROW (dp_lane_row_get_type ())
G_DECLARE_FINAL_TYPE (DpLaneRow, dp_lane_row, DP, LANE_ROW, GtkListBoxRow)

GtkWidget *dp_lane_row_new (void);
void dp_lane_row_set (DpLaneRow *self, const DpWork *work, gint64 now_usec);
guint dp_lane_row_get_thread_id (DpLaneRow *self);

G_END_DECLS
