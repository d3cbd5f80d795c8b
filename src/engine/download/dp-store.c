/* dp-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list that can't be lost: a thread of its own, dp-store, that alone touches the stored list.
 *
 *   home                                  dp-store
 *   dp_store_tell (added, changed, …) ──► dp-notes ──► all that came meanwhile: one transaction
 *                                                      once a second: flushed to the disk
 *   a lane                                │
 *   dp_store_claim (part file) ───────────┘
 *   waits, a moment at most  ◄─────────── written
 *
 * A note is on its way before anybody is told of the change, and written within milliseconds.  What
 * is written outlives the program (kill -9) at once, and a power cut a second later.
 *
 * The one who waits, and lets the other fibers of its lane go on, is a worker that is about to put
 * bytes into a part file, or to give a finished file its name: first it claims the file for its
 * download, and goes on when that is written.  So whenever the program is killed, the next one knows
 * which file is whose, and whether it was finished.
 *
 * A disk that is full or refuses costs nobody anything: the notes are kept, and tried again later.
 *
 * Thread: home, but for what says so.
 */

#include "dp-store.h"

#include "dp-ledger.h"
#include "dp-notes.h"

#define FLUSH_USEC G_TIME_SPAN_SECOND

/* Twice as long from one time to the next: room may be made in a moment, or never. */
#define FIRST_RETRY_USEC G_TIME_SPAN_SECOND
#define LAST_RETRY_USEC  (10 * G_TIME_SPAN_SECOND)

/* A worker's file is worth more than its claim. */
#define CLAIM_USEC G_TIME_SPAN_SECOND

#define NEVER G_MAXINT64

struct _DpStore
{
  gatomicrefcount ref_count;
  char *folder; /* (owned): constant */

  DpNotes *notes;    /* (owned): what the thread is told */
  GTask *load_task;  /* (owned) (nullable): until it is loaded */
  GPtrArray *hosts;  /* (owned) (nullable) (element-type DpHostNote): that were read */
  GTask *watch_task; /* (owned) (nullable): until something went wrong */

  /* The thread's own: */
  DpLedger *ledger;     /* (owned) (nullable) */
  GArray *pending;      /* (owned) (element-type DpNote): taken, not yet written */
  gint64 flush_at_usec; /* or NEVER */
  gint64 retry_at_usec; /* or NEVER */
  gint64 retry_usec;    /* so long after the next failure */
};

/* On the thread */

static void
tell_trouble (DpStore *self, const GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->watch_task);

  dp_notes_fail (self->notes);
  if (task != NULL)
    g_task_return_error (task, g_error_copy (error));
}

static gboolean
write_pending (DpStore *self, GError **error)
{
  g_autofree char *remark = NULL;

  if (self->ledger == NULL)
    self->ledger = dp_ledger_open (self->folder, NULL, &remark, error);
  if (self->ledger == NULL || !dp_ledger_write (self->ledger, self->pending, error))
    return FALSE;
  g_array_set_size (self->pending, 0);
  if (self->flush_at_usec == NEVER)
    self->flush_at_usec = g_get_monotonic_time () + FLUSH_USEC;
  return TRUE;
}

/* A file that refused is closed, so that it is opened, and looked at, anew. */
static void
give_up_for_now (DpStore *self, const GError *error)
{
  g_clear_pointer (&self->ledger, dp_ledger_close);
  self->flush_at_usec = NEVER;
  self->retry_at_usec = g_get_monotonic_time () + self->retry_usec;
  self->retry_usec = MIN (2 * self->retry_usec, LAST_RETRY_USEC);
  tell_trouble (self, error);
}

static void
write_notes (DpStore *self)
{
  g_autoptr (GError) error = NULL;
  gint64 now_usec = g_get_monotonic_time ();

  if (self->pending->len > 0 || now_usec >= self->retry_at_usec)
    {
      self->retry_at_usec = NEVER;
      if (self->pending->len > 0 && !write_pending (self, &error))
        {
          give_up_for_now (self, error);
          return;
        }
      dp_notes_settle (self->notes);
    }
  if (now_usec < self->flush_at_usec)
    return;
  self->flush_at_usec = NEVER;
  if (dp_ledger_flush (self->ledger, &error))
    self->retry_usec = FIRST_RETRY_USEC;
  else
    give_up_for_now (self, error);
}

