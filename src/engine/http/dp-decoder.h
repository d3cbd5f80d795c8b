/* dp-decoder.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _DpDecoder DpDecoder;

/**
 * DpDecoderSink:
 * @data: the next decoded bytes
 * @size: how many
 * @user_data: as given
 * @error: return location for a #GError
 *
 * Returns: %FALSE with @error set to end the decoding
 */
typedef gboolean (*DpDecoderSink) (const void *data,
                                   gsize size,
                                   gpointer user_data,
                                   GError **error);

DpDecoder *dp_decoder_new (const char *content_encoding);
void dp_decoder_free (DpDecoder *self);
gboolean dp_decoder_push (DpDecoder *self,
                          const void *data,
                          gsize size,
                          DpDecoderSink sink,
                          gpointer user_data,
                          GError **error);
gboolean dp_decoder_is_at_end (DpDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpDecoder, dp_decoder_free)

G_END_DECLS
