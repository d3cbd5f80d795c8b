/* test-trash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files into the Trash, and back, in a home of our own.
 */

#include "dp-trash.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

static char *home;

typedef struct
{
  char *folder;     /* (owned): with the files */
  GPtrArray *files; /* (owned) (element-type DpTrashFile) */
  gboolean is_done;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->folder = g_build_filename (home, "down loads%", NULL);
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_trash_file_free);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_autofree char *share = g_build_filename (home, "share", NULL);

  g_ptr_array_unref (self->files);
  remove_all (self->folder);
  if (g_file_test (share, G_FILE_TEST_EXISTS))
    remove_all (share);
  g_free (self->folder);
}

static void
make_file (Fixture *self, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static DpTrashFile *
add_file (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_ptr_array_add (self->files, dp_trash_file_new (self->files->len + 1, path));
  return self->files->pdata[self->files->len - 1];
}

static void
assert_content (Fixture *self, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, expected);
}

static guint
count_infos (void)
{
  g_autofree char *path = g_build_filename (home, "share", "Trash", "info", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_true (dp_trash_finish (result) == self->files);
  self->is_done = TRUE;
}

static void
put (Fixture *self)
{
  self->is_done = FALSE;
  dp_trash_put_async (self->files, on_done, self);
  dp_test_run_until (self->is_done);
}

static void
restore (Fixture *self)
{
  self->is_done = FALSE;
  dp_trash_restore_async (self->files, on_done, self);
  dp_test_run_until (self->is_done);
}

/* Also two that have the same name there. */
static void
test_back (Fixture *self, gconstpointer unused)
{
  DpTrashFile *file;

  make_file (self, "ä b.tar.gz", "one");
  file = add_file (self, "ä b.tar.gz");
  put (self);
  g_assert_no_error (file->error);
  g_assert_nonnull (file->trash_path);
  assert_content (self, "ä b.tar.gz", NULL);
  g_assert_cmpuint (count_infos (), ==, 1);

  make_file (self, "ä b.tar.gz", "two");
  add_file (self, "ä b.tar.gz");
  put (self);
  g_assert_cmpuint (count_infos (), ==, 2);
  restore (self);
  g_assert_no_error (file->error);
  g_assert_cmpuint (count_infos (), ==, 0);
  assert_content (self, "ä b.tar.gz", "one");
  /* The name is taken: a number, and the file knows. */
  file = self->files->pdata[1];
  g_assert_no_error (file->error);
  g_assert_null (file->trash_path);
  assert_content (self, "ä b (2).tar.gz", "two");
  g_assert_true (g_str_has_suffix (file->path, "/ä b (2).tar.gz"));

  /* And once more. */
  put (self);
  assert_content (self, "ä b (2).tar.gz", NULL);
  restore (self);
  assert_content (self, "ä b (2).tar.gz", "two");
}

static void
test_missing (Fixture *self, gconstpointer unused)
{
  DpTrashFile *gone = add_file (self, "gone.bin");
  DpTrashFile *file;

  make_file (self, "there.bin", "x");
  file = add_file (self, "there.bin");
  put (self);
  g_assert_cmpstr (gone->error->message, ==,
                   "“gone.bin” could not be moved to the Trash: No such file or directory");
  g_assert_null (gone->trash_path);
  g_assert_no_error (file->error);

  /* Somebody empties the Trash. */
  g_assert_cmpint (g_unlink (file->trash_path), ==, 0);
  restore (self);
  g_assert_no_error (gone->error);
  g_assert_cmpstr (
      file->error->message, ==,
      "“there.bin” could not be brought back from the Trash: No such file or directory");
}

/* Where the folder is gone, the file stays in the Trash, and can be had later. */
static void
test_no_folder (Fixture *self, gconstpointer unused)
{
  g_autofree char *aside = g_strconcat (self->folder, "-aside", NULL);
  DpTrashFile *file;

  make_file (self, "a.bin", "x");
  file = add_file (self, "a.bin");
  put (self);
  g_assert_cmpint (g_rename (self->folder, aside), ==, 0);
  restore (self);
  g_assert_nonnull (file->error);
  g_assert_cmpint (g_rename (aside, self->folder), ==, 0);
  restore (self);
  g_assert_no_error (file->error);
  assert_content (self, "a.bin", "x");
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *share = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = g_dir_make_tmp ("downpour-home-XXXXXX", NULL);
  share = g_build_filename (home, "share", NULL);
  /* Before anybody asks. */
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", share, TRUE);

  add ("/trash/back", test_back);
  add ("/trash/missing", test_missing);
  add ("/trash/no-folder", test_no_folder);

  status = g_test_run ();
  g_assert_cmpint (g_rmdir (home), ==, 0);
  g_free (home);
  return status;
}
