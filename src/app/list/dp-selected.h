/* dp-selected.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-download.h"

G_BEGIN_DECLS

GArray *dp_selected_list_ids (GtkSelectionModel *selection);
DpDownload *dp_selected_dup_first (GtkSelectionModel *selection);
guint dp_selected_get_states (GtkSelectionModel *selection);
GVariant *dp_selected_pack_ids (const GArray *ids);
GtkWidget *dp_selected_find_row (GtkWidget *widget);
void dp_selected_add_row (GtkSelectionModel *selection, GtkWidget *row);

G_END_DECLS
