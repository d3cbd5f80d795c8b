/* dp-rename-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_RENAME_DIALOG (dp_rename_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpRenameDialog, dp_rename_dialog, DP, RENAME_DIALOG, GtkWindow)

DpRenameDialog *dp_rename_dialog_new (GtkWindow *parent, guint64 id, const char *name);
guint64 dp_rename_dialog_get_id (DpRenameDialog *self);
const char *dp_rename_dialog_get_name (DpRenameDialog *self);

G_END_DECLS
