/* dp-one-stop.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list that is one stop on the way of the Tab key, however long it is; the arrows move in it.
 * GTK 4.8 goes from row to row with Tab, too: who came into a list of 20,000 never came out of it.
 *
 * Its child is the list, with what scrolls it.
 *
 * Thread: home.
 */

#include "dp-one-stop.h"

struct _DpOneStop
{
  DpComposite parent_instance;
};

G_DEFINE_FINAL_TYPE (DpOneStop, dp_one_stop, DP_TYPE_COMPOSITE)

static gboolean
dp_one_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return GTK_WIDGET_CLASS (dp_one_stop_parent_class)->focus (widget, direction);
}

/* GTK 4.8 forgets the focus with the last row, but not the way to it: there Tab would look for what
 * comes behind the list, and for nothing else. */
static void
dp_one_stop_unmap (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focused = root != NULL ? gtk_root_get_focus (root) : NULL;

  GTK_WIDGET_CLASS (dp_one_stop_parent_class)->unmap (widget);
  for (GtkWidget *above = widget; above != NULL; above = gtk_widget_get_parent (above))
    if (focused == NULL || !gtk_widget_is_ancestor (focused, above))
      gtk_widget_set_focus_child (above, NULL);
}

static void
dp_one_stop_class_init (DpOneStopClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = dp_one_stop_focus;
  widget_class->unmap = dp_one_stop_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
dp_one_stop_init (DpOneStop *self)
{
}
