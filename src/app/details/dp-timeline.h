/* dp-timeline.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-journal.h"

G_BEGIN_DECLS

#define DP_TYPE_TIMELINE (dp_timeline_get_type ())
G_DECLARE_FINAL_TYPE (DpTimeline, dp_timeline, DP, TIMELINE, GtkWidget)

void dp_timeline_set_journal (DpTimeline *self, DpJournal *journal);
void dp_timeline_update (DpTimeline *self);

G_END_DECLS
