/* dp-selection-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with the rows that are selected, at the lower edge of the window.
 *
 * It comes with the selection, when a second click can no longer follow the one that selected:
 * a double click at the end of the list would hit the bar.
 *
 * Thread: home.
 */

#include "dp-selection-bar.h"

#include <glib/gi18n.h>

struct _DpSelectionBar
{
  DpComposite parent_instance;

  GtkListView *list; /* (unowned): of the same window */
  guint reveal_id;

  GtkActionBar *bar;
  GtkLabel *label;
  GtkMenuButton *more;
};

G_DEFINE_FINAL_TYPE (DpSelectionBar, dp_selection_bar, DP_TYPE_COMPOSITE)

static GtkSelectionModel *
get_selection (DpSelectionBar *self)
{
  return gtk_list_view_get_model (self->list);
}

static gboolean
on_no_second_click (gpointer user_data)
{
  DpSelectionBar *self = user_data;

  self->reveal_id = 0;
  gtk_action_bar_set_revealed (self->bar, TRUE);
  return G_SOURCE_REMOVE;
}

static void
reveal (DpSelectionBar *self)
{
  int double_click_msec;

  if (self->reveal_id != 0 || gtk_action_bar_get_revealed (self->bar))
    return;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time",
                &double_click_msec, NULL);
  self->reveal_id = g_timeout_add ((guint) double_click_msec, on_no_second_click, self);
}

static void
update (DpSelectionBar *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (get_selection (self));
  guint n = (guint) gtk_bitset_get_size (selected);
  g_autofree char *words = g_strdup_printf (ngettext ("%'u selected", "%'u selected", n), n);

  if (n > 0)
    {
      gtk_label_set_label (self->label, words);
      reveal (self);
      return;
    }
  g_clear_handle_id (&self->reveal_id, g_source_remove);
  gtk_action_bar_set_revealed (self->bar, FALSE);
}

/**
 * dp_selection_bar_attach:
 * @self: a new bar
 * @list: where rows are selected
 * @menu: what else can be done with them
 *
 * Thread: home.
 */
void
dp_selection_bar_attach (DpSelectionBar *self, GtkListView *list, GMenuModel *menu)
{
  self->list = list;
  gtk_menu_button_set_menu_model (self->more, menu);
  g_signal_connect_object (get_selection (self), "selection-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_selection (self), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

static void
dp_selection_bar_dispose (GObject *object)
{
  DpSelectionBar *self = DP_SELECTION_BAR (object);

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  G_OBJECT_CLASS (dp_selection_bar_parent_class)->dispose (object);
}

static void
dp_selection_bar_class_init (DpSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_selection_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DpSelectionBar, bar);
  gtk_widget_class_bind_template_child (widget_class, DpSelectionBar, label);
  gtk_widget_class_bind_template_child (widget_class, DpSelectionBar, more);
}

static void
dp_selection_bar_init (DpSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
