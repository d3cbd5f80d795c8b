/* test-range-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who fetches which part: as scripts in MiB and seconds, and as downloads with connections of all
 * speeds that fail at random.
 */

#include "dp-range-plan.h"

#include <stdio.h>
#include <string.h>

#include "dp-rate.h"

#define MIB       G_GUINT64_CONSTANT (1048576)
#define ALIGN     G_GUINT64_CONSTANT (65536)
#define N_MAX     DP_RANGE_PLAN_MAX_SEGMENTS
#define N_FILES   400
#define TICK_USEC (G_USEC_PER_SEC / 20)

/* Scripts */

typedef struct
{
  const char *name;
  guint total_mib;
  const char *safe;
  const char *script;
} Scenario;

/* "limit=N" and "min=KIB" tell the plan; "begin=S:F-E" and "begin=none" say what it must answer;
 * "read=S:N" are N MiB, "wait=N" are seconds, "end=S" and "refuse=S" end a segment; "rest=S:F-E" and
 * "done" look. */
static const Scenario scenarios[] = {
  { "one", 16, "", "begin=0:0-16 begin=none read=0:16 rest=0:16-16 done end=0 done begin=none" },
  { "nothing at all", 16, "0-16", "done begin=none" },
  { "halves", 16, "",
    "limit=5 begin=0:0-16 begin=1:8-16 rest=0:0-8 begin=2:4-8 begin=3:12-16 begin=4:2-4 "
    "begin=none rest=0:0-2 rest=1:8-12" },
  { "half of the rest", 16, "", "limit=2 begin=0:0-16 read=0:8 begin=1:12-16 rest=0:8-12" },
  { "gaps first", 16, "2-4 6-14",
    "limit=9 begin=0:0-2 begin=1:4-6 begin=2:14-16 begin=3:1-2 begin=4:5-6 begin=5:15-16 "
    "begin=none" },
  { "gap after gap", 16, "2-4 6-14",
    "begin=0:0-2 read=0:2 end=0 begin=0:4-6 read=0:2 end=0 begin=0:14-16 read=0:2 end=0 done" },
  { "done helps", 16, "",
    "limit=2 begin=0:0-16 begin=1:8-16 wait=1 read=1:8 read=0:2 end=1 begin=1:5-8 rest=0:2-5" },
  { "end-game", 8, "",
    "limit=2 begin=0:0-8 begin=1:4-8 read=1:4 end=1 begin=1:2-4 read=1:2 end=1 begin=1:1-2 "
    "read=1:1 end=1 begin=none rest=0:0-1 read=0:1 done end=0 done" },
  { "small", 1, "", "limit=16 begin=0:0-1 begin=none" },
  { "small gaps all the same", 16, "0-15", "limit=16 begin=0:15-16 begin=none" },
  { "minimum", 16, "", "limit=16 min=8192 begin=0:0-16 begin=1:8-16 begin=none" },
  { "failed at once", 16, "",
    "limit=2 begin=0:0-16 begin=1:8-16 end=1 rest=0:0-16 read=0:4 begin=1:10-16 rest=0:4-10" },
  { "failed later", 16, "",
    "limit=2 begin=0:0-16 begin=1:8-16 read=1:1 end=1 rest=0:0-8 begin=1:9-16 begin=none" },
  { "all failed", 16, "",
    "limit=2 begin=0:0-16 begin=1:8-16 read=1:1 read=0:1 end=0 end=1 begin=0:1-8 begin=1:9-16" },
  { "first failed", 16, "", "limit=2 begin=0:0-16 begin=1:8-16 end=0 begin=0:0-8 rest=1:8-16" },
  { "failed one after the other", 16, "",
    "limit=3 begin=0:0-16 begin=1:8-16 begin=2:4-8 end=1 rest=0:0-4 rest=2:4-8 end=2 rest=0:0-16" },
  { "no further than asked", 16, "8-10",
    "limit=3 begin=0:0-8 begin=1:10-16 begin=2:4-8 end=2 rest=0:0-8 end=1 rest=0:0-8 "
    "begin=1:10-16" },
  { "no further than asked, by halves", 16, "",
    "limit=3 begin=0:0-16 begin=1:8-16 end=0 begin=0:0-8 begin=2:4-8 end=1 rest=2:4-8 end=2 "
    "rest=0:0-8 begin=1:8-16" },
  { "refused", 16, "",
    "limit=9 begin=0:0-16 begin=1:8-16 begin=2:4-8 refuse=2 begin=none rest=0:0-8 refuse=1 "
    "begin=none rest=0:0-16 refuse=0 begin=0:0-16 begin=none limit=9 begin=none" },
  { "refused, then the person allows less", 16, "",
    "limit=4 begin=0:0-16 begin=1:8-16 begin=2:4-8 refuse=2 limit=1 end=1 begin=none limit=4 "
    "begin=1:8-16 begin=none" },
  { "fewer allowed", 16, "",
    "limit=3 begin=0:0-16 begin=1:8-16 begin=2:4-8 limit=1 read=2:4 end=2 begin=none read=1:8 "
    "end=1 begin=none read=0:4 end=0 done" },
  /* 0 has 8 MiB left at 1 MiB/s, 1 has 4 MiB at 0.25 MiB/s. */
  { "the slower one", 20, "12-15",
    "limit=3 begin=0:0-12 begin=1:15-20 wait=4 read=0:4 read=1:1 begin=2:18-20 rest=1:16-18" },
  /* The one that has just begun is taken for as fast as the others. */
  { "a new one", 64, "",
    "limit=2 begin=0:0-64 wait=4 read=0:8 begin=1:36-64 limit=4 begin=2:22-36 begin=3:50-64" },
  /* 0 has 22 MiB left at 2 MiB/s; 1 has 20 MiB left at 4 MiB/s, but nothing for 4 s. */
  { "one that gets slower", 64, "32-40",
    "limit=2 begin=0:0-32 begin=1:40-64 wait=1 read=0:2 read=1:4 wait=4 read=0:8 limit=3 "
    "begin=2:54-64" },
  { "one that stands still", 64, "32-60",
    "limit=3 begin=0:0-32 begin=1:60-64 wait=9 read=0:9 begin=2:60-64 rest=1:60-60" },
  /* 1 has 4 MiB left at 0.2 MiB/s; at 3 MiB/s most of that is done in the same time as its rest. */
  { "one that crawls", 64, "15-20 25-64",
    "limit=2 begin=0:0-15 begin=1:20-25 wait=5 read=0:15 read=1:1 end=0 begin=0:21.25-25 "
    "rest=1:21-21.25 read=0:3.75 end=0 begin=none read=1:0.25 end=1 done" },
  /* All of it is less than what is worth a connection. */
  { "a little that crawls", 64, "15-20 22-64",
    "limit=2 min=2048 begin=0:0-15 begin=1:20-22 wait=30 read=0:15 read=1:1 end=0 "
    "begin=0:21.0625-22 "
    "rest=1:21-21.0625 read=0:0.9375 end=0 begin=none" },
  { "a little, not so slow", 64, "15-20 22-64",
    "limit=2 min=2048 begin=0:0-15 begin=1:20-22 wait=5 read=0:3 read=1:1 end=0 refuse=1 "
    "begin=0:3-15" },
};

typedef struct
{
  DpRangePlan *plan;
  gint64 now_usec;
} Play;

static guint64
parse_mib (const char *text)
{
  return (guint64) (g_ascii_strtod (text, NULL) * MIB);
}

static void
assert_rest (Play *play, guint segment, const char *expected)
{
  DpRange rest = dp_range_plan_get_rest (play->plan, segment);

  g_assert_cmpuint (rest.first_byte, ==, parse_mib (expected));
  g_assert_cmpuint (rest.end_byte, ==, parse_mib (strchr (expected, '-') + 1));
}

static void
begin (Play *play, const char *expected)
{
  guint segment;

  if (!dp_range_plan_begin_segment (play->plan, play->now_usec, &segment))
    {
      g_assert_cmpstr (expected, ==, "none");
      return;
    }
  g_assert_cmpstr (expected, !=, "none");
  g_assert_cmpuint (segment, ==, g_ascii_strtoull (expected, NULL, 10));
  assert_rest (play, segment, strchr (expected, ':') + 1);
}

static void
step (Play *play, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "=", 2);
  const char *verb = parts[0];
  const char *value = parts[1];
  const char *colon = value != NULL ? strchr (value, ':') : NULL;
  guint number = value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : 0;

  g_test_message ("%s", word);
  if (strcmp (verb, "begin") == 0)
    begin (play, value);
  else if (strcmp (verb, "rest") == 0)
    assert_rest (play, number, colon + 1);
  else if (strcmp (verb, "read") == 0)
    dp_range_plan_advance (play->plan, number, parse_mib (colon + 1), play->now_usec);
  else if (strcmp (verb, "wait") == 0)
    play->now_usec += number * G_USEC_PER_SEC;
  else if (strcmp (verb, "end") == 0)
    dp_range_plan_end_segment (play->plan, number);
  else if (strcmp (verb, "refuse") == 0)
    dp_range_plan_refuse_segment (play->plan, number);
  else if (strcmp (verb, "limit") == 0)
    dp_range_plan_set_limit (play->plan, number);
  else if (strcmp (verb, "min") == 0)
    dp_range_plan_set_min_bytes (play->plan, number * 1024);
  else
    {
      g_assert_cmpstr (verb, ==, "done");
      g_assert_true (dp_range_plan_is_complete (play->plan));
    }
}

static void
parse_safe (const char *text, DpRangeSet *safe)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    dp_range_set_add (safe, parse_mib (words[i]), parse_mib (strchr (words[i], '-') + 1));
}

static void
test_scenario (gconstpointer data)
{
  const Scenario *row = data;
  g_auto (DpRangeSet) safe = { 0 };
  g_auto (GStrv) words = g_strsplit (row->script, " ", -1);
  Play play = { .now_usec = 1000 * G_USEC_PER_SEC };

  parse_safe (row->safe, &safe);
  play.plan = dp_range_plan_new (row->total_mib * MIB, &safe);
  for (guint i = 0; words[i] != NULL; i++)
    step (&play, words[i]);
  dp_range_plan_free (play.plan);
}

/* Parts of any length, not only whole MiB: both halves get something, and meet at a whole block. */
static void
test_align (void)
{
  const DpRangeSet safe = { 0 };

  for (guint64 total_bytes = 2 * ALIGN - 3; total_bytes < 6 * ALIGN; total_bytes += 4093)
    {
      g_autoptr (DpRangePlan) plan = dp_range_plan_new (total_bytes, &safe);
      DpRange ranges[2];
      guint segment;

      dp_range_plan_set_min_bytes (plan, 0);
      dp_range_plan_set_limit (plan, 2);
      g_assert_true (dp_range_plan_begin_segment (plan, 1, &segment));
      g_assert_cmpint (dp_range_plan_begin_segment (plan, 1, &segment), ==,
                       total_bytes > 2 * ALIGN);
      if (total_bytes <= 2 * ALIGN)
        continue;
      ranges[0] = dp_range_plan_get_rest (plan, 0);
      ranges[1] = dp_range_plan_get_rest (plan, 1);
      g_assert_cmpuint (ranges[0].end_byte, ==, ranges[1].first_byte);
      g_assert_cmpuint (ranges[1].first_byte % ALIGN, ==, 0);
      g_assert_cmpuint (ranges[0].first_byte, <, ranges[0].end_byte);
      g_assert_cmpuint (ranges[1].first_byte, <, ranges[1].end_byte);
    }
}

/* Downloads */

typedef struct
{
  gboolean is_running;
  guint64 bytes_per_tick;
  guint64 answer_end_byte; /* the server sends no more */
} Connection;

typedef struct
{
  DpRangePlan *plan;
  guint64 total_bytes;
  guint64 min_bytes;
  guint limit;
  guint n_failures; /* that are still to come */
  gint64 now_usec;
  DpRangeSet fetched;
  Connection connections[N_MAX];
} Download;

/* What has not been fetched belongs to exactly one, and nobody waits who could work. */
static void
assert_shared (Download *download)
{
  g_auto (DpRangeSet) shared = { 0 };
  guint64 sum_bytes = download->fetched.covered_bytes;
  guint64 largest_bytes = 0;
  guint n = 0;

  dp_range_set_assign (&shared, &download->fetched);
  for (guint i = 0; i < N_MAX; i++)
    {
      DpRange rest;

      if (!download->connections[i].is_running)
        continue;
      rest = dp_range_plan_get_rest (download->plan, i);
      dp_range_set_add (&shared, rest.first_byte, rest.end_byte);
      sum_bytes += rest.end_byte - rest.first_byte;
      largest_bytes = MAX (largest_bytes, rest.end_byte - rest.first_byte);
      n++;
    }
  g_assert_cmpuint (shared.covered_bytes, ==, sum_bytes);
  g_assert_cmpuint (dp_range_plan_get_n_segments (download->plan), ==, n);
  if (n >= dp_range_plan_get_limit (download->plan))
    return;
  g_assert_cmpuint (shared.covered_bytes, ==, download->total_bytes);
  g_assert_cmpuint (largest_bytes, <=, download->min_bytes);
}

static void
begin_all (Download *download)
{
  guint i;

  while (dp_range_plan_begin_segment (download->plan, download->now_usec, &i))
    {
      DpRange rest = dp_range_plan_get_rest (download->plan, i);
      Connection *connection = &download->connections[i];

      g_assert_cmpuint (i, <, N_MAX);
      g_assert_false (connection->is_running);
      g_assert_cmpuint (rest.first_byte, <, rest.end_byte);
      connection->is_running = TRUE;
      connection->bytes_per_tick = 1 + (guint64) g_test_rand_int_range (0, 1 << 20);
      connection->answer_end_byte = rest.end_byte;
      /* Some servers send less than they were asked for. */
      if (g_test_rand_int_range (0, 20) == 0)
        connection->answer_end_byte -= (rest.end_byte - rest.first_byte) / 2;
    }
  assert_shared (download);
}

static void
end_one (Download *download, guint i)
{
  download->connections[i].is_running = FALSE;
  if (download->n_failures > 0 && g_test_rand_int_range (0, 12) == 0)
    dp_range_plan_refuse_segment (download->plan, i);
  else
    dp_range_plan_end_segment (download->plan, i);
}

static void
read_one (Download *download, guint i)
{
  Connection *connection = &download->connections[i];
  DpRange rest = dp_range_plan_get_rest (download->plan, i);
  guint64 end_byte = MIN (rest.end_byte, connection->answer_end_byte);
  guint64 bytes = (guint64) g_test_rand_int_range (0, (int) connection->bytes_per_tick + 1);
  gboolean is_failing = download->n_failures > 0 && g_test_rand_int_range (0, 30) == 0;
  DpRange gap;

  bytes = MIN (bytes, end_byte - rest.first_byte);
  if (is_failing)
    {
      download->n_failures--;
      bytes /= 2;
    }
  if (bytes > 0)
    {
      g_assert_true (dp_range_set_get_gap (&download->fetched, rest.first_byte,
                                           rest.first_byte + bytes, &gap));
      g_assert_cmpuint (gap.first_byte, ==, rest.first_byte);
      g_assert_cmpuint (gap.end_byte, ==, rest.first_byte + bytes);
    }
  dp_range_set_add (&download->fetched, rest.first_byte, rest.first_byte + bytes);
  dp_range_plan_advance (download->plan, i, bytes, download->now_usec);
  /* One that reads on past where it was to stop must not end too late. */
  g_assert_cmpuint (dp_range_plan_get_rest (download->plan, i).end_byte, <=, download->total_bytes);
  if (is_failing || rest.first_byte + bytes == end_byte)
    end_one (download, i);
}

static void
run_download (Download *download)
{
  while (!dp_range_plan_is_complete (download->plan))
    {
      begin_all (download);
      download->now_usec += TICK_USEC;
      for (guint i = 0; i < N_MAX; i++)
        if (download->connections[i].is_running)
          read_one (download, i);
      if (g_test_rand_int_range (0, 20) == 0)
        dp_range_plan_set_limit (download->plan, (guint) g_test_rand_int_range (1, N_MAX + 1));
    }
  for (guint i = 0; i < N_MAX; i++)
    g_assert_false (download->connections[i].is_running);
  g_assert_true (dp_range_set_contains (&download->fetched, 0, download->total_bytes));
  g_assert_cmpuint (download->fetched.covered_bytes, ==, download->total_bytes);
}

static void
test_random (void)
{
  for (guint n = 0; n < N_FILES; n++)
    {
      Download download = { .now_usec = 1000 * G_USEC_PER_SEC };
      guint n_safe = (guint) g_test_rand_int_range (0, 6);

      download.total_bytes = (guint64) g_test_rand_int_range (1, 100 * (int) MIB);
      download.min_bytes = (guint64) g_test_rand_int_range (2 * (int) ALIGN, 4 * (int) MIB);
      download.n_failures = (guint) g_test_rand_int_range (0, 40);
      for (guint i = 0; i < n_safe; i++)
        {
          guint64 first_byte = g_test_rand_int () % download.total_bytes;
          guint64 bytes = g_test_rand_int () % (download.total_bytes - first_byte);

          dp_range_set_add (&download.fetched, first_byte, first_byte + bytes / 4);
        }
      download.plan = dp_range_plan_new (download.total_bytes, &download.fetched);
      dp_range_plan_set_min_bytes (download.plan, download.min_bytes);
      dp_range_plan_set_limit (download.plan, (guint) g_test_rand_int_range (1, N_MAX + 1));
      run_download (&download);
      dp_range_plan_free (download.plan);
      dp_range_set_clear (&download.fetched);
    }
}

static const guint64 speeds[] = { 10000, 40000, 160000, 640000 };

static void
tick (DpRangePlan *plan, gint64 now_usec, gboolean *is_running)
{
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      DpRange rest;
      guint64 bytes;

      if (!is_running[i])
        continue;
      rest = dp_range_plan_get_rest (plan, i);
      bytes = MIN (rest.end_byte - rest.first_byte, speeds[i]);
      dp_range_plan_advance (plan, i, bytes, now_usec);
      is_running[i] = rest.first_byte + bytes < rest.end_byte;
      if (!is_running[i])
        dp_range_plan_end_segment (plan, i);
    }
}

/* Connections of very different speeds: little time is lost at the end, and few requests. */
static void
test_end_together (void)
{
  const DpRangeSet nothing = { 0 };
  const guint64 total_bytes = 200 * MIB;
  const guint64 bytes_per_tick = speeds[0] + speeds[1] + speeds[2] + speeds[3];
  g_autoptr (DpRangePlan) plan = dp_range_plan_new (total_bytes, &nothing);
  gboolean is_running[N_MAX] = { FALSE };
  gint64 now_usec = 1000 * G_USEC_PER_SEC;
  guint n_ticks = 0;
  guint n_requests = 0;
  guint i;

  dp_range_plan_set_min_bytes (plan, 2 * ALIGN);
  dp_range_plan_set_limit (plan, G_N_ELEMENTS (speeds));
  for (; !dp_range_plan_is_complete (plan); n_ticks++)
    {
      for (; dp_range_plan_begin_segment (plan, now_usec, &i); n_requests++)
        is_running[i] = TRUE;
      now_usec += TICK_USEC;
      tick (plan, now_usec, is_running);
    }
  g_test_message ("%u ticks, %u requests", n_ticks, n_requests);
  g_assert_cmpuint (n_ticks, <, total_bytes / bytes_per_tick * 11 / 10);
  g_assert_cmpuint (n_requests, <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strconcat ("/range-plan/scenario/", scenarios[i].name, NULL);

      g_test_add_data_func (path, &scenarios[i], test_scenario);
    }
  g_test_add_func ("/range-plan/align", test_align);
  g_test_add_func ("/range-plan/random", test_random);
  g_test_add_func ("/range-plan/end-together", test_end_together);

  return g_test_run ();
}
