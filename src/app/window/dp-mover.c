/* dp-mover.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of the queue, in the person's hands: keys and menu items that move the selected rows, and
 * say how urgent they are.
 *
 * Up and down go by what is shown: past the row above or below, also where others are between them
 * that are not shown.  That has a meaning only while the list is sorted by the order of the queue;
 * otherwise it says so.
 *
 * The keys are the list's own: in the search entry they mean something else.
 *
 * Thread: home.
 */

#include "dp-mover.h"

#include <glib/gi18n.h>

#include "dp-selected.h"

/* The menu shows the priority of so many at most. */
#define MANY 1000

struct _DpMover
{
  GtkApplicationWindow *window; /* (unowned): outlives us */
  GtkWidget *list;              /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
  DpToast *toast;               /* (owned) */
};

/* Whether it may */

static gboolean
is_in_list_order (DpMover *self)
{
  GActionGroup *group = G_ACTION_GROUP (self->window);
  g_autoptr (GVariant) order = g_action_group_get_action_state (group, "sort-by");
  g_autoptr (GVariant) is_descending = g_action_group_get_action_state (group, "sort-descending");

  return g_str_equal (g_variant_get_string (order, NULL), "list") &&
         !g_variant_get_boolean (is_descending);
}

/**
 * dp_mover_may_move:
 * @self: a mover
 *
 * Thread: home.
 *
 * Returns: whether rows can be moved among those that are shown; otherwise it has said why not
 */
gboolean
dp_mover_may_move (DpMover *self)
{
  if (is_in_list_order (self))
    return TRUE;
  dp_toast_show (self->toast, _ ("Rows can be moved while the list is sorted by queue order"),
                 _ ("Sort"), "win.sort-by-queue");
  return FALSE;
}

/* The selected rows */

static guint64
get_id (DpMover *self, guint position)
{
  g_autoptr (DpDownload) download =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  return dp_download_get_id (download);
}

static void
scroll_to_selected (DpMover *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  if (!gtk_bitset_is_empty (selected))
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u",
                                gtk_bitset_get_minimum (selected));
}

/**
 * dp_mover_move_beside:
 * @self: a mover
 * @position: of a row that is shown
 * @is_behind: whether behind it, or else before
 *
 * Moves the selected rows there, together.
 *
 * Thread: home.
 */
void
dp_mover_move_beside (DpMover *self, guint position, gboolean is_behind)
{
  g_autoptr (GArray) ids = dp_selected_list_ids (self->selection);

  if (ids->len == 0 || position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->window),
                              is_behind ? "app.move-behind" : "app.move-before", "(@att)",
                              dp_selected_pack_ids (ids), get_id (self, position));
  scroll_to_selected (self);
}

static void
move_up (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpMover *self = user_data;
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint first = gtk_bitset_get_minimum (selected);

  if (dp_mover_may_move (self))
    dp_mover_move_beside (self, first - MIN (first, 1), FALSE);
}

static void
move_down (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpMover *self = user_data;
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint end = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint next = gtk_bitset_get_maximum (selected) + 1;

  if (dp_mover_may_move (self))
    dp_mover_move_beside (self, next < end ? next : end - 1, TRUE);
}

static void
move_to_end (DpMover *self, const char *action_name)
{
  g_autoptr (GArray) ids = dp_selected_list_ids (self->selection);

  gtk_widget_activate_action_variant (GTK_WIDGET (self->window), action_name,
                                      dp_selected_pack_ids (ids));
  scroll_to_selected (self);
}

static void
move_to_top (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_to_end (user_data, "app.move-to-top");
}

static void
move_to_bottom (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_to_end (user_data, "app.move-to-bottom");
}

static void
set_priority (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  DpMover *self = user_data;
  g_autoptr (GArray) ids = dp_selected_list_ids (self->selection);

  if (ids->len > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "app.set-priority", "(s@at)",
                                g_variant_get_string (value, NULL), dp_selected_pack_ids (ids));
  dp_mover_update (self);
}

static void
sort_by_queue (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpMover *self = user_data;
  GActionGroup *group = G_ACTION_GROUP (self->window);

  g_action_group_change_action_state (group, "sort-descending", g_variant_new_boolean (FALSE));
  g_action_group_change_action_state (group, "sort-by", g_variant_new_string ("list"));
  dp_toast_hide (self->toast);
}

static const GActionEntry actions[] = {
  { .name = "move-up", .activate = move_up },
  { .name = "move-down", .activate = move_down },
  { .name = "move-to-top", .activate = move_to_top },
  { .name = "move-to-bottom", .activate = move_to_bottom },
  { .name = "set-priority", .parameter_type = "s", .state = "''", .change_state = set_priority },
  { .name = "sort-by-queue", .activate = sort_by_queue },
};

static const struct
{
  const char *trigger;
  const char *action;
} keys[] = {
  { "<Control>Up|<Control>KP_Up", "win.move-up" },
  { "<Control>Down|<Control>KP_Down", "win.move-down" },
  { "<Control>Home|<Control>KP_Home", "win.move-to-top" },
  { "<Control>End|<Control>KP_End", "win.move-to-bottom" },
  { "<Shift>Delete|<Shift>KP_Delete", "win.trash" },
};

/* What can be done */

/* What all of them have, or "". */
static const char *
get_priority (DpMover *self, const GtkBitset *selected)
{
  const char *name = "";
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_get_size (selected) > MANY)
    return "";
  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, selected, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (DpDownload) download =
          g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      const char *next = dp_priority_get_name (dp_download_get_priority (download));

      if (*name != '\0' && !g_str_equal (name, next))
        return "";
      name = next;
    }
  return name;
}

/**
 * dp_mover_update:
 * @self: a mover
 *
 * Its actions follow what is selected.
 *
 * Thread: home.
 */
void
dp_mover_update (DpMover *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GActionMap *map = G_ACTION_MAP (self->window);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].activate != sort_by_queue)
      g_simple_action_set_enabled (
          G_SIMPLE_ACTION (g_action_map_lookup_action (map, actions[i].name)),
          !gtk_bitset_is_empty (selected));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "set-priority")),
                             g_variant_new_string (get_priority (self, selected)));
}

static void
add_keys (DpMover *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before the list, whose focus these keys would move. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                          gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (self->list, controller);
}

/**
 * dp_mover_new:
 * @window: gets the actions; outlives the mover
 * @list: gets the keys
 * @selection: the list's
 * @toast: says what can't be done
 *
 * Thread: home.
 *
 * Returns: (transfer full): a mover
 */
DpMover *
dp_mover_new (GtkApplicationWindow *window,
              GtkWidget *list,
              GtkSelectionModel *selection,
              DpToast *toast)
{
  DpMover *self = g_new (DpMover, 1);

  *self = (DpMover){ window, g_object_ref (list), g_object_ref (selection), g_object_ref (toast) };
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  add_keys (self);
  dp_mover_update (self);
  return self;
}

/**
 * dp_mover_free:
 * @self: (transfer full) (nullable): a mover
 *
 * Thread: home.
 */
void
dp_mover_free (DpMover *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), actions[i].name);
  g_object_unref (self->list);
  g_object_unref (self->selection);
  g_object_unref (self->toast);
  g_free (self);
}
