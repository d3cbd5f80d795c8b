/* dp-filter-bar.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-view.h"

G_BEGIN_DECLS

#define DP_TYPE_FILTER_BAR (dp_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (DpFilterBar, dp_filter_bar, DP, FILTER_BAR, DpComposite)

DpView *dp_filter_bar_attach (DpFilterBar *self,
                              DpQueue *queue,
                              GtkApplicationWindow *window,
                              GtkWidget *list);

G_END_DECLS
