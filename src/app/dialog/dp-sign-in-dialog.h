/* dp-sign-in-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-question.h"

G_BEGIN_DECLS

#define DP_TYPE_SIGN_IN_DIALOG (dp_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpSignInDialog, dp_sign_in_dialog, DP, SIGN_IN_DIALOG, GtkWindow)

DpSignInDialog *dp_sign_in_dialog_new (GtkWindow *parent, const DpQuestion *question);
const DpQuestion *dp_sign_in_dialog_get_question (DpSignInDialog *self);
const char *dp_sign_in_dialog_get_user (DpSignInDialog *self);
const char *dp_sign_in_dialog_get_password (DpSignInDialog *self);

G_END_DECLS
