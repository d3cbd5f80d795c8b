/* dp-fetch-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a file that is here as a whole is the one that a list promised: by its length, and by the
 * sum that is hardest to forge.
 *
 * A sum takes seconds, in which the other fibers of the lane go on (dp-beside).  Before it has come
 * out right the file does not get its name; what came out wrong goes, for nothing of it can be
 * trusted or continued.
 *
 * Thread: worker.
 */

#include "dp-fetch-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-beside.h"
#include "dp-http-error.h"

#define PIECE_BYTES (256 * 1024)

typedef struct
{
  DpPartFile *part; /* (unowned) */
  guint64 size_bytes;
  GChecksumType kind;
  GCancellable *cancellable; /* (unowned) (nullable) */
  char *digest;              /* (owned) (nullable): if it came to its end */
  GError *error;             /* (owned) (nullable): else */
} Summing;

static void
sum_up (gpointer data)
{
  Summing *self = data;
  g_autoptr (GChecksum) checksum = g_checksum_new (self->kind);
  g_autofree guchar *piece = g_malloc (PIECE_BYTES);

  for (guint64 offset = 0; offset < self->size_bytes;)
    {
      gsize n = (gsize) MIN (self->size_bytes - offset, PIECE_BYTES);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error) ||
          !dp_part_file_read (self->part, offset, piece, n, &self->error))
        return;
      g_checksum_update (checksum, piece, (gssize) n);
      offset += n;
    }
  self->digest = g_strdup (g_checksum_get_string (checksum));
}

static char *
dup_digest (DpFetchRun *run, GChecksumType kind, GError **error)
{
  Summing summing = {
    .part = run->copy.part,
    .size_bytes = dp_copy_get_bytes (&run->copy),
    .kind = kind,
    .cancellable = run->cancellable,
  };

  dp_beside_run (DP_BESIDE_COMPUTING, sum_up, &summing);
  if (summing.error != NULL)
    g_propagate_error (error, summing.error);
  return summing.digest;
}

/**
 * dp_fetch_check_length:
 * @run: a run
 * @size_bytes: how long the file is, or %DP_SIZE_UNKNOWN
 * @error: return location for a #GError
 *
 * To be asked as soon as a server has said it: what is another file need not be fetched.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if a list promised another length
 */
gboolean
dp_fetch_check_length (DpFetchRun *run, guint64 size_bytes, GError **error)
{
  const DpOffer *offer = run->transfer->offer;
  g_autofree char *size = NULL;
  g_autofree char *promised = NULL;
  g_autofree char *message = NULL;

  if (offer == NULL || offer->size_bytes == 0 || size_bytes == DP_SIZE_UNKNOWN ||
      offer->size_bytes == size_bytes)
    return TRUE;
  size = g_format_size_full (size_bytes, G_FORMAT_SIZE_LONG_FORMAT);
  promised = g_format_size_full (offer->size_bytes, G_FORMAT_SIZE_LONG_FORMAT);
  /* Translators: two sizes. */
  message = g_strdup_printf (_ ("The file is not the one that the list promised: it has %s instead "
                                "of %s. It was not kept; look for a newer list."),
                             size, promised);
  dp_http_error_set_refused (error, message);
  return FALSE;
}

static gboolean
is_sum_right (DpFetchRun *run, GChecksumType kind, GError **error)
{
  g_autofree char *digest = dup_digest (run, kind, error);
  g_autofree char *kind_name = NULL;
  g_autofree char *message = NULL;

  if (digest == NULL || strcmp (digest, run->transfer->offer->digests[kind]) == 0)
    return digest != NULL;
  kind_name = g_ascii_strup (dp_offer_get_digest_name (kind), -1);
  /* Translators: the name of a checksum, as in "SHA-256". */
  message = g_strdup_printf (_ ("The file is not the one that the list promised: its %s is another "
                                "one. It was not kept; look for a newer list."),
                             kind_name);
  dp_http_error_set_refused (error, message);
  return FALSE;
}

/**
 * dp_fetch_check:
 * @run: a run whose copy is complete
 * @error: return location for a #GError
 *
 * Of a file that is not the promised one, nothing is kept.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it is another file, or nobody could tell
 */
gboolean
dp_fetch_check (DpFetchRun *run, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GChecksumType kind;

  if (run->transfer->offer == NULL)
    return TRUE;
  if (dp_fetch_check_length (run, dp_copy_get_bytes (&run->copy), &reason) &&
      (!dp_offer_get_best_digest (run->transfer->offer, &kind) ||
       is_sum_right (run, kind, &reason)))
    return TRUE;
  if (g_error_matches (reason, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED))
    dp_copy_discard (&run->copy);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}
