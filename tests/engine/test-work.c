/* test-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each worker thread has to do now, and how much it helped that there are several.
 */

#include "dp-work.h"

#include <string.h>
#include <unistd.h>

#include "dp-queue-fixture.h"

/* What all lanes together have to do. */
typedef struct
{
  guint n_files;
  guint n_connections;
  guint n_jobs;
  guint64 cpu_usec;
} Sum;

static void
assert_thread (const DpLaneSight *lane)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%u/comm", lane->thread_id);
  g_autofree char *expected = g_strdup_printf ("dp-lane-%u\n", lane->number);
  g_autofree char *name = NULL;

  g_assert_true (g_file_get_contents (path, &name, NULL, NULL));
  g_assert_cmpstr (name, ==, expected);
}

static Sum
look (DpQueueFixture *self)
{
  g_autoptr (GArray) works = dp_work_look (self->queue);
  guint last = 0;
  Sum sum = { 0 };

  for (guint i = 0; i < works->len; i++)
    {
      const DpWork *work = &g_array_index (works, DpWork, i);

      g_assert_cmpuint (work->lane.number, >, last);
      last = work->lane.number;
      if (work->lane.thread_id != 0)
        assert_thread (&work->lane);
      g_assert_cmpuint (work->named->len, ==, MIN (work->n_files, DP_WORK_MAX_NAMED));
      g_assert_cmpuint (work->n_files, <=, work->lane.n_jobs);
      sum.n_files += work->n_files;
      sum.n_connections += work->n_connections;
      sum.n_jobs += work->lane.n_jobs;
      sum.cpu_usec += work->lane.cpu_usec;
    }
  return sum;
}

static void
test_files (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  Sum sum;

  g_assert_cmpuint (look (self).n_jobs, ==, 0);
  dp_queue_set_parallel (self->queue, 20);
  dp_queue_set_per_host (self->queue, 0);
  dp_queue_fixture_add (self, 20, "/stall-headers/%u.bin");
  dp_test_run_until (look (self).n_files == 20);
  dp_test_run_until (look (self).n_connections == 20);
  sum = look (self);
  g_assert_cmpuint (sum.n_jobs, ==, 20);
  g_assert_cmpuint (sum.cpu_usec, >, 0);
  /* They have waited, and not worked. */
  g_assert_cmpuint (sum.cpu_usec, <, 10 * G_USEC_PER_SEC);
}

static const DpBatch *
get_batch (DpQueueFixture *self)
{
  return dp_actives_get_batch (dp_scheduler_get_actives (dp_queue_get_scheduler (self->queue)));
}

/* Twelve that each wait for a fifth of a second; between two of them the queue is not at rest. */
static void
run_batch (DpQueueFixture *self, guint n_parallel, const char *path)
{
  dp_queue_set_parallel (self->queue, n_parallel);
  dp_queue_fixture_add (self, 12, path);
  dp_queue_fixture_run_to_end (self);
  g_assert_true (get_batch (self)->is_over);
  g_assert_cmpuint (get_batch (self)->n_files, ==, 12);
  g_assert_cmpuint (get_batch (self)->bytes, ==, 12 * 1000);
  g_assert_cmpuint (dp_batch_get_serial_usec (get_batch (self), 0), >=, 12 * 190000);
}

static void
test_batch (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  guint64 slow_usec;
  guint64 fast_usec;

  dp_queue_set_per_host (self->queue, 0);
  run_batch (self, 1, "/file/a%u.bin?size=1000&wait_msec=200");
  slow_usec = dp_batch_get_wall_usec (get_batch (self), 0);
  g_assert_cmpuint (slow_usec, >=, 12 * 190000);
  run_batch (self, 12, "/file/b%u.bin?size=1000&wait_msec=200");
  fast_usec = dp_batch_get_wall_usec (get_batch (self), 0);
  g_assert_cmpuint (fast_usec, <, slow_usec);

  /* What fails is no file, but a batch. */
  dp_queue_fixture_add (self, 1, "/status/404/%u");
  dp_queue_fixture_run_to_end (self);
  g_assert_true (get_batch (self)->is_over);
  g_assert_cmpuint (get_batch (self)->n_files, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lane-work/files", test_files);
  g_test_add_func ("/lane-work/batch", test_batch);
  return g_test_run ();
}
