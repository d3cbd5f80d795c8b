/* test-library.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue from one run of the program to the next, where each ends in order.
 */

#include "dp-library.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "dp-errands.h"
#include "dp-host-limit.h"
#include "dp-library-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

/* In order */

static void
test_history (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->run->engine, "0.bin");
  gint64 finished_usec;

  dp_queue_fixture_add (self->run, 1, "/file/%u.bin");
  dp_queue_fixture_add (self->run, 1, "/status/404?n=%u");
  dp_queue_fixture_run_to_end (self->run);
  finished_usec = dp_download_get_history (dp_library_fixture_find (self, 1))->finished_usec;
  g_assert_cmpint (finished_usec, >=,
                   dp_download_get_history (dp_library_fixture_find (self, 1))->added_usec);
  dp_library_fixture_restart (self);

  g_assert_cmpuint (dp_library_fixture_count (self), ==, 2);
  dp_library_fixture_assert_state (self, 1, DP_STATE_DONE);
  dp_library_fixture_assert_state (self, 2, DP_STATE_FAILED);
  g_assert_cmpstr (dp_download_get_path (dp_library_fixture_find (self, 1)), ==, path);
  g_assert_cmpuint (dp_download_get_progress (dp_library_fixture_find (self, 1))->received_bytes,
                    ==, SIZE);
  g_assert_cmpint (dp_download_get_history (dp_library_fixture_find (self, 1))->finished_usec, ==,
                   finished_usec);
  g_assert_true (dp_download_is_length_proven (dp_library_fixture_find (self, 1)));
  dp_test_assert_has (dp_download_get_reason (dp_library_fixture_find (self, 2)), "404");
  /* In one piece, and numbers go on. */
  g_assert_cmpuint (self->run->n_items_changed, ==, 1);
  g_assert_cmpuint (dp_queue_fixture_add (self->run, 1, "/status/404?n=%u"), ==, 3);
  dp_queue_fixture_run_to_end (self->run);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin");
}

/* What ran and what was queued goes on where it was; what was paused stays so. */
static void
test_goes_on (DpLibraryFixture *self, gconstpointer unused)
{
  guint64 sent_bytes;

  dp_queue_set_parallel (self->run->queue, 1);
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?size=2000000&after=1000000&times=1");
  dp_queue_fixture_add (self->run, 2, "/file/after-%u.bin");
  dp_test_pause (self->run->queue, 3);
  dp_queue_fixture_wait_bytes (self->run, 1, 1000000);
  /* It counts behind our back what we have already. */
  dp_test_run_until (dp_test_server_get_body_bytes (self->run->engine->server) == 1000000);
  sent_bytes = 1000000;
  dp_library_fixture_restart (self);

  dp_queue_fixture_run_to_end (self->run);
  dp_library_fixture_assert_state (self, 1, DP_STATE_DONE);
  dp_library_fixture_assert_state (self, 2, DP_STATE_DONE);
  dp_library_fixture_assert_state (self, 3, DP_STATE_PAUSED);
  sent_bytes = dp_test_server_get_body_bytes (self->run->engine->server) - sent_bytes;
  g_assert_cmpuint (sent_bytes, <, 1000000 + 65536 + SIZE + 1);
  dp_engine_fixture_assert_content (self->run->engine, "0.bin", 1, 2000000);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin|after-0.bin");
}

static void
test_stays_paused (DpLibraryFixture *self, gconstpointer unused)
{
  self->goes_on = FALSE;
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?after=50000");
  dp_queue_fixture_wait_bytes (self->run, 1, 50000);
  dp_library_fixture_restart (self);
  dp_library_fixture_assert_state (self, 1, DP_STATE_PAUSED);
  g_assert_cmpuint (dp_download_get_progress (dp_library_fixture_find (self, 1))->received_bytes,
                    ==, 50000);
  self->goes_on = TRUE;
  dp_library_fixture_restart (self);
  dp_library_fixture_assert_state (self, 1, DP_STATE_PAUSED);
  dp_test_cancel (self->run->queue, 1);
  dp_queue_fixture_wait_files (self->run, "");
}

