/* dp-demonstration-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_DEMONSTRATION_VIEW (dp_demonstration_view_get_type ())
G_DECLARE_FINAL_TYPE (DpDemonstrationView,
                      dp_demonstration_view,
                      DP,
                      DEMONSTRATION_VIEW,
                      DpComposite)

void dp_demonstration_view_set_actions (DpDemonstrationView *self, GActionGroup *actions);

G_END_DECLS
