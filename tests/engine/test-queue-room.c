/* test-queue-room.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A full disk holds back every download to it, with one message, and lets them on when there is
 * room.  The disk is full when the test says so (dp-full-disk).
 */

#include "dp-queue.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dp-full-disk.h"

#define SIZE DP_TEST_BODY_SIZE_BYTES
#define MIB  (G_GUINT64_CONSTANT (1024) * 1024)

static guint64
add_to (DpQueueFixture *self, const char *path, const char *folder)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (urls, dp_engine_fixture_dup_url (self->engine, path));
  return dp_queue_add (self->queue, urls, NULL, folder);
}

static void
assert_held (DpQueueFixture *self, guint64 id)
{
  DpDownload *download = dp_queue_find (self->queue, id);

  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_QUEUED);
  g_assert_cmpstr (dp_download_get_reason (download), ==, "Waiting for room on the disk");
}

#define is_held(self, id)                                                \
  (dp_download_get_reason (dp_queue_find ((self)->queue, id)) != NULL && \
   dp_queue_count ((self)->queue, DP_STATE_RUNNING) == 0)

/* One that writes hits the wall; one that runs, those that are queued, and one that is added later
 * wait with it.  One message.  Then all go on where they were. */
static void
test_full (gconstpointer error)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  guint64 id;
  guint64 late;

  dp_queue_set_parallel (self->queue, 1);
  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 5, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_full_disk.free_bytes = GPOINTER_TO_INT (error) == ENOSPC ? 1 : 0;
  dp_full_disk.error = GPOINTER_TO_INT (error);
  dp_queue_set_parallel (self->queue, 2);

  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 0);
  late = add_to (self, "/file/late.bin", self->engine->folder);
  for (guint64 i = id; i <= late; i++)
    assert_held (self, i);
  g_assert_cmpuint (told.n_told, ==, 1);
  g_assert_true (told.is_full);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), >, 0);
  dp_test_run_until (dp_download_get_partial (dp_queue_find (self->queue, id)) != NULL);
  g_assert_cmpuint (dp_download_get_partial (dp_queue_find (self->queue, id))->safe.covered_bytes,
                    ==, 50000);

  /* It looks, and finds nothing. */
  dp_full_disk.n_looks = 0;
  dp_test_run_until (g_atomic_int_get (&dp_full_disk.n_looks) > 0);
  assert_held (self, id);

  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_full_disk.free_bytes = 0;
  dp_full_disk.error = 0;
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 6);
  g_assert_cmpuint (told.n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin|2.bin|3.bin|4.bin|late.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
  dp_queue_fixture_assert_consistent (self);
  dp_full_disk_end (self, &told);
}

/* Of unknown length, and nobody can continue it: it gives its room back, and begins again when there is more
 * than it had.  It gets no number. */
static void
test_unknown (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/no-length/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/no-length/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_full_disk.free_bytes = MIB;
  dp_full_disk.error = ENOSPC;
  dp_test_server_release (self->engine->server, "/no-length/0.bin");
  dp_test_run_until (is_held (self, id));
  assert_held (self, id);
  g_assert_null (dp_download_get_partial (dp_queue_find (self->queue, id)));
  dp_engine_fixture_assert_files (self->engine, "");

  dp_full_disk.free_bytes = 0;
  dp_full_disk.error = 0;
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "0.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
  dp_full_disk_end (self, &told);
}

/* Room, and soon none again: that is no news. */
static void
test_again (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  guint64 id = 0;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  for (guint i = 0; i < 2; i++)
    {
      if (i == 0)
        id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
      dp_queue_fixture_wait_bytes (self, id, 50000);
      dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 1);
      dp_full_disk.free_bytes = 1;
      dp_full_disk.error = ENOSPC;
      dp_test_server_release (self->engine->server, "/file/0.bin");
      dp_test_run_until (is_held (self, id));
      dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
      dp_full_disk.free_bytes = 0;
      dp_full_disk.error = 0;
    }
  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpstr (self->log->str, ==, "1R 1Q 1R 1Q 1R 1D ");
  g_assert_cmpuint (told.n_told, ==, 1);
  dp_full_disk_end (self, &told);
}

