/* dp-activity-door.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_activity_door_attach (GtkApplicationWindow *window, DpQueue *queue);

G_END_DECLS