/* A removal holds at once; undone, it holds no more. */
static void
test_removed (DpLibraryFixture *self, gconstpointer unused)
{
  DpRemoval *removal;

  dp_queue_fixture_add (self->run, 4, "/status/404?n=%u");
  dp_queue_fixture_run_to_end (self->run);
  dp_removal_free (dp_queue_fixture_remove (self->run, 1, 1));
  dp_queue_restore (self->run->queue, dp_queue_fixture_remove (self->run, 2, 1));
  removal = dp_queue_fixture_remove (self->run, 3, 1);
  /* The program ends while it could still be undone. */
  dp_removal_free (removal);
  dp_library_fixture_restart (self);
  g_assert_cmpuint (dp_library_fixture_count (self), ==, 2);
  dp_library_fixture_assert_state (self, 2, DP_STATE_FAILED);
  dp_library_fixture_assert_state (self, 4, DP_STATE_FAILED);
}

/* What a server was seen to want is known to the next run, for a week. */
static void
test_hosts (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *origin = dp_engine_fixture_dup_url (self->run->engine, "");
  gint64 now_usec = g_get_real_time ();
  DpHosts *hosts;

  dp_host_limit_forget ();
  dp_queue_set_parallel (self->run->queue, 8);
  dp_queue_fixture_add (self->run, 12, "/limited/%u.bin?most=4&size=200000&rate=400000");
  dp_queue_fixture_run_to_end (self->run);
  g_assert_cmpuint (dp_host_limit_get (origin, now_usec), <=, 4);
  hosts = dp_terms_get_hosts (dp_scheduler_get_terms (dp_queue_get_scheduler (self->run->queue)));
  dp_host_limit_lower ("http://here.only.example:80", 3, now_usec);
  dp_hosts_lower (hosts, "http://long.ago.example:80", 3, now_usec - 7 * G_TIME_SPAN_DAY);
  dp_hosts_lower (hosts, "http://lately.example:80", 3, now_usec - 2 * G_TIME_SPAN_DAY);
  dp_hosts_lower (hosts, "javascript:alert", 3, now_usec);
  dp_host_limit_forget ();
  dp_library_fixture_restart (self);
  g_assert_cmpuint (dp_host_limit_get (origin, now_usec), <=, 4);
  g_assert_cmpuint (dp_host_limit_get ("http://lately.example:80", now_usec), ==, 5);
  g_assert_cmpuint (dp_host_limit_get ("http://here.only.example:80", now_usec), ==, G_MAXUINT);
  g_assert_cmpuint (dp_host_limit_get ("http://long.ago.example:80", now_usec), ==, G_MAXUINT);
  g_assert_cmpuint (dp_host_limit_get ("javascript:alert", now_usec), ==, G_MAXUINT);

  /* It holds from the first file on. */
  dp_test_server_hold (self->run->engine->server, NULL);
  dp_queue_set_parallel (self->run->queue, 8);
  dp_queue_fixture_add (self->run, 12, "/file/again-%u.bin");
  g_assert_cmpuint (dp_queue_count (self->run->queue, DP_STATE_RUNNING), ==,
                    dp_host_limit_get (origin, now_usec));
  dp_queue_pause_all (self->run->queue);
  dp_queue_fixture_wait_idle (self->run);
  dp_test_server_release (self->run->engine->server, NULL);
  dp_host_limit_forget ();
}

/* Another link and a name, also for one that has yet to wait; and a part file that the person named. */
static void
test_new_link (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->run->engine, "/file/new.bin");
  g_autofree char *other = dp_engine_fixture_dup_url (self->run->engine, "/stall/0.bin");
  DpPartial *partial = g_new0 (DpPartial, 1);

  partial->folder = g_strdup (self->run->engine->folder);
  partial->name = g_strdup ("named.bin");
  partial->link = g_strdup ("http://elsewhere.example/named.bin");
  dp_queue_set_parallel (self->run->queue, 1);
  dp_queue_fixture_add (self->run, 2, "/stall-headers/%u.bin");
  dp_queue_continue (self->run->queue, other, NULL, partial);
  dp_queue_set_link (self->run->queue, 2, url);
  dp_queue_rename_async (self->run->queue, 2, "wish.bin", NULL, NULL);
  dp_library_fixture_stop_queue (self);
  g_assert_true (dp_library_close (self->library, 5000));
  dp_queue_fixture_renew (self->run);
  self->goes_on = FALSE;
  dp_library_fixture_load (self);

  g_assert_cmpuint (dp_library_fixture_count (self), ==, 3);
  g_assert_cmpstr (dp_download_get_url (dp_library_fixture_find (self, 2)), ==, url);
  g_assert_cmpstr (dp_download_get_wish (dp_library_fixture_find (self, 2)), ==, "wish.bin");
  g_assert_cmpstr (dp_download_get_name (dp_library_fixture_find (self, 2)), ==, "wish.bin");
  g_assert_cmpstr (dp_download_get_url (dp_library_fixture_find (self, 3)), ==, other);
  g_assert_cmpstr (dp_download_get_name (dp_library_fixture_find (self, 3)), ==, "named.bin");
  g_assert_cmpstr (dp_download_get_partial (dp_library_fixture_find (self, 3))->link, ==,
                   "http://elsewhere.example/named.bin");
}

