/* dp-filter-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding things in the list: which states are shown, words that are typed, and the order.
 *
 * What it is asked goes through actions of the window, so that keys and menus share them: "win.find",
 * "win.show-group", "win.sort-by", "win.sort-descending", "win.show-sort-menu" and "win.show-all".
 *
 * Thread: home.
 */

#include "dp-filter-bar.h"

#include <glib/gi18n.h>

struct _DpFilterBar
{
  DpComposite parent_instance;

  DpQueue *queue; /* (owned) */
  DpView *view;   /* (owned) */
  GtkWidget *list;
  GActionMap *actions; /* the window, which outlives it */
  DpGroup group;
  DpOrder order;
  gboolean is_descending;

  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkMenuButton *sort_button;
  GtkWidget *buttons[DP_N_GROUPS];
  GtkLabel *counts[DP_N_GROUPS];
};

G_DEFINE_FINAL_TYPE (DpFilterBar, dp_filter_bar, DP_TYPE_COMPOSITE)

static const struct
{
  const char *name; /* of the action's parameter */
  const char *button;
  const char *count;
  const char *label;
} groups[DP_N_GROUPS] = {
  [DP_GROUP_ALL] = { "all", "all_button", "all_count", N_ ("All") },
  [DP_GROUP_ACTIVE] = { "active", "active_button", "active_count", N_ ("Active") },
  [DP_GROUP_WAITING] = { "waiting", "waiting_button", "waiting_count", N_ ("Waiting") },
  [DP_GROUP_DONE] = { "done", "done_button", "done_count", N_ ("Done") },
  [DP_GROUP_FAILED] = { "failed", "failed_button", "failed_count", N_ ("Failed") },
};

static const char *const orders[DP_N_ORDERS] = {
  [DP_ORDER_LIST] = "list", [DP_ORDER_ADDED] = "added", [DP_ORDER_NAME] = "name",
  [DP_ORDER_SIZE] = "size", [DP_ORDER_HOST] = "host",   [DP_ORDER_STATE] = "state",
  [DP_ORDER_LEFT] = "left",
};

/* Which are shown */

static guint
count (DpQueue *queue, DpGroup group)
{
  guint n = 0;

  for (guint state = 0; state < DP_N_STATES; state++)
    if (dp_group_has (group, (DpState) state))
      n += dp_queue_count (queue, (DpState) state);
  return n;
}

static void
update_counts (DpFilterBar *self)
{
  for (guint i = 0; i < DP_N_GROUPS; i++)
    {
      guint n = count (self->queue, (DpGroup) i);
      g_autofree char *number = g_strdup_printf ("%'u", n);
      g_autofree char *words = NULL;

      if (g_str_equal (number, gtk_label_get_label (self->counts[i])))
        continue;
      gtk_label_set_label (self->counts[i], number);
      /* Translators: for a screen reader: which downloads a button shows; how many they are. */
      words = g_strdup_printf (_ ("%s, %s"), _ (groups[i].label), number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    }
}

static void
update_filter (DpFilterBar *self)
{
  dp_view_set_filter (
      self->view,
      dp_filter_new (self->group, gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));
}

static void
on_items_changed (DpFilterBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          g_list_model_get_n_items (G_LIST_MODEL (self->queue)) > 0);
}

/* Who has found it, or given up, goes on in the list. */
static void
enter_list (DpFilterBar *self)
{
  gtk_widget_grab_focus (self->list);
}

/* What is found first is selected, so that the next key is about it. */
static void
take_found (DpFilterBar *self)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (GTK_LIST_VIEW (self->list));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);

  enter_list (self);
  if (gtk_bitset_is_empty (selected))
    gtk_selection_model_select_item (selection, 0, TRUE);
}

/* From the first letter on: a space that the list gets selects a row. */
static void
on_search_mode_changed (DpFilterBar *self)
{
  if (self->list == NULL)
    return;
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    {
      enter_list (self);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);
}

/* The actions */

static void
find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpFilterBar *self = user_data;

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
stop_find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_search_bar_set_search_mode (DP_FILTER_BAR (user_data)->search_bar, FALSE);
}

static void
show_group (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  DpFilterBar *self = user_data;

  for (guint i = 0; i < DP_N_GROUPS; i++)
    if (g_str_equal (groups[i].name, g_variant_get_string (value, NULL)))
      {
        self->group = (DpGroup) i;
        g_simple_action_set_state (action, value);
        update_filter (self);
      }
}

