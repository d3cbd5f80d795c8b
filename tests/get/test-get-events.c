/* test-get-events.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What --json prints.
 */

#include "dp-get-events.h"
#include "dp-get-fixture.h"

#include <string.h>

static void
test_events (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *slow =
      dp_test_server_dup_url (self->server, "/file/a.bin?size=60000&rate=100000");
  g_autofree char *bad = dp_test_server_dup_url (self->server, "/status/404");
  g_autofree char *path = dp_get_dup_path (self, "a.bin");
  g_autofree char *quoted_path = g_strconcat ("\"", path, NULL);
  g_autofree char *quoted_url = g_strconcat ("\"", slow, NULL);
  g_autoptr (GPtrArray) events = NULL;
  g_auto (DpGetRan) ran = { 0 };
  guint64 received = 0;
  GHashTable *done;

  dp_get_run (self, &ran, NULL, (const char *[]){ "--json", slow, bad, NULL });
  g_assert_cmpint (ran.status, ==, 1);
  g_assert_cmpstr (ran.err, ==, "");
  events = dp_get_events_parse (ran.out);
  g_assert_cmpuint (dp_get_events_count (events, "added"), ==, 2);
  g_assert_cmpuint (dp_get_events_count (events, "started"), ==, 2);
  g_assert_cmpuint (dp_get_events_count (events, "done"), ==, 1);
  g_assert_cmpuint (dp_get_events_count (events, "failed"), ==, 1);
  g_assert_cmpuint (dp_get_events_count (events, "progress"), >=, 2);
  g_assert_true (events->pdata[0] == dp_get_events_find (events, "added", "1"));
  g_assert_cmpstr (dp_get_event_get (events->pdata[0], "url"), ==, quoted_url);

  done = dp_get_events_find (events, "done", "1");
  g_assert_true (events->pdata[events->len - 1] == done);
  g_assert_cmpstr (dp_get_event_get (done, "path"), ==, quoted_path);
  g_assert_cmpstr (dp_get_event_get (done, "bytes"), ==, "60000");
  g_assert_cmpstr (dp_get_event_get (done, "length_proven"), ==, "true");
  dp_get_assert_contains (dp_get_event_get (dp_get_events_find (events, "failed", "2"), "reason"),
                          "404 Not Found");

  for (guint i = 0; i < events->len; i++)
    if (g_str_equal (dp_get_event_get (events->pdata[i], "event"), "\"progress"))
      {
        guint64 now = g_ascii_strtoull (dp_get_event_get (events->pdata[i], "received"), NULL, 10);

        g_assert_cmpuint (now, >=, received);
        received = now;
        g_ascii_strtoull (dp_get_event_get (events->pdata[i], "bytes_per_second"), NULL, 10);
        dp_get_event_get (events->pdata[i], "total");
      }
  g_assert_cmpuint (received, ==, 60000);
}

static void
test_unknown_length (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url =
      dp_test_server_dup_url (self->server, "/no-length/a.bin?size=60000&rate=100000");
  g_autoptr (GPtrArray) events = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "--json", url, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  events = dp_get_events_parse (ran.out);
  g_assert_cmpstr (dp_get_event_get (dp_get_events_find (events, "progress", "1"), "total"), ==,
                   "null");
  g_assert_cmpstr (dp_get_event_get (dp_get_events_find (events, "done", "1"), "length_proven"), ==,
                   "false");
}

/* One that is tried again has started once. */
static void
test_started_once (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/flaky/a.bin?times=1");
  g_autoptr (GPtrArray) events = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "--json", url, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  events = dp_get_events_parse (ran.out);
  g_assert_cmpuint (dp_get_events_count (events, "started"), ==, 1);
  g_assert_cmpuint (dp_get_events_count (events, "done"), ==, 1);
  g_assert_cmpuint (dp_get_events_count (events, "failed"), ==, 0);
}

static void
test_disk (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/file/a.bin");
  g_autoptr (GPtrArray) events = NULL;
  g_auto (DpGetRan) ran = { 0 };

  /* Nobody may make files there, not even root. */
  dp_get_run (self, &ran, NULL, (const char *[]){ "--json", "-d", "/proc", url, NULL });
  g_assert_cmpint (ran.status, ==, 1);
  events = dp_get_events_parse (ran.out);
  dp_get_assert_contains (dp_get_event_get (dp_get_events_find (events, "failed", "1"), "reason"),
                          "/proc");
}

/* Folders may have any name. */
static void
test_strange_folder (DpGetFixture *self, gconstpointer unused)
{
  static const char folder[] = "a\"\\\n\033[31m\xff\xe2\x80\xae\xf3\xa0\x80\x81";
  g_autofree char *url = dp_test_server_dup_url (self->server, "/file/a.bin");
  g_autofree char *shown = g_strconcat ("\"", self->folder,
                                        "/a\"\\\n\033[31m\xef\xbf\xbd\xe2\x80\xae"
                                        "\xf3\xa0\x80\x81/a.bin",
                                        NULL);
  g_autofree char *name = g_build_filename (folder, "a.bin", NULL);
  g_autoptr (GPtrArray) events = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "--json", "-d", folder, url, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  events = dp_get_events_parse (ran.out);
  g_assert_cmpstr (dp_get_event_get (dp_get_events_find (events, "done", "1"), "path"), ==, shown);
  dp_get_assert_file (self, name, DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  dp_get_fixture_add_test ("/get/events/all", test_events);
  dp_get_fixture_add_test ("/get/events/unknown-length", test_unknown_length);
  dp_get_fixture_add_test ("/get/events/started-once", test_started_once);
  dp_get_fixture_add_test ("/get/events/disk", test_disk);
  dp_get_fixture_add_test ("/get/events/strange-folder", test_strange_folder);

  return g_test_run ();
}
