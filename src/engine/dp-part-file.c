/* dp-part-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only place where a download's bytes meet the disk.
 *
 * Unfinished data lives in "NAME.part" beside the target and never bears the final name.  Names
 * are taken, not tested: O_EXCL for the part, RENAME_NOREPLACE for the final name, so whatever
 * appears in the folder while we download is never overwritten; the next number is used instead.
 * All calls are relative to a descriptor of the folder, so a folder that is renamed meanwhile
 * still receives its file.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "dp-filename.h"

/* A file up to here is written in one breath: its first write says as much as a reservation, which
 * would cost a tenth of the CPU time of a small file. */
#define SMALL_BYTES (1024 * 1024)

G_DEFINE_QUARK (dp_part_file_error, dp_part_file_error)

struct _DpPartFile
{
  char *folder;    /* (owned): absolute path, for messages and the final path */
  char *wanted;    /* (owned): the base name without a number */
  char *name;      /* (owned): the base name it will get */
  char *part_name; /* (owned): the base name it has */
  int folder_fd;
  int fd;
};

/**
 * dp_part_file_init_process:
 *
 * A file that grows over its quota limit raises SIGXFSZ, whose default ends the program; ignored,
 * the write fails with EFBIG and becomes a sentence.
 *
 * Thread: home, first thing in main().
 */
void
dp_part_file_init_process (void)
{
  signal (SIGXFSZ, SIG_IGN);
}

static gboolean
fail (DpPartFile *self, const char *format, GError **error)
{
  int saved_errno = errno;
  g_autofree char *display = g_filename_display_name (self->folder);
  g_autofree char *what = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  what = g_strdup_printf (format, display);
#pragma GCC diagnostic pop
  g_set_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_DISK, "%s: %s", what,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
set_changed (DpPartFile *self, GError **error)
{
  g_set_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED,
               /* Translators: %s is a file name. */
               _ ("“%s” was changed by somebody else"), self->wanted);
  return FALSE;
}

static gboolean
make_folder (DpPartFile *self, GError **error)
{
  if (g_mkdir_with_parents (self->folder, 0777) == 0)
    return TRUE;
  /* Translators: %s is a folder; the system's reason follows after a colon. */
  return fail (self, _ ("The folder “%s” could not be made"), error);
}

static gboolean
open_folder (DpPartFile *self, GError **error)
{
  self->folder_fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->folder_fd >= 0)
    return TRUE;
  if (errno == ENOENT || errno == ENOTDIR)
    return set_changed (self, error);
  /* Translators: %s is a folder; the system's reason follows after a colon. */
  return fail (self, _ ("The folder “%s” could not be opened"), error);
}

static DpPartFile *
part_file_new (const char *folder, const char *wanted)
{
  DpPartFile *self = g_new0 (DpPartFile, 1);

  self->folder = g_canonicalize_filename (folder, NULL);
  self->wanted = g_strdup (wanted);
  self->folder_fd = -1;
  self->fd = -1;
  return self;
}

