/* dp-folder-picker.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_FOLDER_PICKER (dp_folder_picker_get_type ())
G_DECLARE_FINAL_TYPE (DpFolderPicker, dp_folder_picker, DP, FOLDER_PICKER, DpComposite)

void dp_folder_picker_attach (DpFolderPicker *self, GSettings *settings);
const char *dp_folder_picker_get_folder (DpFolderPicker *self);
gboolean dp_folder_picker_is_chosen (DpFolderPicker *self);
void dp_folder_picker_remember (DpFolderPicker *self);

G_END_DECLS
