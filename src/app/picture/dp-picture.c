/* dp-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture of a file, small.
 *
 * The file came from a server, so it is not believed: its first bytes say what it is and not its name,
 * only formats that GTK reads itself are read, and before a pixel is decoded its head says how many
 * there are.  What decodes a JPEG leaves out what a small picture does not need.
 *
 * Thread: any; reading blocks, so it is a worker's.
 */

#include "dp-picture.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES (64 * 1024)

static const struct
{
  const char *format;
  const char *magic;
  gsize n_magic;
} formats[] = {
  { "png", "\x89PNG\r\n\x1a\n", 8 },
  { "jpeg", "\xff\xd8\xff", 3 },
  { "tiff", "II*\0", 4 },
  { "tiff", "MM\0*", 4 },
};

static const char *const suffixes[] = { ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff" };

typedef struct
{
  int size_px;
  gboolean is_too_big;
} Wish;

/**
 * dp_picture_is_likely:
 * @name: a file's name
 *
 * Thread: any.
 *
 * Returns: whether it looks like one of a picture that can be read
 */
gboolean
dp_picture_is_likely (const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (suffixes); i++)
    if (g_ascii_strcasecmp (dot, suffixes[i]) == 0)
      return TRUE;
  return FALSE;
}

static const char *
find_format (const char *data, gsize n_bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (n_bytes >= formats[i].n_magic && memcmp (data, formats[i].magic, formats[i].n_magic) == 0)
      return formats[i].format;
  return NULL;
}

/* The head has been read, and nothing else yet.  No size at all makes the loader give up. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, Wish *wish)
{
  double scale = MIN (1.0, wish->size_px / (double) MAX (MAX (width, height), 1));

  wish->is_too_big = (guint64) width * (guint64) height > DP_PICTURE_MAX_PIXELS;
  if (wish->is_too_big)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale + 0.5), 1),
                                MAX ((int) (height * scale + 0.5), 1));
}

static gssize
read_some (int fd, char *buffer, GCancellable *cancellable, GError **error)
{
  gssize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  do
    n = read (fd, buffer, BUFFER_BYTES);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  return n;
}

static gboolean
set_refused (GError **error, const char *why)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, why);
  return FALSE;
}

static gboolean
feed (GdkPixbufLoader *loader,
      int fd,
      char *buffer,
      gssize n,
      GCancellable *cancellable,
      GError **error)
{
  while (n > 0)
    {
      if (!gdk_pixbuf_loader_write (loader, (const guchar *) buffer, (gsize) n, error))
        return FALSE;
      n = read_some (fd, buffer, cancellable, error);
    }
  return n == 0;
}

/* It wants to be closed in any case. */
static GdkPixbuf *
take_picture (GdkPixbufLoader *loader, gboolean is_read, const Wish *wish, GError **error)
{
  gboolean is_whole = gdk_pixbuf_loader_close (loader, is_read ? error : NULL) && is_read;

  if (wish->is_too_big)
    {
      g_clear_error (error);
      set_refused (error, "Too many pixels");
      return NULL;
    }
  if (!is_whole)
    return NULL;
  if (gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    {
      set_refused (error, "No picture in it");
      return NULL;
    }
  return gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
}

static GdkPixbuf *
decode (int fd, int size_px, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  gssize n = read_some (fd, buffer, cancellable, error);
  const char *format = n > 0 ? find_format (buffer, (gsize) n) : NULL;
  Wish wish = { .size_px = size_px };
  g_autoptr (GdkPixbufLoader) loader = NULL;

  if (n < 0)
    return NULL;
  if (format == NULL)
    {
      set_refused (error, "No picture that can be read");
      return NULL;
    }
  loader = gdk_pixbuf_loader_new_with_type (format, error);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), &wish);
  return take_picture (loader, feed (loader, fd, buffer, n, cancellable, error), &wish, error);
}

static gboolean
check_file (int fd, GError **error)
{
  struct stat st;

  if (fd < 0 || fstat (fd, &st) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (st.st_mode))
    return set_refused (error, "No ordinary file");
  if (st.st_size > DP_PICTURE_MAX_BYTES)
    return set_refused (error, "Too long");
  return TRUE;
}

/**
 * dp_picture_read:
 * @path: (type filename): a file, whatever is in it
 * @size_px: so wide and so high it may be; a smaller picture stays as it is
 * @cancellable: (nullable): ends it
 * @error: return location for a #GError, which is not for people
 *
 * Thread: a worker.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL with @error set
 */
GdkPixbuf *
dp_picture_read (const char *path, int size_px, GCancellable *cancellable, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  GdkPixbuf *picture = check_file (fd, error) ? decode (fd, size_px, cancellable, error) : NULL;

  if (fd >= 0)
    close (fd);
  return picture;
}
