/* dp-download-turn.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What decides when a download has its turn, and how fast it may come.
 *
 * Thread: home.
 */

#include "dp-download-private.h"

/**
 * dp_download_is_jumping:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: whether it shall not wait for its turn
 */
gboolean
dp_download_is_jumping (DpDownload *self)
{
  return self->is_jumping;
}

/**
 * dp_download_set_jumping:
 * @self: a download
 * @is_jumping: whether it shall start before all others, whatever the limit
 *
 * Thread: home.
 */
void
dp_download_set_jumping (DpDownload *self, gboolean is_jumping)
{
  g_assert (dp_download_home == g_thread_self ());
  self->is_jumping = is_jumping;
}

/**
 * dp_download_get_turn:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): its place among those that wait for their turn
 */
gpointer
dp_download_get_turn (DpDownload *self)
{
  return self->turn;
}

/**
 * dp_download_set_turn:
 * @self: a download
 * @turn: (nullable): its place among those that wait for their turn (dp-turns)
 *
 * Nobody sees it: it is kept here because a table for a hundred thousand is bigger.
 *
 * Thread: home.
 */
void
dp_download_set_turn (DpDownload *self, gpointer turn)
{
  g_assert (dp_download_home == g_thread_self ());
  self->turn = turn;
}

/**
 * dp_download_get_place:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: what its place in the list depends on: less is before, and of two that have the same, the
 *   one with the lower id
 */
gint64
dp_download_get_place (DpDownload *self)
{
  return self->place;
}

/**
 * dp_download_set_place:
 * @self: a download
 * @place: what its place in the list depends on from now on
 *
 * Thread: home; the queue.
 */
void
dp_download_set_place (DpDownload *self, gint64 place)
{
  g_assert (dp_download_home == g_thread_self ());

  self->place = place;
}

/**
 * dp_download_get_priority:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: who has a turn before whom
 */
DpPriority
dp_download_get_priority (DpDownload *self)
{
  return self->priority;
}

/**
 * dp_download_set_priority:
 * @self: a download
 * @priority: who has a turn before whom
 *
 * Thread: home; the queue.
 */
void
dp_download_set_priority (DpDownload *self, DpPriority priority)
{
  g_assert (dp_download_home == g_thread_self ());

  if (self->priority == priority)
    return;
  self->priority = priority;
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_PRIORITY]);
}

/**
 * dp_download_get_limit:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: so many bytes per second may it be fast, or 0 for no limit of its own
 */
guint64
dp_download_get_limit (DpDownload *self)
{
  return self->limit_bytes_per_sec;
}

/**
 * dp_download_set_limit:
 * @self: a download
 * @bytes_per_sec: so fast may it be, or 0 for no limit of its own
 *
 * Thread: home.
 */
void
dp_download_set_limit (DpDownload *self, guint64 bytes_per_sec)
{
  g_return_if_fail (DP_IS_DOWNLOAD (self));
  g_assert (dp_download_home == g_thread_self ());

  self->limit_bytes_per_sec = bytes_per_sec;
}
