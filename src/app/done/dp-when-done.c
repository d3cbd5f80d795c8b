/* dp-when-done.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens when nothing is left to download: the program ends, the computer sleeps or goes off,
 * or a command is run ("app.when-done").  Not without a notice that can be cancelled
 * ("app.cancel-when-done"), and once: it must be chosen anew.
 *
 * Thread: home.
 */

#include "dp-when-done.h"

#include <glib/gi18n.h>

#include "dp-command.h"
#include "dp-notice.h"
#include "dp-power.h"

#define NOTIFICATION_ID "when-done"

struct _DpWhenDone
{
  GApplication *application; /* (unowned): outlives us */
  DpQueue *queue;            /* (owned) */
  GSettings *settings;       /* (owned) */
  GCancellable *cancellable; /* (owned): we are gone */
  GSimpleAction *action;     /* (owned): its state says what */
  gboolean is_armed;         /* something was to download since it was chosen */
  gboolean is_held;          /* commands for finished files still run */
  gboolean is_noticed;       /* something is said of it */
  guint notice_sec;          /* constant */
  guint left_sec;            /* until it happens */
  guint tick_id;
  DpWhenDoneFuncs funcs;
  gpointer user_data;
};

static const char *
get_choice (DpWhenDone *self)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (self->action));

  /* The state keeps the string. */
  return g_variant_get_string (state, NULL);
}

static gboolean
is_chosen (DpWhenDone *self, const char *choice)
{
  return g_str_equal (get_choice (self), choice);
}

static void
choose (DpWhenDone *self, const char *choice)
{
  g_simple_action_set_state (self->action, g_variant_new_string (choice));
}

/* It happens */

static void
complain (DpWhenDone *self, const char *what, const char *why)
{
  /* Translators: what could not be done; why not. */
  g_autofree char *sentence = g_strdup_printf (_ ("%s: %s"), what, why);

  self->funcs.complain (sentence, self->user_data);
}

static void
on_power_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!dp_power_call_finish (result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    complain (user_data, _ ("The computer stays on"), error->message);
}

static void
run_command (DpWhenDone *self)
{
  g_autofree char *command = g_settings_get_string (self->settings, "all-done-command");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = dp_command_parse (command, NULL, &error);
  g_autoptr (GSubprocess) process = NULL;

  if (words != NULL)
    process = g_subprocess_newv ((const char *const *) words, G_SUBPROCESS_FLAGS_NONE, &error);
  if (process == NULL)
    complain (self, _ ("The command could not be run"), error->message);
}

static void
happen (DpWhenDone *self)
{
  g_autofree char *choice = g_strdup (get_choice (self));

  choose (self, "nothing");
  if (g_str_equal (choice, "quit"))
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
  else if (g_str_equal (choice, "suspend"))
    dp_power_call ("Suspend", self->cancellable, on_power_answer, self);
  else if (g_str_equal (choice, "power-off"))
    dp_power_call ("PowerOff", self->cancellable, on_power_answer, self);
  else if (g_str_equal (choice, "command"))
    run_command (self);
}

/* The notice */

static void
hide_notice (DpWhenDone *self)
{
  if (!self->is_noticed)
    return;
  self->is_noticed = FALSE;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  dp_notice_withdraw (self->application, NOTIFICATION_ID);
  self->funcs.notice (NULL, self->user_data);
}

static char *
dup_notice (DpWhenDone *self)
{
  guint left_sec = self->left_sec;

  if (self->is_held)
    return g_strdup (_ ("All files are here. What is to happen then waits for the command that is "
                        "run for a finished one."));
  if (is_chosen (self, "quit"))
    return g_strdup_printf (ngettext ("All is done. Downpour closes in %u second.",
                                      "All is done. Downpour closes in %u seconds.", left_sec),
                            left_sec);
  if (is_chosen (self, "suspend"))
    return g_strdup_printf (ngettext ("All is done. The computer goes to sleep in %u second.",
                                      "All is done. The computer goes to sleep in %u seconds.",
                                      left_sec),
                            left_sec);
  if (is_chosen (self, "power-off"))
    return g_strdup_printf (ngettext ("All is done. The computer is switched off in %u second.",
                                      "All is done. The computer is switched off in %u seconds.",
                                      left_sec),
                            left_sec);
  return g_strdup_printf (ngettext ("All is done. Your command is run in %u second.",
                                    "All is done. Your command is run in %u seconds.", left_sec),
                          left_sec);
}

