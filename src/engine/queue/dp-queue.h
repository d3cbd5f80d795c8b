/* dp-queue.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-scheduler.h"
#include "dp-verdict.h"

G_BEGIN_DECLS

#define DP_QUEUE_DEFAULT_PARALLEL 6
#define DP_QUEUE_MAX_PARALLEL     64
#define DP_QUEUE_DEFAULT_TRIES    5
#define DP_QUEUE_MAX_SEGMENTS     16
#define DP_QUEUE_DEFAULT_PER_HOST 4
#define DP_QUEUE_MAX_PER_HOST     64

#define DP_TYPE_QUEUE (dp_queue_get_type ())
G_DECLARE_FINAL_TYPE (DpQueue, dp_queue, DP, QUEUE, GObject)

/**
 * DpActivity:
 * @n_running: so many files come at once
 * @n_limit: so many may
 * @reason: why
 * @bytes_per_sec: how fast all of them are together
 * @n_refusals: how often a server refused one connection more, in this run of the program
 *
 * What is going on at a moment.
 */
typedef struct
{
  guint n_running;
  guint n_limit;
  DpParallelReason reason;
  guint64 bytes_per_sec;
  guint n_refusals;
} DpActivity;

DpQueue *dp_queue_new (DpLanes *lanes);
void dp_queue_set_store (DpQueue *self, DpStore *store);

DpDownload *dp_queue_find (DpQueue *self, guint64 id);
DpTrace *dp_queue_find_trace (DpQueue *self, guint64 id);
guint dp_queue_count (DpQueue *self, DpState state);
guint dp_queue_count_unfinished (DpQueue *self);
guint64 dp_queue_get_bytes_per_sec (DpQueue *self);
DpActivity dp_queue_get_activity (DpQueue *self);

/* For those who give it orders: */
DpScheduler *dp_queue_get_scheduler (DpQueue *self);
DpPatience *dp_queue_get_patience (DpQueue *self);
void dp_queue_tell_change (DpQueue *self, const DpListChange *change);
void dp_queue_tell_moved (DpQueue *self, GPtrArray *downloads);

G_END_DECLS
