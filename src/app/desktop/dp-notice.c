/* dp-notice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notifications of the desktop, where there is somebody to show them: GLib complains on the standard
 * error of each that nobody takes.
 *
 * Thread: home.
 */

#include "dp-notice.h"

#define SERVICE "org.freedesktop.Notifications"

typedef struct
{
  GApplication *application;   /* (owned) */
  char *id;                    /* (owned) */
  GNotification *notification; /* (owned) */
} DpNotice;

static void
notice_free (DpNotice *self)
{
  g_object_unref (self->application);
  g_object_unref (self->notification);
  g_free (self->id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpNotice, notice_free)

static void
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  g_object_unref (cancellable);
}

/* While it is found out whether somebody shows them: of each id the last. */
static GHashTable *
get_waiting (GApplication *application)
{
  GHashTable *waiting = g_object_get_data (G_OBJECT (application), "dp-notices");

  if (waiting == NULL)
    {
      waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cancel);
      g_object_set_data_full (G_OBJECT (application), "dp-notices", waiting,
                              (GDestroyNotify) g_hash_table_unref);
    }
  return waiting;
}

static void
ask_bus (DpNotice *self, const char *method, GVariant *arguments, GAsyncReadyCallback callback)
{
  g_dbus_connection_call (g_application_get_dbus_connection (self->application),
                          "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                          method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          g_hash_table_lookup (get_waiting (self->application), self->id), callback,
                          self);
}

static void
send (DpNotice *self)
{
  g_hash_table_remove (get_waiting (self->application), self->id);
  g_application_send_notification (self->application, self->id, self->notification);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpNotice) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply != NULL)
    send (self);
}

/* Who is not there may come when called. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpNotice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  gboolean is_there = FALSE;

  /* It was withdrawn, or another one came. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(b)", &is_there);
  if (is_there)
    send (self);
  else
    ask_bus (g_steal_pointer (&self), "StartServiceByName", g_variant_new ("(su)", SERVICE, 0),
             on_started);
}

/**
 * dp_notice_send:
 * @application: the program
 * @id: of which one it takes the place
 * @notification: what is told
 *
 * Tells it, as soon as it is known that somebody shows it.
 *
 * Thread: home.
 */
void
dp_notice_send (GApplication *application, const char *id, GNotification *notification)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  DpNotice *self;

  if (bus == NULL)
    return;
  g_hash_table_replace (get_waiting (application), g_strdup (id), g_cancellable_new ());
  self = g_new (DpNotice, 1);
  *self = (DpNotice){ g_object_ref (application), g_strdup (id), g_object_ref (notification) };
  ask_bus (self, "NameHasOwner", g_variant_new ("(s)", SERVICE), on_looked);
}

/**
 * dp_notice_withdraw:
 * @application: the program
 * @id: of the notification
 *
 * Takes it back, wherever it is by now.
 *
 * Thread: home.
 */
void
dp_notice_withdraw (GApplication *application, const char *id)
{
  if (g_application_get_dbus_connection (application) == NULL)
    return;
  g_hash_table_remove (get_waiting (application), id);
  g_application_withdraw_notification (application, id);
}
