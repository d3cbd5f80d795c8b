/* dp-lane.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-fiber.h"
#include "dp-http-client.h"

G_BEGIN_DECLS

typedef struct _DpLane DpLane;
typedef struct _DpLanes DpLanes;

/**
 * DpLaneFunc:
 * @lane: the lane that runs it
 * @task: the task; the function must end with dp_lane_return()
 *
 * Straight-line work, a fiber of the lane.
 */
typedef void (*DpLaneFunc) (DpLane *lane, GTask *task);

DpLanes *dp_lanes_new (const DpHttpOptions *options);
void dp_lanes_free (DpLanes *self);
void dp_lanes_set_options (DpLanes *self, const DpHttpOptions *options);
void dp_lanes_run (DpLanes *self, const char *folder, GTask *task, DpLaneFunc func);
guint dp_lanes_get_n_jobs (DpLanes *self);
guint dp_lanes_get_n_threads (DpLanes *self);

DpHttpClient *dp_lane_get_client (DpLane *self);
gpointer dp_lane_get_buffer (DpLane *self, gsize *size);
void dp_lane_start_fiber (DpLane *self, DpFiberFunc func, gpointer data);
void dp_lane_return (DpLane *self, GTask *task, gpointer result, GDestroyNotify free_func);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpLanes, dp_lanes_free)

G_END_DECLS
