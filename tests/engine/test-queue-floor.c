/* test-queue-floor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Some of the disk shall stay free: what would leave less waits, with one message, and goes on when
 * there is more.  As much is free as the test says: whatever asks the disk comes through here.
 */

#include "dp-queue.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/statvfs.h>

#include "dp-queue-fixture.h"
#include "dp-volume.h"

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)

static struct
{
  guint64 free_bytes;
  guint n_looks;
} disk;

int
fstatvfs (int fd, struct statvfs *st)
{
  int result = REAL (fstatvfs, "fstatvfs64") (fd, st);

  g_atomic_int_inc (&disk.n_looks);
  st->f_bavail = disk.free_bytes / st->f_frsize;
  return result;
}

static void
on_no_room (DpQueue *queue,
            DpDownload *download,
            guint64 needed_bytes,
            gboolean is_full,
            gpointer user_data)
{
  (*(guint *) user_data)++;
}

static DpQueueFixture *
begin (guint *n_told, guint64 free_bytes, guint64 floor_bytes)
{
  DpQueueFixture *self = dp_queue_fixture_new (20);

  disk.free_bytes = free_bytes;
  disk.n_looks = 0;
  *n_told = 0;
  dp_volume_set_floor (floor_bytes);
  g_signal_connect (self->queue, "no-room", G_CALLBACK (on_no_room), n_told);
  return self;
}

static void
end (DpQueueFixture *self, guint *n_told)
{
  dp_volume_set_floor (0);
  g_signal_handlers_disconnect_by_data (self->queue, n_told);
  dp_queue_fixture_free (self);
}

static gboolean
is_held (DpQueueFixture *self, guint64 id)
{
  DpDownload *download = dp_queue_find (self->queue, id);

  return dp_download_get_state (download) == DP_STATE_QUEUED &&
         g_strcmp0 (dp_download_get_reason (download), "Waiting for room on the disk") == 0;
}

static gboolean
is_done (DpQueueFixture *self, guint64 id)
{
  return dp_download_get_state (dp_queue_find (self->queue, id)) == DP_STATE_DONE;
}

static gboolean
is_coming (DpQueueFixture *self, guint64 id)
{
  return dp_download_get_progress (dp_queue_find (self->queue, id))->received_bytes > 0;
}

/* Small files, too, and none of them is told of twice; they go on when somebody made room, or when
 * the person is content with less. */
static void
test_small (gconstpointer is_lowered)
{
  guint n_told;
  DpQueueFixture *self = begin (&n_told, 100 * MIB, 200 * MIB);
  guint64 id = dp_queue_fixture_add (self, 3, "/file/%u.bin");

  dp_test_run_until (is_held (self, id) && is_held (self, id + 1) && is_held (self, id + 2));
  g_assert_cmpuint (n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "");

  /* It looks, and finds nothing. */
  disk.n_looks = 0;
  dp_test_run_until (g_atomic_int_get (&disk.n_looks) > 0);
  g_assert_true (is_held (self, id));

  if (is_lowered)
    dp_volume_set_floor (50 * MIB);
  else
    disk.free_bytes = 300 * MIB;
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin|2.bin");
  dp_queue_fixture_assert_consistent (self);
  end (self, &n_told);
}

/* What would leave too little waits alone; what is free on the disk is not what may be used. */
static void
test_large (void)
{
  guint n_told;
  DpQueueFixture *self = begin (&n_told, 100 * MIB, 60 * MIB);
  guint64 large = dp_queue_fixture_add (self, 1, "/file/large%u.bin?size=50000000");
  guint64 small = dp_queue_fixture_add (self, 1, "/file/small%u.bin?size=20000000");

  dp_test_run_until (is_done (self, small) && is_held (self, large));
  g_assert_cmpuint (n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "small0.bin");
  disk.free_bytes = 120 * MIB;
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "large0.bin|small0.bin");
  end (self, &n_told);
}

/* A file whose length nobody knows stops while it comes, and one whose room is taken does not. */
static void
test_growing (void)
{
  guint n_told;
  DpQueueFixture *self = begin (&n_told, 100 * MIB, 60 * MIB);
  guint64 taken;
  guint64 growing;

  dp_test_server_hold_at (self->engine->server, "/file/taken0.bin?size=3000000", 1500000);
  taken = dp_queue_fixture_add (self, 1, "/file/taken%u.bin?size=3000000");
  growing = dp_queue_fixture_add (self, 1, "/no-length/growing%u.bin?rate=15000");
  dp_test_run_until (is_coming (self, taken) && is_coming (self, growing));
  disk.free_bytes = 50 * MIB;
  /* It looks when it brings what it has to the disk, every five seconds. */
  dp_test_run_until (is_held (self, growing));
  g_assert_cmpuint (n_told, ==, 1);
  disk.free_bytes = 100 * MIB;
  dp_test_server_release (self->engine->server, "/file/taken0.bin?size=3000000");
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "growing0.bin|taken0.bin");
  dp_engine_fixture_assert_content (self->engine, "growing0.bin", 1, DP_TEST_BODY_SIZE_BYTES);
  dp_engine_fixture_assert_content (self->engine, "taken0.bin", 1, 3000000);
  end (self, &n_told);
}

/* What was begun before waits as well when it is to go on. */
static void
test_rest (void)
{
  guint n_told;
  DpQueueFixture *self = begin (&n_told, 100 * MIB, 60 * MIB);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_test_pause (self->queue, id);
  dp_queue_fixture_wait_idle (self);
  dp_test_server_release (self->engine->server, "/file/0.bin");
  disk.free_bytes = 50 * MIB;
  dp_test_resume (self->queue, id);
  dp_test_run_until (is_held (self, id));
  disk.free_bytes = 100 * MIB;
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, DP_TEST_BODY_SIZE_BYTES);
  end (self, &n_told);
}

/* A small file is cheap while nobody wants anything of the disk. */
static void
test_none (void)
{
  guint n_told;
  DpQueueFixture *self = begin (&n_told, 1 * MIB, 0);

  dp_queue_fixture_add (self, 2, "/file/%u.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (disk.n_looks, ==, 0);
  g_assert_cmpuint (n_told, ==, 0);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin");
  end (self, &n_told);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_data_func ("/queue-floor/room", GINT_TO_POINTER (FALSE), test_small);
  g_test_add_data_func ("/queue-floor/lowered", GINT_TO_POINTER (TRUE), test_small);
  g_test_add_func ("/queue-floor/large", test_large);
  g_test_add_func ("/queue-floor/growing", test_growing);
  g_test_add_func ("/queue-floor/rest", test_rest);
  g_test_add_func ("/queue-floor/none", test_none);

  return g_test_run ();
}
