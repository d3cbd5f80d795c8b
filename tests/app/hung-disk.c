/* hung-disk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that does not answer any more: loaded before the C library, it lets writing and flushing
 * wait for ever from the moment at which the file $HUNG_DISK is there; then it makes
 * $HUNG_DISK.felt.
 *
 * Thread: any.
 */

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
wait_if_hung (void)
{
  const char *path = getenv ("HUNG_DISK");
  char felt[4096];

  if (path == NULL || access (path, F_OK) != 0)
    return;
  snprintf (felt, sizeof felt, "%s.felt", path);
  close (open (felt, O_CREAT | O_CLOEXEC, 0600));
  for (;;)
    pause ();
}

#define HANGING(type, name, parameters, arguments)      \
  type name parameters;                                 \
  type name parameters                                  \
  {                                                     \
    type (*real) parameters = dlsym (RTLD_NEXT, #name); \
                                                        \
    wait_if_hung ();                                    \
    return real arguments;                              \
  }

HANGING (int, fsync, (int fd), (fd))
HANGING (int, fdatasync, (int fd), (fd))
HANGING (ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
HANGING (ssize_t,
         pwrite64,
         (int fd, const void *data, size_t size, off64_t at),
         (fd, data, size, at))
