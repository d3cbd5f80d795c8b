/* dp-background.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"
#include "dp-when-done.h"

G_BEGIN_DECLS

typedef struct _DpBackground DpBackground;

DpBackground *dp_background_new (GtkApplication *application,
                                 DpQueue *queue,
                                 GSettings *settings,
                                 DpWhenDone *when_done);
gboolean dp_background_enter (DpBackground *self);
void dp_background_leave (DpBackground *self);
void dp_background_free (DpBackground *self);

G_END_DECLS
