/* dp-toast.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_TOAST (dp_toast_get_type ())
G_DECLARE_FINAL_TYPE (DpToast, dp_toast, DP, TOAST, DpComposite)

void dp_toast_show (DpToast *self, const char *text, const char *label, const char *action_name);
void dp_toast_hide (DpToast *self);

G_END_DECLS
