/* dp-timetable-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A week as a grid in which one paints what downloads may do: a row for each day, a column for each
 * hour.
 *
 * A press changes the hour under it to what comes next, full, limited, off; who drags on paints the
 * others the same.  The arrow keys move a cursor, the space bar presses where it is, and with Shift
 * the arrow keys drag.  An hour is full, half full or empty, so it needs no colour to be read; and
 * one that hears and does not see is told the hour under the cursor.
 *
 * Thread: home.
 */

#include "dp-timetable-grid.h"

#include <glib/gi18n.h>
#include <math.h>

#include "dp-drawing.h"
#include "dp-timetable-cell.h"

#define MIN_CELL_PX 8
#define GAP_PX      1

#define HOURS_PER_MARK 6

struct _DpTimetableGrid
{
  GtkWidget parent_instance;

  DpTimetable table;
  guint day; /* of the cursor */
  guint hour;
  DpTimetableMode brush; /* what is painted while one drags */
};

/* Where the cells are, in pixels; hours go as one reads. */
typedef struct
{
  float left;
  float top;
  float cell_width;
  float cell_height;
  gboolean is_mirrored;
} Layout;

enum
{
  PROP_TIMETABLE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DpTimetableGrid, dp_timetable_grid, GTK_TYPE_WIDGET)

/* Words */

/* Monday first, as in the timetable. */
static char *
dup_day_name (guint day, const char *format)
{
  g_autoptr (GDateTime) monday = g_date_time_new_utc (2024, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) date = g_date_time_add_days (monday, (int) day);

  return g_date_time_format (date, format);
}

static const char *
get_mode_word (DpTimetableMode mode)
{
  switch (mode)
    {
    case DP_TIMETABLE_FULL:
      /* Translators: what downloads may do in an hour of the timetable. */
      return C_ ("timetable", "full speed");
    case DP_TIMETABLE_LIMITED:
      return C_ ("timetable", "limited");
    case DP_TIMETABLE_OFF:
      return C_ ("timetable", "off");
    }
  g_assert_not_reached ();
}

