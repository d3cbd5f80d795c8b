/* dp-selecting.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean dp_selecting_select (GtkSelectionModel *selection, GtkWidget *list, const GArray *ids);

G_END_DECLS
