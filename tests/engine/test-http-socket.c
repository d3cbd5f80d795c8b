/* test-http-socket.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain connection as libsoup reads it: nothing is overlooked, and nobody is asked in vain.
 */

#include "dp-http-socket.h"

#include <string.h>
#include <sys/socket.h>

#include "dp-engine-fixture.h"

typedef struct
{
  GSocketConnection *receiver; /* (owned) */
  GSocketConnection *sender;   /* (owned) (nullable) */
  GInputStream *wire;          /* (owned): in place of libsoup's */
} Line;

static GInputStream *
get_base (Line *self)
{
  return G_FILTER_INPUT_STREAM (self->wire)->base_stream;
}

static void
line_init (Line *self)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  self->receiver = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  self->sender = g_socket_listener_accept (listener, NULL, NULL, NULL);
  self->wire =
      g_buffered_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->receiver)));
  g_assert_nonnull (
      dp_http_socket_watch (G_FILTER_INPUT_STREAM (self->wire), g_main_context_default ()));
}

static void
line_clear (Line *self)
{
  GInputStream *base = g_object_ref (get_base (self));

  g_object_unref (self->wire);
  g_assert_finalize_object (base);
  g_object_unref (self->receiver);
  g_clear_object (&self->sender);
}

static void
send_bytes (Line *self, const char *bytes)
{
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->sender)), bytes,
                                 strlen (bytes), NULL, NULL, NULL));
}

/* The kernel has them. */
static void
wait_for_kernel (Line *self, guint n_bytes)
{
  GSocket *socket = g_socket_connection_get_socket (self->receiver);

  while (g_socket_get_available_bytes (socket) < (gssize) n_bytes)
    g_usleep (1000);
}

/* Returns "…" where nothing is there, or the name of an error. */
static char *
dup_read (Line *self, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *buffer = g_malloc0 (size + 1);
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (get_base (self)),
                                                       buffer, size, NULL, &error);

  if (n >= 0)
    return g_steal_pointer (&buffer);
  g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
  return g_strdup (error->code == G_IO_ERROR_WOULD_BLOCK         ? "…"
                   : error->code == G_IO_ERROR_CONNECTION_CLOSED ? "reset"
                   : error->code == G_IO_ERROR_CLOSED            ? "closed"
                                                                 : error->message);
}

static void
assert_read (Line *self, gsize size, const char *expected)
{
  g_autofree char *read = dup_read (self, size);

  g_assert_cmpstr (read, ==, expected);
}

static gboolean
is_readable (Line *self)
{
  return g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (get_base (self)));
}

/* What was read to its end is asked for again only when the lane has heard that there is more. */
static void
test_in_vain (void)
{
  Line line;

  line_init (&line);
  send_bytes (&line, "ab");
  wait_for_kernel (&line, 2);
  assert_read (&line, 3, "ab");
  send_bytes (&line, "cd");
  wait_for_kernel (&line, 2);
  assert_read (&line, 3, "…");
  g_assert_false (is_readable (&line));
  dp_test_run_until (is_readable (&line));
  assert_read (&line, 3, "cd");
  line_clear (&line);
}

/* Who got all there was room for does not know whether there is more. */
static void
test_more (void)
{
  Line line;

  line_init (&line);
  send_bytes (&line, "abc");
  wait_for_kernel (&line, 3);
  assert_read (&line, 2, "ab");
  assert_read (&line, 1, "c");
  send_bytes (&line, "d");
  wait_for_kernel (&line, 1);
  assert_read (&line, 1, "d");
  assert_read (&line, 1, "…");
  line_clear (&line);
}

static void
test_end (void)
{
  Line line;

  line_init (&line);
  send_bytes (&line, "ab");
  wait_for_kernel (&line, 2);
  assert_read (&line, 3, "ab");
  g_clear_object (&line.sender);
  dp_test_run_until (is_readable (&line));
  assert_read (&line, 3, "");
  assert_read (&line, 3, "");
  g_assert_true (g_io_stream_close (G_IO_STREAM (line.receiver), NULL, NULL));
  assert_read (&line, 3, "closed");
  line_clear (&line);
}

static void
test_reset (void)
{
  Line line;
  struct linger at_once = { 1, 0 };
  GSocket *socket;

  line_init (&line);
  assert_read (&line, 3, "…");
  socket = g_socket_connection_get_socket (line.sender);
  g_assert_cmpint (
      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), ==,
      0);
  g_clear_object (&line.sender);
  dp_test_run_until (is_readable (&line));
  assert_read (&line, 3, "reset");
  line_clear (&line);
}

/* Waiting as libsoup does */

static gboolean
on_ready (GObject *stream, gpointer n_calls)
{
  (*(guint *) n_calls)++;
  return G_SOURCE_REMOVE;
}

static GSource *
attach (Line *self, GCancellable *cancellable, guint *n_calls)
{
  GSource *child = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (get_base (self)),
                                                          cancellable);
  GSource *source = g_pollable_source_new_full (get_base (self), child, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (on_ready), n_calls, NULL);
  g_source_attach (source, NULL);
  g_source_unref (child);
  return source;
}

static void
test_source (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSource) first = NULL;
  g_autoptr (GSource) second = NULL;
  g_autoptr (GSource) third = NULL;
  guint n_calls = 0;
  Line line;

  line_init (&line);
  assert_read (&line, 3, "…");
  first = attach (&line, cancellable, &n_calls);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_calls, ==, 0);
  send_bytes (&line, "ab");
  dp_test_run_until (n_calls == 1);
  assert_read (&line, 3, "ab");

  second = attach (&line, cancellable, &n_calls);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_calls, ==, 1);
  g_cancellable_cancel (cancellable);
  dp_test_run_until (n_calls == 2);

  /* Something is there already. */
  send_bytes (&line, "cd");
  dp_test_run_until (is_readable (&line));
  third = attach (&line, NULL, &n_calls);
  dp_test_run_until (n_calls == 3);
  assert_read (&line, 3, "cd");

  g_clear_pointer (&first, g_source_unref);
  g_clear_pointer (&second, g_source_unref);
  g_clear_pointer (&third, g_source_unref);
  line_clear (&line);
}

/* Nobody goes between them twice, nor before what is no socket. */
static void
test_place (void)
{
  Line line;
  g_autoptr (GInputStream) memory = g_memory_input_stream_new ();
  g_autoptr (GInputStream) filter = g_buffered_input_stream_new (memory);
  DpHttpWatch *watch;
  GInputStream *base;

  line_init (&line);
  base = get_base (&line);
  watch = dp_http_socket_watch (G_FILTER_INPUT_STREAM (line.wire), g_main_context_default ());
  g_assert_true (get_base (&line) == base);
  g_assert_cmpint (dp_http_watch_get_fd (watch), ==,
                   g_socket_get_fd (g_socket_connection_get_socket (line.receiver)));
  g_assert_null (dp_http_socket_watch (G_FILTER_INPUT_STREAM (filter), g_main_context_default ()));
  g_assert_true (G_FILTER_INPUT_STREAM (filter)->base_stream == memory);
  line_clear (&line);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-socket/in-vain", test_in_vain);
  g_test_add_func ("/http-socket/more", test_more);
  g_test_add_func ("/http-socket/end", test_end);
  g_test_add_func ("/http-socket/reset", test_reset);
  g_test_add_func ("/http-socket/source", test_source);
  g_test_add_func ("/http-socket/place", test_place);

  return g_test_run ();
}
