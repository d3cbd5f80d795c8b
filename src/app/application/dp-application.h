/* dp-application.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

#define DP_TYPE_APPLICATION (dp_application_get_type ())
G_DECLARE_FINAL_TYPE (DpApplication, dp_application, DP, APPLICATION, GtkApplication)

DpApplication *dp_application_new (void);
DpQueue *dp_application_get_queue (DpApplication *self);
gboolean dp_application_is_loaded (DpApplication *self);

G_END_DECLS
