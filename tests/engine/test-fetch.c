/* test-fetch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file from the first request to its name: what it is called, what is refused, and that it can
 * be stopped at every stage.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-engine-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

/* Names */

typedef struct
{
  const char *name;
  const char *path;
  const char *file;
} Named;

static const Named named_rows[] = {
  { "link", "/file/a.bin", "a.bin" },
  { "escaped", "/file/a%20b.bin", "a b.bin" },
  { "disposition", "/disposition/x?value=attachment;%20filename=a.bin", "a.bin" },
  { "traversal", "/disposition/x?value=attachment;%20filename=../../a.bin", "a.bin" },
  { "redirected", "/redirect/x?to=/file/a.bin", "a.bin" },
  { "type", "/type/a?value=image/png", "a.png" },
  { "picture", "/disposition/a.png?value=inline", "a.png" },
};

static void
test_named (gconstpointer data)
{
  const Named *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, row->path, NULL);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, row->file);

  dp_test_fetch_assert_done (fetch, SIZE);
  g_assert_cmpstr (fetch->outcome->path, ==, path);
  g_assert_cmpstr (dp_transfer_get_name (fetch->transfer), ==, row->file);
  dp_engine_fixture_assert_files (fixture, row->file);
  dp_engine_fixture_assert_content (fixture, row->file, 1, SIZE);
}

/* The same link eight times at once: eight files. */
static void
test_same_name (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, "/file/a.bin");
  DpTestFetch *fetches[8];

  for (guint i = 0; i < G_N_ELEMENTS (fetches); i++)
    fetches[i] = dp_test_fetch_start (fixture, url, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fetches); i++)
    {
      g_autofree char *name = NULL;

      dp_test_fetch_wait (fetches[i]);
      dp_test_fetch_assert_done (fetches[i], SIZE);
      name = g_path_get_basename (fetches[i]->outcome->path);
      dp_engine_fixture_assert_content (fixture, name, 1, SIZE);
      dp_test_fetch_free (fetches[i]);
    }
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a (3).bin|a (4).bin|a (5).bin|a (6).bin|"
                                           "a (7).bin|a (8).bin|a.bin");
}

/* Refusals */

typedef struct
{
  const char *name;
  const char *path;
  DpOutcomeKind kind;
  const char *words;
  guint64 retry_after_sec;
} Refused;

static const Refused refused_rows[] = {
  { "404", "/status/404/a.bin", DP_OUTCOME_REFUSED, "The server answered: 404 Not Found", 0 },
  { "403", "/status/403", DP_OUTCOME_REFUSED, "The server answered: 403 Forbidden", 0 },
  { "401", "/auth-basic", DP_OUTCOME_ASKS, "wants a user name and a password", 0 },
  { "digest", "/digest-domain", DP_OUTCOME_ASKS, "wants a user name and a password", 0 },
  { "401-unknown", "/status/401", DP_OUTCOME_REFUSED, "It does not say how to sign in", 0 },
  { "410", "/status/410", DP_OUTCOME_REFUSED, "The server answered: 410 Gone", 0 },
  { "416", "/status/416", DP_OUTCOME_REFUSED, "The server answered: 416", 0 },
  { "300", "/status/300", DP_OUTCOME_REFUSED, "The server answered: 300", 0 },
  { "304", "/status/304", DP_OUTCOME_REFUSED, "The server answered: 304", 0 },
  { "204", "/204", DP_OUTCOME_REFUSED, "The server answered: 204 No Content", 0 },
  { "206-unasked", "/206-unasked/a.bin", DP_OUTCOME_REFUSED, "The server answered: 206", 0 },
  { "206-from-5", "/206-unasked/a.bin?start=5", DP_OUTCOME_REFUSED, "The server answered: 206", 0 },
  { "408", "/status/408", DP_OUTCOME_DROPPED, "The server answered: 408 Request Timeout", 0 },
  { "429", "/status/429?retry_after=9", DP_OUTCOME_DROPPED, "429 Too Many Requests", 9 },
  { "500", "/status/500", DP_OUTCOME_DROPPED, "500 Internal Server Error", 0 },
  { "503", "/status/503?retry_after=3", DP_OUTCOME_DROPPED, "503 Service Unavailable", 3 },
  { "page-for-zip", "/html/a.zip", DP_OUTCOME_REFUSED, "a web page instead of the file", 0 },
  { "page-for-iso-at-once", "/html/a.iso", DP_OUTCOME_REFUSED, "a web page instead of the file",
    0 },
  { "page-for-png", "/html/a.png", DP_OUTCOME_REFUSED, "a web page instead of the file", 0 },
  { "page-for-iso", "/redirect/a.iso?to=/html", DP_OUTCOME_REFUSED, "a web page instead", 0 },
  { "endless", "/error-endless-body", DP_OUTCOME_REFUSED, "404", 0 },
};

