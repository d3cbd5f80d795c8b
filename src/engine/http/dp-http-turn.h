/* dp-http-turn.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-wait.h"

G_BEGIN_DECLS

/**
 * DpHttpTurn:
 * @fiber: (unowned): who waits
 * @link: its own, in the line or among those whose turn it is
 * @deadline_usec: until when it waits, in monotonic time
 * @is_mine: whose turn it is
 *
 * A fiber's turn to begin a TLS connection; all zeros before.  Guarded by a lock of its own while it
 * waits or @is_mine.
 */
typedef struct
{
  DpFiber *fiber;
  GList link;
  gint64 deadline_usec;
  gboolean is_mine;
} DpHttpTurn;

void dp_http_turn_take (DpHttpTurn *self, DpHttpWait *wait, GCancellable *cancellable);
void dp_http_turn_give_back (DpHttpTurn *self);
guint dp_http_turn_get_n_taken (void);
guint dp_http_turn_get_n_waiting (void);

G_END_DECLS
