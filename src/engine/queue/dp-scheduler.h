/* dp-scheduler.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-active.h"
#include "dp-list.h"
#include "dp-parallel.h"

G_BEGIN_DECLS

typedef struct _DpScheduler DpScheduler;

/**
 * DpSchedulerFuncs:
 * @actives: what happens with those that a worker has to do with
 * @states_changed: the states of some that are in the list, at least one, have changed to the same
 * @scheduled: a change is whole: what may start has started
 *
 * What the owner is told.
 */
typedef struct
{
  DpActivesFuncs actives;
  void (*states_changed) (GObject *owner, GPtrArray *downloads);
  void (*scheduled) (GObject *owner);
} DpSchedulerFuncs;

DpScheduler *
dp_scheduler_new (DpLanes *lanes, guint n_parallel, GObject *owner, const DpSchedulerFuncs *funcs);
void dp_scheduler_free (DpScheduler *self);

GObject *dp_scheduler_get_owner (DpScheduler *self);
DpLanes *dp_scheduler_get_lanes (DpScheduler *self);
DpList *dp_scheduler_get_list (DpScheduler *self);
DpActives *dp_scheduler_get_actives (DpScheduler *self);
DpTerms *dp_scheduler_get_terms (DpScheduler *self);
void dp_scheduler_set_parallel (DpScheduler *self, guint n_parallel);
void dp_scheduler_set_held (DpScheduler *self, gboolean is_held);
guint dp_scheduler_get_parallel (DpScheduler *self, DpParallelReason *reason);
void dp_scheduler_look (DpScheduler *self);

void dp_scheduler_move (DpScheduler *self, DpDownload *download, DpState state, const char *reason);
void dp_scheduler_move_all (DpScheduler *self, GPtrArray *downloads, DpState state);
void dp_scheduler_resume (DpScheduler *self, DpDownload *download);
void dp_scheduler_resume_all (DpScheduler *self, const GPtrArray *downloads);
void dp_scheduler_jump (DpScheduler *self, const GPtrArray *downloads);
void dp_scheduler_stop_jumping (DpScheduler *self, const GPtrArray *downloads);
gboolean
dp_scheduler_hold_back (DpScheduler *self, DpDownload *download, const DpShortage *shortage);
void dp_scheduler_let_wait (DpScheduler *self, DpDownload *download);
void dp_scheduler_hurry (DpScheduler *self);
void dp_scheduler_run (DpScheduler *self);

void
dp_scheduler_stop (DpScheduler *self, void (*at_rest) (gpointer user_data), gpointer user_data);
gboolean dp_scheduler_is_stopped (DpScheduler *self);

G_END_DECLS
