/* dp-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program: one instance that owns the queue and the rooms around it, and the one door to them,
 * its actions.  Rows, menus, keys, D-Bus and tests all come through "app.…".
 *
 * Thread: home.
 */

#include "dp-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "dp-access.h"
#include "dp-awake.h"
#include "dp-background.h"
#include "dp-bus.h"
#include "dp-color-scheme.h"
#include "dp-command-line.h"
#include "dp-demonstration.h"
#include "dp-desktop.h"
#include "dp-download-actions.h"
#include "dp-errand-actions.h"
#include "dp-exchange.h"
#include "dp-file-look.h"
#include "dp-front.h"
#include "dp-holding.h"
#include "dp-http-client.h"
#include "dp-intake.h"
#include "dp-keys.h"
#include "dp-news-actions.h"
#include "dp-notifier.h"
#include "dp-opener.h"
#include "dp-order-actions.h"
#include "dp-preferences.h"
#include "dp-previews.h"
#include "dp-speaker.h"
#include "dp-speed-limit.h"
#include "dp-spoken-names.h"
#include "dp-stop.h"
#include "dp-stored-list.h"
#include "dp-surroundings.h"
#include "dp-undo.h"
#include "dp-when-done.h"
#include "dp-window.h"

/* What happens when all is done can be cancelled for so long. */
#define NOTICE_SEC 60

struct _DpApplication
{
  GtkApplication parent_instance;

  DpBus *bus; /* (owned) (nullable): while others can see us */

  /* After startup */
  DpLanes *lanes;               /* (owned) */
  DpQueue *queue;               /* (owned) */
  GSettings *settings;          /* (owned) */
  DpSurroundings *surroundings; /* (owned) */
  DpHolding *holding;           /* (owned) */
  DpBackground *background;     /* (owned) */
  DpAwake *awake;               /* (owned) */
  DpAccess *access;             /* (owned) */
  DpSpeedLimit *speed_limit;    /* (owned) */
  DpUndo *undo;                 /* (owned) */
  DpSpeaker *speaker;           /* (owned) */
  DpIntake *intake;             /* (owned) */
  DpExchange *exchange;         /* (owned) */
  DpDownloadActions *downloads; /* (owned) */
  DpNewsActions *news;          /* (owned) */
  DpFileLook *file_look;        /* (owned) */
  DpOrderActions *orders;       /* (owned) */
  DpStoredList *stored_list;    /* (owned) */
  DpErrandActions *errands;     /* (owned) */
  DpWhenDone *when_done;        /* (owned) */
  DpDemonstration *demo;        /* (owned) (nullable) */
  DpPreviews *previews;         /* (owned) */
  DpNotifier *notifier;         /* (owned) */

  guint signal_ids[3];
  gboolean is_quitting;
};

G_DEFINE_FINAL_TYPE (DpApplication, dp_application, GTK_TYPE_APPLICATION)

/**
 * dp_application_get_queue:
 * @self: an application that has started
 *
 * Thread: home.
 *
 * Returns: (transfer none): what it downloads
 */
DpQueue *
dp_application_get_queue (DpApplication *self)
{
  return self->queue;
}

/**
 * dp_application_is_loaded:
 * @self: an application that has started
 *
 * Thread: home.
 *
 * Returns: whether what is remembered of the last time is in the queue
 */
gboolean
dp_application_is_loaded (DpApplication *self)
{
  return dp_stored_list_is_loaded (self->stored_list);
}

static GtkWindow *
get_window (DpApplication *self)
{
  return GTK_WINDOW (dp_front_get_window (GTK_APPLICATION (self)));
}

/* Actions of the program; those of links and downloads stand in their rooms */

static void
undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_undo_go_back (DP_APPLICATION (user_data)->undo);
}

static void
redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_undo_go_forward (DP_APPLICATION (user_data)->undo);
}

static void
open_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *folder = dp_preferences_get_folder (DP_APPLICATION (user_data)->settings);

  dp_opener_open_folder (folder, dp_front_complain, user_data);
}

static void
preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;
  DpPreferences *dialog;

  if (dp_front_raise (DP_TYPE_PREFERENCES))
    return;
  dialog = dp_preferences_new (get_window (self), self->settings);
  dp_access_follow_preferences (self->access, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_desktop_show_about (get_window (user_data));
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  dp_queue_stop_finish (DP_QUEUE (source), result, NULL);
  g_application_quit (user_data);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;

  if (self->is_quitting)
    return;
  self->is_quitting = TRUE;
  dp_bus_leave (self->bus);
  dp_front_leave (user_data);
  dp_intake_close (self->intake);
  dp_stored_list_leave (self->stored_list, on_stopped, self);
}

static const GActionEntry actions[] = {
  { .name = "undo", .activate = undo },
  { .name = "redo", .activate = redo },
  { .name = "open-folder", .activate = open_folder },
  { .name = "preferences", .activate = preferences },
  { .name = "about", .activate = about },
  { .name = "quit", .activate = quit },
};

