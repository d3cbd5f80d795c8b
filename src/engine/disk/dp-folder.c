/* dp-folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names in a folder: taken, never tested.
 *
 * O_EXCL decides who gets a name, and RENAME_NOREPLACE who keeps it, so whatever appears in the
 * folder while we download is never overwritten.  All calls are relative to a descriptor, so a
 * folder that is renamed meanwhile still receives its files.  What fails says why in errno.
 *
 * Thread: worker; one at a time.
 */

#include "dp-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-flush.h"

struct _DpFolder
{
  int fd;
};

/* Until it is known everything stays ours alone. */
static mode_t creation_mask = 0077;

/**
 * dp_folder_open:
 * @path: (type filename): a folder
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the folder, or %NULL with errno set
 */
DpFolder *
dp_folder_open (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DpFolder *self;

  if (fd < 0)
    return NULL;
  self = g_new (DpFolder, 1);
  self->fd = fd;
  return self;
}

/**
 * dp_folder_make:
 * @path: (type filename): a folder, which may be missing
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the folder, or %NULL with errno set
 */
DpFolder *
dp_folder_make (const char *path)
{
  DpFolder *self = dp_folder_open (path);

  if (self != NULL || errno != ENOENT || g_mkdir_with_parents (path, 0777) != 0)
    return self;
  return dp_folder_open (path);
}

/**
 * dp_folder_free:
 * @self: (transfer full) (nullable): a folder
 *
 * Thread: worker.
 */
void
dp_folder_free (DpFolder *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self);
}

/**
 * dp_folder_get_fd:
 * @self: a folder
 *
 * Thread: worker.
 *
 * Returns: its descriptor, which stays the folder's
 */
int
dp_folder_get_fd (DpFolder *self)
{
  return self->fd;
}

static gboolean
is_at (DpFolder *self, const char *path)
{
  struct stat ours;
  struct stat there;

  return fstat (self->fd, &ours) == 0 && stat (path, &there) == 0 && ours.st_ino == there.st_ino &&
         ours.st_dev == there.st_dev;
}

/**
 * dp_folder_dup_path:
 * @self: a folder
 * @path: (type filename): where it was
 *
 * It may have got another name while we worked in it.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (type filename): where it is, as far as anybody knows
 */
char *
dp_folder_dup_path (DpFolder *self, const char *path)
{
  g_autofree char *link = NULL;
  g_autofree char *now = NULL;

  if (is_at (self, path))
    return g_strdup (path);
  link = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  now = g_file_read_link (link, NULL);
  return now != NULL && is_at (self, now) ? g_steal_pointer (&now) : g_strdup (path);
}

/**
 * dp_folder_has:
 * @self: a folder
 * @name: a base name
 *
 * Only a hint: it may appear or go at any time.
 *
 * Thread: worker.
 *
 * Returns: whether there is a file, link or folder of that name
 */
