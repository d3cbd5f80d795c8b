/* dp-lane-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_LANE_LIST (dp_lane_list_get_type ())
G_DECLARE_FINAL_TYPE (DpLaneList, dp_lane_list, DP, LANE_LIST, DpComposite)

void dp_lane_list_set (DpLaneList *self, const GArray *works, gint64 now_usec);

G_END_DECLS