/* The window */

static gboolean
on_close_request (GtkWindow *window, DpApplication *self)
{
  if (!dp_background_enter (self->background))
    g_action_group_activate_action (G_ACTION_GROUP (self), "quit", NULL);
  return TRUE;
}

static void
on_window_text (DpWindow *window, GBytes *text, DpUrlListType type)
{
  DpApplication *self = DP_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));

  dp_intake_take_text (self->intake, text, type, NULL, FALSE);
}

static void
make_window (DpApplication *self)
{
  DpWindow *window = dp_window_new (GTK_APPLICATION (self), self->queue, on_window_text);

  g_settings_bind (self->settings, "window-width", window, "default-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", window, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", window, "maximized",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_DEFAULT);
}

static void
dp_application_activate (GApplication *application)
{
  DpApplication *self = DP_APPLICATION (application);

  if (self->is_quitting)
    return;
  if (get_window (self) == NULL)
    make_window (self);
  dp_background_leave (self->background);
  gtk_window_present (get_window (self));
  dp_speaker_catch_up (self->speaker);
  dp_holding_show (self->holding);
}

/* "downpour [URL…]" in this or another process */
static int
dp_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  g_autoptr (GBytes) links = dp_command_line_dup_links (command_line);

  if (DP_APPLICATION (application)->is_quitting)
    {
      g_application_command_line_printerr (command_line, "%s\n",
                                           _ ("Downpour is just being closed. Start it again."));
      return EXIT_FAILURE;
    }
  g_application_activate (application);
  if (links != NULL)
    dp_intake_take_text (DP_APPLICATION (application)->intake, links, DP_URL_LIST_URI_LIST,
                         g_application_command_line_get_cwd (command_line),
                         dp_command_line_is_paused (command_line));
  return 0;
}

/* org.freedesktop.Application.Open */
static void
dp_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      g_string_append_printf (text, "%s\n", uri);
    }
  bytes = g_bytes_new (text->str, text->len);
  g_application_activate (application);
  dp_intake_take_text (DP_APPLICATION (application)->intake, bytes, DP_URL_LIST_URI_LIST, NULL,
                       FALSE);
}

/* The bus */

static gboolean
dp_application_dbus_register (GApplication *application,
                              GDBusConnection *connection,
                              const char *object_path,
                              GError **error)
{
  DpApplication *self = DP_APPLICATION (application);

  if (!G_APPLICATION_CLASS (dp_application_parent_class)
           ->dbus_register (application, connection, object_path, error))
    return FALSE;
  self->bus = dp_bus_new (connection, object_path, error);
  return self->bus != NULL;
}

