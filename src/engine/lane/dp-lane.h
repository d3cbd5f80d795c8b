/* dp-lane.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-fiber.h"
#include "dp-http-client.h"
#include "dp-lane-shared.h"

G_BEGIN_DECLS

typedef struct _DpLane DpLane;

/**
 * DpLaneFunc:
 * @lane: the lane that runs it
 * @task: the task; the function must end with dp_lane_return()
 *
 * Straight-line work, a fiber of the lane.
 */
typedef void (*DpLaneFunc) (DpLane *lane, GTask *task);

/**
 * DpLaneSight:
 * @number: 3 of the thread dp-lane-3
 * @thread_id: the kernel's number of the thread, or 0 until it has begun
 * @cpu_usec: how much of a processor's time it has used so far
 * @n_jobs: how many jobs it has that did not return yet
 *
 * What can be seen of a lane at a moment.
 */
typedef struct
{
  guint number;
  guint thread_id;
  guint64 cpu_usec;
  guint n_jobs;
} DpLaneSight;

DpLane *dp_lane_new (DpLaneShared *shared, guint number);
void dp_lane_start (DpLane *self);
void dp_lane_give (DpLane *self, const char *folder, GTask *task, DpLaneFunc func);
void dp_lane_wake (DpLane *self);
const char *dp_lane_get_folder (DpLane *self);
guint dp_lane_get_n_jobs (DpLane *self);
void dp_lane_look (DpLane *self, DpLaneSight *sight);

guint dp_lane_get_number (DpLane *self);
DpHttpClient *dp_lane_get_client (DpLane *self);
gpointer dp_lane_get_buffer (DpLane *self, gsize *size);
void dp_lane_start_fiber (DpLane *self, DpFiberFunc func, gpointer data);
void dp_lane_return (DpLane *self, GTask *task, gpointer result, GDestroyNotify free_func);

G_END_DECLS
