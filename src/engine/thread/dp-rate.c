/* dp-rate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast, and how much longer.
 *
 * The speed is an average that forgets exponentially, about three seconds long. Each sample weighs
 * by the time it covers, so the rhythm of the samples does not matter. At the start there is less
 * to remember than that: until then it is the plain average since the beginning, which is right
 * from the first sample on and passes into the other without a step. Waiting for the first byte
 * does not count, nor does waiting after a silence.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-rate.h"

#include <math.h>

/* How long the speed remembers. */
#define MEMORY_USEC (3 * G_USEC_PER_SEC)

/* Nothing for so long is no speed at all, rather than a small and falling one. */
#define SILENCE_USEC (5 * G_USEC_PER_SEC)

/* What the kernel had buffered comes at once; a speed from it alone would be absurd. */
#define FIRST_SAMPLE_USEC (G_USEC_PER_SEC / 10)

/**
 * dp_rate_begin:
 * @self: the speed
 * @now_usec: the time, of any clock that does not jump
 * @received_bytes: what is there already, and does not count
 *
 * Begins to measure, from a speed of 0.
 *
 * Thread: any
 */
void
dp_rate_begin (DpRate *self, gint64 now_usec, guint64 received_bytes)
{
  g_return_if_fail (self != NULL);

  *self = (DpRate){
    .began_usec = now_usec,
    .moved_usec = now_usec,
    .last_usec = now_usec,
    .last_bytes = received_bytes,
  };
}

/**
 * dp_rate_sample:
 * @self: the speed
 * @now_usec: the time, of the clock that was handed to dp_rate_begin()
 * @received_bytes: how much has been received by now
 *
 * Takes a look; also while nothing arrives, or the speed would stay what it was. If the time has
 * not advanced, the bytes count with the next look; if there are fewer bytes than before, because
 * a part is fetched again, none have arrived.
 *
 * Thread: any
 */
void
dp_rate_sample (DpRate *self, gint64 now_usec, guint64 received_bytes)
{
  double span_usec;
  double age_usec;
  double weight;
  double arrived_bytes;

  g_return_if_fail (self != NULL);

  self->last_bytes = MIN (self->last_bytes, received_bytes);
  if (now_usec <= self->last_usec || now_usec - self->began_usec < FIRST_SAMPLE_USEC)
    return;

  span_usec = now_usec - self->last_usec;
  age_usec = now_usec - self->began_usec;
  arrived_bytes = received_bytes - self->last_bytes;

  weight = MAX (span_usec / age_usec, 1.0 - exp (-span_usec / MEMORY_USEC));
  self->bytes_per_sec +=
      weight * (arrived_bytes * G_USEC_PER_SEC / span_usec - self->bytes_per_sec);
  self->last_usec = now_usec;
  self->last_bytes = received_bytes;

  if (arrived_bytes > 0)
    self->moved_usec = now_usec;
  else if (self->bytes_per_sec <= 0 || now_usec - self->moved_usec >= SILENCE_USEC)
    dp_rate_begin (self, now_usec, received_bytes);
}

/**
 * dp_rate_get_bytes_per_sec:
 * @self: the speed
 *
 * Gets the speed as of the last sample.
 *
 * Thread: any
 *
 * Returns: bytes per second, rounded
 */
guint64
dp_rate_get_bytes_per_sec (const DpRate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint64) MIN (self->bytes_per_sec + 0.5, (double) G_MAXINT64);
}

/**
 * dp_rate_get_left_sec:
 * @self: the speed
 * @received_bytes: how much has been received
 * @total_bytes: how much there is, or %DP_SIZE_UNKNOWN
 *
 * Estimates how long the rest takes at the speed of now.
 *
 * Thread: any
 *
 * Returns: seconds, rounded up; 0 when complete; %DP_TIME_UNKNOWN without a total or a speed
 */
guint64
dp_rate_get_left_sec (const DpRate *self, guint64 received_bytes, guint64 total_bytes)
{
  guint64 bytes_per_sec = dp_rate_get_bytes_per_sec (self);

  if (total_bytes == DP_SIZE_UNKNOWN)
    return DP_TIME_UNKNOWN;

  if (received_bytes >= total_bytes)
    return 0;

  if (bytes_per_sec == 0)
    return DP_TIME_UNKNOWN;

  return (total_bytes - received_bytes - 1) / bytes_per_sec + 1;
}
