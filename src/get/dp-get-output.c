/* dp-get-output.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Standard output and standard error, which never make us wait.
 *
 * Whoever reads may be slow, stopped (Ctrl+S, a pager) or gone.  The downloads go on, and a signal
 * ends us in time: what can't be written at once waits in memory for the main loop.  A descriptor is
 * shared with other programs, so it stays blocking; poll() says when it takes another piece of the
 * size that a pipe takes whole.
 *
 * Thread: home.
 */

#include "dp-get-output.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* With so much unread, news that will be out of date when it is read is left out. */
#define CONGESTED_BYTES (64 * 1024)

struct _DpGetOutput
{
  int fd;
  GByteArray *pending; /* (owned) */
  gsize n_written;     /* of what is pending */
  guint watch_id;
  int saved_errno; /* why nothing more is written, or 0 */
};

/**
 * dp_get_output_new:
 * @fd: what to write to; stays open
 *
 * Thread: home.
 *
 * Returns: (transfer full): the output
 */
DpGetOutput *
dp_get_output_new (int fd)
{
  DpGetOutput *self = g_new0 (DpGetOutput, 1);

  self->fd = fd;
  self->pending = g_byte_array_new ();
  return self;
}

/**
 * dp_get_output_free:
 * @self: (transfer full) (nullable): an output
 *
 * Forgets what is not written.
 *
 * Thread: home.
 */
void
dp_get_output_free (DpGetOutput *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_byte_array_unref (self->pending);
  g_free (self);
}

static gsize
count_pending (DpGetOutput *self)
{
  return self->pending->len - self->n_written;
}

static void
forget_pending (DpGetOutput *self)
{
  g_byte_array_set_size (self->pending, 0);
  self->n_written = 0;
}

/* Each byte is moved once at most: what goes is as long as what is moved. */
static void
forget_written (DpGetOutput *self)
{
  if (self->n_written < count_pending (self))
    return;
  g_byte_array_remove_range (self->pending, 0, (guint) self->n_written);
  self->n_written = 0;
}

/* Writes one piece.  FALSE if there was no room for it in time. */
static gboolean
write_piece (DpGetOutput *self, int timeout_msec)
{
  struct pollfd pollfd = { .fd = self->fd, .events = POLLOUT };
  gssize n;

  if (poll (&pollfd, 1, timeout_msec) <= 0)
    return FALSE;
  n = write (self->fd, self->pending->data + self->n_written, MIN (count_pending (self), PIPE_BUF));
  if (n >= 0)
    self->n_written += (gsize) n;
  else if (errno == EAGAIN)
    return FALSE;
  else if (errno != EINTR)
    {
      self->saved_errno = errno;
      forget_pending (self);
    }
  forget_written (self);
  return TRUE;
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer user_data)
{
  DpGetOutput *self = user_data;

  while (count_pending (self) > 0)
    if (!write_piece (self, 0))
      return G_SOURCE_CONTINUE;
  self->watch_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * dp_get_output_print_utf8:
 * @self: an output
 * @text: (array length=length): what to write, as it is
 * @length: how many bytes
 *
 * Thread: home.
 */
void
dp_get_output_print_utf8 (DpGetOutput *self, const char *text, gsize length)
{
  if (self->saved_errno != 0)
    return;
  g_byte_array_append (self->pending, (const guint8 *) text, (guint) length);
  if (self->watch_id == 0 && on_writable (self->fd, G_IO_OUT, self) == G_SOURCE_CONTINUE)
    self->watch_id = g_unix_fd_add (self->fd, G_IO_OUT | G_IO_ERR | G_IO_HUP, on_writable, self);
}

/* Old charsets: what we use ourselves stays readable, and as wide as it was. */
static char *
convert (const char *text, const char *charset, gsize *length)
{
  static const char *const simpler[][2] = {
    { "\u00a0", " " },
    { "…", "~" },
    { "“", "\"" },
    { "”", "\"" },
  };
  g_autoptr (GString) simple = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (simpler); i++)
    g_string_replace (simple, simpler[i][0], simpler[i][1], 0);
  return g_convert_with_fallback (simple->str, -1, charset, "UTF-8", "?", NULL, length, NULL);
}

/**
 * dp_get_output_print:
 * @self: an output
 * @text: valid UTF-8 for a person, written in the charset of the locale
 *
 * Thread: home.
 */
void
dp_get_output_print (DpGetOutput *self, const char *text)
{
  g_autofree char *converted = NULL;
  const char *charset;
  gsize length;

  if (!g_get_charset (&charset))
    converted = convert (text, charset, &length);
  if (converted != NULL)
    dp_get_output_print_utf8 (self, converted, length);
  else
    dp_get_output_print_utf8 (self, text, strlen (text));
}

/**
 * dp_get_output_is_congested:
 * @self: an output
 *
 * Thread: home.
 *
 * Returns: whether nobody reads as fast as we write
 */
gboolean
dp_get_output_is_congested (DpGetOutput *self)
{
  return count_pending (self) > CONGESTED_BYTES;
}

/**
 * dp_get_output_drain:
 * @self: an output
 * @timeout_msec: how long to wait for whoever reads, -1 for ever
 * @error: return location for a #GError
 *
 * Writes what is left, at the end of the program.  A reader that left had enough: that is no error.
 *
 * Thread: home.
 *
 * Returns: %FALSE with @error set if something could not be written
 */
gboolean
dp_get_output_drain (DpGetOutput *self, int timeout_msec, GError **error)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  while (count_pending (self) > 0)
    if (!write_piece (self, timeout_msec) && timeout_msec >= 0)
      break;
  if (self->saved_errno == 0 || self->saved_errno == EPIPE)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (self->saved_errno),
                       g_strerror (self->saved_errno));
  return FALSE;
}
