/* dp-segments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file over several connections.
 *
 * The answer that is here already is the first segment: there is no probe, and a link that is good
 * for one request only is fetched all the same.  Each further one is a fiber of the same lane, that
 * asks for a part of the rest (dp-range-plan), reads it, and asks for another part, until nothing is
 * left to share; then it waits for the others, as one of them may fail.  Whoever writes the last
 * byte ends those that still hang.
 *
 * Every one of them must be of the version that we have: If-Range, and all fields of the 206; and
 * what was here before is proven at each gap (dp-overlap).  A server that does not want as many is
 * left with those that it serves, in the next files, too (dp-host-limit).
 *
 * How many there should be changes (dp-width): when another file of the server begins, the next one
 * that has read something gives its connection up.
 *
 * Thread: worker.
 */

#include "dp-segments.h"

#include "dp-fiber.h"
#include "dp-http-error.h"
#include "dp-overlap.h"
#include "dp-range-plan.h"
#include "dp-segment-answer.h"
#include "dp-width.h"

/* In a second or two it would be over anyway. */
#define MIN_AUTO_BYTES (16 * 1024 * 1024)

/* A segment that was dropped so often, for little, is not begun again. */
#define MAX_DROPS 3

/* Who has nothing to do looks for work so often. */
#define IDLE_USEC (G_TIME_SPAN_SECOND / 2)

/* Lives on the stack of the first segment; the others are over before. */
typedef struct
{
  DpSegments *segments;
  DpRangePlan *plan;                       /* (owned) */
  GCancellable *over;                      /* (owned): nobody needs to go on */
  char *origin;                            /* (owned): who answered */
  char *link_origin;                       /* (owned): who is asked, and asked for a share */
  DpRangeSet old;                          /* (owned): what was here before */
  DpFiber *first;                          /* (unowned) */
  gboolean is_first_over;                  /* it waits for the others only */
  DpWidth width;                           /* how many connections it should be */
  guint n_others;                          /* fibers that are not over */
  guint begun[DP_RANGE_PLAN_MAX_SEGMENTS]; /* segments that wait for their fiber */
  guint n_begun;
  GError *error;       /* (owned) (nullable): the first of the disk */
  guint64 waited_usec; /* for a speed limit */
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
  DpRange gap;

  return n_wanted != 1 && copy->validator != NULL && copy->total_bytes != DP_SIZE_UNKNOWN &&
         response->content_encoding == NULL &&
         (response->status == 206 || response->accepts_ranges) &&
         copy->total_bytes - dp_copy_get_bytes (copy) >= least_bytes &&
         dp_range_set_get_gap (dp_part_file_get_safe (copy->part), 0, copy->total_bytes, &gap) &&
         !dp_segment_answer_is_crumb (response, &gap);
}

/* Ends all that wait for something. */
static void
take_error (Run *run, GError *error)
{
  if (run->error == NULL)
    run->error = error;
  else
    g_error_free (error);
  g_cancellable_cancel (run->over);
}

static gboolean
is_over (Run *run)
{
  return g_cancellable_is_cancelled (run->over);
}

/* Copying */

static void start_others (Run *run);

/* Whether a speed limit held it up since the last time. */
static gboolean
was_limited (Run *run)
{
  DpHttpLimit *limit = run->segments->limit;
  guint64 before_usec = run->waited_usec;

  run->waited_usec = limit != NULL ? dp_http_limit_get_waited_usec (limit) : 0;
  return run->waited_usec > before_usec;
}

/* Others may have come or gone, or one more may be worth it. */
static void
look_how_many (Run *run, gint64 now_usec)
{
  guint limit = dp_range_plan_get_limit (run->plan);
  guint n_running = dp_range_plan_get_n_segments (run->plan);
  guint64 received_bytes = dp_copy_get_bytes (run->segments->copy);

  /* Where it is as fast as it may be nothing can be learned. */
  if (was_limited (run))
    dp_width_start_anew (&run->width, now_usec, received_bytes);
  dp_range_plan_set_limit (run->plan,
                           dp_width_look (&run->width, n_running, now_usec, received_bytes));
  if (dp_range_plan_get_limit (run->plan) > limit)
    start_others (run);
}

