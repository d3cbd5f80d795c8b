/* dp-details-door.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_details_door_attach (GtkApplicationWindow *window,
                             GtkOverlay *overlay,
                             DpQueue *queue,
                             GtkSelectionModel *selection,
                             GtkWidget *list,
                             GtkWidget *wide);

G_END_DECLS
