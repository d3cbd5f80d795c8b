/* dp-finished.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has become of a finished file: the person may have moved it, thrown it away, or written to it.
 *
 * Its length and the time it was last written to tell; nobody reads it for that.  Where nobody can
 * look (a disk that is not there, a folder that is closed) it is missing.
 *
 * Thread: worker; it may take as long as a disk takes.
 */

#include "dp-finished.h"

#include <sys/stat.h>

/* Clocks of disks and servers are not quite ours. */
#define SLACK_USEC (2 * G_USEC_PER_SEC)

/**
 * dp_finished_look:
 * @path: (type filename): where it was
 * @size_bytes: how long
 * @finished_usec: when it was finished, since 1970; 0 if nobody knows
 *
 * Thread: worker.
 *
 * Returns: what is there now
 */
DpFinished
dp_finished_look (const char *path, guint64 size_bytes, gint64 finished_usec)
{
  struct stat status;
  gint64 written_usec;

  if (stat (path, &status) != 0)
    return DP_FINISHED_MISSING;
  written_usec = status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
  if (!S_ISREG (status.st_mode) || (guint64) status.st_size != size_bytes)
    return DP_FINISHED_CHANGED;
  return finished_usec > 0 && written_usec > finished_usec + SLACK_USEC ? DP_FINISHED_CHANGED
                                                                        : DP_FINISHED_SAME;
}
