/* dp-shortage.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"
#include "dp-lanes.h"
#include "dp-transfer.h"

G_BEGIN_DECLS

typedef struct _DpShortages DpShortages;

/**
 * DpRoom:
 * @DP_ROOM_FREE: nothing speaks against it
 * @DP_ROOM_UNKNOWN: a worker looks which volume the folder is on
 * @DP_ROOM_NONE: the volume is full, or too full for this one
 *
 * Whether there is room for a download.
 */
typedef enum
{
  DP_ROOM_FREE,
  DP_ROOM_UNKNOWN,
  DP_ROOM_NONE,
} DpRoom;

/**
 * DpShortagesFuncs:
 * @is_queued: whether that download still wants to go on; id 0: whether any does
 * @changed: for whom there is room has changed
 *
 * What the owner is asked and told.
 */
typedef struct
{
  gboolean (*is_queued) (gpointer owner, guint64 id);
  void (*changed) (gpointer owner);
} DpShortagesFuncs;

DpShortages *dp_shortages_new (DpLanes *lanes, gpointer owner, const DpShortagesFuncs *funcs);
void dp_shortages_free (DpShortages *self);

gboolean dp_shortages_add (DpShortages *self,
                           DpDownload *download,
                           const DpShortage *shortage,
                           gint64 now_usec);
DpRoom dp_shortages_judge (DpShortages *self, DpDownload *download);

G_END_DECLS
