/* dp-notifier.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpNotifier DpNotifier;

DpNotifier *dp_notifier_new (GtkApplication *application, DpQueue *queue, GSettings *settings);
void dp_notifier_free (DpNotifier *self);

G_END_DECLS
