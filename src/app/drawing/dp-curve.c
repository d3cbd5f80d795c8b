/* dp-curve.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A few values side by side, each with its name and its value, and a line through them.
 *
 * A screen reader gets words from whoever knows what the values are.
 *
 * Thread: home.
 */

#include "dp-curve.h"

#include "dp-drawing.h"

#define PLOT_HEIGHT 96
#define GAP         6
#define DOT_RADIUS  4

struct _DpCurve
{
  GtkWidget parent_instance;

  DpCurvePoint points[DP_CURVE_MAX_POINTS]; /* (owned) */
  guint n_points;
  guint n_places; /* for those to come, too */
};

G_DEFINE_FINAL_TYPE (DpCurve, dp_curve, GTK_TYPE_WIDGET)

/**
 * dp_curve_set_n_places:
 * @self: a curve
 * @n_places: so many points there will be
 *
 * Thread: home.
 */
void
dp_curve_set_n_places (DpCurve *self, guint n_places)
{
  self->n_places = n_places;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dp_curve_clear:
 * @self: a curve
 *
 * Thread: home.
 */
void
dp_curve_clear (DpCurve *self)
{
  for (guint i = 0; i < self->n_points; i++)
    {
      g_free (self->points[i].name);
      g_free (self->points[i].value_name);
    }
  self->n_points = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dp_curve_add:
 * @self: a curve with less than %DP_CURVE_MAX_POINTS points
 * @point: the next one
 *
 * Thread: home.
 */
void
dp_curve_add (DpCurve *self, const DpCurvePoint *point)
{
  g_return_if_fail (self->n_points < DP_CURVE_MAX_POINTS);

  self->points[self->n_points++] = (DpCurvePoint){
    .name = g_strdup (point->name),
    .value_name = g_strdup (point->value_name),
    .value = point->value,
  };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dp_curve_get_n_points:
 * @self: a curve
 *
 * Thread: home.
 *
 * Returns: how many points it has
 */
guint
dp_curve_get_n_points (DpCurve *self)
{
  return self->n_points;
}

/* Drawing */

static double
get_x (DpCurve *self, guint i)
{
  double along = (i + 0.5) / MAX (self->n_places, self->n_points);

  return dp_drawing_mirror (GTK_WIDGET (self), along) * gtk_widget_get_width (GTK_WIDGET (self));
}

/* Where its dot is, between the lines of text. */
static double
get_y (DpCurve *self, guint i)
{
  double line = dp_drawing_get_line_height (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self)) - 2 * (line + GAP) - 2 * DOT_RADIUS;
  double most = 0;

  for (guint j = 0; j < self->n_points; j++)
    most = MAX (most, self->points[j].value);
  return line + GAP + DOT_RADIUS + height * (1 - self->points[i].value / MAX (most, 1e-9));
}

/* Centred at @x, or, to keep clear of a line that rises from there, ending there. */
static void
draw_text (DpCurve *self,
           GtkSnapshot *snapshot,
           const char *text,
           double x,
           double y,
           gboolean is_before)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  x -= !is_before ? width / 2.0 : is_mirrored ? 0 : width;
  x = CLAMP (x, 0, MAX (0, gtk_widget_get_width (GTK_WIDGET (self)) - width));
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (GTK_WIDGET (self)), x, y,
                              layout);
}

static void
draw_line (DpCurve *self, GtkSnapshot *snapshot)
{
  GdkRGBA accent = dp_drawing_get_accent (GTK_WIDGET (self));
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                     (float) gtk_widget_get_height (GTK_WIDGET (self))));

  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < self->n_points; i++)
    cairo_line_to (cr, get_x (self, i), get_y (self, i));
  cairo_stroke (cr);
  for (guint i = 0; i < self->n_points; i++)
    {
      cairo_arc (cr, get_x (self, i), get_y (self, i), DOT_RADIUS, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}

static void
dp_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DpCurve *self = DP_CURVE (widget);
  int line = dp_drawing_get_line_height (widget);
  int height = gtk_widget_get_height (widget);
  int bottom = height - line - GAP / 2;
  GdkRGBA color = dp_drawing_get_color (widget);
  GdkRGBA pale = dp_drawing_get_pale (&color, 0.25f);

  gtk_snapshot_append_color (
      snapshot, &pale,
      &GRAPHENE_RECT_INIT (0, (float) bottom, (float) gtk_widget_get_width (widget), 1));
  draw_line (self, snapshot);
  for (guint i = 0; i < self->n_points; i++)
    {
      const DpCurvePoint *point = &self->points[i];

      draw_text (self, snapshot, point->name, get_x (self, i), height - line, FALSE);
      draw_text (self, snapshot, point->value_name, get_x (self, i),
                 get_y (self, i) - DOT_RADIUS - line, i + 1 < self->n_points);
    }
}

static void
dp_curve_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  int height = PLOT_HEIGHT + 2 * dp_drawing_get_line_height (widget);

  dp_drawing_measure (orientation, height, minimum, natural);
  *minimum_baseline = *natural_baseline = -1;
}

static void
dp_curve_finalize (GObject *object)
{
  DpCurve *self = DP_CURVE (object);

  for (guint i = 0; i < self->n_points; i++)
    {
      g_free (self->points[i].name);
      g_free (self->points[i].value_name);
    }
  G_OBJECT_CLASS (dp_curve_parent_class)->finalize (object);
}

static void
dp_curve_class_init (DpCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_curve_finalize;
  widget_class->snapshot = dp_curve_snapshot;
  widget_class->measure = dp_curve_measure;
  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dp_curve_init (DpCurve *self)
{
}
