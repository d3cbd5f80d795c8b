/* test-part-file-mode.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file may say what is nobody else's business, the query of its link: while it is unfinished it is
 * ours alone.  The finished file is for whom a new file in its folder would be.
 */

#include "dp-part-file.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-folder.h"
#include "dp-part-fixture.h"

#define LINK       "http://a/a.bin?token=sesame"
#define SIZE_BYTES 2000000

/* As on FAT: a file has a name or is none. */
static gboolean has_no_unnamed;

int
openat (int fd, const char *name, int flags, ...)
{
  typeof (&openat) real = (typeof (&openat)) dlsym (RTLD_NEXT, "openat");
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  if (has_no_unnamed && (flags & O_TMPFILE) == O_TMPFILE)
    {
      errno = EOPNOTSUPP;
      return -1;
    }
  return real (fd, name, flags, mode);
}

static gboolean refuses_names;

int
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  typeof (&renameat2) real = (typeof (&renameat2)) dlsym (RTLD_NEXT, "renameat2");

  if (refuses_names)
    {
      errno = EIO;
      return -1;
    }
  return real (old_fd, old_name, new_fd, new_name, flags);
}

/* From now on it is the process's, as if it had begun with it. */
static mode_t
set_mask (mode_t mask)
{
  mode_t old = umask (mask);

  dp_folder_init_process ();
  return old;
}

static mode_t
get_mode (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  struct stat st;

  g_assert_cmpint (lstat (path, &st), ==, 0);
  return st.st_mode & 07777;
}

static void
describe (DpPartFile *part)
{
  const DpPartRecord record = {
    .total_bytes = SIZE_BYTES,
    .link = (char *) LINK,
    .validator = (char *) "\"1\"",
  };

  g_assert_true (dp_part_file_describe (part, &record, NULL));
}

/* The ways to a part file */

static DpPartFile *
make_named (DpEngineFixture *fixture)
{
  DpPartFile *part = dp_part_fixture_create (fixture, "a.bin");

  describe (part);
  return part;
}

static DpPartFile *
make_signed (DpEngineFixture *fixture)
{
  return dp_part_file_create (fixture->folder, "a.bin", LINK, NULL);
}

static DpPartFile *
make_appearing (DpEngineFixture *fixture)
{
  DpPartFile *part = dp_part_file_create_unnamed (fixture->folder, "a.bin");

  describe (part);
  g_assert_true (dp_part_file_appear (part, LINK));
  return part;
}

/* What an older version of the program has left. */
static void
leave_readable (DpEngineFixture *fixture, guint64 *inode)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpPartFile) part = make_named (fixture);

  dp_part_fixture_fill (part, 1, 10);
  *inode = dp_part_file_get_inode (part);
  g_assert_cmpint (chmod (path, 0644), ==, 0);
}

static DpPartFile *
reopen (DpEngineFixture *fixture)
{
  const DpRangeSet nothing = { 0 };
  guint64 inode;

  leave_readable (fixture, &inode);
  return dp_part_file_reopen (fixture->folder, "a.bin", inode, &nothing, NULL);
}

static DpPartFile *
adopt (DpEngineFixture *fixture)
{
  guint64 inode;

  leave_readable (fixture, &inode);
  return dp_part_file_adopt (fixture->folder, "a.bin", LINK, NULL, NULL, NULL);
}

typedef struct
{
  const char *name;
  DpPartFile *(*make) (DpEngineFixture *fixture);
  gboolean has_no_unnamed;
} Way;

static const Way ways[] = {
  { "named", make_named, FALSE },         { "named-only", make_named, TRUE },
  { "signed", make_signed, FALSE },       { "signed-only", make_signed, TRUE },
  { "appearing", make_appearing, FALSE }, { "reopened", reopen, FALSE },
  { "reopened-only", reopen, TRUE },      { "adopted", adopt, FALSE },
  { "adopted-only", adopt, TRUE },
};

static const mode_t masks[] = { 022, 002, 077, 0, 027 };

static void
test_way (gconstpointer data)
{
  const Way *way = data;

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      mode_t old_mask = set_mask (masks[i]);
      g_autoptr (DpPartFile) part = NULL;

      has_no_unnamed = way->has_no_unnamed;
      part = way->make (fixture);
      g_assert_nonnull (part);
      g_assert_cmpuint (get_mode (fixture, "a.bin.part"), ==, 0600);
      dp_part_fixture_fill (part, 1, SIZE_BYTES);
      g_assert_cmpuint (get_mode (fixture, "a.bin.part"), ==, 0600);
      dp_part_fixture_publish_as (fixture, part, SIZE_BYTES, "a.bin");
      g_assert_cmpuint (get_mode (fixture, "a.bin"), ==, 0666 & ~masks[i]);
      has_no_unnamed = FALSE;
      set_mask (old_mask);
    }
}

/* A small file that is whole before it gets any name. */
static void
test_unnamed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      mode_t old_mask = set_mask (masks[i]);
      g_autoptr (DpPartFile) part = dp_part_file_create_unnamed (fixture->folder, "a.bin");

      dp_part_fixture_fill (part, 1, 10);
      dp_part_fixture_publish_as (fixture, part, 10, "a.bin");
      g_assert_cmpuint (get_mode (fixture, "a.bin"), ==, 0666 & ~masks[i]);
      set_mask (old_mask);
    }
}

/* One that is whole but got no name is still unfinished. */
static void
test_not_published (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = make_named (fixture);

  dp_part_fixture_fill (part, 1, SIZE_BYTES);
  refuses_names = TRUE;
  g_assert_null (dp_part_file_publish (part, SIZE_BYTES, NULL));
  refuses_names = FALSE;
  g_assert_cmpuint (get_mode (fixture, "a.bin.part"), ==, 0600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat ("/part-file-mode/", ways[i].name, NULL);

      g_test_add_data_func (path, &ways[i], test_way);
    }
  g_test_add_func ("/part-file-mode/unnamed", test_unnamed);
  g_test_add_func ("/part-file-mode/not-published", test_not_published);
  return g_test_run ();
}
