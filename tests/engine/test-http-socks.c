/* test-http-socks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A SOCKS server that wants a password: out of its link, or from the person, whom it is asked in the
 * row, and who is asked again where that was not accepted.
 */

#include "dp-http-proxy.h"

#include <string.h>

#include "dp-orders.h"
#include "dp-queue-fixture.h"

/* A SOCKS server (RFC 1928, 1929), one connection after the other, on a thread of its own. */
typedef struct
{
  GSocketListener *listener; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GThread *thread;
  guint16 port;
  gint n_asked;    /* atomic: was told a user and a password */
  gint n_refused;  /* atomic: a client came without */
  guint16 to_port; /* where all lead to */
} Socks;

static gboolean
get (GSocketConnection *connection, guint8 *bytes, gsize n)
{
  gsize got;

  return g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), bytes, n,
                                  &got, NULL, NULL) &&
         got == n;
}

static gboolean
put (GSocketConnection *connection, const void *bytes, gsize n)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes,
                                    n, NULL, NULL, NULL);
}

/* A byte that says how many follow. */
static char *
get_string (GSocketConnection *connection)
{
  guint8 length;
  g_autofree char *text = NULL;

  if (!get (connection, &length, 1))
    return NULL;
  text = g_malloc0 (length + 1u);
  return get (connection, (guint8 *) text, length) ? g_steal_pointer (&text) : NULL;
}

static gboolean
check_password (Socks *self, GSocketConnection *connection)
{
  guint8 version;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  gboolean is_good;

  if (!get (connection, &version, 1))
    return FALSE;
  user = get_string (connection);
  password = get_string (connection);
  is_good = g_strcmp0 (user, "m:e") == 0 && g_strcmp0 (password, "ge@heim") == 0;
  g_atomic_int_inc (&self->n_asked);
  return put (connection, is_good ? "\1\0" : "\1\1", 2) && is_good;
}

static gboolean
greet (Socks *self, GSocketConnection *connection)
{
  guint8 head[2];
  guint8 ways[255];

  if (!get (connection, head, 2) || !get (connection, ways, head[1]))
    return FALSE;
  if (memchr (ways, 2, head[1]) == NULL)
    {
      g_atomic_int_inc (&self->n_refused);
      put (connection, "\5\377", 2);
      return FALSE;
    }
  return put (connection, "\5\2", 2) && check_password (self, connection);
}

/* Whatever the name: it leads to the test's server. */
static GSocketConnection *
connect_there (Socks *self, GSocketConnection *connection)
{
  static const guint8 yes[] = { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *name = NULL;
  guint8 head[4];
  guint8 port[2];

  g_socket_client_set_enable_proxy (client, FALSE);
  /* Names are for the SOCKS server to look up, not for us. */
  if (!get (connection, head, 4) || head[3] != 3 || (name = get_string (connection)) == NULL ||
      !get (connection, port, 2) || !put (connection, yes, sizeof yes))
    return NULL;
  return g_socket_client_connect_to_host (client, "127.0.0.1", self->to_port, NULL, NULL);
}

static gboolean
move (GSocketConnection *from, GSocketConnection *to)
{
  char buffer[16384];
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (from)), buffer,
                                  sizeof buffer, NULL, NULL);

  return n > 0 && put (to, buffer, (gsize) n);
}

static void
relay (GSocketConnection *one, GSocketConnection *other)
{
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      GPollFD fds[] = {
        { g_socket_get_fd (g_socket_connection_get_socket (one)), G_IO_IN, 0 },
        { g_socket_get_fd (g_socket_connection_get_socket (other)), G_IO_IN, 0 },
      };

      g_poll (fds, G_N_ELEMENTS (fds), -1);
      if (fds[0].revents != 0)
        goes_on = move (one, other);
      if (goes_on && fds[1].revents != 0)
        goes_on = move (other, one);
    }
}

static gpointer
serve (gpointer data)
{
  Socks *self = data;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GSocketConnection) connection =
          g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);
      g_autoptr (GSocketConnection) other = NULL;

      if (connection != NULL && greet (self, connection) &&
          (other = connect_there (self, connection)) != NULL)
        relay (connection, other);
    }
  return NULL;
}

static Socks *
socks_new (void)
{
  Socks *self = g_new0 (Socks, 1);

  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, NULL);
  self->thread = g_thread_new ("socks", serve, self);
  return self;
}

