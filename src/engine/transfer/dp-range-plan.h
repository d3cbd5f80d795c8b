/* dp-range-plan.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-range-set.h"

G_BEGIN_DECLS

/**
 * DP_RANGE_PLAN_MAX_SEGMENTS:
 *
 * So many segments run at most; their numbers are smaller.
 */
#define DP_RANGE_PLAN_MAX_SEGMENTS 16

/**
 * DP_RANGE_PLAN_MIN_BYTES:
 *
 * What is worth a connection, unless somebody says otherwise.
 */
#define DP_RANGE_PLAN_MIN_BYTES (1024 * 1024)

typedef struct _DpRangePlan DpRangePlan;

DpRangePlan *dp_range_plan_new (guint64 total_bytes, const DpRangeSet *safe);
void dp_range_plan_free (DpRangePlan *self);

void dp_range_plan_set_min_bytes (DpRangePlan *self, guint64 min_bytes);
void dp_range_plan_set_limit (DpRangePlan *self, guint n_segments);
guint dp_range_plan_get_limit (DpRangePlan *self);
guint dp_range_plan_get_n_segments (DpRangePlan *self);
gboolean dp_range_plan_is_complete (DpRangePlan *self);

gboolean dp_range_plan_begin_segment (DpRangePlan *self, gint64 now_usec, guint *segment);
DpRange dp_range_plan_get_rest (DpRangePlan *self, guint segment);
void dp_range_plan_advance (DpRangePlan *self, guint segment, guint64 bytes, gint64 now_usec);
void dp_range_plan_end_segment (DpRangePlan *self, guint segment);
void dp_range_plan_refuse_segment (DpRangePlan *self, guint segment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRangePlan, dp_range_plan_free)

G_END_DECLS
