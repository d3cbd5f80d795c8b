/* test-get-signals.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SIGINT and SIGTERM end it within two seconds, whatever it is doing, and what has arrived stays.
 */

#include "dp-get-fixture.h"

#include <signal.h>
#include <string.h>

/* Two seconds, and what a busy machine makes of them; else it would be a minute or more. */
#define LEAVES_MSEC 8000
#define N_UNREAD    20000

static void
assert_leaves (GSubprocess *process, int signal_number)
{
  gint64 began_usec = g_get_monotonic_time ();

  g_subprocess_send_signal (process, signal_number);
  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 128 + signal_number);
  g_assert_cmpint ((g_get_monotonic_time () - began_usec) / G_TIME_SPAN_MILLISECOND, <,
                   LEAVES_MSEC);
}

/* Silence in the middle of one file, before the header of another, and one that has its turn later. */
static void
test_stall (DpGetFixture *self, gconstpointer signal_number)
{
  g_autofree char *body = dp_test_server_dup_url (self->server, "/file/body.bin");
  g_autofree char *header = dp_test_server_dup_url (self->server, "/stall-headers/header.bin");
  g_autofree char *later = dp_test_server_dup_url (self->server, "/file/later.bin");
  g_autofree char *part = dp_get_dup_path (self, "body.bin.part");
  g_autofree char *names = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;
  g_autoptr (GSubprocess) process = NULL;

  dp_test_server_hold_at (self->server, "/file/body.bin", 50000);
  process = dp_get_start (self, G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                          (const char *[]){ "-q", "-j2", body, header, later, NULL });
  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 2, DP_GET_LONG_MSEC));
  /* The file may be reserved in its whole length; what counts is what is in it. */
  while (!dp_test_body_check (DP_TEST_BODY_SEED, 0, data, length) || length < 50000)
    {
      g_clear_pointer (&data, g_free);
      length = 0;
      g_main_context_iteration (NULL, FALSE);
      g_file_get_contents (part, &data, &length, NULL);
      length = MIN (length, 50000);
      g_thread_yield ();
    }
  assert_leaves (process, GPOINTER_TO_INT (signal_number));

  names = dp_get_list (self);
  g_assert_cmpstr (names, ==, "body.bin.part");
  g_clear_pointer (&data, g_free);
  g_assert_true (g_file_get_contents (part, &data, &length, NULL));
  g_assert_cmpuint (length, >=, 50000);
  g_assert_true (dp_test_body_check (DP_TEST_BODY_SEED, 0, data, 50000));
}

/* Nobody reads what we say. */
static void
test_unread (DpGetFixture *self, gconstpointer signal_number)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *path = dp_get_dup_path (self, "list");
  g_autoptr (GSubprocess) process = NULL;

  for (guint i = 0; i < N_UNREAD; i++)
    g_string_append_printf (list, "http://127.0.0.1:%u/stall-headers/%u\n",
                            dp_test_server_get_port (self->server), i);
  g_assert_true (g_file_set_contents (path, list->str, -1, NULL));
  process = dp_get_start (self, G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                          (const char *[]){ "--json", "-i", "list", NULL });
  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 1, DP_GET_LONG_MSEC));
  assert_leaves (process, GPOINTER_TO_INT (signal_number));
}

/* While it waits for another attempt nothing runs. */
static void
test_waiting (DpGetFixture *self, gconstpointer signal_number)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/busy?retry_after=100");
  g_autoptr (GSubprocess) process =
      dp_get_start (self, G_SUBPROCESS_FLAGS_STDERR_SILENCE, (const char *[]){ url, NULL });

  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 1, DP_GET_LONG_MSEC));
  assert_leaves (process, GPOINTER_TO_INT (signal_number));
}

/* nohup, and a job in the background of a script. */
static void
test_ignored (DpGetFixture *self, gconstpointer signal_number)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/file/a.bin");
  g_autofree char *command = g_strdup_printf ("trap '' HUP INT; cd '%s' && exec '%s' -q '%s'",
                                              self->folder, g_getenv ("DOWNPOUR_GET"), url);
  g_autoptr (GSubprocess) process = NULL;

  dp_test_server_hold (self->server, NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", command, NULL);
  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 1, DP_GET_LONG_MSEC));
  g_subprocess_send_signal (process, SIGHUP);
  g_subprocess_send_signal (process, SIGINT);
  dp_test_server_release (self->server, NULL);
  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 0);
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

static void
set_up_plain (DpGetFixture *self, gconstpointer signal_number)
{
  dp_get_fixture_set_up (self, GUINT_TO_POINTER (DP_TEST_SERVER_PLAIN));
}

static void
add_test (const char *path, int signal_number, void (*func) (DpGetFixture *, gconstpointer))
{
  g_test_add (path, DpGetFixture, GINT_TO_POINTER (signal_number), set_up_plain, func,
              dp_get_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/get/signals/int", SIGINT, test_stall);
  add_test ("/get/signals/term", SIGTERM, test_stall);
  add_test ("/get/signals/unread", SIGTERM, test_unread);
  add_test ("/get/signals/waiting", SIGINT, test_waiting);
  add_test ("/get/signals/ignored", SIGINT, test_ignored);

  return g_test_run ();
}
