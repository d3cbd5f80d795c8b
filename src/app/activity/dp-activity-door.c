/* dp-activity-door.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the activity opens and closes: "win.activity" is whether it is open.
 *
 * Thread: home.
 */

#include "dp-activity-door.h"

#include "dp-activity-window.h"

/* Belongs to the window with the list. */
typedef struct
{
  GtkWindow *window;     /* (unowned) */
  DpQueue *queue;        /* (owned) */
  GSimpleAction *action; /* (owned) */
  GtkWindow *activity;   /* (unowned) (nullable): while it is open */
} Door;

static void
on_activity_destroyed (GtkWidget *activity, Door *self)
{
  self->activity = NULL;
  g_simple_action_set_state (self->action, g_variant_new_boolean (FALSE));
}

static void
change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  Door *self = user_data;

  if (g_variant_get_boolean (state) == (self->activity != NULL))
    return;
  if (self->activity != NULL)
    {
      gtk_window_close (self->activity);
      return;
    }
  self->activity = dp_activity_window_new (self->window, self->queue);
  g_signal_connect (self->activity, "destroy", G_CALLBACK (on_activity_destroyed), self);
  g_simple_action_set_state (action, state);
  gtk_window_present (self->activity);
}

static const GActionEntry actions[] = {
  { .name = "activity", .state = "false", .change_state = change_state },
};

static void
door_free (gpointer data)
{
  Door *self = data;

  if (self->activity != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->activity, self);
      gtk_window_destroy (self->activity);
    }
  g_object_unref (self->action);
  g_object_unref (self->queue);
  g_free (self);
}

/**
 * dp_activity_door_attach:
 * @window: the one with the list; gets the action
 * @queue: whose activity it is
 *
 * Thread: home.
 */
void
dp_activity_door_attach (GtkApplicationWindow *window, DpQueue *queue)
{
  Door *self = g_new0 (Door, 1);

  self->window = GTK_WINDOW (window);
  self->queue = g_object_ref (queue);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  self->action = g_object_ref (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), "activity")));
  g_object_set_data_full (G_OBJECT (window), "dp-activity-door", self, door_free);
}
