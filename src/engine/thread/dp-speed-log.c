/* dp-speed-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much came in each second of the last minutes, for whoever draws it.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-speed-log.h"

/* Empties the seconds in which nobody looked. */
static void
go_to (DpSpeedLog *self, gint64 now_sec)
{
  gint64 n_sec = MIN (now_sec - self->last_sec, DP_SPEED_LOG_SEC);

  for (gint64 i = 0; i < n_sec; i++)
    self->bytes[(now_sec - i) % DP_SPEED_LOG_SEC] = 0;
  self->last_sec = MAX (self->last_sec, now_sec);
}

/**
 * dp_speed_log_begin:
 * @self: a log
 * @now_usec: the time
 * @received_bytes: what is here already, and does not count
 *
 * Goes on with what comes from now on; what came before stays.
 *
 * Thread: any.
 */
void
dp_speed_log_begin (DpSpeedLog *self, gint64 now_usec, guint64 received_bytes)
{
  if (self->began_usec == 0)
    {
      self->began_usec = now_usec;
      self->last_sec = now_usec / G_USEC_PER_SEC;
    }
  self->last_bytes = received_bytes;
}

/**
 * dp_speed_log_add:
 * @self: a log
 * @now_usec: the time, never before that of the last call
 * @received_bytes: how much is here now
 *
 * Who starts again from nothing has received nothing.
 *
 * Thread: any.
 */
void
dp_speed_log_add (DpSpeedLog *self, gint64 now_usec, guint64 received_bytes)
{
  gint64 now_sec = now_usec / G_USEC_PER_SEC;
  guint64 n_bytes = received_bytes > self->last_bytes ? received_bytes - self->last_bytes : 0;

  go_to (self, now_sec);
  self->bytes[now_sec % DP_SPEED_LOG_SEC] += (float) n_bytes;
  self->all_bytes += n_bytes;
  self->last_bytes = received_bytes;
}

/**
 * dp_speed_log_read:
 * @self: a log
 * @now_usec: the time
 * @bytes_per_sec: (out caller-allocates) (array length=n): the speed in each second, the last one
 *   last
 * @n: how many seconds are wanted
 *
 * The second that is not over yet is left out.
 *
 * Thread: any.
 *
 * Returns: how many of them, at the end of the array, are since it began
 */
guint
dp_speed_log_read (const DpSpeedLog *self, gint64 now_usec, double *bytes_per_sec, guint n)
{
  gint64 now_sec = now_usec / G_USEC_PER_SEC;
  gint64 began_sec = self->began_usec / G_USEC_PER_SEC;
  guint n_known = 0;

  for (guint i = 1; i <= n; i++)
    {
      gint64 sec = now_sec - i;
      gboolean is_known = self->began_usec != 0 && sec >= began_sec;
      gboolean is_kept =
          is_known && sec <= self->last_sec && self->last_sec - sec < DP_SPEED_LOG_SEC;

      bytes_per_sec[n - i] = is_kept ? (double) self->bytes[sec % DP_SPEED_LOG_SEC] : 0;
      n_known += is_known;
    }
  return n_known;
}
