/* dp-folder-rule-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_FOLDER_RULE_ROW (dp_folder_rule_row_get_type ())
G_DECLARE_FINAL_TYPE (DpFolderRuleRow, dp_folder_rule_row, DP, FOLDER_RULE_ROW, GtkListBoxRow)

DpFolderRuleRow *dp_folder_rule_row_new (const char *pattern, const char *folder);
const char *dp_folder_rule_row_get_pattern (DpFolderRuleRow *self);
const char *dp_folder_rule_row_get_folder (DpFolderRuleRow *self);

G_END_DECLS
