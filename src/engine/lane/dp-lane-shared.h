/* dp-lane-shared.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-http-options.h"

G_BEGIN_DECLS

/**
 * DpLaneResult:
 * @task: (transfer full): what is over
 * @result: (transfer full) (nullable): what came out
 * @free_func: (nullable): frees @result
 *
 * A result on its way home.
 */
typedef struct
{
  GTask *task;
  gpointer result;
  GDestroyNotify free_func;
} DpLaneResult;

/**
 * DpLaneShared:
 * @lock: guards all but what is atomic or constant, and what the lanes say that it guards
 * @left: a lane left
 * @lanes: (element-type DpLane): those that take jobs
 * @taken: the numbers of all lanes
 * @is_closing: no idle lane shall stay
 * @options: for the next job
 * @generation: of the options; atomic
 * @results: (element-type DpLaneResult): those that the home thread has not seen yet
 * @source: hands them over, on the home thread; constant
 *
 * Freed by whoever leaves last.
 */
typedef struct
{
  gatomicrefcount ref_count;
  GMutex lock;
  GCond left;
  GPtrArray *lanes;
  GHashTable *taken;
  gboolean is_closing;
  DpHttpOptions *options;
  int generation;
  GArray *results;
  GSource *source;
} DpLaneShared;

DpLaneShared *dp_lane_shared_new (const DpHttpOptions *options);
DpLaneShared *dp_lane_shared_ref (DpLaneShared *self);
void dp_lane_shared_unref (DpLaneShared *self);
void dp_lane_shared_send (DpLaneShared *self, GArray *results, guint *n_jobs);

G_END_DECLS
