/* dp-selection-bar.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_SELECTION_BAR (dp_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (DpSelectionBar, dp_selection_bar, DP, SELECTION_BAR, DpComposite)

void dp_selection_bar_attach (DpSelectionBar *self, GtkListView *list, GMenuModel *menu);

G_END_DECLS
