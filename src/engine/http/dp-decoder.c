/* dp-decoder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the coding off a body that a server packed although it was asked not to (RFC 9110 section
 * 8.4): gzip, also of several members, and deflate, also the raw kind that some servers mean.  The
 * end of the stream and its checksum are verified; what comes behind them is an error.
 *
 * Thread: any.
 */

#include "dp-decoder.h"

#include <string.h>

#define OUTPUT_BYTES (64 * 1024)

struct _DpDecoder
{
  gboolean is_gzip;
  GConverter *converter; /* (owned) (nullable): until the first byte, and between two members */
  GByteArray *rest;      /* (owned): input that the converter wants to see again with more */
  gboolean is_at_end;
};

/**
 * dp_decoder_new:
 * @content_encoding: the value of Content-Encoding, lower-case
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): a decoder, or %NULL if we don't know that coding
 */
DpDecoder *
dp_decoder_new (const char *content_encoding)
{
  gboolean is_gzip =
      strcmp (content_encoding, "gzip") == 0 || strcmp (content_encoding, "x-gzip") == 0;
  DpDecoder *self;

  if (!is_gzip && strcmp (content_encoding, "deflate") != 0)
    return NULL;
  self = g_new0 (DpDecoder, 1);
  self->is_gzip = is_gzip;
  self->rest = g_byte_array_new ();
  return self;
}

/**
 * dp_decoder_free:
 * @self: (transfer full) (nullable): a decoder
 *
 * Thread: any.
 */
void
dp_decoder_free (DpDecoder *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->converter);
  g_byte_array_unref (self->rest);
  g_free (self);
}

/* RFC 1950 section 2.2: the first two bytes of the zlib format, which "deflate" should have. */
static gboolean
is_zlib (const guint8 *data)
{
  return (data[0] & 0x0f) == 8 && (data[0] << 8 | data[1]) % 31 == 0;
}

static GConverter *
make_converter (DpDecoder *self, const guint8 *data)
{
  GZlibCompressorFormat format = G_ZLIB_COMPRESSOR_FORMAT_GZIP;

  if (!self->is_gzip)
    format = is_zlib (data) ? G_ZLIB_COMPRESSOR_FORMAT_ZLIB : G_ZLIB_COMPRESSOR_FORMAT_RAW;
  return G_CONVERTER (g_zlib_decompressor_new (format));
}

/* One step: takes from the input what it can.  A full output may have more behind it. */
static gboolean
convert (DpDecoder *self, DpDecoderSink sink, gpointer user_data, gboolean *is_full, GError **error)
{
  GByteArray *input = self->rest;
  guint8 output[OUTPUT_BYTES];
  gsize n_read = 0;
  gsize n_written = 0;
  GConverterResult result =
      g_converter_convert (self->converter, input->data, input->len, output, sizeof output,
                           G_CONVERTER_NO_FLAGS, &n_read, &n_written, error);

  if (result == G_CONVERTER_ERROR)
    return FALSE;
  g_byte_array_remove_range (input, 0, (guint) n_read);
  *is_full = n_written == sizeof output && result != G_CONVERTER_FINISHED;
  if (n_written > 0 && !sink (output, n_written, user_data, error))
    return FALSE;
  if (result == G_CONVERTER_FINISHED)
    {
      self->is_at_end = TRUE;
      /* Another member of a gzip file may follow (RFC 1952 section 2.2). */
      g_clear_object (&self->converter);
    }
  return TRUE;
}

/**
 * dp_decoder_push:
 * @self: a decoder
 * @data: the next bytes of the body
 * @size: how many
 * @sink: gets what they mean, in pieces
 * @user_data: for @sink
 * @error: return location for a #GError
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if they are not what the coding allows, or if @sink said so
 */
gboolean
dp_decoder_push (DpDecoder *self,
                 const void *data,
                 gsize size,
                 DpDecoderSink sink,
                 gpointer user_data,
                 GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean is_full = FALSE;

  g_byte_array_append (self->rest, data, (guint) size);
  /* The first two bytes say which format it is. */
  while (self->rest->len > 1 || is_full || (self->rest->len > 0 && self->converter != NULL))
    {
      if (self->converter == NULL)
        {
          if (self->is_at_end && !self->is_gzip)
            {
              g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "trailing data");
              return FALSE;
            }
          self->is_at_end = FALSE;
          self->converter = make_converter (self, self->rest->data);
        }
      if (!convert (self, sink, user_data, &is_full, &reason))
        {
          if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * dp_decoder_is_at_end:
 * @self: a decoder
 *
 * Thread: any.
 *
 * Returns: whether the stream has ended, its checksum is right, and nothing came behind it
 */
gboolean
dp_decoder_is_at_end (DpDecoder *self)
{
  return self->is_at_end && self->rest->len == 0;
}
