/* test-http-raw.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What libsoup could not read is read all the same; on plain connections (the table of names has more of
 * that) and above TLS.
 */

#include "dp-http-raw.h"

#include <string.h>

#include "dp-engine-fixture.h"

#define MAX_SIZE (8 * 1024)
#define LOST     "\xEF\xBF\xBD"
#define BLOCK(v) "HTTP/1.1 200 OK\r\nA: b\r\n" v "\r\n\r\n"

typedef struct
{
  const char *heard;
  const char *value; /* of "Name" */
  const char *mended;
} Row;

static const Row rows[] = {
  { BLOCK ("Name: caf\xe9"), "caf" LOST, "caf\xe9" },
  { BLOCK ("NAME:caf\xe9\t "), "caf" LOST, "caf\xe9" },
  { BLOCK ("name: \xe8\r\nNamen: \xe7\r\nX-Name: \xe9"), LOST, "\xe8" },
  { BLOCK ("Name: a\xff\xfe z"), "a" LOST LOST " z", "a\xff\xfe z" },
  { BLOCK ("Name: a;\r\n\t b=\xe9"), "a; b=" LOST, "a; b=\xe9" },
  { "HTTP/1.1 200 OK\nName: \xe9\n\n", LOST, "\xe9" },
  { "HTTP/1.1 103 Hints\r\nName: \xe8\r\n\r\n" BLOCK ("Name: \xe9"), LOST, "\xe9" },
  { BLOCK ("Name: \xe9") "Name: \xe8\r\n\r\n", LOST, "\xe9" },
  { BLOCK ("Name: \xe9\r\nName: b\xe9"), "b" LOST, "b\xe9" },
  /* It is what it looks like, or nobody knows. */
  { BLOCK ("Name: " LOST), LOST, LOST },
  { BLOCK ("Name: caf\xe9"), "caf" LOST LOST, "caf" LOST LOST },
  { BLOCK ("Name: caf\xe9"), "tea", "tea" },
  { BLOCK ("Nam: \xe9"), LOST, LOST },
  { "Name", LOST, LOST },
  { "Name:", LOST, LOST },
  { "\r", LOST, LOST },
  { "\r\n", LOST, LOST },
  { "", LOST, LOST },
};

static GIOStream *
open_connection (const char *bytes)
{
  g_autoptr (GInputStream) in = g_memory_input_stream_new_from_data (bytes, -1, NULL);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  return g_simple_io_stream_new (in, out);
}

/* As libsoup does it. */
static void
read_all (GInputStream *stream, gsize size)
{
  g_autofree char *buffer = g_malloc (size);

  while (g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, size,
                                                   NULL, NULL) > 0)
    ;
}

static void
check (const char *heard, gsize size, const char *value, const char *mended)
{
  g_autoptr (GIOStream) connection = open_connection (heard);
  GInputStream *stream = g_io_stream_get_input_stream (connection);
  g_autofree char *name = g_strdup (value);

  dp_http_raw_listen (connection);
  read_all (stream, size);
  dp_http_raw_mend (stream, "Name", &name);
  g_assert_cmpstr (name, ==, mended);
}

static void
test_rows (void)
{
  static const gsize sizes[] = { 1, 7, MAX_SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      check (rows[i].heard, sizes[j], rows[i].value, rows[i].mended);
}

/* What is read in large pieces is a body, and nobody keeps it. */
static void
test_body (void)
{
  check (BLOCK ("Name: \xe9"), MAX_SIZE + 1, LOST, LOST);
}

static void
test_bounded (void)
{
  g_autoptr (GString) heard = g_string_new ("HTTP/1.1 200 OK\r\n");

  for (guint i = 0; i < 100000; i++)
    g_string_append (heard, "A: b\r\n");
  g_string_append (heard, "Name: \xe9\r\n\r\n");
  check (heard->str, MAX_SIZE, LOST, LOST);
}

/* Each answer for itself; and to a stream that nobody listens to nothing happens. */
static void
test_forgotten (void)
{
  g_autoptr (GIOStream) connection = open_connection (BLOCK ("Name: \xe9"));
  g_autoptr (GIOStream) other = open_connection (BLOCK ("Name: \xe9"));
  GInputStream *stream = g_io_stream_get_input_stream (connection);
  g_autofree char *name = g_strdup (LOST);
  char *none = NULL;

  dp_http_raw_listen (connection);
  read_all (stream, MAX_SIZE);
  dp_http_raw_mend (stream, "Name", &none);
  g_assert_null (none);
  dp_http_raw_forget (stream);
  dp_http_raw_mend (stream, "Name", &name);
  g_assert_cmpstr (name, ==, LOST);

  stream = g_io_stream_get_input_stream (other);
  read_all (stream, MAX_SIZE);
  dp_http_raw_mend (stream, "Name", &name);
  dp_http_raw_forget (stream);
  g_assert_cmpstr (name, ==, LOST);
}

static void
test_tls (void)
{
  static const char *const paths[] = { "/file/a?name=caf%e9.txt", "/file/b?name=caf%e8.txt" };
  static const char *const names[] = { "caf\xc3\xa9.txt", "caf\xc3\xa8.txt" };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  const DpHttpOptions options = { 5, database };

  dp_test_server_free (fixture->server);
  fixture->server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[i], NULL);
      g_autofree char *path = dp_engine_fixture_dup_path (fixture, names[i]);

      g_assert_cmpstr (fetch->outcome->path, ==, path);
    }
}

/* Whose last piece has an empty line, as the end of headers has. */
static guint64
find_seed (void)
{
  guint8 piece[4000];

  for (guint64 seed = 1;; seed++)
    {
      dp_test_body_fill (seed, 12000, piece, sizeof piece);
      if (memmem (piece, sizeof piece, "\n\n", 2) != NULL)
        return seed;
    }
}

/* What was read for another file on the same connection is nothing to the next answer. */
static void
test_behind_body (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *before =
      g_strdup_printf ("/file/a?size=16000&seed=%" G_GUINT64_FORMAT, find_seed ());
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "caf\xc3\xa9.txt");
  g_autoptr (DpTestFetch) first = dp_test_fetch_run (fixture, before, NULL);
  g_autoptr (DpTestFetch) second = dp_test_fetch_run (fixture, "/file/b?name=caf%e9.txt", NULL);

  g_assert_nonnull (first->outcome->path);
  g_assert_cmpstr (second->outcome->path, ==, path);
  g_assert_cmpuint (dp_test_server_get_n_connections (fixture->server), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-raw/rows", test_rows);
  g_test_add_func ("/http-raw/body", test_body);
  g_test_add_func ("/http-raw/bounded", test_bounded);
  g_test_add_func ("/http-raw/forgotten", test_forgotten);
  g_test_add_func ("/http-raw/tls", test_tls);
  g_test_add_func ("/http-raw/behind-body", test_behind_body);
  return g_test_run ();
}
