/* dp-http-body.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-chunks.h"
#include "dp-http-collect.h"
#include "dp-http-limit.h"
#include "dp-http-send.h"

G_BEGIN_DECLS

/**
 * DpHttpBody:
 * @send: (unowned): what asked for it, and whose wait is used
 * @limit: (unowned) (nullable): how fast it may be read
 * @wire: (unowned) (nullable): the stream below libsoup's, as long as libsoup's lives
 * @is_chunked: whether we read the chunks ourselves
 * @chunks: where in them we are
 * @received_bytes: how many there were so far
 * @collect: how it waits for more
 * @is_bare: libsoup holds nothing of it any more, and nobody else: it is worth to wait first
 * @is_met: its end was proven, and libsoup knows of it
 *
 * The body of an answer, as far as it is here.
 */
typedef struct
{
  DpHttpSend *send;
  DpHttpLimit *limit;
  GInputStream *wire;
  gboolean is_chunked;
  DpHttpChunks chunks;
  guint64 received_bytes;
  DpHttpCollect collect;
  gboolean is_bare;
  gboolean is_met;
} DpHttpBody;

void dp_http_body_init (DpHttpBody *self, DpHttpSend *send);
gssize dp_http_body_read (DpHttpBody *self,
                          void *buffer,
                          gsize size,
                          GCancellable *cancellable,
                          GError **error);
void dp_http_body_end (DpHttpBody *self);
gboolean dp_http_body_is_length_proven (DpHttpBody *self);

G_END_DECLS
