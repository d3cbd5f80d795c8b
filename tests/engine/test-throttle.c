/* test-throttle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-throttle.h"

#define START_USEC (1000 * G_USEC_PER_SEC)

typedef enum
{
  END,
  LIMIT,  /* @bytes per second from now on */
  TAKE,   /* so many are wanted, @expected may pass */
  SHARED, /* the same, while others wait */
  BACK,   /* so many did not come */
  TURN,   /* who wants so many and is the first tries again after @expected microseconds */
  FOURTH, /* the same with three before */
} Action;

typedef struct
{
  Action action;
  gint64 at_usec; /* since the start */
  guint64 bytes;
  guint64 expected;
} Step;

typedef struct
{
  const char *name;
  Step steps[10];
} Row;

static const Row rows[] = {
  { "no limit", { { TAKE, 0, 1000000, 1000000 }, { SHARED, 0, 5, 5 }, { TURN, 0, 5, 0 } } },
  { "empty at first",
    { { LIMIT, 0, 1000 }, { TAKE, 0, 100, 0 }, { TAKE, 9999, 100, 0 }, { TAKE, 10000, 100, 10 } } },
  { "what is there at once",
    { { LIMIT, 0, 100000 }, { TAKE, 20000, 1000000, 2000 }, { TAKE, 20000, 1000000, 0 } } },
  { "never more than the bucket holds",
    { { LIMIT, 0, 100000 }, { TAKE, 5000000, 1000000, 4000 }, { TAKE, 5010000, 1000000, 1000 } } },
  { "in turns",
    { { LIMIT, 0, 100000 },
      { SHARED, 40000, 5000, 1000 },
      { SHARED, 40000, 5000, 1000 },
      { SHARED, 40000, 300, 300 },
      { TAKE, 40000, 5000, 1700 } } },
  { "little is here soon", { { LIMIT, 0, 100000 }, { TAKE, 99, 10, 0 }, { TAKE, 100, 10, 10 } } },
  { "nothing is lost by remainders",
    { { LIMIT, 0, 333 },
      { TAKE, 10000, 1000, 3 },
      { TAKE, 20000, 1000, 3 },
      { TAKE, 30000, 1000, 3 },
      { TAKE, 40000, 1000, 4 } } },
  { "given back",
    { { LIMIT, 0, 100000 },
      { TAKE, 40000, 5000, 4000 },
      { BACK, 40000, 3000 },
      { TAKE, 40000, 5000, 3000 } } },
  { "given back too late",
    { { LIMIT, 0, 100000 },
      { TAKE, 40000, 5000, 4000 },
      { TURN, 40000, 5000, 50000 },
      { TAKE, 70000, 10, 10 },
      { BACK, 70000, 4000 },
      { TAKE, 70000, 9000, 4000 } } },
  { "given back without a limit",
    { { TAKE, 0, 500, 500 }, { BACK, 0, 500 }, { LIMIT, 0, 1000 }, { TAKE, 0, 100, 0 } } },
  { "lower", { { LIMIT, 0, 100000 }, { LIMIT, 40000, 1000 }, { TAKE, 40000, 5000, 40 } } },
  { "higher",
    { { LIMIT, 0, 1000 },
      { LIMIT, 40000, 100000 },
      { TAKE, 49599, 5000, 0 },
      { TAKE, 49600, 5000, 1000 } } },
  { "lifted",
    { { LIMIT, 0, 1000 }, { TAKE, 0, 5000, 0 }, { LIMIT, 1, 0 }, { TAKE, 1, 5000, 5000 } } },
  { "a byte per second",
    { { LIMIT, 0, 1 },
      { TURN, 0, 5, 1000000 },
      { TAKE, 999999, 5, 0 },
      { TAKE, 1000000, 5, 1 },
      { TAKE, 1999999, 5, 0 },
      { TAKE, 2000000, 5, 1 } } },
  { "a clock that stands",
    { { LIMIT, 0, 1000 }, { TAKE, 10000, 5, 5 }, { TAKE, 10000, 5, 5 }, { TAKE, 9000, 5, 0 } } },
  { "the highest", { { LIMIT, 0, G_MAXUINT64 }, { TAKE, 9000000, G_MAXUINT64, 40000000000 } } },
  { "whose turn when",
    { { LIMIT, 0, 100000 },
      { TURN, 0, 5000, 10000 },
      { TURN, 0, 10, 100 },
      { FOURTH, 0, 5000, 40000 },
      { TAKE, 15000, 500, 500 },
      { TURN, 15000, 5000, 15000 },
      { FOURTH, 15000, 5000, 45000 } } },
};

