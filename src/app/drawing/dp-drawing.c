/* dp-drawing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the widgets that draw themselves have in common: a height of their own and any width, the
 * colours of the theme, and the other direction.
 *
 * Thread: home.
 */

#include "dp-drawing.h"

#define NATURAL_WIDTH 240

/**
 * dp_drawing_measure:
 * @orientation: which way
 * @height: how high it is
 * @minimum: (out): how much it needs
 * @natural: (out): how much it would like
 *
 * Thread: home.
 */
void
dp_drawing_measure (GtkOrientation orientation, int height, int *minimum, int *natural)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? height : 0;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : NATURAL_WIDTH;
}

/**
 * dp_drawing_get_line_height:
 * @widget: what is drawn
 *
 * Thread: home.
 *
 * Returns: how high a line of its text is
 */
int
dp_drawing_get_line_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

/**
 * dp_drawing_mirror:
 * @widget: what is drawn
 * @along: how far along the way that one reads, from 0 to 1
 *
 * Thread: home.
 *
 * Returns: how far from the left
 */
double
dp_drawing_mirror (GtkWidget *widget, double along)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 1 - along : along;
}

/**
 * dp_drawing_get_color:
 * @widget: what is drawn
 *
 * Thread: home.
 *
 * Returns: the colour of its text
 */
GdkRGBA
dp_drawing_get_color (GtkWidget *widget)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  return color;
}

/**
 * dp_drawing_get_accent:
 * @widget: what is drawn
 *
 * Thread: home.
 *
 * Returns: the colour of what matters in it
 */
GdkRGBA
dp_drawing_get_accent (GtkWidget *widget)
{
  GdkRGBA accent;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "dp_accent_color",
                                         &accent)
             ? accent
             : dp_drawing_get_color (widget);
}

/**
 * dp_drawing_get_pale:
 * @color: a colour
 * @strength: what is left of it, from 0 to 1
 *
 * Thread: any.
 *
 * Returns: the same, more transparent
 */
GdkRGBA
dp_drawing_get_pale (const GdkRGBA *color, float strength)
{
  return (GdkRGBA){ color->red, color->green, color->blue, color->alpha * strength };
}