/* Another disk has room. */
static void
test_other_volume (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  g_autofree char *other = dp_engine_fixture_dup_path (self->engine, "other");
  guint64 id;
  guint64 there;

  g_assert_cmpint (g_mkdir (other, 0755), ==, 0);
  dp_full_disk.other = other;
  dp_full_disk.free_bytes = 1;
  dp_full_disk.error = ENOSPC;
  dp_queue_set_parallel (self->queue, 1);
  id = dp_queue_fixture_add (self, 2, "/file/%u.bin");
  there = add_to (self, "/file/there.bin", other);
  dp_test_run_until (dp_download_get_state (dp_queue_find (self->queue, there)) == DP_STATE_DONE);
  assert_held (self, id);
  assert_held (self, id + 1);
  g_assert_cmpuint (told.n_told, ==, 1);
  g_assert_cmpuint (told.id, ==, id);
  dp_full_disk_end (self, &told);
}

/* A file that does not fit waits alone; one that could never fit does not wait at all. */
static void
test_too_big (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  guint64 id;
  guint64 small;
  guint64 never;

  dp_full_disk.free_bytes = 40 * MIB;
  dp_queue_set_parallel (self->queue, 1);
  id = add_to (self, "/file/big.bin?size=50000000", self->engine->folder);
  small = add_to (self, "/file/small.bin", self->engine->folder);
  never = add_to (self, "/file/never.bin?size=4611686018427387904", self->engine->folder);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1 &&
                     dp_queue_count (self->queue, DP_STATE_PAUSED) == 1);
  assert_held (self, id);
  g_assert_cmpint (dp_download_get_state (dp_queue_find (self->queue, small)), ==, DP_STATE_DONE);
  dp_test_assert_has (dp_download_get_reason (dp_queue_find (self->queue, never)), "is too small");
  g_assert_cmpuint (told.n_told, ==, 1);
  g_assert_false (told.is_full);
  g_assert_cmpuint (told.needed_bytes, ==, 50000000);

  dp_full_disk.free_bytes = 100 * MIB;
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "big.bin|small.bin");
  dp_full_disk_end (self, &told);
}

/* Those that wait can be paused and removed; and when nobody waits nobody looks. */
static void
test_verbs (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  gint64 end_usec;
  DpRemoval *removal;
  guint64 id;

  dp_full_disk.free_bytes = 1;
  dp_full_disk.error = ENOSPC;
  id = dp_queue_fixture_add (self, 2, "/file/%u.bin");
  dp_test_run_until (is_held (self, id) && is_held (self, id + 1));
  dp_test_pause (self->queue, id);
  g_assert_cmpstr (dp_download_get_reason (dp_queue_find (self->queue, id)), ==, NULL);
  removal = dp_queue_fixture_remove (self, id + 1, 1);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 0);

  end_usec = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  dp_test_run_until (g_get_monotonic_time () > end_usec);
  dp_full_disk.n_looks = 0;
  end_usec = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  dp_test_run_until (g_get_monotonic_time () > end_usec);
  g_assert_cmpint (dp_full_disk.n_looks, ==, 0);

  dp_full_disk.free_bytes = 0;
  dp_full_disk.error = 0;
  dp_queue_restore (self->queue, removal);
  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin");
  dp_full_disk_end (self, &told);
}

/* Without anybody looking: it is over, with the reason. */
static void
test_does_not_wait (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  guint64 id;

  dp_queue_set_waits_for_room (self->queue, FALSE);
  dp_full_disk.free_bytes = 1;
  dp_full_disk.error = ENOSPC;
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (dp_queue_find (self->queue, id)), ==, DP_STATE_PAUSED);
  dp_test_assert_has (dp_download_get_reason (dp_queue_find (self->queue, id)),
                      g_strerror (ENOSPC));
  g_assert_cmpuint (told.n_told, ==, 0);
  dp_full_disk_end (self, &told);
}

