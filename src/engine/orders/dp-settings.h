/* dp-settings.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_queue_set_parallel (DpQueue *self, guint n_parallel);
void dp_queue_set_held (DpQueue *self, gboolean is_held);
void dp_queue_set_per_host (DpQueue *self, guint n_connections);
void dp_queue_set_tries (DpQueue *self, guint n_tries);
void dp_queue_set_segments (DpQueue *self, guint n_segments);
void dp_queue_set_notes_origin (DpQueue *self, gboolean notes_origin);
void dp_queue_set_keeps_journals (DpQueue *self, gboolean keeps_journals);
void dp_queue_set_waits_for_room (DpQueue *self, gboolean waits);

G_END_DECLS
