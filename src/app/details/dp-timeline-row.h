/* dp-timeline-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-journal.h"

G_BEGIN_DECLS

#define DP_TYPE_TIMELINE_ROW (dp_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (DpTimelineRow, dp_timeline_row, DP, TIMELINE_ROW, DpComposite)

GtkWidget *dp_timeline_row_new (void);
void dp_timeline_row_set_event (DpTimelineRow *self, DpEvent *event);
void dp_timeline_row_fold (DpTimelineRow *self);
const DpEvent *dp_timeline_row_get_event (DpTimelineRow *self);

G_END_DECLS
