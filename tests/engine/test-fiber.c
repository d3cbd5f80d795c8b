/* test-fiber.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Straight code that shares a thread: whose turn it is, who wakes whom, and when.
 */

#include "dp-fiber.h"

#include <string.h>

typedef struct
{
  DpFibers *fibers;
  GString *log;
  DpFiber *waiting;
  gint64 deadline_usec;
  gboolean is_woken;
} Room;

static void
room_init (Room *room)
{
  *room = (Room){ .fibers = dp_fibers_new (g_main_context_default ()), .log = g_string_new (NULL) };
}

/* What happened is what was expected. */
static void
room_clear (Room *room, const char *expected)
{
  g_assert_cmpuint (dp_fibers_get_size (room->fibers), ==, 0);
  g_assert_cmpstr (room->log->str, ==, expected);
  g_string_free (room->log, TRUE);
  dp_fibers_free (room->fibers);
}

static void
run_all (Room *room)
{
  while (dp_fibers_get_size (room->fibers) > 0)
    {
      dp_fibers_resume (room->fibers);
      dp_fibers_sleep (room->fibers, g_get_monotonic_time () + 10 * G_TIME_SPAN_MILLISECOND);
    }
}

/* Nobody else's turn between two waits, and nothing of the stack is lost. */
static void
count (gpointer data)
{
  Room *room = data;
  char name[1024];

  g_assert_nonnull (dp_fiber_get_current ());
  memset (name, 'a' + (int) dp_fibers_get_size (room->fibers), sizeof name);
  for (guint i = 0; i < 3; i++)
    {
      g_string_append_c (room->log, name[sizeof name - 1]);
      g_string_append_printf (room->log, "%u ", i);
      g_assert_cmpint (name[0], ==, name[sizeof name - 1]);
      dp_fiber_wake (dp_fiber_get_current ());
      g_assert_true (dp_fiber_wait (G_MAXINT64));
    }
}

static void
test_one (void)
{
  Room room;

  room_init (&room);
  dp_fibers_start (room.fibers, count, &room);
  g_assert_cmpstr (room.log->str, ==, "");
  run_all (&room);
  g_assert_null (dp_fiber_get_current ());
  room_clear (&room, "b0 b1 b2 ");
}

/* One after the other has its turn; stacks are used again. */
static void
test_many (void)
{
  Room room;
  guint n_turns = 0;

  room_init (&room);
  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < 40; i++)
        dp_fibers_start (room.fibers, count, &room);
      run_all (&room);
    }
  for (const char *c = room.log->str; *c != '\0'; c++)
    n_turns += *c == ' ';
  g_assert_cmpuint (n_turns, ==, 3 * 40 * 3);
  g_string_truncate (room.log, 0);
  room_clear (&room, "");
}

static void
wait_once (gpointer data)
{
  Room *room = data;

  room->waiting = dp_fiber_get_current ();
  room->is_woken = dp_fiber_wait (room->deadline_usec);
  g_string_append (room->log, "over");
}

static void
test_deadline (void)
{
  gint64 began_usec = g_get_monotonic_time ();
  Room room;

  room_init (&room);
  room.deadline_usec = began_usec + 30 * G_TIME_SPAN_MILLISECOND;
  dp_fibers_start (room.fibers, wait_once, &room);
  while (dp_fibers_get_size (room.fibers) > 0)
    {
      dp_fibers_resume (room.fibers);
      if (dp_fibers_get_size (room.fibers) > 0)
        dp_fibers_sleep (room.fibers, G_MAXINT64);
    }
  g_assert_false (room.is_woken);
  g_assert_cmpint (g_get_monotonic_time (), >=, room.deadline_usec);
  room_clear (&room, "over");
}

