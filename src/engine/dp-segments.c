/* dp-segments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file over several connections.
 *
 * The answer that is here already is the first segment: there is no probe, and a link that is good
 * for one request only is fetched all the same.  Each further one is a fiber of the same lane, that
 * asks for a part of the rest (dp-range-plan), reads it, and asks for another part, until nothing is
 * left to share.  Every one of them must be of the version that we have: If-Range, and all fields of
 * the 206.  A server that does not want as many is left with those that it serves.
 *
 * If nobody says how many, one more is tried every second for as long as that makes it faster.
 *
 * Thread: worker.
 */

#include "dp-segments.h"

#include <string.h>

#include "dp-fiber.h"
#include "dp-http-error.h"
#include "dp-range-plan.h"

/* In a second or two it would be over anyway. */
#define MIN_AUTO_BYTES (16 * 1024 * 1024)

/* More make few servers faster, and annoy some. */
#define MAX_AUTO 4

/* So long a speed is watched before another connection is tried. */
#define LOOK_USEC G_TIME_SPAN_SECOND

/* What another connection must bring to be worth it. */
#define MIN_GAIN 1.15

/* A segment that was dropped so often in a row is not begun again. */
#define MAX_DROPS 3

/* Lives on the stack of the first segment; the others are over before. */
typedef struct
{
  const DpSegments *segments;
  DpRangePlan *plan; /* (owned) */
  DpFiber *first;    /* (unowned) */
  guint n_others;    /* fibers that are not over */
  GError *error;     /* (owned) (nullable): the first of the disk */

  /* While nobody says how many: */
  gboolean is_growing;
  gint64 looked_usec;
  guint64 looked_bytes;
  double best_speed;
} Run;

/**
 * dp_segments_are_worth_it:
 * @n_wanted: so many connections at once, or %DP_SEGMENTS_AUTO
 * @copy: what is to be written to
 * @response: what the server answered
 *
 * Thread: worker.
 *
 * Returns: whether there is enough to share, and the server has shown that it serves parts
 */
gboolean
dp_segments_are_worth_it (guint n_wanted, const DpCopy *copy, const DpResponse *response)
{
  guint64 least_bytes = n_wanted == DP_SEGMENTS_AUTO ? MIN_AUTO_BYTES : 2 * DP_RANGE_PLAN_MIN_BYTES;

  return n_wanted != 1 && copy->validator != NULL && copy->total_bytes != DP_SIZE_UNKNOWN &&
         response->content_encoding == NULL &&
         (response->status == 206 || response->accepts_ranges) &&
         copy->total_bytes - dp_copy_get_bytes (copy) >= least_bytes;
}

/* Copying */

static void
take_error (Run *run, GError *error)
{
  if (run->error == NULL)
    run->error = error;
  else
    g_error_free (error);
}

static void start_others (Run *run);

/* Tries one more for as long as the last one has made it faster. */
static void
grow (Run *run, gint64 now_usec)
{
  guint64 bytes = dp_copy_get_bytes (run->segments->copy);
  guint limit = dp_range_plan_get_limit (run->plan);
  double speed;

  if (!run->is_growing || now_usec < run->looked_usec + LOOK_USEC)
    return;
  speed = (double) (bytes - run->looked_bytes) / (double) (now_usec - run->looked_usec);
  run->is_growing = limit < MAX_AUTO && speed > MIN_GAIN * run->best_speed &&
                    dp_range_plan_get_n_segments (run->plan) == limit;
  run->best_speed = MAX (speed, run->best_speed);
  run->looked_usec = now_usec;
  run->looked_bytes = bytes;
  if (run->is_growing)
    {
      dp_range_plan_set_limit (run->plan, limit + 1);
      start_others (run);
    }
}

static gboolean
write_bytes (Run *run, guint segment, const void *data, gsize size)
{
  const DpSegments *self = run->segments;
  gint64 now_usec = g_get_monotonic_time ();
  DpRange rest = dp_range_plan_get_rest (run->plan, segment);
  GError *error = NULL;

  /* While we waited another one may have taken the end. */
  size = MIN (size, rest.end_byte - rest.first_byte);
  if (dp_part_file_write (self->copy->part, rest.first_byte, data, size, &error))
    {
      dp_range_plan_advance (run->plan, segment, size, now_usec);
      dp_counter_set_received (self->counter, dp_copy_get_bytes (self->copy));
      grow (run, now_usec);
      /* Others go on while we wait for that. */
      if (dp_copy_flush_in_time (self->copy, now_usec, &error))
        return TRUE;
    }
  take_error (run, error);
  return FALSE;
}