static void
socks_free (Socks *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Socks, socks_free)

/* Freed before @socks, through which its lanes hold connections. */
static DpQueueFixture *
new_behind (Socks *socks, const char *userinfo)
{
  DpQueueFixture *self = dp_queue_fixture_new (5);
  g_auto (DpHttpOptions) options = { .timeout_sec = 5 };
  g_autofree char *uri = g_strdup_printf ("socks5://%s127.0.0.1:%u", userinfo, socks->port);

  socks->to_port = (guint16) dp_test_server_get_port (self->engine->server);
  options.proxy_resolver = dp_http_proxy_new (uri, NULL, NULL);
  dp_lanes_set_options (self->engine->lanes, &options);
  return self;
}

static guint64
add_file (DpQueueFixture *self, const char *name)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (urls, g_strconcat ("http://no-such-host.invalid/file/", name, NULL));
  return dp_queue_add (self->queue, urls, NULL, self->engine->folder);
}

static DpDownload *
run (DpQueueFixture *self, guint64 id)
{
  dp_queue_fixture_run_to_end (self);
  return dp_queue_find (self->queue, id);
}

static void
answer (DpQueueFixture *self, guint64 id, const char *user, const char *password)
{
  g_autoptr (DpQuestion) question =
      dp_question_copy (dp_download_get_question (dp_queue_find (self->queue, id)));

  g_assert_nonnull (question);
  dp_queue_answer_password (self->queue, question, user, password);
}

static void
assert_asks (DpDownload *download, const char *words, gboolean is_again)
{
  const DpQuestion *question = dp_download_get_question (download);

  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_ASKING);
  g_assert_cmpint (question->kind, ==, DP_QUESTION_PROXY);
  g_assert_cmpint (question->is_again, ==, is_again);
  dp_test_assert_has (dp_download_get_reason (download), words);
}

static void
test_asked (void)
{
  g_autoptr (Socks) socks = socks_new ();
  g_autoptr (DpQueueFixture) self = new_behind (socks, "");
  guint64 id = add_file (self, "a.bin");

  assert_asks (run (self, id), "The proxy “127.0.0.1” wants a user name and a password", FALSE);
  g_assert_cmpint (g_atomic_int_get (&socks->n_asked), ==, 0);
  answer (self, id, "m:e", "wrong");
  assert_asks (run (self, id), "The proxy “127.0.0.1” did not accept", TRUE);
  g_assert_cmpint (g_atomic_int_get (&socks->n_asked), ==, 1);
  answer (self, id, "m:e", "ge@heim");
  g_assert_cmpint (dp_download_get_state (run (self, id)), ==, DP_STATE_DONE);
  g_assert_cmpint (g_atomic_int_get (&socks->n_asked), ==, 2);
  dp_engine_fixture_assert_content (self->engine, "a.bin", DP_TEST_BODY_SEED,
                                    DP_TEST_BODY_SIZE_BYTES);
  dp_engine_fixture_assert_files (self->engine, "a.bin");
}

static void
test_link (void)
{
  g_autoptr (Socks) socks = socks_new ();
  g_autoptr (DpQueueFixture) self = new_behind (socks, "m%3Ae:ge%40heim@");
  guint64 id = add_file (self, "a.bin");

  g_assert_cmpint (dp_download_get_state (run (self, id)), ==, DP_STATE_DONE);
  g_assert_cmpint (g_atomic_int_get (&socks->n_asked), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&socks->n_refused), ==, 0);
  dp_engine_fixture_assert_files (self->engine, "a.bin");
}

/* What the person says is better than what the link brought. */
static void
test_link_wrong (void)
{
  g_autoptr (Socks) socks = socks_new ();
  g_autoptr (DpQueueFixture) self = new_behind (socks, "m%3Ae:old@");
  guint64 id = add_file (self, "a.bin");

  assert_asks (run (self, id), "did not accept", TRUE);
  answer (self, id, "m:e", "ge@heim");
  g_assert_cmpint (dp_download_get_state (run (self, id)), ==, DP_STATE_DONE);
  g_assert_cmpint (g_atomic_int_get (&socks->n_asked), ==, 2);
  dp_engine_fixture_assert_files (self->engine, "a.bin");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-socks/asked", test_asked);
  g_test_add_func ("/http-socks/link", test_link);
  g_test_add_func ("/http-socks/link-wrong", test_link_wrong);

  return g_test_run ();
}
