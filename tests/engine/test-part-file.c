/* test-part-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names are taken, never tested, and nothing that is there is ever touched.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-part-fixture.h"
#include "dp-filename.h"

#define SIZE_BYTES 70000

static DpPartFile *
reopen (DpEngineFixture *fixture, guint64 inode, guint64 safe_bytes, GError **error)
{
  g_auto (DpRangeSet) safe = { 0 };

  dp_range_set_add (&safe, 0, safe_bytes);
  return dp_part_file_reopen (fixture->folder, "a.bin", inode, &safe, error);
}

/* Something that is in the way. */
static void
put (DpEngineFixture *fixture, const char *kind, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  if (strcmp (kind, "file") == 0)
    dp_engine_fixture_write (fixture, name, "theirs");
  else if (strcmp (kind, "folder") == 0)
    g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  else if (strcmp (kind, "dangling") == 0)
    g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  else if (strcmp (kind, "fifo") == 0)
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  else
    g_assert_not_reached ();
}

static void
assert_untouched (DpEngineFixture *fixture, const char *kind, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  struct stat st;

  g_assert_cmpint (lstat (path, &st), ==, 0);
  if (strcmp (kind, "file") == 0)
    dp_engine_fixture_assert_text (fixture, name, "theirs");
  g_assert_cmpuint (st.st_mode & S_IFMT, ==,
                    strcmp (kind, "file") == 0       ? S_IFREG
                    : strcmp (kind, "folder") == 0   ? S_IFDIR
                    : strcmp (kind, "dangling") == 0 ? S_IFLNK
                                                     : S_IFIFO);
}

static const char *const kinds[] = { "file", "folder", "dangling", "fifo" };

static void
test_simple (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");

  g_assert_cmpstr (dp_part_file_get_name (part), ==, "a.bin");
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  dp_part_fixture_fill (part, 7, SIZE_BYTES);
  dp_part_fixture_publish_as (fixture, part, SIZE_BYTES, "a.bin");
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 7, SIZE_BYTES);
}

static void
test_empty (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");

  g_assert_true (dp_part_file_reserve (part, 0, NULL));
  dp_part_fixture_publish_as (fixture, part, 0, "a.bin");
  dp_engine_fixture_assert_text (fixture, "a.bin", "");
}

static void
test_clash (void)
{
  static const char *const names[] = { "a.bin", "a.bin.part" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
        g_autoptr (DpPartFile) part = NULL;

        put (fixture, kinds[i], names[j]);
        part = dp_part_fixture_create (fixture, "a.bin");
        g_assert_cmpstr (dp_part_file_get_name (part), ==, "a (2).bin");
        dp_part_fixture_fill (part, 1, 10);
        dp_part_fixture_publish_as (fixture, part, 10, "a (2).bin");
        assert_untouched (fixture, kinds[i], names[j]);
      }
}

static void
test_clash_while_downloading (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");

      dp_part_fixture_fill (part, 1, 10);
      put (fixture, kinds[i], "a.bin");
      put (fixture, kinds[i], "a (2).bin.part");
      dp_part_fixture_publish_as (fixture, part, 10, "a (3).bin");
      assert_untouched (fixture, kinds[i], "a.bin");
      assert_untouched (fixture, kinds[i], "a (2).bin.part");
      dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a (3).bin|a.bin");
    }
}

static void
test_symlink_not_followed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *link = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpPartFile) part = NULL;
  g_autoptr (GError) error = NULL;
  struct stat st;

  dp_engine_fixture_write (fixture, "victim", "theirs");
  g_assert_cmpint (symlink ("victim", link), ==, 0);
  part = dp_part_fixture_create (fixture, "a.bin");
  dp_part_fixture_fill (part, 1, 10);
  dp_engine_fixture_assert_text (fixture, "victim", "theirs");

  /* Not even with the inode of what it points to. */
  g_assert_cmpint (stat (link, &st), ==, 0);
  g_assert_null (reopen (fixture, st.st_ino, 0, &error));
  g_assert_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED);
}

static void
test_long_names (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *stem = g_strnfill (300, 'x');
  g_autofree char *wish = g_strconcat (stem, ".tar.gz", NULL);
  g_autofree char *name = dp_filename_sanitize (wish);

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, name);
      g_autofree char *path = NULL;

      g_assert_cmpuint (strlen (dp_part_file_get_name (part)), ==, 250);
      g_assert_true (g_str_has_suffix (dp_part_file_get_name (part), ".tar.gz"));
      path = dp_part_file_publish (part, 0, NULL);
      g_assert_nonnull (path);
    }
}