static void
dp_application_dbus_unregister (GApplication *application,
                                GDBusConnection *connection,
                                const char *object_path)
{
  g_clear_pointer (&DP_APPLICATION (application)->bus, dp_bus_free);
  G_APPLICATION_CLASS (dp_application_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

/* Life */

static gboolean
on_unix_signal (gpointer user_data)
{
  g_action_group_activate_action (user_data, "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
on_list_loaded (gpointer user_data)
{
  dp_intake_open (DP_APPLICATION (user_data)->intake);
}

static void
on_list_complaint (const char *sentence, gpointer user_data)
{
  dp_speaker_insist (DP_APPLICATION (user_data)->speaker, sentence);
}

static void
make_rooms (DpApplication *self)
{
  static const DpHttpOptions options = { 0 }; /* the surroundings say more */
  static const DpLibraryFuncs funcs = { on_list_loaded, on_list_complaint };
  static const DpWhenDoneFuncs when_done_funcs = { dp_speaker_set_notice, dp_speaker_complain };
  GtkApplication *application = GTK_APPLICATION (self);
  g_autoptr (GPowerProfileMonitor) power = g_power_profile_monitor_dup_default ();
  g_autoptr (DpConditions) conditions = NULL;
  gboolean goes_on;

  self->lanes = dp_lanes_new (&options);
  self->queue = dp_queue_new (self->lanes);
  dp_bus_set_queue (self->bus, self->queue);
  self->settings = g_settings_new (APP_ID);
  self->surroundings = dp_surroundings_new (self->queue, self->lanes, self->settings);
  conditions = dp_conditions_new (self->settings, g_network_monitor_get_default (), power);
  self->holding = dp_holding_new (application, self->queue, conditions);
  self->awake = dp_awake_new (self->queue, self->settings);
  self->access = dp_access_new (application, self->queue);
  self->speed_limit =
      dp_speed_limit_new (G_ACTION_MAP (self), self->queue, self->settings, conditions);
  self->undo = dp_undo_new (self->queue);
  self->speaker = dp_speaker_new (application, self->queue, self->undo);
  self->intake = dp_intake_new (application, self->queue, self->undo, self->settings);
  self->exchange = dp_exchange_new (application, self->queue, self->intake);
  self->downloads = dp_download_actions_new (application, self->queue, self->undo);
  self->when_done = dp_when_done_new (G_APPLICATION (self), self->queue, self->settings, NOTICE_SEC,
                                      &when_done_funcs, self->speaker);
  self->background = dp_background_new (application, self->queue, self->settings, self->when_done);
  self->errands = dp_errand_actions_new (application, self->queue, self->settings, self->when_done);
  self->notifier = dp_notifier_new (application, self->queue, self->settings);
  self->news = dp_news_actions_new (application, self->queue, self->lanes, self->undo);
  self->file_look = dp_file_look_new (application, self->queue);
  self->orders = dp_order_actions_new (G_APPLICATION (self), self->undo);
  self->demo = dp_demonstration_new (application, self->queue);
  self->previews = dp_previews_dup_default ();
  g_settings_bind (self->settings, "previews", self->previews, "enabled", G_SETTINGS_BIND_GET);
  goes_on = g_settings_get_boolean (self->settings, "continue-at-start");
  self->stored_list = dp_stored_list_new (self->queue, goes_on, &funcs, self);
}

static void
add_actions (DpApplication *self)
{
  GActionMap *map = G_ACTION_MAP (self);

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
  g_object_bind_property (self->undo, "can-undo", g_action_map_lookup_action (map, "undo"),
                          "enabled", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->undo, "can-redo", g_action_map_lookup_action (map, "redo"),
                          "enabled", G_BINDING_SYNC_CREATE);
  dp_keys_install (GTK_APPLICATION (self));
  dp_spoken_names_install ();
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/downpour/Downpour/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
dp_application_startup (GApplication *application)
{
  DpApplication *self = DP_APPLICATION (application);

  dp_desktop_prepare (g_application_get_dbus_connection (application) != NULL);
  G_APPLICATION_CLASS (dp_application_parent_class)->startup (application);

  make_rooms (self);
  add_actions (self);
  load_style ();
  gtk_window_set_default_icon_name (APP_ID);
  if (g_application_get_dbus_connection (application) != NULL)
    dp_color_scheme_follow (g_application_get_dbus_connection (application));
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, on_unix_signal, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, on_unix_signal, self);
  self->signal_ids[2] = g_unix_signal_add (SIGHUP, on_unix_signal, self);
}

static void
dp_application_shutdown (GApplication *application)
{
  DpApplication *self = DP_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  if (get_window (self) != NULL)
    gtk_window_destroy (get_window (self));
  /* What was removed is final, and the list is told so before it is closed. */
  dp_undo_forget (self->undo);
  g_clear_pointer (&self->stored_list, dp_stored_list_free);
  g_clear_object (&self->file_look);
  g_clear_object (&self->previews);
  g_clear_object (&self->news);
  g_clear_object (&self->orders);
  g_clear_object (&self->downloads);
  g_clear_object (&self->exchange);
  g_clear_object (&self->intake);
  g_clear_object (&self->undo);
  g_clear_pointer (&self->demo, dp_demonstration_free);
  g_clear_pointer (&self->notifier, dp_notifier_free);
  g_clear_pointer (&self->errands, dp_errand_actions_free);
  g_clear_pointer (&self->background, dp_background_free);
  g_clear_pointer (&self->when_done, dp_when_done_free);
  g_clear_pointer (&self->awake, dp_awake_free);
  g_clear_pointer (&self->holding, dp_holding_free);
  g_clear_pointer (&self->access, dp_access_free);
  g_clear_pointer (&self->speed_limit, dp_speed_limit_free);
  g_clear_pointer (&self->surroundings, dp_surroundings_free);
  g_clear_pointer (&self->speaker, dp_speaker_free);
  g_clear_object (&self->settings);
  dp_bus_set_queue (self->bus, NULL);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->lanes, dp_lanes_free);
  G_APPLICATION_CLASS (dp_application_parent_class)->shutdown (application);
}

static int
dp_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  return dp_command_line_run (options);
}

static void
dp_application_class_init (DpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = dp_application_startup;
  application_class->shutdown = dp_application_shutdown;
  application_class->activate = dp_application_activate;
  application_class->open = dp_application_open;
  application_class->command_line = dp_application_command_line;
  application_class->handle_local_options = dp_application_handle_local_options;
  application_class->dbus_register = dp_application_dbus_register;
  application_class->dbus_unregister = dp_application_dbus_unregister;
}

static void
dp_application_init (DpApplication *self)
{
  dp_command_line_add_options (G_APPLICATION (self));
}

/**
 * dp_application_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): the program
 */
DpApplication *
dp_application_new (void)
{
  return g_object_new (DP_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/downpour/Downpour", NULL);
}
