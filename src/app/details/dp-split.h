/* dp-split.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DpSplitPlace:
 * @DP_SPLIT_PLACE_SIDE: beside the content
 * @DP_SPLIT_PLACE_BOTTOM: below it
 * @DP_SPLIT_PLACE_PAGE: instead of it
 *
 * Where the pane is.
 */
typedef enum
{
  DP_SPLIT_PLACE_SIDE,
  DP_SPLIT_PLACE_BOTTOM,
  DP_SPLIT_PLACE_PAGE,
} DpSplitPlace;

#define DP_TYPE_SPLIT (dp_split_get_type ())
G_DECLARE_FINAL_TYPE (DpSplit, dp_split, DP, SPLIT, GtkWidget)

/**
 * DpSplitFunc:
 * @is_narrow: whether there is little room beside anything
 * @user_data: what dp_split_new() was given
 *
 * Called after the pane was opened, or came to another place, or when it is another @is_narrow;
 * never while widgets are laid out.
 */
typedef void (*DpSplitFunc) (gboolean is_narrow, gpointer user_data);

GtkWidget *dp_split_new (GtkWidget *content, DpSplitFunc placed, gpointer user_data);
void dp_split_set_pane (DpSplit *self, GtkWidget *pane);
void dp_split_set_is_open (DpSplit *self, gboolean is_open);
DpSplitPlace dp_split_get_place (DpSplit *self);

G_END_DECLS
