/* test-http-collect.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting until the kernel has collected enough: never for more than comes, never for long, and
 * nothing of it is left for the next answer.
 */

#include "dp-http-collect.h"

#include <string.h>
#include <sys/socket.h>

#include "dp-engine-fixture.h"
#include "dp-script-server.h"

#define ENOUGH_BYTES 49152
#define TIMEOUT_SEC  30

/* One who waits, and the one who sends */

typedef struct
{
  DpFibers *fibers;            /* (owned) */
  DpHttpClient *client;        /* (owned) */
  GSocketConnection *receiver; /* (owned) */
  GSocketConnection *sender;   /* (owned) */
  GInputStream *wire;          /* (owned) */
  DpHttpCollect collect;
  guint64 most_bytes;
  gboolean is_timed_out;
} Line;

static void
line_init (Line *self, guint timeout_sec)
{
  static DpHttpOptions options;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  options.timeout_sec = timeout_sec;
  *self = (Line){ .fibers = dp_fibers_new (g_main_context_default ()) };
  self->client = dp_http_client_new (g_main_context_default (), &options);
  self->receiver = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  self->sender = g_socket_listener_accept (listener, NULL, NULL, NULL);
  self->wire =
      g_buffered_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->receiver)));
  dp_http_collect_init (&self->collect, self->client, self->wire, self->wire);
}

static void
line_clear (Line *self)
{
  dp_http_collect_end (&self->collect);
  g_object_unref (self->wire);
  g_object_unref (self->receiver);
  g_clear_object (&self->sender);
  dp_http_client_free (self->client);
  dp_fibers_free (self->fibers);
}

static void
send_bytes (Line *self, gsize n_bytes)
{
  g_autofree char *bytes = g_strnfill (n_bytes, 'x');

  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->sender)), bytes,
                                 n_bytes, NULL, NULL, NULL));
}

static int
get_mark_bytes (Line *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->receiver);
  int bytes = 0;

  g_assert_true (g_socket_get_option (socket, SOL_SOCKET, SO_RCVLOWAT, &bytes, NULL));
  return bytes;
}

static void
wait_fiber (gpointer data)
{
  Line *self = data;
  DpHttpWait wait;

  dp_http_wait_init (&wait, self->client);
  dp_http_wait_begin (&wait, NULL);
  dp_http_collect_wait (&self->collect, &wait, self->most_bytes);
  self->is_timed_out = wait.is_timed_out;
  dp_http_wait_end (&wait);
  dp_http_wait_clear (&wait);
}

/* Returns whether the kernel said that there is enough. */
static gboolean
wait_for_bytes (Line *self, guint64 most_bytes)
{
  self->most_bytes = most_bytes;
  dp_fibers_start (self->fibers, wait_fiber, self);
  while (dp_fibers_get_size (self->fibers) > 0)
    {
      dp_fibers_resume (self->fibers);
      if (dp_fibers_get_size (self->fibers) > 0)
        dp_fibers_sleep (self->fibers, G_MAXINT64);
    }
  return self->collect.is_readable;
}

static void
test_enough (void)
{
  static const struct
  {
    gsize sent_bytes;
    guint64 most_bytes;
    gboolean is_enough;
    int mark_bytes;
  } rows[] = {
    { ENOUGH_BYTES, G_MAXUINT64, TRUE, ENOUGH_BYTES },
    { ENOUGH_BYTES + 1, 10 * ENOUGH_BYTES, TRUE, ENOUGH_BYTES },
    { ENOUGH_BYTES - 1, 10 * ENOUGH_BYTES, FALSE, ENOUGH_BYTES },
    { 300, G_MAXUINT64, FALSE, ENOUGH_BYTES },
    { 0, G_MAXUINT64, FALSE, ENOUGH_BYTES },
    /* All that is to come. */
    { 300, 300, TRUE, 300 },
    { 300, 301, FALSE, 301 },
    { 1, 1, TRUE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 began_usec = g_get_monotonic_time ();
      Line line;

      line_init (&line, TIMEOUT_SEC);
      send_bytes (&line, rows[i].sent_bytes);
      g_assert_cmpint (wait_for_bytes (&line, rows[i].most_bytes), ==, rows[i].is_enough);
      g_assert_cmpint (get_mark_bytes (&line), ==, rows[i].mark_bytes);
      /* It comes back, and that is no time-out. */
      g_assert_false (line.is_timed_out);
      dp_test_assert_soon (began_usec);
      dp_http_collect_end (&line.collect);
      g_assert_cmpint (get_mark_bytes (&line), ==, 1);
      line_clear (&line);
    }
}

/* TLS may hold the beginning of a record; what is behind it need not be as much. */
static void
test_tls_record (void)
{
  Line line;

  line_init (&line, TIMEOUT_SEC);
  line.collect.is_direct = FALSE;
  send_bytes (&line, 300);
  g_assert_true (wait_for_bytes (&line, 300 + 16384));
  g_assert_false (wait_for_bytes (&line, 10 * ENOUGH_BYTES));
  g_assert_cmpint (get_mark_bytes (&line), ==, ENOUGH_BYTES);
  line_clear (&line);
}

/* The socket is found below TLS, too. */
static void
test_tls_socket (void)
{
  Line line;
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GInputStream) wire = NULL;

  line_init (&line, TIMEOUT_SEC);
  g_assert_true (line.collect.is_direct);
  tls = g_tls_client_connection_new (G_IO_STREAM (line.receiver), NULL, NULL);
  dp_http_collect_remember_socket (tls);
  wire = g_buffered_input_stream_new (g_io_stream_get_input_stream (tls));
  dp_http_collect_init (&line.collect, line.client, wire, wire);
  g_assert_false (line.collect.is_direct);
  g_assert_cmpint (dp_http_watch_get_fd (line.collect.watch), ==,
                   g_socket_get_fd (g_socket_connection_get_socket (line.receiver)));
  line_clear (&line);
}

