/* dp-bus.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpBus DpBus;

DpBus *dp_bus_new (GDBusConnection *connection, const char *object_path, GError **error);
void dp_bus_set_queue (DpBus *self, DpQueue *queue);
void dp_bus_leave (DpBus *self);
void dp_bus_free (DpBus *self);

GVariant *dp_bus_describe (DpDownload *download);

G_END_DECLS
