/* dp-flush.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bringing files to the disk.
 *
 * That takes milliseconds, or seconds, in which the other fibers of a lane could go on; and a disk
 * is quicker with many at once than with one after the other.  So it is done beside the lane
 * (dp-beside).  Where it costs nothing (tmpfs, a disk with a memory of its own) changing threads
 * would cost more: after some quick ones the next is done on the spot.
 *
 * Thread: any; for who is no fiber it is an ordinary blocking call.
 */

#include "dp-flush.h"

#include <errno.h>
#include <unistd.h>

#include "dp-beside.h"

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
} DpFlush;

/* How long it takes on this thread, by the slowest of the last ones. */
static _Thread_local gint64 slow_usec = 10 * QUICK_USEC;

static void
flush_now (gpointer data)
{
  DpFlush *self = data;
  gint64 began_usec = g_get_monotonic_time ();

  do
    self->result = self->func (self->fd);
  while (self->result != 0 && errno == EINTR);
  self->saved_errno = errno;
  self->took_usec = g_get_monotonic_time () - began_usec;
}

static gboolean
flush (int fd, DpFlushFunc func)
{
  DpFlush self = { .func = func, .fd = fd };

  if (slow_usec < QUICK_USEC)
    flush_now (&self);
  else
    dp_beside_run (DP_BESIDE_WAITING, flush_now, &self);
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
