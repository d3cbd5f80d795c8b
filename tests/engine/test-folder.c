/* test-folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever is in a folder stays what it is: a file, a folder, a pipe, a link to nowhere; also where
 * the file system offers neither renameat2() nor hard links.
 */

#include "dp-folder.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

/* What the file system refuses; 0: nothing. */
static struct
{
  int renameat2;
  int linkat;
  int linkat_empty; /* by a descriptor alone */
  int renameat;
} faults;

#define REAL(function) ((typeof (&function)) dlsym (RTLD_NEXT, #function))

#define FAIL_IF(fault) \
  if ((fault) != 0)    \
    {                  \
      errno = (fault); \
      return -1;       \
    }

int
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  FAIL_IF (faults.renameat2);
  return REAL (renameat2) (old_fd, old_name, new_fd, new_name, flags);
}

int
linkat (int old_fd, const char *old_name, int new_fd, const char *new_name, int flags)
{
  FAIL_IF (faults.linkat);
  FAIL_IF (flags & AT_EMPTY_PATH ? faults.linkat_empty : 0);
  return REAL (linkat) (old_fd, old_name, new_fd, new_name, flags);
}

int
renameat (int old_fd, const char *old_name, int new_fd, const char *new_name)
{
  FAIL_IF (faults.renameat);
  return REAL (renameat) (old_fd, old_name, new_fd, new_name);
}

typedef struct
{
  const char *name;
  int renameat2;
  int linkat;
} Disk;

static const Disk disks[] = {
  { "rename", 0, 0 },
  { "link-einval", EINVAL, 0 },
  { "link-enosys", ENOSYS, 0 },
  { "link-eopnotsupp", EOPNOTSUPP, 0 },
  { "placeholder-eperm", EINVAL, EPERM },
  { "placeholder-eopnotsupp", ENOSYS, EOPNOTSUPP },
};

static DpFolder *
open_folder (DpEngineFixture *fixture)
{
  DpFolder *folder = dp_folder_open (fixture->folder);

  memset (&faults, 0, sizeof faults);
  g_assert_nonnull (folder);
  return folder;
}

static int
make_file (DpFolder *folder, const char *name, const char *text)
{
  int fd = dp_folder_create_file (folder, name);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  return fd;
}

static const mode_t kinds[] = { S_IFREG, S_IFDIR, S_IFLNK, S_IFIFO };

/* Something that is in the way. */
static void
put (DpEngineFixture *fixture, mode_t kind, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  if (kind == S_IFREG)
    dp_engine_fixture_write (fixture, name, "theirs");
  else if (kind == S_IFDIR)
    g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  else if (kind == S_IFLNK)
    g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  else
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
assert_untouched (DpEngineFixture *fixture, mode_t kind, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  struct stat st;

  g_assert_cmpint (lstat (path, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & S_IFMT, ==, kind);
  if (kind == S_IFREG)
    dp_engine_fixture_assert_text (fixture, name, "theirs");
}

static void
test_open (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *deep = dp_engine_fixture_dup_path (fixture, "b/c");
  g_autofree char *file = dp_engine_fixture_dup_path (fixture, "file");
  g_autofree char *below_file = dp_engine_fixture_dup_path (fixture, "file/b");
  g_autoptr (DpFolder) folder = NULL;

  dp_engine_fixture_write (fixture, "file", "theirs");
  g_assert_null (dp_folder_open (deep));
  g_assert_cmpint (errno, ==, ENOENT);
  dp_engine_fixture_assert_files (fixture, "file");
  folder = dp_folder_make (deep);
  g_assert_nonnull (folder);
  g_assert_true (g_file_test (deep, G_FILE_TEST_IS_DIR));

  g_assert_null (dp_folder_open (file));
  g_assert_cmpint (errno, ==, ENOTDIR);
  g_assert_null (dp_folder_make (file));
  g_assert_null (dp_folder_make (below_file));
  g_assert_cmpint (errno, ==, ENOTDIR);
  dp_engine_fixture_assert_text (fixture, "file", "theirs");
}

static void
test_create (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpFolder) folder = open_folder (fixture);

      put (fixture, kinds[i], "a");
      g_assert_true (dp_folder_has (folder, "a"));
      g_assert_cmpint (dp_folder_create_file (folder, "a"), ==, -1);
      g_assert_cmpint (errno, ==, EEXIST);
      assert_untouched (fixture, kinds[i], "a");
      dp_engine_fixture_assert_files (fixture, "a");
    }
}

