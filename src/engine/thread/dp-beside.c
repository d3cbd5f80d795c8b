/* dp-beside.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What would hold up the other fibers of a lane, done beside it: on a thread of ours, while its fiber
 * waits.  The threads leave when they have been idle for a while.
 *
 * Thread: any; for who is no fiber it is an ordinary blocking call.
 */

#include "dp-beside.h"

#include "dp-fiber.h"

typedef struct
{
  DpBesideFunc func;
  gpointer data;
  DpFiber *fiber;   /* (unowned) */
  gboolean is_done; /* guarded by the lock */
} Work;

static GMutex lock;

static void
work_thread (gpointer data, gpointer user_data)
{
  Work *self = data;

  self->func (self->data);
  /* In one: a fiber that looks for another reason shall not be gone when it is woken. */
  g_mutex_lock (&lock);
  self->is_done = TRUE;
  dp_fiber_wake (self->fiber);
  g_mutex_unlock (&lock);
}

static GThreadPool *
get_pool (DpBesideKind kind)
{
  static GThreadPool *pools[DP_BESIDE_COMPUTING + 1];
  int n_threads = kind == DP_BESIDE_COMPUTING ? (int) g_get_num_processors () : -1;

  if (g_once_init_enter (&pools[kind]))
    g_once_init_leave (&pools[kind], g_thread_pool_new (work_thread, NULL, n_threads, FALSE, NULL));
  return pools[kind];
}

static gboolean
is_done (Work *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return self->is_done;
}

/**
 * dp_beside_run:
 * @kind: what it does most of the time
 * @func: what to do
 * @data: for @func
 *
 * Comes back when it is done; the other fibers of this thread go on meanwhile.
 *
 * Thread: any.
 */
void
dp_beside_run (DpBesideKind kind, DpBesideFunc func, gpointer data)
{
  Work work = { .func = func, .data = data, .fiber = dp_fiber_get_current () };

  if (work.fiber == NULL)
    {
      func (data);
      return;
    }
  g_thread_pool_push (get_pool (kind), &work, NULL);
  while (!is_done (&work))
    dp_fiber_wait (G_MAXINT64);
}
