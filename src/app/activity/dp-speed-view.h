/* dp-speed-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_SPEED_VIEW (dp_speed_view_get_type ())
G_DECLARE_FINAL_TYPE (DpSpeedView, dp_speed_view, DP, SPEED_VIEW, DpComposite)

void dp_speed_view_begin (DpSpeedView *self, gint64 now_usec, guint64 received_bytes);
void dp_speed_view_set (DpSpeedView *self, gint64 now_usec, guint64 received_bytes);

G_END_DECLS