static void
show_notice (DpWhenDone *self)
{
  g_autofree char *sentence = dup_notice (self);

  self->is_noticed = TRUE;
  self->funcs.notice (sentence, self->user_data);
}

/* Who does not look at the window may miss it. */
static void
notify (DpWhenDone *self)
{
  g_autofree char *sentence = dup_notice (self);
  g_autoptr (GNotification) notification = g_notification_new (_ ("All Downloads Are Done"));

  if (g_application_get_dbus_connection (self->application) == NULL)
    return;
  g_notification_set_body (notification, sentence);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_add_button (notification, _ ("Cancel"), "app.cancel-when-done");
  dp_notice_send (self->application, NOTIFICATION_ID, notification);
}

static gboolean
on_tick (gpointer user_data)
{
  DpWhenDone *self = user_data;

  self->left_sec--;
  if (self->left_sec > 0)
    {
      show_notice (self);
      return G_SOURCE_CONTINUE;
    }
  hide_notice (self);
  happen (self);
  return G_SOURCE_REMOVE;
}

/* The queue */

static void
look (DpWhenDone *self)
{
  gboolean is_done = dp_queue_count_unfinished (self->queue) == 0;

  if (is_chosen (self, "nothing") || !is_done)
    {
      hide_notice (self);
      self->is_armed = !is_done;
      return;
    }
  if (!self->is_armed)
    return;
  if (self->is_held)
    {
      show_notice (self);
      return;
    }
  self->is_armed = FALSE;
  self->left_sec = self->notice_sec;
  self->tick_id = g_timeout_add_seconds (1, on_tick, self);
  show_notice (self);
  notify (self);
}

/**
 * dp_when_done_hold:
 * @self: what happens at the end
 * @is_held: whether commands still run for finished files, which it would cut off
 *
 * Thread: home.
 */
void
dp_when_done_hold (DpWhenDone *self, gboolean is_held)
{
  self->is_held = is_held;
  look (self);
}

/**
 * dp_when_done_is_pending:
 * @self: what happens at the end
 *
 * Thread: home.
 *
 * Returns: whether something is still to happen, or to be waited for, although no file is to come
 */
gboolean
dp_when_done_is_pending (DpWhenDone *self)
{
  return self->is_held || self->is_noticed;
}

static void
cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, "nothing");
}

static const GActionEntry actions[] = {
  { .name = "when-done", .parameter_type = "s", .state = "'nothing'" },
  { .name = "cancel-when-done", .activate = cancel },
};

/**
 * dp_when_done_new:
 * @application: gets the actions; outlives the result
 * @queue: what is to be done
 * @settings: the program's settings, with the command
 * @notice_sec: how long it can be cancelled
 * @funcs: what is to be said
 * @user_data: for @funcs
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_when_done_free()
 */
DpWhenDone *
dp_when_done_new (GApplication *application,
                  DpQueue *queue,
                  GSettings *settings,
                  guint notice_sec,
                  const DpWhenDoneFuncs *funcs,
                  gpointer user_data)
{
  DpWhenDone *self = g_new0 (DpWhenDone, 1);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  self->cancellable = g_cancellable_new ();
  self->notice_sec = notice_sec;
  self->funcs = *funcs;
  self->user_data = user_data;
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  self->action = g_object_ref (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (application), "when-done")));
  g_signal_connect_swapped (self->action, "notify::state", G_CALLBACK (look), self);
  g_signal_connect_swapped (queue, "scheduled", G_CALLBACK (look), self);
  return self;
}

/**
 * dp_when_done_free:
 * @self: (transfer full) (nullable): what happens at the end
 *
 * Thread: home.
 */
void
dp_when_done_free (DpWhenDone *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_signal_handlers_disconnect_by_data (self->action, self);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  g_object_unref (self->cancellable);
  g_object_unref (self->action);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
