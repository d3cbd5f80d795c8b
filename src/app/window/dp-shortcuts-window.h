/* dp-shortcuts-window.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_SHORTCUTS_WINDOW (dp_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (DpShortcutsWindow, dp_shortcuts_window, DP, SHORTCUTS_WINDOW, GtkWindow)

void dp_shortcuts_window_attach (GtkApplicationWindow *window);

G_END_DECLS