typedef struct
{
  GPtrArray *entries; /* (owned) (element-type DpEntry) */
  char *remark;       /* (owned) (nullable) */
} Loaded;

static void
loaded_free (Loaded *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self->remark);
  g_free (self);
}

/* Also one that can be read but not written is a list: nothing of it is lost if that passes. */
static gboolean
load (DpStore *self)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  gboolean is_read;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = g_steal_pointer (&self->load_task);

  loaded->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
  self->ledger = dp_ledger_open (self->folder, loaded->entries, &loaded->remark, &error);
  is_read = self->ledger != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  if (self->ledger != NULL)
    {
      self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_host_note_free);
      dp_ledger_read_hosts (self->ledger, self->hosts);
    }
  if (is_read)
    {
      g_task_return_pointer (task, loaded, (GDestroyNotify) loaded_free);
      if (self->ledger == NULL)
        give_up_for_now (self, error);
    }
  else
    {
      loaded_free (loaded);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  return is_read;
}

static void
leave (DpStore *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->watch_task);

  g_clear_pointer (&self->ledger, dp_ledger_close);
  dp_notes_leave (self->notes);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
  dp_store_unref (self);
}

static gpointer
store_thread (gpointer data)
{
  DpStore *self = data;
  gboolean is_last = !load (self);

  while (!is_last)
    {
      gint64 deadline_usec = MIN (self->flush_at_usec, self->retry_at_usec);

      is_last = !dp_notes_take (self->notes, self->pending, deadline_usec);
      write_notes (self);
    }
  leave (self);
  return NULL;
}

/* From other threads */

/**
 * dp_store_new:
 * @folder: (type filename): where the list is kept
 *
 * Thread: home.
 *
 * Returns: (transfer full): a store that has not looked yet
 */
DpStore *
dp_store_new (const char *folder)
{
  DpStore *self = g_new0 (DpStore, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->folder = g_strdup (folder);
  self->notes = dp_notes_new ();
  self->pending = dp_note_array_new ();
  self->flush_at_usec = NEVER;
  self->retry_at_usec = NEVER;
  self->retry_usec = FIRST_RETRY_USEC;
  return self;
}

/**
 * dp_store_ref:
 * @self: (nullable): a store
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): @self
 */
DpStore *
dp_store_ref (DpStore *self)
{
  if (self != NULL)
    g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_store_unref:
 * @self: (transfer full) (nullable): a store
 *
 * Thread: any.
 */
void
dp_store_unref (DpStore *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_assert (self->load_task == NULL && self->watch_task == NULL);
  dp_notes_free (self->notes);
  g_array_unref (self->pending);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self);
}

static GTask *
make_task (gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_priority (task, DP_PRIORITY_OUTCOME);
  return task;
}

/**
 * dp_store_load_async:
 * @self: a store that has not looked yet
 * @cancellable: (nullable): lets nobody wait for the answer any more
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Starts the thread and reads all that is stored.  After an error nothing will be stored.
 *
 * Thread: home.
 */
void
dp_store_load_async (DpStore *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GThread) thread = NULL;

  self->load_task = make_task (dp_store_load_async, cancellable, callback, user_data);
  dp_notes_open (self->notes);
  thread = g_thread_new ("dp-store", store_thread, dp_store_ref (self));
}

/**
 * dp_store_load_finish:
 * @result: what the callback got
 * @remark: (out) (transfer full) (nullable): what the person should know although it went well
 * @error: return location for a #GError, which completes "The list can't be read: …"
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable) (element-type DpEntry): all that is stored, by id, also what
 *   is removed; or %NULL with @error set
 */
GPtrArray *
dp_store_load_finish (GAsyncResult *result, char **remark, GError **error)
{
  Loaded *loaded;
  GPtrArray *entries;

  g_return_val_if_fail (g_async_result_is_tagged (result, dp_store_load_async), NULL);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded == NULL)
    return NULL;
  entries = g_steal_pointer (&loaded->entries);
  *remark = g_steal_pointer (&loaded->remark);
  g_free (loaded);
  return entries;
}

/**
 * dp_store_take_hosts:
 * @self: a store that is loaded
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable) (element-type DpHostNote): what servers were seen to want, the
 *   first time
 */
