/* dp-library.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue from one run of the program to the next: what was remembered comes back, in one piece,
 * and how far the running ones are is written down now and then.  All other changes the queue tells
 * the store itself.
 *
 * Links that are added before the old ones are there would get their numbers: the owner waits until
 * it is told that they are loaded.
 *
 * Thread: home.
 */

#include "dp-library.h"

#include <glib/gi18n-lib.h>

#include "dp-addition.h"
#include "dp-host-limit.h"

/* So many objects are made between two looks at what the person does. */
#define PORTION 1000

#define PROGRESS_MSEC 1000

/* A disk that hangs at the start: the program goes on without what it remembers. */
#define LOAD_SEC 20

/* A running download, and what was last written of it. */
typedef struct
{
  DpDownload *download; /* (owned) */
  guint64 received_bytes;
  guint64 total_bytes;
} Moving;

struct _DpLibrary
{
  DpQueue *queue; /* (owned) */
  DpStore *store; /* (owned) */
  DpLibraryFuncs funcs;
  gpointer user_data;
  GCancellable *cancellable; /* (owned) */

  gboolean goes_on; /* what was under way when the program ended */
  gboolean is_loaded;
  char *remark;         /* (owned) (nullable): what the person was told of the list */
  guint load_id;        /* while there is something to wait for */
  GPtrArray *entries;   /* (owned) (nullable) (element-type DpEntry): read */
  GPtrArray *downloads; /* (owned) (nullable) (element-type DpDownload): made of them */
  guint n_made;

  GHashTable *moving; /* (owned) (element-type DpDownload Moving) */
  guint progress_id;
};

static void
moving_free (Moving *self)
{
  g_object_unref (self->download);
  g_free (self);
}

/* Progress */

/* Whether there is something new to write. */
static gboolean
moving_update (Moving *self)
{
  const DpProgress *progress = dp_download_get_progress (self->download);

  if (progress->received_bytes == self->received_bytes &&
      progress->total_bytes == self->total_bytes)
    return FALSE;
  self->received_bytes = progress->received_bytes;
  self->total_bytes = progress->total_bytes;
  return TRUE;
}

static gboolean
write_progress (gpointer user_data)
{
  DpLibrary *self = user_data;
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  self->progress_id = 0;
  g_hash_table_iter_init (&iter, self->moving);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Moving *moving = value;

      if (dp_download_get_state (moving->download) != DP_STATE_RUNNING)
        g_hash_table_iter_remove (&iter);
      else if (moving_update (moving))
        g_ptr_array_add (changed, moving->download);
    }
  dp_store_tell (self->store, DP_NOTE_CHANGED, (DpDownload *const *) changed->pdata, changed->len);
  return G_SOURCE_REMOVE;
}

/* Something moved: soon it will be written.  While nothing moves, nobody wakes us. */
static void
on_progressed (DpLibrary *self)
{
  if (self->progress_id == 0 && g_hash_table_size (self->moving) > 0)
    self->progress_id =
        g_timeout_add_full (DP_PRIORITY_PROGRESS, PROGRESS_MSEC, write_progress, self, NULL);
}

static gboolean
is_at_rest (gpointer download, gpointer value, gpointer user_data)
{
  return dp_download_get_state (download) != DP_STATE_RUNNING;
}

/* Very many may come to rest, but few run. */
static void
on_states_changed (DpLibrary *self, GPtrArray *downloads)
{
  g_hash_table_foreach_remove (self->moving, is_at_rest, NULL);
  if (dp_download_get_state (downloads->pdata[0]) != DP_STATE_RUNNING)
    return;
  for (guint i = 0; i < downloads->len; i++)
    {
      Moving *moving = g_new0 (Moving, 1);

      moving->download = g_object_ref (downloads->pdata[i]);
      moving_update (moving);
      g_hash_table_insert (self->moving, downloads->pdata[i], moving);
    }
}

/* Loading */

/* What servers wanted the last time. */
static void
restore_hosts (DpLibrary *self)
{
  g_autoptr (GPtrArray) hosts = dp_store_take_hosts (self->store);
  gint64 now_usec = g_get_real_time ();

  for (guint i = 0; hosts != NULL && i < hosts->len; i++)
    {
      const DpHostNote *host = hosts->pdata[i];

      dp_host_limit_restore (host->origin, host->n_connections, host->seen_usec, now_usec);
    }
}

static void
set_loaded (DpLibrary *self)
{
  self->is_loaded = TRUE;
  self->funcs.loaded (self->user_data);
}

static void
follow_queue (DpLibrary *self)
{
  g_signal_connect_swapped (self->queue, "states-changed", G_CALLBACK (on_states_changed), self);
  g_signal_connect_swapped (self->queue, "progressed", G_CALLBACK (on_progressed), self);
}

static DpDiscards *
get_discards (DpLibrary *self)
{
  return dp_actives_get_discards (dp_scheduler_get_actives (dp_queue_get_scheduler (self->queue)));
}

/* What was to be removed from the disk when the program ended. */
static DpPartial *
steal_discarded (DpEntry *entry)
{
  return entry->is_removed || entry->state == DP_STATE_CANCELLED ? g_steal_pointer (&entry->partial)
                                                                 : NULL;
}

