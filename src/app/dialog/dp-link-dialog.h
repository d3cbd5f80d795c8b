/* dp-link-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-download.h"

G_BEGIN_DECLS

#define DP_TYPE_LINK_DIALOG (dp_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpLinkDialog, dp_link_dialog, DP, LINK_DIALOG, GtkWindow)

DpLinkDialog *dp_link_dialog_new (GtkWindow *parent, DpDownload *download);

G_END_DECLS
