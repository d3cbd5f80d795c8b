/* dp-errand-actions.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-when-done.h"

G_BEGIN_DECLS

typedef struct _DpErrandActions DpErrandActions;

DpErrandActions *dp_errand_actions_new (GtkApplication *application,
                                        DpQueue *queue,
                                        GSettings *settings,
                                        DpWhenDone *when_done);
void dp_errand_actions_free (DpErrandActions *self);

G_END_DECLS
