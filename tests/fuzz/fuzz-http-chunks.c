/* fuzz-http-chunks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chunked body to its data: whole or in two pieces the same, and never more than came.
 */

#include <string.h>

#include "dp-http-chunks.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

/* The data, up to where it is refused. */
static GByteArray *
take (const guint8 *data, gsize size, gsize middle, gboolean *is_at_end)
{
  GByteArray *taken = g_byte_array_new ();
  DpHttpChunks chunks = { 0 };
  gboolean is_good = TRUE;

  for (gsize at = 0; at < size && is_good;)
    {
      gsize n = at < middle ? middle - at : size - at;
      g_autofree char *piece = g_memdup2 (data + at, n);
      gsize n_data_bytes;

      is_good = dp_http_chunks_take (&chunks, piece, n, &n_data_bytes);
      require (n_data_bytes <= n);
      g_byte_array_append (taken, (guint8 *) piece, (guint) n_data_bytes);
      at += n;
    }
  *is_at_end = is_good && dp_http_chunks_is_at_end (&chunks);
  return taken;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gboolean is_at_end;
  gboolean is_at_end_again;
  g_autoptr (GByteArray) whole = take (data, size, 0, &is_at_end);
  g_autoptr (GByteArray) pieces = take (data, size, size / 2, &is_at_end_again);

  require (whole->len == pieces->len && is_at_end == is_at_end_again);
  require (whole->len == 0 || memcmp (whole->data, pieces->data, whole->len) == 0);
  return 0;
}
