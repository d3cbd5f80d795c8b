/* dp-throttle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many bytes may pass now: a token bucket.
 *
 * It fills as fast as the limit says, and holds what fills it in BURST_USEC: so in no second more
 * passes than the limit and a 25th of it, and who comes a little late has lost nothing.  What passes
 * is handed out in portions of TURN_USEC: small enough for many to take turns within a second, and
 * for a slow download to flow rather than to drip; large enough for a fast one.
 *
 * It counts in millionths of a byte, which a limit in bytes per second and a time in microseconds
 * make without a remainder.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-throttle.h"

#include "dp-speed.h"

#define BURST_USEC (40 * G_TIME_SPAN_MILLISECOND)
#define TURN_USEC  (10 * G_TIME_SPAN_MILLISECOND)

/* One byte at least, or with a limit of a few bytes per second nothing ever moved. */
static guint64
get_most (const DpThrottle *self)
{
  return MAX (self->bytes_per_sec * BURST_USEC, G_USEC_PER_SEC);
}

static void
fill (DpThrottle *self, gint64 now_usec)
{
  /* In a second it is full. */
  gint64 span_usec = CLAMP (now_usec - self->last_usec, 0, G_USEC_PER_SEC);

  self->level = MIN (self->level + self->bytes_per_sec * (guint64) span_usec, get_most (self));
  self->last_usec = MAX (self->last_usec, now_usec);
}

/* What one gets while others wait, and what has to be there before anybody gets anything. */
static guint64
get_portion (const DpThrottle *self, guint64 wanted_bytes)
{
  guint64 portion_bytes = self->bytes_per_sec * TURN_USEC / G_USEC_PER_SEC;

  return MIN (wanted_bytes, MAX (portion_bytes, 1));
}

static guint64
get_needed (const DpThrottle *self, guint64 wanted_bytes)
{
  return get_portion (self, wanted_bytes) * G_USEC_PER_SEC;
}

/**
 * dp_throttle_set_limit:
 * @self: a throttle
 * @now_usec: the time, of any clock that does not jump
 * @bytes_per_sec: the limit, or 0 for none
 *
 * Holds from now on.  The bucket is empty at first, and keeps no more than the new limit fills.
 *
 * Thread: any.
 */
void
dp_throttle_set_limit (DpThrottle *self, gint64 now_usec, guint64 bytes_per_sec)
{
  fill (self, now_usec);
  self->bytes_per_sec = MIN (bytes_per_sec, DP_SPEED_MAX);
  self->level = MIN (self->level, get_most (self));
}

/**
 * dp_throttle_take:
 * @self: a throttle
 * @now_usec: the time
 * @wanted_bytes: how many are wanted, at least 1
 * @is_shared: whether others wait, who shall have their turns
 *
 * Thread: any.
 *
 * Returns: how many bytes may pass, at most @wanted_bytes; 0 if it is too early
 */
guint64
dp_throttle_take (DpThrottle *self, gint64 now_usec, guint64 wanted_bytes, gboolean is_shared)
{
  guint64 bytes;

  if (self->bytes_per_sec == 0)
    return wanted_bytes;
  fill (self, now_usec);
  if (self->level < get_needed (self, wanted_bytes))
    return 0;
  bytes = MIN (wanted_bytes, self->level / G_USEC_PER_SEC);
  if (is_shared)
    bytes = get_portion (self, bytes);
  self->level -= bytes * G_USEC_PER_SEC;
  return bytes;
}

/**
 * dp_throttle_give_back:
 * @self: a throttle
 * @bytes: how many were taken and did not pass
 *
 * Thread: any.
 */
void
dp_throttle_give_back (DpThrottle *self, guint64 bytes)
{
  if (self->bytes_per_sec > 0)
    self->level = MIN (self->level + bytes * G_USEC_PER_SEC, get_most (self));
}

/**
 * dp_throttle_get_turn_usec:
 * @self: a throttle
 * @wanted_bytes: how many are wanted, at least 1
 * @n_before: how many others wait for as much and shall have it first
 *
 * Thread: any.
 *
 * Returns: when to try again, in the time that was handed in last
 */
gint64
dp_throttle_get_turn_usec (const DpThrottle *self, guint64 wanted_bytes, guint n_before)
{
  guint64 needed;

  if (self->bytes_per_sec == 0)
    return self->last_usec;
  needed = get_needed (self, wanted_bytes) * (n_before + 1);
  needed -= MIN (needed, self->level);
  return self->last_usec + (gint64) ((needed + self->bytes_per_sec - 1) / self->bytes_per_sec);
}
