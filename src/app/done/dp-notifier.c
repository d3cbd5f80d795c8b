/* dp-notifier.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tells through the desktop what became of downloads, while no window of ours has the focus: one
 * notification for all of them, which goes when the person comes back to the window.
 *
 * Its buttons name the download to the same actions as its row does.
 *
 * Thread: home.
 */

#include "dp-notifier.h"

#include <glib/gi18n.h>

#include "dp-notice.h"
#include "dp-tidings.h"

#define NOTIFICATION_ID "downloads"

struct _DpNotifier
{
  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  GSettings *settings;         /* (owned) */
  DpTidings tidings;           /* (owned) */
  gint64 due_usec;             /* when the timer comes */
  guint timer_id;
};

static gboolean
is_window_seen (DpNotifier *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;
  return FALSE;
}

/* Telling */

static void
add_button (DpNotifier *self, GNotification *notification, const char *label, const char *action)
{
  g_notification_add_button_with_target_value (
      notification, label, action,
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, &self->tidings.first_id, 1,
                                 sizeof self->tidings.first_id));
}

static void
add_buttons (DpNotifier *self, GNotification *notification)
{
  if (dp_tidings_count (&self->tidings) > 1)
    return;
  if (self->tidings.n_failed > 0)
    add_button (self, notification, _ ("Try Again"), "app.resume");
  else if (self->tidings.n_asking > 0)
    add_button (self, notification, _ ("Answer"), "app.answer");
  else
    {
      add_button (self, notification, _ ("Open"), "app.open");
      add_button (self, notification, _ ("Show in Folder"), "app.show-in-folder");
    }
}

static void
tell (DpNotifier *self)
{
  g_autofree char *title = dp_tidings_dup_title (&self->tidings);
  g_autofree char *body = dp_tidings_dup_body (&self->tidings);
  g_autoptr (GNotification) notification = g_notification_new (title);

  dp_tidings_set_told (&self->tidings, g_get_monotonic_time ());
  if (*body != '\0')
    g_notification_set_body (notification, body);
  add_buttons (self, notification);
  dp_notice_send (G_APPLICATION (self->application), NOTIFICATION_ID, notification);
}

static void
forget (DpNotifier *self)
{
  gboolean was_told = self->tidings.told_usec != 0;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  dp_tidings_clear (&self->tidings);
  if (was_told)
    dp_notice_withdraw (G_APPLICATION (self->application), NOTIFICATION_ID);
}

/* The time */

static void arm (DpNotifier *self);

static gboolean
on_timer (gpointer user_data)
{
  DpNotifier *self = user_data;

  self->timer_id = 0;
  arm (self);
  return G_SOURCE_REMOVE;
}

/* A timer that comes too early looks again: it is not set anew with each of a thousand files. */
static void
arm (DpNotifier *self)
{
  gint64 now_usec = g_get_monotonic_time ();
  gint64 due_usec = dp_tidings_get_due_usec (&self->tidings,
                                             dp_queue_count (self->queue, DP_STATE_RUNNING) > 0 ||
                                                 dp_queue_count (self->queue, DP_STATE_QUEUED) > 0);

  if (due_usec <= now_usec)
    tell (self);
  if (due_usec <= now_usec || due_usec == G_MAXINT64)
    {
      g_clear_handle_id (&self->timer_id, g_source_remove);
      return;
    }
  if (self->timer_id != 0 && self->due_usec <= due_usec)
    return;
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->due_usec = due_usec;
  self->timer_id =
      g_timeout_add ((guint) ((due_usec - now_usec) / G_TIME_SPAN_MILLISECOND) + 1, on_timer, self);
}

/* What happens */

static void
on_states_changed (DpNotifier *self, GPtrArray *downloads)
{
  gboolean is_news = FALSE;

  /* Looking into the settings takes a microsecond, and there may be very many files. */
  if (!dp_tidings_are_in (dp_download_get_state (downloads->pdata[0])) ||
      !g_settings_get_boolean (self->settings, "notifications") || is_window_seen (self))
    return;
  for (guint i = 0; i < downloads->len; i++)
    is_news |= dp_tidings_add (&self->tidings, downloads->pdata[i], g_get_monotonic_time ());
  if (is_news)
    arm (self);
}

/* Nothing may be left to wait for. */
static void
on_scheduled (DpNotifier *self)
{
  if (self->tidings.has_news)
    arm (self);
}

static void
on_focus (DpNotifier *self, GParamSpec *pspec, GtkWindow *window)
{
  if (gtk_window_is_active (window))
    forget (self);
}

static void
on_window_added (DpNotifier *self, GtkWindow *window)
{
  g_signal_connect_swapped (window, "notify::is-active", G_CALLBACK (on_focus), self);
}

static void
on_window_removed (DpNotifier *self, GtkWindow *window)
{
  g_signal_handlers_disconnect_by_data (window, self);
}

/**
 * dp_notifier_new:
 * @application: without windows yet; outlives the result
 * @queue: what is told of
 * @settings: the program's settings, which say whether anything is told
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_notifier_free()
 */
DpNotifier *
dp_notifier_new (GtkApplication *application, DpQueue *queue, GSettings *settings)
{
  DpNotifier *self = g_new0 (DpNotifier, 1);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (queue, "states-changed", G_CALLBACK (on_states_changed), self);
  g_signal_connect_swapped (queue, "scheduled", G_CALLBACK (on_scheduled), self);
  g_signal_connect_swapped (application, "window-added", G_CALLBACK (on_window_added), self);
  g_signal_connect_swapped (application, "window-removed", G_CALLBACK (on_window_removed), self);
  return self;
}

/**
 * dp_notifier_free:
 * @self: (transfer full) (nullable): what tells
 *
 * What was told stays on the screen.
 *
 * Thread: home.
 */
void
dp_notifier_free (DpNotifier *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_signal_handlers_disconnect_by_data (self->application, self);
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    g_signal_handlers_disconnect_by_data (l->data, self);
  dp_tidings_clear (&self->tidings);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
