/* dp-http-collect.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-watch.h"

G_BEGIN_DECLS

/**
 * DpHttpCollect:
 * @stream: (unowned): what is read
 * @is_direct: what is read comes out of the socket as it is, not through TLS
 * @mark_bytes: with how many the kernel wakes us
 * @watch: (unowned) (nullable): what waits for its socket, if that is in reach
 * @wait: (unowned) (nullable): how the fiber waits, while it does
 * @is_readable: whether the last wait ended because there is enough
 *
 * Waiting for the bytes of a body.
 */
typedef struct
{
  GInputStream *stream;
  gboolean is_direct;
  int mark_bytes;
  DpHttpWatch *watch;
  DpHttpWait *wait;
  gboolean is_readable;
} DpHttpCollect;

void dp_http_collect_remember_socket (GIOStream *connection);
void dp_http_collect_init (DpHttpCollect *self,
                           DpHttpClient *client,
                           GInputStream *stream,
                           GInputStream *wire);
void dp_http_collect_wait (DpHttpCollect *self, DpHttpWait *wait, guint64 most_bytes);
gboolean dp_http_collect_is_direct (const DpHttpCollect *self);
void dp_http_collect_end (DpHttpCollect *self);

G_END_DECLS
