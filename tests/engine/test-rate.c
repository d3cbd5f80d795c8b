/* test-rate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The speed, with a clock of its own.
 */

#include "dp-rate.h"

#define START_USEC (1000 * G_USEC_PER_SEC)
#define TICK_USEC  (G_USEC_PER_SEC / 4)

typedef struct
{
  DpRate rate;
  gint64 now_usec;
  guint64 received_bytes;
} Transfer;

static Transfer
begin (void)
{
  Transfer transfer = { .now_usec = START_USEC };

  dp_rate_begin (&transfer.rate, START_USEC, 0);
  return transfer;
}

static void
step (Transfer *self, gint64 span_usec, guint64 bytes)
{
  self->now_usec += span_usec;
  self->received_bytes += bytes;
  dp_rate_sample (&self->rate, self->now_usec, self->received_bytes);
}

/* Lets the time pass at a steady speed, which is a multiple of 4. */
static void
run (Transfer *self, guint seconds, guint64 bytes_per_sec)
{
  for (guint i = 0; i < seconds * 4; i++)
    step (self, TICK_USEC, bytes_per_sec / 4);
}

static guint64
speed (const Transfer *self)
{
  return dp_rate_get_bytes_per_sec (&self->rate);
}

#define assert_between(value, low, high) \
  G_STMT_START                           \
  {                                      \
    g_assert_cmpuint (value, >=, low);   \
    g_assert_cmpuint (value, <=, high);  \
  }                                      \
  G_STMT_END

static void
test_zeroed (void)
{
  DpRate rate = { 0 };

  g_assert_cmpuint (dp_rate_get_bytes_per_sec (&rate), ==, 0);
  g_assert_cmpuint (dp_rate_get_left_sec (&rate, 0, 100), ==, DP_TIME_UNKNOWN);
}

static void
test_begin (void)
{
  Transfer transfer = begin ();

  run (&transfer, 10, 1000);
  dp_rate_begin (&transfer.rate, transfer.now_usec, transfer.received_bytes);
  g_assert_cmpuint (speed (&transfer), ==, 0);
}

/* What a resumed download has on disk has not just arrived. */
static void
test_begin_does_not_count (void)
{
  Transfer transfer = { .now_usec = START_USEC, .received_bytes = G_GUINT64_CONSTANT (1) << 40 };

  dp_rate_begin (&transfer.rate, START_USEC, transfer.received_bytes);
  run (&transfer, 1, 1000);
  g_assert_cmpuint (speed (&transfer), ==, 1000);
}

static void
test_steady_from_first_sample (void)
{
  Transfer transfer = begin ();

  for (guint i = 0; i < 100; i++)
    {
      step (&transfer, TICK_USEC, 250000);
      g_assert_cmpuint (speed (&transfer), ==, 1000000);
    }
}

/* The plain average, as long as there is less to remember than the memory holds. */
static void
test_average_at_first (void)
{
  Transfer transfer = begin ();

  step (&transfer, G_USEC_PER_SEC / 2, 1000);
  g_assert_cmpuint (speed (&transfer), ==, 2000);
  step (&transfer, G_USEC_PER_SEC / 2, 0);
  g_assert_cmpuint (speed (&transfer), ==, 1000);
  step (&transfer, G_USEC_PER_SEC, 3000);
  g_assert_cmpuint (speed (&transfer), ==, 2000);
}

/* The same seconds, cut in other ways, give the same speed. */
static void
test_irregular_samples (void)
{
  static const guint spans_msec[] = { 1, 7, 250, 90, 1500, 3, 333 };
  Transfer regular = begin ();
  Transfer irregular = begin ();
  gint64 left_usec = 4 * G_USEC_PER_SEC;

  run (&regular, 20, 8000000);
  run (&irregular, 20, 8000000);

  run (&regular, 4, 2000000);
  for (guint i = 0; left_usec > 0; i++)
    {
      gint64 span_usec = MIN (left_usec, spans_msec[i % G_N_ELEMENTS (spans_msec)] * 1000);

      step (&irregular, span_usec, span_usec * 2);
      left_usec -= span_usec;
    }

  g_assert_cmpuint (irregular.received_bytes, ==, regular.received_bytes);
  assert_between (speed (&irregular), speed (&regular) - 2, speed (&regular) + 2);
}

