/* dp-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads in the order of their ids, which is the order in which links were added, and how
 * many of them are in which state.
 * In which order the person wants them, dp-places knows.
 *
 * Nothing that happens for each file walks through a hundred thousand of them: dp-turns knows who is
 * next.  A server that has just sent a file has a connection that is still warm; its next file may
 * overtake, but nobody who stands far before it, and nobody more urgent.
 *
 * Whoever remembers the list (dp-store) is told through here; without one, nothing is remembered.
 *
 * Thread: home.
 */

#include "dp-list-private.h"

/* The next file from a warm server comes first if it stands no further behind than this. */
#define WARM_LEAD 16

/* The list */

static DpDownload *
find (guint64 id, gpointer list)
{
  return dp_list_find (list, id);
}

/**
 * dp_list_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): an empty list
 */
DpList *
dp_list_new (void)
{
  DpList *self = g_new0 (DpList, 1);

  self->downloads = g_ptr_array_new_with_free_func (g_object_unref);
  self->places = dp_places_new ();
  self->turns = dp_turns_new (find, self);
  return self;
}

/**
 * dp_list_set_store:
 * @self: a list
 * @store: (nullable): who remembers it from now on
 *
 * Thread: home.
 */
void
dp_list_set_store (DpList *self, DpStore *store)
{
  dp_store_unref (self->store);
  self->store = dp_store_ref (store);
}

/**
 * dp_list_free:
 * @self: (transfer full) (nullable): a list
 *
 * Thread: home.
 */
void
dp_list_free (DpList *self)
{
  if (self == NULL)
    return;
  dp_turns_free (self->turns);
  dp_places_free (self->places);
  g_ptr_array_unref (self->downloads);
  dp_store_unref (self->store);
  g_free (self);
}

/**
 * dp_list_get_size:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: how many are in it
 */
guint
dp_list_get_size (DpList *self)
{
  return self->downloads->len;
}

/**
 * dp_list_get:
 * @self: a list
 * @position: less than its size
 *
 * Thread: home.
 *
 * Returns: (transfer none): the download that stands there
 */
DpDownload *
dp_list_get (DpList *self, guint position)
{
  return self->downloads->pdata[position];
}

/**
 * dp_list_find:
 * @self: a list
 * @id: a download's id
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the download
 */
DpDownload *
dp_list_find (DpList *self, guint64 id)
{
  guint position = dp_by_id_find (self->downloads, id);

  if (position == self->downloads->len ||
      dp_download_get_id (self->downloads->pdata[position]) != id)
    return NULL;
  return self->downloads->pdata[position];
}

/**
 * dp_list_find_behind:
 * @self: a list
 * @id: an id, of a download of it or not
 *
 * Thread: home.
 *
 * Returns: the position of the first download with a higher one, or the size of the list
 */
guint
dp_list_find_behind (DpList *self, guint64 id)
{
  return dp_by_id_find (self->downloads, id + 1);
}

/**
 * dp_list_has:
 * @self: a list
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: whether it is in the list: one that was taken out may still be with a worker
 */
gboolean
dp_list_has (DpList *self, DpDownload *download)
{
  return dp_list_find (self, dp_download_get_id (download)) == download;
}

/**
 * dp_list_count:
 * @self: a list
 * @state: a state
 *
 * Thread: home.
 *
 * Returns: how many are in it
 */
guint
dp_list_count (DpList *self, DpState state)
{
  return self->n_by_state[state];
}

/**
 * dp_list_take_ids:
 * @self: a list
 * @n_ids: how many
 *
 * Thread: home.
 *
 * Returns: the first of so many ids in a row that no download had yet, and none will get but by this
 */
guint64
dp_list_take_ids (DpList *self, guint n_ids)
{
  guint64 first_id = self->last_id + 1;

  self->last_id += n_ids;
  return first_id;
}

/**
 * dp_list_merge:
 * @self: a list
 * @downloads: (element-type DpDownload): by id, none of them in the list; is empty afterwards
 * @change: (out): what happened to the list
 *
 * Puts downloads where they belong, in one piece.
 *
 * Thread: home.
 */
void
dp_list_merge (DpList *self, GPtrArray *downloads, DpListChange *change)
{
  guint n_added = downloads->len;
  g_autofree DpDownload **added = g_memdup2 (downloads->pdata, n_added * sizeof (DpDownload *));

  if (n_added > 0)
    self->last_id = MAX (self->last_id, dp_download_get_id (added[n_added - 1]));
  dp_places_insert (self->places, downloads);
  dp_by_id_merge (self->downloads, downloads, change);
  for (guint i = 0; i < n_added; i++)
    {
      self->n_by_state[dp_download_get_state (added[i])]++;
      dp_list_let_wait (self, added[i]);
    }
}

