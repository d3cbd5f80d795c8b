/* dp-part-write.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of a part file: room for them, writing and reading them, and bringing them to the disk.
 *
 * What was written counts at once (dp_part_file_get_safe()), and is noted in what the file says of
 * itself; until a flush the kernel may still lose it, and then it counts no longer.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "dp-flush.h"
#include "dp-part-sign.h"
#include "dp-rate.h"
#include "dp-volume.h"

/* A file up to here is written in one breath: its first write says as much as a reservation, and
 * there is little to continue.  Each would cost a tenth of the CPU time of a small file. */
#define SMALL_BYTES (1024 * 1024)

/* FAT would write zeros up to the trailer; from linux/magic.h. */
#define FAT_MAGIC 0x4d44

/* In which stat(2) counts what a file takes. */
#define STAT_BLOCK_BYTES 512

/* The disk has room, but no more than the person wants it to keep. */
static gboolean
fail_at_floor (DpPartFile *self, GError **error)
{
  g_autofree char *display = g_filename_display_name (self->path);

  g_set_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_FULL,
               /* Translators: %s is a folder; how much shall stay free the preferences say. */
               _ ("Less room would be left in “%s” than shall stay free"), display);
  return FALSE;
}

/**
 * dp_part_file_check_floor:
 * @self: a part file
 * @total_bytes: how long the file will be, or %DP_SIZE_UNKNOWN
 * @error: return location for a #GError
 *
 * Looks whether as much of the disk stays free as the person wants.  A file whose room is taken
 * already takes no more; one of unknown length is looked at again and again while it grows.  While
 * there is no floor this asks nobody: a small file stays cheap.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the rest of the file would leave less
 */
gboolean
dp_part_file_check_floor (DpPartFile *self, guint64 total_bytes, GError **error)
{
  struct stat st;
  guint64 taken_bytes;
  guint64 left_bytes = 0;
  guint64 size_bytes;
  guint64 free_bytes;

  if (dp_volume_get_floor () == 0 || fstat (self->fd, &st) != 0)
    return TRUE;
  taken_bytes = (guint64) st.st_blocks * STAT_BLOCK_BYTES;
  if (total_bytes != DP_SIZE_UNKNOWN)
    {
      if (taken_bytes >= total_bytes)
        return TRUE;
      left_bytes = total_bytes - taken_bytes;
    }
  dp_volume_measure (self->fd, &size_bytes, &free_bytes);
  return dp_volume_can_spare (free_bytes, left_bytes) || fail_at_floor (self, error);
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
      return dp_part_file_fail (self, _ ("The disk with “%s” is too small for this file"), error);
    }
  if (dp_volume_can_spare (free_bytes, total_bytes))
    return TRUE;
  if (total_bytes < free_bytes)
    return fail_at_floor (self, error);
  errno = ENOSPC;
  /* Translators: %s is a folder; the system's reason follows after a colon. */
  return dp_part_file_fail (self, _ ("There is not enough room in “%s”"), error);
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
    return dp_part_file_fail (self, _ ("There is not enough room in “%s”"), error);
  if (result != 0 && (errno == EFBIG || errno == EIO || errno == EROFS))
    return dp_part_file_fail (self, _ ("Writing to “%s” failed"), error);
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
  if (self->trailer != NULL && self->is_signed)
    dp_part_sign_take_off (self->fd);
  self->is_signed = self->is_signed && self->trailer == NULL;
  if (self->trailer != NULL || errno == ENAMETOOLONG)
    return TRUE;
  /* It lies at the end of the file. */
  if (errno == EFBIG)
    return dp_part_file_fail (self, _ ("The disk with “%s” is too small for this file"), error);
  if (errno == ENOSPC || errno == EDQUOT)
    return dp_part_file_fail (self, _ ("There is not enough room in “%s”"), error);
  return dp_part_file_fail (self, _ ("Writing to “%s” failed"), error);
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
        return dp_part_file_fail (self, _ ("Writing to “%s” failed"), error);
      bytes += n;
      size -= (gsize) n;
      offset += (guint64) n;
    }
  dp_range_set_add (&self->safe, first_byte, offset);
  if (self->trailer != NULL && !dp_part_trailer_add_written (self->trailer, first_byte, offset))
    return dp_part_file_fail (self, _ ("Writing to “%s” failed"), error);
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
        return dp_part_file_fail (self, _ ("Reading from “%s” failed"), error);
      bytes += n;
      size -= (gsize) n;
      offset += (guint64) n;
    }
  return TRUE;
}

/**
 * dp_part_file_fail_flush:
 * @self: a part file
 * @error: (out): the sentence, and the system's reason, of errno
 *
 * What the kernel could not bring to the disk it may have dropped, and it says so only once: what was
 * flushed before is all that counts.
 *
 * Thread: worker.
 *
 * Returns: %FALSE
 */
gboolean
dp_part_file_fail_flush (DpPartFile *self, GError **error)
{
  dp_part_file_fail (self, _ ("Writing to “%s” failed"), error);
  dp_range_set_clear (&self->safe);
  if (self->trailer == NULL)
    return FALSE;
  dp_range_set_assign (&self->safe, &dp_part_trailer_get_record (self->trailer)->safe);
  dp_part_trailer_distrust (self->trailer);
  return FALSE;
}

/* A trailer that could not be written takes nothing from the data. */
static gboolean
fail_trailer (DpPartFile *self, gboolean is_flushed, GError **error)
{
  return is_flushed ? dp_part_file_fail (self, _ ("Writing to “%s” failed"), error)
                    : dp_part_file_fail_flush (self, error);
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
  gboolean is_flushed = FALSE;

  if (self->trailer != NULL ? dp_part_trailer_flush (self->trailer, &self->safe, &is_flushed)
                            : dp_flush_data (self->fd))
    return TRUE;
  return fail_trailer (self, is_flushed, error);
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
  gboolean is_flushed;

  if (self->trailer == NULL ||
      dp_part_trailer_relink (self->trailer, record, &self->safe, &is_flushed) ||
      errno == ENAMETOOLONG)
    return TRUE;
  return fail_trailer (self, is_flushed, error);
}