/* It is there with its first name, or nowhere; a name that is taken stays what it is. */
static void
test_appear (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  DpPartFile *dropped = dp_part_file_create_unnamed (fixture->folder, "a.bin");
  g_autoptr (DpPartFile) first = dp_part_file_create_unnamed (fixture->folder, "a.bin");
  g_autoptr (DpPartFile) second = dp_part_file_create_unnamed (fixture->folder, "a.bin");
  g_autoptr (DpPartFile) third = NULL;

  dp_part_file_free (dropped);
  dp_engine_fixture_assert_files (fixture, "");
  g_assert_true (dp_part_file_appear (first, "http://a/a.bin"));
  g_assert_false (dp_part_file_appear (second, "http://a/a.bin"));
  g_assert_cmpint (errno, ==, EEXIST);
  g_assert_cmpstr (dp_part_file_get_name (second), ==, "a (2).bin");
  g_assert_true (dp_part_file_appear (second, "http://a/a.bin"));
  third = dp_part_file_create_unnamed (fixture->folder, "a.bin");
  g_assert_cmpstr (dp_part_file_get_name (third), ==, "a (3).bin");
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin.part");
  dp_part_file_discard (first);
  dp_part_file_discard (second);
}

static void
test_unnamed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  DpPartFile *dropped = dp_part_file_create_unnamed (fixture->folder, "a.bin");
  g_autoptr (DpPartFile) part = dp_part_file_create_unnamed (fixture->folder, "a.bin");

  g_assert_false (dp_part_file_has_name (part));
  dp_part_fixture_fill (dropped, 6, SIZE_BYTES);
  dp_part_fixture_fill (part, 7, SIZE_BYTES);
  dp_part_file_discard (dropped);
  dp_part_file_free (dropped);
  dp_engine_fixture_assert_files (fixture, "");
  put (fixture, "file", "a.bin");
  dp_part_fixture_publish_as (fixture, part, SIZE_BYTES, "a (2).bin");
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin");
  dp_engine_fixture_assert_content (fixture, "a (2).bin", 7, SIZE_BYTES);
  assert_untouched (fixture, "file", "a.bin");
}

/* Who is on the way to a name has it. */
static void
test_unnamed_beside_part (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) other = dp_part_fixture_create (fixture, "a.bin");
  g_autoptr (DpPartFile) part = dp_part_file_create_unnamed (fixture->folder, "a.bin");

  dp_part_fixture_fill (part, 7, SIZE_BYTES);
  dp_part_fixture_publish_as (fixture, part, SIZE_BYTES, "a (2).bin");
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
}

static void
test_not_executable (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  mode_t mask = umask (0);
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.sh");
  g_autofree char *path = dp_part_file_publish (part, 0, NULL);
  struct stat st;

  umask (mask);
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 07777, ==, 0666);
}

/* Going on */

static void
test_reopen (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  DpPartFile *part = dp_part_fixture_create (fixture, "a.bin");
  guint64 inode = dp_part_file_get_inode (part);
  char data[10];

  dp_part_fixture_fill (part, 1, SIZE_BYTES);
  dp_part_file_free (part);
  part = reopen (fixture, inode, SIZE_BYTES, NULL);
  g_assert_nonnull (part);
  g_assert_true (dp_part_file_read (part, 60000, data, sizeof data, NULL));
  g_assert_true (dp_test_body_check (1, 60000, data, sizeof data));
  dp_part_fixture_publish_as (fixture, part, SIZE_BYTES, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, SIZE_BYTES);
  dp_part_file_free (part);
}

static void
assert_not_reopened (DpEngineFixture *fixture, guint64 inode, guint64 safe_bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (reopen (fixture, inode, safe_bytes, &error));
  g_assert_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED);
}

static void
test_reopen_changed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
  guint64 inode = dp_part_file_get_inode (part);

  dp_part_fixture_fill (part, 1, 10);
  assert_not_reopened (fixture, inode + 1, 10);
  assert_not_reopened (fixture, inode, 11);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_cmpint (g_remove (path), ==, 0);
      assert_not_reopened (fixture, inode, 0);
      put (fixture, kinds[i], "a.bin.part");
      assert_not_reopened (fixture, inode, 0);
      assert_untouched (fixture, kinds[i], "a.bin.part");
    }
}

