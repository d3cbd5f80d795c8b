/* dp-conditions.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DP_TYPE_CONDITIONS (dp_conditions_get_type ())
G_DECLARE_FINAL_TYPE (DpConditions, dp_conditions, DP, CONDITIONS, GObject)

DpConditions *
dp_conditions_new (GSettings *settings, GNetworkMonitor *network, GPowerProfileMonitor *power);
gboolean dp_conditions_is_held (DpConditions *self);
gboolean dp_conditions_is_limited (DpConditions *self);
char *dp_conditions_dup_reason (DpConditions *self);
void dp_conditions_waive (DpConditions *self);

G_END_DECLS
