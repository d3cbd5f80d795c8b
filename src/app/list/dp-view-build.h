/* dp-view-build.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-filter.h"
#include "dp-view-row.h"

G_BEGIN_DECLS

/**
 * DP_VIEW_PORTION:
 *
 * So many rows are judged and sorted at once; with texts that takes some milliseconds.
 */
#define DP_VIEW_PORTION 2000

/**
 * DpViewBuild:
 *
 * What a view will show, while that is being found out.
 */
typedef struct _DpViewBuild DpViewBuild;

DpViewBuild *dp_view_build_new (GPtrArray *rows, const DpFilter *filter, const DpViewOrder *order);
void dp_view_build_free (DpViewBuild *self);
gboolean dp_view_build_go_on (DpViewBuild *self, gboolean is_held);
GPtrArray *dp_view_build_get_rows (DpViewBuild *self);

G_END_DECLS
