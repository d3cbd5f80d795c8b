/* dp-window.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"
#include "dp-url-list.h"

G_BEGIN_DECLS

#define DP_TYPE_WINDOW (dp_window_get_type ())
G_DECLARE_FINAL_TYPE (DpWindow, dp_window, DP, WINDOW, GtkApplicationWindow)

/**
 * DpWindowTextFunc:
 * @window: the window
 * @text: what was pasted or dropped
 * @type: what kind of text it is
 *
 * What the application does with text that came into a window.
 */
typedef void (*DpWindowTextFunc) (DpWindow *window, GBytes *text, DpUrlListType type);

DpWindow *dp_window_new (GtkApplication *application, DpQueue *queue, DpWindowTextFunc on_text);
void
dp_window_show_toast (DpWindow *self, const char *text, const char *label, const char *action_name);
void dp_window_select (DpWindow *self, const GArray *ids);
void dp_window_hide_toast (DpWindow *self);
void
dp_window_set_banner (DpWindow *self, const char *text, const char *label, const char *action_name);

G_END_DECLS
