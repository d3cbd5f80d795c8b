/* dp-growth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether one more connection makes a file come faster.
 *
 * Nobody can know before: so one is tried after the other, and the first that brings nothing is the
 * last.  Where the line is what is slow that is the second.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-growth.h"

/* So long a speed is watched before another connection is tried. */
#define LOOK_USEC G_USEC_PER_SEC

/* What another connection must bring to be worth it. */
#define MIN_GAIN 1.15

/**
 * dp_growth_begin:
 * @self: (out): the growth
 * @now_usec: the time, of any clock that does not jump
 * @received_bytes: what is there already, and does not count
 *
 * Begins to watch.
 *
 * Thread: any.
 */
void
dp_growth_begin (DpGrowth *self, gint64 now_usec, guint64 received_bytes)
{
  *self = (DpGrowth){ .looked_usec = now_usec, .looked_bytes = received_bytes };
}

/**
 * dp_growth_look:
 * @self: the growth
 * @now_usec: the time
 * @received_bytes: how much has been received by now, over all connections
 *
 * To be called whenever something came.
 *
 * Thread: any.
 *
 * Returns: whether to try one more now
 */
gboolean
dp_growth_look (DpGrowth *self, gint64 now_usec, guint64 received_bytes)
{
  double speed;

  if (self->is_over || now_usec < self->looked_usec + LOOK_USEC)
    return FALSE;
  speed = (double) (received_bytes - self->looked_bytes) / (double) (now_usec - self->looked_usec);
  self->is_over = self->best_speed > 0 && speed <= MIN_GAIN * self->best_speed;
  self->best_speed = MAX (speed, self->best_speed);
  self->looked_usec = now_usec;
  self->looked_bytes = received_bytes;
  return !self->is_over && speed > 0;
}
