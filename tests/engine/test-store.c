/* test-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread that writes the list: nobody waits for it but who claims a file, and nothing that it
 * was told is lost, also when the disk refuses for a while.
 */

#include "dp-store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

typedef struct
{
  char *folder;   /* (owned): removed with the fixture */
  DpStore *store; /* (owned) */
  GPtrArray *entries;
  GError *load_error;
  GError *trouble;
  gboolean is_loaded;
  gboolean is_watched;
} Fixture;

/* A disk that hangs or refuses. */
static struct
{
  GMutex lock;
  GCond changed;
  gboolean is_hanging;
  guint n_hanging;
  int write_errno;
} disk;

static int n_flushes;
static int flush_errno;

int
fdatasync (int fd)
{
  g_atomic_int_inc (&n_flushes);
  errno = g_atomic_int_get (&flush_errno);
  return errno != 0 ? -1 : 0;
}

static ssize_t
disk_pwrite (int fd, const void *data, size_t size, off_t offset)
{
  g_mutex_lock (&disk.lock);
  disk.n_hanging++;
  g_cond_broadcast (&disk.changed);
  while (disk.is_hanging)
    g_cond_wait (&disk.changed, &disk.lock);
  disk.n_hanging--;
  errno = disk.write_errno;
  g_mutex_unlock (&disk.lock);
  return errno != 0 ? -1 : pwrite (fd, data, size, offset);
}

static void
set_disk (gboolean is_hanging, int write_errno)
{
  g_mutex_lock (&disk.lock);
  disk.is_hanging = is_hanging;
  disk.write_errno = write_errno;
  g_cond_broadcast (&disk.changed);
  g_mutex_unlock (&disk.lock);
}

static void
wait_until_hanging (void)
{
  g_mutex_lock (&disk.lock);
  while (disk.n_hanging == 0)
    g_cond_wait (&disk.changed, &disk.lock);
  g_mutex_unlock (&disk.lock);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *remark = NULL;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = dp_store_load_finish (result, &remark, &self->load_error);
  self->is_loaded = TRUE;
}

static void
on_watched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  dp_store_watch_finish (result, &self->trouble);
  self->is_watched = TRUE;
}

static void
start (Fixture *self)
{
  self->store = dp_store_new (self->folder);
  self->is_loaded = FALSE;
  self->is_watched = FALSE;
  dp_store_watch_async (self->store, NULL, on_watched, self);
  dp_store_load_async (self->store, NULL, on_loaded, self);
  dp_test_run_until (self->is_loaded);
}

static void
stop (Fixture *self, gboolean is_written)
{
  g_assert_cmpint (dp_store_close (self->store, 5000), ==, is_written);
  g_clear_pointer (&self->store, dp_store_unref);
  dp_test_run_until (self->is_watched);
  dp_test_run_until (dp_test_count_threads ("dp-store") == 0);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->folder = g_dir_make_tmp ("downpour-XXXXXX", NULL);
  start (self);
  g_assert_no_error (self->load_error);
  g_assert_cmpuint (self->entries->len, ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  static const char *const names[] = { "list.db", "list.db-wal", "list.lock" };

  if (self->store != NULL)
    stop (self, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      (void) g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_error (&self->load_error);
  g_clear_error (&self->trouble);
  g_free (self->folder);
}

static GPtrArray *
make_downloads (guint64 first_id, guint n_downloads)
{
  GPtrArray *downloads = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_downloads; i++)
    g_ptr_array_add (downloads, dp_download_new (first_id + i, "http://u:p@h/a?b", "/downloads"));
  return downloads;
}

static void
tell (Fixture *self, DpNoteKind kind, GPtrArray *downloads)
{
  dp_store_tell (self->store, kind, (DpDownload *const *) downloads->pdata, downloads->len);
}

static void
restart (Fixture *self)
{
  stop (self, TRUE);
  start (self);
  g_assert_no_error (self->load_error);
}

static const DpEntry *
get_entry (Fixture *self, guint i)
{
  return self->entries->pdata[i];
}

/* What a download has goes in and comes out. */
static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 3);
  g_autoptr (DpDownload) back = NULL;
  const DpProgress progress = { 5, 10, 3, 4 };

  tell (self, DP_NOTE_ADDED, downloads);
  dp_download_set_name (downloads->pdata[0], "b.bin");
  dp_download_set_progress (downloads->pdata[0], &progress);
  dp_download_set_reason (downloads->pdata[0], "Because.");
  dp_download_set_state (downloads->pdata[0], DP_STATE_PAUSED);
  dp_download_finish (downloads->pdata[1], "/downloads/c.bin", 7, TRUE);
  dp_download_write_history (downloads->pdata[1])->added_usec = 11;
  dp_download_set_limit (downloads->pdata[1], 13);
  dp_download_write_history (downloads->pdata[1])->finished_usec = 12;
  dp_download_set_state (downloads->pdata[1], DP_STATE_DONE);
  dp_download_set_reason (downloads->pdata[2], "Soon.");
  dp_download_set_state (downloads->pdata[2], DP_STATE_RUNNING);
  tell (self, DP_NOTE_CHANGED, downloads);
  restart (self);

  g_assert_cmpuint (self->entries->len, ==, 3);
  back = dp_entry_to_download (get_entry (self, 0));
  g_assert_cmpuint (dp_download_get_id (back), ==, 1);
  g_assert_cmpstr (dp_download_get_url (back), ==, "http://u:p@h/a?b");
  g_assert_cmpstr (dp_download_get_folder (back), ==, "/downloads");
  g_assert_cmpstr (dp_download_get_name (back), ==, "b.bin");
  g_assert_cmpstr (dp_download_get_reason (back), ==, "Because.");
  g_assert_cmpint (dp_download_get_state (back), ==, DP_STATE_PAUSED);
  g_assert_cmpuint (dp_download_get_progress (back)->received_bytes, ==, 5);
  g_assert_cmpuint (dp_download_get_progress (back)->total_bytes, ==, 10);
  g_assert_cmpuint (dp_download_get_progress (back)->bytes_per_sec, ==, 0);
  g_set_object (&back, NULL);

  back = dp_entry_to_download (get_entry (self, 1));
  g_assert_cmpint (dp_download_get_state (back), ==, DP_STATE_DONE);
  g_assert_cmpstr (dp_download_get_path (back), ==, "/downloads/c.bin");
  g_assert_cmpstr (dp_download_get_name (back), ==, "c.bin");
  g_assert_cmpuint (dp_download_get_limit (back), ==, 13);
  g_assert_cmpint (dp_download_get_history (back)->finished_usec, ==, 12);
  g_assert_true (dp_download_is_length_proven (back));
  g_set_object (&back, NULL);

  /* Nobody runs it any more. */
  back = dp_entry_to_download (get_entry (self, 2));
  g_assert_cmpint (dp_download_get_state (back), ==, DP_STATE_QUEUED);
  g_assert_cmpstr (dp_download_get_reason (back), ==, NULL);
  g_assert_cmpstr (dp_download_get_known_name (back), ==, NULL);
}

