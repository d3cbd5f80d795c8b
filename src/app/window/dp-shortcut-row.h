/* dp-shortcut-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_SHORTCUT_ROW (dp_shortcut_row_get_type ())
G_DECLARE_FINAL_TYPE (DpShortcutRow, dp_shortcut_row, DP, SHORTCUT_ROW, GtkListBoxRow)

gboolean dp_shortcut_row_matches (DpShortcutRow *self, const char *words);

G_END_DECLS
