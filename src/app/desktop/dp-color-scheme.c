/* dp-color-scheme.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dark or light, as the desktop says.  Plain GTK 4 does not ask; the Settings portal knows
 * (org.freedesktop.appearance color-scheme: 0 no preference, 1 dark, 2 light).
 *
 * Thread: home.
 */

#include "dp-color-scheme.h"

#include <gtk/gtk.h>

#define PORTAL_NAME  "org.freedesktop.portal.Desktop"
#define PORTAL_PATH  "/org/freedesktop/portal/desktop"
#define PORTAL_IFACE "org.freedesktop.portal.Settings"
#define NAMESPACE    "org.freedesktop.appearance"
#define KEY          "color-scheme"
#define PREFER_DARK  1

static void
apply (GVariant *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);

  /* Read() wraps the value twice. */
  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT))
    {
      GVariant *unwrapped = g_variant_get_variant (inner);

      g_variant_unref (inner);
      inner = unwrapped;
    }
  if (g_variant_is_of_type (inner, G_VARIANT_TYPE_UINT32))
    g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme",
                  g_variant_get_uint32 (inner) == PREFER_DARK, NULL);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  if (value != NULL)
    apply (value);
}

static void
on_changed (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer user_data)
{
  g_autoptr (GVariant) value = NULL;
  const char *namespace;
  const char *key;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&s@v)", &namespace, &key, &value);
  if (g_str_equal (namespace, NAMESPACE) && g_str_equal (key, KEY))
    apply (value);
}

/**
 * dp_color_scheme_follow:
 * @bus: the session bus
 *
 * Follows the desktop's choice from now on.  Without a portal nothing changes.
 *
 * Thread: home.
 */
void
dp_color_scheme_follow (GDBusConnection *bus)
{
  g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, PORTAL_IFACE, "SettingChanged", PORTAL_PATH,
                                      NAMESPACE, G_DBUS_SIGNAL_FLAGS_NONE, on_changed, NULL, NULL);
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_IFACE, "Read",
                          g_variant_new ("(ss)", NAMESPACE, KEY), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_read, NULL);
}