/**
 * dp_list_take:
 * @self: a list
 * @ids: (element-type guint64): ids, ascending; those that are not there are passed over
 * @change: (out): what happened to the list
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpDownload): those that are no longer in the list
 */
GPtrArray *
dp_list_take (DpList *self, const GArray *ids, DpListChange *change)
{
  GPtrArray *taken = dp_by_id_take (self->downloads, ids, change);

  for (guint i = 0; i < taken->len; i++)
    {
      self->n_by_state[dp_download_get_state (taken->pdata[i])]--;
      dp_turns_remove (self->turns, taken->pdata[i]);
    }
  dp_places_remove (self->places, taken);
  return taken;
}

/* States */

/**
 * dp_list_set_state:
 * @self: a list
 * @download: a download, in the list or not
 * @state: one that may follow the present one
 *
 * The counts, the turns, and whoever remembers the list, follow it.
 *
 * Thread: home.
 *
 * Returns: whether it is in the list
 */
gboolean
dp_list_set_state (DpList *self, DpDownload *download, DpState state)
{
  DpState before = dp_download_get_state (download);

  dp_turns_remove (self->turns, download);
  dp_download_set_state (download, state);
  if (state != DP_STATE_QUEUED)
    dp_download_set_jumping (download, FALSE);
  if (!dp_list_has (self, download))
    return FALSE;
  self->n_by_state[before]--;
  self->n_by_state[state]++;
  dp_list_let_wait (self, download);
  dp_list_tell (self, DP_NOTE_CHANGED, download);
  return TRUE;
}

/* The order of the list */

/**
 * dp_list_get_places:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: (transfer none): its downloads in the order of the list
 */
DpPlaces *
dp_list_get_places (DpList *self)
{
  return self->places;
}

/* Turns */

/**
 * dp_list_get_origin:
 * @self: a list
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none): its server, as of dp_url_dup_origin(), until the next call
 */
const char *
dp_list_get_origin (DpList *self, DpDownload *download)
{
  return dp_turns_get_origin (self->turns, download);
}

static gboolean
may_overtake (DpList *self, DpDownload *download, DpDownload *first)
{
  return dp_download_get_priority (download) == dp_download_get_priority (first) &&
         dp_download_is_jumping (download) == dp_download_is_jumping (first) &&
         dp_places_find (self->places, download) <=
             dp_places_find (self->places, first) + WARM_LEAD;
}

/**
 * dp_list_find_turn:
 * @self: a list
 * @warm_origin: (nullable): a server that has just sent a file
 * @has_room: which servers may send another file; it must say yes to one from which nothing comes
 * @user_data: for @has_room
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): who is next of those that are queued, not held, and come from
 *   there
 */
DpDownload *
dp_list_find_turn (DpList *self, const char *warm_origin, DpTurnsFunc has_room, gpointer user_data)
{
  DpDownload *first = dp_turns_find (self->turns, has_room, user_data);
  DpDownload *warm = NULL;

  if (first != NULL && warm_origin != NULL && has_room (warm_origin, user_data))
    warm = dp_turns_find_from (self->turns, warm_origin);
  return warm != NULL && may_overtake (self, warm, first) ? warm : first;
}

/**
 * dp_list_has_jumping:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: %FALSE if certainly nobody waits who has a turn before all others; that costs nothing
 */
gboolean
dp_list_has_jumping (DpList *self)
{
  return dp_turns_has_jumping (self->turns);
}

/**
 * dp_list_hold:
 * @self: a list
 * @download: one that is queued
 *
 * It has no turn until dp_list_let_wait(), or until it is queued anew.
 *
 * Thread: home.
 */
void
dp_list_hold (DpList *self, DpDownload *download)
{
  dp_turns_remove (self->turns, download);
}

/**
 * dp_list_let_wait:
 * @self: a list
 * @download: a download of it
 *
 * If it is queued, it waits for its turn.
 *
 * Thread: home.
 */
void
dp_list_let_wait (DpList *self, DpDownload *download)
{
  if (dp_download_get_state (download) == DP_STATE_QUEUED)
    dp_turns_add (self->turns, download);
}

/* Whoever remembers the list */

/**
 * dp_list_tell:
 * @self: a list
 * @kind: what happened
 * @download: to whom
 *
 * Thread: home.
 */
void
dp_list_tell (DpList *self, DpNoteKind kind, DpDownload *download)
{
  dp_store_tell (self->store, kind, &download, 1);
}
