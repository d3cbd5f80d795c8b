/* test-left.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The time left, with a clock of its own.
 */

#include "dp-left.h"

#include <math.h>

#define START_USEC  (1000 * G_USEC_PER_SEC)
#define TICK_USEC   (G_USEC_PER_SEC / 10)
#define TOTAL_BYTES G_GUINT64_CONSTANT (100000000)
#define KB          1000.0

/* So many bytes a second come at that time. */
typedef double (*SpeedFunc) (double now_sec);

static double
steady (double now_sec)
{
  return 1000 * KB;
}

static double
wavy (double now_sec)
{
  return 1000 * KB * (1 + 0.4 * sin (now_sec * 2));
}

static double
bursts (double now_sec)
{
  return fmod (now_sec, 1.0) < 0.3 ? 3300 * KB : 0;
}

static double
slower (double now_sec)
{
  return now_sec < 20 ? 1000 * KB : 250 * KB;
}

static double
faster (double now_sec)
{
  return now_sec < 20 ? 250 * KB : 1000 * KB;
}

static const struct
{
  const char *name;
  SpeedFunc speed;
  guint most_rises; /* how often it may go up */
  guint most_jump;  /* by how many seconds it may change at once, in the calm */
} courses[] = {
  { "steady", steady, 0, 1 },
  { "wavy", wavy, 2, 12 },
  { "bursts", bursts, 5, 12 },
};

typedef struct
{
  DpRate rate;
  DpLeft left;
  gint64 now_usec;
  double received_bytes;
} Transfer;

static guint64
step (Transfer *self, SpeedFunc speed)
{
  double now_sec = (double) (self->now_usec - START_USEC) / G_USEC_PER_SEC;
  guint64 received_bytes;

  self->now_usec += TICK_USEC;
  self->received_bytes += speed (now_sec) * TICK_USEC / G_USEC_PER_SEC;
  received_bytes = MIN ((guint64) self->received_bytes, TOTAL_BYTES);
  dp_rate_sample (&self->rate, self->now_usec, received_bytes);
  return dp_left_look (&self->left, self->now_usec,
                       dp_rate_get_left_sec (&self->rate, received_bytes, TOTAL_BYTES));
}

static Transfer
begin (void)
{
  Transfer self = { .now_usec = START_USEC };

  dp_rate_begin (&self.rate, START_USEC, 0);
  return self;
}

static void
test_calm (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Transfer self = begin ();
  guint64 before = DP_TIME_UNKNOWN;
  guint64 left;
  guint n_rises = 0;

  while ((left = step (&self, courses[i].speed)) != 0)
    {
      /* The first moments count for nothing. */
      if (self.now_usec - START_USEC > 3 * G_USEC_PER_SEC && before != DP_TIME_UNKNOWN)
        {
          n_rises += left > before;
          g_assert_cmpuint (MAX (left, before) - MIN (left, before), <=, courses[i].most_jump);
        }
      before = left;
      g_assert_cmpint (self.now_usec, <, START_USEC + 200 * G_USEC_PER_SEC);
    }
  g_assert_cmpuint (n_rises, <=, courses[i].most_rises);
  /* It ended about when it said. */
  g_assert_cmpuint (before, <=, 4);
}

/* Another speed for good is believed before long. */
static void
test_change (gconstpointer data)
{
  SpeedFunc speed = data;
  Transfer self = begin ();
  guint64 left = DP_TIME_UNKNOWN;
  double rest_sec;

  while (self.now_usec < START_USEC + 50 * G_USEC_PER_SEC)
    left = step (&self, speed);
  rest_sec = (TOTAL_BYTES - self.received_bytes) / speed (50);
  g_assert_cmpfloat (fabs ((double) left - rest_sec), <, rest_sec * 0.2);
}

static void
test_ends (void)
{
  DpLeft left = { 0 };

  g_assert_cmpuint (dp_left_look (&left, START_USEC, DP_TIME_UNKNOWN), ==, DP_TIME_UNKNOWN);
  g_assert_cmpuint (dp_left_look (&left, START_USEC, 10), ==, 10);
  /* Never nothing before it is over, and nothing then. */
  g_assert_cmpuint (dp_left_look (&left, START_USEC + 60 * G_USEC_PER_SEC, 1), ==, 1);
  g_assert_cmpuint (dp_left_look (&left, START_USEC + 61 * G_USEC_PER_SEC, 0), ==, 0);
  /* After a silence it begins anew. */
  g_assert_cmpuint (dp_left_look (&left, START_USEC + 90 * G_USEC_PER_SEC, 5000), ==, 5000);
  g_assert_cmpuint (dp_left_look (&left, START_USEC + 91 * G_USEC_PER_SEC, DP_TIME_UNKNOWN), ==,
                    DP_TIME_UNKNOWN);
  g_assert_cmpuint (dp_left_look (&left, START_USEC + 92 * G_USEC_PER_SEC, 7), ==, 7);
  /* What is farther off than a month is said as it is. */
  g_assert_cmpuint (dp_left_look (&left, START_USEC + 93 * G_USEC_PER_SEC, G_MAXUINT64 / 2), ==,
                    G_MAXUINT64 / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (courses); i++)
    {
      g_autofree char *path = g_strconcat ("/left/calm/", courses[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_calm);
    }
  g_test_add_data_func ("/left/change/slower", slower, test_change);
  g_test_add_data_func ("/left/change/faster", faster, test_change);
  g_test_add_func ("/left/ends", test_ends);

  return g_test_run ();
}
