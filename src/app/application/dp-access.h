/* dp-access.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-preferences.h"
#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpAccess DpAccess;

DpAccess *dp_access_new (GtkApplication *application, DpQueue *queue);
void dp_access_free (DpAccess *self);
void dp_access_follow_preferences (DpAccess *self, DpPreferences *preferences);
void dp_access_take_proxy_password (GSettings *settings, DpQueue *queue);

G_END_DECLS
