/* dp-input.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text from the clipboard and from drops, as the other program sent it: raw bytes and their media
 * type.  GTK would make GFiles of a list of URIs, and a GFile may rewrite a link.
 *
 * A browser gives a piece of a page together with where that came from; this is put in front of it,
 * in the form in which browsers write it into the pages they save.
 *
 * Thread: home; all reading is asynchronous and bounded.
 */

#include "dp-input.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-url.h"

#define MAX_BYTES        (64 * 1024 * 1024)
#define CHUNK_BYTES      (1024 * 1024)
#define ORIGIN_MAX_BYTES (64 * 1024)

/* On X11 the owner of a clipboard is asked what it has, and this is how long one waits for that. */
#define FORMATS_MSEC 200

/* The best first: the plain text of a page has lost its links. */
static const char *const media_types[] = {
  "text/uri-list", "text/html", "text/plain;charset=utf-8", "text/plain", NULL,
};

/* Where a piece of a page came from: of Chromium in UTF-8, of Firefox in UTF-16. */
static const char *const origin_types[] = {
  "chromium/x-source-url",
  "text/x-moz-url-priv",
  NULL,
};

typedef struct
{
  GdkContentFormats *formats; /* (owned) (nullable): what there is */
  gulong formats_id;          /* while nobody knows that */
  guint wait_id;              /* not for ever */
  GInputStream *stream;       /* (owned) (nullable) */
  GByteArray *bytes;          /* (owned) */
  DpUrlListType type;
} DpInput;

static void
input_free (DpInput *self)
{
  g_clear_pointer (&self->formats, gdk_content_formats_unref);
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

/* Where it came from */

static char *
parse_origin (const char *data, gsize size)
{
  gboolean is_wide = size >= 2 && data[1] == '\0';
  g_autofree char *text = is_wide ? g_convert (data, (gssize) (size & ~(gsize) 1), "UTF-8",
                                               "UTF-16LE", NULL, NULL, NULL)
                                  : g_strndup (data, size);
  g_autoptr (DpUrl) url = NULL;

  /* Some hold the title in a second line. */
  if (text != NULL)
    text[strcspn (text, "\r\n")] = '\0';
  url = text != NULL ? dp_url_parse (text, NULL) : NULL;
  return url != NULL ? dp_url_to_string (url) : NULL;
}

static void
on_origin_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DpInput *input = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autofree char *origin = size > 0 ? parse_origin (data, size) : NULL;

  if (origin != NULL && strstr (origin, "--") == NULL)
    {
      g_autofree char *comment =
          g_strdup_printf ("<!-- saved from url=(%04u)%s -->", (guint) strlen (origin), origin);

      g_byte_array_prepend (input->bytes, (const guint8 *) comment, (guint) strlen (comment));
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_origin (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DpInput *input = g_task_get_task_data (task);
  const char *media_type;
  GInputStream *stream =
      GDK_IS_DROP (source)
          ? gdk_drop_read_finish (GDK_DROP (source), result, &media_type, NULL)
          : gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &media_type, NULL);

  /* A page without it is as good as it was. */
  if (stream == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_set_object (&input->stream, stream);
  g_object_unref (stream);
  g_input_stream_read_bytes_async (stream, ORIGIN_MAX_BYTES, G_PRIORITY_LOW, NULL, on_origin_read,
                                   g_steal_pointer (&task));
}

/* What was asked for is here. */
static void
end (GTask *task)
{
  DpInput *input = g_task_get_task_data (task);
  gpointer source = g_task_get_source_object (task);
  gboolean has_origin = FALSE;

  for (guint i = 0; origin_types[i] != NULL; i++)
    has_origin |= gdk_content_formats_contain_mime_type (input->formats, origin_types[i]);
  if (input->type != DP_URL_LIST_HTML || !has_origin)
    g_task_return_boolean (task, TRUE);
  else if (GDK_IS_DROP (source))
    gdk_drop_read_async (source, (const char **) origin_types, G_PRIORITY_DEFAULT, NULL, on_origin,
                         g_object_ref (task));
  else
    gdk_clipboard_read_async (source, (const char **) origin_types, G_PRIORITY_DEFAULT, NULL,
                              on_origin, g_object_ref (task));
}

/* The text */

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
      end (task);
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

/* What is asked for is what is there: on X11 some programs answer whatever they are asked for, with
 * what they have.  Of a clipboard it may be unknown what is there.
 *
 * Returns: (nullable) (transfer container): %NULL if it is known that nothing is for us */
static const char **
list_wanted (GdkContentFormats *formats)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  gsize n_offered;

  gdk_content_formats_get_mime_types (formats, &n_offered);
  for (guint i = 0; media_types[i] != NULL; i++)
    if (n_offered == 0 || gdk_content_formats_contain_mime_type (formats, media_types[i]))
      g_ptr_array_add (wanted, (gpointer) media_types[i]);
  g_ptr_array_add (wanted, NULL);
  return wanted->len > 1 ? (const char **) g_ptr_array_free (g_steal_pointer (&wanted), FALSE)
                         : NULL;
}

static void
read_source (GTask *task, GdkContentFormats *formats)
{
  DpInput *input = g_task_get_task_data (task);
  gpointer source = g_task_get_source_object (task);
  g_autofree const char **wanted = list_wanted (formats);

  input->formats = gdk_content_formats_ref (formats);
  if (wanted == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No text");
      g_object_unref (task);
    }
  else if (GDK_IS_DROP (source))
    gdk_drop_read_async (source, wanted, G_PRIORITY_DEFAULT, NULL, on_drop, task);
  else
    gdk_clipboard_read_async (source, wanted, G_PRIORITY_DEFAULT, NULL, on_clipboard, task);
}

/* It is known what there is, or nobody says it. */
static void
stop_waiting (GTask *task)
{
  DpInput *input = g_task_get_task_data (task);
  GdkClipboard *clipboard = g_task_get_source_object (task);

  g_clear_signal_handler (&input->formats_id, clipboard);
  g_clear_handle_id (&input->wait_id, g_source_remove);
  read_source (task, gdk_clipboard_get_formats (clipboard));
}

static gboolean
is_known (GdkClipboard *clipboard)
{
  gsize n_offered;

  gdk_content_formats_get_mime_types (gdk_clipboard_get_formats (clipboard), &n_offered);
  return n_offered > 0;
}

static void
on_formats (GdkClipboard *clipboard, GParamSpec *pspec, GTask *task)
{
  if (is_known (clipboard))
    stop_waiting (task);
}

static gboolean
on_waited (gpointer task)
{
  ((DpInput *) g_task_get_task_data (task))->wait_id = 0;
  stop_waiting (task);
  return G_SOURCE_REMOVE;
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
  GTask *task = input_task_new (clipboard, callback, user_data);
  DpInput *input = g_task_get_task_data (task);

  if (is_known (clipboard))
    {
      read_source (task, gdk_clipboard_get_formats (clipboard));
      return;
    }
  input->formats_id =
      g_signal_connect (clipboard, "notify::formats", G_CALLBACK (on_formats), task);
  input->wait_id = g_timeout_add (FORMATS_MSEC, on_waited, task);
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
  read_source (input_task_new (drop, callback, user_data), gdk_drop_get_formats (drop));
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