static gboolean
is_one_too_many (Run *run)
{
  return dp_range_plan_get_n_segments (run->plan) > dp_range_plan_get_limit (run->plan);
}

static gboolean
write_bytes (Run *run, guint segment, const void *data, gsize size)
{
  const DpSegments *self = run->segments;
  gint64 now_usec = g_get_monotonic_time ();
  guint64 first_byte = dp_range_plan_get_rest (run->plan, segment).first_byte;
  GError *error = NULL;

  dp_trace_wait (self->trace, segment, DP_WAIT_DISK, now_usec);
  if (dp_part_file_write (self->copy->part, first_byte, data, size, &error))
    {
      dp_range_plan_advance (run->plan, segment, size, now_usec);
      dp_trace_move (self->trace, segment, first_byte + size);
      dp_counter_set_received (self->counter, dp_copy_get_bytes (self->copy));
      if (dp_range_plan_is_complete (run->plan))
        g_cancellable_cancel (run->over);
      else
        look_how_many (run, now_usec);
      /* Others go on while we wait for that. */
      if (dp_copy_flush_in_time (self->copy, now_usec, &error))
        {
          dp_trace_note_flush (self->trace, self->copy);
          dp_trace_wait (self->trace, segment, DP_WAIT_NETWORK, g_get_monotonic_time ());
          return TRUE;
        }
    }
  take_error (run, error);
  return FALSE;
}

/* Reads an answer until its end, or that of the segment, which may come nearer meanwhile. */
static gboolean
copy_answer (Run *run, guint segment, DpHttpExchange *exchange, GError **error)
{
  const DpCopy *copy = run->segments->copy;
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  guint64 end_byte = dp_segment_answer_get_end_byte (response, copy->total_bytes);
  gsize size;
  void *buffer = dp_lane_get_buffer (run->segments->lane, &size);
  DpRange rest = dp_range_plan_get_rest (run->plan, segment);
  DpTrace *trace = run->segments->trace;

  dp_trace_aim (trace, segment, rest.first_byte, copy);
  dp_trace_wait (trace, segment, DP_WAIT_NETWORK, g_get_monotonic_time ());
  while (run->error == NULL && !is_one_too_many (run) &&
         rest.first_byte < MIN (rest.end_byte, end_byte))
    {
      gssize n = dp_http_exchange_read (exchange, buffer, size, run->over, error);

      if (n < 0)
        return FALSE;
      /* While we waited another one may have taken the end. */
      rest = dp_range_plan_get_rest (run->plan, segment);
      rest.end_byte = MIN (rest.end_byte, end_byte);
      if (n == 0 && rest.first_byte < rest.end_byte)
        {
          dp_http_error_set_cut (error, dp_copy_get_bytes (copy), copy->total_bytes);
          return FALSE;
        }
      if (!write_bytes (run, segment, buffer, MIN ((gsize) n, rest.end_byte - rest.first_byte)))
        break;
      rest = dp_range_plan_get_rest (run->plan, segment);
    }
  /* Who has met the end keeps the connection for the next part. */
  if (rest.first_byte == end_byte && response->content_length != DP_SIZE_UNKNOWN)
    dp_http_exchange_read (exchange, buffer, size, run->over, NULL);
  return TRUE;
}

/* The further ones */

/* From before the part, where that is here: it is to be compared. */
static DpAskedRange
get_asked (Run *run, const DpRange *part)
{
  return (DpAskedRange){
    .first_byte = part->first_byte - dp_overlap_get_bytes (&run->old, part->first_byte),
    .missing_byte = part->first_byte,
    .total_bytes = run->segments->copy->total_bytes,
    .validator = run->segments->copy->validator,
  };
}

static DpHttpExchange *
ask (Run *run, const DpAskedRange *asked, guint64 end_byte, GError **error)
{
  const DpSegments *self = run->segments;
  const DpHttpRange range = {
    .first_byte = asked->first_byte,
    .validator = asked->validator,
    .n_bytes = end_byte - asked->first_byte,
  };
  DpHttpExchange *exchange;

  exchange = dp_http_get (dp_lane_get_client (self->lane), self->url, self->request, &range,
                          self->answers, dp_trace_get_journal (self->trace), run->over, error);
  if (exchange != NULL)
    dp_http_exchange_set_limit (exchange, self->limit);
  return exchange;
}

