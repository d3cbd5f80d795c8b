/* test-fetch-small.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small file that is here with its headers never has another name than its own; one that is not
 * has a part file, as all others.
 */

#include "dp-fetch.h"

#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-script-server.h"

#define HEADERS "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v\"\r\n\r\n"
#define HALF    "01234"

/* What came into a folder, one after the other. */
static char *
read_names (int watch_fd)
{
  char events[4096] __attribute__ ((aligned (__alignof__(struct inotify_event))));
  gssize n = read (watch_fd, events, sizeof events);
  GString *names = g_string_new (NULL);

  for (char *p = events; n > 0 && p < events + n;)
    {
      const struct inotify_event *event = (const struct inotify_event *) p;

      g_string_append_printf (names, "%s%s", names->len > 0 ? "|" : "", event->name);
      p += sizeof *event + event->len;
    }
  return g_string_free (names, FALSE);
}

static int
watch (DpEngineFixture *fixture)
{
  int fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (inotify_add_watch (fd, fixture->folder, IN_CREATE | IN_MOVED_TO), >=, 0);
  return fd;
}

static void
fetch_and_check (DpEngineFixture *fixture, DpScriptServer *server, const char *came, const char *is)
{
  g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
  int watch_fd = watch (fixture);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);
  g_autofree char *names = NULL;

  dp_test_fetch_wait (fetch);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_DONE);
  g_assert_cmpuint (fetch->outcome->total_bytes, ==, 10);
  names = read_names (watch_fd);
  g_assert_cmpstr (names, ==, came);
  dp_engine_fixture_assert_text (fixture, is, HALF HALF);
  close (watch_fd);
}

static void
test_at_once (void)
{
  const char *answers[] = { HEADERS HALF HALF, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);

  fetch_and_check (fixture, server, "a.bin", "a.bin");
}

static void
test_taken (void)
{
  const char *answers[] = { HEADERS HALF HALF, NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);

  dp_engine_fixture_write (fixture, "a.bin", "theirs");
  dp_engine_fixture_write (fixture, "a (2).bin.part", "theirs");
  fetch_and_check (fixture, server, "a (3).bin", "a (3).bin");
  dp_engine_fixture_assert_text (fixture, "a.bin", "theirs");
  dp_engine_fixture_assert_text (fixture, "a (2).bin.part", "theirs");
}

static char *part_path;

/* The second half comes when the first one has its file. */
static void
say_in_two (guint nth, const char *request, GSocketConnection *connection)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (stream, HEADERS HALF, strlen (HEADERS HALF), NULL, NULL, NULL);
  while (access (part_path, F_OK) != 0)
    g_usleep (1000);
  g_output_stream_write_all (stream, HALF, strlen (HALF), NULL, NULL, NULL);
}

static void
test_in_two (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new_func (say_in_two);

  part_path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  fetch_and_check (fixture, server, "a.bin.part|a.bin", "a.bin");
  g_clear_pointer (&part_path, g_free);
}

/* More than was said: nothing of it is kept. */
static void
test_too_much (void)
{
  const char *answers[] = { HEADERS HALF HALF "x", NULL };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

  dp_test_fetch_wait (fetch);
  g_assert_cmpint (fetch->outcome->kind, !=, DP_OUTCOME_DONE);
  g_assert_null (fetch->outcome->partial);
  dp_engine_fixture_assert_files (fixture, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/fetch-small/at-once", test_at_once);
  g_test_add_func ("/fetch-small/taken", test_taken);
  g_test_add_func ("/fetch-small/in-two", test_in_two);
  g_test_add_func ("/fetch-small/too-much", test_too_much);
  return g_test_run ();
}
