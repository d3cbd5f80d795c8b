/* dp-command-entry.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_COMMAND_ENTRY (dp_command_entry_get_type ())
G_DECLARE_FINAL_TYPE (DpCommandEntry, dp_command_entry, DP, COMMAND_ENTRY, GtkBox)

void dp_command_entry_bind (DpCommandEntry *self, GSettings *settings, const char *key);
void dp_command_entry_set_command (DpCommandEntry *self, const char *command);
const char *dp_command_entry_get_command (DpCommandEntry *self);
gboolean dp_command_entry_is_good (DpCommandEntry *self);

G_END_DECLS
