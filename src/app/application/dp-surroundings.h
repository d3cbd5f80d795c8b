/* dp-surroundings.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-queue.h"

G_BEGIN_DECLS

/**
 * DpSurroundings:
 *
 * What the queue works in, and goes by.
 */
typedef struct _DpSurroundings DpSurroundings;

DpSurroundings *dp_surroundings_new (DpQueue *queue, DpLanes *lanes, GSettings *settings);
void dp_surroundings_free (DpSurroundings *self);

G_END_DECLS
