/* dp-scheduler-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files know that DpScheduler is made of: dp-scheduler, dp-scheduler-room and
 * dp-scheduler-state.
 */

#pragma once

#include "dp-scheduler.h"
#include "dp-shortage.h"
#include "dp-waiting.h"

G_BEGIN_DECLS

struct _DpScheduler
{
  GObject *owner; /* (unowned): owns us */
  DpLanes *lanes; /* (unowned): outlives us */
  DpSchedulerFuncs funcs;
  DpList *list;           /* (owned) */
  DpActives *actives;     /* (owned): those that a worker has to do with */
  DpWaiting *waiting;     /* (owned): those that are tried again later */
  DpShortages *shortages; /* (owned): those for whom there is no room */
  guint n_parallel;       /* as the person says, or 0 */
  DpParallel parallel;    /* else */
  gboolean is_held;       /* for now nothing may run */

  gboolean is_stopped; /* for good */
  void (*at_rest) (gpointer user_data);
  gpointer at_rest_data;
};

gboolean dp_scheduler_is_held_back (DpScheduler *self, DpDownload *download);
void dp_scheduler_watch_room (DpScheduler *self);
void dp_scheduler_change (DpScheduler *self, DpDownload *download, DpState state);

G_END_DECLS