static void
test_removed (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 1);
  g_autoptr (GPtrArray) others = make_downloads (2, 1);

  tell (self, DP_NOTE_ADDED, downloads);
  tell (self, DP_NOTE_ADDED, others);
  tell (self, DP_NOTE_REMOVED, downloads);
  restart (self);
  g_assert_cmpuint (self->entries->len, ==, 2);
  g_assert_true (get_entry (self, 0)->is_removed);
  g_assert_false (get_entry (self, 1)->is_removed);
  tell (self, DP_NOTE_CHANGED, downloads);
  tell (self, DP_NOTE_REMOVED, others);
  tell (self, DP_NOTE_FORGOTTEN, others);
  restart (self);
  g_assert_cmpuint (self->entries->len, ==, 1);
  g_assert_false (get_entry (self, 0)->is_removed);
}

/* Comes back when it is written, in a list that nobody closed. */
static void
test_claim (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 1);
  DpPartial partial = { .folder = (char *) "/d", .name = (char *) "a", .inode = 9 };
  g_autofree char *path = g_build_filename (self->folder, "list.db-wal", NULL);
  g_autofree char *content = NULL;
  gsize size;

  tell (self, DP_NOTE_ADDED, downloads);
  partial.validator = (char *) "a very special version";
  dp_store_claim (self->store, 1, &partial);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_nonnull (memmem (content, size, partial.validator, strlen (partial.validator)));
  /* What the home thread says of the rest leaves it alone. */
  tell (self, DP_NOTE_CHANGED, downloads);
  restart (self);
  g_assert_nonnull (get_entry (self, 0)->partial);
  g_assert_cmpuint (get_entry (self, 0)->partial->inode, ==, 9);
}

/* A power cut a second later takes nothing away; and then nothing is flushed any more. */
static void
test_flushed (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 1);
  gint64 began_usec = g_get_monotonic_time ();
  gint64 end_usec;
  int n_before;

  tell (self, DP_NOTE_ADDED, downloads);
  dp_store_claim (self->store, 1, &(const DpPartial){ .folder = (char *) "/d" });
  n_before = g_atomic_int_get (&n_flushes);
  dp_test_run_until (g_atomic_int_get (&n_flushes) > n_before);
  dp_test_assert_soon (began_usec);
  n_before = g_atomic_int_get (&n_flushes);
  end_usec = g_get_monotonic_time () + 3 * G_USEC_PER_SEC / 2;
  dp_test_run_until (g_get_monotonic_time () > end_usec);
  g_assert_cmpint (g_atomic_int_get (&n_flushes), ==, n_before);
}

