/* dp-files-content.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are dragged into another program.  There may be a hundred thousand of them: only their
 * paths are kept, and what the other program gets is made when it asks, by a worker.
 *
 * Nearly every program asks for a list of URIs; whatever else can be made of a list of files, GDK
 * makes.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-files-content.h"

#define URI_LIST "text/uri-list"

struct _DpFilesContent
{
  GdkContentProvider parent_instance;

  GPtrArray *paths; /* (owned) (element-type filename): constant */
};

/* Who asks, while a worker makes the list. */
typedef struct
{
  GTask *task;           /* (owned) */
  GOutputStream *stream; /* (owned): where the list goes */
} Asking;

G_DEFINE_FINAL_TYPE (DpFilesContent, dp_files_content, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
ref_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_union_serialize_mime_types (
      gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST));
}

static gboolean
get_value (GdkContentProvider *provider, GValue *value, GError **error)
{
  const GPtrArray *paths = DP_FILES_CONTENT (provider)->paths;
  GSList *files = NULL;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return GDK_CONTENT_PROVIDER_CLASS (dp_files_content_parent_class)
        ->get_value (provider, value, error);
  for (guint i = paths->len; i-- > 0;)
    files = g_slist_prepend (files, g_file_new_for_path (paths->pdata[i]));
  g_value_take_boxed (value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  return TRUE;
}

/* A list of URIs */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (GTask) task = asking->task;
  g_autoptr (GOutputStream) stream = asking->stream;
  GError *error = NULL;
  GBytes *uris = g_task_propagate_pointer (G_TASK (result), &error);
  int io_priority = g_task_get_priority (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gsize size;
  gconstpointer data;

  g_free (asking);
  if (uris == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* They stay until they are written. */
  g_task_set_task_data (task, uris, (GDestroyNotify) g_bytes_unref);
  data = g_bytes_get_data (uris, &size);
  g_output_stream_write_all_async (stream, data, size, io_priority, cancellable, on_written,
                                   g_steal_pointer (&task));
}

/* Worker. */
static void
join_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const GPtrArray *paths = task_data;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *uri = g_filename_to_uri (paths->pdata[i], NULL, NULL);

      if (uri != NULL)
        g_string_append_printf (text, "%s\r\n", uri);
    }
  g_task_return_pointer (task, g_string_free_to_bytes (text), (GDestroyNotify) g_bytes_unref);
}

static void
write_uris (DpFilesContent *self, GTask *task, GOutputStream *stream)
{
  Asking *asking = g_new (Asking, 1);
  g_autoptr (GTask) job = NULL;

  *asking = (Asking){ g_object_ref (task), g_object_ref (stream) };
  job = g_task_new (NULL, g_task_get_cancellable (task), on_joined, asking);
  g_task_set_source_tag (job, write_uris);
  g_task_set_task_data (job, g_ptr_array_ref (self->paths), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (job, join_job);
}

/* Anything else */

static void
on_serialized (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gdk_content_serialize_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_mime_type_async (GdkContentProvider *provider,
                       const char *mime_type,
                       GOutputStream *stream,
                       int io_priority,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_auto (GValue) value = G_VALUE_INIT;

  g_task_set_source_tag (task, write_mime_type_async);
  g_task_set_priority (task, io_priority);
  if (g_str_equal (mime_type, URI_LIST))
    {
      write_uris (DP_FILES_CONTENT (provider), task, stream);
      return;
    }
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  get_value (provider, &value, NULL);
  gdk_content_serialize_async (stream, mime_type, &value, io_priority, cancellable, on_serialized,
                               g_steal_pointer (&task));
}

static gboolean
write_mime_type_finish (GdkContentProvider *provider, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, write_mime_type_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dp_files_content_finalize (GObject *object)
{
  DpFilesContent *self = DP_FILES_CONTENT (object);

  g_ptr_array_unref (self->paths);
  G_OBJECT_CLASS (dp_files_content_parent_class)->finalize (object);
}

static void
dp_files_content_class_init (DpFilesContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_files_content_finalize;
  provider_class->ref_formats = ref_formats;
  provider_class->get_value = get_value;
  provider_class->write_mime_type_async = write_mime_type_async;
  provider_class->write_mime_type_finish = write_mime_type_finish;
}

static void
dp_files_content_init (DpFilesContent *self)
{
}

/**
 * dp_files_content_new:
 * @paths: (transfer full) (element-type filename): where the files are
 *
 * Thread: home.
 *
 * Returns: (transfer full): the files, as content
 */
GdkContentProvider *
dp_files_content_new (GPtrArray *paths)
{
  DpFilesContent *self = g_object_new (DP_TYPE_FILES_CONTENT, NULL);

  self->paths = paths;
  return GDK_CONTENT_PROVIDER (self);
}
