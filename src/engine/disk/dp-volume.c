/* dp-volume.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The volume that a folder is on, and whether there is room on it.
 *
 * The person may want some of every volume to stay free: what is below that floor is no room.  The
 * floor is one number for the whole process, because it is said of the disks and not of a download;
 * and so it counts at once for those that run.
 *
 * Thread: worker; a disk may take its time.
 */

#include "dp-volume.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static guint64 kept_free; /* (atomic): in bytes */

/**
 * dp_volume_set_floor:
 * @floor_bytes: how much of every volume stays free from now on, 0 for nothing
 *
 * Thread: any.
 */
void
dp_volume_set_floor (guint64 floor_bytes)
{
  __atomic_store_n (&kept_free, floor_bytes, __ATOMIC_RELAXED);
}

/**
 * dp_volume_get_floor:
 *
 * Thread: any.
 *
 * Returns: how much of every volume stays free, 0 for nothing
 */
guint64
dp_volume_get_floor (void)
{
  return __atomic_load_n (&kept_free, __ATOMIC_RELAXED);
}

/* The folder itself may have to be made yet. */
static char *
find_existing (const char *folder, struct stat *st)
{
  g_autofree char *path = g_canonicalize_filename (folder, NULL);

  while (stat (path, st) != 0)
    {
      char *parent = g_path_get_dirname (path);

      if (strcmp (parent, path) == 0)
        {
          g_free (parent);
          return NULL;
        }
      g_free (path);
      path = parent;
    }
  return g_steal_pointer (&path);
}

/**
 * dp_volume_find:
 * @folder: (type filename): a folder, which may be missing
 *
 * Thread: worker.
 *
 * Returns: what tells its volume from all others, %G_MAXUINT64 if nobody knows
 */
guint64
dp_volume_find (const char *folder)
{
  struct stat st;
  g_autofree char *path = find_existing (folder, &st);

  return path != NULL ? st.st_dev : G_MAXUINT64;
}

/**
 * dp_volume_measure:
 * @fd: a file or folder
 * @size_bytes: (out): how much its volume holds in all, %G_MAXUINT64 if nobody knows
 * @free_bytes: (out): how much could be written to it, %G_MAXUINT64 if nobody knows
 *
 * Thread: worker.
 */
void
dp_volume_measure (int fd, guint64 *size_bytes, guint64 *free_bytes)
{
  struct statvfs st;
  gboolean is_known = fstatvfs (fd, &st) == 0 && st.f_blocks > 0;

  *size_bytes = is_known ? st.f_blocks * st.f_frsize : G_MAXUINT64;
  *free_bytes = is_known ? st.f_bavail * st.f_frsize : G_MAXUINT64;
}

/**
 * dp_volume_find_free:
 * @folder: (type filename): a folder, which may be missing
 *
 * Thread: worker.
 *
 * Returns: how much could be written there, %G_MAXUINT64 if nobody knows
 */
guint64
dp_volume_find_free (const char *folder)
{
  struct stat st;
  g_autofree char *path = find_existing (folder, &st);
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  guint64 size_bytes;
  guint64 free_bytes = G_MAXUINT64;

  if (fd < 0)
    return G_MAXUINT64;
  dp_volume_measure (fd, &size_bytes, &free_bytes);
  close (fd);
  return free_bytes;
}

/**
 * dp_volume_can_spare:
 * @free_bytes: how much could be written to a volume, as of dp_volume_measure()
 * @needed_bytes: how much shall be
 *
 * Thread: any.
 *
 * Returns: whether so much may be, and the floor is not touched
 */
gboolean
dp_volume_can_spare (guint64 free_bytes, guint64 needed_bytes)
{
  guint64 floor_bytes = dp_volume_get_floor ();

  return free_bytes > floor_bytes && free_bytes - floor_bytes > needed_bytes;
}

static gboolean
is_full (int error)
{
  return error == ENOSPC || error == EDQUOT;
}

/* What is free says nothing of a quota: so the room is taken, by a file without a name, and given
 * back.  Where that can't be tried it is believed. */
static gboolean
can_take (int folder_fd, guint64 bytes)
{
  int fd = openat (folder_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  gboolean is_taken;

  if (fd < 0)
    return !is_full (errno);
  is_taken = fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, (off_t) bytes) == 0 || !is_full (errno);
  close (fd);
  return is_taken;
}

/**
 * dp_volume_has_room:
 * @folder: (type filename): a folder, which may be missing
 * @needed_bytes: how much shall go there
 *
 * Only a hint: others may be quicker.
 *
 * Thread: worker.
 *
 * Returns: whether that much could be written there now, and the floor would stay free
 */
gboolean
dp_volume_has_room (const char *folder, guint64 needed_bytes)
{
  struct stat st;
  g_autofree char *path = find_existing (folder, &st);
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  guint64 size_bytes;
  guint64 free_bytes;
  gboolean has_room;

  /* What can't be looked at is tried: the attempt says why not. */
  if (fd < 0 || needed_bytes > G_MAXINT64)
    return TRUE;
  dp_volume_measure (fd, &size_bytes, &free_bytes);
  has_room = dp_volume_can_spare (free_bytes, needed_bytes) && can_take (fd, needed_bytes);
  close (fd);
  return has_room;
}
