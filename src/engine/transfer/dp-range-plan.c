/* dp-range-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who fetches which part of a file.
 *
 * Every byte that is not safe yet belongs to exactly one: to a running segment, or to what nobody
 * has taken.  A segment is one answer of the server being read, and takes the first part that is
 * free, up to where that ends: the first one of a new file all of it, as there is no probe.  When
 * there is nothing free a further segment takes the second half of the one that would be the last
 * to end; that one sees at its next read that it ends earlier.  So the last bytes are split again
 * and again, and all segments end at about the same time.  From one that crawls, or stands still, it
 * takes so much that both should end together, were it all: nobody crawls alone in the end.
 *
 * What a segment did not get it gives back, whatever the reason.  The segment before it goes on
 * through that if its own answer reaches so far: a server that refuses a second connection costs
 * nothing.
 *
 * Thread: any; one at a time.  Never reads a clock: callers hand it the time.
 */

#include "dp-range-plan.h"

#include "dp-rate.h"

/* Segments meet at a multiple of this: whole pages, and the whole blocks of any disk. */
#define ALIGN_BYTES (64 * 1024)

/* Who has no speed after so long stands still. */
#define STILL_USEC (5 * G_USEC_PER_SEC)

/* Who is so many times slower than others, and would need longer than that, crawls. */
#define CRAWL_FACTOR 4
#define CRAWL_SEC    2

typedef struct
{
  gboolean is_running;
  guint64 next_byte;
  guint64 end_byte;
  guint64 reach_byte; /* where it ended when it began: its answer is good up to here */
  gint64 began_usec;
  DpRate rate; /* of next_byte */
} Segment;

struct _DpRangePlan
{
  guint64 min_bytes;
  guint n_wanted;     /* what the person allows */
  guint n_granted;    /* what the server allows, as far as we know */
  double ended_speed; /* of the last one that ended and had one; 0 if none had */
  DpRangeSet free;    /* what nobody has taken */
  Segment segments[DP_RANGE_PLAN_MAX_SEGMENTS];
};

/**
 * dp_range_plan_new:
 * @total_bytes: how long the file is
 * @safe: what is here already
 *
 * Plans for a single connection, until dp_range_plan_set_limit() allows more.
 *
 * Thread: any.
 *
 * Returns: (transfer full): a plan
 */
DpRangePlan *
dp_range_plan_new (guint64 total_bytes, const DpRangeSet *safe)
{
  DpRangePlan *self = g_new0 (DpRangePlan, 1);

  self->min_bytes = DP_RANGE_PLAN_MIN_BYTES;
  self->n_wanted = 1;
  self->n_granted = DP_RANGE_PLAN_MAX_SEGMENTS;
  dp_range_set_add (&self->free, 0, total_bytes);
  for (guint i = 0; i < safe->n_ranges; i++)
    dp_range_set_remove (&self->free, safe->ranges[i].first_byte, safe->ranges[i].end_byte);
  return self;
}

/**
 * dp_range_plan_free:
 * @self: (transfer full) (nullable): a plan
 *
 * Thread: any.
 */
void
dp_range_plan_free (DpRangePlan *self)
{
  if (self == NULL)
    return;
  dp_range_set_clear (&self->free);
  g_free (self);
}

/**
 * dp_range_plan_set_min_bytes:
 * @self: a plan
 * @min_bytes: a segment that has no more left than this is not split
 *
 * Thread: any.
 */
void
dp_range_plan_set_min_bytes (DpRangePlan *self, guint64 min_bytes)
{
  self->min_bytes = MAX (min_bytes, 2 * ALIGN_BYTES);
}

/**
 * dp_range_plan_set_limit:
 * @self: a plan
 * @n_segments: how many may run by now
 *
 * Those that run go on, even if they are more.  What the server refused stays refused.
 *
 * Thread: any.
 */
void
dp_range_plan_set_limit (DpRangePlan *self, guint n_segments)
{
  self->n_wanted = CLAMP (n_segments, 1, DP_RANGE_PLAN_MAX_SEGMENTS);
}

/**
 * dp_range_plan_get_limit:
 * @self: a plan
 *
 * Thread: any.
 *
 * Returns: how many segments may run, as far as person and server allow
 */
guint
dp_range_plan_get_limit (DpRangePlan *self)
{
  return MIN (self->n_wanted, self->n_granted);
}

/**
 * dp_range_plan_get_n_segments:
 * @self: a plan
 *
 * Thread: any.
 *
 * Returns: how many segments run
 */
