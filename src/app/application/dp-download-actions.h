/* dp-download-actions.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-undo.h"

G_BEGIN_DECLS

#define DP_TYPE_DOWNLOAD_ACTIONS (dp_download_actions_get_type ())
G_DECLARE_FINAL_TYPE (DpDownloadActions, dp_download_actions, DP, DOWNLOAD_ACTIONS, GObject)

DpDownloadActions *
dp_download_actions_new (GtkApplication *application, DpQueue *queue, DpUndo *undo);

G_END_DECLS
