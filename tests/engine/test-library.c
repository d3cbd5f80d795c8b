/* test-library.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue from one run of the program to the next.  A run ends in order, or as kill -9 ends it:
 * with the list as it was at that moment, and with files that nobody was told of.
 */

#include "dp-library.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-host-limit.h"
#include "dp-queue-fixture.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES

typedef struct
{
  DpQueueFixture *run; /* (owned) */
  DpLibrary *library;  /* (owned) */
  char *folder;        /* (owned): of the list */
  GString *complaints; /* (owned) */
  guint n_loaded;
  gboolean goes_on;
} Fixture;

static void
on_loaded (gpointer user_data)
{
  ((Fixture *) user_data)->n_loaded++;
}

static void
on_complaint (const char *sentence, gpointer user_data)
{
  g_string_append_printf (((Fixture *) user_data)->complaints, "%s|", sentence);
}

static void
load (Fixture *self)
{
  static const DpLibraryFuncs funcs = { on_loaded, on_complaint };

  self->n_loaded = 0;
  self->library =
      dp_library_new (self->run->queue, self->run->engine->lanes, self->folder, &funcs, self);
  dp_library_load (self->library, self->goes_on);
  g_assert_false (dp_library_is_loaded (self->library));
  dp_test_run_until (dp_library_is_loaded (self->library));
  g_assert_cmpuint (self->n_loaded, ==, 1);
  dp_queue_fixture_assert_consistent (self->run);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->run = dp_queue_fixture_new (5);
  self->folder = g_dir_make_tmp ("downpour-list-XXXXXX", NULL);
  self->complaints = g_string_new (NULL);
  self->goes_on = TRUE;
  load (self);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
stop_queue (Fixture *self)
{
  gboolean is_stopped = FALSE;

  dp_queue_stop_async (self->run->queue, 5000, on_stopped, &is_stopped);
  dp_test_run_until (is_stopped);
}

/* The program ends, and starts again: another queue over the same folders and server. */
static void
restart (Fixture *self)
{
  stop_queue (self);
  g_assert_true (dp_library_close (self->library, 5000));
  dp_queue_fixture_renew (self->run);
  load (self);
}

static char *
dup_list_path (Fixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

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
remember_list (Fixture *self)
{
  g_autofree char *list = dup_list_path (self, "list.db");
  g_autofree char *wal = dup_list_path (self, "list.db-wal");
  g_autofree char *list_copy = dup_list_path (self, "copy");
  g_autofree char *wal_copy = dup_list_path (self, "copy-wal");

  copy_file (list, list_copy);
  copy_file (wal, wal_copy);
}

static void
restart_as_remembered (Fixture *self)
{
  g_autofree char *list = dup_list_path (self, "list.db");
  g_autofree char *wal = dup_list_path (self, "list.db-wal");
  g_autofree char *list_copy = dup_list_path (self, "copy");
  g_autofree char *wal_copy = dup_list_path (self, "copy-wal");

  stop_queue (self);
  dp_library_close (self->library, 5000);
  dp_queue_fixture_renew (self->run);
  (void) g_unlink (wal);
  g_assert_cmpint (g_rename (list_copy, list), ==, 0);
  g_assert_cmpint (g_rename (wal_copy, wal), ==, 0);
  load (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  dp_library_close (self->library, 5000);
  dp_queue_fixture_free (self->run);
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = dup_list_path (self, name);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_assert_cmpstr (self->complaints->str, ==, "");
  g_string_free (self->complaints, TRUE);
  g_free (self->folder);
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->run->queue));
}

static DpDownload *
find (Fixture *self, guint64 id)
{
  DpDownload *download = dp_queue_find (self->run->queue, id);

  g_assert_nonnull (download);
  return download;
}

static void
assert_state (Fixture *self, guint64 id, DpState state)
{
  g_assert_cmpint (dp_download_get_state (find (self, id)), ==, state);
}

/* In order */

static void
test_history (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->run->engine, "0.bin");
  gint64 finished_usec;

  dp_queue_fixture_add (self->run, 1, "/file/%u.bin");
  dp_queue_fixture_add (self->run, 1, "/status/404?n=%u");
  dp_queue_fixture_run_to_end (self->run);
  finished_usec = dp_download_get_history (find (self, 1))->finished_usec;
  g_assert_cmpint (finished_usec, >=, dp_download_get_history (find (self, 1))->added_usec);
  restart (self);

  g_assert_cmpuint (count (self), ==, 2);
  assert_state (self, 1, DP_STATE_DONE);
  assert_state (self, 2, DP_STATE_FAILED);
  g_assert_cmpstr (dp_download_get_path (find (self, 1)), ==, path);
  g_assert_cmpuint (dp_download_get_progress (find (self, 1))->received_bytes, ==, SIZE);
  g_assert_cmpint (dp_download_get_history (find (self, 1))->finished_usec, ==, finished_usec);
  g_assert_true (dp_download_is_length_proven (find (self, 1)));
  dp_test_assert_has (dp_download_get_reason (find (self, 2)), "404");
  /* In one piece, and numbers go on. */
  g_assert_cmpuint (self->run->n_items_changed, ==, 1);
  g_assert_cmpuint (dp_queue_fixture_add (self->run, 1, "/status/404?n=%u"), ==, 3);
  dp_queue_fixture_run_to_end (self->run);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin");
}