gboolean
dp_folder_has (DpFolder *self, const char *name)
{
  struct stat st;

  return fstatat (self->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static gboolean
is_taken (DpFolder *self, const char *wanted, guint number)
{
  g_autofree char *name = dp_filename_numbered (wanted, number);
  g_autofree char *part_name = g_strconcat (name, DP_FILENAME_PART_SUFFIX, NULL);

  return dp_folder_has (self, name) || dp_folder_has (self, part_name);
}

/**
 * dp_folder_guess_number:
 * @self: a folder
 * @wanted: a base name
 *
 * Looks for a number with which neither the file nor its part is there.  It gallops, then bisects:
 * a folder may hold a hundred thousand files that all want to be called "download".
 *
 * Thread: worker.
 *
 * Returns: a number for dp_filename_numbered() that looks free
 */
guint
dp_folder_guess_number (DpFolder *self, const char *wanted)
{
  guint taken = 0;
  guint free_number = 1;

  while (free_number < G_MAXUINT / 2 && is_taken (self, wanted, free_number))
    {
      taken = free_number;
      free_number *= 2;
    }
  while (free_number - taken > 1)
    {
      guint middle = taken + (free_number - taken) / 2;

      if (is_taken (self, wanted, middle))
        taken = middle;
      else
        free_number = middle;
    }
  return free_number;
}

/**
 * dp_folder_create_file:
 * @self: a folder
 * @name: a base name
 *
 * Thread: worker.
 *
 * Returns: a descriptor of a new, empty file that is for nobody else; or -1 with errno set, EEXIST if
 *   the name is taken
 */
int
dp_folder_create_file (DpFolder *self, const char *name)
{
  return openat (self->fd, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* By its descriptor alone only root may name a file on Linux before 6.10. */
static gboolean
is_proc_there (void)
{
  static gsize answer = 0;

  if (g_once_init_enter (&answer))
    g_once_init_leave (&answer, access ("/proc/self/fd", X_OK) == 0 ? 1 : 2);
  return answer == 1;
}

/**
 * dp_folder_create_unnamed:
 * @self: a folder
 *
 * Thread: worker.
 *
 * Returns: a descriptor of a new, empty file on its volume that is gone when it is closed, unless it
 *   gets a name before; or -1 with errno set, mostly because the file system has no such files
 */
int
dp_folder_create_unnamed (DpFolder *self)
{
  if (is_proc_there ())
    return openat (self->fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  errno = EOPNOTSUPP;
  return -1;
}

/**
 * dp_folder_init_process:
 *
 * Reads what others may not do with new files; there is no way to read it without changing it.
 *
 * Thread: home, while there is no other.
 */
void
dp_folder_init_process (void)
{
  creation_mask = umask (0);
  umask (creation_mask);
}

/**
 * dp_folder_find_mode:
 * @self: a folder
 *
 * Asks the kernel, by making a file: the folder may have rules of its own for what is new in it.
 *
 * Thread: worker.
 *
 * Returns: who may read and write a new file there, as for chmod(2)
 */
mode_t
dp_folder_find_mode (DpFolder *self)
{
  int fd = openat (self->fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  struct stat st;
  gboolean is_known;

  if (fd < 0)
    return 0666 & ~creation_mask;
  is_known = fstat (fd, &st) == 0;
  close (fd);
  return 0666 & (is_known ? st.st_mode : ~creation_mask);
}

/**
 * dp_folder_open_file:
 * @self: a folder
 * @name: a base name
 *
 * Thread: worker.
 *
 * Returns: a descriptor of the regular file of that name, no link followed, or -1 with errno set
 */
int
dp_folder_open_file (DpFolder *self, const char *name)
{
  struct stat st;

  /* Looked at first: opening a device or a pipe may do something. */
  if (fstatat (self->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return -1;
  if (!S_ISREG (st.st_mode))
    {
      errno = EINVAL;
      return -1;
    }
  return openat (self->fd, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

/**
 * dp_folder_is_file:
 * @self: a folder
 * @name: a base name
 * @fd: an open file
 *
 * Thread: worker.
 *
 * Returns: whether the name stands for that very file
 */
gboolean
dp_folder_is_file (DpFolder *self, const char *name, int fd)
{
  struct stat ours;
  struct stat there;

  return fstat (fd, &ours) == 0 && fstatat (self->fd, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
         ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

/**
 * dp_folder_link:
 * @self: a folder
 * @fd: a file without a name, of dp_folder_create_unnamed()
 * @to: the base name that it gets
 *
 * Never replaces anything.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with errno set, EEXIST if @to is taken
 */
gboolean
dp_folder_link (DpFolder *self, int fd, const char *to)
{
  char path[sizeof "/proc/self/fd/" + 10];

  if (linkat (fd, "", self->fd, to, AT_EMPTY_PATH) == 0)
    return TRUE;
  if (errno != ENOENT)
    return FALSE;
  g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  return linkat (AT_FDCWD, path, self->fd, to, AT_SYMLINK_FOLLOW) == 0;
}

/**
 * dp_folder_rename:
 * @self: a folder
 * @from: a base name
 * @to: another one
 *
 * Never replaces anything.  renameat2() is not offered by every file system; link() refuses an
 * existing name everywhere that has hard links; where there are none (FAT) an O_EXCL placeholder of
 * ours is renamed over.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with errno set, EEXIST if @to is taken
 */
gboolean
dp_folder_rename (DpFolder *self, const char *from, const char *to)
{
  int placeholder;
  int saved_errno;

  if (renameat2 (self->fd, from, self->fd, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
    return FALSE;

  if (linkat (self->fd, from, self->fd, to, 0) == 0)
    return unlinkat (self->fd, from, 0) == 0;
  if (errno == EEXIST)
    return FALSE;

  placeholder = openat (self->fd, to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (placeholder < 0)
    return FALSE;
  close (placeholder);
  if (renameat (self->fd, from, self->fd, to) == 0)
    return TRUE;
  saved_errno = errno;
  unlinkat (self->fd, to, 0);
  errno = saved_errno;
  return FALSE;
}

/**
 * dp_folder_replace:
 * @self: a folder
 * @from: the base name of a file of ours
 * @to: the base name of another one, which goes
 *
 * Thread: worker.
 *
 * Returns: %FALSE with errno set if nothing has changed
 */
gboolean
dp_folder_replace (DpFolder *self, const char *from, const char *to)
{
  return renameat (self->fd, from, self->fd, to) == 0;
}

/**
 * dp_folder_remove:
 * @self: a folder
 * @name: a base name
 *
 * Thread: worker.
 */
void
dp_folder_remove (DpFolder *self, const char *name)
{
  (void) unlinkat (self->fd, name, 0);
}

/**
 * dp_folder_flush:
 * @self: a folder
 *
 * Brings its names to the disk, where the file system can.
 *
 * Thread: worker.
 */
void
dp_folder_flush (DpFolder *self)
{
  (void) dp_flush_file (self->fd);
}