guint
dp_range_plan_get_n_segments (DpRangePlan *self)
{
  guint n = 0;

  for (guint i = 0; i < DP_RANGE_PLAN_MAX_SEGMENTS; i++)
    if (self->segments[i].is_running)
      n++;
  return n;
}

static guint64
get_left (const Segment *segment)
{
  return segment->is_running ? segment->end_byte - segment->next_byte : 0;
}

/**
 * dp_range_plan_is_complete:
 * @self: a plan
 *
 * Thread: any.
 *
 * Returns: whether every byte has been fetched
 */
gboolean
dp_range_plan_is_complete (DpRangePlan *self)
{
  for (guint i = 0; i < DP_RANGE_PLAN_MAX_SEGMENTS; i++)
    if (get_left (&self->segments[i]) > 0)
      return FALSE;
  return self->free.n_ranges == 0;
}

/* Beginning */

/* What one more may be as fast as: the last that ended, else those that have a speed. */
static double
get_expected_speed (DpRangePlan *self)
{
  double sum = 0;
  guint n = 0;

  if (self->ended_speed > 0)
    return self->ended_speed;
  for (guint i = 0; i < DP_RANGE_PLAN_MAX_SEGMENTS; i++)
    {
      const Segment *segment = &self->segments[i];

      if (!segment->is_running || segment->rate.bytes_per_sec <= 0)
        continue;
      sum += segment->rate.bytes_per_sec;
      n++;
    }
  return n > 0 ? sum / n : 1;
}

/* Who has just begun may become as fast as any. */
static double
get_speed (const Segment *segment, gint64 now_usec, double expected_speed)
{
  double speed = segment->rate.bytes_per_sec;

  if (speed <= 0 && now_usec - segment->began_usec < STILL_USEC)
    speed = expected_speed;
  return MAX (speed, 1);
}

static gboolean
is_crawling (const Segment *segment, double speed, double expected_speed)
{
  return speed * CRAWL_FACTOR < expected_speed && get_left (segment) > speed * CRAWL_SEC;
}

/* The segment that would be the last to end, if it has enough left to share. */
static Segment *
find_last (DpRangePlan *self, gint64 now_usec, double expected_speed)
{
  double longest_sec = 0;
  Segment *last = NULL;

  for (guint i = 0; i < DP_RANGE_PLAN_MAX_SEGMENTS; i++)
    {
      Segment *segment = &self->segments[i];
      double speed = get_speed (segment, now_usec, expected_speed);
      double left_sec = get_left (segment) / speed;

      if (left_sec <= longest_sec ||
          (get_left (segment) <= self->min_bytes && !is_crawling (segment, speed, expected_speed)))
        continue;
      longest_sec = left_sec;
      last = segment;
    }
  return last;
}

/* Half of it; of one that crawls so much that it ends together with the new one. */
static guint64
get_kept_bytes (const Segment *segment, double speed, double expected_speed)
{
  double share =
      is_crawling (segment, speed, expected_speed) ? speed / (speed + expected_speed) : 0.5;

  return (guint64) (get_left (segment) * share);
}

static gboolean
take_from_last (DpRangePlan *self, gint64 now_usec, DpRange *range)
{
  double expected_speed;
  Segment *last;
  guint64 kept_bytes;

  /* Also who got nothing since the last look gets slower. */
  for (guint i = 0; i < DP_RANGE_PLAN_MAX_SEGMENTS; i++)
    dp_rate_sample (&self->segments[i].rate, now_usec, self->segments[i].next_byte);
  expected_speed = get_expected_speed (self);
  last = find_last (self, now_usec, expected_speed);
  if (last == NULL)
    return FALSE;
  kept_bytes = get_kept_bytes (last, get_speed (last, now_usec, expected_speed), expected_speed);
  /* Of two halves, which are longer than the alignment, both get something; who crawls may lose all,
   * and sees it when it gets something. */
  range->first_byte = (last->next_byte + kept_bytes) / ALIGN_BYTES * ALIGN_BYTES;
  range->first_byte = MAX (range->first_byte, last->next_byte);
  range->end_byte = last->end_byte;
  last->end_byte = range->first_byte;
  return TRUE;
}

static gboolean
take_free (DpRangePlan *self, DpRange *range)
{
  if (self->free.n_ranges == 0)
    return FALSE;
  *range = self->free.ranges[0];
  dp_range_set_remove (&self->free, range->first_byte, range->end_byte);
  return TRUE;
}

