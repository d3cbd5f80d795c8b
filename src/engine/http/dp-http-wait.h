/* dp-http-wait.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-fiber.h"
#include "dp-http-client.h"

G_BEGIN_DECLS

/**
 * DpHttpWait:
 * @client: (unowned): whose lane waits, and for how long
 * @cancellable: (owned): what libsoup gets; cancelled on the lane only
 * @outer: (unowned) (nullable): the caller's, between begin and end
 * @outer_handler: its handler
 * @fiber: (unowned): who waits, between begin and end
 * @deadline_usec: when what we wait for must be here
 * @is_timed_out: it was not
 *
 * How straight code waits for a callback.
 */
typedef struct
{
  DpHttpClient *client;
  GCancellable *cancellable;
  GCancellable *outer;
  gulong outer_handler;
  DpFiber *fiber;
  gint64 deadline_usec;
  gboolean is_timed_out;
} DpHttpWait;

void dp_http_wait_init (DpHttpWait *self, DpHttpClient *client);
void dp_http_wait_clear (DpHttpWait *self);
void dp_http_wait_begin (DpHttpWait *self, GCancellable *outer);
void dp_http_wait_end (DpHttpWait *self);
gboolean dp_http_wait_is_cancelled (DpHttpWait *self);
gboolean dp_http_wait_pause (DpHttpWait *self, gint64 deadline_usec);
gboolean dp_http_wait_a_while (DpHttpWait *self, const gboolean *done, gint64 until_usec);
gboolean dp_http_wait_until (DpHttpWait *self, const gboolean *done);
void dp_http_wait_wake (DpHttpWait *self);

G_END_DECLS
