/* dp-split.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A content and a pane that opens where there is room for it: at the side of a wide window, at the
 * bottom of a high one, and as a page of its own in a small one.  What is wide and high is measured
 * in characters, so that it is right for large text, too.
 *
 * Thread: home.
 */

#include "dp-split.h"

#define PANE_CHARS     46
#define CONTENT_CHARS  60
#define BOTTOM_LINES   34
#define SEPARATOR_SIZE 1

/* What a header takes with all its buttons, and its title. */
#define HEADER_SIZE 380
#define TITLE_CHARS 24

struct _DpSplit
{
  GtkWidget parent_instance;

  GtkWidget *content; /* (owned): child */
  GtkWidget *pane;    /* (owned) (nullable): child */
  DpSplitFunc placed;
  gpointer user_data;
  DpSplitPlace place;
  gboolean is_narrow;
  gboolean is_told;
  guint tell_id;
};

G_DEFINE_FINAL_TYPE (DpSplit, dp_split, GTK_TYPE_WIDGET)

static gboolean
is_open (DpSplit *self)
{
  return self->pane != NULL && gtk_widget_get_visible (self->pane);
}

/**
 * dp_split_get_place:
 * @self: a split
 *
 * Thread: home.
 *
 * Returns: where the pane is, or was when it was open last
 */
DpSplitPlace
dp_split_get_place (DpSplit *self)
{
  return self->place;
}

/* Where */

static void
measure_text (DpSplit *self, int *char_width, int *line_height)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  *char_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  *line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  pango_font_metrics_unref (metrics);
}

static int
get_least (GtkWidget *widget, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (widget, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Also how wide, or how high, the pane is there. */
static DpSplitPlace
find_place (DpSplit *self, int width, int height, int *size)
{
  int char_width;
  int line_height;
  int side_width;

  measure_text (self, &char_width, &line_height);
  side_width = MAX (PANE_CHARS * char_width, get_least (self->pane, GTK_ORIENTATION_HORIZONTAL));
  if (width >=
      side_width + SEPARATOR_SIZE +
          MAX (CONTENT_CHARS * char_width, get_least (self->content, GTK_ORIENTATION_HORIZONTAL)))
    {
      *size = side_width;
      return DP_SPLIT_PLACE_SIDE;
    }
  *size = height / 2;
  if (height >= BOTTOM_LINES * line_height && width >= CONTENT_CHARS * char_width &&
      *size >= get_least (self->pane, GTK_ORIENTATION_VERTICAL) &&
      height - *size - SEPARATOR_SIZE >= get_least (self->content, GTK_ORIENTATION_VERTICAL))
    return DP_SPLIT_PLACE_BOTTOM;
  return DP_SPLIT_PLACE_PAGE;
}

static gboolean
tell (gpointer user_data)
{
  DpSplit *self = user_data;

  self->tell_id = 0;
  self->is_told = TRUE;
  self->placed (self->is_narrow, self->user_data);
  return G_SOURCE_REMOVE;
}

/* Layout */

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
allocate_side (DpSplit *self, int width, int height, int size)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int content_width = width - size - SEPARATOR_SIZE;

  allocate (self->content, is_rtl ? size + SEPARATOR_SIZE : 0, 0, content_width, height);
  allocate (self->pane, is_rtl ? 0 : content_width + SEPARATOR_SIZE, 0, size, height);
}

static void
tell_later (DpSplit *self)
{
  if (!self->is_told && self->tell_id == 0)
    self->tell_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell, self, NULL);
}

static void
note_width (DpSplit *self, int width)
{
  gboolean is_narrow;
  int char_width;
  int line_height;

  measure_text (self, &char_width, &line_height);
  is_narrow = width < HEADER_SIZE + TITLE_CHARS * char_width;
  if (is_narrow == self->is_narrow)
    return;
  self->is_narrow = is_narrow;
  self->is_told = FALSE;
  tell_later (self);
}

