/* dp-drawing.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void dp_drawing_measure (GtkOrientation orientation, int height, int *minimum, int *natural);
int dp_drawing_get_line_height (GtkWidget *widget);
double dp_drawing_mirror (GtkWidget *widget, double along);

GdkRGBA dp_drawing_get_color (GtkWidget *widget);
GdkRGBA dp_drawing_get_accent (GtkWidget *widget);
GdkRGBA dp_drawing_get_pale (const GdkRGBA *color, float strength);

G_END_DECLS