/* In this transfer, than those that run. */
static void
want_no_more (Run *run)
{
  run->segments->n_wanted = MAX (1, dp_range_plan_get_n_segments (run->plan));
}

/* By the server, for all files. */
static guint
count_served (Run *run)
{
  return MAX (run->segments->n_wanted,
              dp_hosts_get_n_served (run->segments->hosts, run->link_origin));
}

static void
refuse (Run *run, guint segment, const DpResponse *response, gboolean is_new)
{
  dp_range_plan_refuse_segment (run->plan, segment);
  /* Who is refused while nobody else runs was not one too many. */
  if (is_over (run) || dp_range_plan_get_n_segments (run->plan) == 0)
    return;
  want_no_more (run);
  if (dp_segment_answer_is_too_many (response, is_new))
    dp_hosts_lower (run->segments->hosts, run->origin, count_served (run), g_get_real_time ());
}

static gboolean
is_same (Run *run, const DpAskedRange *asked, DpHttpExchange *exchange)
{
  g_autoptr (GError) reason = NULL;

  if (dp_overlap_is_equal (run->segments->copy->part, asked->missing_byte,
                           asked->missing_byte - asked->first_byte, exchange, run->over, &reason))
    return TRUE;
  if (reason == NULL)
    {
      run->segments->is_other = TRUE;
      g_cancellable_cancel (run->over);
    }
  return FALSE;
}

/* Whether there is reason to go on with another part. */
static gboolean
ask_for_part (Run *run, guint segment, gboolean *is_new, guint *n_drops)
{
  const DpRange part = dp_range_plan_get_rest (run->plan, segment);
  const DpAskedRange asked = get_asked (run, &part);
  g_autoptr (DpHttpExchange) exchange = ask (run, &asked, part.end_byte, NULL);
  const DpResponse *response = exchange != NULL ? dp_http_exchange_get_response (exchange) : NULL;
  gboolean is_read;
  DpRange rest;

  if (response == NULL || !dp_segment_answer_is_ours (response, &part, &asked))
    {
      refuse (run, segment, response, *is_new);
      return FALSE;
    }
  *is_new = FALSE;
  dp_hosts_begin_serving (run->segments->hosts, run->link_origin, g_get_real_time ());
  is_read = is_same (run, &asked, exchange) && copy_answer (run, segment, exchange, NULL);
  dp_hosts_end_serving (run->segments->hosts, run->link_origin, g_get_real_time ());
  rest = dp_range_plan_get_rest (run->plan, segment);
  dp_range_plan_end_segment (run->plan, segment);
  if (is_read || rest.first_byte - part.first_byte >= DP_RANGE_PLAN_MIN_BYTES)
    *n_drops = 0;
  if (is_read || ++*n_drops < MAX_DROPS)
    return TRUE;
  want_no_more (run);
  return FALSE;
}

static gboolean
fetch_part (Run *run, guint segment, gboolean *is_new, guint *n_drops)
{
  const DpSegments *self = run->segments;
  gboolean goes_on;

  dp_trace_wait (self->trace, segment, DP_WAIT_SERVER, g_get_monotonic_time ());
  goes_on = ask_for_part (run, segment, is_new, n_drops);
  dp_trace_rest (self->trace, segment, g_get_monotonic_time (), self->copy);
  return goes_on;
}

static void
on_over (GCancellable *over, gpointer fiber)
{
  dp_fiber_wake (fiber);
}

/* Who runs may fail, or get slow.  Whether there may be work for another one later. */
static gboolean
wait_for_work (Run *run)
{
  guint n_segments = dp_range_plan_get_n_segments (run->plan);
  gulong handler;

  if (n_segments == 0 || n_segments >= dp_range_plan_get_limit (run->plan))
    return FALSE;
  handler = g_cancellable_connect (run->over, G_CALLBACK (on_over), dp_fiber_get_current (), NULL);
  dp_fiber_wait (g_get_monotonic_time () + IDLE_USEC);
  g_cancellable_disconnect (run->over, handler);
  return TRUE;
}

static gboolean
take_segment (Run *run, guint *segment)
{
  if (run->n_begun == 0)
    return dp_range_plan_begin_segment (run->plan, g_get_monotonic_time (), segment);
  *segment = run->begun[--run->n_begun];
  return TRUE;
}

