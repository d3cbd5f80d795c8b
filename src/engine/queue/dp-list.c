/* dp-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads in the order of their ids, which is the order in which links were added, and how
 * many of them are in which state.  Many are taken out, and put back, in one pass and one splice.
 *
 * Nothing that happens for each file walks through a hundred thousand of them: those that are queued
 * wait for their turn by server (dp-turns).
 *
 * Whoever remembers the list (dp-store) is told through here; without one, nothing is remembered.
 *
 * Thread: home.
 */

#include "dp-list.h"

struct _DpList
{
  GPtrArray *downloads; /* (owned) (element-type DpDownload): by id */
  DpTurns *turns;       /* (owned): those that are queued, but for those that are held */
  DpStore *store;       /* (owned) (nullable): who remembers the list */
  guint64 last_id;      /* the highest ever */
  guint n_by_state[DP_N_STATES];
};

/* Arrays by id */

static guint64
get_id (const GPtrArray *downloads, guint position)
{
  return dp_download_get_id (downloads->pdata[position]);
}

/* Where it is, or would be. */
static guint
bisect (const GPtrArray *downloads, guint64 id)
{
  guint low = 0;
  guint high = downloads->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (downloads, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Those that are not there are passed over. */
static GPtrArray *
take (GPtrArray *downloads, const GArray *ids, DpListChange *change)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = ids->len > 0 ? bisect (downloads, g_array_index (ids, guint64, 0)) : 0;
  guint kept = first;
  guint end = first;

  for (guint i = first, next = 0; i < downloads->len; i++)
    {
      while (next < ids->len && g_array_index (ids, guint64, next) < get_id (downloads, i))
        next++;
      if (next < ids->len && g_array_index (ids, guint64, next) == get_id (downloads, i))
        {
          g_ptr_array_add (taken, downloads->pdata[i]);
          end = i + 1;
        }
      else
        downloads->pdata[kept++] = downloads->pdata[i];
    }
  /* The references have moved. */
  downloads->len = kept;
  *change = (DpListChange){ first, end - first, end - first - taken->len };
  return taken;
}

/* None of @back may be in @downloads; it is empty afterwards. */
static void
merge (GPtrArray *downloads, GPtrArray *back, DpListChange *change)
{
  guint n_back = back->len;
  guint n_before = downloads->len;
  guint i = n_before;
  guint j = n_back;
  guint first = n_back > 0 ? bisect (downloads, get_id (back, 0)) : 0;
  guint end = n_back > 0 ? bisect (downloads, get_id (back, n_back - 1)) : 0;

  /* From the end, so that nothing is overwritten that has yet to move. */
  g_ptr_array_set_size (downloads, (int) (n_before + n_back));
  while (j > 0)
    {
      gboolean is_back = i == 0 || dp_download_get_id (back->pdata[j - 1]) >
                                       dp_download_get_id (downloads->pdata[i - 1]);
      guint target = i + j - 1;

      downloads->pdata[target] = is_back ? back->pdata[--j] : downloads->pdata[--i];
    }
  /* The references have moved. */
  back->len = 0;
  *change = (DpListChange){ first, end - first, end - first + n_back };
}

/* The list */

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
  self->turns = dp_turns_new ();
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
  guint position = bisect (self->downloads, id);

  if (position == self->downloads->len || get_id (self->downloads, position) != id)
    return NULL;
  return self->downloads->pdata[position];
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
 * dp_list_get_next_id:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: an id that no download had yet, and none after it
 */
guint64
dp_list_get_next_id (DpList *self)
{
  return self->last_id + 1;
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
  for (guint i = 0; i < downloads->len; i++)
    {
      self->n_by_state[dp_download_get_state (downloads->pdata[i])]++;
      if (dp_download_get_state (downloads->pdata[i]) == DP_STATE_QUEUED)
        dp_turns_add (self->turns, downloads->pdata[i]);
    }
  if (downloads->len > 0)
    self->last_id = MAX (self->last_id, get_id (downloads, downloads->len - 1));
  merge (self->downloads, downloads, change);
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
  GPtrArray *taken = take (self->downloads, ids, change);

  for (guint i = 0; i < taken->len; i++)
    {
      self->n_by_state[dp_download_get_state (taken->pdata[i])]--;
      dp_turns_remove (self->turns, taken->pdata[i]);
    }
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
  if (!dp_list_has (self, download))
    return FALSE;
  self->n_by_state[before]--;
  self->n_by_state[state]++;
  dp_list_let_wait (self, download);
  dp_list_tell (self, DP_NOTE_CHANGED, download);
  return TRUE;
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

/**
 * dp_list_find_turn:
 * @self: a list
 * @warm_origin: (nullable): a server that has just sent a file
 * @has_room: which servers may send another file
 * @user_data: for @has_room
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the first that is queued, not held, and comes from there
 */
DpDownload *
dp_list_find_turn (DpList *self, const char *warm_origin, DpTurnsFunc has_room, gpointer user_data)
{
  return dp_turns_find (self->turns, warm_origin, has_room, user_data);
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