/* Somebody meddles */

static void
test_removed (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
  g_autoptr (GError) error = NULL;

  dp_part_fixture_fill (part, 1, 10);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (dp_part_file_publish (part, 10, &error));
  dp_part_fixture_assert_disk_error (error, "The unfinished file is no longer in");
  dp_engine_fixture_assert_files (fixture, "");
}

static void
test_replaced (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  put (fixture, "file", "a.bin.part");
  g_assert_null (dp_part_file_publish (part, 0, &error));
  dp_part_fixture_assert_disk_error (error, "The unfinished file is no longer in");
  dp_part_file_discard (part);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  assert_untouched (fixture, "file", "a.bin.part");
}

/* Of two versions one stays; it gets the better name, if the other one still has it. */
static void
test_supersede (void)
{
  static const struct
  {
    const char *old_name;
    gboolean is_replaced; /* by somebody else */
    const char *files;
  } rows[] = {
    { "a.bin", FALSE, "a.bin.part" },
    { "a.bin", TRUE, "a (2).bin.part|a.bin.part" },
    { "b.bin", FALSE, "a.bin.part" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      g_autoptr (DpPartFile) old = dp_part_fixture_create (fixture, rows[i].old_name);
      g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
      g_autofree char *first = dp_engine_fixture_dup_path (fixture, "a.bin.part");

      dp_part_fixture_fill (old, 1, 100);
      dp_part_fixture_fill (part, 2, 100);
      if (rows[i].is_replaced)
        {
          g_assert_cmpint (g_unlink (first), ==, 0);
          dp_engine_fixture_write (fixture, "a.bin.part", "theirs");
        }
      dp_part_file_supersede (part, old);
      dp_engine_fixture_assert_files (fixture, rows[i].files);
      if (rows[i].is_replaced)
        dp_engine_fixture_assert_text (fixture, "a.bin.part", "theirs");
      else
        dp_engine_fixture_assert_content (fixture, "a.bin.part", 2, 100);
      dp_part_file_discard (part);
      dp_engine_fixture_assert_files (fixture, rows[i].is_replaced ? "a.bin.part" : "");
    }
}

static void
test_discard (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");

  dp_engine_fixture_write (fixture, "other.part", "theirs");
  dp_part_file_discard (part);
  dp_part_file_discard (part);
  dp_engine_fixture_assert_files (fixture, "other.part");
}

#define N_THREADS          8
#define N_FILES_PER_THREAD 50

static gpointer
create_many (gpointer data)
{
  DpEngineFixture *fixture = data;

  for (guint i = 0; i < N_FILES_PER_THREAD; i++)
    {
      g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      dp_part_fixture_fill (part, 3, 100);
      path = dp_part_file_publish (part, 100, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

/* As many files as were made, whoever wins. */
static void
test_race (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  GThread *threads[N_THREADS];
  g_autofree char *list = NULL;
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("creator", create_many, fixture);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  list = dp_engine_fixture_list (fixture);
  names = g_strsplit (list, "|", -1);
  g_assert_cmpuint (g_strv_length (names), ==, N_THREADS * N_FILES_PER_THREAD);
  for (guint i = 0; names[i] != NULL; i++)
    dp_engine_fixture_assert_content (fixture, names[i], 3, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-file/simple", test_simple);
  g_test_add_func ("/part-file/empty", test_empty);
  g_test_add_func ("/part-file/clash", test_clash);
  g_test_add_func ("/part-file/clash-while-downloading", test_clash_while_downloading);
  g_test_add_func ("/part-file/symlink-not-followed", test_symlink_not_followed);
  g_test_add_func ("/part-file/long-names", test_long_names);
  g_test_add_func ("/part-file/appear", test_appear);
  g_test_add_func ("/part-file/unnamed", test_unnamed);
  g_test_add_func ("/part-file/unnamed-beside-part", test_unnamed_beside_part);
  g_test_add_func ("/part-file/not-executable", test_not_executable);
  g_test_add_func ("/part-file/reopen", test_reopen);
  g_test_add_func ("/part-file/reopen-changed", test_reopen_changed);
  g_test_add_func ("/part-file/removed", test_removed);
  g_test_add_func ("/part-file/replaced", test_replaced);
  g_test_add_func ("/part-file/supersede", test_supersede);
  g_test_add_func ("/part-file/discard", test_discard);
  g_test_add_func ("/part-file/race", test_race);

  return g_test_run ();
}