/* What ran and what was queued goes on where it was; what was paused stays so. */
static void
test_goes_on (Fixture *self, gconstpointer unused)
{
  guint64 sent_bytes;

  dp_queue_set_parallel (self->run->queue, 1);
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?size=2000000&after=1000000&times=1");
  dp_queue_fixture_add (self->run, 2, "/file/after-%u.bin");
  dp_test_pause (self->run->queue, 3);
  dp_queue_fixture_wait_bytes (self->run, 1, 1000000);
  sent_bytes = dp_test_server_get_body_bytes (self->run->engine->server);
  restart (self);

  dp_queue_fixture_run_to_end (self->run);
  assert_state (self, 1, DP_STATE_DONE);
  assert_state (self, 2, DP_STATE_DONE);
  assert_state (self, 3, DP_STATE_PAUSED);
  sent_bytes = dp_test_server_get_body_bytes (self->run->engine->server) - sent_bytes;
  g_assert_cmpuint (sent_bytes, <, 1000000 + 65536 + SIZE + 1);
  dp_engine_fixture_assert_content (self->run->engine, "0.bin", 1, 2000000);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin|after-0.bin");
}

static void
test_stays_paused (Fixture *self, gconstpointer unused)
{
  self->goes_on = FALSE;
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?after=50000");
  dp_queue_fixture_wait_bytes (self->run, 1, 50000);
  restart (self);
  assert_state (self, 1, DP_STATE_PAUSED);
  g_assert_cmpuint (dp_download_get_progress (find (self, 1))->received_bytes, ==, 50000);
  self->goes_on = TRUE;
  restart (self);
  assert_state (self, 1, DP_STATE_PAUSED);
  dp_test_cancel (self->run->queue, 1);
  dp_queue_fixture_wait_files (self->run, "");
}

/* A removal holds at once; undone, it holds no more. */
static void
test_removed (Fixture *self, gconstpointer unused)
{
  DpRemoval *removal;

  dp_queue_fixture_add (self->run, 4, "/status/404?n=%u");
  dp_queue_fixture_run_to_end (self->run);
  dp_removal_free (dp_queue_fixture_remove (self->run, 1, 1));
  dp_queue_restore (self->run->queue, dp_queue_fixture_remove (self->run, 2, 1));
  removal = dp_queue_fixture_remove (self->run, 3, 1);
  /* The program ends while it could still be undone. */
  dp_removal_free (removal);
  restart (self);
  g_assert_cmpuint (count (self), ==, 2);
  assert_state (self, 2, DP_STATE_FAILED);
  assert_state (self, 4, DP_STATE_FAILED);
}

/* What a server was seen to want is known to the next run, for a week. */
static void
test_hosts (Fixture *self, gconstpointer unused)
{
  g_autofree char *origin = dp_engine_fixture_dup_url (self->run->engine, "");
  gint64 now_usec = g_get_real_time ();
  DpHosts *hosts;

  dp_host_limit_forget ();
  dp_queue_set_parallel (self->run->queue, 8);
  dp_queue_fixture_add (self->run, 12, "/limited/%u.bin?most=4&size=200000&rate=400000");
  dp_queue_fixture_run_to_end (self->run);
  g_assert_cmpuint (dp_host_limit_get (origin, now_usec), <=, 4);
  hosts =
      dp_actives_get_hosts (dp_scheduler_get_actives (dp_queue_get_scheduler (self->run->queue)));
  dp_host_limit_lower ("http://here.only.example:80", 3, now_usec);
  dp_hosts_lower (hosts, "http://long.ago.example:80", 3, now_usec - 7 * G_TIME_SPAN_DAY);
  dp_hosts_lower (hosts, "http://lately.example:80", 3, now_usec - 2 * G_TIME_SPAN_DAY);
  dp_hosts_lower (hosts, "javascript:alert", 3, now_usec);
  dp_host_limit_forget ();
  restart (self);
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
test_new_link (Fixture *self, gconstpointer unused)
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
  stop_queue (self);
  g_assert_true (dp_library_close (self->library, 5000));
  dp_queue_fixture_renew (self->run);
  self->goes_on = FALSE;
  load (self);

  g_assert_cmpuint (count (self), ==, 3);
  g_assert_cmpstr (dp_download_get_url (find (self, 2)), ==, url);
  g_assert_cmpstr (dp_download_get_wish (find (self, 2)), ==, "wish.bin");
  g_assert_cmpstr (dp_download_get_name (find (self, 2)), ==, "wish.bin");
  g_assert_cmpstr (dp_download_get_url (find (self, 3)), ==, other);
  g_assert_cmpstr (dp_download_get_name (find (self, 3)), ==, "named.bin");
  g_assert_cmpstr (dp_download_get_partial (find (self, 3))->link, ==,
                   "http://elsewhere.example/named.bin");
}

