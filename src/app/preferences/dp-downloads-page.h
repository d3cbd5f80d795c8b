/* dp-downloads-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_DOWNLOADS_PAGE (dp_downloads_page_get_type ())
G_DECLARE_FINAL_TYPE (DpDownloadsPage, dp_downloads_page, DP, DOWNLOADS_PAGE, GtkBox)

void dp_downloads_page_bind (DpDownloadsPage *self, GSettings *settings);

G_END_DECLS
