/* dp-part-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only place where a download's bytes meet the disk.
 *
 * Unfinished data lives in "NAME.part" beside the target and never bears the final name.  Behind
 * the data the part file describes itself (dp-part-trailer), so that it can be continued by another
 * run of the program, and adopted when nobody remembers it.  While it is open it is locked, so that
 * two never write to the same one.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-flush.h"
#include "dp-folder.h"
#include "dp-part-trailer.h"
#include "dp-volume.h"

/* A file up to here is written in one breath: its first write says as much as a reservation, and
 * there is little to continue.  Each would cost a tenth of the CPU time of a small file. */
#define SMALL_BYTES (1024 * 1024)

/* So many numbers are looked through for a part file to adopt. */
#define MAX_ADOPTED_NUMBER 64

/* FAT would write zeros up to the trailer; from linux/magic.h. */
#define FAT_MAGIC 0x4d44

G_DEFINE_QUARK (dp_part_file_error, dp_part_file_error)

struct _DpPartFile
{
  char *path;             /* (owned): the folder's absolute path, for messages and the final path */
  char *wanted;           /* (owned): the base name without a number */
  char *wish;             /* (owned) (nullable): what the person wants instead of that */
  char *name;             /* (owned): the base name it will get */
  char *part_name;        /* (owned): the base name it has */
  DpFolder *folder;       /* (owned) */
  DpPartTrailer *trailer; /* (owned) (nullable) */
  DpRangeSet safe;        /* what was written to it, and can be counted on */
  int fd;
  gboolean is_reserved; /* there may be room behind the end */
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
  gboolean is_full = saved_errno == ENOSPC || saved_errno == EDQUOT;
  g_autofree char *display = g_filename_display_name (self->path);
  g_autofree char *what = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  what = g_strdup_printf (format, display);
#pragma GCC diagnostic pop
  g_set_error (error, DP_PART_FILE_ERROR,
               is_full ? DP_PART_FILE_ERROR_FULL : DP_PART_FILE_ERROR_DISK, "%s: %s", what,
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
open_folder (DpPartFile *self, GError **error)
{
  self->folder = dp_folder_open (self->path);
  if (self->folder != NULL)
    return TRUE;
  if (errno == ENOENT || errno == ENOTDIR)
    return set_changed (self, error);
  /* Translators: %s is a folder; the system's reason follows after a colon. */
  return fail (self, _ ("The folder “%s” could not be opened"), error);
}

static DpPartFile *
part_file_new (const char *path, const char *wanted)
{
  DpPartFile *self = g_new0 (DpPartFile, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->wanted = g_strdup (wanted);
  self->fd = -1;
  return self;
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

/* Nobody else shall write to it, neither another lane nor another program of ours. */
static gboolean
lock (DpPartFile *self)
{
  return flock (self->fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
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

  self->folder = dp_folder_make (self->path);
  if (self->folder == NULL)
    {
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      fail (self, _ ("The folder “%s” could not be made"), error);
      return NULL;
    }

  do
    {
      set_number (self, dp_folder_guess_number (self->folder, self->wanted));
      self->fd = dp_folder_create_file (self->folder, self->part_name);
    }
  while (self->fd < 0 && (errno == EEXIST || errno == EINTR));

  if (self->fd < 0)
    {
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      fail (self, _ ("No file can be made in “%s”"), error);
      return NULL;
    }
  (void) lock (self);
  return g_steal_pointer (&self);
}

/**
 * dp_part_file_reopen:
 * @folder: (type filename): where the file is
 * @name: the base name it will get, as dp_part_file_get_name() told
 * @inode: as dp_part_file_get_inode() told
 * @safe: what was written to it, as dp_part_file_get_safe() told
 * @error: return location for a #GError
 *
 * Opens the part file of an interrupted transfer again.  One that was replaced, cut or removed
 * meanwhile, or that somebody else writes to, is left alone and reported as
 * %DP_PART_FILE_ERROR_CHANGED.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, or %NULL with @error set
 */
DpPartFile *
dp_part_file_reopen (const char *folder,
                     const char *name,
                     guint64 inode,
                     const DpRangeSet *safe,
                     GError **error)
{
  g_autoptr (DpPartFile) self = part_file_new (folder, name);
  struct stat st;

  if (!open_folder (self, error))
    return NULL;

  set_number (self, 1);
  self->fd = dp_folder_open_file (self->folder, self->part_name);
  if (self->fd < 0 || fstat (self->fd, &st) != 0 || st.st_ino != inode ||
      (guint64) st.st_size < dp_range_set_get_end_byte (safe) || !lock (self))
    {
      set_changed (self, error);
      return NULL;
    }
  dp_range_set_assign (&self->safe, safe);
  /* Whoever remembers it may have been killed since. */
  self->trailer = dp_part_trailer_load (self->fd, &self->safe);
  self->is_reserved = TRUE;
  return g_steal_pointer (&self);
}

/**
 * dp_part_file_get_record:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): what it says of itself
 */
const DpPartRecord *
dp_part_file_get_record (DpPartFile *self)
{
  return self->trailer != NULL ? dp_part_trailer_get_record (self->trailer) : NULL;
}

static gboolean
is_described_as (DpPartFile *self, const char *link, const char *validator)
{
  const DpPartRecord *record = dp_part_file_get_record (self);

  return record != NULL && record->validator != NULL && strcmp (record->link, link) == 0 &&
         (validator == NULL || strcmp (record->validator, validator) == 0);
}

/* Takes the part file with this number, if it can be continued for @link. */
static gboolean
adopt_number (DpPartFile *self, guint number, const char *link, const char *validator)
{
  set_number (self, number);
  self->fd = dp_folder_open_file (self->folder, self->part_name);
  if (self->fd < 0)
    return FALSE;
  if (lock (self))
    self->trailer = dp_part_trailer_load (self->fd, &self->safe);
  if (is_described_as (self, link, validator))
    return TRUE;

  dp_range_set_clear (&self->safe);
  g_clear_pointer (&self->trailer, dp_part_trailer_free);
  close (self->fd);
  self->fd = -1;
  errno = 0;
  return FALSE;
}

/**
 * dp_part_file_adopt:
 * @folder: (type filename): where the file may be
 * @name: the base name it may get
 * @link: the link whose file is wanted
 * @validator: (nullable): the version that is wanted, or %NULL for any
 *
 * Looks for a part file that says of itself that it can be continued for this link, and that nobody
 * writes to.  A damaged or foreign one is neither trusted nor touched.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, with a record; or %NULL if there is none
 */
DpPartFile *
dp_part_file_adopt (const char *folder, const char *name, const char *link, const char *validator)
{
  g_autoptr (DpPartFile) self = part_file_new (folder, name);
  gboolean is_missing = FALSE;

  self->folder = dp_folder_open (self->path);
  if (self->folder == NULL)
    return NULL;
  for (guint number = 1; number <= MAX_ADOPTED_NUMBER; number++)
    {
      if (adopt_number (self, number, link, validator))
        return g_steal_pointer (&self);
      if (errno != ENOENT || (!is_missing && dp_folder_has (self->folder, self->name)))
        continue;
      /* Who had the first number may be gone. */
      if (is_missing || number > 1)
        break;
      is_missing = TRUE;
    }
  return NULL;
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
  g_clear_pointer (&self->trailer, dp_part_trailer_free);
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->folder, dp_folder_free);
  dp_range_set_clear (&self->safe);
  g_free (self->path);
  g_free (self->wanted);
  g_free (self->wish);
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
 * dp_part_file_want:
 * @self: a part file
 * @name: a safe base name, from dp-filename
 *
 * Lets the file get another name when it is published; its number, too, is found then.
 *
 * Thread: worker.
 */
void
dp_part_file_want (DpPartFile *self, const char *name)
{
  g_free (self->wish);
  self->wish = g_strdup (name);
}

/**
 * dp_part_file_set_attribute:
 * @self: a part file
 * @name: an extended attribute, as in `user.xdg.origin.url`
 * @value: its value
 *
 * Not every file system can; then there is none.
 *
 * Thread: worker.
 */
void
dp_part_file_set_attribute (DpPartFile *self, const char *name, const char *value)
{
  (void) fsetxattr (self->fd, name, value, strlen (value), 0);
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

/* Looked at before anything is taken: where the room is too small, fallocate(2) takes all of it first,
 * from under every other program.  What could never fit is not worth waiting for. */
static gboolean
check_room (DpPartFile *self, guint64 total_bytes, GError **error)
{
  guint64 size_bytes;
  guint64 free_bytes;

  dp_volume_measure (self->fd, &size_bytes, &free_bytes);
  if (total_bytes > G_MAXINT64 || total_bytes > size_bytes)
    {
      errno = EFBIG;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      return fail (self, _ ("The disk with “%s” is too small for this file"), error);
    }
  if (total_bytes < free_bytes)
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
 * FALLOC_FL_KEEP_SIZE).  On file systems that can't reserve, the free space is all there is to see.
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
  if (!check_room (self, total_bytes, error))
    return FALSE;

  self->is_reserved = TRUE;
  do
    result = fallocate (self->fd, FALLOC_FL_KEEP_SIZE, 0, (off_t) total_bytes);
  while (result != 0 && errno == EINTR);

  if (result != 0 && (errno == ENOSPC || errno == EDQUOT))
    return fail (self, _ ("There is not enough room in “%s”"), error);
  if (result != 0 && (errno == EFBIG || errno == EIO || errno == EROFS))
    return fail (self, _ ("Writing to “%s” failed"), error);
  return TRUE;
}

static gboolean
is_fat (DpPartFile *self)
{
  struct statfs st;

  return fstatfs (self->fd, &st) == 0 && st.f_type == FAT_MAGIC;
}

/**
 * dp_part_file_describe:
 * @self: a part file
 * @record: what it shall say of itself
 * @error: return location for a #GError
 *
 * Makes it one that can be continued by another run of the program.  Where that is not worth it, or
 * the links are too long, it stays without.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_part_file_describe (DpPartFile *self, const DpPartRecord *record, GError **error)
{
  if (record->total_bytes <= SMALL_BYTES || is_fat (self))
    return TRUE;
  self->trailer = dp_part_trailer_new (self->fd, record);
  if (self->trailer != NULL || errno == ENAMETOOLONG)
    return TRUE;
  /* It lies at the end of the file. */
  if (errno == EFBIG)
    return fail (self, _ ("The disk with “%s” is too small for this file"), error);
  if (errno == ENOSPC || errno == EDQUOT)
    return fail (self, _ ("There is not enough room in “%s”"), error);
  return fail (self, _ ("Writing to “%s” failed"), error);
}

/* What the kernel could not bring to the disk it may have dropped, and it says so only once. */
static gboolean
fail_flush (DpPartFile *self, GError **error)
{
  fail (self, _ ("Writing to “%s” failed"), error);
  dp_range_set_clear (&self->safe);
  if (self->trailer == NULL)
    return FALSE;
  dp_range_set_assign (&self->safe, &dp_part_trailer_get_record (self->trailer)->safe);
  dp_part_trailer_distrust (self->trailer);
  return FALSE;
}

/**
 * dp_part_file_get_safe:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: (transfer none): what was written to it, also by earlier runs; if a flush failed, what
 *   was flushed before
 */
const DpRangeSet *
dp_part_file_get_safe (DpPartFile *self)
{
  return &self->safe;
}

/**
 * dp_part_file_relink:
 * @self: a part file
 * @record: its link, final link and validator from now on
 * @error: return location for a #GError
 *
 * The rest comes from another link.  One that is not described stays without; one whose new links
 * are too long stays with the old ones, under which it can still be continued.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_part_file_relink (DpPartFile *self, const DpPartRecord *record, GError **error)
{
  if (self->trailer == NULL || dp_part_trailer_relink (self->trailer, record, &self->safe) ||
      errno == ENAMETOOLONG)
    return TRUE;
  return fail_flush (self, error);
}

/**
 * dp_part_file_flush:
 * @self: a part file
 * @error: return location for a #GError
 *
 * Makes what was written outlive a power cut.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_part_file_flush (DpPartFile *self, GError **error)
{
  if (self->trailer != NULL ? dp_part_trailer_flush (self->trailer, &self->safe)
                            : dp_flush_data (self->fd))
    return TRUE;
  return fail_flush (self, error);
}

/**
 * dp_part_file_write:
 * @self: a part file
 * @offset: where in the file, in bytes
 * @data: the bytes
 * @size: how many
 * @error: return location for a #GError
 *
 * Several segments may write in turn, each where it is.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if not every byte was written
 */
gboolean
dp_part_file_write (DpPartFile *self, guint64 offset, const void *data, gsize size, GError **error)
{
  const char *bytes = data;
  guint64 first_byte = offset;

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
  dp_range_set_add (&self->safe, first_byte, offset);
  if (self->trailer != NULL && !dp_part_trailer_add_written (self->trailer, first_byte, offset))
    return fail (self, _ ("Writing to “%s” failed"), error);
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

static gboolean
take_final_name (DpPartFile *self, GError **error)
{
  if (!dp_folder_is_file (self->folder, self->part_name, self->fd))
    {
      errno = ENOENT;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      return fail (self, _ ("The unfinished file is no longer in “%s”"), error);
    }

  if (self->wish != NULL)
    {
      g_free (self->wanted);
      self->wanted = g_steal_pointer (&self->wish);
      set_name (self, 1);
    }
  /* Who made us take a number may be gone. */
  if (strcmp (self->name, self->wanted) != 0 &&
      dp_folder_guess_number (self->folder, self->wanted) == 1)
    set_name (self, 1);
  while (!dp_folder_rename (self->folder, self->part_name, self->name))
    {
      if (errno != EEXIST)
        return fail (self, _ ("No file can be made in “%s”"), error);
      set_name (self, dp_folder_guess_number (self->folder, self->wanted));
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
  g_assert (dp_range_set_contains (&self->safe, 0, total_bytes));

  /* The trailer goes at the last moment: until then the file can be adopted.  That also gives back
   * what was reserved beyond the end. */
  if (!dp_flush_file (self->fd))
    {
      fail_flush (self, error);
      return NULL;
    }
  if ((self->trailer != NULL || self->is_reserved) &&
      ftruncate (self->fd, (off_t) total_bytes) != 0)
    {
      fail (self, _ ("Writing to “%s” failed"), error);
      return NULL;
    }
  g_clear_pointer (&self->trailer, dp_part_trailer_free);

  if (!take_final_name (self, error))
    {
      /* It is found again by the name that it has. */
      g_free (self->name);
      self->name =
          g_strndup (self->part_name, strlen (self->part_name) - strlen (DP_FILENAME_PART_SUFFIX));
      return NULL;
    }

  dp_folder_flush (self->folder);

  if (!dp_folder_is_file (self->folder, self->name, self->fd))
    {
      errno = ENOENT;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      fail (self, _ ("The finished file is no longer in “%s”"), error);
      return NULL;
    }
  return g_build_filename (self->path, self->name, NULL);
}

/**
 * dp_part_file_supersede:
 * @self: a part file
 * @old: an older version of the same file
 *
 * Removes the old one.  If it has the better name, @self takes it in the same step: whenever we are
 * killed, one of them bears it.
 *
 * Thread: worker.
 */
void
dp_part_file_supersede (DpPartFile *self, DpPartFile *old)
{
  if (strcmp (self->wanted, old->wanted) != 0 ||
      !dp_folder_is_file (old->folder, old->part_name, old->fd) ||
      !dp_folder_is_file (self->folder, self->part_name, self->fd) ||
      !dp_folder_replace (self->folder, self->part_name, old->part_name))
    {
      dp_part_file_discard (old);
      return;
    }
  g_free (self->name);
  self->name = g_strdup (old->name);
  g_free (self->part_name);
  self->part_name = g_strdup (old->part_name);
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
  if (dp_folder_is_file (self->folder, self->part_name, self->fd))
    dp_folder_remove (self->folder, self->part_name);
}
