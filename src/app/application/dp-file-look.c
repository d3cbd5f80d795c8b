/* dp-file-look.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking whether finished files are still there ("app.look"), for those whose rows are shown: when a
 * row comes into view, and again when the window gets the focus, for the person may have been in the
 * file manager meanwhile.
 *
 * A worker looks, one at a time and not at more files than rows can be seen.  Where a disk hangs, one
 * thread waits and nobody else.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-file-look.h"

#include "dp-finished.h"
#include "dp-window.h"

/* GTK makes no more row widgets. */
#define MAX_SHOWN 200

struct _DpFileLook
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  GArray *shown;  /* (owned) (element-type guint64): whose rows came last, the last last */
  GArray *wanted; /* (owned) (element-type guint64): to be looked at */
  guint look_id;
  gboolean is_looking;
};

typedef struct
{
  guint64 id;
  char *path; /* (owned) (type filename) */
  guint64 size_bytes;
  gint64 finished_usec;
  DpFinished found;
} Item;

G_DEFINE_FINAL_TYPE (DpFileLook, dp_file_look, G_TYPE_OBJECT)

static void
item_clear (gpointer data)
{
  g_free (((Item *) data)->path);
}

/* Worker. */
static void
look_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GArray *items = task_data;

  for (guint i = 0; i < items->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      Item *item = &g_array_index (items, Item, i);

      item->found = dp_finished_look (item->path, item->size_bytes, item->finished_usec);
    }
  g_task_return_boolean (task, TRUE);
}

static GArray *
note_items (DpFileLook *self)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  g_array_set_clear_func (items, item_clear);
  for (guint i = 0; i < self->wanted->len; i++)
    {
      guint64 id = g_array_index (self->wanted, guint64, i);
      DpDownload *download = dp_queue_find (self->queue, id);
      Item item = { .id = id };

      if (download == NULL || dp_download_get_state (download) != DP_STATE_DONE)
        continue;
      item.path = g_strdup (dp_download_get_path (download));
      item.size_bytes = dp_download_get_progress (download)->total_bytes;
      item.finished_usec = dp_download_get_history (download)->finished_usec;
      g_array_append_val (items, item);
    }
  g_array_set_size (self->wanted, 0);
  return items;
}

static void look_soon (DpFileLook *self);

/* It may have been renamed meanwhile: then that is looked at when it is asked for again. */
static void
show_found (DpFileLook *self, const Item *item)
{
  DpDownload *download = dp_queue_find (self->queue, item->id);

  if (download != NULL && g_strcmp0 (dp_download_get_path (download), item->path) == 0)
    dp_download_set_found (download, item->found);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GArray *items = g_task_get_task_data (G_TASK (result));
  DpFileLook *self = user_data;

  /* Only the end of the program cancels. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  self->is_looking = FALSE;
  for (guint i = 0; i < items->len; i++)
    show_found (self, &g_array_index (items, Item, i));
  look_soon (self);
}

static gboolean
look (gpointer user_data)
{
  DpFileLook *self = user_data;
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, on_looked, self);

  self->look_id = 0;
  self->is_looking = TRUE;
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, note_items (self), (GDestroyNotify) g_array_unref);
  g_task_run_in_thread (task, look_job);
  return G_SOURCE_REMOVE;
}

/* When all rows that come into view together have come. */
static void
look_soon (DpFileLook *self)
{
  if (self->wanted->len > 0 && self->look_id == 0 && !self->is_looking)
    self->look_id = g_idle_add_full (G_PRIORITY_LOW, look, self, NULL);
}

/* Puts it last; the first goes if there are too many: its row has long gone. */
static void
put_last (GArray *ids, guint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint64, i) == id)
      {
        g_array_remove_index (ids, i);
        break;
      }
  if (ids->len == MAX_SHOWN)
    g_array_remove_index (ids, 0);
  g_array_append_val (ids, id);
}

static void
look_at (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpFileLook *self = user_data;
  guint64 id = g_variant_get_uint64 (parameter);

  put_last (self->shown, id);
  put_last (self->wanted, id);
  look_soon (self);
}

static void
on_focus (GtkWindow *window, GParamSpec *pspec, DpFileLook *self)
{
  if (!gtk_window_is_active (window))
    return;
  g_array_set_size (self->wanted, 0);
  g_array_append_vals (self->wanted, self->shown->data, self->shown->len);
  look_soon (self);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, DpFileLook *self)
{
  if (DP_IS_WINDOW (window))
    g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_focus), self,
                             G_CONNECT_DEFAULT);
}

/* Life */

static void
dp_file_look_dispose (GObject *object)
{
  DpFileLook *self = DP_FILE_LOOK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->application != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self->application), "look");
  self->application = NULL;
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_file_look_parent_class)->dispose (object);
}

static void
dp_file_look_finalize (GObject *object)
{
  DpFileLook *self = DP_FILE_LOOK (object);

  g_clear_object (&self->cancellable);
  g_array_unref (self->shown);
  g_array_unref (self->wanted);
  G_OBJECT_CLASS (dp_file_look_parent_class)->finalize (object);
}

static void
dp_file_look_class_init (DpFileLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_file_look_dispose;
  G_OBJECT_CLASS (klass)->finalize = dp_file_look_finalize;
}

static void
dp_file_look_init (DpFileLook *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint64));
}

/**
 * dp_file_look_new:
 * @application: gets the action, for as long as the result lives; outlives it
 * @queue: where the downloads are
 *
 * Thread: home.
 *
 * Returns: (transfer full): what looks
 */
DpFileLook *
dp_file_look_new (GtkApplication *application, DpQueue *queue)
{
  static const GActionEntry entry = { .name = "look", .activate = look_at, .parameter_type = "t" };
  DpFileLook *self = g_object_new (DP_TYPE_FILE_LOOK, NULL);

  self->application = application;
  self->queue = g_object_ref (queue);
  g_action_map_add_action_entries (G_ACTION_MAP (application), &entry, 1, self);
  g_signal_connect_object (application, "window-added", G_CALLBACK (on_window_added), self,
                           G_CONNECT_DEFAULT);
  return self;
}
