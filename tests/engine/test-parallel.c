/* test-parallel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many files come at once, if nobody says so: against lines and servers that are what they are.
 */

#include "dp-parallel.h"

#define START_USEC (1000 * G_USEC_PER_SEC)
#define TICK_USEC  (G_USEC_PER_SEC / 10)
#define KIB        1024

/* One file brings @each_kib a second, all of them together @line_kib, and behind @fine of them each
 * costs a tenth. */
typedef struct
{
  const char *name;
  guint each_kib;
  guint line_kib;
  guint fine;
  guint n_queued; /* there are no more */
  guint after_sec;
  guint least;
  guint most;
  DpParallelReason reason;
} Row;

#define ALL    1000
#define ANYHOW G_MAXUINT

static const Row rows[] = {
  { "the line is full", 1000, 1000, ALL, ALL, 120, 2, 4, ANYHOW },
  { "no line is full", 100, 1000000, ALL, ALL, 60, 32, 32, ANYHOW },
  { "sixteen fill it", 100, 1600, ALL, ALL, 120, 16, 19, ANYHOW },
  { "it was polite", 100, 1000000, ALL, ALL, 2, 4, 4, DP_PARALLEL_FEW },
  { "but not for long", 100, 1000000, ALL, ALL, 4, 6, 6, DP_PARALLEL_TRYING_MORE },
  { "more are slower", 100, 1000000, 8, ALL, 120, 6, 9, ANYHOW },
  { "there are no more", 100, 1000000, ALL, 3, 60, 4, 4, DP_PARALLEL_FEW },
  { "there are few more", 100, 1000000, ALL, 7, 60, 6, 9, DP_PARALLEL_FEW },
  { "nothing comes", 0, 1000000, ALL, ALL, 60, 4, 4, DP_PARALLEL_FEW },
};

typedef struct
{
  DpParallel parallel;
  DpParallelSight sight;
  guint n_changes;
} Fixture;

static guint64
get_bytes_per_sec (const Row *row, guint n)
{
  guint64 speed = MIN ((guint64) n * row->each_kib, row->line_kib) * KIB;

  for (; n > row->fine; n--)
    speed = speed * 9 / 10;
  return speed;
}

/* More start at once, of fewer the others end one after the other. */
static void
run_files (Fixture *self, guint n_queued)
{
  guint n_limit = MIN (self->parallel.n_limit, n_queued);

  if (self->sight.n_running > n_limit)
    self->sight.n_running--;
  else
    self->sight.n_running = n_limit;
}

static void
tick (Fixture *self, const Row *row)
{
  guint n_before = self->parallel.n_limit;

  run_files (self, row->n_queued);
  self->sight.now_usec += TICK_USEC;
  self->sight.received_bytes += get_bytes_per_sec (row, self->sight.n_running) / 10;
  g_assert_cmpuint (dp_parallel_look (&self->parallel, &self->sight), ==, self->parallel.n_limit);
  g_assert_cmpuint (self->parallel.n_limit, >=, 2);
  g_assert_cmpuint (self->parallel.n_limit, <=, 32);
  if (self->parallel.n_limit != n_before)
    {
      self->n_changes++;
      g_test_message ("%u s: %u, %u",
                      (guint) ((self->sight.now_usec - START_USEC) / G_USEC_PER_SEC),
                      self->parallel.n_limit, self->parallel.reason);
    }
}

static void
run_sec (Fixture *self, const Row *row, guint sec)
{
  for (guint i = 0; i < sec * 10; i++)
    tick (self, row);
}

static void
begin (Fixture *self)
{
  *self = (Fixture){ .sight = { .now_usec = START_USEC, .received_bytes = 4711 } };
  dp_parallel_begin (&self->parallel, &self->sight);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  guint n_early;
  Fixture self;

  begin (&self);
  run_sec (&self, row, row->after_sec);
  g_assert_cmpuint (self.parallel.n_limit, >=, row->least);
  g_assert_cmpuint (self.parallel.n_limit, <=, row->most);
  if (row->reason != ANYHOW)
    g_assert_cmpuint (self.parallel.reason, ==, row->reason);

  /* It comes to rest: what is tried now and then is tried seldom. */
  run_sec (&self, row, 240);
  n_early = self.n_changes;
  run_sec (&self, row, 300);
  g_assert_cmpuint (self.n_changes - n_early, <=, 30);
}

static const Row line = { .each_kib = 100, .line_kib = 1000000, .fine = ALL, .n_queued = ALL };

/* A server objects: fewer at once, and not again for a while. */
static void
test_refused (void)
{
  Fixture self;

  begin (&self);
  run_sec (&self, &line, 60);
  g_assert_cmpuint (self.parallel.n_limit, ==, 32);
  self.sight.n_refusals++;
  tick (&self, &line);
  g_assert_cmpuint (self.parallel.n_limit, ==, 24);
  g_assert_cmpuint (self.parallel.reason, ==, DP_PARALLEL_REFUSED);
  run_sec (&self, &line, 25);
  g_assert_cmpuint (self.parallel.n_limit, ==, 24);
  g_assert_cmpuint (self.parallel.reason, ==, DP_PARALLEL_REFUSED);
  for (guint i = 0; i < 20; i++)
    {
      self.sight.n_refusals++;
      tick (&self, &line);
    }
  g_assert_cmpuint (self.parallel.n_limit, ==, 2);
}

/* A pause says nothing about the speed. */
static void
test_gap (void)
{
  Fixture self;

  begin (&self);
  run_sec (&self, &line, 12);
  g_assert_cmpuint (self.parallel.reason, ==, DP_PARALLEL_TRYING_MORE);
  self.sight.now_usec += G_TIME_SPAN_HOUR;
  self.n_changes = 0;
  run_sec (&self, &line, 2);
  g_assert_cmpuint (self.n_changes, ==, 0);
  run_sec (&self, &line, 2);
  g_assert_cmpuint (self.parallel.reason, ==, DP_PARALLEL_TRYING_MORE);
  g_assert_cmpuint (self.n_changes, ==, 1);
}

/* The line gets wider: that is found, too. */
static void
test_wider (void)
{
  const Row narrow = { .each_kib = 100, .line_kib = 400, .fine = ALL, .n_queued = ALL };
  Fixture self;

  begin (&self);
  run_sec (&self, &narrow, 120);
  g_assert_cmpuint (self.parallel.n_limit, <=, 6);
  run_sec (&self, &line, 120);
  g_assert_cmpuint (self.parallel.n_limit, >=, 24);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/parallel/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/parallel/refused", test_refused);
  g_test_add_func ("/parallel/gap", test_gap);
  g_test_add_func ("/parallel/wider", test_wider);

  return g_test_run ();
}
