/* dp-list-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two files know that DpList is made of: dp-list and dp-list-many.
 */

#pragma once

#include "dp-list.h"

G_BEGIN_DECLS

struct _DpList
{
  GPtrArray *downloads; /* (owned) (element-type DpDownload): by id */
  DpStore *store;       /* (owned) (nullable): who remembers the list */
  guint64 last_id;      /* the highest ever */
  DpPlaces *places;     /* (owned): the same in the order of the list */
  DpTurns *turns;       /* (owned): those that are queued, but for those that are held */
  guint n_by_state[DP_N_STATES];
};

G_END_DECLS
