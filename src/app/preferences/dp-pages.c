/* dp-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of a stack, chosen in a list at their side where there is room for it, and in a
 * drop-down above them where there is not.  What is room is measured in characters, so that it is
 * right for large text, too.
 *
 * Thread: home.
 */

#include "dp-pages.h"

#include <glib/gi18n.h>

#define PAGE_CHARS     42
#define CHOOSER_MARGIN 12
#define SEPARATOR_SIZE 1

struct _DpPages
{
  GtkWidget parent_instance;

  GtkWidget *sidebar;   /* (owned): child */
  GtkWidget *separator; /* (owned): child */
  GtkWidget *chooser;   /* (owned): child */
  GtkWidget *stack;     /* (owned) (nullable): child */
  gboolean is_wide;
};

enum
{
  PROP_STACK = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DpPages, dp_pages, GTK_TYPE_WIDGET)

/**
 * dp_pages_is_wide:
 * @self: pages
 *
 * Thread: home.
 *
 * Returns: whether the list is at their side
 */
gboolean
dp_pages_is_wide (DpPages *self)
{
  return self->is_wide;
}

/* Choosing */

static void
on_chosen (DpPages *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (self->stack));
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->chooser));

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_select_item (pages, position, TRUE);
}

static void
on_page_changed (DpPages *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (self->stack));
  guint n_pages = g_list_model_get_n_items (G_LIST_MODEL (pages));

  for (guint i = 0; i < n_pages; i++)
    if (gtk_selection_model_is_selected (pages, i))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), i);
}

/* Keys */

static GtkListBox *
find_list (DpPages *self)
{
  GtkWidget *list = self->sidebar;

  while (!GTK_IS_LIST_BOX (list))
    list = gtk_widget_get_first_child (list);
  return GTK_LIST_BOX (list);
}

/* At the page that is shown: to focus another row would show another page. */
static gboolean
focus_sidebar (DpPages *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (find_list (self));

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
focus_choice (DpPages *self, GtkDirectionType direction)
{
  return self->is_wide ? focus_sidebar (self) : gtk_widget_child_focus (self->chooser, direction);
}

/* GTK 4.8 goes from row to row of a list with Tab, too: nobody would come to any page but the last.
 * Here the list is one stop on the way. */
static gboolean
dp_pages_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DpPages *self = DP_PAGES (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);

  if (direction == GTK_DIR_TAB_FORWARD && focused == NULL)
    return focus_choice (self, direction);
  if (direction == GTK_DIR_TAB_FORWARD)
    return gtk_widget_child_focus (self->stack, direction);
  if (direction == GTK_DIR_TAB_BACKWARD && focused == self->stack)
    return gtk_widget_child_focus (self->stack, direction) || focus_choice (self, direction);
  if (direction == GTK_DIR_TAB_BACKWARD && focused != NULL)
    return FALSE;
  return GTK_WIDGET_CLASS (dp_pages_parent_class)->focus (widget, direction);
}

/* GTK 4.8 does not name the rows of its sidebar. */
static void
name_rows (DpPages *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (self->stack));
  GtkListBox *list = find_list (self);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      g_autoptr (GObject) page = g_list_model_get_item (G_LIST_MODEL (pages), (guint) i);

      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      gtk_stack_page_get_title (GTK_STACK_PAGE (page)), -1);
    }
}

/* Layout */

static int
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size, int *natural)
{
  int minimum;

  gtk_widget_measure (child, orientation, for_size, &minimum, natural, NULL, NULL);
  return minimum;
}

static int
get_sidebar_width (DpPages *self)
{
  int natural;

  measure_child (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, &natural);
  return natural + SEPARATOR_SIZE;
}

static gboolean
is_wide_at (DpPages *self, int width)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int char_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  int page_width = measure_child (self->stack, GTK_ORIENTATION_HORIZONTAL, -1, NULL);

  pango_font_metrics_unref (metrics);
  return width >= get_sidebar_width (self) + MAX (page_width, PAGE_CHARS * char_width);
}