/* What is broken waits for the person, with the cause in words, keeps what is good, and goes on. */
static void
test_broken (gconstpointer error)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  DpDownload *download;
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  download = dp_queue_find (self->queue, id);
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_full_disk.error = GPOINTER_TO_INT (error);
  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_PAUSED);
  dp_test_assert_has (dp_download_get_reason (download), self->engine->folder);
  dp_test_assert_has (dp_download_get_reason (download), g_strerror (GPOINTER_TO_INT (error)));
  g_assert_cmpuint (dp_download_get_partial (download)->safe.covered_bytes, ==, 50000);
  g_assert_cmpuint (told.n_told, ==, 0);

  dp_full_disk.error = 0;
  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_DONE);
  dp_engine_fixture_assert_files (self->engine, "0.bin");
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, SIZE);
  dp_full_disk_end (self, &told);
}

/* The folder goes while a file comes: it is made again when the person wants that. */
static void
test_folder_removed (void)
{
  DpNoRoom told;
  DpQueueFixture *self = dp_full_disk_begin (&told, 5);
  g_autofree char *folder = dp_engine_fixture_dup_path (self->engine, "gone");
  g_autofree char *part = dp_engine_fixture_dup_path (self->engine, "gone/a.bin.part");
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/a.bin", 50000);
  id = add_to (self, "/file/a.bin", folder);
  dp_queue_fixture_wait_bytes (self, id, 50000);
  g_assert_cmpint (g_unlink (part), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  dp_test_server_release (self->engine->server, "/file/a.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_download_get_state (dp_queue_find (self->queue, id)), ==, DP_STATE_PAUSED);
  dp_test_assert_has (dp_download_get_reason (dp_queue_find (self->queue, id)), folder);

  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "gone/a.bin", 1, SIZE);
  dp_full_disk_end (self, &told);
}

/* The program ends while a worker looks, or is about to. */
static void
test_end (void)
{
  for (guint i = 0; i < 2; i++)
    {
      DpNoRoom told;
      DpQueueFixture *self = dp_full_disk_begin (&told, 5);
      guint64 id;

      dp_full_disk.free_bytes = 1;
      dp_full_disk.error = ENOSPC;
      id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
      dp_test_run_until (is_held (self, id));
      dp_full_disk.n_looks = 0;
      if (i == 1)
        dp_test_run_until (g_atomic_int_get (&dp_full_disk.n_looks) > 0);
      dp_full_disk_end (self, &told);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_data_func ("/queue-room/full", GINT_TO_POINTER (ENOSPC), test_full);
  g_test_add_data_func ("/queue-room/quota", GINT_TO_POINTER (EDQUOT), test_full);
  g_test_add_func ("/queue-room/unknown", test_unknown);
  g_test_add_func ("/queue-room/again", test_again);
  g_test_add_func ("/queue-room/other-volume", test_other_volume);
  g_test_add_func ("/queue-room/too-big", test_too_big);
  g_test_add_func ("/queue-room/verbs", test_verbs);
  g_test_add_func ("/queue-room/does-not-wait", test_does_not_wait);
  g_test_add_data_func ("/queue-room/io", GINT_TO_POINTER (EIO), test_broken);
  g_test_add_data_func ("/queue-room/read-only", GINT_TO_POINTER (EROFS), test_broken);
  g_test_add_data_func ("/queue-room/forbidden", GINT_TO_POINTER (EACCES), test_broken);
  g_test_add_data_func ("/queue-room/limit", GINT_TO_POINTER (EFBIG), test_broken);
  g_test_add_func ("/queue-room/folder-removed", test_folder_removed);
  g_test_add_func ("/queue-room/end", test_end);

  return g_test_run ();
}
