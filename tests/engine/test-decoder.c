/* test-decoder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies that a server packed: good ones in pieces of every size, and every way to be damaged.
 */

#include "dp-decoder.h"

#include <string.h>

#define TEXT_BYTES 300000

static GBytes *
pack (const char *text, gsize size, GZlibCompressorFormat format)
{
  g_autoptr (GConverter) zip = G_CONVERTER (g_zlib_compressor_new (format, 6));
  g_autofree char *room = g_malloc (size + 1000);
  gsize n_read;
  gsize n_written;

  g_assert_cmpint (g_converter_convert (zip, text, size, room, size + 1000,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);
  return g_bytes_new (room, n_written);
}

/* Half of it packs well, so that a little input gives much output; half of it does not. */
static char *
make_text (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  char *text = g_malloc0 (TEXT_BYTES);

  for (guint i = TEXT_BYTES / 2; i < TEXT_BYTES; i++)
    text[i] = (char) g_rand_int (rand);
  return text;
}

static gboolean
collect (const void *data, gsize size, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, data, (guint) size);
  return TRUE;
}

/* Whether it all was accepted, to its end. */
static gboolean
decode (const char *encoding, GBytes *packed, gsize piece, GByteArray *result)
{
  g_autoptr (DpDecoder) decoder = dp_decoder_new (encoding);
  gsize size;
  const char *data = g_bytes_get_data (packed, &size);

  for (gsize i = 0; i < size; i += piece)
    {
      g_autoptr (GError) error = NULL;

      if (!dp_decoder_push (decoder, data + i, MIN (piece, size - i), collect, result, &error))
        {
          g_assert_nonnull (error);
          return FALSE;
        }
    }
  return dp_decoder_is_at_end (decoder);
}

static void
test_good (void)
{
  static const struct
  {
    const char *encoding;
    GZlibCompressorFormat format;
  } rows[] = {
    { "gzip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
    { "x-gzip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
    { "deflate", G_ZLIB_COMPRESSOR_FORMAT_ZLIB },
    { "deflate", G_ZLIB_COMPRESSOR_FORMAT_RAW },
  };
  static const gsize pieces[] = { 1, 2, 3, 1000, 65536, 1 << 20 };
  g_autofree char *text = make_text ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (pieces); j++)
      {
        g_autoptr (GBytes) packed = pack (text, TEXT_BYTES, rows[i].format);
        g_autoptr (GByteArray) result = g_byte_array_new ();

        g_assert_true (decode (rows[i].encoding, packed, pieces[j], result));
        g_assert_cmpmem (result->data, result->len, text, TEXT_BYTES);
      }
}

static void
test_empty (void)
{
  g_autoptr (GBytes) packed = pack ("", 0, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GByteArray) result = g_byte_array_new ();

  g_assert_true (decode ("gzip", packed, 7, result));
  g_assert_cmpuint (result->len, ==, 0);
  g_assert_false (decode ("gzip", nothing, 7, result));
}

/* RFC 1952 section 2.2: several members make one file. */
static void
test_members (void)
{
  static const gsize pieces[] = { 1, 5, 1 << 20 };
  g_autoptr (GBytes) one = pack ("one", 3, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GBytes) two = pack ("two", 3, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autoptr (GBytes) packed = NULL;

  g_byte_array_append (both, g_bytes_get_data (one, NULL), (guint) g_bytes_get_size (one));
  g_byte_array_append (both, g_bytes_get_data (two, NULL), (guint) g_bytes_get_size (two));
  packed = g_byte_array_free_to_bytes (g_steal_pointer (&both));
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GByteArray) result = g_byte_array_new ();

      g_assert_true (decode ("gzip", packed, pieces[i], result));
      g_assert_cmpmem (result->data, result->len, "onetwo", 6);
    }
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) good = pack ("some text, some text", 20, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  gsize size;
  const guint8 *data = g_bytes_get_data (good, &size);

  /* Cut anywhere. */
  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, i);
      g_autoptr (GByteArray) result = g_byte_array_new ();

      g_assert_false (decode ("gzip", cut, 4, result));
    }
  /* A bit of the checksum or the length. */
  for (gsize i = size - 8; i < size; i++)
    {
      g_autofree guint8 *bad = g_memdup2 (data, size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GByteArray) result = g_byte_array_new ();

      bad[i] ^= 1;
      changed = g_bytes_new (bad, size);
      g_assert_false (decode ("gzip", changed, 4, result));
    }
}

static void
test_more_behind (void)
{
  static const char *const tails[] = { "x", "xx", "junk behind the end" };
  static const struct
  {
    const char *encoding;
    GZlibCompressorFormat format;
  } rows[] = {
    { "gzip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
    { "deflate", G_ZLIB_COMPRESSOR_FORMAT_ZLIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tails); j++)
      {
        g_autoptr (GBytes) good = pack ("text", 4, rows[i].format);
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        g_autoptr (GByteArray) result = g_byte_array_new ();
        g_autoptr (GBytes) packed = NULL;

        g_byte_array_append (bytes, g_bytes_get_data (good, NULL), (guint) g_bytes_get_size (good));
        g_byte_array_append (bytes, (const guint8 *) tails[j], (guint) strlen (tails[j]));
        packed = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
        g_assert_false (decode (rows[i].encoding, packed, 3, result));
        g_assert_cmpmem (result->data, MIN (result->len, 4), "text", 4);
      }
}

static void
test_unknown (void)
{
  static const char *const encodings[] = { "br", "zstd", "compress", "gzip, gzip", "" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    g_assert_null (dp_decoder_new (encodings[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decoder/good", test_good);
  g_test_add_func ("/decoder/empty", test_empty);
  g_test_add_func ("/decoder/members", test_members);
  g_test_add_func ("/decoder/damaged", test_damaged);
  g_test_add_func ("/decoder/more-behind", test_more_behind);
  g_test_add_func ("/decoder/unknown", test_unknown);

  return g_test_run ();
}
