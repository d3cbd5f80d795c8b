/* cost.c: runs a command and writes down what it cost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   cost RESULT COMMAND…
 *
 * RESULT becomes one line: wall, user and system time in seconds, peak RSS in KiB, exit status.
 * What the command waited for itself, such as the commands of a shell, is counted in.
 *
 * Why not simply from Python: at exec() the kernel hands the peak RSS of the parent's memory down
 * to the child, so that whoever is started by an interpreter seems to need at least as much as it.
 */

#define _GNU_SOURCE

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
get_time_sec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static double
to_sec (struct timeval time)
{
  return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

static void
write_result (const char *path, double wall_sec, const struct rusage *usage, int status)
{
  FILE *file = fopen (path, "w");

  if (file == NULL)
    err (125, "%s", path);
  fprintf (file, "%.6f %.6f %.6f %ld %d\n", wall_sec, to_sec (usage->ru_utime),
           to_sec (usage->ru_stime), usage->ru_maxrss,
           WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status));
  if (fclose (file) != 0)
    err (125, "%s", path);
}

int
main (int argc, char **argv)
{
  double begin_sec = get_time_sec ();
  struct rusage usage;
  int status;
  pid_t child;

  if (argc < 3)
    errx (125, "usage: cost RESULT COMMAND…");
  child = fork ();
  if (child < 0)
    err (125, "fork");
  if (child == 0)
    {
      execvp (argv[2], argv + 2);
      err (127, "%s", argv[2]);
    }
  if (wait4 (child, &status, 0, &usage) < 0)
    err (125, "wait4");
  write_result (argv[1], get_time_sec () - begin_sec, &usage, status);
  return 0;
}