/* The alarm that was set for one does not hold up another with less time. */
static void
test_earlier_deadline (void)
{
  gint64 began_usec = g_get_monotonic_time ();
  Room late;
  Room early;

  room_init (&late);
  room_init (&early);
  late.deadline_usec = began_usec + 60 * G_TIME_SPAN_SECOND;
  early.deadline_usec = began_usec + 20 * G_TIME_SPAN_MILLISECOND;
  dp_fibers_start (late.fibers, wait_once, &late);
  dp_fibers_resume (late.fibers);
  dp_fibers_sleep (late.fibers, began_usec);
  dp_fibers_start (late.fibers, wait_once, &early);
  while (dp_fibers_get_size (late.fibers) == 2)
    {
      dp_fibers_resume (late.fibers);
      if (dp_fibers_get_size (late.fibers) == 2)
        dp_fibers_sleep (late.fibers, G_MAXINT64);
    }
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <, 10 * G_TIME_SPAN_SECOND);
  dp_fiber_wake (late.waiting);
  run_all (&late);
  g_assert_true (late.is_woken);
  room_clear (&early, "over");
  room_clear (&late, "over");
}

/* From a callback of the context */

static gboolean
wake_waiting (gpointer data)
{
  dp_fiber_wake (((Room *) data)->waiting);
  return G_SOURCE_REMOVE;
}

static void
test_callback (void)
{
  Room room;

  room_init (&room);
  room.deadline_usec = G_MAXINT64;
  dp_fibers_start (room.fibers, wait_once, &room);
  dp_fibers_resume (room.fibers);
  g_idle_add (wake_waiting, &room);
  run_all (&room);
  g_assert_true (room.is_woken);
  room_clear (&room, "over");
}

/* From another thread, while ours is asleep in its context */

static gpointer
wake_from_thread (gpointer data)
{
  g_usleep (20 * 1000);
  dp_fiber_wake (data);
  return NULL;
}

static void
test_thread (void)
{
  Room room;
  GThread *thread;

  room_init (&room);
  room.deadline_usec = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  dp_fibers_start (room.fibers, wait_once, &room);
  dp_fibers_resume (room.fibers);
  thread = g_thread_new ("waker", wake_from_thread, room.waiting);
  while (dp_fibers_get_size (room.fibers) > 0)
    {
      dp_fibers_sleep (room.fibers, G_MAXINT64);
      dp_fibers_resume (room.fibers);
    }
  g_thread_join (thread);
  g_assert_true (room.is_woken);
  g_assert_cmpint (g_get_monotonic_time (), <, room.deadline_usec);
  room_clear (&room, "over");
}

/* A fiber that makes others */

static void
start_three (gpointer data)
{
  Room *room = data;

  for (guint i = 0; i < 3; i++)
    dp_fibers_start (room->fibers, count, room);
  g_string_append (room->log, "started ");
}

static void
test_nested (void)
{
  Room room;

  room_init (&room);
  dp_fibers_start (room.fibers, start_three, &room);
  dp_fibers_resume (room.fibers);
  g_assert_cmpstr (room.log->str, ==, "started ");
  g_assert_cmpuint (dp_fibers_get_size (room.fibers), ==, 3);
  run_all (&room);
  g_string_truncate (room.log, 0);
  room_clear (&room, "");
}

/* Deep, but within what a transfer needs */

static guint
dig (guint depth)
{
  volatile char room[1024];

  memset ((char *) room, (int) depth, sizeof room);
  return depth == 0 ? 0 : dig (depth - 1) + ((guint) (guchar) room[512] == (depth & 0xff));
}

static void
dig_deep (gpointer data)
{
  *(guint *) data = dig (64);
}

static void
test_stack (void)
{
  guint depth = 0;
  Room room;

  room_init (&room);
  dp_fibers_start (room.fibers, dig_deep, &depth);
  run_all (&room);
  g_assert_cmpuint (depth, ==, 64);
  room_clear (&room, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fiber/one", test_one);
  g_test_add_func ("/fiber/many", test_many);
  g_test_add_func ("/fiber/deadline", test_deadline);
  g_test_add_func ("/fiber/earlier-deadline", test_earlier_deadline);
  g_test_add_func ("/fiber/callback", test_callback);
  g_test_add_func ("/fiber/thread", test_thread);
  g_test_add_func ("/fiber/nested", test_nested);
  g_test_add_func ("/fiber/stack", test_stack);

  return g_test_run ();
}
