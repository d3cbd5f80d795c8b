/* dp-input.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text from the clipboard and from drops, as the other program sent it: raw bytes and their media
 * type.  GTK would make GFiles of a list of URIs, and a GFile may rewrite a link.
 *
 * Thread: home; all reading is asynchronous and bounded.
 */

#include "dp-input.h"

#include <glib/gi18n.h>

#define MAX_BYTES   (64 * 1024 * 1024)
#define CHUNK_BYTES (1024 * 1024)

/* The best first. */
static const char *const media_types[] = {
  "text/uri-list",
  "text/plain;charset=utf-8",
  "text/plain",
  NULL,
};

typedef struct
{
  GInputStream *stream; /* (owned) (nullable) */
  GByteArray *bytes;    /* (owned) */
  DpUrlListType type;
} DpInput;

static void
input_free (DpInput *self)
{
  g_clear_object (&self->stream);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

static GTask *
input_task_new (gpointer source, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (source, NULL, callback, user_data);
  DpInput *input = g_new0 (DpInput, 1);

  input->bytes = g_byte_array_new ();
  g_task_set_source_tag (task, input_task_new);
  g_task_set_task_data (task, input, (GDestroyNotify) input_free);
  return task;
}

static void on_chunk (GObject *source, GAsyncResult *result, gpointer user_data);

static gboolean
read_chunk (gpointer user_data)
{
  GTask *task = user_data;
  DpInput *input = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (input->stream, CHUNK_BYTES, G_PRIORITY_LOW, NULL, on_chunk,
                                   task);
  return G_SOURCE_REMOVE;
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DpInput *input = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size;
  gconstpointer data;

  if (chunk == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  data = g_bytes_get_data (chunk, &size);
  if (size == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (input->bytes->len + size > MAX_BYTES)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                               _ ("That is too much text"));
      return;
    }
  g_byte_array_append (input->bytes, data, (guint) size);
  /* Not from here: GTK 4.8's stream from another X11 program forgets the read that begins while it
   * still ends the one before, and a text of more than 1 MB would never arrive. */
  g_idle_add_full (G_PRIORITY_DEFAULT, read_chunk, g_steal_pointer (&task), NULL);
}

static void
read_stream (GTask *task, GInputStream *stream, const char *media_type, GError *error)
{
  DpInput *input = g_task_get_task_data (task);

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  input->stream = stream;
  dp_url_list_type_from_mime (media_type, &input->type);
  read_chunk (task);
}

static void
on_clipboard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  const char *media_type = NULL;
  GInputStream *stream =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &media_type, &error);

  read_stream (user_data, stream, media_type, error);
}

static void
on_drop (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  const char *media_type = NULL;
  GInputStream *stream = gdk_drop_read_finish (GDK_DROP (source), result, &media_type, &error);

  read_stream (user_data, stream, media_type, error);
}

/**
 * dp_input_get_formats:
 *
 * Thread: home.
 *
 * Returns: (transfer full): what we can read
 */
GdkContentFormats *
dp_input_get_formats (void)
{
  return gdk_content_formats_new ((const char **) media_types, G_N_ELEMENTS (media_types) - 1);
}

/**
 * dp_input_read_clipboard_async:
 * @clipboard: a clipboard
 * @callback: called once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_input_read_clipboard_async (GdkClipboard *clipboard,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  gdk_clipboard_read_async (clipboard, (const char **) media_types, G_PRIORITY_DEFAULT, NULL,
                            on_clipboard, input_task_new (clipboard, callback, user_data));
}

/**
 * dp_input_read_drop_async:
 * @drop: a drop; the caller finishes it
 * @callback: called once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_input_read_drop_async (GdkDrop *drop, GAsyncReadyCallback callback, gpointer user_data)
{
  gdk_drop_read_async (drop, (const char **) media_types, G_PRIORITY_DEFAULT, NULL, on_drop,
                       input_task_new (drop, callback, user_data));
}

/**
 * dp_input_read_finish:
 * @result: what the callback got
 * @type: (out): what kind of text it is
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL with @error set
 */
GBytes *
dp_input_read_finish (GAsyncResult *result, DpUrlListType *type, GError **error)
{
  DpInput *input;

  g_return_val_if_fail (g_async_result_is_tagged (result, input_task_new), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  input = g_task_get_task_data (G_TASK (result));
  *type = input->type;
  return g_byte_array_free_to_bytes (g_steal_pointer (&input->bytes));
}