/* As kill -9 ends it */

/* The list is remembered as it is when a finished file gets its name. */
static Fixture *before_rename;

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
test_killed_when_published (Fixture *self, gconstpointer unused)
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
      assert_state (self, id, DP_STATE_DONE);
      size = dp_download_get_progress (find (self, id))->total_bytes;
      dp_test_server_forget (self->run->engine->server);
      restart_as_remembered (self);

      dp_queue_fixture_run_to_end (self->run);
      assert_state (self, id, DP_STATE_DONE);
      g_assert_cmpstr (dp_download_get_path (find (self, id)), ==, path);
      g_assert_cmpuint (dp_download_get_progress (find (self, id))->total_bytes, ==, size);
      g_assert_cmpint (dp_download_is_length_proven (find (self, id)), ==, files[i].is_proven);
      g_assert_cmpuint (dp_test_server_get_body_bytes (self->run->engine->server), ==, 0);
      dp_engine_fixture_assert_files (self->run->engine, "0.bin");
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* It may have got another name than it was to get. */
static void
test_killed_when_renamed (Fixture *self, gconstpointer unused)
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
  g_assert_cmpstr (dp_download_get_path (find (self, 1)), ==, path);
  dp_engine_fixture_assert_text (self->run->engine, "0.bin", "somebody else’s");
  dp_engine_fixture_assert_files (self->run->engine, "0 (2).bin|0.bin");
}

/* One that somebody else made meanwhile is not it. */
static void
test_not_ours (Fixture *self, gconstpointer unused)
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
  assert_state (self, 1, DP_STATE_DONE);
  dp_engine_fixture_assert_text (self->run->engine, "0.bin", "another one’s");
  dp_engine_fixture_assert_content (self->run->engine, "0 (2).bin", 1, SIZE);
  dp_engine_fixture_assert_files (self->run->engine, "0 (2).bin|0.bin|other");
}

/* Killed in the middle of a small file, which can't describe itself: nothing of it is left over, and
 * the whole one gets the name. */
static void
test_killed_in_small_file (Fixture *self, gconstpointer unused)
{
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?after=50000&times=1");
  dp_queue_fixture_wait_bytes (self->run, 1, 50000);
  remember_list (self);
  restart_as_remembered (self);
  dp_queue_fixture_run_to_end (self->run);
  assert_state (self, 1, DP_STATE_DONE);
  g_assert_cmpstr (dp_download_get_name (find (self, 1)), ==, "0.bin");
  dp_engine_fixture_assert_content (self->run->engine, "0.bin", 1, SIZE);
  dp_engine_fixture_assert_files (self->run->engine, "0.bin");
}

/* Killed while a removal could still be undone, and while a worker had yet to give up: what is on
 * the disk of them goes at the next start. */
static void
test_killed_after_removal (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpRemoval) removal = NULL;

  dp_queue_fixture_add (self->run, 2, "/stall/%u.bin?size=2000000&after=1500000");
  dp_queue_fixture_wait_bytes (self->run, 1, 1500000);
  dp_queue_fixture_wait_bytes (self->run, 2, 1500000);
  dp_test_pause (self->run->queue, 1);
  dp_test_pause (self->run->queue, 2);
  restart (self);

  removal = dp_queue_fixture_remove (self->run, 1, 1);
  dp_library_close (g_steal_pointer (&self->library), 5000);
  dp_queue_restore (self->run->queue, g_steal_pointer (&removal));
  stop_queue (self);
  dp_queue_fixture_renew (self->run);
  load (self);
  g_assert_cmpuint (count (self), ==, 1);
  dp_queue_fixture_wait_files (self->run, "1.bin.part");
  dp_test_cancel (self->run->queue, 2);
  dp_queue_fixture_wait_files (self->run, "");
  restart (self);
  assert_state (self, 2, DP_STATE_CANCELLED);
}

