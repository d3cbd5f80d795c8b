/* dp-script-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thread: one of its own accepts and answers, one connection after the other.
 */

#include "dp-script-server.h"

#include <string.h>

struct _DpScriptServer
{
  GSocketListener *listener; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GThread *thread;
  guint16 port;
  char **answers; /* (owned) (nullable) */
  DpScriptFunc func;

  GMutex lock;
  GPtrArray *requests; /* (owned) (element-type utf8): guarded by the lock */
};

static char *
read_request (GSocketConnection *connection, GCancellable *cancellable)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) head = g_string_new (NULL);
  char buffer[4096];

  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      gssize n = g_input_stream_read (in, buffer, sizeof buffer, cancellable, NULL);

      if (n <= 0)
        return NULL;
      g_string_append_len (head, buffer, n);
    }
  return g_strdup (head->str);
}

static void
answer (DpScriptServer *self, guint nth, const char *request, GSocketConnection *connection)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  const char *text;

  if (self->func != NULL)
    {
      self->func (nth, request, connection);
      return;
    }
  text = self->answers[MIN (nth, g_strv_length (self->answers) - 1)];
  g_output_stream_write_all (out, text, strlen (text), NULL, self->cancellable, NULL);
}

static gpointer
run (gpointer data)
{
  DpScriptServer *self = data;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GSocketConnection) connection =
          g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);
      char *request = connection != NULL ? read_request (connection, self->cancellable) : NULL;
      guint nth;

      if (request == NULL)
        continue;
      g_mutex_lock (&self->lock);
      nth = self->requests->len;
      g_ptr_array_add (self->requests, request);
      g_mutex_unlock (&self->lock);
      answer (self, nth, request, connection);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  return NULL;
}

static DpScriptServer *
server_new (char **answers, DpScriptFunc func)
{
  DpScriptServer *self = g_new0 (DpScriptServer, 1);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  self->answers = answers;
  self->func = func;
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, &error);
  g_assert_no_error (error);
  self->thread = g_thread_new ("script-server", run, self);
  return self;
}

DpScriptServer *
dp_script_server_new (const char *const *answers)
{
  return server_new (g_strdupv ((char **) answers), NULL);
}

DpScriptServer *
dp_script_server_new_func (DpScriptFunc func)
{
  return server_new (NULL, func);
}

void
dp_script_server_free (DpScriptServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->requests);
  g_strfreev (self->answers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

char *
dp_script_server_dup_url (DpScriptServer *self, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
}

guint
dp_script_server_get_n_requests (DpScriptServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->requests->len;
}

const char *
dp_script_server_get_request (DpScriptServer *self, guint nth)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_assert_cmpuint (nth, <, self->requests->len);
  return self->requests->pdata[nth];
}
