/* dp-shortage.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who waits for room on which disk.
 *
 * Of a volume that is full, nobody may write to any folder; where only one file is too big, the
 * others go on.  Which folder is on which volume, and whether there is room again, a worker finds
 * out: every few seconds, and only while somebody waits.
 *
 * Thread: home, but for look_job().
 */

#include "dp-shortage.h"

#include "dp-volume.h"

#define LOOK_MSEC 2000

/* A disk that is full again and again says so once in a while. */
#define TELL_AGAIN_USEC (60 * G_TIME_SPAN_SECOND)

/* In place of a volume's number. */
#define TO_BE_FOUND 0

typedef struct
{
  guint64 number; /* as of dp_volume_find() */
  char *folder;   /* (owned): one that is on it */
  gboolean is_full;
  GHashTable *too_big; /* (owned) (element-type guint64 guint64): who needs how much, by id */
  gint64 told_usec[2]; /* or 0: that one is too big; that it is full */
} Volume;

struct _DpShortages
{
  DpLanes *lanes; /* (unowned): outlives us */
  gpointer owner; /* (unowned): owns us */
  DpShortagesFuncs funcs;
  GPtrArray *volumes;        /* (owned) (element-type Volume): that were ever full */
  GHashTable *folders;       /* (owned) (element-type filename guint64): volumes */
  GCancellable *cancellable; /* (owned) (nullable): while a worker looks */
  guint look_id;
};

/* What a worker looks at: of each folder the volume is found, and whether there is so much room. */
typedef struct
{
  char *folder; /* (owned) */
  guint64 volume;
  guint64 needed_bytes; /* 0: the volume is all that is wanted */
  gboolean has_room;
} Look;

static void
look_clear (gpointer look)
{
  g_free (((Look *) look)->folder);
}

static void
volume_free (Volume *self)
{
  g_free (self->folder);
  g_hash_table_unref (self->too_big);
  g_free (self);
}

static gboolean
volume_is_short (const Volume *self)
{
  return self->is_full || g_hash_table_size (self->too_big) > 0;
}

static Volume *
find_volume (DpShortages *self, guint64 number)
{
  for (guint i = 0; i < self->volumes->len; i++)
    {
      Volume *volume = self->volumes->pdata[i];

      if (volume->number == number)
        return volume;
    }
  return NULL;
}

static Volume *
add_volume (DpShortages *self, guint64 number, const char *folder)
{
  Volume *volume = g_new0 (Volume, 1);

  volume->number = number;
  volume->folder = g_strdup (folder);
  volume->too_big = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_ptr_array_add (self->volumes, volume);
  return volume;
}

