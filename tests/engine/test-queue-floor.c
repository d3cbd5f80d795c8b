/* test-queue-floor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Some of the disk shall stay free: what would leave less waits, with one message, and goes on when
 * there is more.  As much is free as the test says (dp-full-disk).
 */

#include "dp-queue.h"

#include "dp-full-disk.h"
#include "dp-volume.h"

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)

static DpQueueFixture *
begin (DpNoRoom *told, guint64 free_bytes, guint64 floor_bytes)
{
  DpQueueFixture *self = dp_full_disk_begin (told, 20);

  dp_full_disk.free_bytes = free_bytes;
  dp_volume_set_floor (floor_bytes);
  return self;
}

static void
end (DpQueueFixture *self, DpNoRoom *told)
{
  dp_volume_set_floor (0);
  dp_full_disk_end (self, told);
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
  DpNoRoom told;
  DpQueueFixture *self = begin (&told, 100 * MIB, 200 * MIB);
  guint64 id = dp_queue_fixture_add (self, 3, "/file/%u.bin");

  dp_test_run_until (is_held (self, id) && is_held (self, id + 1) && is_held (self, id + 2));
  g_assert_cmpuint (told.n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "");

  /* It looks, and finds nothing. */
  dp_full_disk.n_looks = 0;
  dp_test_run_until (g_atomic_int_get (&dp_full_disk.n_looks) > 0);
  g_assert_true (is_held (self, id));

  if (is_lowered)
    dp_volume_set_floor (50 * MIB);
  else
    dp_full_disk.free_bytes = 300 * MIB;
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (told.n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin|2.bin");
  dp_queue_fixture_assert_consistent (self);
  end (self, &told);
}

/* What would leave too little waits alone; what is free on the disk is not what may be used. */
static void
test_large (void)
{
  DpNoRoom told;
  DpQueueFixture *self = begin (&told, 100 * MIB, 60 * MIB);
  guint64 large = dp_queue_fixture_add (self, 1, "/file/large%u.bin?size=50000000");
  guint64 small = dp_queue_fixture_add (self, 1, "/file/small%u.bin?size=20000000");

  dp_test_run_until (is_done (self, small) && is_held (self, large));
  g_assert_cmpuint (told.n_told, ==, 1);
  dp_engine_fixture_assert_files (self->engine, "small0.bin");
  dp_full_disk.free_bytes = 120 * MIB;
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "large0.bin|small0.bin");
  end (self, &told);
}

/* A file whose length nobody knows stops while it comes, and one whose room is taken does not. */
static void
test_growing (void)
{
  DpNoRoom told;
  DpQueueFixture *self = begin (&told, 100 * MIB, 60 * MIB);
  guint64 taken;
  guint64 growing;

  dp_test_server_hold_at (self->engine->server, "/file/taken0.bin?size=3000000", 1500000);
  taken = dp_queue_fixture_add (self, 1, "/file/taken%u.bin?size=3000000");
  growing = dp_queue_fixture_add (self, 1, "/no-length/growing%u.bin?rate=15000");
  dp_test_run_until (is_coming (self, taken) && is_coming (self, growing));
  dp_full_disk.free_bytes = 50 * MIB;
  /* It looks when it brings what it has to the disk, every five seconds. */
  dp_test_run_until (is_held (self, growing));
  g_assert_cmpuint (told.n_told, ==, 1);
  dp_full_disk.free_bytes = 100 * MIB;
  dp_test_server_release (self->engine->server, "/file/taken0.bin?size=3000000");
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_files (self->engine, "growing0.bin|taken0.bin");
  dp_engine_fixture_assert_content (self->engine, "growing0.bin", 1, DP_TEST_BODY_SIZE_BYTES);
  dp_engine_fixture_assert_content (self->engine, "taken0.bin", 1, 3000000);
  end (self, &told);
}

/* What was begun before waits as well when it is to go on. */
static void
test_rest (void)
{
  DpNoRoom told;
  DpQueueFixture *self = begin (&told, 100 * MIB, 60 * MIB);
  guint64 id;

  dp_test_server_hold_at (self->engine->server, "/file/0.bin", 50000);
  id = dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_wait_bytes (self, id, 50000);
  dp_test_pause (self->queue, id);
  dp_queue_fixture_wait_idle (self);
  dp_test_server_release (self->engine->server, "/file/0.bin");
  dp_full_disk.free_bytes = 50 * MIB;
  dp_test_resume (self->queue, id);
  dp_test_run_until (is_held (self, id));
  dp_full_disk.free_bytes = 100 * MIB;
  dp_queue_fixture_run_to_end (self);
  dp_engine_fixture_assert_content (self->engine, "0.bin", 1, DP_TEST_BODY_SIZE_BYTES);
  end (self, &told);
}

/* A small file is cheap while nobody wants anything of the dp_full_disk. */
static void
test_none (void)
{
  DpNoRoom told;
  DpQueueFixture *self = begin (&told, 1 * MIB, 0);

  dp_queue_fixture_add (self, 2, "/file/%u.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpint (dp_full_disk.n_looks, ==, 0);
  g_assert_cmpuint (told.n_told, ==, 0);
  dp_engine_fixture_assert_files (self->engine, "0.bin|1.bin");
  end (self, &told);
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