static void
test_bursts_are_smoothed (void)
{
  Transfer transfer = begin ();

  for (guint i = 0; i < 200; i++)
    {
      step (&transfer, TICK_USEC, i % 2 == 0 ? 500000 : 0);
      if (i > 20)
        assert_between (speed (&transfer), 900000, 1100000);
    }
}

static void
test_follows_a_change (void)
{
  Transfer transfer = begin ();

  run (&transfer, 60, 1000000);
  run (&transfer, 3, 4000000);
  assert_between (speed (&transfer), 2500000, 3500000);
  run (&transfer, 12, 4000000);
  assert_between (speed (&transfer), 3900000, 4000000);
}

/* One sample after a minute tells all there is to know about that minute. */
static void
test_long_gap (void)
{
  Transfer transfer = begin ();

  run (&transfer, 60, 1000000);
  step (&transfer, 60 * G_USEC_PER_SEC, 60 * 1000);
  g_assert_cmpuint (speed (&transfer), ==, 1000);
}

static void
test_silence (void)
{
  Transfer transfer = begin ();
  guint64 last;

  run (&transfer, 10, 1000000);
  last = speed (&transfer);
  for (guint i = 0; i < 4 * 5; i++)
    {
      step (&transfer, TICK_USEC, 0);
      g_assert_cmpuint (speed (&transfer), <, last);
      last = speed (&transfer);
    }

  g_assert_cmpuint (last, ==, 0);
}

static void
test_after_silence (void)
{
  Transfer transfer = begin ();

  run (&transfer, 10, 1000000);
  run (&transfer, 60, 0);
  step (&transfer, TICK_USEC, 1000);
  g_assert_cmpuint (speed (&transfer), ==, 4000);
}

/* Connecting takes its time, and says nothing about the speed. */
static void
test_late_first_byte (void)
{
  Transfer transfer = begin ();

  run (&transfer, 30, 0);
  g_assert_cmpuint (speed (&transfer), ==, 0);
  step (&transfer, TICK_USEC, 1000);
  g_assert_cmpuint (speed (&transfer), ==, 4000);
}

/* 300 bytes a second are alive, also if they come once in four seconds. */
static void
test_slow_is_alive (void)
{
  Transfer transfer = begin ();

  for (guint i = 0; i < 20; i++)
    {
      step (&transfer, TICK_USEC, 1200);
      for (guint j = 0; j < 15; j++)
        {
          step (&transfer, TICK_USEC, 0);
          g_assert_cmpuint (speed (&transfer), >, 0);
        }
    }
}

static void
test_time_stands_still (void)
{
  Transfer transfer = begin ();

  step (&transfer, 0, 1000000);
  g_assert_cmpuint (speed (&transfer), ==, 0);

  step (&transfer, G_USEC_PER_SEC, 0);
  g_assert_cmpuint (speed (&transfer), ==, 1000000);

  step (&transfer, 0, 500000);
  step (&transfer, 0, 500000);
  g_assert_cmpuint (speed (&transfer), ==, 1000000);

  step (&transfer, G_USEC_PER_SEC, 0);
  g_assert_cmpuint (speed (&transfer), ==, 1000000);
}

static void
test_time_goes_back (void)
{
  Transfer transfer = begin ();

  run (&transfer, 4, 1000);
  step (&transfer, -G_USEC_PER_SEC, 0);
  g_assert_cmpuint (speed (&transfer), ==, 1000);
  step (&transfer, 2 * G_USEC_PER_SEC, 1000);
  g_assert_cmpuint (speed (&transfer), ==, 1000);
}

/* The buffered first bytes of a fast server, a microsecond after the beginning. */
static void
test_first_microsecond (void)
{
  Transfer transfer = begin ();

  step (&transfer, 1, 65536);
  g_assert_cmpuint (speed (&transfer), ==, 0);
  step (&transfer, G_USEC_PER_SEC - 1, 65536);
  g_assert_cmpuint (speed (&transfer), ==, 131072);
}

/* A retry goes back a little; the bytes that are fetched again arrive, too. */
static void
test_bytes_go_down (void)
{
  Transfer transfer = begin ();

  run (&transfer, 10, 1000000);
  step (&transfer, TICK_USEC, -G_GUINT64_CONSTANT (65536));
  assert_between (speed (&transfer), 900000, 1000000);
  run (&transfer, 10, 1000000);
  assert_between (speed (&transfer), 990000, 1000000);
}

