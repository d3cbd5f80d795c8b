/* test-origin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a file says of where it came from: nothing, unless that is wanted, and never a secret.
 */

#include "dp-origin.h"

#include <errno.h>
#include <string.h>
#include <sys/xattr.h>

#include "dp-queue-fixture.h"

static char *
read_attribute (DpQueueFixture *self, const char *file, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, file);
  char value[1000];
  ssize_t size = getxattr (path, name, value, sizeof value);

  return size >= 0 ? g_strndup (value, (gsize) size) : NULL;
}

/* Where the file system has no extended attributes nothing is noted, and nothing else is different. */
static gboolean
can_note (DpQueueFixture *self)
{
  return setxattr (self->engine->folder, "user.test", "1", 1, 0) == 0;
}

static void
test_noted (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_auto (DpHttpOptions) options = { .timeout_sec = 5 };
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  guint port = dp_test_server_get_port (self->engine->server);
  g_autofree char *expected = g_strdup_printf ("http://127.0.0.1:%u/file/a.bin", port);
  g_autofree char *origin = NULL;
  g_autofree char *referer = NULL;

  options.request = dp_request_new ();
  g_assert_true (
      dp_request_set_referer (options.request, "http://u:p@page.example/x?token=1#f", NULL));
  dp_lanes_set_options (self->engine->lanes, &options);
  dp_queue_set_notes_origin (self->queue, TRUE);
  g_ptr_array_add (urls,
                   g_strdup_printf ("http://me:secret@127.0.0.1:%u/file/a.bin?seed=1#f", port));
  dp_queue_add (self->queue, urls, NULL, self->engine->folder);
  dp_queue_fixture_run_to_end (self);
  origin = read_attribute (self, "a.bin", "user.xdg.origin.url");
  referer = read_attribute (self, "a.bin", "user.xdg.referrer.url");
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 1);
  g_assert_cmpstr (origin, ==, can_note (self) ? expected : NULL);
  g_assert_cmpstr (referer, ==, can_note (self) ? "http://page.example/x" : NULL);
}

static void
test_not_wanted (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_autofree char *origin = NULL;

  dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_run_to_end (self);
  origin = read_attribute (self, "0.bin", "user.xdg.origin.url");
  g_assert_cmpstr (origin, ==, NULL);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/origin/noted", test_noted);
  g_test_add_func ("/origin/not-wanted", test_not_wanted);

  return g_test_run ();
}
