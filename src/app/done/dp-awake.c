/* dp-awake.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While files come the computer does not go to sleep by itself: logind (org.freedesktop.login1) gives
 * a descriptor for that, and takes it for as long as it is open.  Where it does not, nothing is said:
 * the computer sleeps as it always did, and the downloads go on when it wakes.
 *
 * Thread: home.
 */

#include "dp-awake.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

struct _DpAwake
{
  DpQueue *queue;            /* (owned) */
  GSettings *settings;       /* (owned) */
  gboolean is_busy;          /* files are coming */
  GCancellable *cancellable; /* (owned) (nullable): while it is wanted */
  int fd;                    /* held, or -1 */
};

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), &fds, result, &error);
  DpAwake *self = user_data;

  /* Who cancels may be gone. */
  if (reply != NULL && fds != NULL)
    self->fd = g_unix_fd_list_get (fds, 0, NULL);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  DpAwake *self = user_data;

  if (bus == NULL)
    return;
  /* GLib would end us with it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_dbus_connection_call_with_unix_fd_list (
      bus, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
      "Inhibit",
      g_variant_new ("(ssss)", "sleep", _ ("Downpour"), _ ("Files are being downloaded"), "block"),
      G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, self->cancellable, on_answer, self);
}

static void
stop (DpAwake *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static void
update (DpAwake *self)
{
  gboolean is_wanted = self->is_busy && g_settings_get_boolean (self->settings, "keep-awake");

  if (is_wanted == (self->cancellable != NULL))
    return;
  if (!is_wanted)
    {
      stop (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus, self);
}

/* For every file: mostly nothing has changed for us. */
static void
on_scheduled (DpAwake *self)
{
  gboolean is_busy = dp_queue_count (self->queue, DP_STATE_RUNNING) > 0;

  if (is_busy == self->is_busy)
    return;
  self->is_busy = is_busy;
  update (self);
}

/**
 * dp_awake_new:
 * @queue: what may be coming
 * @settings: the program's settings, which say whether that matters
 *
 * Thread: home.
 *
 * Returns: (transfer full): what keeps the computer awake
 */
DpAwake *
dp_awake_new (DpQueue *queue, GSettings *settings)
{
  DpAwake *self = g_new0 (DpAwake, 1);

  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  self->fd = -1;
  g_signal_connect_swapped (queue, "scheduled", G_CALLBACK (on_scheduled), self);
  g_signal_connect_swapped (settings, "changed::keep-awake", G_CALLBACK (update), self);
  on_scheduled (self);
  return self;
}

/**
 * dp_awake_free:
 * @self: (transfer full) (nullable): what keeps the computer awake
 *
 * Thread: home.
 */
void
dp_awake_free (DpAwake *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_signal_handlers_disconnect_by_data (self->settings, self);
  stop (self);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
