/* dp-moves.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

/**
 * DpUrgency:
 * @id: a download's id
 * @priority: who has a turn before whom
 */
typedef struct
{
  guint64 id;
  DpPriority priority;
} DpUrgency;

/**
 * DpStart:
 * @id: a download's id
 * @was_waiting: whether it would have had its turn anyway
 */
typedef struct
{
  guint64 id;
  gboolean was_waiting;
} DpStart;

GArray *dp_queue_move_before (DpQueue *self, const guint64 *ids, gsize n_ids, guint64 before_id);
GArray *dp_queue_move_to_top (DpQueue *self, const guint64 *ids, gsize n_ids);
GArray *dp_queue_move_behind (DpQueue *self, const guint64 *ids, gsize n_ids, guint64 behind_id);
guint dp_queue_put (DpQueue *self, GArray *places);

GArray *dp_queue_prioritize (DpQueue *self, const guint64 *ids, gsize n_ids, DpPriority priority);
guint dp_queue_put_urgencies (DpQueue *self, GArray *urgencies);

GArray *dp_queue_start_now (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_unstart (DpQueue *self, const GArray *starts);

G_END_DECLS
