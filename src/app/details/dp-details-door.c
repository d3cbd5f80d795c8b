/* dp-details-door.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the details open and close in a window: "win.details" is whether they are open, and Escape
 * closes them.  They are made when they are opened for the first time.
 *
 * Thread: home.
 */

#include "dp-details-door.h"

#include "dp-details.h"
#include "dp-split.h"

/* Belongs to the window. */
typedef struct
{
  GtkWindow *window;            /* (unowned) */
  DpQueue *queue;               /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
  GtkWidget *list;              /* (unowned): of the window */
  GtkWidget *wide;              /* (unowned): of the window, where there is room */
  DpSplit *split;               /* (unowned): of the window */
  DpDetails *details;           /* (unowned) (nullable): of the window */
  GSimpleAction *action;        /* (owned) */
  gboolean is_focus_taken;      /* as the list is not seen any more */
} Door;

static gboolean
is_open (Door *self)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (self->action));

  return g_variant_get_boolean (state);
}

static void
on_placed (gboolean is_narrow, gpointer user_data)
{
  Door *self = user_data;
  gboolean is_page = dp_split_get_place (self->split) == DP_SPLIT_PLACE_PAGE;

  /* The title of the window needs its place. */
  gtk_widget_set_visible (self->wide, !is_narrow);
  if (self->details == NULL || !is_open (self))
    return;
  dp_details_set_is_page (self->details, is_page);
  self->is_focus_taken |= is_page;
}

/* What Escape does in the search or in a menu comes first. */
static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                Door *self)
{
  if (key != GDK_KEY_Escape || !is_open (self))
    return FALSE;
  g_action_change_state (G_ACTION (self->action), g_variant_new_boolean (FALSE));
  return TRUE;
}

/* Before anything of it is seen, so that no row is made twice. */
static void
make_split (Door *self, GtkOverlay *overlay)
{
  g_autoptr (GtkWidget) content = g_object_ref (gtk_overlay_get_child (overlay));
  GtkEventController *controller = gtk_event_controller_key_new ();
  GtkWidget *split;

  gtk_overlay_set_child (overlay, NULL);
  split = dp_split_new (content, on_placed, self);
  gtk_overlay_set_child (overlay, split);
  self->split = DP_SPLIT (split);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (split, controller);
}

static void
open_details (Door *self)
{
  self->is_focus_taken = FALSE;
  if (self->details == NULL)
    {
      self->details = dp_details_new (self->queue, self->selection);
      dp_split_set_pane (self->split, GTK_WIDGET (self->details));
    }
  dp_split_set_is_open (self->split, TRUE);
}

/* Who was in them is in the list again. */
static void
close_details (Door *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);
  gboolean is_inside =
      self->is_focus_taken ||
      (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->details)));

  dp_split_set_is_open (self->split, FALSE);
  if (is_inside)
    gtk_widget_grab_focus (self->list);
}

static void
change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  Door *self = user_data;
  gboolean is_open = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  if (is_open)
    open_details (self);
  else if (self->details != NULL)
    close_details (self);
}

static void
close_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_action_change_state (G_ACTION (((Door *) user_data)->action), g_variant_new_boolean (FALSE));
}

static const GActionEntry actions[] = {
  { .name = "details", .state = "false", .change_state = change_state },
  { .name = "close-details", .activate = close_action },
};

static void
door_free (gpointer data)
{
  Door *self = data;

  g_object_unref (self->action);
  g_object_unref (self->selection);
  g_object_unref (self->queue);
  g_free (self);
}

/**
 * dp_details_door_attach:
 * @window: gets the actions
 * @overlay: its child, until the details are opened beside that
 * @queue: whose downloads they are about
 * @selection: which of them
 * @list: where the selection is made
 * @wide: opens and closes them, where there is room for it
 *
 * Thread: home.
 */
void
dp_details_door_attach (GtkApplicationWindow *window,
                        GtkOverlay *overlay,
                        DpQueue *queue,
                        GtkSelectionModel *selection,
                        GtkWidget *list,
                        GtkWidget *wide)
{
  Door *self = g_new0 (Door, 1);

  self->window = GTK_WINDOW (window);
  self->queue = g_object_ref (queue);
  self->selection = g_object_ref (selection);
  self->list = list;
  self->wide = wide;
  make_split (self, overlay);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  self->action = g_object_ref (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), "details")));
  g_object_set_data_full (G_OBJECT (window), "dp-details-door", self, door_free);
}
