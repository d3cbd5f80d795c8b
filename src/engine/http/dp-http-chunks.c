/* dp-http-chunks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is data in a chunked body (RFC 9112 section 7.1), and whether the body is whole.
 *
 * libsoup reads chunks, too, but forgivingly: up to 3.6.4 a body that is cut between two chunks
 * passes for whole, a size that is none passes for the last one, and of a chunk that is longer than
 * it says the rest disappears.  A download wants to know.
 *
 * Thread: any.
 */

#include "dp-http-chunks.h"

#include <string.h>

/* More than anybody means, and little enough to wait for. */
#define MAX_LINE_BYTES (64 * 1024)
#define MAX_DIGITS     16

enum
{
  IN_SIZE,
  BEHIND_SIZE, /* blanks and extensions, up to the end of the line */
  IN_DATA,
  BEHIND_DATA, /* the end of a line */
  BEHIND_DATA_RETURN,
  IN_EMPTY_LINE, /* of the trailers: the end, or the first byte of a field */
  IN_EMPTY_LINE_RETURN,
  IN_TRAILER,
  AT_END,
};

static gboolean
end_size (DpHttpChunks *self)
{
  if (self->n_digits == 0)
    return FALSE;
  self->state = self->left_bytes > 0 ? IN_DATA : IN_EMPTY_LINE;
  self->n_digits = 0;
  self->n_line_bytes = 0;
  return TRUE;
}

static gboolean
take_size (DpHttpChunks *self, char c)
{
  if (g_ascii_isxdigit (c))
    {
      if (++self->n_digits > MAX_DIGITS)
        return FALSE;
      self->left_bytes = self->left_bytes << 4 | (guint64) g_ascii_xdigit_value (c);
      return self->left_bytes <= G_MAXINT64;
    }
  if (c == '\n')
    return end_size (self);
  self->state = BEHIND_SIZE;
  return self->n_digits > 0 && memchr (" \t;\r", c, 4) != NULL;
}

/* One byte that is no data; a line may end without a return (RFC 9112 section 2.2). */
static gboolean
take_byte (DpHttpChunks *self, char c)
{
  switch (self->state)
    {
    case IN_SIZE:
      return take_size (self, c);
    case BEHIND_SIZE:
      return c == '\n' ? end_size (self) : ++self->n_line_bytes <= MAX_LINE_BYTES;
    case BEHIND_DATA:
    case BEHIND_DATA_RETURN:
      if (c == '\r' && self->state == BEHIND_DATA)
        self->state = BEHIND_DATA_RETURN;
      else
        self->state = IN_SIZE;
      return c == '\n' || self->state == BEHIND_DATA_RETURN;
    case IN_EMPTY_LINE:
    case IN_EMPTY_LINE_RETURN:
      if (c == '\n')
        self->state = AT_END;
      else
        self->state = c == '\r' && self->state == IN_EMPTY_LINE ? IN_EMPTY_LINE_RETURN : IN_TRAILER;
      return ++self->n_line_bytes <= MAX_LINE_BYTES;
    case IN_TRAILER:
      if (c == '\n')
        self->state = IN_EMPTY_LINE;
      return ++self->n_line_bytes <= MAX_LINE_BYTES;
    default:
      return FALSE;
    }
}

/**
 * dp_http_chunks_take:
 * @self: a chunked body
 * @buffer: (inout): the next bytes of it; afterwards, at the front, those that are data
 * @size: how many
 * @n_data_bytes: (out): how many are data
 *
 * What lies behind the end is no part of the body; that there is something is noted.
 *
 * Thread: any.
 *
 * Returns: %FALSE if that is no chunked body
 */
gboolean
dp_http_chunks_take (DpHttpChunks *self, char *buffer, gsize size, gsize *n_data_bytes)
{
  gsize n = 0;

  *n_data_bytes = 0;
  for (gsize i = 0; i < size; i += n)
    {
      n = 1;
      if (self->state == AT_END)
        {
          self->is_followed = TRUE;
          break;
        }
      if (self->state != IN_DATA)
        {
          if (!take_byte (self, buffer[i]))
            return FALSE;
          continue;
        }
      n = MIN (self->left_bytes, size - i);
      memmove (buffer + *n_data_bytes, buffer + i, n);
      *n_data_bytes += n;
      self->left_bytes -= n;
      if (self->left_bytes == 0)
        self->state = BEHIND_DATA;
    }
  return TRUE;
}

/**
 * dp_http_chunks_is_at_end:
 * @self: a chunked body
 *
 * Thread: any.
 *
 * Returns: whether the last chunk was there, and the trailers behind it
 */
gboolean
dp_http_chunks_is_at_end (const DpHttpChunks *self)
{
  return self->state == AT_END;
}

/**
 * dp_http_chunks_is_followed:
 * @self: a chunked body
 *
 * Thread: any.
 *
 * Returns: whether something was taken that lies behind its end
 */
gboolean
dp_http_chunks_is_followed (const DpHttpChunks *self)
{
  return self->is_followed;
}

/**
 * dp_http_chunks_get_sure_bytes:
 * @self: a chunked body
 *
 * Thread: any.
 *
 * Returns: how many bytes are still to come at least, with what is no data; 0 at its end only
 */
guint64
dp_http_chunks_get_sure_bytes (const DpHttpChunks *self)
{
  /* Behind a chunk there is always another one, though it may be the last. */
  if (self->state == IN_DATA)
    return self->left_bytes + strlen ("\n0\n\n");
  return self->state == AT_END ? 0 : 1;
}