/* Also the same once more: then what changed since is sorted in. */
static void
sort_by (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  DpFilterBar *self = user_data;

  for (guint i = 0; i < DP_N_ORDERS; i++)
    if (g_str_equal (orders[i], g_variant_get_string (value, NULL)))
      {
        self->order = (DpOrder) i;
        g_simple_action_set_state (action, value);
        dp_view_set_order (self->view, self->order, self->is_descending);
      }
}

static void
sort_descending (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  DpFilterBar *self = user_data;

  self->is_descending = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  dp_view_set_order (self->view, self->order, self->is_descending);
}

static void
show_sort_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (DP_FILTER_BAR (user_data)->sort_button);
}

static void
show_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpFilterBar *self = user_data;

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "show-group",
                                  g_variant_new_string (groups[DP_GROUP_ALL].name));
}

static const GActionEntry actions[] = {
  { .name = "find", .activate = find },
  { .name = "stop-find", .activate = stop_find },
  { .name = "show-group", .parameter_type = "s", .state = "'all'", .change_state = show_group },
  { .name = "sort-by", .parameter_type = "s", .state = "'list'", .change_state = sort_by },
  { .name = "sort-descending", .state = "false", .change_state = sort_descending },
  { .name = "show-sort-menu", .activate = show_sort_menu },
  { .name = "show-all", .activate = show_all },
};

/* No row gets another place under the pointer. */

static void
on_pointer_enter (DpFilterBar *self)
{
  dp_view_set_held (self->view, TRUE);
}

static void
on_pointer_leave (DpFilterBar *self)
{
  dp_view_set_held (self->view, FALSE);
}

static void
watch_pointer (DpFilterBar *self)
{
  GtkEventController *controller = gtk_event_controller_motion_new ();

  g_signal_connect_object (controller, "enter", G_CALLBACK (on_pointer_enter), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "leave", G_CALLBACK (on_pointer_leave), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->list, controller);
}

/**
 * dp_filter_bar_attach:
 * @self: a new bar
 * @queue: what is to be found
 * @window: where the bar is; gets its actions
 * @list: where what is found is shown; what is typed there is looked for
 *
 * Thread: home.
 *
 * Returns: (transfer none): what is to be shown in @list
 */
DpView *
dp_filter_bar_attach (DpFilterBar *self,
                      DpQueue *queue,
                      GtkApplicationWindow *window,
                      GtkWidget *list)
{
  self->queue = g_object_ref (queue);
  self->view = dp_view_new (queue);
  self->list = list;
  self->actions = G_ACTION_MAP (window);
  g_action_map_add_action_entries (self->actions, actions, G_N_ELEMENTS (actions), self);
  /* The list has its own keys first. */
  gtk_search_bar_set_key_capture_widget (self->search_bar, gtk_widget_get_parent (list));
  watch_pointer (self);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "progressed", G_CALLBACK (update_counts), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
  update_counts (self);
  return self->view;
}

static void
dp_filter_bar_dispose (GObject *object)
{
  DpFilterBar *self = DP_FILTER_BAR (object);

  if (self->search_bar != NULL)
    gtk_search_bar_set_key_capture_widget (self->search_bar, NULL);
  self->list = NULL;
  self->search_bar = NULL;
  g_clear_object (&self->view);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_filter_bar_parent_class)->dispose (object);
}

static void
dp_filter_bar_class_init (DpFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_filter_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DpFilterBar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DpFilterBar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DpFilterBar, sort_button);
  for (guint i = 0; i < DP_N_GROUPS; i++)
    {
      gtk_widget_class_bind_template_child_full (widget_class, groups[i].button, FALSE, 0);
      gtk_widget_class_bind_template_child_full (widget_class, groups[i].count, FALSE, 0);
    }
  gtk_widget_class_bind_template_callback (widget_class, update_filter);
  gtk_widget_class_bind_template_callback (widget_class, take_found);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode_changed);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
dp_filter_bar_init (DpFilterBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_init_template (widget);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  for (guint i = 0; i < DP_N_GROUPS; i++)
    {
      GObject *button =
          gtk_widget_get_template_child (widget, DP_TYPE_FILTER_BAR, groups[i].button);
      GObject *label = gtk_widget_get_template_child (widget, DP_TYPE_FILTER_BAR, groups[i].count);

      self->buttons[i] = GTK_WIDGET (button);
      self->counts[i] = GTK_LABEL (label);
    }
}
