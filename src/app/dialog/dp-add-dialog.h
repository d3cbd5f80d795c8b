/* dp-add-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"
#include "dp-url-list.h"

G_BEGIN_DECLS

#define DP_TYPE_ADD_DIALOG (dp_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpAddDialog, dp_add_dialog, DP, ADD_DIALOG, GtkWindow)

DpAddDialog *dp_add_dialog_new (GtkWindow *parent, DpQueue *queue, GSettings *settings);
void dp_add_dialog_set_links (DpAddDialog *self, const DpUrlList *list);
DpUrlList *dp_add_dialog_take_list (DpAddDialog *self);
const char *dp_add_dialog_get_folder (DpAddDialog *self);
DpState dp_add_dialog_get_state (DpAddDialog *self);
const char *dp_add_dialog_get_command (DpAddDialog *self);

G_END_DECLS
