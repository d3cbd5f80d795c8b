/* dp-banner.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_BANNER (dp_banner_get_type ())
G_DECLARE_FINAL_TYPE (DpBanner, dp_banner, DP, BANNER, DpComposite)

void dp_banner_set (DpBanner *self, const char *text, const char *label, const char *action_name);

G_END_DECLS
