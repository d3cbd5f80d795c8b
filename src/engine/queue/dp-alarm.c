/* dp-alarm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rings at a time of the clock on the wall.
 *
 * A time-out of GLib counts seconds, and none while the computer sleeps.  This one rings when it has
 * become that late, right after the computer has woken up if it was later than that; and also when
 * somebody has set the clock, so that one may look anew.  Until then it costs nothing: timerfd.
 *
 * Thread: home.
 */

#include "dp-alarm.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct _DpAlarm
{
  int fd;
  guint source_id;
  GSourceFunc func;
  gpointer user_data;
};

static gboolean
on_ring (int fd, GIOCondition condition, gpointer user_data)
{
  DpAlarm *self = user_data;
  guint64 n_rings;

  /* ECANCELED says that the clock was set; EAGAIN, that the alarm was. */
  if (read (fd, &n_rings, sizeof n_rings) < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * dp_alarm_new:
 * @func: called when it rings; what it returns does not matter
 * @user_data: for @func
 *
 * Thread: home.
 *
 * Returns: (transfer full): an alarm that is not set
 */
DpAlarm *
dp_alarm_new (GSourceFunc func, gpointer user_data)
{
  DpAlarm *self = g_new0 (DpAlarm, 1);

  self->func = func;
  self->user_data = user_data;
  self->fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd >= 0)
    self->source_id = g_unix_fd_add (self->fd, G_IO_IN, on_ring, self);
  return self;
}

/**
 * dp_alarm_set:
 * @self: an alarm
 * @time: (nullable): when it rings, or %NULL for never
 *
 * Thread: home.
 */
void
dp_alarm_set (DpAlarm *self, GDateTime *time)
{
  struct itimerspec when = { 0 };

  if (time != NULL)
    {
      /* Rather late than early: not in the hour before. */
      when.it_value.tv_sec = g_date_time_to_unix (time);
      when.it_value.tv_nsec = g_date_time_get_microsecond (time) * 1000 + 999;
    }
  if (self->fd >= 0)
    timerfd_settime (self->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

/**
 * dp_alarm_free:
 * @self: (transfer full) (nullable): an alarm
 *
 * Thread: home.
 */
void
dp_alarm_free (DpAlarm *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
