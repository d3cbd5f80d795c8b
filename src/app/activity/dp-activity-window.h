/* dp-activity-window.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

#define DP_TYPE_ACTIVITY_WINDOW (dp_activity_window_get_type ())
G_DECLARE_FINAL_TYPE (DpActivityWindow, dp_activity_window, DP, ACTIVITY_WINDOW, GtkWindow)

GtkWindow *dp_activity_window_new (GtkWindow *parent, DpQueue *queue);

G_END_DECLS
