/* dp-parallel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many files should come at once, if nobody says so.
 *
 * Nobody can know before: so it begins with a few, tries more, and goes on for as long as all of
 * them together get faster.  What brought nothing is taken back, and left alone for a while; then
 * fewer are tried, and kept if they are as fast: more would be a burden for nothing.  A number is
 * judged only when so many did run.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-parallel.h"

#define N_FIRST 4
#define N_LEAST 2
#define N_MOST  32

/* After a change connections are made; only then it is worth measuring, for so long. */
#define SETTLE_USEC  G_TIME_SPAN_SECOND
#define MEASURE_USEC (2 * G_TIME_SPAN_SECOND)

/* One who looks so rarely has seen nothing come for a while. */
#define GAP_USEC (10 * G_TIME_SPAN_SECOND)

#define REST_USEC (30 * G_TIME_SPAN_SECOND)

/* What more must bring to be worth it, and fewer may cost. */
#define MIN_GAIN 1.1
#define MAX_LOSS 0.97

static guint
get_more (guint n)
{
  return MIN (n + MAX (n / 2, 2), N_MOST);
}

static guint
get_fewer (guint n)
{
  return MAX (n - MAX (n / 4, 1), N_LEAST);
}

/* Measures from here. */
static void
measure (DpParallel *self, const DpParallelSight *sight)
{
  self->from = *sight;
  self->from.now_usec += SETTLE_USEC;
}

static void
set (DpParallel *self, const DpParallelSight *sight, guint n_limit, DpParallelReason reason)
{
  self->n_limit = n_limit;
  self->reason = reason;
  measure (self, sight);
}

static void
rest (DpParallel *self, const DpParallelSight *sight, guint n_limit, DpParallelReason reason)
{
  set (self, sight, n_limit, reason);
  self->rest_usec = sight->now_usec + REST_USEC;
}

/**
 * dp_parallel_begin:
 * @self: (out): the judge
 * @sight: what is seen now
 *
 * Thread: any.
 */
void
dp_parallel_begin (DpParallel *self, const DpParallelSight *sight)
{
  *self = (DpParallel){ .n_limit = N_FIRST, .reason = DP_PARALLEL_FEW };
  measure (self, sight);
}

/* Another number. */
static void
try (DpParallel *self, const DpParallelSight *sight, double speed)
{
  guint n_other = self->tries_fewer ? get_fewer (self->n_limit) : get_more (self->n_limit);

  self->n_before = self->n_limit;
  self->speed_before = speed;
  set (self, sight, n_other,
       self->tries_fewer ? DP_PARALLEL_TRYING_FEWER : DP_PARALLEL_TRYING_MORE);
}

static gboolean
is_worth_it (DpParallel *self, double speed)
{
  return self->reason == DP_PARALLEL_TRYING_MORE ? speed >= MIN_GAIN * self->speed_before
                                                 : speed >= MAX_LOSS * self->speed_before;
}

/* What has been tried: again if it was good, and there is more of it. */
static void
judge_try (DpParallel *self, const DpParallelSight *sight, double speed)
{
  guint n_limit = self->n_limit;

  if (is_worth_it (self, speed))
    {
      try (self, sight, speed);
      if (self->n_limit != n_limit)
        return;
    }
  else
    n_limit = self->n_before;
  self->tries_fewer = !self->tries_fewer;
  rest (self, sight, n_limit, DP_PARALLEL_BEST);
}

static void
judge (DpParallel *self, const DpParallelSight *sight, double speed)
{
  gboolean is_trying =
      self->reason == DP_PARALLEL_TRYING_MORE || self->reason == DP_PARALLEL_TRYING_FEWER;

  if (is_trying)
    judge_try (self, sight, speed);
  else if (sight->now_usec >= self->rest_usec)
    try (self, sight, speed);
  else
    measure (self, sight);
}

/* Fewer could run than may: so nobody can say whether more would be faster. */
static void
take_few (DpParallel *self, const DpParallelSight *sight)
{
  gboolean is_resting = sight->now_usec < self->rest_usec;

  set (self, sight, self->n_limit, is_resting ? self->reason : DP_PARALLEL_FEW);
  self->tries_fewer = FALSE;
}

/**
 * dp_parallel_look:
 * @self: the judge
 * @sight: what is seen now
 *
 * To be called whenever something came.
 *
 * Thread: any.
 *
 * Returns: how many files may come at once
 */
guint
dp_parallel_look (DpParallel *self, const DpParallelSight *sight)
{
  gint64 passed_usec = sight->now_usec - self->from.now_usec;
  double speed;

  if (sight->n_refusals > self->from.n_refusals)
    {
      self->tries_fewer = FALSE;
      rest (self, sight, get_fewer (MIN (self->n_limit, MAX (sight->n_running, N_LEAST))),
            DP_PARALLEL_REFUSED);
      return self->n_limit;
    }
  /* It settles, or more run than may: those that run go on to their end. */
  if (passed_usec <= 0)
    self->from.received_bytes = sight->received_bytes;
  else if (passed_usec > GAP_USEC || sight->n_running > self->n_limit)
    measure (self, sight);
  if (passed_usec < MEASURE_USEC || passed_usec > GAP_USEC || sight->n_running > self->n_limit)
    return self->n_limit;

  speed = (double) (sight->received_bytes - self->from.received_bytes) / (double) passed_usec;
  if (sight->n_running < self->n_limit)
    take_few (self, sight);
  else if (speed > 0)
    judge (self, sight, speed);
  return self->n_limit;
}
