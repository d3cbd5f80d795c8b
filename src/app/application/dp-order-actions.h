/* dp-order-actions.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-undo.h"

G_BEGIN_DECLS

#define DP_TYPE_ORDER_ACTIONS (dp_order_actions_get_type ())
G_DECLARE_FINAL_TYPE (DpOrderActions, dp_order_actions, DP, ORDER_ACTIONS, GObject)

DpOrderActions *dp_order_actions_new (GApplication *application, DpUndo *undo);

G_END_DECLS
