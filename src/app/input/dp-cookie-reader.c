/* dp-cookie-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cookies out of a file that a browser exported, read by a worker: the disk may be slow.
 *
 * Thread: home, but for what says so.
 */

#include "dp-cookie-reader.h"

#include <glib/gi18n.h>

/* More than all that a browser keeps. */
#define MAX_MIB   4
#define MAX_BYTES (MAX_MIB * 1024 * 1024)

/* Worker: at most @size bytes, and how many there are. */
static gboolean
load (GFile *file, char *text, gsize *size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GFileInputStream) stream = NULL;

  if (info == NULL)
    return FALSE;
  /* A pipe would keep the worker waiting. */
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           _ ("it is no regular file"));
      return FALSE;
    }
  stream = g_file_read (file, cancellable, error);
  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), text, *size, size, cancellable, error);
}

/* Worker. */
static DpCookies *
parse (const char *text, gsize size, const char *shown, GError **error)
{
  g_autoptr (DpCookies) cookies = dp_cookies_new ();

  if (size > MAX_BYTES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   /* Translators: the name of a file; a number. */
                   _ ("“%s” holds more than %u MiB: it can't be what it should be."), shown,
                   MAX_MIB);
      return NULL;
    }
  if (dp_cookies_add_netscape (cookies, text, size) == 0 || dp_cookies_get_n (cookies) > 0)
    return g_steal_pointer (&cookies);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: Netscape is the name of a file format: do not translate. */
               _ ("“%s” holds no cookies in the Netscape format."), shown);
  return NULL;
}

/* Worker. */
static void
read_job (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *shown = g_filename_display_basename (path);
  g_autofree char *text = g_malloc (MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) reason = NULL;
  DpCookies *cookies = NULL;
  gsize size = MAX_BYTES + 1;

  if (load (file, text, &size, cancellable, &reason))
    cookies = parse (text, size, shown, &error);
  else
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("Could not read “%s”: %s"), shown,
                 reason->message);
  if (cookies != NULL)
    g_task_return_pointer (task, cookies, (GDestroyNotify) dp_cookies_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * dp_cookie_reader_read_async:
 * @path: (type filename): a cookies.txt
 * @cancellable: (nullable): a cancellable
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Thread: home.  A short job, so the threads that GIO shares do it.
 */
void
dp_cookie_reader_read_async (const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dp_cookie_reader_read_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_job);
}

/**
 * dp_cookie_reader_read_finish:
 * @result: what the callback got
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the cookies, or %NULL with @error set
 */
DpCookies *
dp_cookie_reader_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_cookie_reader_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