static void
test_refused (gconstpointer data)
{
  const Refused *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, row->path, NULL);

  dp_test_fetch_assert_failed (fetch, row->kind, row->words);
  g_assert_cmpuint (fetch->outcome->retry_after_sec, ==, row->retry_after_sec);
  g_assert_null (fetch->outcome->partial);
  dp_engine_fixture_assert_files (fixture, "");
}

/* A page where a page may be meant is a file like any other. */
static void
test_page_wanted (void)
{
  static const char *const paths[][2] = { { "/html/a.html", "a.html" },
                                          { "/html/index", "index.html" },
                                          { "/html/a.php", "a.php" } };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[i][0], NULL);

      g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_DONE);
      dp_engine_fixture_assert_files (fixture, paths[i][1]);
    }
}

/* Packed although it was asked not to: unpacked, but for a file that is packed by its name. */
static void
test_packed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, "/gzip/a.bin", NULL);
  g_autoptr (DpTestFetch) packed = dp_test_fetch_run (fixture, "/gzip/a.tar.gz", NULL);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.tar.gz");
  g_autofree char *bytes = NULL;
  gsize size_bytes;

  dp_test_fetch_assert_done (fetch, DP_TEST_BODY_SIZE_BYTES);
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, DP_TEST_BODY_SIZE_BYTES);

  g_assert_cmpint (packed->outcome->kind, ==, DP_OUTCOME_DONE);
  g_assert_true (g_file_get_contents (path, &bytes, &size_bytes, NULL));
  g_assert_cmpuint (size_bytes, ==, packed->outcome->total_bytes);
  g_assert_cmpmem (bytes, 2, "\x1f\x8b", 2);
}

/* The disk */

static void
test_folder_is_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *folder = g_steal_pointer (&fixture->folder);
  g_autoptr (DpTestFetch) fetch = NULL;

  fixture->folder = g_build_filename (folder, "file", NULL);
  g_file_set_contents (fixture->folder, "theirs", -1, NULL);
  fetch = dp_test_fetch_run (fixture, "/file/a.bin", NULL);
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DISK, fixture->folder);
  g_unlink (fixture->folder);
  g_free (fixture->folder);
  fixture->folder = g_steal_pointer (&folder);
  dp_engine_fixture_assert_files (fixture, "");
}

/* A terabyte of terabytes does not fit, and nothing is left of the attempt. */
static void
test_no_room (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch =
      dp_test_fetch_run (fixture, "/file/a.bin?size=4611686018427387904", NULL);

  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DISK, "is too small for this file");
  dp_engine_fixture_assert_files (fixture, "");
}

static void
test_part_removed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, "/file/a.bin");
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold_at (fixture->server, "/file/a.bin", 50000);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == 50000);
  g_assert_cmpint (g_unlink (path), ==, 0);
  dp_test_server_release (fixture->server, "/file/a.bin");
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_DISK, "The unfinished file is no longer in");
  dp_engine_fixture_assert_files (fixture, "");
}

/* While it comes there is no file of the final name; and who takes the name keeps it. */
static void
test_name_taken_meanwhile (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, "/file/a.bin");
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold_at (fixture->server, "/file/a.bin", 50000);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == 50000);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  dp_engine_fixture_write (fixture, "a.bin", "theirs");
  dp_test_server_release (fixture->server, "/file/a.bin");
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_done (fetch, SIZE);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin");
  dp_engine_fixture_assert_text (fixture, "a.bin", "theirs");
}

