/* dp-http-end.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a body ended, or was cut: what libsoup 3.2 does not tell can be seen in what it left.
 *
 * Thread: worker.
 */

#include "dp-http-end.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

/* Nothing that ends a chunked body begins with this byte: see dp_http_end_is_chunked(). */
#define SENTINEL 0xee

/**
 * dp_http_end_mark:
 * @buffer: what will be read into
 * @size: its size
 *
 * So that one can see afterwards whether libsoup wrote into it.
 *
 * Thread: worker.
 */
void
dp_http_end_mark (char *buffer, gsize size)
{
  memset (buffer, SENTINEL, MIN (size, 2));
}

/**
 * dp_http_end_is_chunked:
 * @line: what was marked before the read that brought no bytes
 * @size: its size
 *
 * libsoup reads the line after the last chunk into our buffer (up to 3.6.4): an empty line or a
 * trailer field if the body ended, nothing at all if the connection was cut before it, and bytes of
 * the file where it took a broken chunk size for the last chunk.
 *
 * Thread: worker.
 *
 * Returns: whether the chunked body ended
 */
gboolean
dp_http_end_is_chunked (const char *line, gsize size)
{
  gsize n = 0;

  if (soup_check_version (3, 6, 5))
    return TRUE;
  while (n < size && (g_ascii_isalnum (line[n]) || strchr ("!#$%&'*+-.^_`|~", line[n]) != NULL) &&
         line[n] != '\0')
    n++;
  if (n > 0)
    return n < size && line[n] == ':';
  return line[0] == '\r' && (size == 1 || line[1] == '\n');
}

/**
 * dp_http_end_has_more:
 * @socket: the connection's, without TLS: there it may hold a farewell
 *
 * Thread: worker.
 *
 * Returns: whether something lies behind the end of the body
 */
gboolean
dp_http_end_has_more (GSocket *socket)
{
  char byte;

  return !g_socket_is_closed (socket) &&
         recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}
