/* dp-command-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_COMMAND_DIALOG (dp_command_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpCommandDialog, dp_command_dialog, DP, COMMAND_DIALOG, GtkWindow)

DpCommandDialog *dp_command_dialog_new (GtkWindow *parent, GVariant *ids, const char *command);
GVariant *dp_command_dialog_get_ids (DpCommandDialog *self);
const char *dp_command_dialog_get_command (DpCommandDialog *self);

G_END_DECLS
