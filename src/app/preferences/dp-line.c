/* dp-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be set, and behind it what it is set with; below it where there is no room.  What is
 * room is measured in characters, so that it is right for large text, too.
 *
 * Its first child is the words, and its last the control.
 *
 * Thread: home.
 */

#include "dp-line.h"

#define WORDS_CHARS 20
#define BESIDE_PX   12
#define BELOW_PX    6

struct _DpLine
{
  DpComposite parent_instance;
};

G_DEFINE_FINAL_TYPE (DpLine, dp_line, DP_TYPE_COMPOSITE)

typedef struct
{
  int minimum;
  int natural;
} Size;

static Size
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  Size size;

  gtk_widget_measure (child, orientation, for_size, &size.minimum, &size.natural, NULL, NULL);
  return size;
}

static GtkWidget *
get_words (DpLine *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self));
}

static GtkWidget *
get_control (DpLine *self)
{
  return gtk_widget_get_last_child (GTK_WIDGET (self));
}

/* What the words need not to become a column of syllables. */
static int
get_words_width (DpLine *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int char_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  Size words = measure_child (get_words (self), GTK_ORIENTATION_HORIZONTAL, -1);

  pango_font_metrics_unref (metrics);
  return MAX (words.minimum, MIN (words.natural, WORDS_CHARS * char_width));
}

static gboolean
is_broken_at (DpLine *self, int width)
{
  Size control = measure_child (get_control (self), GTK_ORIENTATION_HORIZONTAL, -1);

  return width >= 0 && width < get_words_width (self) + BESIDE_PX + control.natural;
}

/**
 * dp_line_is_broken:
 * @self: a line
 *
 * Thread: home.
 *
 * Returns: whether the control is below the words
 */
gboolean
dp_line_is_broken (DpLine *self)
{
  return is_broken_at (self, gtk_widget_get_width (GTK_WIDGET (self)));
}

static Size
measure_width (DpLine *self)
{
  Size words = measure_child (get_words (self), GTK_ORIENTATION_HORIZONTAL, -1);
  Size control = measure_child (get_control (self), GTK_ORIENTATION_HORIZONTAL, -1);

  return (Size){ MAX (words.minimum, control.minimum),
                 words.natural + BESIDE_PX + control.natural };
}

static int
get_control_width (DpLine *self, int width)
{
  Size control = measure_child (get_control (self), GTK_ORIENTATION_HORIZONTAL, -1);

  return width < 0 ? control.natural : MIN (width, control.natural);
}

static Size
measure_height (DpLine *self, int width)
{
  gboolean is_broken = is_broken_at (self, width);
  int control_width = get_control_width (self, width);
  int words_width = is_broken || width < 0 ? width : width - BESIDE_PX - control_width;
  Size words = measure_child (get_words (self), GTK_ORIENTATION_VERTICAL, words_width);
  Size control = measure_child (get_control (self), GTK_ORIENTATION_VERTICAL, control_width);

  if (is_broken)
    return (Size){ words.minimum + BELOW_PX + control.minimum,
                   words.natural + BELOW_PX + control.natural };
  return (Size){ MAX (words.minimum, control.minimum), MAX (words.natural, control.natural) };
}

static void
dp_line_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  DpLine *self = DP_LINE (widget);
  Size size = orientation == GTK_ORIENTATION_HORIZONTAL ? measure_width (self)
                                                        : measure_height (self, for_size);

  *minimum = size.minimum;
  *natural = size.natural;
}

static GtkSizeRequestMode
dp_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* @x is from where a line begins. */
static void
allocate (DpLine *self, GtkWidget *child, int x, int y, int width, int height)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
dp_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DpLine *self = DP_LINE (widget);
  int control_width = get_control_width (self, width);

  if (is_broken_at (self, width))
    {
      int words_height = measure_child (get_words (self), GTK_ORIENTATION_VERTICAL, width).natural;
      int top = words_height + BELOW_PX;

      allocate (self, get_words (self), 0, 0, width, words_height);
      allocate (self, get_control (self), 0, top, control_width, height - top);
    }
  else
    {
      int words_width = width - BESIDE_PX - control_width;

      allocate (self, get_words (self), 0, 0, words_width, height);
      allocate (self, get_control (self), words_width + BESIDE_PX, 0, control_width, height);
    }
}

static void
dp_line_class_init (DpLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = dp_line_measure;
  widget_class->get_request_mode = dp_line_get_request_mode;
  widget_class->size_allocate = dp_line_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "line");
}

static void
dp_line_init (DpLine *self)
{
}
