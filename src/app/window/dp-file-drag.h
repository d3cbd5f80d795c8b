/* dp-file-drag.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-download.h"

G_BEGIN_DECLS

gboolean dp_file_drag_is_here (DpDownload *download);
GdkContentProvider *dp_file_drag_provide (GtkSelectionModel *selection);

G_END_DECLS
