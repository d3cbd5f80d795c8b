/* dp-turn-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-turn-fixture.h"

/* For one that is patient. */
#define LONG_USEC (30000 * MSEC)

DpHttpTurn *
dp_turn_fixture_take_all (void)
{
  DpHttpTurn *turns = g_new0 (DpHttpTurn, g_get_num_processors ());

  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, 0);
  for (guint i = 0; i < g_get_num_processors (); i++)
    dp_http_turn_take (&turns[i], NULL, NULL);
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, g_get_num_processors ());
  return turns;
}

void
dp_turn_fixture_give_all_back (DpHttpTurn *turns)
{
  for (guint i = 0; i < g_get_num_processors (); i++)
    dp_http_turn_give_back (&turns[i]);
  g_free (turns);
  g_assert_cmpuint (dp_http_turn_get_n_taken (), ==, 0);
  g_assert_cmpuint (dp_http_turn_get_n_waiting (), ==, 0);
}

guint
dp_turn_fixture_count_mine (const DpHttpTurn *turns)
{
  guint n = 0;

  for (guint i = 0; i < g_get_num_processors (); i++)
    n += turns[i].is_mine;
  return n;
}

void
dp_turn_room_init (DpTurnRoom *room)
{
  static const DpHttpOptions options = { .timeout_sec = 20 };

  *room = (DpTurnRoom){
    .fibers = dp_fibers_new (g_main_context_default ()),
    .client = dp_http_client_new (g_main_context_default (), &options),
    .cancellable = g_cancellable_new (),
    .log = g_string_new (NULL),
  };
}

void
dp_turn_room_clear (DpTurnRoom *room)
{
  g_assert_cmpuint (dp_fibers_get_size (room->fibers), ==, 0);
  dp_fibers_free (room->fibers);
  dp_http_client_free (room->client);
  g_assert_finalize_object (room->cancellable);
  g_string_free (room->log, TRUE);
}

static void
walk (gpointer data)
{
  DpTurnWalker *self = data;
  DpHttpWait wait;

  dp_http_wait_init (&wait, self->room->client);
  g_string_append_c (self->room->log, self->name);
  dp_http_turn_take (&self->turn, &wait, self->room->cancellable);
  g_string_append_c (self->room->log, g_ascii_toupper (self->name));
  dp_http_turn_give_back (&self->turn);
  dp_http_wait_clear (&wait);
}

void
dp_turn_walker_start (DpTurnWalker *self, DpTurnRoom *room, char name)
{
  *self = (DpTurnWalker){ .room = room, .name = name };
  dp_fibers_start (room->fibers, walk, self);
  dp_fibers_resume (room->fibers);
}

void
dp_turn_walker_start_patient (DpTurnWalker *self, DpTurnRoom *room)
{
  dp_turn_walker_start (self, room, 'a');
  g_assert_cmpuint (dp_http_turn_get_n_waiting (), ==, 1);
  self->turn.deadline_usec = g_get_monotonic_time () + LONG_USEC;
}

void
dp_turn_room_run (DpTurnRoom *room)
{
  while (dp_fibers_get_size (room->fibers) > 0)
    {
      dp_fibers_resume (room->fibers);
      dp_fibers_sleep (room->fibers, g_get_monotonic_time () + 10 * MSEC);
    }
}
