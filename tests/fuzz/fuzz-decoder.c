/* fuzz-decoder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A packed body to what was packed: whole or byte by byte the same.
 */

#include <string.h>

#include "dp-decoder.h"

/* A few bytes may become a thousand times as many. */
#define MAX_BYTES (1024 * 1024)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static gboolean
take (gconstpointer data, gsize size, gpointer user_data, GError **error)
{
  GByteArray *taken = user_data;

  require (size > 0);
  if (taken->len + size > MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "enough");
      return FALSE;
    }
  g_byte_array_append (taken, data, (guint) size);
  return TRUE;
}

static GByteArray *
decode (const char *encoding, const guint8 *data, gsize size, gsize piece, gboolean *is_at_end)
{
  g_autoptr (DpDecoder) decoder = dp_decoder_new (encoding);
  GByteArray *taken = g_byte_array_new ();
  gboolean is_good = TRUE;

  for (gsize at = 0; at < size && is_good; at += piece)
    {
      g_autoptr (GError) error = NULL;

      is_good = dp_decoder_push (decoder, data + at, MIN (piece, size - at), take, taken, &error);
      require (is_good == (error == NULL));
    }
  *is_at_end = is_good && dp_decoder_is_at_end (decoder);
  return taken;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const encodings[] = { "gzip", "deflate" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gboolean is_at_end;
      gboolean is_at_end_again;
      g_autoptr (GByteArray) whole = decode (encodings[i], data, size, MAX (size, 1), &is_at_end);
      g_autoptr (GByteArray) pieces = decode (encodings[i], data, size, 1, &is_at_end_again);

      require (is_at_end == is_at_end_again);
      require (!is_at_end ||
               (whole->len == pieces->len &&
                (whole->len == 0 || memcmp (whole->data, pieces->data, whole->len) == 0)));
    }
  return 0;
}
