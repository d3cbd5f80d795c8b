/* dp-certificate-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-question.h"

G_BEGIN_DECLS

#define DP_TYPE_CERTIFICATE_DIALOG (dp_certificate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpCertificateDialog, dp_certificate_dialog, DP, CERTIFICATE_DIALOG, GtkWindow)

DpCertificateDialog *dp_certificate_dialog_new (GtkWindow *parent, const DpQuestion *question);
const DpQuestion *dp_certificate_dialog_get_question (DpCertificateDialog *self);

G_END_DECLS