static void
dp_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DpSplit *self = DP_SPLIT (widget);
  DpSplitPlace place = self->place;
  int size = 0;

  note_width (self, width);
  if (!is_open (self))
    {
      gtk_widget_set_child_visible (self->content, TRUE);
      allocate (self->content, 0, 0, width, height);
      return;
    }
  self->place = find_place (self, width, height, &size);
  self->is_told = self->is_told && place == self->place;
  gtk_widget_set_child_visible (self->content, self->place != DP_SPLIT_PLACE_PAGE);
  if (self->place == DP_SPLIT_PLACE_SIDE)
    allocate_side (self, width, height, size);
  else if (self->place == DP_SPLIT_PLACE_BOTTOM)
    {
      allocate (self->content, 0, 0, width, height - size - SEPARATOR_SIZE);
      allocate (self->pane, 0, height - size, width, size);
    }
  else
    allocate (self->pane, 0, 0, width, height);
  tell_later (self);
}

static void
dp_split_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  DpSplit *self = DP_SPLIT (widget);
  int pane_minimum = 0;

  gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
  if (is_open (self))
    gtk_widget_measure (self->pane, orientation, -1, &pane_minimum, NULL, NULL, NULL);
  *minimum = MAX (*minimum, pane_minimum);
  *natural = MAX (*natural, *minimum);
  *minimum_baseline = *natural_baseline = -1;
}

/* A line between the two. */
static void
dp_split_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DpSplit *self = DP_SPLIT (widget);
  graphene_rect_t pane;
  GdkRGBA color;

  GTK_WIDGET_CLASS (dp_split_parent_class)->snapshot (widget, snapshot);
  if (!is_open (self) || self->place == DP_SPLIT_PLACE_PAGE ||
      !gtk_widget_compute_bounds (self->pane, widget, &pane) ||
      !gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "borders", &color))
    return;
  if (self->place == DP_SPLIT_PLACE_BOTTOM)
    pane = GRAPHENE_RECT_INIT (0, pane.origin.y - SEPARATOR_SIZE, pane.size.width, SEPARATOR_SIZE);
  else if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    pane = GRAPHENE_RECT_INIT (pane.size.width, 0, SEPARATOR_SIZE, pane.size.height);
  else
    pane = GRAPHENE_RECT_INIT (pane.origin.x - SEPARATOR_SIZE, 0, SEPARATOR_SIZE, pane.size.height);
  gtk_snapshot_append_color (snapshot, &color, &pane);
}

/**
 * dp_split_set_pane:
 * @self: a split without a pane
 * @pane: what opens; it is closed now
 *
 * Thread: home.
 */
void
dp_split_set_pane (DpSplit *self, GtkWidget *pane)
{
  self->pane = pane;
  gtk_widget_set_visible (pane, FALSE);
  gtk_widget_set_parent (pane, GTK_WIDGET (self));
}

/**
 * dp_split_set_is_open:
 * @self: a split with a pane
 * @is_open: whether the pane is seen
 *
 * Thread: home.
 */
void
dp_split_set_is_open (DpSplit *self, gboolean is_open)
{
  self->is_told = FALSE;
  gtk_widget_set_visible (self->pane, is_open);
}

static void
dp_split_dispose (GObject *object)
{
  DpSplit *self = DP_SPLIT (object);

  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->pane, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_split_parent_class)->dispose (object);
}

static void
dp_split_class_init (DpSplitClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_split_dispose;
  widget_class->measure = dp_split_measure;
  widget_class->size_allocate = dp_split_size_allocate;
  widget_class->snapshot = dp_split_snapshot;
}

static void
dp_split_init (DpSplit *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * dp_split_new:
 * @content: what is always there
 * @placed: told where the pane is
 * @user_data: for @placed
 *
 * Thread: home.
 *
 * Returns: (transfer floating): the content, and no pane yet
 */
GtkWidget *
dp_split_new (GtkWidget *content, DpSplitFunc placed, gpointer user_data)
{
  DpSplit *self = g_object_new (DP_TYPE_SPLIT, NULL);

  self->content = content;
  self->placed = placed;
  self->user_data = user_data;
  gtk_widget_set_parent (content, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
