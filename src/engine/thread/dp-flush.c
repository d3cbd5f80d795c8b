/* dp-flush.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bringing files to the disk.
 *
 * That takes milliseconds, or seconds, in which the other fibers of a lane could go on; and a disk
 * is quicker with many at once than with one after the other.  So it is done beside the lane, on a
 * thread of ours, while the fiber waits.  Where it costs nothing (tmpfs, a disk with a memory of its
 * own) changing threads would cost more: after some quick ones the next is done on the spot.
 *
 * Thread: any; for who is no fiber it is an ordinary blocking call.
 */

#include "dp-flush.h"

#include <errno.h>
#include <unistd.h>

#include "dp-fiber.h"

/* What to go to another thread and back costs. */
#define QUICK_USEC 200

typedef int (*DpFlushFunc) (int fd);

typedef struct
{
  DpFlushFunc func;
  int fd;
  int result;
  int saved_errno;
  gint64 took_usec;
  DpFiber *fiber;   /* (unowned) */
  gboolean is_done; /* guarded by the lock */
} DpFlush;

static GMutex lock;

/* How long it takes on this thread, by the slowest of the last ones. */
static _Thread_local gint64 slow_usec = 10 * QUICK_USEC;

static void
flush_now (DpFlush *self)
{
  gint64 began_usec = g_get_monotonic_time ();

  do
    self->result = self->func (self->fd);
  while (self->result != 0 && errno == EINTR);
  self->saved_errno = errno;
  self->took_usec = g_get_monotonic_time () - began_usec;
}

static void
flush_beside (gpointer data, gpointer user_data)
{
  DpFlush *self = data;

  flush_now (self);
  /* In one: a fiber that looks for another reason shall not be gone when it is woken. */
  g_mutex_lock (&lock);
  self->is_done = TRUE;
  dp_fiber_wake (self->fiber);
  g_mutex_unlock (&lock);
}

/* As many threads as there are transfers; one that hangs holds up nobody else.  They leave when they
 * have been idle for a while. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (flush_beside, NULL, -1, FALSE, NULL));
  return pool;
}

static gboolean
is_done (DpFlush *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return self->is_done;
}

static gboolean
flush (int fd, DpFlushFunc func)
{
  DpFlush self = { .func = func, .fd = fd, .fiber = dp_fiber_get_current () };

  if (self.fiber == NULL || slow_usec < QUICK_USEC)
    flush_now (&self);
  else
    {
      g_thread_pool_push (get_pool (), &self, NULL);
      while (!is_done (&self))
        dp_fiber_wait (G_MAXINT64);
    }
  slow_usec = MAX (self.took_usec, slow_usec * 7 / 8);
  errno = self.saved_errno;
  return self.result == 0;
}

/**
 * dp_flush_file:
 * @fd: a file or a folder
 *
 * Makes what was written outlive a power cut (fsync(2)).
 *
 * Thread: any.
 *
 * Returns: %FALSE with errno set if the disk refused
 */
gboolean
dp_flush_file (int fd)
{
  return flush (fd, fsync);
}

/**
 * dp_flush_data:
 * @fd: a file
 *
 * As dp_flush_file(), but only what is needed to read the bytes again (fdatasync(2)).
 *
 * Thread: any.
 *
 * Returns: %FALSE with errno set if the disk refused
 */
gboolean
dp_flush_data (int fd)
{
  return flush (fd, fdatasync);
}
