/* steady.c: writes down when a program writes how much.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   LD_PRELOAD=steady.so STEADY=RESULT COMMAND…
 *
 * RESULT gets a number a line: the bytes of each hundredth of a second that were written with
 * pwrite(2), from the first one on.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MAX_BINS (200 * 100)

static _Atomic long long began_nsec;
static _Atomic long long bins[MAX_BINS];

static void
count (ssize_t n)
{
  struct timespec now;
  long long now_nsec;
  long long expected = 0;
  long long bin;

  clock_gettime (CLOCK_MONOTONIC, &now);
  now_nsec = now.tv_sec * 1000000000LL + now.tv_nsec;
  atomic_compare_exchange_strong (&began_nsec, &expected, now_nsec);
  bin = (now_nsec - atomic_load (&began_nsec)) / 10000000;
  if (n > 0 && bin >= 0 && bin < MAX_BINS)
    atomic_fetch_add (&bins[bin], n);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  static ssize_t (*real) (int, const void *, size_t, off_t);
  ssize_t n;

  if (real == NULL)
    real = (ssize_t (*) (int, const void *, size_t, off_t)) dlsym (RTLD_NEXT, "pwrite64");
  n = real (fd, data, size, offset);
  count (n);
  return n;
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off_t offset)
{
  return pwrite (fd, data, size, offset);
}

__attribute__ ((destructor)) static void
write_result (void)
{
  const char *path = getenv ("STEADY");
  FILE *file = path != NULL ? fopen (path, "w") : NULL;
  int n_bins = MAX_BINS;

  if (file == NULL)
    return;
  while (n_bins > 0 && atomic_load (&bins[n_bins - 1]) == 0)
    n_bins--;
  for (int i = 0; i < n_bins; i++)
    fprintf (file, "%lld\n", atomic_load (&bins[i]));
  fclose (file);
}