static void
dp_pages_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  DpPages *self = DP_PAGES (widget);
  int chooser_natural;
  int stack_natural;
  int chooser_minimum = measure_child (self->chooser, orientation, -1, &chooser_natural);
  int stack_minimum = measure_child (self->stack, orientation, -1, &stack_natural);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (chooser_minimum, stack_minimum);
      *natural = MAX (*minimum, get_sidebar_width (self) + stack_natural);
    }
  else
    {
      *minimum = chooser_minimum + stack_minimum;
      *natural = chooser_natural + stack_natural;
    }
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
allocate_wide (DpPages *self, int width, int height)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int side = get_sidebar_width (self);
  int list = side - SEPARATOR_SIZE;

  allocate (self->sidebar, is_rtl ? width - list : 0, 0, list, height);
  allocate (self->separator, is_rtl ? width - side : list, 0, SEPARATOR_SIZE, height);
  allocate (self->stack, is_rtl ? 0 : side, 0, width - side, height);
}

/* Who chose in the one goes on choosing in the other. */
static void
set_is_wide (DpPages *self, gboolean is_wide)
{
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self));

  self->is_wide = is_wide;
  gtk_widget_set_child_visible (is_wide ? self->sidebar : self->chooser, TRUE);
  gtk_widget_set_child_visible (self->separator, is_wide);
  if (focused == (is_wide ? self->chooser : self->sidebar))
    focus_choice (self, GTK_DIR_TAB_FORWARD);
  gtk_widget_set_child_visible (is_wide ? self->chooser : self->sidebar, FALSE);
}

static void
dp_pages_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DpPages *self = DP_PAGES (widget);
  gboolean is_wide = is_wide_at (self, width);

  if (is_wide != self->is_wide)
    set_is_wide (self, is_wide);
  if (self->is_wide)
    allocate_wide (self, width, height);
  else
    {
      int chooser_height = measure_child (self->chooser, GTK_ORIENTATION_VERTICAL, width, NULL);

      allocate (self->chooser, 0, 0, width, chooser_height);
      allocate (self->stack, 0, chooser_height, width, height - chooser_height);
    }
}

/* Life */

static void
set_stack (DpPages *self, GtkWidget *stack)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (stack));

  self->stack = stack;
  gtk_widget_set_parent (stack, GTK_WIDGET (self));
  gtk_stack_sidebar_set_stack (GTK_STACK_SIDEBAR (self->sidebar), GTK_STACK (stack));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->chooser), G_LIST_MODEL (pages));
  name_rows (self);
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (on_page_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chooser, "notify::selected", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
}

static void
dp_pages_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STACK)
    set_stack (DP_PAGES (object), g_value_get_object (value));
}

static void
dp_pages_dispose (GObject *object)
{
  DpPages *self = DP_PAGES (object);

  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_pages_parent_class)->dispose (object);
}

static void
dp_pages_class_init (DpPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dp_pages_dispose;
  object_class->set_property = dp_pages_set_property;
  widget_class->focus = dp_pages_focus;
  widget_class->measure = dp_pages_measure;
  widget_class->size_allocate = dp_pages_size_allocate;

  /**
   * DpPages:stack:
   *
   * The pages; each has a title.  Set once.
   */
  props[PROP_STACK] =
      g_param_spec_object ("stack", NULL, NULL, GTK_TYPE_STACK,
                           G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "pages");
}

static GtkWidget *
make_chooser (void)
{
  GtkExpression *title = gtk_property_expression_new (GTK_TYPE_STACK_PAGE, NULL, "title");
  GtkWidget *chooser = gtk_drop_down_new (NULL, title);

  gtk_widget_set_margin_start (chooser, CHOOSER_MARGIN);
  gtk_widget_set_margin_end (chooser, CHOOSER_MARGIN);
  gtk_widget_set_margin_top (chooser, CHOOSER_MARGIN);
  /* The button inside is what a screen reader comes to, and GTK 4.8 does not name it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (chooser)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Page"), -1);
  return chooser;
}

static void
dp_pages_init (DpPages *self)
{
  self->sidebar = gtk_stack_sidebar_new ();
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  self->chooser = make_chooser ();
  gtk_widget_set_parent (self->sidebar, GTK_WIDGET (self));
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  gtk_widget_set_parent (self->chooser, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_child_visible (self->chooser, FALSE);
  self->is_wide = TRUE;
}
