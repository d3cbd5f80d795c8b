/* dp-previews.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small pictures of finished files, for the rows that are shown.
 *
 * One worker decodes one file after the other, on a thread of ours that leaves when there is nothing
 * to do.  Whose row is nearest to the middle of what is seen comes first; whose row is gone is not
 * decoded at all.  What was decoded lately is kept.
 *
 *   a row: dp_previews_want () ──► wants ──► the worker: dp_picture_read () ──► cache ──► the row
 *
 * Thread: home; what the worker does says so.
 */

#include "dp-previews.h"

#include "dp-picture.h"
#include "dp-preview-cache.h"
#include "dp-progress.h"

/* Some hundred pictures: those around what is seen, and what was seen a moment ago. */
#define CACHE_BYTES (8 * 1024 * 1024)

/* Sharp on a display with twice as many pixels, too. */
#define DECODED_PX (2 * DP_PREVIEW_SIZE)

typedef struct
{
  GtkWidget *widget; /* (unowned): says so before it goes */
  char *path;        /* (owned) (type filename) */
  char *key;         /* (owned) */
  DpPreviewFunc func;
  gpointer user_data;
} Want;

typedef struct
{
  char *path; /* (owned) (type filename) */
  char *key;  /* (owned) */
} Job;

struct _DpPreviews
{
  GObject parent_instance;

  GHashTable *wants; /* (owned) (element-type GtkWidget Want) */
  DpPreviewCache *cache;
  GCancellable *cancellable; /* (owned) (nullable): while the worker is busy */
  char *key;                 /* (owned) (nullable): with what */
  guint start_id;
  gboolean is_enabled;
};

typedef enum
{
  PROP_ENABLED = 1,
} DpPreviewsProperty;

static GParamSpec *props[PROP_ENABLED + 1];

G_DEFINE_FINAL_TYPE (DpPreviews, dp_previews, G_TYPE_OBJECT)

static void
want_free (gpointer data)
{
  Want *self = data;

  g_free (self->path);
  g_free (self->key);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->path);
  g_free (self->key);
  g_free (self);
}

/* The worker */

static void
run (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GdkPixbuf *picture =
      dp_picture_read (job->path, DECODED_PX, g_task_get_cancellable (task), &error);

  if (picture != NULL)
    g_task_return_pointer (task, picture, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* One at a time, whatever happens to be asked for it. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool = NULL;

  if (pool == NULL)
    pool = g_thread_pool_new (run, NULL, 1, FALSE, NULL);
  return pool;
}

/* Taking turns */

/* How far from the middle of what is seen. */
static double
get_distance (GtkWidget *widget)
{
  GtkWidget *view = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (view == NULL || !gtk_widget_compute_bounds (widget, view, &bounds))
    return 0;
  return ABS (bounds.origin.y + bounds.size.height / 2.0 - gtk_widget_get_height (view) / 2.0);
}

static const Want *
find_nearest (DpPreviews *self)
{
  const Want *nearest = NULL;
  double nearest_distance = G_MAXDOUBLE;
  GHashTableIter iter;
  gpointer want;

  g_hash_table_iter_init (&iter, self->wants);
  while (g_hash_table_iter_next (&iter, NULL, &want))
    {
      double distance = get_distance (((Want *) want)->widget);

      if (distance < nearest_distance)
        {
          nearest = want;
          nearest_distance = distance;
        }
    }
  return nearest;
}

/* All that wanted this one. */
static void
tell (DpPreviews *self, const char *key)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (want_free);
  GHashTableIter iter;
  gpointer want;

  g_hash_table_iter_init (&iter, self->wants);
  while (g_hash_table_iter_next (&iter, NULL, &want))
    if (g_str_equal (((Want *) want)->key, key))
      {
        g_hash_table_iter_steal (&iter);
        g_ptr_array_add (told, want);
      }
  for (guint i = 0; i < told->len; i++)
    {
      Want *item = told->pdata[i];

      item->func (item->user_data);
    }
}

static void
keep (DpPreviews *self, const char *key, GdkPixbuf *picture)
{
  g_autoptr (GdkTexture) texture = picture != NULL ? gdk_texture_new_for_pixbuf (picture) : NULL;

  dp_preview_cache_add (self->cache, key, texture,
                        picture != NULL ? gdk_pixbuf_get_byte_length (picture) : 0);
}

static void start_soon (DpPreviews *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpPreviews *self = DP_PREVIEWS (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->key, g_free);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->is_enabled)
    {
      keep (self, job->key, picture);
      tell (self, job->key);
    }
  start_soon (self);
}

