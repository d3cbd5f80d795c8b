/* dp-left.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much longer, for people: a time that goes down as the clock goes.
 *
 * What is left at the speed of this moment jumps with every change of the speed.  So it is the end
 * that is estimated, as an average that remembers the longer the farther that end is; and what was
 * said of it stands for as long as it is about right.  At first the speed is not known well, and
 * nobody has got used to what was said: what comes later is believed sooner.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-left.h"

#include <math.h>

/* How long the end is remembered, as a part of what is left. */
#define MEMORY_PART       8
#define MEMORY_LEAST_USEC (1 * G_USEC_PER_SEC)
#define MEMORY_MOST_USEC  (10 * G_USEC_PER_SEC)

/* What was said is about right if it is off by no more than this part of what is left. */
#define RIGHT_PART       12
#define RIGHT_LEAST_USEC (2 * G_USEC_PER_SEC)

/* Farther off the clock is not what matters, and microseconds would not hold it. */
#define MOST_SEC (30 * 24 * 3600)

static void
begin (DpLeft *self, gint64 now_usec, gint64 end_usec)
{
  self->began_usec = now_usec;
  self->end_usec = end_usec;
  self->shown_end_usec = end_usec;
}

/* By its share: from a minute to ten is as far as from ten to a minute. */
static void
approach (DpLeft *self, gint64 now_usec, gint64 left_usec)
{
  gint64 most_usec = MIN ((now_usec - self->began_usec) / 2, MEMORY_MOST_USEC);
  gint64 memory_usec = MAX (MIN (left_usec / MEMORY_PART, most_usec), MEMORY_LEAST_USEC);
  double weight = 1.0 - exp (-(double) (now_usec - self->last_usec) / (double) memory_usec);
  double former_usec = (double) MAX (self->end_usec - now_usec, G_USEC_PER_SEC / 2);
  double new_usec = former_usec * pow ((double) left_usec / former_usec, weight);
  gint64 right_usec = MAX ((gint64) new_usec / RIGHT_PART, RIGHT_LEAST_USEC);

  self->end_usec = now_usec + (gint64) new_usec;
  if (ABS (self->end_usec - self->shown_end_usec) > right_usec)
    self->shown_end_usec = self->end_usec;
}

/**
 * dp_left_look:
 * @self: what was said so far
 * @now_usec: the time, of any clock that does not jump
 * @left_sec: what is left at the speed of now, as of dp_rate_get_left_sec()
 *
 * Thread: any.
 *
 * Returns: what to say, in seconds; %DP_TIME_UNKNOWN for one that is not known, and 0 for nothing left
 */
guint64
dp_left_look (DpLeft *self, gint64 now_usec, guint64 left_sec)
{
  gint64 left_usec;

  if (left_sec == 0 || left_sec > MOST_SEC)
    {
      self->last_usec = 0;
      return left_sec;
    }
  left_usec = (gint64) left_sec * G_USEC_PER_SEC;
  if (self->last_usec == 0)
    begin (self, now_usec, now_usec + left_usec);
  else
    approach (self, now_usec, left_usec);
  self->last_usec = now_usec;
  /* It is not over before it is over. */
  return (guint64) MAX ((self->shown_end_usec - now_usec + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, 1);
}