static void
test_bytes_go_down_in_no_time (void)
{
  Transfer transfer = begin ();

  run (&transfer, 10, 1000000);
  step (&transfer, 0, -transfer.received_bytes);
  step (&transfer, TICK_USEC, 250000);
  g_assert_cmpuint (speed (&transfer), ==, 1000000);
}

static void
test_huge (void)
{
  Transfer transfer = begin ();

  step (&transfer, G_USEC_PER_SEC / 10, G_MAXUINT64);
  g_assert_cmpuint (speed (&transfer), ==, (guint64) G_MAXINT64 + 1);
  step (&transfer, G_USEC_PER_SEC, -G_MAXUINT64);
  g_assert_cmpuint (dp_rate_get_left_sec (&transfer.rate, 0, G_MAXUINT64 - 1), <=, 3);
}

/* Time left */

static const struct
{
  guint64 bytes_per_sec;
  guint64 received_bytes;
  guint64 total_bytes;
  guint64 expected_sec;
} left_rows[] = {
  { 1000, 0, 10000, 10 },
  { 1000, 5000, 10000, 5 },
  { 1000, 9999, 10000, 1 },
  { 1000, 8999, 10000, 2 },
  { 1000, 9000, 10000, 1 },
  { 1000, 10000, 10000, 0 },
  { 1000, 10001, 10000, 0 },
  { 1000, 0, 0, 0 },
  { 0, 0, 0, 0 },
  { 0, 10000, 10000, 0 },
  { 0, 9999, 10000, DP_TIME_UNKNOWN },
  { 0, 0, DP_SIZE_UNKNOWN, DP_TIME_UNKNOWN },
  { 1000, 0, DP_SIZE_UNKNOWN, DP_TIME_UNKNOWN },
  { 1000, DP_SIZE_UNKNOWN, DP_SIZE_UNKNOWN, DP_TIME_UNKNOWN },
  { 1, 0, G_MAXUINT64 - 1, G_MAXUINT64 - 1 },
  { 4, 1, G_MAXUINT64 - 1, (G_MAXUINT64 - 1) / 4 + 1 },
};

static void
test_left (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_rows); i++)
    {
      DpRate rate = { .bytes_per_sec = left_rows[i].bytes_per_sec };

      g_test_message ("row %u", i);
      g_assert_cmpuint (
          dp_rate_get_left_sec (&rate, left_rows[i].received_bytes, left_rows[i].total_bytes), ==,
          left_rows[i].expected_sec);
    }
}

/* Less than half a byte a second shows as no speed, so it gives no time either. */
static void
test_left_of_a_trickle (void)
{
  DpRate rate = { .bytes_per_sec = 0.4 };

  g_assert_cmpuint (dp_rate_get_bytes_per_sec (&rate), ==, 0);
  g_assert_cmpuint (dp_rate_get_left_sec (&rate, 0, 100), ==, DP_TIME_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate/zeroed", test_zeroed);
  g_test_add_func ("/rate/begin", test_begin);
  g_test_add_func ("/rate/begin-does-not-count", test_begin_does_not_count);
  g_test_add_func ("/rate/steady-from-first-sample", test_steady_from_first_sample);
  g_test_add_func ("/rate/average-at-first", test_average_at_first);
  g_test_add_func ("/rate/irregular-samples", test_irregular_samples);
  g_test_add_func ("/rate/bursts-are-smoothed", test_bursts_are_smoothed);
  g_test_add_func ("/rate/follows-a-change", test_follows_a_change);
  g_test_add_func ("/rate/long-gap", test_long_gap);
  g_test_add_func ("/rate/silence", test_silence);
  g_test_add_func ("/rate/after-silence", test_after_silence);
  g_test_add_func ("/rate/late-first-byte", test_late_first_byte);
  g_test_add_func ("/rate/slow-is-alive", test_slow_is_alive);
  g_test_add_func ("/rate/time-stands-still", test_time_stands_still);
  g_test_add_func ("/rate/time-goes-back", test_time_goes_back);
  g_test_add_func ("/rate/first-microsecond", test_first_microsecond);
  g_test_add_func ("/rate/bytes-go-down", test_bytes_go_down);
  g_test_add_func ("/rate/bytes-go-down-in-no-time", test_bytes_go_down_in_no_time);
  g_test_add_func ("/rate/huge", test_huge);
  g_test_add_func ("/rate/left", test_left);
  g_test_add_func ("/rate/left-of-a-trickle", test_left_of_a_trickle);

  return g_test_run ();
}