static gboolean
start (gpointer user_data)
{
  DpPreviews *self = user_data;
  const Want *want = find_nearest (self);
  GTask *task;
  Job *job;

  self->start_id = 0;
  if (want == NULL)
    return G_SOURCE_REMOVE;
  job = g_new0 (Job, 1);
  job->path = g_strdup (want->path);
  job->key = g_strdup (want->key);
  self->cancellable = g_cancellable_new ();
  self->key = g_strdup (want->key);
  task = g_task_new (self, self->cancellable, on_read, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, job, job_free);
  g_task_set_priority (task, DP_PRIORITY_OUTCOME);
  g_thread_pool_push (get_pool (), task, NULL);
  return G_SOURCE_REMOVE;
}

/* When all rows that come into view together have come, and have their places. */
static void
start_soon (DpPreviews *self)
{
  if (self->start_id == 0 && self->cancellable == NULL && g_hash_table_size (self->wants) > 0)
    self->start_id = g_idle_add_full (G_PRIORITY_LOW, start, self, NULL);
}

static gboolean
is_wanted (DpPreviews *self, const char *key)
{
  GHashTableIter iter;
  gpointer want;

  g_hash_table_iter_init (&iter, self->wants);
  while (g_hash_table_iter_next (&iter, NULL, &want))
    if (g_str_equal (((Want *) want)->key, key))
      return TRUE;
  return FALSE;
}

/**
 * dp_previews_find:
 * @self: previews
 * @key: of which file, and of which time
 * @texture: (out) (transfer none) (nullable): its preview, if it has one
 *
 * Thread: home.
 *
 * Returns: whether that is known
 */
gboolean
dp_previews_find (DpPreviews *self, const char *key, GdkTexture **texture)
{
  gpointer found;
  gboolean is_known = dp_preview_cache_find (self->cache, key, &found);

  *texture = found;
  return is_known;
}

/**
 * dp_previews_want:
 * @self: previews
 * @widget: who wants it; it must call dp_previews_forget() before it goes
 * @path: (type filename): of which file
 * @key: of which file, and of which time
 * @func: called once it is known
 * @user_data: for @func
 *
 * In place of what the widget wanted before.
 *
 * Thread: home.
 */
void
dp_previews_want (DpPreviews *self,
                  GtkWidget *widget,
                  const char *path,
                  const char *key,
                  DpPreviewFunc func,
                  gpointer user_data)
{
  Want *want;

  dp_previews_forget (self, widget);
  if (!self->is_enabled)
    return;
  want = g_new0 (Want, 1);
  want->widget = widget;
  want->path = g_strdup (path);
  want->key = g_strdup (key);
  want->func = func;
  want->user_data = user_data;
  g_hash_table_insert (self->wants, widget, want);
  start_soon (self);
}

/**
 * dp_previews_forget:
 * @self: previews
 * @widget: who wants none any more, or did not
 *
 * Thread: home.
 */
void
dp_previews_forget (DpPreviews *self, GtkWidget *widget)
{
  if (g_hash_table_remove (self->wants, widget) && self->cancellable != NULL &&
      !is_wanted (self, self->key))
    g_cancellable_cancel (self->cancellable);
}

static void
set_enabled (DpPreviews *self, gboolean is_enabled)
{
  if (self->is_enabled == is_enabled)
    return;
  self->is_enabled = is_enabled;
  g_hash_table_remove_all (self->wants);
  dp_preview_cache_clear (self->cache);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENABLED]);
}

/* Life */

static void
dp_previews_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((DpPreviewsProperty) prop_id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, DP_PREVIEWS (object)->is_enabled);
      break;
    }
}

static void
dp_previews_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((DpPreviewsProperty) prop_id)
    {
    case PROP_ENABLED:
      set_enabled (DP_PREVIEWS (object), g_value_get_boolean (value));
      break;
    }
}

static void
dp_previews_finalize (GObject *object)
{
  DpPreviews *self = DP_PREVIEWS (object);

  g_clear_handle_id (&self->start_id, g_source_remove);
  g_hash_table_unref (self->wants);
  dp_preview_cache_free (self->cache);
  G_OBJECT_CLASS (dp_previews_parent_class)->finalize (object);
}

static void
dp_previews_class_init (DpPreviewsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dp_previews_get_property;
  object_class->set_property = dp_previews_set_property;
  object_class->finalize = dp_previews_finalize;

  props[PROP_ENABLED] =
      g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
dp_previews_init (DpPreviews *self)
{
  self->wants = g_hash_table_new_full (NULL, NULL, NULL, want_free);
  self->cache = dp_preview_cache_new (CACHE_BYTES);
  self->is_enabled = TRUE;
}

/**
 * dp_previews_dup_default:
 *
 * Thread: home.
 *
 * Returns: (transfer full): those of this program, which are there for as long as somebody has them
 */
DpPreviews *
dp_previews_dup_default (void)
{
  static GWeakRef the_one;
  DpPreviews *self = g_weak_ref_get (&the_one);

  if (self == NULL)
    {
      self = g_object_new (DP_TYPE_PREVIEWS, NULL);
      g_weak_ref_set (&the_one, self);
    }
  return self;
}
