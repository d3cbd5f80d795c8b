/* dp-http-chunks.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpHttpChunks:
 * @state: what comes next
 * @left_bytes: of the chunk, or its size so far
 * @n_line_bytes: of the line, or of all the trailers
 * @n_digits: of the size
 * @is_followed: something lies behind the end
 *
 * Where in a chunked body we are; all zeros at its beginning.  A plain value.
 */
typedef struct
{
  guint state;
  guint64 left_bytes;
  guint n_line_bytes;
  guint n_digits;
  gboolean is_followed;
} DpHttpChunks;

gboolean dp_http_chunks_take (DpHttpChunks *self, char *buffer, gsize size, gsize *n_data_bytes);
gboolean dp_http_chunks_is_at_end (const DpHttpChunks *self);
gboolean dp_http_chunks_is_followed (const DpHttpChunks *self);
guint64 dp_http_chunks_get_sure_bytes (const DpHttpChunks *self);

G_END_DECLS