/**
 * dp_range_plan_begin_segment:
 * @self: a plan
 * @now_usec: the time, of any clock that does not jump
 * @segment: (out): the number of the segment, below %DP_RANGE_PLAN_MAX_SEGMENTS; that of an ended
 *   one is given again
 *
 * Takes a part of the file for one more request, see dp_range_plan_get_rest().  To be asked
 * whenever a connection is to be had: at first, when a segment has ended, when the limit has risen.
 *
 * Thread: any.
 *
 * Returns: %FALSE if there is no work for one more, or none may run
 */
gboolean
dp_range_plan_begin_segment (DpRangePlan *self, gint64 now_usec, guint *segment)
{
  DpRange range;
  guint i = 0;

  if (dp_range_plan_get_n_segments (self) >= dp_range_plan_get_limit (self) ||
      !(take_free (self, &range) || take_from_last (self, now_usec, &range)))
    return FALSE;

  while (self->segments[i].is_running)
    i++;
  self->segments[i] = (Segment){
    .is_running = TRUE,
    .next_byte = range.first_byte,
    .end_byte = range.end_byte,
    .reach_byte = range.end_byte,
    .began_usec = now_usec,
  };
  dp_rate_begin (&self->segments[i].rate, now_usec, range.first_byte);
  *segment = i;
  return TRUE;
}

/* Running */

static Segment *
get_running (DpRangePlan *self, guint segment)
{
  g_assert (segment < DP_RANGE_PLAN_MAX_SEGMENTS && self->segments[segment].is_running);
  return &self->segments[segment];
}

/**
 * dp_range_plan_get_rest:
 * @self: a plan
 * @segment: a running segment
 *
 * What a segment still has to fetch, as of now: the next byte to be written, and where to stop.
 * Right after it began that is what to ask the server for.  The end may come nearer whenever
 * another segment begins, and go away again, never beyond what it was at first, when another one
 * ends: look at it after each read, before writing.  When nothing is left the segment has to be
 * ended.
 *
 * Thread: any.
 *
 * Returns: the rest
 */
DpRange
dp_range_plan_get_rest (DpRangePlan *self, guint segment)
{
  const Segment *running = get_running (self, segment);

  return (DpRange){ running->next_byte, running->end_byte };
}

/**
 * dp_range_plan_advance:
 * @self: a plan
 * @segment: a running segment
 * @bytes: so many more are safe; no more than its rest
 * @now_usec: the time
 *
 * Thread: any.
 */
void
dp_range_plan_advance (DpRangePlan *self, guint segment, guint64 bytes, gint64 now_usec)
{
  Segment *running = get_running (self, segment);

  g_assert (bytes <= get_left (running));
  running->next_byte += bytes;
  dp_rate_sample (&running->rate, now_usec, running->next_byte);
}

/* Who comes to a part that nobody has taken, and has asked the server for it, just reads on. */
static void
read_on (DpRangePlan *self, Segment *segment)
{
  for (guint i = 0; i < self->free.n_ranges; i++)
    {
      const DpRange range = self->free.ranges[i];

      if (range.first_byte != segment->end_byte)
        continue;
      segment->end_byte = MIN (range.end_byte, segment->reach_byte);
      dp_range_set_remove (&self->free, range.first_byte, segment->end_byte);
      return;
    }
}

/**
 * dp_range_plan_end_segment:
 * @self: a plan
 * @segment: a running segment
 *
 * Ends it, because it is done or because it failed; its rest is there for others.
 *
 * Thread: any.
 */
void
dp_range_plan_end_segment (DpRangePlan *self, guint segment)
{
  Segment *ended = get_running (self, segment);

  dp_range_set_add (&self->free, ended->next_byte, ended->end_byte);
  if (ended->rate.bytes_per_sec > 0)
    self->ended_speed = ended->rate.bytes_per_sec;
  *ended = (Segment){ 0 };
  for (guint i = 0; i < DP_RANGE_PLAN_MAX_SEGMENTS; i++)
    if (self->segments[i].is_running)
      read_on (self, &self->segments[i]);
}

/**
 * dp_range_plan_refuse_segment:
 * @self: a plan
 * @segment: a running segment
 *
 * Ends it, because the server wants no more connections than the others: from now on no more than
 * those run, though always one.
 *
 * Thread: any.
 */
void
dp_range_plan_refuse_segment (DpRangePlan *self, guint segment)
{
  dp_range_plan_end_segment (self, segment);
  self->n_granted = MAX (1, dp_range_plan_get_n_segments (self));
}
