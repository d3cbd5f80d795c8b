/* test-ask.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Raw requests and what comes back, for the tests of the server itself.  The test's thread.
 */

#include "test-ask.h"

#include <string.h>

void
dp_test_answered_clear (DpTestAnswered *answer)
{
  g_clear_pointer (&answer->text, g_free);
  g_clear_error (&answer->error);
}
DpTestServer *
dp_test_start (DpTestServerFlags flags)
{
  g_autoptr (GError) error = NULL;
  DpTestServer *server = dp_test_server_new (flags, &error);

  g_assert_no_error (error);
  return server;
}

GSocketConnection *
dp_test_dial (DpTestServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, TIMEOUT_MSEC / 1000);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                dp_test_server_get_port (server), NULL, &error);
  g_assert_no_error (error);
  return connection;
}

void
dp_test_say (GIOStream *stream, const char *path, const char *headers)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: test\r\n%s\r\n", path, headers);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request),
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Reads until the connection ends, however it does. */
DpTestAnswered
dp_test_hear (GIOStream *stream)
{
  GInputStream *in = g_io_stream_get_input_stream (stream);
  GString *all = g_string_new (NULL);
  DpTestAnswered answer = { 0 };
  char buffer[16384];
  gssize n;

  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, &answer.error)) > 0)
    g_string_append_len (all, buffer, n);

  answer.length = all->len;
  answer.text = g_string_free (all, FALSE);
  if (g_str_has_prefix (answer.text, "HTTP/1."))
    answer.status = g_ascii_strtoull (answer.text + strlen ("HTTP/1.1 "), NULL, 10);
  answer.body = (const guint8 *) strstr (answer.text, "\r\n\r\n");
  if (answer.body != NULL)
    {
      answer.body += 4;
      answer.body_bytes = answer.length - ((const char *) answer.body - answer.text);
    }
  return answer;
}

DpTestAnswered
dp_test_ask (DpTestServer *server, const char *path, const char *headers)
{
  g_autoptr (GSocketConnection) connection = dp_test_dial (server);
  g_autofree char *all_headers = g_strconcat (headers, "Connection: close\r\n", NULL);

  dp_test_say (G_IO_STREAM (connection), path, all_headers);
  return dp_test_hear (G_IO_STREAM (connection));
}

void
dp_test_hear_exactly (GIOStream *stream, void *buffer, gsize size_bytes)
{
  g_autoptr (GError) error = NULL;
  gsize n;

  g_input_stream_read_all (g_io_stream_get_input_stream (stream), buffer, size_bytes, &n, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, size_bytes);
}

/* Up to and with the empty line. */
void
dp_test_hear_head (GIOStream *stream)
{
  g_autoptr (GString) head = g_string_new (NULL);

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      char byte;

      dp_test_hear_exactly (stream, &byte, 1);
      g_string_append_c (head, byte);
    }
}

gboolean
dp_test_hears_within (GSocketConnection *connection, guint msec)
{
  return g_socket_condition_timed_wait (g_socket_connection_get_socket (connection), G_IO_IN,
                                        msec * G_TIME_SPAN_MILLISECOND, NULL, NULL);
}

/* As strstr(), but bodies hold NULs. */
gboolean
dp_test_contains (const DpTestAnswered *answer, const char *needle)
{
  return memmem (answer->text, answer->length, needle, strlen (needle)) != NULL;
}
