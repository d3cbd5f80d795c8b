/* dp-full-disk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-full-disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

DpFullDisk dp_full_disk;

int
fstatvfs (int fd, struct statvfs *st)
{
  int result = REAL (fstatvfs, "fstatvfs64") (fd, st);

  g_atomic_int_inc (&dp_full_disk.n_looks);
  if (dp_full_disk.free_bytes > 0)
    st->f_bavail = dp_full_disk.free_bytes / st->f_frsize;
  return result;
}

int
stat (const char *path, struct stat *st)
{
  int result = REAL (stat, "stat64") (path, st);

  if (dp_full_disk.other != NULL && g_str_has_prefix (path, dp_full_disk.other))
    st->st_dev++;
  return result;
}

static gboolean
is_ours (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  char path[4096] = "";

  if (dp_full_disk.error == 0 || readlink (link, path, sizeof path - 1) < 0)
    return FALSE;
  return strstr (path, "downpour-test-") != NULL &&
         (dp_full_disk.other == NULL || !g_str_has_prefix (path, dp_full_disk.other));
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  if (is_ours (fd))
    {
      errno = dp_full_disk.error;
      return -1;
    }
  return REAL (pwrite, "pwrite64") (fd, data, size, offset);
}

int
fallocate (int fd, int mode, off_t offset, off_t size)
{
  if (is_ours (fd))
    {
      errno = dp_full_disk.error;
      return -1;
    }
  return REAL (fallocate, "fallocate64") (fd, mode, offset, size);
}

static void
on_no_room (DpQueue *queue,
            DpDownload *download,
            guint64 needed_bytes,
            gboolean is_full,
            gpointer user_data)
{
  DpNoRoom *told = user_data;

  *told = (DpNoRoom){ told->n_told + 1, dp_download_get_id (download), needed_bytes, is_full };
}

DpQueueFixture *
dp_full_disk_begin (DpNoRoom *told, guint timeout_sec)
{
  DpQueueFixture *self = dp_queue_fixture_new (timeout_sec);

  memset (&dp_full_disk, 0, sizeof dp_full_disk);
  memset (told, 0, sizeof *told);
  g_signal_connect (self->queue, "no-room", G_CALLBACK (on_no_room), told);
  return self;
}

void
dp_full_disk_end (DpQueueFixture *self, DpNoRoom *told)
{
  memset (&dp_full_disk, 0, sizeof dp_full_disk);
  g_signal_handlers_disconnect_by_data (self->queue, told);
  dp_queue_fixture_free (self);
}
