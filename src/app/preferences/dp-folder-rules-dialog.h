/* dp-folder-rules-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_FOLDER_RULES_DIALOG (dp_folder_rules_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpFolderRulesDialog,
                      dp_folder_rules_dialog,
                      DP,
                      FOLDER_RULES_DIALOG,
                      GtkWindow)

DpFolderRulesDialog *dp_folder_rules_dialog_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS
