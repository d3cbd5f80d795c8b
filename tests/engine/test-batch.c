/* test-batch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much it helped that files came at the same time: not more than can be known.
 */

#include "dp-batch.h"

#define START_USEC (1000 * G_USEC_PER_SEC)
#define MSEC       G_TIME_SPAN_MILLISECOND
#define KB         1000

/* @n_files of @kb each come, @n_parallel at once; each waits for its server, and then its bytes come
 * at its share of the line, or at most at @each_kb a second. */
typedef struct
{
  const char *name;
  guint n_files;
  guint n_parallel;
  guint server_msec;
  guint kb;
  guint line_kb;
  guint each_kb;
  guint wall_msec;
  guint serial_msec;
} Row;

static const Row rows[] = {
  { "the server thinks", 2000, 16, 100, 0, 1000, 1000, 12500, 200000 },
  { "the line is full", 16, 16, 0, 1600, 1600, 1600, 16000, 16000 },
  { "one at a time", 10, 1, 100, 900, 1000, 1000, 10000, 10000 },
  { "some of both", 160, 16, 100, 100, 1600, 1600, 11000, 26000 },
  /* It can't be known that the line would not have carried more. */
  { "the server is slow", 16, 16, 0, 1000, 16000, 1000, 1000, 1000 },
};

static void
run (DpBatch *batch, const Row *row)
{
  gint64 now_usec = START_USEC;
  guint64 received_bytes = 4711;

  for (guint n_left = row->n_files; n_left > 0;)
    {
      guint n = MIN (row->n_parallel, n_left);
      guint kb_per_sec = MIN (row->line_kb / n, row->each_kb);
      gint64 body_usec = (gint64) row->kb * G_USEC_PER_SEC / kb_per_sec;
      const DpBatchFile file = {
        .own_usec = row->server_msec * MSEC + body_usec,
        .server_usec = row->server_msec * MSEC,
        .bytes = row->kb * KB,
      };

      for (guint i = 0; i < n; i++)
        dp_batch_start (batch, now_usec);
      now_usec += row->server_msec * MSEC;
      dp_batch_look (batch, now_usec, received_bytes);
      now_usec += body_usec;
      received_bytes += (guint64) n * row->kb * KB;
      dp_batch_look (batch, now_usec, received_bytes);
      n_left -= n;
      for (guint i = 0; i < n; i++)
        dp_batch_end (batch, now_usec, &file);
      if (n_left == 0)
        dp_batch_rest (batch);
    }
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  DpBatch batch = { 0 };

  run (&batch, row);
  g_assert_true (batch.is_over);
  g_assert_cmpuint (batch.n_files, ==, row->n_files);
  /* Later it has not taken longer. */
  g_assert_cmpuint (dp_batch_get_wall_usec (&batch, G_MAXINT64) / MSEC, ==, row->wall_msec);
  g_assert_cmpuint (dp_batch_get_serial_usec (&batch, G_MAXINT64) / MSEC, ==, row->serial_msec);
}

/* When nothing is left to run the next one begins anew. */
static void
test_next (void)
{
  const DpBatchFile file = { .own_usec = 5, .server_usec = 2, .bytes = 3 };
  DpBatch batch = { 0 };

  dp_batch_start (&batch, 100);
  dp_batch_end (&batch, 200, &file);
  /* The next one starts before anybody is told: it is the same batch. */
  dp_batch_start (&batch, 200);
  dp_batch_rest (&batch);
  dp_batch_end (&batch, 300, NULL);
  dp_batch_rest (&batch);
  g_assert_cmpuint (batch.n_files, ==, 1);
  g_assert_cmpuint (dp_batch_get_wall_usec (&batch, 1000), ==, 200);

  dp_batch_start (&batch, 2000);
  g_assert_cmpuint (batch.n_files, ==, 0);
  g_assert_cmpuint (batch.n_running, ==, 1);
  g_assert_cmpuint (dp_batch_get_wall_usec (&batch, 2007), ==, 7);
  g_assert_cmpuint (dp_batch_get_serial_usec (&batch, 2007), ==, 0);
}

/* Several connections wait at the same time, and a file takes no longer than it took. */
static void
test_many_connections (void)
{
  const DpBatchFile file = { .own_usec = 1000, .server_usec = 8000, .bytes = 0 };
  DpBatch batch = { 0 };

  dp_batch_start (&batch, START_USEC);
  dp_batch_end (&batch, START_USEC + 1000, &file);
  dp_batch_rest (&batch);
  g_assert_cmpuint (dp_batch_get_serial_usec (&batch, 0), ==, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/batch/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/batch/next", test_next);
  g_test_add_func ("/batch/many-connections", test_many_connections);
  return g_test_run ();
}
