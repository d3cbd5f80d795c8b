/* test-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether finished files have changed where they came from: what is asked, and what an answer means.
 */

#include "dp-check.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-queue-fixture.h"
#include "dp-script-server.h"

#define OLD_DATE "Tue, 14 Nov 2023 22:13:20 GMT"
#define NOW_DATE "Wed, 15 Nov 2023 22:13:20 GMT"

typedef struct
{
  const char *name;
  const char *first;  /* what the server says of the file */
  const char *second; /* and what it answers when it is asked again */
  const char *asked;  /* what stands in that question */
  const char *result; /* "changed unchanged unknown" */
} Row;

#define OK(headers) \
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: " NOW_DATE "\r\n" headers "\r\nhello"
#define TAG  "ETag: \"v1\"\r\n"
#define DATE "Last-Modified: " OLD_DATE "\r\n"

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  { "not-modified", OK (TAG), "HTTP/1.1 304 Not Modified\r\n\r\n", "\r\nIf-None-Match: \"v1\"\r\n",
    "0 1 0" },
  { "not-modified-date", OK (DATE), "HTTP/1.1 304 Not Modified\r\n\r\n",
    "\r\nIf-Modified-Since: " OLD_DATE "\r\n", "0 1 0" },
  { "ignores-question", OK (TAG), OK (TAG), "\r\nIf-None-Match: \"v1\"\r\n", "0 1 0" },
  { "other-tag", OK (TAG), OK ("ETag: \"v2\"\r\n"), "", "1 0 0" },
  { "other-date", OK (DATE), OK ("Last-Modified: Wed, 15 Nov 2023 20:00:00 GMT\r\n"), "", "1 0 0" },
  { "no-version-same-length", OK (""), OK (""), "", "0 0 1" },
  { "no-version-other-length", OK (""), "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!", "",
    "1 0 0" },
  { "weak-tag", OK ("ETag: W/\"v1\"\r\n"), "HTTP/1.1 304 Not Modified\r\n\r\n", "", "0 0 1" },
  { "gone", OK (TAG), "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "", "0 0 1" },
  { "drops", OK (TAG), "", "", "0 0 1" },
};
/* clang-format on */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;
  g_autoptr (GError) error = NULL;
  const DpChecked *checked = dp_queue_check_finish (DP_QUEUE (source), result, &error);

  *text = checked != NULL
              ? g_strdup_printf ("%u %u %u%s", checked->changed->len, checked->n_unchanged,
                                 checked->n_unknown, checked->gone->len > 0 ? " gone" : "")
              : g_strdup (error->message);
}

static char *
check (DpQueueFixture *fixture, const guint64 *ids, gsize n_ids)
{
  char *text = NULL;

  dp_queue_check_async (fixture->queue, fixture->engine->lanes, ids, n_ids, NULL, on_checked,
                        &text);
  dp_test_run_until (text != NULL);
  return text;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  const char *const answers[] = { row->first, row->second, NULL };
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *result = NULL;
  guint64 id;

  g_ptr_array_add (urls, dp_script_server_dup_url (server, "/a"));
  id = dp_queue_add (fixture->queue, urls, NULL, fixture->engine->folder);
  dp_queue_fixture_run_to_end (fixture);
  g_assert_cmpuint (dp_queue_count (fixture->queue, DP_STATE_DONE), ==, 1);
  result = check (fixture, &id, 1);
  g_assert_cmpstr (result, ==, row->result);
  dp_test_assert_has (dp_script_server_get_request (server, 1), row->asked);
  g_assert_null (strstr (dp_script_server_get_request (server, 1), "\r\nRange:"));
  dp_engine_fixture_assert_files (fixture->engine, "a");
}

/* The person has put it away, or written to it: what the server has is not what is here, and it is not
 * asked. */
static void
test_gone (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  const char *missing;
  const char *written;
  g_autofree char *result = NULL;
  static const guint64 ids[] = { 1, 2, 3 };
  static const char *const paths[] = { "/file/0", "/file/1", "/file/2" };

  dp_queue_fixture_add (fixture, 3, "/file/%u?size=10");
  dp_queue_fixture_run_to_end (fixture);
  missing = dp_download_get_path (dp_queue_find (fixture->queue, 1));
  written = dp_download_get_path (dp_queue_find (fixture->queue, 2));
  g_assert_cmpint (g_unlink (missing), ==, 0);
  g_assert_true (g_file_set_contents (written, "other", -1, NULL));
  result = check (fixture, ids, G_N_ELEMENTS (ids));
  g_assert_cmpstr (result, ==, "0 1 0 gone");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpuint (dp_test_server_get_n_requests (fixture->engine->server, paths[i]), ==,
                      i < 2 ? 1 : 2);
  g_assert_cmpint (dp_download_get_found (dp_queue_find (fixture->queue, 1)), ==,
                   DP_FINISHED_MISSING);
  g_assert_cmpint (dp_download_get_found (dp_queue_find (fixture->queue, 2)), ==,
                   DP_FINISHED_CHANGED);
}

/* More than are asked at once, and some that are not done or not there. */
static void
test_many (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autofree char *result = NULL;
  g_autofree char *none = NULL;
  guint64 ids[21];

  dp_queue_fixture_add (fixture, 20, "/file/%u?size=10");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = i + 1;
  dp_queue_fixture_run_to_end (fixture);
  result = check (fixture, ids, G_N_ELEMENTS (ids));
  g_assert_cmpstr (result, ==, "0 20 0");
  none = check (fixture, ids, 0);
  g_assert_cmpstr (none, ==, "0 0 0");
}

static void
test_cancelled (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *text = NULL;
  guint64 id = dp_queue_fixture_add (fixture, 1, "/file/%u?size=10&wait_msec=200");

  dp_queue_fixture_run_to_end (fixture);
  dp_queue_check_async (fixture->queue, fixture->engine->lanes, &id, 1, cancellable, on_checked,
                        &text);
  g_cancellable_cancel (cancellable);
  dp_test_run_until (text != NULL);
  g_assert_cmpstr (text, ==, "Operation was cancelled");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/check/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/check/gone", test_gone);
  g_test_add_func ("/check/many", test_many);
  g_test_add_func ("/check/cancelled", test_cancelled);

  return g_test_run ();
}
