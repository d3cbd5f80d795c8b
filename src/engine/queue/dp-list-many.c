/* dp-list-many.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens to many downloads of a list at once, be it all of a hundred thousand.
 *
 * All of them leave their lines before the first comes back: so a line is never longer than before,
 * and each is put behind the others.  And whoever remembers the list is told of all of them in one
 * piece.
 *
 * Thread: home.
 */

#include "dp-list-private.h"

/* Turns */

/**
 * dp_list_hold_all:
 * @self: a list
 * @downloads: (element-type DpDownload): downloads of it, or that were
 *
 * None of them has a turn until dp_list_let_all_wait(): before that their places, priorities, links
 * and states may change.
 *
 * Thread: home.
 *
 * Returns: (transfer container) (element-type DpDownload): those that waited for their turn
 */
GPtrArray *
dp_list_hold_all (DpList *self, const GPtrArray *downloads)
{
  GPtrArray *held = g_ptr_array_sized_new (downloads->len);

  for (guint i = 0; i < downloads->len; i++)
    if (dp_turns_remove (self->turns, downloads->pdata[i]))
      g_ptr_array_add (held, downloads->pdata[i]);
  return held;
}

/**
 * dp_list_let_all_wait:
 * @self: a list
 * @downloads: (element-type DpDownload): downloads of it
 *
 * Those that are queued wait for their turns.
 *
 * Thread: home.
 */
void
dp_list_let_all_wait (DpList *self, const GPtrArray *downloads)
{
  for (guint i = 0; i < downloads->len; i++)
    dp_list_let_wait (self, downloads->pdata[i]);
}

/* States */

/**
 * dp_list_set_states:
 * @self: a list
 * @downloads: (element-type DpDownload): downloads that are in it, each once
 * @state: one that may follow the present one of each of them
 *
 * The same as dp_list_set_state() for all of them, but that whoever remembers the list is told no
 * more than the state, and that there is no reason for it.
 *
 * Thread: home.
 */
void
dp_list_set_states (DpList *self, GPtrArray *downloads, DpState state)
{
  for (guint i = 0; i < downloads->len; i++)
    {
      DpDownload *download = downloads->pdata[i];

      dp_turns_remove (self->turns, download);
      self->n_by_state[dp_download_get_state (download)]--;
      self->n_by_state[state]++;
      dp_download_set_state (download, state);
      if (state != DP_STATE_QUEUED)
        dp_download_set_jumping (download, FALSE);
    }
  if (state == DP_STATE_QUEUED)
    dp_list_let_all_wait (self, downloads);
  dp_list_tell_many (self, DP_NOTE_STATES, downloads);
}

/* The order of the list */

/* Each gets its place, and its entry keeps the one before. */
static void
exchange (GPtrArray *moved, GArray *places)
{
  for (guint i = 0; i < moved->len; i++)
    {
      DpPlace *entry = &g_array_index (places, DpPlace, i);
      gint64 before = dp_download_get_place (moved->pdata[i]);

      dp_download_set_place (moved->pdata[i], entry->place);
      entry->place = before;
    }
}

/**
 * dp_list_put:
 * @self: a list
 * @places: (element-type DpPlace): other places, each download once; has those before afterwards, of
 *   those that are in the list
 *
 * Gives downloads other places in its order, in one pass.
 *
 * Thread: home.
 *
 * Returns: (transfer container) (element-type DpDownload): those that were moved
 */
GPtrArray *
dp_list_put (DpList *self, GArray *places)
{
  GPtrArray *moved = g_ptr_array_sized_new (places->len);
  g_autoptr (GPtrArray) held = NULL;
  guint n_found = 0;

  for (guint i = 0; i < places->len; i++)
    {
      DpPlace entry = g_array_index (places, DpPlace, i);
      DpDownload *download = dp_list_find (self, entry.id);

      if (download == NULL)
        continue;
      g_ptr_array_add (moved, download);
      g_array_index (places, DpPlace, n_found++) = entry;
    }
  g_array_set_size (places, n_found);
  dp_places_remove (self->places, moved);
  held = dp_list_hold_all (self, moved);
  exchange (moved, places);
  dp_list_let_all_wait (self, held);
  dp_places_insert (self->places, moved);
  dp_list_tell_many (self, DP_NOTE_TURNS, moved);
  return moved;
}

/* Whoever remembers the list */

/**
 * dp_list_tell_many:
 * @self: a list
 * @kind: what happened
 * @downloads: (element-type DpDownload): to whom
 *
 * Thread: home.
 */
void
dp_list_tell_many (DpList *self, DpNoteKind kind, GPtrArray *downloads)
{
  dp_store_tell (self->store, kind, (DpDownload *const *) downloads->pdata, downloads->len);
}