static void
make_download (DpLibrary *self, DpEntry *entry)
{
  g_autoptr (DpPartial) discarded = steal_discarded (entry);
  g_autoptr (DpDownload) download = dp_entry_to_download (entry);
  DpNoteKind kind = entry->is_removed ? DP_NOTE_FORGOTTEN : DP_NOTE_PARTIAL;

  if (discarded != NULL)
    dp_discards_begin (get_discards (self), self->store, kind, download,
                       g_steal_pointer (&discarded));
  else if (entry->is_removed)
    dp_store_tell (self->store, DP_NOTE_FORGOTTEN, &download, 1);
  if (entry->is_removed)
    return;
  if (!self->goes_on && dp_download_is_unfinished (download))
    {
      dp_download_restore_state (download, DP_STATE_PAUSED);
      dp_store_tell (self->store, DP_NOTE_CHANGED, &download, 1);
    }
  g_ptr_array_add (self->downloads, g_steal_pointer (&download));
}

static gboolean
make_portion (gpointer user_data)
{
  DpLibrary *self = user_data;
  guint end = MIN (self->n_made + PORTION, self->entries->len);

  for (; self->n_made < end; self->n_made++)
    {
      make_download (self, self->entries->pdata[self->n_made]);
      g_clear_pointer ((DpEntry **) &self->entries->pdata[self->n_made], dp_entry_free);
    }
  if (end < self->entries->len)
    return G_SOURCE_CONTINUE;

  self->load_id = 0;
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  dp_queue_set_store (self->queue, self->store);
  follow_queue (self);
  dp_queue_load (self->queue, self->downloads);
  g_clear_pointer (&self->downloads, g_ptr_array_unref);
  set_loaded (self);
  return G_SOURCE_REMOVE;
}

static void
complain_about_load (DpLibrary *self, const char *reason)
{
  g_autofree char *sentence = g_strdup_printf (
      /* Translators: %s is the reason. */
      _ ("The list of downloads can't be read: %s. What is added now will not be remembered."),
      reason);

  self->funcs.complain (sentence, self->user_data);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpLibrary *self;
  g_autofree char *remark = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = dp_store_load_finish (result, &remark, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  g_clear_handle_id (&self->load_id, g_source_remove);
  if (entries == NULL)
    {
      complain_about_load (self, error->message);
      set_loaded (self);
      return;
    }
  if (remark != NULL)
    self->funcs.complain (remark, self->user_data);
  self->remark = g_steal_pointer (&remark);
  restore_hosts (self);
  self->entries = g_steal_pointer (&entries);
  self->downloads = g_ptr_array_new_with_free_func (g_object_unref);
  self->load_id = g_idle_add_full (DP_PRIORITY_PROGRESS, make_portion, self, NULL);
}

static gboolean
on_load_timeout (gpointer user_data)
{
  DpLibrary *self = user_data;

  self->load_id = 0;
  /* An answer that comes later is dropped, and nothing is told to the store. */
  g_cancellable_cancel (self->cancellable);
  complain_about_load (self, _ ("the disk does not answer"));
  set_loaded (self);
  return G_SOURCE_REMOVE;
}

static void
on_trouble (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpLibrary *self;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;

  if (dp_store_watch_finish (result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  sentence = g_strdup_printf (
      /* Translators: %s is the reason. */
      _ ("The list of downloads can't be saved: %s. It will be tried again every few seconds."),
      error->message);
  /* Who is told this in place of what was said before must know that, too. */
  if (self->remark != NULL)
    {
      g_autofree char *both = g_strjoin (" ", self->remark, sentence, NULL);

      self->funcs.complain (both, self->user_data);
    }
  else
    self->funcs.complain (sentence, self->user_data);
}

/**
 * dp_library_new:
 * @queue: an empty queue
 * @folder: (type filename): where the list is kept
 * @funcs: what the owner is told
 * @user_data: for @funcs
 *
 * Thread: home.
 *
 * Returns: (transfer full): a library that has not looked yet; end it with dp_library_close()
 */
DpLibrary *
dp_library_new (DpQueue *queue, const char *folder, const DpLibraryFuncs *funcs, gpointer user_data)
{
  DpLibrary *self = g_new0 (DpLibrary, 1);

  self->queue = g_object_ref (queue);
  self->store = dp_store_new (folder);
  self->funcs = *funcs;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->moving = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) moving_free);
  return self;
}

/**
 * dp_library_load:
 * @self: a library that has not looked yet
 * @goes_on: whether what was under way when the program ended goes on by itself; else it is paused
 *
 * Brings back what is remembered, without making anybody wait.
 *
 * Thread: home.
 */
void
dp_library_load (DpLibrary *self, gboolean goes_on)
{
  self->goes_on = goes_on;
  self->load_id = g_timeout_add_seconds (LOAD_SEC, on_load_timeout, self);
  dp_store_watch_async (self->store, self->cancellable, on_trouble, self);
  dp_store_load_async (self->store, self->cancellable, on_loaded, self);
}

/**
 * dp_library_is_loaded:
 * @self: a library
 *
 * Thread: home.
 *
 * Returns: whether the time has come for new links
 */
gboolean
dp_library_is_loaded (DpLibrary *self)
{
  return self->is_loaded;
}

/**
 * dp_library_close:
 * @self: (transfer full) (nullable): a library
 * @timeout_msec: how long to wait for the disk
 *
 * Writes what is still to be written.  After that the queue is remembered by nobody.
 *
 * Thread: home.
 *
 * Returns: whether all is written
 */
gboolean
dp_library_close (DpLibrary *self, guint timeout_msec)
{
  gboolean is_written;

  if (self == NULL)
    return TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->load_id, g_source_remove);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  dp_queue_set_store (self->queue, NULL);
  is_written = dp_store_close (self->store, timeout_msec);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->downloads, g_ptr_array_unref);
  g_hash_table_unref (self->moving);
  g_free (self->remark);
  g_object_unref (self->cancellable);
  dp_store_unref (self->store);
  g_object_unref (self->queue);
  g_free (self);
  return is_written;
}
