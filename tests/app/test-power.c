/* test-power.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The computer goes to sleep: a bus of the test's own takes the place of the system's, and the test
 * that of logind.
 */

#include "dp-engine-fixture.h"
#include "dp-power.h"

static const char interface[] = "<node><interface name='org.freedesktop.login1.Manager'>"
                                "<method name='Suspend'><arg type='b' direction='in'/></method>"
                                "<method name='PowerOff'><arg type='b' direction='in'/></method>"
                                "</interface></node>";

typedef struct
{
  GString *calls; /* (owned) */
  GAsyncResult *result;
} Setup;

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface_name,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Setup *setup = user_data;

  g_string_append_printf (setup->calls, "%s ", method);
  if (g_str_equal (method, "PowerOff"))
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED,
                                           "Not you");
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Setup *) user_data)->result = g_object_ref (result);
}

static gboolean
call (Setup *setup, const char *method, GError **error)
{
  gboolean is_done;

  dp_power_call (method, NULL, on_answer, setup);
  dp_test_run_until (setup->result != NULL);
  is_done = dp_power_call_finish (setup->result, error);
  g_clear_object (&setup->result);
  return is_done;
}

static void
test_asked (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  Setup setup = { g_string_new (NULL), NULL };
  g_autoptr (GTestDBus) daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GDBusConnection) logind = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_test_dbus_up (daemon);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (daemon), TRUE);
  g_assert_false (call (&setup, "Suspend", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  logind =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (logind, "/org/freedesktop/login1", node->interfaces[0],
                                     &vtable, &setup, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (logind, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.login1", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  g_assert_true (call (&setup, "Suspend", &error));
  g_assert_no_error (error);
  g_assert_false (call (&setup, "PowerOff", &error));
  dp_test_assert_has (error->message, "Not you");
  g_assert_cmpstr (setup.calls->str, ==, "Suspend PowerOff ");
  g_string_free (setup.calls, TRUE);
  g_clear_object (&logind);
  g_test_dbus_stop (daemon);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/power/asked", test_asked);

  return g_test_run ();
}
