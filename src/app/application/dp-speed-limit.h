/* dp-speed-limit.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-conditions.h"
#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpSpeedLimit DpSpeedLimit;

DpSpeedLimit *
dp_speed_limit_new (GActionMap *map, DpQueue *queue, GSettings *settings, DpConditions *conditions);
void dp_speed_limit_free (DpSpeedLimit *self);

G_END_DECLS
