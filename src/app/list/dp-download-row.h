/* dp-download-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-download.h"

G_BEGIN_DECLS

#define DP_TYPE_DOWNLOAD_ROW (dp_download_row_get_type ())
G_DECLARE_FINAL_TYPE (DpDownloadRow, dp_download_row, DP, DOWNLOAD_ROW, DpComposite)

DpDownload *dp_download_row_get_download (DpDownloadRow *self);
void dp_download_row_refresh (DpDownloadRow *self);
guint dp_download_row_get_position (DpDownloadRow *self);

G_END_DECLS