/* Neither a link is followed nor a pipe opened, which would wait for its other end. */
static void
test_open_file (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpFolder) folder = open_folder (fixture);
      int fd;

      put (fixture, kinds[i], "a");
      fd = dp_folder_open_file (folder, "a");
      g_assert_cmpint (fd >= 0, ==, kinds[i] == S_IFREG);
      if (fd >= 0)
        close (fd);
      else
        g_assert_cmpint (errno, ==, EINVAL);
      g_assert_cmpint (dp_folder_open_file (folder, "b"), ==, -1);
      g_assert_cmpint (errno, ==, ENOENT);
    }
}

static void
test_open_linked_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpFolder) folder = open_folder (fixture);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "link");

  put (fixture, S_IFREG, "a");
  g_assert_cmpint (symlink ("a", path), ==, 0);
  g_assert_cmpint (dp_folder_open_file (folder, "link"), ==, -1);
}

static void
test_is_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpFolder) folder = open_folder (fixture);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a");
  g_autofree char *other_path = dp_engine_fixture_dup_path (fixture, "b");
  int fd = make_file (folder, "a", "ours");

  g_assert_true (dp_folder_is_file (folder, "a", fd));
  g_assert_cmpint (symlink ("a", other_path), ==, 0);
  g_assert_false (dp_folder_is_file (folder, "b", fd));
  g_unlink (path);
  g_assert_false (dp_folder_is_file (folder, "a", fd));
  put (fixture, S_IFREG, "a");
  g_assert_false (dp_folder_is_file (folder, "a", fd));
  close (fd);
}

static void
test_rename (gconstpointer data)
{
  const Disk *disk = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpFolder) folder = open_folder (fixture);
  int fd = make_file (folder, "a.part", "ours");

  faults.renameat2 = disk->renameat2;
  faults.linkat = disk->linkat;
  g_assert_true (dp_folder_rename (folder, "a.part", "a"));
  g_assert_true (dp_folder_is_file (folder, "a", fd));
  dp_engine_fixture_assert_files (fixture, "a");
  dp_engine_fixture_assert_text (fixture, "a", "ours");
  close (fd);
}

static void
test_link (void)
{
  const int refusals[] = { 0, ENOENT };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpFolder) folder = open_folder (fixture);
      int fd = dp_folder_create_unnamed (folder);

      g_assert_cmpint (fd, >=, 0);
      g_assert_cmpint (write (fd, "ours", 4), ==, 4);
      dp_engine_fixture_assert_files (fixture, "");
      put (fixture, S_IFREG, "a");
      faults.linkat_empty = refusals[i];
      g_assert_false (dp_folder_link (folder, fd, "a"));
      g_assert_cmpint (errno, ==, EEXIST);
      assert_untouched (fixture, S_IFREG, "a");
      g_assert_true (dp_folder_link (folder, fd, "b"));
      g_assert_true (dp_folder_is_file (folder, "b", fd));
      dp_engine_fixture_assert_text (fixture, "b", "ours");
      faults.linkat_empty = 0;
      close (fd);
    }
}

static void
test_rename_taken (gconstpointer data)
{
  const Disk *disk = data;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpFolder) folder = open_folder (fixture);
      int fd = make_file (folder, "a.part", "ours");

      put (fixture, kinds[i], "a");
      faults.renameat2 = disk->renameat2;
      faults.linkat = disk->linkat;
      g_assert_false (dp_folder_rename (folder, "a.part", "a"));
      g_assert_cmpint (errno, ==, EEXIST);
      assert_untouched (fixture, kinds[i], "a");
      dp_engine_fixture_assert_files (fixture, "a|a.part");
      dp_engine_fixture_assert_text (fixture, "a.part", "ours");
      close (fd);
    }
}