static gboolean
is_any (DpShortages *self, gboolean (*is_so) (const Volume *))
{
  for (guint i = 0; i < self->volumes->len; i++)
    if (is_so (self->volumes->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
volume_is_full (const Volume *self)
{
  return self->is_full;
}

static void
set_folder (DpShortages *self, const char *folder, guint64 volume)
{
  g_hash_table_insert (self->folders, g_strdup (folder), g_memdup2 (&volume, sizeof volume));
}

/* Looking */

static void look (DpShortages *self);

static void
look_job (DpLane *lane, GTask *task)
{
  GArray *looks = g_task_get_task_data (task);

  for (guint i = 0; i < looks->len; i++)
    {
      Look *one = &g_array_index (looks, Look, i);

      if (one->needed_bytes > 0)
        one->has_room = dp_volume_has_room (one->folder, one->needed_bytes);
      else
        one->volume = dp_volume_find (one->folder);
    }
  dp_lane_return (lane, task, g_array_ref (looks), (GDestroyNotify) g_array_unref);
}

/* Who needs least goes on, and tells what there is. */
static void
take_room (Volume *volume, guint64 room_bytes)
{
  GHashTableIter iter;
  gpointer needed_bytes;

  if (volume->is_full)
    {
      volume->is_full = FALSE;
      return;
    }
  g_hash_table_iter_init (&iter, volume->too_big);
  while (g_hash_table_iter_next (&iter, NULL, &needed_bytes))
    if (*(guint64 *) needed_bytes <= room_bytes)
      g_hash_table_iter_remove (&iter);
}

static gboolean
take_look (DpShortages *self, const Look *one)
{
  if (one->needed_bytes == 0)
    set_folder (self, one->folder, one->volume);
  else if (one->has_room)
    take_room (find_volume (self, one->volume), one->needed_bytes);
  return one->needed_bytes == 0 || one->has_room;
}

static gboolean
on_look_due (gpointer user_data)
{
  DpShortages *self = user_data;

  self->look_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* Nothing ticks when nobody waits; and a disk may be another one when it is full the next time. */
static void
arm (DpShortages *self)
{
  if (!is_any (self, volume_is_short))
    {
      g_clear_handle_id (&self->look_id, g_source_remove);
      g_hash_table_remove_all (self->folders);
    }
  else if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_MSEC, on_look_due, self);
}

/* Folders came up while the worker looked. */
static gboolean
is_any_to_be_found (DpShortages *self)
{
  GHashTableIter iter;
  gpointer number;

  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, NULL, &number))
    if (*(guint64 *) number == TO_BE_FOUND)
      return TRUE;
  return FALSE;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GArray) looks = g_task_propagate_pointer (G_TASK (result), NULL);
  DpShortages *self = user_data;
  gboolean is_changed = FALSE;

  /* Only dp_shortages_free() cancels. */
  if (looks == NULL)
    return;
  g_clear_object (&self->cancellable);
  for (guint i = 0; i < looks->len; i++)
    is_changed |= take_look (self, &g_array_index (looks, Look, i));
  arm (self);
  if (is_any_to_be_found (self))
    look (self);
  if (is_changed)
    self->funcs.changed (self->owner);
}

/* Those that were paused, removed or given up need nothing any more. */
static void
forget_the_gone (DpShortages *self)
{
  gboolean is_anybody_queued = self->funcs.is_queued (self->owner, 0);

  for (guint i = 0; i < self->volumes->len; i++)
    {
      Volume *volume = self->volumes->pdata[i];
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, volume->too_big);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        if (!self->funcs.is_queued (self->owner, *(guint64 *) id))
          g_hash_table_iter_remove (&iter);
      volume->is_full = volume->is_full && is_anybody_queued;
    }
}

static guint64
get_needed_bytes (const Volume *volume)
{
  guint64 least_bytes = G_MAXUINT64;
  GHashTableIter iter;
  gpointer needed_bytes;

  if (volume->is_full)
    return DP_VOLUME_LEAST_BYTES;
  g_hash_table_iter_init (&iter, volume->too_big);
  while (g_hash_table_iter_next (&iter, NULL, &needed_bytes))
    least_bytes = MIN (least_bytes, *(guint64 *) needed_bytes);
  return least_bytes;
}

static GArray *
list_looks (DpShortages *self)
{
  GArray *looks = g_array_new (FALSE, FALSE, sizeof (Look));
  GHashTableIter iter;
  gpointer folder;
  gpointer number;

  g_array_set_clear_func (looks, look_clear);
  for (guint i = 0; i < self->volumes->len; i++)
    {
      const Volume *volume = self->volumes->pdata[i];
      Look one = { NULL, volume->number, 0, FALSE };

      if (!volume_is_short (volume))
        continue;
      one.folder = g_strdup (volume->folder);
      one.needed_bytes = get_needed_bytes (volume);
      g_array_append_val (looks, one);
    }
  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, &folder, &number))
    if (*(guint64 *) number == TO_BE_FOUND)
      {
        Look one = { g_strdup (folder), TO_BE_FOUND, 0, FALSE };

        g_array_append_val (looks, one);
      }
  return looks;
}

