/* test-cases-network.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Servers with which there is no talking HTTP at all: not there, or not what they should be under
 * TLS.  Each is a clear failure, in time, without a file; or it is got around.
 */

#include "dp-fetch.h"

#include <string.h>

#include "dp-engine-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

/* What a server says to a client that greets it with TLS. */
typedef struct
{
  const char *name;
  const char *bytes;
  gsize n_bytes;
  gboolean is_silent; /* afterwards, instead of leaving */
  DpOutcomeKind kind;
  const char *words;
} Greeting;

#define BYTES(text) text, sizeof text - 1

static const Greeting greetings[] = {
  { "leaves", BYTES (""), FALSE, DP_OUTCOME_DROPPED, "broke off: " },
  { "silent", BYTES (""), TRUE, DP_OUTCOME_DROPPED, "sent nothing for 1 second" },
  { "silent-half-record", BYTES ("\x16\x03\x03\x10\x00\x02"), TRUE, DP_OUTCOME_DROPPED,
    "sent nothing for 1 second" },
  { "plain-http", BYTES ("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), FALSE,
    DP_OUTCOME_DROPPED, "broke off: " },
  { "garbage", BYTES ("\x01\x02\xfe\xff\x00garbage garbage garbage"), FALSE, DP_OUTCOME_DROPPED,
    "broke off: " },
  { "ssh", BYTES ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), FALSE, DP_OUTCOME_DROPPED, "broke off: " },
  { "alert-handshake", BYTES ("\x15\x03\x03\x00\x02\x02\x28"), FALSE, DP_OUTCOME_DROPPED,
    "broke off: " },
  { "alert-protocol", BYTES ("\x15\x03\x01\x00\x02\x02\x46"), FALSE, DP_OUTCOME_DROPPED,
    "broke off: " },
  /* A server's greeting in TLS 1.0. */
  { "tls-1.0",
    BYTES ("\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01"
           "abcdefghijklmnopqrstuvwxyz012345"
           "\x00\x00\x2f\x00"),
    FALSE, DP_OUTCOME_DROPPED, "broke off: " },
  { "record-too-large", BYTES ("\x16\x03\x03\xff\xff\x02\x00\x00\x26"), FALSE, DP_OUTCOME_DROPPED,
    "broke off: " },
};

static gboolean
on_greeted (GThreadedSocketService *service,
            GSocketConnection *connection,
            GObject *source,
            gpointer user_data)
{
  const Greeting *row = user_data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char buffer[4096];

  if (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL) > 0 &&
      g_output_stream_write_all (out, row->bytes, row->n_bytes, NULL, NULL, NULL) && row->is_silent)
    while (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL) > 0)
      ;
  return TRUE;
}

