/* test-library-killed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue after kill -9: with the list as it was at that moment, and with files that nobody was
 * told of.
 */

#include "dp-library.h"

#include <dlfcn.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "dp-library-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *content = NULL;
  gsize size;

  if (g_file_get_contents (from, &content, &size, NULL))
    g_assert_true (g_file_set_contents (to, content, (gssize) size, NULL));
}

/* The list as it is now comes back, whatever is written to it from now on. */
static void
remember_list (DpLibraryFixture *self)
{
  g_autofree char *list = dp_library_fixture_dup_path (self, "list.db");
  g_autofree char *wal = dp_library_fixture_dup_path (self, "list.db-wal");
  g_autofree char *list_copy = dp_library_fixture_dup_path (self, "copy");
  g_autofree char *wal_copy = dp_library_fixture_dup_path (self, "copy-wal");

  copy_file (list, list_copy);
  copy_file (wal, wal_copy);
}

static void
restart_as_remembered (DpLibraryFixture *self)
{
  g_autofree char *list = dp_library_fixture_dup_path (self, "list.db");
  g_autofree char *wal = dp_library_fixture_dup_path (self, "list.db-wal");
  g_autofree char *list_copy = dp_library_fixture_dup_path (self, "copy");
  g_autofree char *wal_copy = dp_library_fixture_dup_path (self, "copy-wal");

  dp_library_fixture_stop_queue (self);
  dp_library_close (self->library, 5000);
  dp_queue_fixture_renew (self->run);
  (void) g_unlink (wal);
  g_assert_cmpint (g_rename (list_copy, list), ==, 0);
  g_assert_cmpint (g_rename (wal_copy, wal), ==, 0);
  dp_library_fixture_load (self);
}

/* The list is remembered as it is when a finished file gets its name. */
static DpLibraryFixture *before_rename;

int
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  if (before_rename != NULL)
    remember_list (before_rename);
  return ((typeof (&renameat2)) dlsym (RTLD_NEXT, "renameat2")) (old_fd, old_name, new_fd, new_name,
                                                                 flags);
}

