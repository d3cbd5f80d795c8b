/* dp-scheduler-room.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has no turn because there is no room on the disk, and who runs into a full one: they are queued
 * again with that as their reason, and go on when there is room.  Where room is missing, dp-shortage
 * knows.
 *
 * Thread: home.
 */

#include "dp-scheduler-private.h"

#include <glib/gi18n-lib.h>

/**
 * dp_scheduler_is_held_back:
 * @self: a scheduler
 * @download: one that may have its turn, or has it
 *
 * Thread: home.
 *
 * Returns: whether it has to wait for room on the disk; then it says so
 */
gboolean
dp_scheduler_is_held_back (DpScheduler *self, DpDownload *download)
{
  DpRoom room = dp_shortages_judge (self->shortages, download);

  if (room == DP_ROOM_FREE)
    return FALSE;
  dp_download_set_reason (download,
                          room == DP_ROOM_NONE ? _ ("Waiting for room on the disk") : NULL);
  return TRUE;
}

/* Stops those that run into a full disk, and lets those on that wait for no reason any more. */
static void
look_who_has_room (DpScheduler *self)
{
  for (guint i = 0; i < dp_list_get_size (self->list); i++)
    {
      DpDownload *download = dp_list_get (self->list, i);
      DpState state = dp_download_get_state (download);

      if (state == DP_STATE_QUEUED && !dp_scheduler_is_held_back (self, download))
        {
          dp_download_set_reason (download, NULL);
          dp_list_let_wait (self->list, download);
        }
      else if (state == DP_STATE_RUNNING &&
               dp_shortages_judge (self->shortages, download) == DP_ROOM_NONE)
        {
          dp_scheduler_is_held_back (self, download);
          dp_scheduler_change (self, download, DP_STATE_QUEUED);
        }
    }
}

static void
on_room_changed (gpointer owner)
{
  DpScheduler *self = owner;

  look_who_has_room (self);
  dp_scheduler_run (self);
}

static gboolean
is_queued (gpointer owner, guint64 id)
{
  DpScheduler *self = owner;
  DpDownload *download = dp_list_find (self->list, id);

  if (id == 0)
    return dp_list_count (self->list, DP_STATE_QUEUED) > 0;
  return download != NULL && dp_download_get_state (download) == DP_STATE_QUEUED;
}

/**
 * dp_scheduler_watch_room:
 * @self: a scheduler that has everything else
 *
 * From now on it knows for whom there is no room.
 *
 * Thread: home.
 */
void
dp_scheduler_watch_room (DpScheduler *self)
{
  static const DpShortagesFuncs funcs = { is_queued, on_room_changed };

  self->shortages = dp_shortages_new (self->lanes, self, &funcs);
}

/**
 * dp_scheduler_hold_back:
 * @self: a scheduler
 * @download: one that runs and has found no room
 * @shortage: what its worker says
 *
 * Lets it wait for room on the disk, and with it all others for whom there is none there.
 *
 * Thread: home.
 *
 * Returns: whether the person should be told: not of every file on the same disk
 */
gboolean
dp_scheduler_hold_back (DpScheduler *self, DpDownload *download, const DpShortage *shortage)
{
  gboolean is_news;

  dp_scheduler_move (self, download, DP_STATE_QUEUED, NULL);
  is_news = dp_shortages_add (self->shortages, download, shortage, g_get_monotonic_time ());
  look_who_has_room (self);
  return is_news;
}
