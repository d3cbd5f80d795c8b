/* dp-trust.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

GPtrArray *dp_queue_list_trusted (DpQueue *self);
gboolean dp_queue_is_trusted (DpQueue *self, const DpQuestion *question);
void dp_queue_distrust (DpQueue *self, const char *origin, const char *fingerprint);

G_END_DECLS
