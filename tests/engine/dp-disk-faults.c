/* dp-disk-faults.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-disk-faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

DpDiskFaults dp_disk_faults;
guint dp_disk_n_stats;
GString *dp_disk_calls;

static void
note (const char *call)
{
  if (dp_disk_calls != NULL)
    g_string_append_printf (dp_disk_calls, "%s ", call);
}

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

#define FAIL_IF(fault) \
  if ((fault) != 0)    \
    {                  \
      errno = (fault); \
      return -1;       \
    }

int
fallocate (int fd, int mode, off_t offset, off_t size)
{
  note ("fallocate");
  FAIL_IF (dp_disk_faults.fallocate);
  return REAL (fallocate, "fallocate64") (fd, mode, offset, size);
}

int
fsync (int fd)
{
  struct stat st;

  note (fstat (fd, &st) == 0 && S_ISDIR (st.st_mode) ? "fsync-folder" : "fsync");
  FAIL_IF (dp_disk_faults.fsync);
  return REAL (fsync, "fsync") (fd);
}

int
fdatasync (int fd)
{
  FAIL_IF (dp_disk_faults.fdatasync);
  return REAL (fdatasync, "fdatasync") (fd);
}

int
ftruncate (int fd, off_t size)
{
  FAIL_IF (dp_disk_faults.ftruncate);
  return REAL (ftruncate, "ftruncate64") (fd, size);
}

int
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  note ("renameat2");
  FAIL_IF (dp_disk_faults.renameat2);
  return REAL (renameat2, "renameat2") (old_fd, old_name, new_fd, new_name, flags);
}

int
linkat (int old_fd, const char *old_name, int new_fd, const char *new_name, int flags)
{
  note ("linkat");
  FAIL_IF (dp_disk_faults.linkat);
  return REAL (linkat, "linkat") (old_fd, old_name, new_fd, new_name, flags);
}

int
renameat (int old_fd, const char *old_name, int new_fd, const char *new_name)
{
  note ("renameat");
  FAIL_IF (dp_disk_faults.renameat);
  return REAL (renameat, "renameat") (old_fd, old_name, new_fd, new_name);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  int fault = dp_disk_faults.pwrite;

  if (fault == EINTR)
    dp_disk_faults.pwrite = 0; /* once */
  FAIL_IF (fault);
  if (dp_disk_faults.is_pwrite_short)
    size = MIN (size, 7);
  return REAL (pwrite, "pwrite64") (fd, data, size, offset);
}

int
fstatvfs (int fd, struct statvfs *st)
{
  int result = REAL (fstatvfs, "fstatvfs64") (fd, st);

  if (dp_disk_faults.is_disk_full)
    st->f_bavail = 1;
  return result;
}

int
fstatat (int fd, const char *name, struct stat *st, int flags)
{
  dp_disk_n_stats++;
  return REAL (fstatat, "fstatat64") (fd, name, st, flags);
}

DpPartFile *
dp_disk_faults_create (DpEngineFixture *fixture)
{
  DpPartFile *part;

  memset (&dp_disk_faults, 0, sizeof dp_disk_faults);
  part = dp_part_file_create (fixture->folder, "a.bin", NULL, NULL);
  g_assert_nonnull (part);
  return part;
}

void
dp_disk_faults_fill (DpPartFile *part)
{
  char data[100];
  g_autoptr (GError) error = NULL;

  dp_test_body_fill (1, 0, data, sizeof data);
  dp_part_file_write (part, 0, data, sizeof data, &error);
  g_assert_no_error (error);
}

void
dp_disk_faults_assert_refused (GError *error, int number)
{
  gboolean is_full = number == ENOSPC || number == EDQUOT;

  g_assert_error (error, DP_PART_FILE_ERROR,
                  is_full ? DP_PART_FILE_ERROR_FULL : DP_PART_FILE_ERROR_DISK);
}
