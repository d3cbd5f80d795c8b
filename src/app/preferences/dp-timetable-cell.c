/* dp-timetable-cell.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an hour of the timetable looks: full, half full or empty, so that it needs no colour to be
 * read.  As a widget it is one hour alone, for the legend.
 *
 * Thread: home.
 */

#include "dp-timetable-cell.h"

#include "dp-drawing.h"

#define RADIUS 2

struct _DpTimetableCell
{
  GtkWidget parent_instance;

  DpTimetableMode mode;
};

enum
{
  PROP_MODE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DpTimetableCell, dp_timetable_cell, GTK_TYPE_WIDGET)

/**
 * dp_timetable_cell_draw:
 * @snapshot: where to
 * @cell: its place
 * @mode: what downloads may do in that hour
 * @color: of the text around it
 *
 * Thread: home.
 */
void
dp_timetable_cell_draw (GtkSnapshot *snapshot,
                        const graphene_rect_t *cell,
                        DpTimetableMode mode,
                        const GdkRGBA *color)
{
  graphene_rect_t filled = *cell;
  GdkRGBA faint = dp_drawing_get_pale (color, 0.4f);
  GdkRGBA strong = dp_drawing_get_pale (color, 0.7f);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, cell, RADIUS);
  if (mode != DP_TIMETABLE_OFF)
    {
      if (mode == DP_TIMETABLE_LIMITED)
        {
          filled.origin.y += cell->size.height / 2;
          filled.size.height /= 2;
        }
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &strong, &filled);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ faint, faint, faint, faint });
}

static void
dp_timetable_cell_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = dp_drawing_get_line_height (widget);
}

static void
dp_timetable_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  graphene_rect_t cell = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                             (float) gtk_widget_get_height (widget));
  GdkRGBA color = dp_drawing_get_color (widget);

  dp_timetable_cell_draw (snapshot, &cell, DP_TIMETABLE_CELL (widget)->mode, &color);
}

static void
dp_timetable_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MODE)
    DP_TIMETABLE_CELL (object)->mode = g_value_get_uint (value);
  gtk_widget_queue_draw (GTK_WIDGET (object));
}

static void
dp_timetable_cell_class_init (DpTimetableCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dp_timetable_cell_set_property;
  widget_class->measure = dp_timetable_cell_measure;
  widget_class->snapshot = dp_timetable_cell_snapshot;

  /**
   * DpTimetableCell:mode:
   *
   * Which #DpTimetableMode it shows.
   */
  props[PROP_MODE] =
      g_param_spec_uint ("mode", NULL, NULL, DP_TIMETABLE_FULL, DP_TIMETABLE_OFF, DP_TIMETABLE_FULL,
                         G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
dp_timetable_cell_init (DpTimetableCell *self)
{
}