static void
test_silence (void)
{
  Line line;

  line_init (&line, 1);
  g_assert_false (wait_for_bytes (&line, 1));
  g_assert_true (line.is_timed_out);
  line_clear (&line);
}

static void
test_farewell (void)
{
  Line line;

  line_init (&line, TIMEOUT_SEC);
  send_bytes (&line, 300);
  g_clear_object (&line.sender);
  g_assert_true (wait_for_bytes (&line, G_MAXUINT64));
  line_clear (&line);
}

static gboolean
on_end_of_look (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Who is kept awake runs thousands of times. */
static void
assert_rests (void)
{
  gboolean is_over = FALSE;
  guint n_runs = 0;

  g_timeout_add (100, on_end_of_look, &is_over);
  for (; !is_over; n_runs++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_runs, <, 50);
}

/* A connection that breaks while nobody waits must not keep the lane awake. */
static void
test_broken_meanwhile (void)
{
  Line line;
  GSocket *socket;
  struct linger at_once = { 1, 0 };

  line_init (&line, TIMEOUT_SEC);
  send_bytes (&line, 1);
  g_assert_true (wait_for_bytes (&line, 1));
  socket = g_socket_connection_get_socket (line.sender);
  g_assert_cmpint (
      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), ==,
      0);
  g_clear_object (&line.sender);
  assert_rests ();
  /* Who waits hears of it nevertheless. */
  g_assert_true (wait_for_bytes (&line, G_MAXUINT64));
  line_clear (&line);
}

/* Whole files */

#define SLOW_BYTES  1000000
#define FIRST_BYTES 400000
#define FEW_BYTES   30

static GMutex stage_lock;
static GCond stage_cond;
static guint stage;

static void
set_stage (guint number)
{
  g_mutex_lock (&stage_lock);
  stage = number;
  g_cond_broadcast (&stage_cond);
  g_mutex_unlock (&stage_lock);
}

static void
wait_for_stage (guint number)
{
  g_mutex_lock (&stage_lock);
  while (stage < number)
    g_cond_wait (&stage_cond, &stage_lock);
  g_mutex_unlock (&stage_lock);
}

/* A few bytes of many, and the rest only when they have been seen. */
static void
answer_slowly (guint nth, const char *request, GSocketConnection *connection)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *head =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %u\r\n\r\n", SLOW_BYTES);
  g_autofree char *bytes = g_strnfill (SLOW_BYTES, 'x');

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (out, bytes, FIRST_BYTES, NULL, NULL, NULL);
  wait_for_stage (1);
  g_output_stream_write_all (out, bytes, FEW_BYTES, NULL, NULL, NULL);
  wait_for_stage (2);
  g_output_stream_write_all (out, bytes, SLOW_BYTES - FIRST_BYTES - FEW_BYTES, NULL, NULL, NULL);
}