/* What fails leaves no empty file of the final name, and says why. */
static void
test_rename_fails (void)
{
  static const struct
  {
    int renameat2;
    int linkat;
    int renameat;
    int expected;
  } rows[] = {
    { EIO, 0, 0, EIO },
    { EROFS, 0, 0, EROFS },
    { ENOSPC, 0, 0, ENOSPC },
    { EINVAL, EPERM, EIO, EIO },
    { ENOSYS, EOPNOTSUPP, ENOSPC, ENOSPC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpFolder) folder = open_folder (fixture);

      close (make_file (folder, "a.part", "ours"));
      faults.renameat2 = rows[i].renameat2;
      faults.linkat = rows[i].linkat;
      faults.renameat = rows[i].renameat;
      g_assert_false (dp_folder_rename (folder, "a.part", "a"));
      g_assert_cmpint (errno, ==, rows[i].expected);
      dp_engine_fixture_assert_files (fixture, "a.part");
      dp_engine_fixture_assert_text (fixture, "a.part", "ours");
    }
}

/* The folder, not its path. */
static void
test_folder_renamed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *before = dp_engine_fixture_dup_path (fixture, "before");
  g_autofree char *after = dp_engine_fixture_dup_path (fixture, "after");
  g_autoptr (DpFolder) folder = dp_folder_make (before);

  memset (&faults, 0, sizeof faults);
  g_assert_cmpint (g_rename (before, after), ==, 0);
  close (make_file (folder, "a.part", "ours"));
  g_assert_true (dp_folder_rename (folder, "a.part", "a"));
  dp_folder_flush (folder);
  dp_engine_fixture_assert_files (fixture, "after");
  dp_engine_fixture_assert_text (fixture, "after/a", "ours");
  dp_folder_remove (folder, "a");
  dp_folder_remove (folder, "a");
  g_assert_false (dp_folder_has (folder, "a"));
}

static void
test_guess (void)
{
  static const struct
  {
    const char *taken; /* separated by "|" */
    const char *wanted;
    guint number;
  } rows[] = {
    { "", "a.bin", 1 },
    { "b.bin|a.bi|a.bin2", "a.bin", 1 },
    { "a.bin", "a.bin", 2 },
    { "a.bin.part", "a.bin", 2 },
    { "a (2).bin", "a.bin", 1 },
    { "a.bin|a (2).bin.part", "a.bin", 3 },
    { "a.bin|a (2).bin|a (3).bin", "a.bin", 4 },
    { "a.bin|a (2).bin.part|a (3).bin|a (4).bin|a (5).bin.part", "a.bin", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpFolder) folder = open_folder (fixture);
      g_auto (GStrv) names = g_strsplit (rows[i].taken, "|", -1);

      for (guint j = 0; names[j] != NULL; j++)
        put (fixture, kinds[j % G_N_ELEMENTS (kinds)], names[j]);
      g_assert_cmpuint (dp_folder_guess_number (folder, rows[i].wanted), ==, rows[i].number);
    }
}

static void
add_tests (const char *name, GTestDataFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (disks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/folder/%s/%s", name, disks[i].name);

      g_test_add_data_func (path, &disks[i], func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/folder/open", test_open);
  g_test_add_func ("/folder/create", test_create);
  g_test_add_func ("/folder/open-file", test_open_file);
  g_test_add_func ("/folder/open-linked-file", test_open_linked_file);
  g_test_add_func ("/folder/is-file", test_is_file);
  add_tests ("rename", test_rename);
  add_tests ("rename-taken", test_rename_taken);
  g_test_add_func ("/folder/link", test_link);
  g_test_add_func ("/folder/rename-fails", test_rename_fails);
  g_test_add_func ("/folder/folder-renamed", test_folder_renamed);
  g_test_add_func ("/folder/guess", test_guess);

  return g_test_run ();
}
