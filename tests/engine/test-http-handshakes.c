/* test-http-handshakes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the turns are worth to files that come over TLS: shown by a server that counts who greets it at
 * once.
 */

#include "dp-http-turn.h"

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-turn-fixture.h"

/* Many hosts: each a port of its own */

typedef struct
{
  /* One for each port: GLib 2.74 loses one of two connections that come at once to two ports. */
  GPtrArray *services; /* (owned) (element-type GSocketService) */
  GTlsCertificate *certificate;
  GPtrArray *urls; /* (owned) (element-type utf8) */
  GCancellable *cancellable;
  gint64 began_usec;
  gboolean is_silent;
  gint n_greeted;     /* atomic: connected, and the handshake has not begun */
  gint max_n_greeted; /* atomic: before anybody could lose patience */
  gint n_threads;     /* atomic */
} Hosts;

/* What makes it sure that they would meet: as long as it is far to most servers. */
#define FAR_USEC (10 * MSEC)

static void
answer (Hosts *self, GSocketConnection *connection)
{
  static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
  g_autoptr (GIOStream) secure =
      g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  char buffer[4096];

  if (g_input_stream_read (g_io_stream_get_input_stream (secure), buffer, sizeof buffer,
                           self->cancellable, NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (secure), text, strlen (text), NULL,
                               self->cancellable, NULL);
  g_io_stream_close (secure, self->cancellable, NULL);
}

static void
count_greeted (Hosts *self)
{
  gint n = g_atomic_int_add (&self->n_greeted, 1) + 1;
  gint max;

  if (g_get_monotonic_time () - self->began_usec >= PATIENCE_USEC)
    return;
  do
    max = g_atomic_int_get (&self->max_n_greeted);
  while (n > max && !g_atomic_int_compare_and_exchange (&self->max_n_greeted, max, n));
}

static gboolean
on_greeted (GThreadedSocketService *service,
            GSocketConnection *connection,
            GObject *source,
            gpointer user_data)
{
  Hosts *self = user_data;

  g_atomic_int_inc (&self->n_threads);
  count_greeted (self);
  if (self->is_silent)
    {
      GPollFD fd;

      g_assert_true (g_cancellable_make_pollfd (self->cancellable, &fd));
      g_poll (&fd, 1, -1);
      g_cancellable_release_fd (self->cancellable);
    }
  else
    g_usleep (FAR_USEC);
  /* Before the client can have done its part, and give back its turn. */
  g_atomic_int_add (&self->n_greeted, -1);
  if (!self->is_silent)
    answer (self, connection);
  g_atomic_int_add (&self->n_threads, -1);
  return TRUE;
}

static Hosts *
hosts_new (guint n_hosts, gboolean is_silent)
{
  Hosts *self = g_new0 (Hosts, 1);
  g_autofree char *folder = g_path_get_dirname (dp_test_server_get_ca_path ());
  g_autofree char *path = g_build_filename (folder, "server.pem", NULL);

  self->began_usec = g_get_monotonic_time ();
  self->is_silent = is_silent;
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
  self->certificate = g_tls_certificate_new_from_file (path, NULL);
  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  g_assert_nonnull (self->certificate);
  for (guint i = 0; i < n_hosts; i++)
    {
      GSocketService *service = g_threaded_socket_service_new (4);
      guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

      g_signal_connect (service, "run", G_CALLBACK (on_greeted), self);
      g_ptr_array_add (self->services, service);
      g_ptr_array_add (self->urls, g_strdup_printf ("https://127.0.0.1:%u/%u.bin", port, i));
    }
  return self;
}

static void
hosts_free (Hosts *self)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      g_socket_service_stop (self->services->pdata[i]);
      g_socket_listener_close (self->services->pdata[i]);
    }
  g_cancellable_cancel (self->cancellable);
  dp_test_run_until (g_atomic_int_get (&self->n_threads) == 0);
  g_ptr_array_unref (self->services);
  g_object_unref (self->certificate);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->urls);
  g_free (self);
}

static DpEngineFixture *
fixture_trusting_test_ca (void)
{
  DpEngineFixture *fixture = dp_engine_fixture_new (20);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  const DpHttpOptions options = { .timeout_sec = 20, .tls_database = database };

  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
  return fixture;
}

/* A server that is stopped while it reads leaks, in glib-networking. */
static void
hang_up (DpEngineFixture *fixture, DpTestServer *server)
{
  g_clear_pointer (&fixture->lanes, dp_lanes_free);
  dp_test_run_until (dp_test_server_get_n_open_connections (server) == 0);
}

static GPtrArray *
fetch_all (DpEngineFixture *fixture, Hosts *hosts)
{
  GPtrArray *fetches = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_test_fetch_free);

  for (guint i = 0; i < hosts->urls->len; i++)
    g_ptr_array_add (fetches, dp_test_fetch_start (fixture, hosts->urls->pdata[i], NULL));
  return fetches;
}

/* How many there were at once before anybody could lose patience; 0: none, so busy is the machine. */
static gint
greet_all (void)
{
  gint max_n_greeted;
  guint n_hosts = MAX (12, 2 * g_get_num_processors ());
  g_autoptr (DpEngineFixture) fixture = fixture_trusting_test_ca ();
  Hosts *hosts = hosts_new (n_hosts, FALSE);
  g_autoptr (GPtrArray) fetches = fetch_all (fixture, hosts);

  for (guint i = 0; i < n_hosts; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.bin", i);

      dp_test_fetch_wait (fetches->pdata[i]);
      dp_test_fetch_assert_done (fetches->pdata[i], 2);
      dp_engine_fixture_assert_text (fixture, name, "ok");
    }
  max_n_greeted = hosts->max_n_greeted;
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, 0);
  hosts_free (hosts);
  return max_n_greeted;
}