static void
test_slow (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (DP_TEST_DEADLINE_SEC + 10);
  g_autoptr (DpScriptServer) server = dp_script_server_new_func (answer_slowly);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
  g_autoptr (DpTestFetch) fetch = NULL;
  DpCounter *counter;

  fixture->n_segments = 1;
  fetch = dp_test_fetch_start (fixture, url, NULL);
  counter = fetch->transfer->counter;
  dp_test_run_until (dp_counter_get_received (counter) == FIRST_BYTES);
  set_stage (1);
  dp_test_run_until (dp_counter_get_received (counter) == FIRST_BYTES + FEW_BYTES);
  set_stage (2);
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_done (fetch, SLOW_BYTES);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

#define WHOLE_BYTES 200000
#define LAST_BYTES  100
#define PAUSE_USEC  (5 * 1000)
#define QUICK_USEC  (80 * 1000)

/* The last bytes come while we wait for more. */
static void
answer_haltingly (guint nth, const char *request, GSocketConnection *connection)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *head =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %u\r\n\r\n", WHOLE_BYTES);
  g_autofree char *bytes = g_strnfill (WHOLE_BYTES, 'x');
  char byte;

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (out, bytes, WHOLE_BYTES - LAST_BYTES, NULL, NULL, NULL);
  g_usleep (PAUSE_USEC); /* the misbehaviour, not a hope */
  g_output_stream_write_all (out, bytes, LAST_BYTES, NULL, NULL, NULL);
  /* The farewell would wake the other end; so that comes first. */
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1, NULL,
                       NULL);
}

/* Not a tenth of a second for each file: the first quick one shows it, however busy the machine is. */
static void
test_last_bytes (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new_func (answer_haltingly);
  gint64 quickest_usec = G_MAXINT64;

  for (guint i = 0; i < 60 && quickest_usec >= QUICK_USEC; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%02u.bin", i);
      g_autofree char *url = dp_script_server_dup_url (server, path);
      gint64 began_usec = g_get_monotonic_time ();
      g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);

      dp_test_fetch_wait (fetch);
      dp_test_fetch_assert_done (fetch, WHOLE_BYTES);
      quickest_usec = MIN (quickest_usec, g_get_monotonic_time () - began_usec);
      g_clear_pointer (&fixture->lanes, dp_lanes_free);
      fixture->lanes = dp_lanes_new (&(DpHttpOptions){ .timeout_sec = 5 });
    }
  g_test_message ("%" G_GINT64_FORMAT " µs", quickest_usec);
  g_assert_cmpint (quickest_usec, <, QUICK_USEC);
}

static void
trust_test_ca (DpEngineFixture *fixture)
{
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  const DpHttpOptions options = { 5, database };

  dp_test_server_free (fixture->server);
  fixture->server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
}

/* What an answer leaves behind must not reach the next one, and costs its connection only if it
 * must. */
static void
test_next_answer (gconstpointer data)
{
  static const struct
  {
    const char *path;
    guint n_connections; /* for all of them */
  } rows[] = {
    { "/file/a.bin?rate=1000000", 1 },
    { "/chunked/a.bin", 1 },
    { "/chunked/a.bin?rate=1000000", 1 },
    { "/chunked/a.bin?trailers=1&extensions=1", 1 },
    { "/chunked/a.bin?size=0", 1 },
    { "/chunked/a.bin?behind=x", 3 },
    { "/chunked/a.bin?behind=HTTP/1.1%20200%20OK%0d%0aContent-Length:%202%0d%0a%0d%0ano", 3 },
    { "/chunked-cut/a.bin?at=final", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const paths[] = { rows[i].path, "/file/b.bin?size=100", rows[i].path,
                                    "/file/c.bin?size=100" };
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);

      if (data != NULL)
        trust_test_ca (fixture);
      for (guint j = 0; j < G_N_ELEMENTS (paths); j++)
        {
          g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, paths[j], NULL);

          if (j % 2 == 1)
            dp_test_fetch_assert_done (fetch, 100);
        }
      g_test_message ("%s", rows[i].path);
      g_assert_cmpuint (dp_test_server_get_n_connections (fixture->server), ==,
                        rows[i].n_connections);
      g_clear_pointer (&fixture->lanes, dp_lanes_free);
      dp_test_run_until (dp_test_server_get_n_open_connections (fixture->server) == 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-collect/enough", test_enough);
  g_test_add_func ("/http-collect/tls-record", test_tls_record);
  g_test_add_func ("/http-collect/tls-socket", test_tls_socket);
  g_test_add_func ("/http-collect/silence", test_silence);
  g_test_add_func ("/http-collect/farewell", test_farewell);
  g_test_add_func ("/http-collect/broken-meanwhile", test_broken_meanwhile);
  g_test_add_func ("/http-collect/slow", test_slow);
  g_test_add_func ("/http-collect/last-bytes", test_last_bytes);
  g_test_add_data_func ("/http-collect/next-answer/plain", NULL, test_next_answer);
  g_test_add_data_func ("/http-collect/next-answer/tls", "", test_next_answer);

  return g_test_run ();
}
