/* dp-list-focus.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _DpListFocus DpListFocus;

DpListFocus *dp_list_focus_new (GtkWidget *list, GtkSelectionModel *selection);
void dp_list_focus_follow_removal (DpListFocus *self);
void dp_list_focus_free (DpListFocus *self);

G_END_DECLS
