/* dp-folders-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_FOLDERS_PAGE (dp_folders_page_get_type ())
G_DECLARE_FINAL_TYPE (DpFoldersPage, dp_folders_page, DP, FOLDERS_PAGE, GtkBox)

void dp_folders_page_bind (DpFoldersPage *self, GSettings *settings);

G_END_DECLS
