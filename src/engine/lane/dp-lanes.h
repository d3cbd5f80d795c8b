/* dp-lanes.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-lane.h"

G_BEGIN_DECLS

typedef struct _DpLanes DpLanes;

DpLanes *dp_lanes_new (const DpHttpOptions *options);
void dp_lanes_free (DpLanes *self);
void dp_lanes_set_options (DpLanes *self, const DpHttpOptions *options);
void dp_lanes_forget_connections (DpLanes *self);
void dp_lanes_run (DpLanes *self, const char *folder, GTask *task, DpLaneFunc func);
guint dp_lanes_get_n_jobs (DpLanes *self);
GArray *dp_lanes_look (DpLanes *self);
guint dp_lanes_get_n_threads (DpLanes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpLanes, dp_lanes_free)

G_END_DECLS
