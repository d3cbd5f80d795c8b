/* dp-limits-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_LIMITS_PAGE (dp_limits_page_get_type ())
G_DECLARE_FINAL_TYPE (DpLimitsPage, dp_limits_page, DP, LIMITS_PAGE, GtkBox)

void dp_limits_page_bind (DpLimitsPage *self, GSettings *settings);

G_END_DECLS
