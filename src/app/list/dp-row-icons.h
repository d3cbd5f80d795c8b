/* dp-row-icons.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-download.h"

G_BEGIN_DECLS

typedef struct _DpRowIcons DpRowIcons;

DpRowIcons *dp_row_icons_new (GtkImage *icon, GtkImage *state_icon);
void dp_row_icons_free (DpRowIcons *self);
void dp_row_icons_update (DpRowIcons *self, DpDownload *download);

G_END_DECLS
