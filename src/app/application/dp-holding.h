/* dp-holding.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-conditions.h"
#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpHolding DpHolding;

DpHolding *dp_holding_new (GtkApplication *application, DpQueue *queue, DpConditions *conditions);
void dp_holding_show (DpHolding *self);
void dp_holding_free (DpHolding *self);

G_END_DECLS
