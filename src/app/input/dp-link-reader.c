/* dp-link-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links from what was pasted, dropped, typed or named on the command line.
 *
 * A worker does it: text may have a hundred thousand lines, and a dropped list may lie on a slow
 * disk.  Where a line of a list of URIs names a text file of this computer, the links in that file
 * are meant, of whatever kind it is (dp-list-format).
 *
 * Thread: home, but for what says so.
 */

#include "dp-link-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-list-build.h"
#include "dp-list-format.h"

/* A list of a hundred thousand long links has about this size; what is larger is no list. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)

typedef struct
{
  GBytes *text; /* (owned) */
  DpUrlListType type;
  char *folder; /* (owned) (nullable): where relative file names begin */
} DpReading;

static void
reading_free (DpReading *self)
{
  g_bytes_unref (self->text);
  g_free (self->folder);
  g_free (self);
}

/* Worker: what a line names, if that is a file or should be one. */
static GFile *
find_file (const DpReading *self, const char *line)
{
  g_autoptr (GFile) file = NULL;

  if (g_ascii_strncasecmp (line, "file:", strlen ("file:")) == 0)
    return g_file_new_for_uri (line);
  if (self->folder == NULL || strstr (line, "://") != NULL)
    return NULL;
  if (g_path_is_absolute (line))
    return g_file_new_for_path (line);
  file = g_file_new_build_filename (self->folder, line, NULL);
  return g_file_query_exists (file, NULL) ? g_steal_pointer (&file) : NULL;
}

/* Why no links come out of such bytes, or NULL. */
static const char *
find_objection (const char *data, gsize size)
{
  static const char *const torrents[] = { "d8:announce", "d13:announce-list" };

  if (size == MAX_FILE_BYTES)
    return _ ("The file is too large for a list of links.");
  for (guint i = 0; i < G_N_ELEMENTS (torrents); i++)
    if (size > strlen (torrents[i]) && memcmp (data, torrents[i], strlen (torrents[i])) == 0)
      return _ ("Torrents are not supported, only http and https.");
  return size > 0 && memchr (data, '\0', size) != NULL
             ? _ ("There is no text in the file, and so no links.")
             : NULL;
}

/* Worker: what can't be read, or would never end, is not opened. */
static GFileInputStream *
open_file (GFile *file, GCancellable *cancellable, char **objection)
{
  g_autoptr (GError) error = NULL;
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable);
  GFileInputStream *stream = NULL;

  if (type == G_FILE_TYPE_DIRECTORY)
    *objection = g_strdup (_ ("This is a folder. Choose the files in it that hold links."));
  else if (type == G_FILE_TYPE_UNKNOWN)
    *objection = g_strdup (_ ("There is no such file."));
  else if (type != G_FILE_TYPE_REGULAR)
    *objection = g_strdup (_ ("There is no text in the file, and so no links."));
  else
    stream = g_file_read (file, cancellable, &error);
  if (error != NULL)
    *objection = g_strdup (error->message);
  return stream;
}

/* Worker: adds the links in a file, or returns why there are none. */
static char *
take_file (DpListBuild *build, GFile *file, GCancellable *cancellable)
{
  char *objection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = open_file (file, cancellable, &objection);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  if (stream == NULL)
    return objection;
  bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_FILE_BYTES, cancellable, &error);
  if (bytes == NULL)
    return g_strdup (error->message);
  data = g_bytes_get_data (bytes, &size);
  objection = g_strdup (find_objection (data, size));
  if (objection == NULL)
    dp_list_build_take (build, dp_list_format_parse (data, size, DP_URL_LIST_PLAIN));
  return objection;
}

/* Worker: the links of a list whose lines may name files; its own come first. */
static DpUrlList *
read_lines (const DpReading *self, GCancellable *cancellable)
{
  gsize size;
  const char *data = g_bytes_get_data (self->text, &size);
  g_autofree char *copy = g_strndup (data != NULL ? data : "", size);
  g_autoptr (GString) links = g_string_new (NULL);
  g_autoptr (DpListBuild) contents = dp_list_build_new ();
  g_autoptr (DpListBuild) build = dp_list_build_new ();
  char *rest = copy;
  char *line;

  while ((line = strsep (&rest, "\r\n")) != NULL)
    {
      g_autoptr (GFile) file = *line != '\0' && *line != '#' ? find_file (self, line) : NULL;

      g_autofree char *objection = file != NULL ? take_file (contents, file, cancellable) : NULL;

      if (objection != NULL)
        dp_list_build_refuse (contents, line, objection);
      else if (file == NULL && *line != '#')
        g_string_append_printf (links, "%s\n", line);
    }
  dp_list_build_take (build, dp_url_list_parse (links->str, links->len, DP_URL_LIST_URI_LIST));
  dp_list_build_take (build, dp_list_build_end (g_steal_pointer (&contents)));
  return dp_list_build_end (g_steal_pointer (&build));
}

/* Worker. */
static void
read_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const DpReading *self = task_data;
  gsize size;
  const char *data;

  if (self->type == DP_URL_LIST_URI_LIST)
    {
      g_task_return_pointer (task, read_lines (self, cancellable),
                             (GDestroyNotify) dp_url_list_free);
      return;
    }
  data = g_bytes_get_data (self->text, &size);
  g_task_return_pointer (task, dp_list_format_parse (data, size, self->type),
                         (GDestroyNotify) dp_url_list_free);
}

/**
 * dp_link_reader_read_async:
 * @text: what was pasted or dropped
 * @type: what kind of text that is
 * @folder: (nullable) (type filename): where file names in a list begin; %NULL: only `file:` URIs
 *   name files
 * @cancellable: (nullable): a cancellable
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Thread: home.  A short job, so the threads that GIO shares do it.
 */
void
dp_link_reader_read_async (GBytes *text,
                           DpUrlListType type,
                           const char *folder,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  DpReading *reading = g_new (DpReading, 1);

  *reading = (DpReading){ g_bytes_ref (text), type, g_strdup (folder) };
  g_task_set_source_tag (task, dp_link_reader_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_job);
}

/**
 * dp_link_reader_read_finish:
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the links, or %NULL with @error set if it was cancelled
 */
DpUrlList *
dp_link_reader_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_link_reader_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
