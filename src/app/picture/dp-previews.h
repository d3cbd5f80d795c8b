/* dp-previews.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DP_PREVIEW_SIZE:
 *
 * So wide and so high is a preview at most, in logical pixels.
 */
#define DP_PREVIEW_SIZE 40

/**
 * DpPreviewFunc:
 * @user_data: of who wanted it
 *
 * It is known now: dp_previews_find() tells.
 */
typedef void (*DpPreviewFunc) (gpointer user_data);

#define DP_TYPE_PREVIEWS (dp_previews_get_type ())
G_DECLARE_FINAL_TYPE (DpPreviews, dp_previews, DP, PREVIEWS, GObject)

DpPreviews *dp_previews_dup_default (void);
gboolean dp_previews_find (DpPreviews *self, const char *key, GdkTexture **texture);
void dp_previews_want (DpPreviews *self,
                       GtkWidget *widget,
                       const char *path,
                       const char *key,
                       DpPreviewFunc func,
                       gpointer user_data);
void dp_previews_forget (DpPreviews *self, GtkWidget *widget);

G_END_DECLS