/* Stopping */

typedef struct
{
  const char *name;
  const char *path;
  guint64 at_bytes;
} Stop;

static const Stop stop_rows[] = {
  { "headers", "/stall-headers", 0 },
  { "drip", "/drip-headers", 0 },
  { "body", "/stall/a.bin", 50000 },
  { "slow", "/slow/a.bin", 1 },
  { "chunked", "/chunked/a.bin?rate=10000", 1 },
  { "redirected", "/redirect?to=/stall-headers", 0 },
};

static void
test_stop (gconstpointer data)
{
  const Stop *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (30);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, row->path);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);
  gint64 began_usec;

  dp_test_run_until (dp_test_server_get_n_requests (fixture->server, NULL) >= 1);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) >= row->at_bytes);
  began_usec = g_get_monotonic_time ();
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  dp_test_assert_soon (began_usec);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_STOPPED);
  if (row->at_bytes > 0)
    {
      g_assert_cmpuint (fetch->outcome->partial->safe.covered_bytes, >=, row->at_bytes);
      dp_engine_fixture_assert_files (fixture, "a.bin.part");
      dp_engine_fixture_assert_content (fixture, "a.bin.part", 1,
                                        fetch->outcome->partial->safe.covered_bytes);
    }
  else
    dp_engine_fixture_assert_files (fixture, "");
}

static void
test_stop_before_start (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (30);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, "/file/a.bin");
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  if (fetch->outcome->kind == DP_OUTCOME_DONE)
    return; /* it was quicker */
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_STOPPED);
}

/* Nobody answers a SYN where the queue of a listening socket is full. */
static void
test_stop_connecting (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (30);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GPtrArray) fill = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *url = NULL;
  g_autoptr (DpTestFetch) fetch = NULL;
  gint64 began_usec;

  g_socket_set_listen_backlog (listener, 0);
  g_assert_true (g_socket_bind (listener, any, FALSE, NULL) && g_socket_listen (listener, NULL));
  address = g_socket_get_local_address (listener, NULL);
  for (guint i = 0; i < 4; i++)
    {
      GSocket *socket =
          g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (socket, FALSE);
      g_socket_connect (socket, address, NULL, NULL);
      g_ptr_array_add (fill, socket);
    }
  url = g_strdup_printf ("http://127.0.0.1:%u/a.bin",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  fetch = dp_test_fetch_start (fixture, url, NULL);
  for (guint i = 0; i < 20; i++)
    dp_test_iterate ();
  g_assert_null (fetch->outcome);
  began_usec = g_get_monotonic_time ();
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  dp_test_assert_soon (began_usec);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_STOPPED);
  dp_engine_fixture_assert_files (fixture, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

#define ADD_ROWS(rows, func)                                                         \
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)                                    \
    {                                                                                \
      g_autofree char *path = g_strdup_printf ("/fetch/" #func "/%s", rows[i].name); \
      g_test_add_data_func (path, &rows[i], test_##func);                            \
    }
  ADD_ROWS (named_rows, named);
  ADD_ROWS (refused_rows, refused);
  ADD_ROWS (stop_rows, stop);
  g_test_add_func ("/fetch/same-name", test_same_name);
  g_test_add_func ("/fetch/page-wanted", test_page_wanted);
  g_test_add_func ("/fetch/packed", test_packed);
  g_test_add_func ("/fetch/folder-is-file", test_folder_is_file);
  g_test_add_func ("/fetch/no-room", test_no_room);
  g_test_add_func ("/fetch/part-removed", test_part_removed);
  g_test_add_func ("/fetch/name-taken-meanwhile", test_name_taken_meanwhile);
  g_test_add_func ("/fetch/stop-before-start", test_stop_before_start);
  g_test_add_func ("/fetch/stop-connecting", test_stop_connecting);

  return g_test_run ();
}
