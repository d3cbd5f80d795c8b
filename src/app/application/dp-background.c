/* dp-background.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Downloading without a window, for who closed it and wants that ("keep-downloading"): a notification
 * says so, and leads back.  When nothing is left to download, the program ends.
 *
 * Thread: home.
 */

#include "dp-background.h"

#include <glib/gi18n.h>

#include "dp-front.h"
#include "dp-notice.h"

#define NOTIFICATION_ID "background"

/* For what is told of the last files, and for a link that comes a moment later. */
#define LINGER_SEC 5

struct _DpBackground
{
  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  GSettings *settings;         /* (owned) */
  DpWhenDone *when_done;       /* (unowned): outlives us */
  gboolean is_entered;
  guint end_id;
};

static gboolean
on_lingered (gpointer user_data)
{
  DpBackground *self = user_data;

  /* Commands for finished files, or what the person chose for the end: it looks again. */
  if (dp_when_done_is_pending (self->when_done))
    return G_SOURCE_CONTINUE;
  self->end_id = 0;
  if (dp_queue_count_unfinished (self->queue) == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
on_scheduled (DpBackground *self)
{
  if (self->is_entered && self->end_id == 0 && dp_queue_count_unfinished (self->queue) == 0)
    self->end_id = g_timeout_add_seconds (LINGER_SEC, on_lingered, self);
}

static void
tell (DpBackground *self)
{
  guint n_left = dp_queue_count_unfinished (self->queue);
  g_autoptr (GNotification) notification =
      g_notification_new (_ ("Downpour goes on in the background"));
  g_autofree char *body = g_strdup_printf (
      ngettext ("%'u file is still to come.", "%'u files are still to come.", n_left), n_left);

  g_notification_set_body (notification, body);
  g_notification_add_button (notification, _ ("Stop and Close"), "app.quit");
  dp_notice_send (G_APPLICATION (self->application), NOTIFICATION_ID, notification);
}

/**
 * dp_background_enter:
 * @self: the background
 *
 * The person closes the window.  It goes off the screen and stays what it is, if there is something
 * left to download and the person wants that to go on.  Without a bus nobody would find it again.
 *
 * Thread: home.
 *
 * Returns: whether the program goes on without its window
 */
gboolean
dp_background_enter (DpBackground *self)
{
  if (!g_settings_get_boolean (self->settings, "keep-downloading") ||
      dp_queue_count_unfinished (self->queue) == 0 ||
      g_application_get_dbus_connection (G_APPLICATION (self->application)) == NULL)
    return FALSE;
  self->is_entered = TRUE;
  dp_front_leave (self->application);
  tell (self);
  return TRUE;
}

/**
 * dp_background_leave:
 * @self: the background
 *
 * The window is wanted again.
 *
 * Thread: home.
 */
void
dp_background_leave (DpBackground *self)
{
  if (!self->is_entered)
    return;
  self->is_entered = FALSE;
  g_clear_handle_id (&self->end_id, g_source_remove);
  dp_notice_withdraw (G_APPLICATION (self->application), NOTIFICATION_ID);
}

/**
 * dp_background_new:
 * @application: the program; outlives the result
 * @queue: what may be left to download
 * @settings: the program's settings, which say whether it goes on then
 * @when_done: what happens at the end, which is waited for; outlives the result
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_background_free()
 */
DpBackground *
dp_background_new (GtkApplication *application,
                   DpQueue *queue,
                   GSettings *settings,
                   DpWhenDone *when_done)
{
  DpBackground *self = g_new0 (DpBackground, 1);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  self->when_done = when_done;
  g_signal_connect_swapped (queue, "scheduled", G_CALLBACK (on_scheduled), self);
  return self;
}

/**
 * dp_background_free:
 * @self: (transfer full) (nullable): the background
 *
 * Thread: home.
 */
void
dp_background_free (DpBackground *self)
{
  if (self == NULL)
    return;
  dp_background_leave (self);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
