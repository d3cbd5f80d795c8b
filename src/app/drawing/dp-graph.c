/* dp-graph.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value over time, drawn: one value a second, the present at the end of the line, and a scale that
 * says what its top is.  It knows no clock and moves only when it gets other values.
 *
 * A screen reader gets words from whoever knows what the values are.
 *
 * Thread: home.
 */

#include "dp-graph.h"

#include <glib/gi18n.h>
#include <math.h>

#include "dp-drawing.h"

#define MIN_HEIGHT 96
#define GAP        4
#define N_LINES    2

struct _DpGraph
{
  GtkWidget parent_instance;

  GArray *values; /* (owned) (element-type double): the last one last */
  char *since;    /* (owned) (nullable): when the first one was */
  DpGraphWordsFunc words;
  double least_top;
  double top;
};

G_DEFINE_FINAL_TYPE (DpGraph, dp_graph, GTK_TYPE_WIDGET)

/* 1, 2 or 5 of the next power of ten: a scale that jumps seldom, and is read at a glance. */
static double
round_up (double value)
{
  static const double steps[] = { 1, 2, 5, 10 };
  double power = value > 0 ? pow (10, floor (log10 (value))) : 1;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (value <= steps[i] * power)
      return steps[i] * power;
  return 10 * power;
}

/**
 * dp_graph_set_scale:
 * @self: a graph
 * @words: what a value of it is called
 * @least_top: at its upper edge is at least this; a 1, 2 or 5 with zeros
 *
 * Thread: home.
 */
void
dp_graph_set_scale (DpGraph *self, DpGraphWordsFunc words, double least_top)
{
  self->words = words;
  self->least_top = least_top;
  self->top = MAX (self->top, least_top);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dp_graph_set_values:
 * @self: a graph
 * @values: (array length=n_values): one for each second, the last one last; below 0 are first ones
 *   that nobody knows
 * @n_values: how many
 * @since: (nullable): when the first one was, in words, if the last one is the present
 *
 * Thread: home.
 */
void
dp_graph_set_values (DpGraph *self, const double *values, guint n_values, const char *since)
{
  double most = 0;

  g_array_set_size (self->values, 0);
  g_array_append_vals (self->values, values, n_values);
  for (guint i = 0; i < n_values; i++)
    most = MAX (most, values[i]);
  self->top = MAX (self->least_top, round_up (most));
  if (g_strcmp0 (self->since, since) != 0)
    {
      g_free (self->since);
      self->since = g_strdup (since);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dp_graph_get_top:
 * @self: a graph
 *
 * Thread: home.
 *
 * Returns: the value at its upper edge
 */
double
dp_graph_get_top (DpGraph *self)
{
  return self->top;
}

/* Drawing */

/* Text at the start or the end of a line of the width of the graph. */
static void
draw_text (DpGraph *self, GtkSnapshot *snapshot, const char *text, double y, gboolean is_at_end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  double along = dp_drawing_mirror (GTK_WIDGET (self), is_at_end ? 1 : 0);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int text_width;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (GTK_WIDGET (self)),
                              along * (width - text_width), y, layout);
}

static void
draw_grid (DpGraph *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  GdkRGBA color = dp_drawing_get_color (GTK_WIDGET (self));
  GdkRGBA pale = dp_drawing_get_pale (&color, 0.25f);

  for (guint i = 0; i <= N_LINES; i++)
    {
      float y = area->origin.y + floorf (area->size.height * (float) i / N_LINES);

      gtk_snapshot_append_color (snapshot, &pale,
                                 &GRAPHENE_RECT_INIT (area->origin.x, y, area->size.width, 1));
    }
}

static double
get_x (DpGraph *self, const graphene_rect_t *area, guint i)
{
  double along = (double) i / (self->values->len - 1);

  return area->origin.x + dp_drawing_mirror (GTK_WIDGET (self), along) * area->size.width;
}

/* From the first one that is known. */
static guint
find_first (DpGraph *self)
{
  guint i = 0;

  while (i < self->values->len && g_array_index (self->values, double, i) < 0)
    i++;
  return i;
}

static void
trace_line (DpGraph *self, cairo_t *cr, const graphene_rect_t *area)
{
  for (guint i = find_first (self); i < self->values->len; i++)
    {
      double part = g_array_index (self->values, double, i) / self->top;

      cairo_line_to (cr, get_x (self, area, i), area->origin.y + area->size.height * (1 - part));
    }
}

static void
draw_values (DpGraph *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  double bottom = area->origin.y + area->size.height;
  GdkRGBA accent = dp_drawing_get_accent (GTK_WIDGET (self));
  GdkRGBA pale = dp_drawing_get_pale (&accent, 0.25f);
  cairo_t *cr;

  if (find_first (self) + 1 >= self->values->len)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (area->origin.x - 1, area->origin.y - 1, area->size.width + 2,
                                     area->size.height + 2));
  trace_line (self, cr, area);
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, get_x (self, area, self->values->len - 1), bottom);
  cairo_line_to (cr, get_x (self, area, find_first (self)), bottom);
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, &pale);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
dp_graph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DpGraph *self = DP_GRAPH (widget);
  int line = dp_drawing_get_line_height (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  const graphene_rect_t area = GRAPHENE_RECT_INIT (0, (float) (line + GAP), (float) width,
                                                   (float) MAX (1, height - 2 * (line + GAP)));
  g_autofree char *top = self->words != NULL ? self->words (self->top) : NULL;

  draw_grid (self, snapshot, &area);
  draw_values (self, snapshot, &area);
  if (top != NULL)
    draw_text (self, snapshot, top, 0, FALSE);
  if (self->since == NULL)
    return;
  draw_text (self, snapshot, self->since, height - line, FALSE);
  /* Translators: the present, at the end of a graph over time. */
  draw_text (self, snapshot, _ ("now"), height - line, TRUE);
}

static void
dp_graph_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  int height = MIN_HEIGHT + 2 * dp_drawing_get_line_height (widget);

  dp_drawing_measure (orientation, height, minimum, natural);
  *minimum_baseline = *natural_baseline = -1;
}

static void
dp_graph_finalize (GObject *object)
{
  DpGraph *self = DP_GRAPH (object);

  g_array_unref (self->values);
  g_free (self->since);
  G_OBJECT_CLASS (dp_graph_parent_class)->finalize (object);
}

static void
dp_graph_class_init (DpGraphClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_graph_finalize;
  widget_class->snapshot = dp_graph_snapshot;
  widget_class->measure = dp_graph_measure;
  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dp_graph_init (DpGraph *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  self->top = 1;
}
