/* dp-segment-map.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-trace.h"

G_BEGIN_DECLS

#define DP_TYPE_SEGMENT_MAP (dp_segment_map_get_type ())
G_DECLARE_FINAL_TYPE (DpSegmentMap, dp_segment_map, DP, SEGMENT_MAP, GtkWidget)

DpTraceMap *dp_segment_map_write (DpSegmentMap *self);
void dp_segment_map_update (DpSegmentMap *self, guint64 total_bytes);
const char *dp_segment_map_get_words (DpSegmentMap *self);

G_END_DECLS
