/* dp-pages.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_PAGES (dp_pages_get_type ())
G_DECLARE_FINAL_TYPE (DpPages, dp_pages, DP, PAGES, GtkWidget)

gboolean dp_pages_is_wide (DpPages *self);

G_END_DECLS
