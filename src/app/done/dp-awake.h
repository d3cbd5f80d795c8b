/* dp-awake.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpAwake DpAwake;

DpAwake *dp_awake_new (DpQueue *queue, GSettings *settings);
void dp_awake_free (DpAwake *self);

G_END_DECLS