static gboolean
is_taken (DpPartFile *self, guint number)
{
  g_autofree char *name = dp_filename_numbered (self->wanted, number);
  g_autofree char *part_name = g_strconcat (name, DP_FILENAME_PART_SUFFIX, NULL);
  struct stat st;

  return fstatat (self->folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 ||
         fstatat (self->folder_fd, part_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A number that looks free; only O_EXCL and RENAME_NOREPLACE decide.  It gallops, then bisects:
 * a folder may hold a hundred thousand files that all want to be called "download". */
static guint
guess_number (DpPartFile *self)
{
  guint taken = 0;
  guint free_number = 1;

  while (free_number < G_MAXUINT / 2 && is_taken (self, free_number))
    {
      taken = free_number;
      free_number *= 2;
    }
  while (free_number - taken > 1)
    {
      guint middle = taken + (free_number - taken) / 2;

      if (is_taken (self, middle))
        taken = middle;
      else
        free_number = middle;
    }
  return free_number;
}

static void
set_name (DpPartFile *self, guint number)
{
  g_free (self->name);
  self->name = dp_filename_numbered (self->wanted, number);
}

static void
set_number (DpPartFile *self, guint number)
{
  set_name (self, number);
  g_free (self->part_name);
  self->part_name = g_strconcat (self->name, DP_FILENAME_PART_SUFFIX, NULL);
}

/**
 * dp_part_file_create:
 * @folder: (type filename): where the file shall be; made if it is missing
 * @name: a safe base name, from dp-filename
 * @error: return location for a #GError
 *
 * Makes an empty "NAME.part" that nobody else has, with a number in the name if need be.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, or %NULL with @error set
 */
DpPartFile *
dp_part_file_create (const char *folder, const char *name, GError **error)
{
  g_autoptr (DpPartFile) self = part_file_new (folder, name);

  if (!make_folder (self, error) || !open_folder (self, error))
    return NULL;

  do
    {
      set_number (self, guess_number (self));
      self->fd = openat (self->folder_fd, self->part_name,
                         O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    }
  while (self->fd < 0 && (errno == EEXIST || errno == EINTR));

  if (self->fd < 0)
    {
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      fail (self, _ ("No file can be made in “%s”"), error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dp_part_file_reopen:
 * @folder: (type filename): where the file is
 * @name: the base name it will get, as dp_part_file_get_name() told
 * @inode: as dp_part_file_get_inode() told
 * @safe_bytes: how much was written to it from the start
 * @error: return location for a #GError
 *
 * Opens the part file of an interrupted transfer again.  One that was replaced, cut or removed
 * meanwhile is left alone and reported as %DP_PART_FILE_ERROR_CHANGED.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, or %NULL with @error set
 */
DpPartFile *
dp_part_file_reopen (const char *folder,
                     const char *name,
                     guint64 inode,
                     guint64 safe_bytes,
                     GError **error)
{
  g_autoptr (DpPartFile) self = part_file_new (folder, name);
  struct stat st;

  if (!open_folder (self, error))
    return NULL;

  set_number (self, 1);
  self->fd = openat (self->folder_fd, self->part_name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (self->fd < 0 || fstat (self->fd, &st) != 0 || !S_ISREG (st.st_mode) || st.st_ino != inode ||
      (guint64) st.st_size < safe_bytes)
    {
      set_changed (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dp_part_file_free:
 * @self: (transfer full) (nullable): a part file
 *
 * Closes it; what is on disk stays there.
 *
 * Thread: worker.
 */
void
dp_part_file_free (DpPartFile *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_free (self->folder);
  g_free (self->wanted);
  g_free (self->name);
  g_free (self->part_name);
  g_free (self);
}

/**
 * dp_part_file_get_name:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: (transfer none): the base name that the file will get, unless somebody takes it first
 */
const char *
dp_part_file_get_name (DpPartFile *self)
{
  return self->name;
}

/**
 * dp_part_file_get_inode:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: what tells this file from another one of the same name
 */
guint64
dp_part_file_get_inode (DpPartFile *self)
{
  struct stat st;

  return fstat (self->fd, &st) == 0 ? st.st_ino : 0;
}

static gboolean
check_free_space (DpPartFile *self, guint64 total_bytes, GError **error)
{
  struct statvfs st;

  if (fstatvfs (self->folder_fd, &st) != 0 || st.f_bavail > total_bytes / st.f_frsize)
    return TRUE;
  errno = ENOSPC;
  /* Translators: %s is a folder; the system's reason follows after a colon. */
  return fail (self, _ ("There is not enough room in “%s”"), error);
}

/**
 * dp_part_file_reserve:
 * @self: a part file
 * @total_bytes: how long the file will be
 * @error: return location for a #GError
 *
 * Takes the room on the disk before the first byte, so that a full disk shows at the start; a small
 * file's first write shows it as soon.  The visible length does not change (fallocate(2),
 * FALLOC_FL_KEEP_SIZE).  On file systems that can't reserve, the free space is looked at instead.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if there is not enough room
 */
gboolean
dp_part_file_reserve (DpPartFile *self, guint64 total_bytes, GError **error)
{
  int result;

  if (total_bytes <= SMALL_BYTES)
    return TRUE;
  if (total_bytes > G_MAXINT64)
    {
      errno = EFBIG;
      return fail (self, _ ("There is not enough room in “%s”"), error);
    }

  do
    result = fallocate (self->fd, FALLOC_FL_KEEP_SIZE, 0, (off_t) total_bytes);
  while (result != 0 && errno == EINTR);

  if (result == 0)
    return TRUE;
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO || errno == EROFS)
    return fail (self, _ ("There is not enough room in “%s”"), error);
  return check_free_space (self, total_bytes, error);
}

/**
 * dp_part_file_write:
 * @self: a part file
 * @offset: where in the file, in bytes
 * @data: the bytes
 * @size: how many
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if not every byte was written
 */
gboolean
dp_part_file_write (DpPartFile *self, guint64 offset, const void *data, gsize size, GError **error)
{
  const char *bytes = data;

  while (size > 0)
    {
      gssize n = pwrite (self->fd, bytes, size, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        /* Translators: %s is a folder; the system's reason follows after a colon. */
        return fail (self, _ ("Writing to “%s” failed"), error);
      bytes += n;
      size -= (gsize) n;
      offset += (guint64) n;
    }
  return TRUE;
}

/**
 * dp_part_file_read:
 * @self: a part file
 * @offset: where in the file, in bytes
 * @data: (out caller-allocates): room for the bytes
 * @size: how many
 * @error: return location for a #GError
 *
 * Reads back what was written, for the proof on resume.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if not every byte is there
 */
gboolean
dp_part_file_read (DpPartFile *self, guint64 offset, void *data, gsize size, GError **error)
{
  char *bytes = data;

  while (size > 0)
    {
      gssize n = pread (self->fd, bytes, size, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = ENODATA;
      if (n <= 0)
        /* Translators: %s is a folder; the system's reason follows after a colon. */
        return fail (self, _ ("Reading from “%s” failed"), error);
      bytes += n;
      size -= (gsize) n;
      offset += (guint64) n;
    }
  return TRUE;
}

/* renameat2() is not offered by every file system; link() refuses an existing name everywhere that
 * has hard links; where there are none (FAT) an O_EXCL placeholder of ours is renamed over. */
static gboolean
rename_exclusive (DpPartFile *self)
{
  int placeholder;
  int saved_errno;

  if (renameat2 (self->folder_fd, self->part_name, self->folder_fd, self->name, RENAME_NOREPLACE) ==
      0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
    return FALSE;

  if (linkat (self->folder_fd, self->part_name, self->folder_fd, self->name, 0) == 0)
    return unlinkat (self->folder_fd, self->part_name, 0) == 0;
  if (errno == EEXIST)
    return FALSE;

  placeholder = openat (self->folder_fd, self->name,
                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (placeholder < 0)
    return FALSE;
  close (placeholder);
  if (renameat (self->folder_fd, self->part_name, self->folder_fd, self->name) == 0)
    return TRUE;
  saved_errno = errno;
  unlinkat (self->folder_fd, self->name, 0);
  errno = saved_errno;
  return FALSE;
}

static gboolean
is_ours (DpPartFile *self, const char *name)
{
  struct stat ours;
  struct stat there;

  return fstat (self->fd, &ours) == 0 &&
         fstatat (self->folder_fd, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
         ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

static gboolean
take_final_name (DpPartFile *self, GError **error)
{
  if (!is_ours (self, self->part_name))
    {
      errno = ENOENT;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      return fail (self, _ ("The unfinished file is no longer in “%s”"), error);
    }

  /* Who made us take a number may be gone. */
  if (strcmp (self->name, self->wanted) != 0 && !is_taken (self, 1))
    set_name (self, 1);
  while (!rename_exclusive (self))
    {
      if (errno != EEXIST)
        return fail (self, _ ("No file can be made in “%s”"), error);
      set_name (self, guess_number (self));
    }
  return TRUE;
}

/**
 * dp_part_file_publish:
 * @self: a part file whose every byte is written
 * @total_bytes: how long the file is
 * @error: return location for a #GError
 *
 * Flushes the file, and only then gives it its final name, flushes the folder, and looks that the
 * file is there.  A name that was taken meanwhile is left alone: the next number is used.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable) (type filename): the file's path, or %NULL with @error set
 */
char *
dp_part_file_publish (DpPartFile *self, guint64 total_bytes, GError **error)
{
  /* Also gives back what was reserved beyond the end. */
  if (ftruncate (self->fd, (off_t) total_bytes) != 0 || fsync (self->fd) != 0)
    {
      fail (self, _ ("Writing to “%s” failed"), error);
      return NULL;
    }

  if (!take_final_name (self, error))
    return NULL;

  /* Some file systems can't flush a folder; the rename is done all the same. */
  (void) fsync (self->folder_fd);

  if (!is_ours (self, self->name))
    {
      errno = ENOENT;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      fail (self, _ ("The finished file is no longer in “%s”"), error);
      return NULL;
    }
  return g_build_filename (self->folder, self->name, NULL);
}

/**
 * dp_part_file_discard:
 * @self: a part file
 *
 * Removes the unfinished file, if the name still stands for ours.
 *
 * Thread: worker.
 */
void
dp_part_file_discard (DpPartFile *self)
{
  if (is_ours (self, self->part_name))
    (void) unlinkat (self->folder_fd, self->part_name, 0);
}
