/* dp-http-end.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lies below a body: the bytes as they came, where one can see whether more are there than
 * were said; and libsoup is told of an end that it did not see.
 *
 * Thread: worker.
 */

#include "dp-http-end.h"

#include <string.h>

/**
 * dp_http_end_find_wire:
 * @body: what libsoup gave us to read
 *
 * libsoup puts its streams onto each other; the lowest one of its own holds what was read from the
 * connection and is not yet taken.
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): that stream, or %NULL if libsoup builds them differently
 */
GInputStream *
dp_http_end_find_wire (GInputStream *body)
{
  GInputStream *stream = body;

  while (strcmp (G_OBJECT_TYPE_NAME (stream), "SoupFilterInputStream") != 0)
    {
      if (!G_IS_FILTER_INPUT_STREAM (stream))
        return NULL;
      stream = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
    }
  return stream;
}

/**
 * dp_http_end_has_more:
 * @wire: the bytes as they came, all of a body taken
 *
 * Takes one byte more if there is one: the connection must not be used again then.
 *
 * Thread: worker.
 *
 * Returns: whether something lies behind the end of the body
 */
gboolean
dp_http_end_has_more (GInputStream *wire)
{
  char byte;

  return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (wire), &byte, 1, NULL,
                                                   NULL) > 0;
}

/**
 * dp_http_end_tell:
 * @body: what libsoup gave us to read: a chunked one
 * @wire: the bytes as they came, all of that body taken, and none behind it
 *
 * libsoup keeps a connection if it has met the end of the body, and of one that was read below it
 * it has seen nothing.  So it gets the shortest that there is, in place of what the connection has to
 * say.  Should it not take it, then the connection is closed, like that of any unread body.
 *
 * Thread: worker.
 *
 * Returns: whether it has met the end now
 */
gboolean
dp_http_end_tell (GInputStream *body, GInputStream *wire)
{
  static const char last_chunk[] = "0\r\n\r\n";
  g_autoptr (GInputStream) end =
      g_memory_input_stream_new_from_data (last_chunk, strlen (last_chunk), NULL);
  GFilterInputStream *filter = G_FILTER_INPUT_STREAM (wire);
  GInputStream *connection = filter->base_stream;
  char trailers[64]; /* older versions read them into it */
  gssize n;

  filter->base_stream = end;
  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (body), trailers,
                                                sizeof trailers, NULL, NULL);
  filter->base_stream = connection;
  return n == 0;
}