static void
test_greeting (gconstpointer data)
{
  const Greeting *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (row->is_silent ? 1 : 30);
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (4);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/a.bin", port);
  g_autoptr (DpTestFetch) fetch = NULL;
  gint64 began_usec = g_get_monotonic_time ();

  g_signal_connect (service, "run", G_CALLBACK (on_greeted), (gpointer) row);
  g_socket_service_start (service);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_failed (fetch, row->kind, row->words);
  dp_engine_fixture_assert_files (fixture, "");
  dp_test_assert_soon (began_usec);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

/* Certificates */

typedef struct
{
  const char *name;
  DpTestServerFlags flags;
  gboolean is_trusted;
  const char *host;
  const char *words; /* NULL: good */
} Certificate;

static const Certificate certificates[] = {
  { "good", DP_TEST_SERVER_TLS, TRUE, "127.0.0.1", NULL },
  { "good-name", DP_TEST_SERVER_TLS, TRUE, "localhost", NULL },
  { "unknown-authority", DP_TEST_SERVER_TLS, FALSE, "127.0.0.1", "can't prove who it is" },
  { "wrong-host", DP_TEST_SERVER_TLS | DP_TEST_SERVER_WRONG_HOST, TRUE, "127.0.0.1",
    "can't prove who it is" },
  { "expired", DP_TEST_SERVER_TLS | DP_TEST_SERVER_EXPIRED, TRUE, "127.0.0.1",
    "can't prove who it is" },
  { "self-signed", DP_TEST_SERVER_TLS | DP_TEST_SERVER_SELF_SIGNED, TRUE, "127.0.0.1",
    "can't prove who it is" },
  { "expired-and-unknown", DP_TEST_SERVER_TLS | DP_TEST_SERVER_EXPIRED, FALSE, "localhost",
    "can't prove who it is" },
};

static void
test_certificate (gconstpointer data)
{
  const Certificate *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  const DpHttpOptions options = { .timeout_sec = 5, .tls_database = database };
  g_autofree char *url = NULL;
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_free (fixture->server);
  fixture->server = dp_test_server_new (row->flags, NULL);
  if (row->is_trusted)
    {
      dp_lanes_free (fixture->lanes);
      fixture->lanes = dp_lanes_new (&options);
    }
  url = g_strdup_printf ("https://%s:%u/file/a.bin", row->host,
                         dp_test_server_get_port (fixture->server));
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_fetch_wait (fetch);
  if (row->words == NULL)
    {
      dp_test_fetch_assert_done (fetch, SIZE);
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
      return;
    }
  /* The person may know that server all the same. */
  dp_test_fetch_assert_failed (fetch, DP_OUTCOME_ASKS, row->words);
  dp_engine_fixture_assert_files (fixture, "");
  g_assert_cmpuint (dp_test_server_get_n_requests (fixture->server, NULL), ==, 0);
}

/* Not there */

typedef struct
{
  const char *name;
  const char *url; /* with the port of the server, or of nobody */
  gboolean is_nobody;
  const char *words; /* NULL: good */
} Place;

static const Place places[] = {
  { "refused", "http://127.0.0.1:%u/file/a.bin", TRUE, "takes no connections" },
  { "refused-tls", "https://127.0.0.1:%u/file/a.bin", TRUE, "takes no connections" },
  { "refused-v6", "http://[::1]:%u/file/a.bin", FALSE, "" }, /* the server knows IPv4 alone */
  { "unknown", "http://no-such-host.invalid:%u/file/a.bin", FALSE, "no-such-host.invalid" },
  { "tls-to-plain", "https://127.0.0.1:%u/file/a.bin", FALSE, "" },
  /* Two addresses, and nobody listens at the first. */
  { "dead-first-address", "http://localhost:%u/file/a.bin", FALSE, NULL },
};

static void
test_place (gconstpointer data)
{
  const Place *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (2);
  guint16 port = dp_test_server_get_port (fixture->server);
  g_auto (GStrv) around = g_strsplit (row->url, "%u", 2);
  g_autofree char *url = g_strdup_printf ("%s%u%s", around[0], port, around[1]);
  g_autoptr (DpTestFetch) fetch = NULL;

  if (row->is_nobody)
    dp_test_server_stop (fixture->server);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_fetch_wait (fetch);
  if (row->words == NULL)
    {
      dp_test_fetch_assert_done (fetch, SIZE);
      dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE);
      return;
    }
  g_assert_cmpint (fetch->outcome->kind, !=, DP_OUTCOME_DONE);
  dp_test_assert_has (fetch->outcome->reason, row->words);
  dp_engine_fixture_assert_files (fixture, "");
}

/* A connection that is kept, and that the server ends before the next request or with it. */
static void
test_kept_connection (void)
{
  static const char *const firsts[] = { "/file/0.bin", "/cut/0.bin?after=100000",
                                        "/reset/0.bin?after=100000" };

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpTestFetch) first = dp_test_fetch_run (fixture, firsts[i], NULL);
      g_autoptr (DpTestFetch) second = dp_test_fetch_run (fixture, "/file/1.bin", NULL);

      dp_test_fetch_assert_done (first, SIZE);
      dp_test_fetch_assert_done (second, SIZE);
      dp_engine_fixture_assert_files (fixture, "0.bin|1.bin");
      dp_engine_fixture_assert_content (fixture, "1.bin", 1, SIZE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

#define ADD_ROWS(rows, func)                                                                 \
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)                                            \
    {                                                                                        \
      g_autofree char *path = g_strdup_printf ("/cases-network/" #func "/%s", rows[i].name); \
      g_test_add_data_func (path, &rows[i], test_##func);                                    \
    }
  ADD_ROWS (greetings, greeting);
  ADD_ROWS (certificates, certificate);
  ADD_ROWS (places, place);
  g_test_add_func ("/cases-network/kept-connection", test_kept_connection);

  return g_test_run ();
}