static void
tell_cursor (DpTimetableGrid *self)
{
  g_autofree char *day = dup_day_name (self->day, "%A");
  g_autofree char *text =
      /* Translators: an hour of the timetable, as in "Monday, 14 to 15 o'clock: full speed". */
      g_strdup_printf (_ ("%s, %u to %u o'clock: %s"), day, self->hour, self->hour + 1,
                       get_mode_word (self->table.modes[self->day][self->hour]));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

/* Layout */

static PangoLayout *
make_label (DpTimetableGrid *self, const char *text)
{
  return gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static void
measure_days (DpTimetableGrid *self, int *width, int *height)
{
  *width = 0;
  *height = 0;
  for (guint day = 0; day < DP_TIMETABLE_DAYS; day++)
    {
      g_autofree char *name = dup_day_name (day, "%a");
      g_autoptr (PangoLayout) label = make_label (self, name);
      int label_width;
      int label_height;

      pango_layout_get_pixel_size (label, &label_width, &label_height);
      *width = MAX (*width, label_width);
      *height = MAX (*height, label_height);
    }
}

static Layout
get_layout (DpTimetableGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int days_width;
  int line_height;

  measure_days (self, &days_width, &line_height);
  return (Layout){
    .left = (float) days_width + 6,
    .top = (float) line_height + 2,
    .cell_width = (float) (gtk_widget_get_width (widget) - days_width - 6) / DP_TIMETABLE_HOURS,
    .cell_height = (float) (gtk_widget_get_height (widget) - line_height - 2) / DP_TIMETABLE_DAYS,
    .is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
  };
}

static void
dp_timetable_grid_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  int days_width;
  int line_height;

  measure_days (DP_TIMETABLE_GRID (widget), &days_width, &line_height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = days_width + 6 + DP_TIMETABLE_HOURS * MIN_CELL_PX;
      *natural = days_width + 6 + DP_TIMETABLE_HOURS * line_height;
    }
  else
    *minimum = *natural = 2 + (DP_TIMETABLE_DAYS + 1) * MAX (line_height, MIN_CELL_PX);
}

/* The hour there, or the one that is nearest to it; returns whether it is there. */
static gboolean
find_cell (DpTimetableGrid *self, double x, double y, int *day, int *hour)
{
  Layout layout = get_layout (self);
  double from_left = layout.is_mirrored ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
  double column = floor ((from_left - layout.left) / layout.cell_width);
  double row = floor ((y - layout.top) / layout.cell_height);

  *hour = (int) CLAMP (column, 0, DP_TIMETABLE_HOURS - 1);
  *day = (int) CLAMP (row, 0, DP_TIMETABLE_DAYS - 1);
  return *hour == column && *day == row;
}

/* Drawing */

static graphene_rect_t
get_cell (DpTimetableGrid *self, const Layout *layout, guint day, guint hour)
{
  float x = layout->left + (float) hour * layout->cell_width;

  if (layout->is_mirrored)
    x = (float) gtk_widget_get_width (GTK_WIDGET (self)) - x - layout->cell_width;
  return GRAPHENE_RECT_INIT (x + GAP_PX, layout->top + (float) day * layout->cell_height + GAP_PX,
                             layout->cell_width - 2 * GAP_PX, layout->cell_height - 2 * GAP_PX);
}

static void
draw_label (DpTimetableGrid *self,
            GtkSnapshot *snapshot,
            const char *text,
            const graphene_rect_t *cell,
            gboolean is_day)
{
  g_autoptr (PangoLayout) label = make_label (self, text);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double x = cell->origin.x;
  int width;
  int height;

  pango_layout_get_pixel_size (label, &width, &height);
  if (is_day)
    x = is_mirrored ? gtk_widget_get_width (GTK_WIDGET (self)) - width : 0;
  else if (is_mirrored)
    x += cell->size.width - width;
  gtk_snapshot_render_layout (
      snapshot, style, x, is_day ? cell->origin.y + (cell->size.height - (float) height) / 2 : 0,
      label);
}

static void
draw_cursor (DpTimetableGrid *self, GtkSnapshot *snapshot, const Layout *layout)
{
  graphene_rect_t cell = get_cell (self, layout, self->day, self->hour);
  GdkRGBA color = dp_drawing_get_color (GTK_WIDGET (self));
  GskRoundedRect outline;

  graphene_rect_inset (&cell, -2, -2);
  gsk_rounded_rect_init_from_rect (&outline, &cell, 3);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ color, color, color, color });
}

static void
dp_timetable_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DpTimetableGrid *self = DP_TIMETABLE_GRID (widget);
  Layout layout = get_layout (self);
  GdkRGBA color = dp_drawing_get_color (widget);

  for (guint hour = 0; hour < DP_TIMETABLE_HOURS; hour += HOURS_PER_MARK)
    {
      g_autofree char *text = g_strdup_printf ("%u", hour);
      graphene_rect_t cell = get_cell (self, &layout, 0, hour);

      draw_label (self, snapshot, text, &cell, FALSE);
    }
  for (guint day = 0; day < DP_TIMETABLE_DAYS; day++)
    {
      g_autofree char *name = dup_day_name (day, "%a");
      graphene_rect_t cell = get_cell (self, &layout, day, 0);

      draw_label (self, snapshot, name, &cell, TRUE);
      for (guint hour = 0; hour < DP_TIMETABLE_HOURS; hour++)
        {
          cell = get_cell (self, &layout, day, hour);
          dp_timetable_cell_draw (snapshot, &cell, self->table.modes[day][hour], &color);
        }
    }
  if (gtk_widget_has_visible_focus (widget))
    draw_cursor (self, snapshot, &layout);
}

/* Painting */