/* Neither the home thread nor, for long, a worker waits for a disk that hangs. */
static void
test_hanging (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 1000);
  const DpPartial partial = { .folder = (char *) "/d", .name = (char *) "a", .inode = 9 };
  gint64 began_usec;

  set_disk (TRUE, 0);
  tell (self, DP_NOTE_ADDED, downloads);
  wait_until_hanging ();
  began_usec = g_get_monotonic_time ();
  tell (self, DP_NOTE_CHANGED, downloads);
  dp_store_claim (self->store, 1, &partial);
  g_assert_false (dp_store_close (self->store, 100));
  /* All of them before the disk comes back, which it does only now. */
  dp_test_assert_soon (began_usec);
  set_disk (FALSE, 0);
  restart (self);
  g_assert_cmpuint (self->entries->len, ==, 1000);
}

/* Told once; nobody waits meanwhile; and what was kept is written in the end. */
static void
test_refused (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 2);
  const DpPartial partial = { .folder = (char *) "/d", .name = (char *) "a", .inode = 9 };
  gint64 began_usec;

  set_disk (FALSE, ENOSPC);
  tell (self, DP_NOTE_ADDED, downloads);
  dp_test_run_until (self->is_watched);
  dp_test_assert_has (self->trouble->message, g_strerror (ENOSPC));
  began_usec = g_get_monotonic_time ();
  dp_store_claim (self->store, 1, &partial);
  dp_test_assert_soon (began_usec);
  set_disk (FALSE, 0);
  restart (self);
  g_assert_cmpuint (self->entries->len, ==, 2);
  g_assert_nonnull (get_entry (self, 0)->partial);
}

/* The same while it goes on: tried again by itself. */
static void
test_recovers (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 2);
  const DpPartial partial = { .folder = (char *) "/d", .name = (char *) "a", .inode = 9 };
  g_autofree char *path = g_build_filename (self->folder, "list.db-wal", NULL);
  gboolean is_written = FALSE;

  set_disk (FALSE, EIO);
  tell (self, DP_NOTE_ADDED, downloads);
  dp_test_run_until (self->is_watched);
  set_disk (FALSE, 0);
  dp_store_claim (self->store, 2, &partial);
  dp_test_run_until (is_written || ({
                       g_autofree char *content = NULL;
                       gsize size = 0;

                       is_written = g_file_get_contents (path, &content, &size, NULL) && size > 0 &&
                                    memmem (content, size, "/downloads", 10) != NULL;
                       is_written;
                     }));
}

/* Of all threads but this one. */
static gint64
get_cpu_usec (void)
{
  struct timespec all;
  struct timespec own;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &all);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &own);
  return (all.tv_sec - own.tv_sec) * G_USEC_PER_SEC + (all.tv_nsec - own.tv_nsec) / 1000;
}

/* After a flush that failed nobody looks at the clock until something happens. */
static void
test_flush_refused (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) downloads = make_downloads (1, 2);
  g_autoptr (GPtrArray) more = make_downloads (3, 2);
  gint64 spent_usec;
  gint64 end_usec;

  g_atomic_int_set (&flush_errno, EIO);
  tell (self, DP_NOTE_ADDED, downloads);
  dp_test_run_until (self->is_watched);
  g_atomic_int_set (&flush_errno, 0);
  dp_test_assert_has (self->trouble->message, g_strerror (EIO));
  spent_usec = get_cpu_usec ();
  end_usec = g_get_monotonic_time () + 5 * G_USEC_PER_SEC / 2;
  dp_test_run_until (g_get_monotonic_time () > end_usec);
  g_assert_cmpint (get_cpu_usec () - spent_usec, <, G_USEC_PER_SEC / 4);
  tell (self, DP_NOTE_ADDED, more);
  restart (self);
  g_assert_cmpuint (self->entries->len, ==, 4);
}

/* One that comes too late stores nothing. */
static void
test_second (Fixture *self, gconstpointer unused)
{
  Fixture second = { .folder = self->folder };
  g_autoptr (GPtrArray) downloads = make_downloads (1, 1);

  start (&second);
  g_assert_null (second.entries);
  dp_test_assert_has (second.load_error->message, "another Downpour");
  /* Heard by nobody. */
  tell (&second, DP_NOTE_ADDED, downloads);
  dp_store_claim (second.store, 1, &(const DpPartial){ .folder = (char *) "/d" });
  dp_store_close (second.store, 5000);
  dp_store_unref (second.store);
  dp_test_run_until (second.is_watched);
  g_assert_no_error (second.trouble);
  g_clear_error (&second.load_error);
  restart (self);
  g_assert_cmpuint (self->entries->len, ==, 0);
}

static void
test_none (void)
{
  dp_store_tell (NULL, DP_NOTE_ADDED, NULL, 0);
  dp_store_claim (NULL, 1, NULL);
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  g_test_init (&argc, &argv, NULL);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) disk_pwrite);
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) disk_pwrite);

  add_test ("/store/round-trip", test_round_trip);
  add_test ("/store/removed", test_removed);
  add_test ("/store/claim", test_claim);
  add_test ("/store/flushed", test_flushed);
  add_test ("/store/hanging", test_hanging);
  add_test ("/store/refused", test_refused);
  add_test ("/store/recovers", test_recovers);
  add_test ("/store/flush-refused", test_flush_refused);
  add_test ("/store/second", test_second);
  g_test_add_func ("/store/none", test_none);

  return g_test_run ();
}
