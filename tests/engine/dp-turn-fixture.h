/* dp-turn-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All turns of the process, taken by the test; and fibers that stand in the line for them.
 */

#pragma once

#include "dp-http-turn.h"

G_BEGIN_DECLS

#define MSEC          G_TIME_SPAN_MILLISECOND
#define PATIENCE_USEC (500 * MSEC)

/* For a machine that is busy, and still much less than what is waited for otherwise. */
#define QUICK_USEC (10000 * MSEC)

DpHttpTurn *dp_turn_fixture_take_all (void);
/* Also those that others took from us, which must not matter. */
void dp_turn_fixture_give_all_back (DpHttpTurn *turns);
guint dp_turn_fixture_count_mine (const DpHttpTurn *turns);

/* Fibers in a line */

typedef struct
{
  DpFibers *fibers;
  DpHttpClient *client;
  GCancellable *cancellable;
  GString *log; /* who joined, and whose turn it was */
} DpTurnRoom;

typedef struct
{
  DpTurnRoom *room;
  char name;
  DpHttpTurn turn;
} DpTurnWalker;

void dp_turn_room_init (DpTurnRoom *room);
void dp_turn_room_clear (DpTurnRoom *room);
/* Until nobody is in the line any more. */
void dp_turn_room_run (DpTurnRoom *room);
void dp_turn_walker_start (DpTurnWalker *self, DpTurnRoom *room, char name);
/* Stands in the line, and whoever joins behind it has much patience. */
void dp_turn_walker_start_patient (DpTurnWalker *self, DpTurnRoom *room);

G_END_DECLS
