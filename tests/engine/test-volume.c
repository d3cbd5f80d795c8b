/* test-volume.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Disks that are full, or full for us: what a worker sees of them.
 */

#include "dp-volume.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)

static struct
{
  guint64 free_bytes; /* 0: as it is */
  gboolean is_unknown;
  int fallocate;
} disk;

int
fstatvfs (int fd, struct statvfs *st)
{
  int result = REAL (fstatvfs, "fstatvfs64") (fd, st);

  if (disk.free_bytes > 0)
    st->f_bavail = disk.free_bytes / st->f_frsize;
  if (disk.is_unknown)
    st->f_blocks = st->f_bavail = 0;
  return result;
}

int
fallocate (int fd, int mode, off_t offset, off_t size)
{
  if (disk.fallocate != 0)
    {
      errno = disk.fallocate;
      return -1;
    }
  return REAL (fallocate, "fallocate64") (fd, mode, offset, size);
}

static void
test_find (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *below = dp_engine_fixture_dup_path (fixture, "not/yet/there");
  struct stat st;

  g_assert_cmpint (stat (fixture->folder, &st), ==, 0);
  g_assert_cmpuint (dp_volume_find (fixture->folder), ==, st.st_dev);
  g_assert_cmpuint (dp_volume_find_free (fixture->folder), >, 0);
  g_assert_cmpuint (dp_volume_find_free (fixture->folder), <, G_MAXUINT64);
  g_assert_cmpuint (dp_volume_find_free ("/nowhere/at/all"), ==, dp_volume_find_free ("/"));
  g_assert_cmpuint (dp_volume_find (below), ==, st.st_dev);
  g_assert_cmpuint (dp_volume_find ("/proc"), !=, st.st_dev);
  dp_engine_fixture_assert_files (fixture, "");
}

static void
test_room (void)
{
  static const struct
  {
    guint64 free_bytes;
    gboolean is_unknown;
    int fallocate;
    gboolean has_room;
  } rows[] = {
    { 100 * MIB, FALSE, 0, TRUE },
    { 8 * MIB, FALSE, 0, TRUE },
    { 1 * MIB, FALSE, 0, FALSE },
    { 100 * MIB, FALSE, ENOSPC, FALSE },
    { 100 * MIB, FALSE, EDQUOT, FALSE }, /* a quota does not show in what is free */
    { 100 * MIB, FALSE, EOPNOTSUPP, TRUE },
    { 0, TRUE, 0, TRUE },
    { 0, TRUE, ENOSPC, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autofree char *below = dp_engine_fixture_dup_path (fixture, "not/yet/there");

      disk.free_bytes = rows[i].free_bytes;
      disk.is_unknown = rows[i].is_unknown;
      disk.fallocate = rows[i].fallocate;
      g_test_message ("row %u", i);
      g_assert_cmpint (dp_volume_has_room (fixture->folder, 4 * MIB), ==, rows[i].has_room);
      g_assert_cmpint (dp_volume_has_room (below, 4 * MIB), ==, rows[i].has_room);
      dp_engine_fixture_assert_files (fixture, "");
    }
  memset (&disk, 0, sizeof disk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/volume/find", test_find);
  g_test_add_func ("/volume/room", test_room);

  return g_test_run ();
}