static void
test_at_once (void)
{
  gint max_n_greeted = 0;

  for (guint i = 0; i < 10 && max_n_greeted == 0; i++)
    max_n_greeted = greet_all ();
  g_assert_cmpint (max_n_greeted, >=, 1);
  g_assert_cmpint (max_n_greeted, <=, g_get_num_processors ());
}

/* Hosts that never greet back have every turn, and then one comes that does. */
static void
test_silent (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_trusting_test_ca ();
  Hosts *silent = hosts_new (g_get_num_processors (), TRUE);
  Hosts *good = hosts_new (1, FALSE);
  g_autoptr (GPtrArray) silent_fetches = fetch_all (fixture, silent);
  g_autoptr (GPtrArray) good_fetches = NULL;
  gint64 began_usec;

  dp_test_run_until (g_atomic_int_get (&silent->n_greeted) == (gint) g_get_num_processors ());
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, g_get_num_processors ());
  began_usec = g_get_monotonic_time ();
  good_fetches = fetch_all (fixture, good);
  dp_test_fetch_wait (good_fetches->pdata[0]);
  dp_test_fetch_assert_done (good_fetches->pdata[0], 2);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <, PATIENCE_USEC + QUICK_USEC);

  for (guint i = 0; i < silent_fetches->len; i++)
    {
      DpTestFetch *fetch = silent_fetches->pdata[i];

      g_cancellable_cancel (fetch->cancellable);
      dp_test_fetch_wait (fetch);
    }
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, 0);
  dp_engine_fixture_assert_text (fixture, "0.bin", "ok");
  hosts_free (silent);
  hosts_free (good);
}

static void
test_cancel_fetch (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_trusting_test_ca ();
  Hosts *hosts = hosts_new (1, FALSE);
  DpHttpTurn *turns = dp_turn_fixture_take_all ();
  g_autoptr (DpTestFetch) fetch = NULL;
  gint64 began_usec;
  DpTurnWalker walker;
  DpTurnRoom room;

  dp_turn_room_init (&room);
  dp_turn_walker_start_patient (&walker, &room);
  fetch = dp_test_fetch_start (fixture, hosts->urls->pdata[0], NULL);
  dp_test_run_until (dp_http_turn_get_n_waiting () == 2);
  began_usec = g_get_monotonic_time ();
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_STOPPED);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <, QUICK_USEC);
  g_assert_cmpuint (dp_http_turn_get_n_waiting (), ==, 1);
  g_assert_cmpuint (dp_turn_fixture_count_mine (turns), ==, g_get_num_processors ());
  g_assert_cmpint (hosts->max_n_greeted, ==, 0);

  dp_http_turn_give_back (&turns[0]);
  dp_turn_room_run (&room);
  dp_turn_fixture_give_all_back (turns);
  dp_turn_room_clear (&room);
  hosts_free (hosts);
}

/* The turn is for the handshake alone, not for what the server then makes us wait for. */
static void
test_given_back (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_trusting_test_ca ();
  g_autoptr (DpTestServer) secure = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autofree char *url = dp_test_server_dup_url (secure, "/file/a.bin");
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold (secure, "/file/a.bin");
  fetch = dp_test_fetch_start (fixture, url, NULL);
  g_assert_true (dp_test_server_wait_requests (secure, "/file/a.bin", 1, 20 * 1000));
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, 0);
  dp_test_server_release (secure, "/file/a.bin");
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_done (fetch, DP_TEST_BODY_SIZE_BYTES);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  hang_up (fixture, secure);
}

/* Who needs no handshake does not stand in the line, and takes nobody's turn. */
static void
test_no_turn_needed (void)
{
  g_autoptr (DpEngineFixture) fixture = fixture_trusting_test_ca ();
  g_autoptr (DpTestServer) secure = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autofree char *cold_url = dp_test_server_dup_url (secure, "/file/cold.bin");
  g_autofree char *warm_url = dp_test_server_dup_url (secure, "/file/warm.bin");
  g_autoptr (DpTestFetch) cold = dp_test_fetch_start (fixture, cold_url, NULL);
  g_autoptr (DpTestFetch) warm = NULL;
  g_autoptr (DpTestFetch) plain = NULL;
  DpHttpTurn *turns;

  dp_test_fetch_wait (cold);
  turns = dp_turn_fixture_take_all ();
  warm = dp_test_fetch_start (fixture, warm_url, NULL);
  dp_test_fetch_wait (warm);
  plain = dp_test_fetch_run (fixture, "/file/plain.bin", NULL);
  g_assert_cmpuint (dp_test_server_get_n_connections (secure), ==, 1);
  g_assert_cmpuint (dp_turn_fixture_count_mine (turns), ==, g_get_num_processors ());
  dp_turn_fixture_give_all_back (turns);

  dp_test_fetch_assert_done (cold, DP_TEST_BODY_SIZE_BYTES);
  dp_test_fetch_assert_done (warm, DP_TEST_BODY_SIZE_BYTES);
  dp_test_fetch_assert_done (plain, DP_TEST_BODY_SIZE_BYTES);
  dp_engine_fixture_assert_files (fixture, "cold.bin|plain.bin|warm.bin");
  hang_up (fixture, secure);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-handshakes/at-once", test_at_once);
  g_test_add_func ("/http-handshakes/silent", test_silent);
  g_test_add_func ("/http-handshakes/cancel-fetch", test_cancel_fetch);
  g_test_add_func ("/http-handshakes/given-back", test_given_back);
  g_test_add_func ("/http-handshakes/no-turn-needed", test_no_turn_needed);

  return g_test_run ();
}
