/* test-awake.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The computer stays awake while files come, and no longer: a bus of the test's own takes the place
 * of the system's, and the test that of logind.
 */

#include "dp-awake.h"

#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

#include "dp-queue-fixture.h"

static const char interface[] = "<node><interface name='org.freedesktop.login1.Manager'>"
                                "<method name='Inhibit'><arg type='s' direction='in'/>"
                                "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
                                "<arg type='s' direction='in'/><arg type='h' direction='out'/>"
                                "</method></interface></node>";

typedef struct
{
  GTestDBus *daemon;       /* (owned) */
  GDBusConnection *logind; /* (owned) */
  guint n_asked;
  int held_fd; /* our end of what was given, or -1 */
} Setup;

/* Of a pipe the program holds one end: when it is closed, the other tells. */
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
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  int fds[2];
  const char *what;
  const char *mode;

  g_variant_get (parameters, "(&s&s&s&s)", &what, NULL, NULL, &mode);
  g_assert_cmpstr (what, ==, "sleep");
  g_assert_cmpstr (mode, ==, "block");
  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_unix_fd_list_append (list, fds[1], NULL);
  close (fds[1]);
  setup->held_fd = fds[0];
  setup->n_asked++;
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                           list);
}

static gboolean
is_released (Setup *setup)
{
  struct pollfd poll_fd = { .fd = setup->held_fd };

  return poll (&poll_fd, 1, 0) == 1 && (poll_fd.revents & POLLHUP) != 0;
}

static void
assert_released (Setup *setup)
{
  dp_test_run_until (is_released (setup));
  close (setup->held_fd);
  setup->held_fd = -1;
}

static void
setup_begin (Setup *setup)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  *setup = (Setup){ .daemon = g_test_dbus_new (G_TEST_DBUS_NONE), .held_fd = -1 };
  g_test_dbus_up (setup->daemon);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (setup->daemon), TRUE);
  setup->logind =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (setup->daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (setup->logind, "/org/freedesktop/login1", node->interfaces[0],
                                     &vtable, setup, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (
      setup->logind, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", "org.freedesktop.login1", 0), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
setup_end (Setup *setup)
{
  g_clear_object (&setup->logind);
  g_test_dbus_stop (setup->daemon);
  g_clear_object (&setup->daemon);
}

static void
test_while_files_come (void)
{
  Setup setup;
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (60);
  DpAwake *awake = dp_awake_new (self->queue, settings);
  guint64 id;

  setup_begin (&setup);
  id = dp_queue_fixture_add (self, 2, "/stall-headers/%u.bin");
  dp_test_run_until (setup.held_fd >= 0);
  dp_test_pause (self->queue, id);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 1);
  g_assert_false (is_released (&setup));
  dp_test_pause (self->queue, id + 1);
  assert_released (&setup);

  dp_test_resume (self->queue, id);
  dp_test_run_until (setup.held_fd >= 0);
  g_settings_set_boolean (settings, "keep-awake", FALSE);
  assert_released (&setup);
  g_settings_set_boolean (settings, "keep-awake", TRUE);
  dp_test_run_until (setup.held_fd >= 0);
  g_assert_cmpuint (setup.n_asked, ==, 3);

  dp_awake_free (awake);
  assert_released (&setup);
  dp_test_pause (self->queue, id);
  setup_end (&setup);
}

/* What is not given any more is closed when it comes. */
static void
test_gone_before_the_answer (void)
{
  Setup setup;
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (60);
  DpAwake *awake = dp_awake_new (self->queue, settings);
  guint64 id;

  setup_begin (&setup);
  id = dp_queue_fixture_add (self, 1, "/stall-headers/%u.bin");
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 1);
  dp_awake_free (awake);
  dp_test_pause (self->queue, id);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_PAUSED) == 1);
  if (setup.held_fd >= 0)
    assert_released (&setup);
  setup_end (&setup);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/awake/while-files-come", test_while_files_come);
  g_test_add_func ("/awake/gone-before-the-answer", test_gone_before_the_answer);

  return g_test_run ();
}
