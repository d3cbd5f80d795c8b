/* dp-again.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

guint64 dp_queue_add_again (DpQueue *self, const guint64 *ids, gsize n_ids, guint *n_added);

G_END_DECLS
