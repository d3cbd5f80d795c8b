/* dp-certificates-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

#define DP_TYPE_CERTIFICATES_DIALOG (dp_certificates_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpCertificatesDialog,
                      dp_certificates_dialog,
                      DP,
                      CERTIFICATES_DIALOG,
                      GtkWindow)

DpCertificatesDialog *dp_certificates_dialog_new (GtkWindow *parent, DpQueue *queue);

G_END_DECLS