/* Progress */

static guint64
get_written (DpLibraryFixture *self)
{
  g_autofree char *wal = dp_library_fixture_dup_path (self, "list.db-wal");
  struct stat st;

  return stat (wal, &st) == 0 ? (guint64) st.st_size : 0;
}

/* How long it took, which a busy machine makes longer. */
static gint64
run_for (guint msec)
{
  gint64 began_usec = g_get_monotonic_time ();

  dp_test_run_until (g_get_monotonic_time () - began_usec >= msec * G_TIME_SPAN_MILLISECOND);
  return g_get_monotonic_time () - began_usec;
}

/* The last of what moved is written up to a second later. */
static void
wait_until_nothing_is_written (DpLibraryFixture *self)
{
  guint64 written;

  for (guint i = 0; i < 20; i++)
    {
      written = get_written (self);
      run_for (1500);
      if (get_written (self) == written)
        return;
    }
  g_error ("It writes without end.");
}

/* Once a second for all that moves; nothing while nothing moves. */
static void
test_progress (DpLibraryFixture *self, gconstpointer unused)
{
  guint64 before;
  guint64 written;
  gint64 took_usec;

  dp_queue_fixture_add (self->run, 6, "/file/%u.bin?size=1000000&rate=20000");
  dp_test_run_until (dp_queue_count (self->run->queue, DP_STATE_RUNNING) == 6);
  run_for (500);
  before = get_written (self);
  took_usec = run_for (2000);
  written = get_written (self) - before;
  /* A transaction writes each page that it touches once: one page, or two. */
  g_assert_cmpuint (written, <=, (guint64) (took_usec / G_USEC_PER_SEC + 1) * 2 * (4096 + 24));
  before = get_written (self);
  dp_test_run_until (get_written (self) > before);
  dp_queue_pause_all (self->run->queue);
  dp_queue_fixture_wait_idle (self->run);
  wait_until_nothing_is_written (self);
  g_assert_cmpuint (dp_download_get_progress (dp_library_fixture_find (self, 1))->received_bytes, >,
                    0);
  for (guint64 id = 1; id <= 6; id++)
    dp_test_cancel (self->run->queue, id);
  dp_queue_fixture_wait_files (self->run, "");
}

/* A list that can't be read */

static void
test_in_use (DpLibraryFixture *self, gconstpointer unused)
{
  g_autoptr (DpQueue) queue = dp_queue_new (self->run->engine->lanes);
  g_autofree char *folder = g_strdup (self->folder);
  DpQueue *first_queue = g_steal_pointer (&self->run->queue);
  DpLibrary *first = self->library;

  /* A second program on the same list goes on without. */
  self->run->queue = queue;
  dp_library_fixture_load (self);
  dp_test_assert_has (self->complaints->str, "another Downpour is using it");
  g_string_truncate (self->complaints, 0);
  dp_library_close (self->library, 5000);
  dp_library_fixture_stop_queue (self);
  self->library = first;
  self->run->queue = first_queue;
}

static void
test_damaged (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_library_fixture_dup_path (self, "list.db");

  dp_library_fixture_stop_queue (self);
  dp_library_close (self->library, 5000);
  g_assert_true (g_file_set_contents (path, "junk", -1, NULL));
  dp_queue_fixture_renew (self->run);
  dp_library_fixture_load (self);
  dp_test_assert_has (self->complaints->str, "damaged");
  dp_test_assert_has (self->complaints->str, "list-damaged-1.db");
  g_string_truncate (self->complaints, 0);
  dp_queue_fixture_add (self->run, 1, "/status/404?n=%u");
  dp_queue_fixture_run_to_end (self->run);
  dp_library_fixture_restart (self);
  g_assert_cmpuint (dp_library_fixture_count (self), ==, 1);
}

static ssize_t
full_pwrite (int fd, const void *data, size_t size, off_t offset)
{
  errno = ENOSPC;
  return -1;
}

