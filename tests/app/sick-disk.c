/* sick-disk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that is full, or can only be read: loaded before the C library, it refuses to write to what
 * lies below the folder $SICK_DISK for as long as the file $SICK_DISK.full or $SICK_DISK.read-only is
 * there.  Root can write to any other.
 *
 * Thread: any.
 */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
has_mark (const char *mark)
{
  const char *folder = getenv ("SICK_DISK");
  char path[4096];

  if (folder == NULL)
    return 0;
  snprintf (path, sizeof path, "%s.%s", folder, mark);
  return access (path, F_OK) == 0;
}

static int
is_below (const char *path)
{
  const char *folder = getenv ("SICK_DISK");

  return folder != NULL && strncmp (path, folder, strlen (folder)) == 0 &&
         strchr ("/", path[strlen (folder)]) != NULL;
}

static int
is_file_below (int fd)
{
  char link[64];
  char path[4096];
  ssize_t size;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  if (size < 0)
    return 0;
  path[size] = '\0';
  return is_below (path);
}

static int
refuse (int reason)
{
  errno = reason;
  return -1;
}

#define OPENING(name)                                                                             \
  int name (const char *path, int flags, ...);                                                    \
  int name (const char *path, int flags, ...)                                                     \
  {                                                                                               \
    int (*real) (const char *, int, ...) = dlsym (RTLD_NEXT, #name);                              \
    va_list arguments;                                                                            \
    mode_t mode;                                                                                  \
                                                                                                  \
    va_start (arguments, flags);                                                                  \
    mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;                               \
    va_end (arguments);                                                                           \
    if ((flags & (O_ACCMODE | O_CREAT)) != O_RDONLY && is_below (path) && has_mark ("read-only")) \
      return refuse (EROFS);                                                                      \
    return real (path, flags, mode);                                                              \
  }

#define WRITING(name, offset)                                                       \
  ssize_t name (int fd, const void *data, size_t size, offset at);                  \
  ssize_t name (int fd, const void *data, size_t size, offset at)                   \
  {                                                                                 \
    ssize_t (*real) (int, const void *, size_t, offset) = dlsym (RTLD_NEXT, #name); \
                                                                                    \
    if (is_file_below (fd) && has_mark ("full"))                                    \
      return refuse (ENOSPC);                                                       \
    return real (fd, data, size, at);                                               \
  }

OPENING (open)
OPENING (open64)
WRITING (pwrite, off_t)
WRITING (pwrite64, off64_t)