/* Reads an answer until its end, or that of the segment, which may come nearer meanwhile. */
static gboolean
copy_answer (Run *run, guint segment, DpHttpExchange *exchange, GError **error)
{
  gsize size;
  void *buffer = dp_lane_get_buffer (run->segments->lane, &size);

  while (run->error == NULL)
    {
      DpRange rest = dp_range_plan_get_rest (run->plan, segment);
      gssize n;

      if (rest.first_byte == rest.end_byte)
        return TRUE;
      n = dp_http_exchange_read (exchange, buffer, size, run->segments->cancellable, error);
      /* A server may send less than it was asked for; others get the rest. */
      if (n <= 0)
        return n == 0;
      if (!write_bytes (run, segment, buffer, (gsize) n))
        break;
    }
  return TRUE;
}

/* The further ones */

static DpHttpExchange *
ask (Run *run, guint segment)
{
  const DpSegments *self = run->segments;
  DpRange rest = dp_range_plan_get_rest (run->plan, segment);
  const DpHttpRange range = {
    .first_byte = rest.first_byte,
    .validator = self->copy->validator,
    .n_bytes = rest.end_byte - rest.first_byte,
  };

  return dp_http_get (dp_lane_get_client (self->lane), self->url, self->request, &range,
                      self->answers, self->cancellable, NULL);
}

static gboolean
is_our_part (Run *run, guint segment, const DpResponse *response)
{
  const DpCopy *copy = run->segments->copy;
  g_autofree char *validator = dp_response_dup_validator (response);
  guint64 first_byte = dp_range_plan_get_rest (run->plan, segment).first_byte;

  return response->status == 206 && response->has_range && response->range_first == first_byte &&
         response->range_last >= first_byte && response->range_total == copy->total_bytes &&
         response->content_encoding == NULL &&
         (response->content_length == DP_SIZE_UNKNOWN ||
          response->content_length == response->range_last - first_byte + 1) &&
         (validator == NULL || strcmp (validator, copy->validator) == 0);
}

/* Whether there is reason to go on with another part. */
static gboolean
fetch_part (Run *run, guint segment, guint *n_drops)
{
  g_autoptr (DpHttpExchange) exchange = ask (run, segment);
  guint64 first_byte = dp_range_plan_get_rest (run->plan, segment).first_byte;
  gboolean is_read;

  if (exchange == NULL || !is_our_part (run, segment, dp_http_exchange_get_response (exchange)))
    {
      dp_range_plan_refuse_segment (run->plan, segment);
      return FALSE;
    }
  is_read = copy_answer (run, segment, exchange, NULL);
  if (dp_range_plan_get_rest (run->plan, segment).first_byte > first_byte)
    *n_drops = 0;
  dp_range_plan_end_segment (run->plan, segment);
  return is_read || ++*n_drops < MAX_DROPS;
}

static void
fetch_parts (Run *run)
{
  guint n_drops = 0;
  guint segment;

  while (run->error == NULL && !g_cancellable_is_cancelled (run->segments->cancellable) &&
         dp_range_plan_begin_segment (run->plan, g_get_monotonic_time (), &segment) &&
         fetch_part (run, segment, &n_drops))
    ;
}

static void
other_fiber (gpointer data)
{
  Run *run = data;

  fetch_parts (run);
  run->n_others--;
  dp_fiber_wake (run->first);
}

static void
start_others (Run *run)
{
  while (run->n_others + 1 < dp_range_plan_get_limit (run->plan))
    {
      run->n_others++;
      dp_lane_start_fiber (run->segments->lane, other_fiber, run);
    }
}

static void
begin (Run *run)
{
  const DpSegments *self = run->segments;

  run->plan = dp_range_plan_new (self->copy->total_bytes, dp_part_file_get_safe (self->copy->part));
  run->first = dp_fiber_get_current ();
  run->is_growing = self->n_wanted == DP_SEGMENTS_AUTO;
  run->looked_usec = g_get_monotonic_time ();
  run->looked_bytes = dp_copy_get_bytes (self->copy);
  dp_range_plan_set_limit (run->plan, run->is_growing ? 1 : self->n_wanted);
}

/**
 * dp_segments_copy:
 * @self: what is to be fetched
 * @first: an answer that begins at the first byte that is missing
 * @error: return location for a #GError
 *
 * Fetches what is missing.  If only some of the connections failed that is no error, but something
 * may be missing still.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused, or @first was dropped and something is
 *   missing
 */
gboolean
dp_segments_copy (const DpSegments *self, DpHttpExchange *first, GError **error)
{
  Run run = { .segments = self };
  g_autoptr (GError) reason = NULL;
  guint segment;

  begin (&run);
  if (dp_range_plan_begin_segment (run.plan, g_get_monotonic_time (), &segment))
    {
      start_others (&run);
      copy_answer (&run, segment, first, &reason);
      dp_range_plan_end_segment (run.plan, segment);
    }
  if (reason == NULL)
    fetch_parts (&run);
  while (run.n_others > 0)
    dp_fiber_wait (G_MAXINT64);

  if (run.error != NULL)
    g_propagate_error (error, run.error);
  else if (reason != NULL && !dp_range_plan_is_complete (run.plan))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    {
      dp_range_plan_free (run.plan);
      return TRUE;
    }
  dp_range_plan_free (run.plan);
  return FALSE;
}