/* Killed when the file has its name, and before anybody was told: it is not fetched again. */
static void
test_published (DpLibraryFixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *path;
    gboolean is_proven;
  } files[] = {
    { "/file/%u.bin", TRUE },
    { "/file/%u.bin?size=3000000", TRUE },
    { "/file/%u.bin?etag=no&modified=no", TRUE },
    { "/chunked/%u.bin", TRUE },
    { "/no-length/%u.bin", FALSE },
    { "/empty/%u.bin", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = dp_engine_fixture_dup_path (self->run->engine, "0.bin");
      guint64 id;
      guint64 size;

      before_rename = self;
      id = dp_queue_fixture_add (self->run, 1, files[i].path);
      dp_queue_fixture_run_to_end (self->run);
      before_rename = NULL;
      dp_library_fixture_assert_state (self, id, DP_STATE_DONE);
      size = dp_download_get_progress (dp_library_fixture_find (self, id))->total_bytes;
      dp_test_server_forget (self->run->engine->server);
      restart_as_remembered (self);

      dp_queue_fixture_run_to_end (self->run);
      dp_library_fixture_assert_state (self, id, DP_STATE_DONE);
      g_assert_cmpstr (dp_download_get_path (dp_library_fixture_find (self, id)), ==, path);
      g_assert_cmpuint (dp_download_get_progress (dp_library_fixture_find (self, id))->total_bytes,
                        ==, size);
      g_assert_cmpint (dp_download_is_length_proven (dp_library_fixture_find (self, id)), ==,
                       files[i].is_proven);
      g_assert_cmpuint (dp_test_server_get_body_bytes (self->run->engine->server), ==, 0);
      dp_engine_fixture_assert_files (self->run->engine, "0.bin");
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* The list is remembered as it is when a file is about to get its first name. */
static DpLibraryFixture *before_link;
static gboolean is_link_refused;

int
linkat (int old_fd, const char *old_name, int new_fd, const char *new_name, int flags)
{
  if (before_link != NULL)
    remember_list (before_link);
  before_link = NULL;
  if (is_link_refused)
    {
      errno = EPERM;
      return -1;
    }
  return ((typeof (&linkat)) dlsym (RTLD_NEXT, "linkat")) (old_fd, old_name, new_fd, new_name,
                                                           flags);
}

/* Killed before it had a name: it was known already whose it was to be, and nothing of it is left. */
static void
test_before_name (DpLibraryFixture *self, gconstpointer unused)
{
  static const char *const paths[] = { "/stall/%u.bin?after=50000&times=1",
                                       "/stall/%u.bin?size=2000000&after=50000&times=1" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path = dp_engine_fixture_dup_path (self->run->engine, "0.bin");
      g_autofree char *part = g_strconcat (path, ".part", NULL);
      guint64 id;

      before_link = self;
      id = dp_queue_fixture_add (self->run, 1, paths[i]);
      dp_queue_fixture_wait_bytes (self->run, id, 50000);
      g_assert_null (before_link);
      g_assert_cmpint (g_unlink (part), ==, 0);
      restart_as_remembered (self);
      g_assert_nonnull (dp_download_get_partial (dp_library_fixture_find (self, id)));
      dp_queue_fixture_run_to_end (self->run);
      dp_library_fixture_assert_state (self, id, DP_STATE_DONE);
      dp_engine_fixture_assert_files (self->run->engine, "0.bin");
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* Where a file that has no name gets none, it is made with one. */
static void
test_link_refused (DpLibraryFixture *self, gconstpointer unused)
{
  is_link_refused = TRUE;
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?size=2000000&after=1500000");
  dp_queue_fixture_wait_bytes (self->run, 1, 1500000);
  remember_list (self);
  restart_as_remembered (self);
  dp_queue_fixture_run_to_end (self->run);
  is_link_refused = FALSE;
  dp_engine_fixture_assert_content (self->run->engine, "0.bin", 1, 2000000);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin");
}

/* What was claimed when the file was begun does not prove that it was finished: a file that is gone
 * leaves its inode to another one, which may be as long. */
static void
test_same_inode (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *part = dp_engine_fixture_dup_path (self->run->engine, "0.bin.part");
  g_autofree char *other = dp_engine_fixture_dup_path (self->run->engine, "other.bin");

  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?after=50000&times=1");
  dp_queue_fixture_wait_bytes (self->run, 1, 50000);
  remember_list (self);
  g_assert_cmpint (g_rename (part, other), ==, 0);
  g_assert_cmpint (truncate (other, SIZE), ==, 0);
  restart_as_remembered (self);
  dp_queue_fixture_run_to_end (self->run);
  dp_library_fixture_assert_state (self, 1, DP_STATE_DONE);
  dp_engine_fixture_assert_content (self->run->engine, "0.bin", 1, SIZE);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin|other.bin");
}

/* It may have got another name than it was to get. */
static void
test_renamed (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->run->engine, "0 (2).bin");

  dp_test_server_hold_at (self->run->engine->server, "/file/0.bin", 1000);
  before_rename = self;
  dp_queue_fixture_add (self->run, 1, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self->run, 1, 1000);
  dp_engine_fixture_write (self->run->engine, "0.bin", "somebody else’s");
  dp_test_server_release (self->run->engine->server, "/file/0.bin");
  dp_queue_fixture_run_to_end (self->run);
  before_rename = NULL;
  restart_as_remembered (self);
  dp_queue_fixture_run_to_end (self->run);
  g_assert_cmpstr (dp_download_get_path (dp_library_fixture_find (self, 1)), ==, path);
  dp_engine_fixture_assert_text (self->run->engine, "0.bin", "somebody else’s");
  dp_engine_fixture_assert_files (self->run->engine, "0 (2).bin|0.bin");
}

/* One that somebody else made meanwhile is not it. */
static void
test_not_ours (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->run->engine, "0.bin");

  before_rename = self;
  dp_queue_fixture_add (self->run, 1, "/file/%u.bin");
  dp_queue_fixture_run_to_end (self->run);
  before_rename = NULL;
  dp_engine_fixture_write (self->run->engine, "other", "short");
  g_assert_cmpint (g_unlink (path), ==, 0);
  dp_engine_fixture_write (self->run->engine, "0.bin", "another one’s");
  restart_as_remembered (self);
  dp_queue_fixture_run_to_end (self->run);
  dp_library_fixture_assert_state (self, 1, DP_STATE_DONE);
  dp_engine_fixture_assert_text (self->run->engine, "0.bin", "another one’s");
  dp_engine_fixture_assert_content (self->run->engine, "0 (2).bin", 1, SIZE);
  dp_engine_fixture_assert_files (self->run->engine, "0 (2).bin|0.bin|other");
}

/* Killed in the middle of a small file, which can't describe itself: nothing of it is left over, and
 * the whole one gets the name. */
static void
test_small_file (DpLibraryFixture *self, gconstpointer unused)
{
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?after=50000&times=1");
  dp_queue_fixture_wait_bytes (self->run, 1, 50000);
  remember_list (self);
  restart_as_remembered (self);
  dp_queue_fixture_run_to_end (self->run);
  dp_library_fixture_assert_state (self, 1, DP_STATE_DONE);
  g_assert_cmpstr (dp_download_get_name (dp_library_fixture_find (self, 1)), ==, "0.bin");
  dp_engine_fixture_assert_content (self->run->engine, "0.bin", 1, SIZE);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin");
}

/* Killed while a removal could still be undone, and while a worker had yet to give up: what is on
 * the disk of them goes at the next start. */
static void
test_removal (DpLibraryFixture *self, gconstpointer unused)
{
  g_autoptr (DpRemoval) removal = NULL;

  dp_queue_fixture_add (self->run, 2, "/stall/%u.bin?size=2000000&after=1500000");
  dp_queue_fixture_wait_bytes (self->run, 1, 1500000);
  dp_queue_fixture_wait_bytes (self->run, 2, 1500000);
  dp_test_pause (self->run->queue, 1);
  dp_test_pause (self->run->queue, 2);
  dp_library_fixture_restart (self);

  removal = dp_queue_fixture_remove (self->run, 1, 1);
  dp_library_close (g_steal_pointer (&self->library), 5000);
  dp_queue_restore (self->run->queue, g_steal_pointer (&removal));
  dp_library_fixture_stop_queue (self);
  dp_queue_fixture_renew (self->run);
  dp_library_fixture_load (self);
  g_assert_cmpuint (dp_library_fixture_count (self), ==, 1);
  dp_queue_fixture_wait_files (self->run, "1.bin.part");
  dp_test_cancel (self->run->queue, 2);
  dp_queue_fixture_wait_files (self->run, "");
  dp_library_fixture_restart (self);
  dp_library_fixture_assert_state (self, 2, DP_STATE_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LIBRARY_FIXTURE_ADD ("/library-killed/published", test_published);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/before-name", test_before_name);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/link-refused", test_link_refused);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/same-inode", test_same_inode);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/renamed", test_renamed);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/not-ours", test_not_ours);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/small-file", test_small_file);
  DP_LIBRARY_FIXTURE_ADD ("/library-killed/removal", test_removal);

  return g_test_run ();
}