GPtrArray *
dp_store_take_hosts (DpStore *self)
{
  return g_steal_pointer (&self->hosts);
}

static gboolean
is_of_many (DpNoteKind kind)
{
  return kind == DP_NOTE_TURNS || kind == DP_NOTE_STATES || kind == DP_NOTE_REMOVED ||
         kind == DP_NOTE_FORGOTTEN;
}

/**
 * dp_store_tell:
 * @self: (nullable): a store, or %NULL where nothing is stored
 * @kind: what happened
 * @downloads: (array length=n_downloads): to whom
 * @n_downloads: how many
 *
 * Thread: home.
 */
void
dp_store_tell (DpStore *self, DpNoteKind kind, DpDownload *const *downloads, guint n_downloads)
{
  g_autoptr (GArray) notes = NULL;

  if (self == NULL || n_downloads == 0)
    return;
  notes = dp_note_array_new ();
  if (is_of_many (kind))
    {
      const DpNote note = { kind, dp_entry_new_for_many (downloads, n_downloads) };

      g_array_append_val (notes, note);
      n_downloads = 0;
    }
  for (guint i = 0; i < n_downloads; i++)
    {
      const DpNote note = { .kind = kind, .entry = dp_entry_new (downloads[i]) };

      g_array_append_val (notes, note);
    }
  dp_notes_tell (self->notes, notes);
}

/**
 * dp_store_claim:
 * @self: (nullable): a store, or %NULL where nothing is stored
 * @id: a download's id
 * @partial: the file that is being made for it
 *
 * Comes back when it is written whose file that is; or after a moment, where the store can't write.
 *
 * Thread: worker.
 */
void
dp_store_claim (DpStore *self, guint64 id, const DpPartial *partial)
{
  gint64 deadline_usec = g_get_monotonic_time () + CLAIM_USEC;
  g_autoptr (GArray) notes = NULL;
  DpNote note = { .kind = DP_NOTE_PARTIAL };

  if (self == NULL)
    return;
  notes = dp_note_array_new ();
  note.entry = dp_entry_new_for_partial (id, partial);
  g_array_append_val (notes, note);
  dp_notes_wait (self->notes, dp_notes_tell (self->notes, notes), deadline_usec);
}

/**
 * dp_store_tell_host:
 * @self: (nullable): a store, or %NULL where nothing is stored
 * @origin: a server
 * @n_connections: so many at once it was seen to want
 * @seen_usec: when, as the time of the day
 *
 * Thread: any.
 */
void
dp_store_tell_host (DpStore *self, const char *origin, guint n_connections, gint64 seen_usec)
{
  g_autoptr (GArray) notes = NULL;
  DpNote note = { .kind = DP_NOTE_HOST };

  if (self == NULL)
    return;
  notes = dp_note_array_new ();
  note.host = dp_host_note_new (origin, n_connections, seen_usec);
  g_array_append_val (notes, note);
  dp_notes_tell (self->notes, notes);
}

/**
 * dp_store_watch_async:
 * @self: a store
 * @cancellable: (nullable): lets nobody wait for the answer any more
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Waits until something can't be written for the first time, or the store is closed.
 *
 * Thread: home; once, before dp_store_load_async().
 */
void
dp_store_watch_async (DpStore *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  self->watch_task = make_task (dp_store_watch_async, cancellable, callback, user_data);
}

/**
 * dp_store_watch_finish:
 * @result: what the callback got
 * @error: return location for a #GError, which completes "The list can't be saved: …"
 *
 * Thread: home.
 *
 * Returns: %FALSE with @error set if something could not be written
 */
gboolean
dp_store_watch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_store_watch_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dp_store_close:
 * @self: a store
 * @timeout_msec: how long to wait
 *
 * Writes what is still to be written and closes the list.  The one place where the home thread waits
 * for it: at the end of the program.
 *
 * Thread: home.
 *
 * Returns: whether all is written
 */
gboolean
dp_store_close (DpStore *self, guint timeout_msec)
{
  gint64 deadline_usec = g_get_monotonic_time () + timeout_msec * G_TIME_SPAN_MILLISECOND;

  return dp_notes_close (self->notes, deadline_usec);
}
