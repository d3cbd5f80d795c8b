/* dp-limit-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_LIMIT_DIALOG (dp_limit_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpLimitDialog, dp_limit_dialog, DP, LIMIT_DIALOG, GtkWindow)

DpLimitDialog *dp_limit_dialog_new (GtkWindow *parent, GVariant *ids, guint64 bytes_per_sec);
GVariant *dp_limit_dialog_get_ids (DpLimitDialog *self);
guint64 dp_limit_dialog_get_limit (DpLimitDialog *self);

G_END_DECLS