static void
set_full (gboolean is_full)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  sqlite3_syscall_ptr func = is_full ? (sqlite3_syscall_ptr) full_pwrite : NULL;

  vfs->xSetSystemCall (vfs, "pwrite64", func);
  vfs->xSetSystemCall (vfs, "pwrite", func);
}

/* There is no room for what was saved of it: the person is told of both, and of neither in place of
 * the other. */
static void
test_damaged_and_full (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_library_fixture_dup_path (self, "list.db");

  dp_library_fixture_stop_queue (self);
  dp_library_close (self->library, 5000);
  g_assert_true (g_file_set_contents (path, "junk", -1, NULL));
  dp_queue_fixture_renew (self->run);
  set_full (TRUE);
  dp_library_fixture_load (self);
  dp_test_run_until (strstr (self->complaints->str, "|The list of downloads was damaged") != NULL);
  dp_test_assert_has (self->complaints->str, "list.db”. The list of downloads can't be saved");
  dp_test_assert_has (self->complaints->str, g_strerror (ENOSPC));
  g_string_truncate (self->complaints, 0);
  set_full (FALSE);
  dp_library_fixture_restart (self);
  dp_test_assert_has (self->complaints->str, "list-damaged-1.db");
  g_string_truncate (self->complaints, 0);
}

/* What is to be run when it is done, and what came of it. */
static void
test_errand (DpLibraryFixture *self, gconstpointer unused)
{
  static const guint64 ids[] = { 1, 2 };
  DpDownload *download;

  dp_queue_set_parallel (self->run->queue, 1);
  dp_queue_fixture_add (self->run, 1, "/file/%u.bin");
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?size=2000&after=1000&times=1");
  dp_queue_set_command_of (self->run->queue, ids, 2, "unpack %f");
  dp_test_run_until (dp_queue_count (self->run->queue, DP_STATE_DONE) == 1);
  dp_queue_note_errand (self->run->queue, dp_library_fixture_find (self, 1), "It failed");
  /* It is too late for this one, and the other one's is taken back. */
  dp_queue_set_command_of (self->run->queue, ids, 1, "remove %f");
  dp_queue_set_command_of (self->run->queue, ids + 1, 1, "");
  dp_library_fixture_restart (self);

  download = dp_library_fixture_find (self, 1);
  g_assert_cmpstr (dp_download_get_command (download), ==, "unpack %f");
  g_assert_cmpstr (dp_download_get_reason (download), ==, "It failed");
  g_assert_null (dp_download_get_command (dp_library_fixture_find (self, 2)));
  dp_queue_fixture_run_to_end (self->run);
}

/* The owner leaves before the list is there. */
static void
test_closed_early (DpLibraryFixture *self, gconstpointer unused)
{
  g_autofree char *folder = g_dir_make_tmp ("downpour-list-XXXXXX", NULL);
  static const char *const names[] = { "list.db", "list.lock" };
  DpLibrary *library = dp_library_new (self->run->queue, folder, &dp_library_fixture_funcs, self);

  self->n_loaded = 0;
  dp_library_load (library, TRUE);
  g_assert_true (dp_library_close (library, 5000));
  run_for (50);
  g_assert_cmpuint (self->n_loaded, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LIBRARY_FIXTURE_ADD ("/library/history", test_history);
  DP_LIBRARY_FIXTURE_ADD ("/library/goes-on", test_goes_on);
  DP_LIBRARY_FIXTURE_ADD ("/library/stays-paused", test_stays_paused);
  DP_LIBRARY_FIXTURE_ADD ("/library/removed", test_removed);
  DP_LIBRARY_FIXTURE_ADD ("/library/hosts", test_hosts);
  DP_LIBRARY_FIXTURE_ADD ("/library/new-link", test_new_link);
  DP_LIBRARY_FIXTURE_ADD ("/library/progress", test_progress);
  DP_LIBRARY_FIXTURE_ADD ("/library/in-use", test_in_use);
  DP_LIBRARY_FIXTURE_ADD ("/library/damaged", test_damaged);
  DP_LIBRARY_FIXTURE_ADD ("/library/damaged-and-full", test_damaged_and_full);
  DP_LIBRARY_FIXTURE_ADD ("/library/errand", test_errand);
  DP_LIBRARY_FIXTURE_ADD ("/library/closed-early", test_closed_early);

  return g_test_run ();
}
