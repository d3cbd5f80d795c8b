/* dp-pulse-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_PULSE_VIEW (dp_pulse_view_get_type ())
G_DECLARE_FINAL_TYPE (DpPulseView, dp_pulse_view, DP, PULSE_VIEW, DpComposite)

void dp_pulse_view_begin (DpPulseView *self, GtkWidget *painted);
void dp_pulse_view_look (DpPulseView *self, gint64 now_usec);
void dp_pulse_view_end (DpPulseView *self);

G_END_DECLS