/* One that never had an answer is new. */
static void
fetch_parts (Run *run, gboolean is_new)
{
  gboolean goes_on = TRUE;
  guint n_drops = 0;
  guint segment;

  while (goes_on && !is_over (run))
    if (take_segment (run, &segment))
      goes_on = fetch_part (run, segment, &is_new, &n_drops);
    else
      goes_on = wait_for_work (run);
}

static void
other_fiber (gpointer data)
{
  Run *run = data;

  fetch_parts (run, TRUE);
  run->n_others--;
  dp_fiber_wake (run->first);
}

/* The parts are shared out before the first is asked for: nobody asks for what another one gets. */
static void
start_others (Run *run)
{
  gint64 now_usec = g_get_monotonic_time ();

  while (run->n_others + (run->is_first_over ? 0 : 1) < dp_range_plan_get_limit (run->plan))
    {
      if (dp_range_plan_begin_segment (run->plan, now_usec, &run->begun[run->n_begun]))
        run->n_begun++;
      run->n_others++;
      dp_lane_start_fiber (run->segments->lane, other_fiber, run);
    }
}

/* All */

static void
on_cancelled (GCancellable *cancellable, gpointer over)
{
  g_cancellable_cancel (over);
}

static void
run_init (Run *run, DpSegments *self, DpHttpExchange *first)
{
  const DpRangeSet *safe = dp_part_file_get_safe (self->copy->part);
  gint64 now_usec = g_get_monotonic_time ();

  *run = (Run){ .segments = self };
  run->plan = dp_range_plan_new (self->copy->total_bytes, safe);
  run->over = g_cancellable_new ();
  run->origin = dp_url_dup_origin (dp_http_exchange_get_url (first));
  run->link_origin = dp_url_dup_origin (self->url);
  dp_range_set_assign (&run->old, safe);
  run->first = dp_fiber_get_current ();
  run->width =
      (DpWidth){ .hosts = self->hosts, .link_origin = run->link_origin, .origin = run->origin };
  dp_width_begin (&run->width, self->n_wanted, now_usec, dp_copy_get_bytes (self->copy));
  dp_range_plan_set_limit (run->plan, dp_width_get (&run->width));
}

static void
run_clear (Run *run)
{
  dp_range_plan_free (run->plan);
  g_object_unref (run->over);
  g_free (run->origin);
  g_free (run->link_origin);
  dp_range_set_clear (&run->old);
}

/* All of them, until they are over. */
static void
run_all (Run *run, DpHttpExchange *first, GError **error)
{
  gboolean is_read = FALSE;
  guint segment;

  if (dp_range_plan_begin_segment (run->plan, g_get_monotonic_time (), &segment))
    {
      start_others (run);
      is_read = copy_answer (run, segment, first, error);
      dp_range_plan_end_segment (run->plan, segment);
      dp_trace_rest (run->segments->trace, segment, g_get_monotonic_time (), run->segments->copy);
    }
  /* Its end may belong to others now; it must not hold its connection. */
  dp_http_exchange_hang_up (first);
  if (is_read || run->n_others > 0)
    fetch_parts (run, FALSE);
  run->is_first_over = TRUE;
  while (run->n_others > 0)
    dp_fiber_wait (G_MAXINT64);
}

/**
 * dp_segments_copy:
 * @self: what is to be fetched
 * @first: an answer that begins at the first byte that is missing; nothing can be read of it
 *   afterwards
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
dp_segments_copy (DpSegments *self, DpHttpExchange *first, GError **error)
{
  Run run;
  g_autoptr (GError) reason = NULL;
  gulong handler = 0;

  run_init (&run, self, first);
  if (self->cancellable != NULL)
    handler = g_cancellable_connect (self->cancellable, G_CALLBACK (on_cancelled), run.over, NULL);
  run_all (&run, first, &reason);
  g_cancellable_disconnect (self->cancellable, handler);

  if (run.error != NULL)
    g_clear_error (&reason);
  else if (!self->is_other && !dp_range_plan_is_complete (run.plan))
    run.error = g_steal_pointer (&reason);
  run_clear (&run);
  if (run.error == NULL)
    return TRUE;
  g_propagate_error (error, run.error);
  return FALSE;
}