static void
run_step (DpThrottle *throttle, const Step *step)
{
  gint64 now_usec = START_USEC + step->at_usec;

  switch (step->action)
    {
    case END:
      break;
    case LIMIT:
      dp_throttle_set_limit (throttle, now_usec, step->bytes);
      break;
    case TAKE:
    case SHARED:
      g_assert_cmpuint (dp_throttle_take (throttle, now_usec, step->bytes, step->action == SHARED),
                        ==, step->expected);
      break;
    case BACK:
      dp_throttle_give_back (throttle, step->bytes);
      break;
    case TURN:
    case FOURTH:
      g_assert_cmpint (
          dp_throttle_get_turn_usec (throttle, step->bytes, step->action == TURN ? 0 : 3), ==,
          (throttle->bytes_per_sec > 0 ? START_USEC : 0) + (gint64) step->expected);
      break;
    }
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  DpThrottle throttle = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (row->steps); i++)
    run_step (&throttle, &row->steps[i]);
}

/* So many readers, each a little late, and held up between what it may read and reading it, for ten
 * seconds: in every second the limit, and the same for each. */

#define TICK_USEC 1000
#define N_TICKS   10000

typedef struct
{
  guint64 bytes_per_sec;
  guint n_readers;
  guint late_usec;  /* at most */
  guint held_ticks; /* at most */
} Crowd;

static const Crowd crowds[] = {
  { 2000, 1, 0, 0 },         { 50000, 1, 20000, 0 },      { 1000000, 1, 29000, 9 },
  { 100000000, 1, 5000, 9 }, { 50000, 16, 20000, 0 },     { 1000000, 16, 29000, 9 },
  { 10000000, 64, 5000, 9 }, { 100000000, 16, 10000, 9 },
};

static void
assert_steady (const Crowd *crowd, const guint64 *passed, guint first_tick)
{
  guint64 bytes = 0;

  for (guint tick = first_tick; tick < first_tick + 1000; tick++)
    bytes += passed[tick];
  g_assert_cmpuint (bytes, >=, crowd->bytes_per_sec * 95 / 100);
  g_assert_cmpuint (bytes, <=, crowd->bytes_per_sec * 105 / 100);
}

static void
test_crowd (gconstpointer data)
{
  const Crowd *crowd = data;
  DpThrottle throttle = { 0 };
  g_autofree guint64 *passed = g_new0 (guint64, N_TICKS);
  g_autofree guint64 *got = g_new0 (guint64, crowd->n_readers);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gint64 try_usec = START_USEC;
  guint turn = 0;

  dp_throttle_set_limit (&throttle, START_USEC, crowd->bytes_per_sec);
  for (guint tick = 0; tick < N_TICKS; tick++)
    {
      gint64 now_usec = START_USEC + tick * TICK_USEC;
      guint64 bytes;

      while (now_usec >= try_usec &&
             (bytes = dp_throttle_take (&throttle, now_usec, 1 << 20, crowd->n_readers > 1)) > 0)
        {
          guint held = crowd->held_ticks > 0
                           ? (guint) g_rand_int_range (random, 0, (int) crowd->held_ticks)
                           : 0;

          passed[MIN (tick + held, N_TICKS - 1)] += bytes;
          got[turn++ % crowd->n_readers] += bytes;
        }
      if (now_usec >= try_usec)
        try_usec =
            dp_throttle_get_turn_usec (&throttle, 1 << 20, 0) +
            (crowd->late_usec > 0 ? g_rand_int_range (random, 0, (int) crowd->late_usec) : 0);
    }

  for (guint tick = 0; tick + 1000 < N_TICKS; tick += 7)
    assert_steady (crowd, passed, tick);
  for (guint i = 1; i < crowd->n_readers; i++)
    g_assert_cmpuint (MAX (got[0], got[i]) - MIN (got[0], got[i]), <=, crowd->bytes_per_sec / 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/throttle/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (crowds); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/throttle/crowd/%" G_GUINT64_FORMAT "-%u-%u", crowds[i].bytes_per_sec,
                           crowds[i].n_readers, crowds[i].late_usec);

      g_test_add_data_func (path, &crowds[i], test_crowd);
    }

  return g_test_run ();
}
