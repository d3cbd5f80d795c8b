/* dp-overlap.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is here right before a gap is fetched once more, and must be the same.
 *
 * Thread: worker.
 */

#include "dp-overlap.h"

#include <string.h>

#define MAX_BYTES (16 * 1024)

/**
 * dp_overlap_get_bytes:
 * @here: what is here
 * @gap_byte: where something is missing
 *
 * Thread: any.
 *
 * Returns: how much before it is to be compared
 */
guint64
dp_overlap_get_bytes (const DpRangeSet *here, guint64 gap_byte)
{
  return MIN (dp_range_set_get_bytes_before (here, gap_byte), MAX_BYTES);
}

/**
 * dp_overlap_is_equal:
 * @part: what is here
 * @gap_byte: where something is missing
 * @overlap_bytes: so much before that is to be compared
 * @exchange: an answer that begins there
 * @cancellable: (nullable): ends it at once
 * @error: return location for a #GError
 *
 * Reads what we have once more from the server, and compares.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it could not be read, without if it is not the same
 */
gboolean
dp_overlap_is_equal (DpPartFile *part,
                     guint64 gap_byte,
                     guint64 overlap_bytes,
                     DpHttpExchange *exchange,
                     GCancellable *cancellable,
                     GError **error)
{
  guint64 offset = gap_byte - overlap_bytes;
  g_autofree char *ours = g_malloc (MAX_BYTES);
  g_autofree char *theirs = g_malloc (MAX_BYTES);

  while (offset < gap_byte)
    {
      gssize n = dp_http_exchange_read (exchange, theirs, gap_byte - offset, cancellable, error);

      if (n <= 0 || !dp_part_file_read (part, offset, ours, (gsize) n, error))
        return FALSE;
      if (memcmp (ours, theirs, (gsize) n) != 0)
        return FALSE;
      offset += (guint64) n;
    }
  return TRUE;
}