static void
paint (DpTimetableGrid *self)
{
  self->table.modes[self->day][self->hour] = self->brush;
  tell_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
press (DpTimetableGrid *self)
{
  self->brush = (self->table.modes[self->day][self->hour] + 1) % (DP_TIMETABLE_OFF + 1);
  paint (self);
}

static void
tell_timetable (DpTimetableGrid *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIMETABLE]);
}

/* In a straight line: a quick hand is seen in a few places only. */
static void
paint_to (DpTimetableGrid *self, int day, int hour)
{
  int first_day = (int) self->day;
  int first_hour = (int) self->hour;
  int n_steps = MAX (ABS (day - first_day), ABS (hour - first_hour));

  for (int i = 1; i <= n_steps; i++)
    {
      self->day = (guint) (first_day + (day - first_day) * i / n_steps);
      self->hour = (guint) (first_hour + (hour - first_hour) * i / n_steps);
      paint (self);
    }
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, DpTimetableGrid *self)
{
  int day;
  int hour;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!find_cell (self, x, y, &day, &hour))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->day = (guint) day;
  self->hour = (guint) hour;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  press (self);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, DpTimetableGrid *self)
{
  double x;
  double y;
  int day;
  int hour;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  /* Beyond the edge it goes on along the edge. */
  find_cell (self, x + dx, y + dy, &day, &hour);
  paint_to (self, day, hour);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, DpTimetableGrid *self)
{
  tell_timetable (self);
}

/* FALSE: there is the edge. */
static gboolean
move_cursor (DpTimetableGrid *self, int days, int hours)
{
  int day = (int) self->day + days;
  int hour = (int) self->hour + hours;

  if (day < 0 || day >= DP_TIMETABLE_DAYS || hour < 0 || hour >= DP_TIMETABLE_HOURS)
    return FALSE;
  self->day = (guint) day;
  self->hour = (guint) hour;
  tell_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static gboolean
move (DpTimetableGrid *self, guint key)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (key)
    {
    case GDK_KEY_Left:
      return move_cursor (self, 0, is_mirrored ? 1 : -1);
    case GDK_KEY_Right:
      return move_cursor (self, 0, is_mirrored ? -1 : 1);
    case GDK_KEY_Up:
      return move_cursor (self, -1, 0);
    case GDK_KEY_Down:
      return move_cursor (self, 1, 0);
    case GDK_KEY_Home:
      return move_cursor (self, 0, -(int) self->hour);
    case GDK_KEY_End:
      return move_cursor (self, 0, DP_TIMETABLE_HOURS - 1 - (int) self->hour);
    default:
      return FALSE;
    }
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        DpTimetableGrid *self)
{
  if (key == GDK_KEY_space || key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    press (self);
  else if (!move (self, key))
    return GDK_EVENT_PROPAGATE;
  else if (state & GDK_SHIFT_MASK)
    paint (self);
  else
    return GDK_EVENT_STOP;
  tell_timetable (self);
  return GDK_EVENT_STOP;
}

/* Life */

static void
dp_timetable_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TIMETABLE)
    g_value_take_string (value, dp_timetable_to_text (&DP_TIMETABLE_GRID (object)->table));
}

static void
dp_timetable_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DpTimetableGrid *self = DP_TIMETABLE_GRID (object);
  const char *text = g_value_get_string (value);

  if (id != PROP_TIMETABLE)
    return;
  dp_timetable_parse (&self->table, text != NULL ? text : "");
  tell_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
dp_timetable_grid_class_init (DpTimetableGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dp_timetable_grid_get_property;
  object_class->set_property = dp_timetable_grid_set_property;
  widget_class->measure = dp_timetable_grid_measure;
  widget_class->snapshot = dp_timetable_grid_snapshot;

  /**
   * DpTimetableGrid:timetable:
   *
   * The week, as of dp_timetable_to_text().  Notified when something has been painted, once a drag.
   */
  props[PROP_TIMETABLE] =
      g_param_spec_string ("timetable", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "timetable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SPIN_BUTTON);
}

static void
dp_timetable_grid_init (DpTimetableGrid *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timetable"), -1);
  tell_cursor (self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
