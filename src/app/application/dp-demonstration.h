/* dp-demonstration.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpDemonstration DpDemonstration;

DpDemonstration *dp_demonstration_new (GtkApplication *application, DpQueue *list);
void dp_demonstration_free (DpDemonstration *self);

G_END_DECLS
