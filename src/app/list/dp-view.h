/* dp-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-filter.h"
#include "dp-order.h"
#include "dp-queue.h"

G_BEGIN_DECLS

#define DP_TYPE_VIEW (dp_view_get_type ())
G_DECLARE_FINAL_TYPE (DpView, dp_view, DP, VIEW, GObject)

DpView *dp_view_new (DpQueue *queue);
void dp_view_set_filter (DpView *self, DpFilter *filter);
void dp_view_set_order (DpView *self, DpOrder order, gboolean is_descending);
void dp_view_set_held (DpView *self, gboolean is_held);

G_END_DECLS
