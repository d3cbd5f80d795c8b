/* dp-get-input.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading what the command line names, as a list of links: a file, a pipe, standard input; bounded, for it may be anything.
 *
 * Thread: home, before the main loop runs.
 */

#include "dp-get-input.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define PIECE_BYTES (256 * 1024)

/* Negative: errno says why. */
static gssize
read_piece (int fd, GByteArray *text)
{
  guint length = text->len;
  gssize n;

  g_byte_array_set_size (text, length + PIECE_BYTES);
  do
    n = read (fd, text->data + length, PIECE_BYTES);
  while (n < 0 && errno == EINTR);
  g_byte_array_set_size (text, length + (guint) MAX (n, 0));
  return n;
}

static gboolean
read_all (int fd, GByteArray *text, guint max_mib, const char *shown, GError **error)
{
  gssize n;

  while ((n = read_piece (fd, text)) > 0)
    if (text->len > max_mib * 1024 * 1024)
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                     /* Translators: the name of a file; a number. */
                     _ ("“%s” holds more than %u MiB: it can't be what it should be."), shown,
                     max_mib);
        return FALSE;
      }
  if (n == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("Could not read “%s”: %s"),
               shown, g_strerror (errno));
  return FALSE;
}

/**
 * dp_get_input_read:
 * @file: (type filename): the name of a file, or `-` for standard input
 * @max_mib: how much it may hold
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): what it holds
 */
GByteArray *
dp_get_input_read (const char *file, guint max_mib, GError **error)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  gboolean is_standard = g_str_equal (file, "-");
  g_autofree char *shown =
      is_standard ? g_strdup (_ ("standard input")) : g_filename_display_name (file);
  int fd = is_standard ? STDIN_FILENO : open (file, O_RDONLY | O_CLOEXEC);
  gboolean is_read;

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("Could not read “%s”: %s"),
                   shown, g_strerror (errno));
      return NULL;
    }
  is_read = read_all (fd, text, max_mib, shown, error);
  if (!is_standard)
    close (fd);
  return is_read ? g_steal_pointer (&text) : NULL;
}
