/* dp-limits.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_queue_set_limit (DpQueue *self, guint64 bytes_per_sec);
guint64 dp_queue_get_limit (DpQueue *self);
void dp_queue_set_limit_of (DpQueue *self, const guint64 *ids, gsize n_ids, guint64 bytes_per_sec);

G_END_DECLS
