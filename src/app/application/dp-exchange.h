/* dp-exchange.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-intake.h"

G_BEGIN_DECLS

#define DP_TYPE_EXCHANGE (dp_exchange_get_type ())
G_DECLARE_FINAL_TYPE (DpExchange, dp_exchange, DP, EXCHANGE, GObject)

DpExchange *dp_exchange_new (GtkApplication *application, DpQueue *queue, DpIntake *intake);

G_END_DECLS
