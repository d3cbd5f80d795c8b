/* dp-terminal-text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dp_terminal_text_is_active (gunichar c);
char *dp_terminal_text_escape (const char *text);
guint dp_terminal_text_count_columns (const char *text);
char *dp_terminal_text_shorten_name (const char *name, guint n_columns);
char *dp_terminal_text_shorten (const char *text, guint n_columns);
void dp_terminal_text_append_padding (GString *string, guint n_columns);

G_END_DECLS