static void
look (DpShortages *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->cancellable != NULL)
    return;
  forget_the_gone (self);
  if (!is_any (self, volume_is_short))
    {
      arm (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_looked, self);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, list_looks (self), (GDestroyNotify) g_array_unref);
  /* On a lane of its own: the disk may hang. */
  dp_lanes_run (self->lanes, "", task, look_job);
}

/* Public */

/**
 * dp_shortages_new:
 * @lanes: where to look; outlives it
 * @owner: (unowned): owns it
 * @funcs: what the owner is asked and told
 *
 * Thread: home.
 *
 * Returns: (transfer full): no shortage
 */
DpShortages *
dp_shortages_new (DpLanes *lanes, gpointer owner, const DpShortagesFuncs *funcs)
{
  DpShortages *self = g_new0 (DpShortages, 1);

  self->lanes = lanes;
  self->owner = owner;
  self->funcs = *funcs;
  self->volumes = g_ptr_array_new_with_free_func ((GDestroyNotify) volume_free);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * dp_shortages_free:
 * @self: (transfer full) (nullable): shortages
 *
 * Thread: home.
 */
void
dp_shortages_free (DpShortages *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_ptr_array_unref (self->volumes);
  g_hash_table_unref (self->folders);
  g_free (self);
}

/**
 * dp_shortages_add:
 * @self: shortages
 * @download: one that found no room
 * @shortage: what its worker says
 * @now_usec: the time
 *
 * Thread: home.
 *
 * Returns: whether the person should be told: not of every file on the same disk
 */
gboolean
dp_shortages_add (DpShortages *self,
                  DpDownload *download,
                  const DpShortage *shortage,
                  gint64 now_usec)
{
  const char *folder = dp_download_get_folder (download);
  guint64 id = dp_download_get_id (download);
  Volume *volume = find_volume (self, shortage->volume);
  gint64 *told_usec;
  gboolean is_new;
  gboolean is_news;

  if (volume == NULL)
    volume = add_volume (self, shortage->volume, folder);
  is_new = shortage->is_volume_full ? !volume->is_full : !volume_is_short (volume);
  told_usec = &volume->told_usec[shortage->is_volume_full ? 1 : 0];
  is_news = is_new && (*told_usec == 0 || now_usec - *told_usec > TELL_AGAIN_USEC);
  if (shortage->is_volume_full)
    volume->is_full = TRUE;
  else
    g_hash_table_insert (volume->too_big, g_memdup2 (&id, sizeof id),
                         g_memdup2 (&shortage->needed_bytes, sizeof shortage->needed_bytes));
  set_folder (self, folder, shortage->volume);
  if (is_news)
    *told_usec = now_usec;
  arm (self);
  return is_news;
}

/**
 * dp_shortages_judge:
 * @self: shortages
 * @download: one that wants to go on
 *
 * Thread: home.
 *
 * Returns: whether there is room for it, as far as is known
 */
DpRoom
dp_shortages_judge (DpShortages *self, DpDownload *download)
{
  const char *folder = dp_download_get_folder (download);
  guint64 id = dp_download_get_id (download);
  const guint64 *number;
  const Volume *volume;

  /* Nearly always. */
  if (self->look_id == 0 && self->cancellable == NULL)
    return DP_ROOM_FREE;
  number = g_hash_table_lookup (self->folders, folder);
  if (number == NULL && !is_any (self, volume_is_full))
    return DP_ROOM_FREE;
  if (number == NULL)
    {
      set_folder (self, folder, TO_BE_FOUND);
      look (self);
      return DP_ROOM_UNKNOWN;
    }
  if (*number == TO_BE_FOUND)
    return DP_ROOM_UNKNOWN;
  volume = find_volume (self, *number);
  if (volume == NULL || !(volume->is_full || g_hash_table_contains (volume->too_big, &id)))
    return DP_ROOM_FREE;
  return DP_ROOM_NONE;
}
