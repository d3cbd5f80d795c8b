/* test-http-turn.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn it is to begin a TLS connection: as many as there are processors, and nobody waits for
 * long.
 */

#include "dp-http-turn.h"

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-turn-fixture.h"

/* Who came first goes first; one that comes back lets one go on. */
static void
test_order (void)
{
  DpHttpTurn *turns = dp_turn_fixture_take_all ();
  DpTurnWalker walkers[3];
  DpTurnRoom room;

  dp_turn_room_init (&room);
  for (guint i = 0; i < G_N_ELEMENTS (walkers); i++)
    dp_turn_walker_start (&walkers[i], &room, 'a' + (char) i);
  g_assert_cmpuint (dp_http_turn_get_n_waiting (), ==, 3);
  dp_fibers_resume (room.fibers);
  g_assert_cmpstr (room.log->str, ==, "abc");

  dp_http_turn_give_back (&turns[0]);
  g_assert_cmpuint (dp_http_turn_get_n_waiting (), ==, 2);
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, g_get_num_processors ());
  g_assert_true (walkers[0].turn.is_mine);
  dp_fibers_resume (room.fibers);
  g_assert_cmpstr (room.log->str, ==, "abcA");
  dp_turn_room_run (&room);
  g_assert_cmpstr (room.log->str, ==, "abcABC");
  dp_turn_fixture_give_all_back (turns);
  dp_turn_room_clear (&room);
}

/* Takes it from who has had it longest, and only one. */
static void
test_patience (void)
{
  DpHttpTurn *turns = dp_turn_fixture_take_all ();
  gint64 began_usec = g_get_monotonic_time ();
  gint64 took_usec;
  DpTurnWalker walker;
  DpTurnRoom room;

  dp_turn_room_init (&room);
  dp_turn_walker_start (&walker, &room, 'a');
  dp_turn_room_run (&room);
  took_usec = g_get_monotonic_time () - began_usec;
  g_assert_cmpint (took_usec, >=, PATIENCE_USEC);
  g_assert_cmpint (took_usec, <, PATIENCE_USEC + QUICK_USEC);
  g_assert_false (turns[0].is_mine);
  g_assert_cmpuint (dp_turn_fixture_count_mine (turns), ==, g_get_num_processors () - 1);
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, g_get_num_processors () - 1);
  dp_turn_fixture_give_all_back (turns);
  dp_turn_room_clear (&room);
}

/* A crowd that runs out of patience does not do so at once. */
static void
test_pace (void)
{
  DpHttpTurn *turns = dp_turn_fixture_take_all ();
  DpTurnWalker walkers[3];
  DpTurnRoom room;

  dp_turn_room_init (&room);
  for (guint i = 0; i < G_N_ELEMENTS (walkers); i++)
    dp_turn_walker_start (&walkers[i], &room, 'a' + (char) i);
  for (guint i = 1; i < G_N_ELEMENTS (walkers); i++)
    g_assert_cmpint (walkers[i].turn.deadline_usec - walkers[i - 1].turn.deadline_usec, >=,
                     30 * MSEC / g_get_num_processors ());
  dp_http_turn_give_back (&turns[0]);
  dp_turn_room_run (&room);
  dp_turn_fixture_give_all_back (turns);
  dp_turn_room_clear (&room);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  DpHttpTurn *turns = dp_turn_fixture_take_all ();
  gint64 began_usec = g_get_monotonic_time ();
  GThread *thread;
  DpTurnWalker walkers[2];
  DpTurnRoom room;

  dp_turn_room_init (&room);
  dp_turn_walker_start_patient (&walkers[0], &room);
  dp_turn_walker_start (&walkers[1], &room, 'b');
  thread = g_thread_new ("cancel", cancel, room.cancellable);
  dp_turn_room_run (&room);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, <, QUICK_USEC);
  g_assert_cmpuint (dp_turn_fixture_count_mine (turns), ==, g_get_num_processors ());
  dp_turn_fixture_give_all_back (turns);
  dp_turn_room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/http-turn/order", test_order);
  g_test_add_func ("/http-turn/patience", test_patience);
  g_test_add_func ("/http-turn/pace", test_pace);
  g_test_add_func ("/http-turn/cancel", test_cancel);

  return g_test_run ();
}
