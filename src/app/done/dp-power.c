/* dp-power.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The computer goes to sleep, or off: asked of logind (org.freedesktop.login1), which knows who may.
 *
 * Thread: home.
 */

#include "dp-power.h"

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  const char *method = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* It may ask the person for a password. */
  g_dbus_connection_call (bus, "org.freedesktop.login1", "/org/freedesktop/login1",
                          "org.freedesktop.login1.Manager", method, g_variant_new ("(b)", TRUE),
                          NULL, G_DBUS_CALL_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION, G_MAXINT,
                          cancellable, on_answer, g_steal_pointer (&task));
}

/**
 * dp_power_call:
 * @method: "Suspend" or "PowerOff"
 * @cancellable: (nullable): nobody wants to know any more
 * @callback: called when it was accepted or refused
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_power_call (const char *method,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (method), g_free);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, on_bus, task);
}

/**
 * dp_power_call_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Thread: home.
 *
 * Returns: whether the computer will
 */
gboolean
dp_power_call_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