/* Progress */

static guint64
get_written (Fixture *self)
{
  g_autofree char *wal = dup_list_path (self, "list.db-wal");
  struct stat st;

  return stat (wal, &st) == 0 ? (guint64) st.st_size : 0;
}

static void
run_for (guint msec)
{
  gint64 end_usec = g_get_monotonic_time () + msec * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end_usec)
    dp_test_iterate ();
}

/* Once a second for all that moves; nothing while nothing moves. */
static void
test_progress (Fixture *self, gconstpointer unused)
{
  guint64 before;
  guint64 after;

  dp_queue_fixture_add (self->run, 6, "/file/%u.bin?size=1000000&rate=200000");
  run_for (500);
  before = get_written (self);
  run_for (2000);
  after = get_written (self);
  g_assert_cmpuint (after, >, before);
  /* A transaction writes each page that it touches once: one page, or two. */
  g_assert_cmpuint (after - before, <=, 3 * 2 * (4096 + 24));
  dp_queue_pause_all (self->run->queue);
  dp_queue_fixture_wait_idle (self->run);
  run_for (1200);
  before = get_written (self);
  run_for (1500);
  g_assert_cmpuint (get_written (self), ==, before);
  g_assert_cmpuint (dp_download_get_progress (find (self, 1))->received_bytes, >, 0);
  for (guint64 id = 1; id <= 6; id++)
    dp_test_cancel (self->run->queue, id);
  dp_queue_fixture_wait_files (self->run, "");
}

/* A list that can't be read */

static void
test_in_use (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpQueue) queue = dp_queue_new (self->run->engine->lanes);
  g_autofree char *folder = g_strdup (self->folder);
  DpQueue *first_queue = g_steal_pointer (&self->run->queue);
  DpLibrary *first = self->library;

  /* A second program on the same list goes on without. */
  self->run->queue = queue;
  load (self);
  dp_test_assert_has (self->complaints->str, "another Downpour is using it");
  g_string_truncate (self->complaints, 0);
  dp_library_close (self->library, 5000);
  stop_queue (self);
  self->library = first;
  self->run->queue = first_queue;
}

static void
test_damaged (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = dup_list_path (self, "list.db");

  stop_queue (self);
  dp_library_close (self->library, 5000);
  g_assert_true (g_file_set_contents (path, "junk", -1, NULL));
  dp_queue_fixture_renew (self->run);
  load (self);
  dp_test_assert_has (self->complaints->str, "damaged");
  dp_test_assert_has (self->complaints->str, "list-damaged-1.db");
  g_string_truncate (self->complaints, 0);
  dp_queue_fixture_add (self->run, 1, "/status/404?n=%u");
  dp_queue_fixture_run_to_end (self->run);
  restart (self);
  g_assert_cmpuint (count (self), ==, 1);
}

/* The owner leaves before the list is there. */
static void
test_closed_early (Fixture *self, gconstpointer unused)
{
  static const DpLibraryFuncs funcs = { on_loaded, on_complaint };
  g_autofree char *folder = g_dir_make_tmp ("downpour-list-XXXXXX", NULL);
  static const char *const names[] = { "list.db", "list.lock" };
  DpLibrary *library =
      dp_library_new (self->run->queue, self->run->engine->lanes, folder, &funcs, self);

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

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/library/history", test_history);
  add_test ("/library/goes-on", test_goes_on);
  add_test ("/library/stays-paused", test_stays_paused);
  add_test ("/library/removed", test_removed);
  add_test ("/library/hosts", test_hosts);
  add_test ("/library/new-link", test_new_link);
  add_test ("/library/killed-when-published", test_killed_when_published);
  add_test ("/library/killed-when-renamed", test_killed_when_renamed);
  add_test ("/library/not-ours", test_not_ours);
  add_test ("/library/killed-in-small-file", test_killed_in_small_file);
  add_test ("/library/killed-after-removal", test_killed_after_removal);
  add_test ("/library/progress", test_progress);
  add_test ("/library/in-use", test_in_use);
  add_test ("/library/damaged", test_damaged);
  add_test ("/library/closed-early", test_closed_early);

  return g_test_run ();
}
