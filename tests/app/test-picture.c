/* test-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures in files that a server sent, and what is kept of them.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "dp-engine-fixture.h"
#include "dp-picture.h"
#include "dp-preview-cache.h"

/* A billion bytes and more, and no more than the loaders themselves would take on. */
#define BOMB_PX 20000

static GByteArray *
make_picture (const char *format, int width, int height)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize n_bytes;

  gdk_pixbuf_fill (picture, 0x3366ccff);
  gdk_pixbuf_save_to_buffer (picture, &data, &n_bytes, format, &error, NULL);
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) data, n_bytes);
}

static void
put (guint8 *at, guint n_bytes, guint32 value, gboolean is_little)
{
  for (guint i = 0; i < n_bytes; i++)
    at[is_little ? i : n_bytes - 1 - i] = (guint8) (value >> (8 * i));
}

/* As a PNG checks its parts. */
static guint32
get_crc (const guint8 *data, gsize n_bytes)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < n_bytes; i++)
    {
      crc ^= data[i];
      for (guint j = 0; j < 8; j++)
        crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
  return ~crc;
}

static void
lie_in_png (GByteArray *file)
{
  put (file->data + 16, 4, BOMB_PX, FALSE);
  put (file->data + 20, 4, BOMB_PX, FALSE);
  put (file->data + 29, 4, get_crc (file->data + 12, 17), FALSE);
}

static void
lie_in_jpeg (GByteArray *file)
{
  guint at = 2;

  while (file->data[at + 1] < 0xc0 || file->data[at + 1] > 0xc2)
    at += 2u + ((guint) file->data[at + 2] << 8 | file->data[at + 3]);
  put (file->data + at + 5, 2, BOMB_PX, FALSE);
  put (file->data + at + 7, 2, BOMB_PX, FALSE);
}

static void
lie_in_tiff (GByteArray *file)
{
  guint at = file->data[4] | (guint) file->data[5] << 8 | (guint) file->data[6] << 16;
  guint n_entries = file->data[at];

  for (guint8 *entry = file->data + at + 2; n_entries > 0; n_entries--, entry += 12)
    if (entry[1] == 1 && entry[0] <= 1) /* the width and the length */
      put (entry + 8, 2, BOMB_PX, TRUE);
}

static const struct
{
  const char *format;
  void (*lie) (GByteArray *file);
} formats[] = {
  { "png", lie_in_png },
  { "jpeg", lie_in_jpeg },
  { "tiff", lie_in_tiff },
};

static GdkPixbuf *
read_file (const void *data, gsize n_bytes, GError **error)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a");

  g_assert_true (g_file_set_contents (path, data, (gssize) n_bytes, NULL));
  return dp_picture_read (path, 80, NULL, error);
}

static void
assert_refused (const void *data, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_file (data, n_bytes, &error));
  g_assert_nonnull (error);
}

static void
test_read (gconstpointer data)
{
  static const int sizes[][4] = {
    { 400, 200, 80, 40 },
    { 200, 400, 40, 80 },
    { 10, 20, 10, 20 },
    { 3000, 1, 80, 1 },
  };
  guint i = GPOINTER_TO_UINT (data);

  for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
    {
      g_autoptr (GByteArray) file = make_picture (formats[i].format, sizes[j][0], sizes[j][1]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) picture = read_file (file->data, file->len, &error);

      g_assert_no_error (error);
      g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, sizes[j][2]);
      g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, sizes[j][3]);
      g_assert_cmpint (abs (gdk_pixbuf_read_pixels (picture)[2] - 0xcc), <=, 3);
    }
}

/* The head promises more than anybody has memory for: nothing of it is made. */
static void
test_bomb (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GByteArray) file = make_picture (formats[i].format, 40, 40);
  g_autoptr (GError) error = NULL;

  formats[i].lie (file);
  g_assert_null (read_file (file->data, file->len, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpstr (error->message, ==, "Too many pixels");
}

/* Wherever it is cut, and whichever byte is another one, it ends. */
static void
test_broken (gconstpointer data)
{
  g_autoptr (GByteArray) file = make_picture (formats[GPOINTER_TO_UINT (data)].format, 40, 40);

  for (guint i = 0; i < file->len; i += 1 + file->len / 60)
    {
      g_autoptr (GdkPixbuf) cut = read_file (file->data, i, NULL);
      g_autoptr (GdkPixbuf) other = NULL;

      file->data[i] ^= 0x55;
      other = read_file (file->data, file->len, NULL);
      file->data[i] ^= 0x55;
    }
}

static void
test_refused (void)
{
  static const char html[] = "<html><body>Not found</body></html>";
  static const char svg[] = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
  static const char gif[] = "GIF89a\1\0\1\0\0\0\0;";
  g_autoptr (GByteArray) bmp = make_picture ("bmp", 4, 4);

  assert_refused ("", 0);
  assert_refused (html, strlen (html));
  assert_refused (svg, strlen (svg));
  assert_refused (gif, sizeof gif - 1);
  assert_refused (bmp->data, bmp->len);
}

/* What is no file, or too long a one, is not waited for. */
static void
test_no_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.png");
  g_autoptr (GByteArray) file = make_picture ("png", 4, 4);
  g_autoptr (GError) error = NULL;

  g_assert_null (dp_picture_read (path, 80, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (dp_picture_read (path, 80, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_assert_true (g_file_set_contents (path, (char *) file->data, file->len, NULL));
  g_assert_cmpint (truncate (path, DP_PICTURE_MAX_BYTES + 1), ==, 0);
  g_assert_null (dp_picture_read (path, 80, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_cancelled (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.png");
  g_autoptr (GByteArray) file = make_picture ("png", 4, 4);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, (char *) file->data, file->len, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (dp_picture_read (path, 80, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_names (void)
{
  g_assert_true (dp_picture_is_likely ("a.PNG"));
  g_assert_true (dp_picture_is_likely ("a.b.jpeg"));
  g_assert_true (dp_picture_is_likely ("a.tif"));
  g_assert_false (dp_picture_is_likely ("png"));
  g_assert_false (dp_picture_is_likely ("a.png.gz"));
  g_assert_false (dp_picture_is_likely ("a.svg"));
}

static gboolean
has (DpPreviewCache *cache, const char *key)
{
  gpointer object;

  return dp_preview_cache_find (cache, key, &object);
}

/* Each costs something beside itself. */
static void
test_cache (void)
{
  g_autoptr (DpPreviewCache) cache = dp_preview_cache_new (4000);
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  gpointer found;

  dp_preview_cache_add (cache, "a", object, 1000);
  dp_preview_cache_add (cache, "b", object, 1000);
  dp_preview_cache_add (cache, "none", NULL, 0);
  g_assert_true (dp_preview_cache_find (cache, "none", &found));
  g_assert_null (found);
  g_assert_true (dp_preview_cache_find (cache, "a", &found));
  g_assert_true (found == object);

  /* "b" is the one that nobody asked for. */
  dp_preview_cache_add (cache, "c", object, 1000);
  g_assert_true (has (cache, "a"));
  g_assert_false (has (cache, "b"));
  g_assert_true (has (cache, "c"));

  /* In place of the former. */
  dp_preview_cache_add (cache, "a", NULL, 0);
  dp_preview_cache_add (cache, "d", object, 1000);
  g_assert_true (has (cache, "a") && has (cache, "c") && has (cache, "d"));

  dp_preview_cache_add (cache, "huge", object, 5000);
  g_assert_false (has (cache, "huge"));
  g_assert_false (has (cache, "a"));
  g_assert_cmpuint (object->ref_count, ==, 1);

  dp_preview_cache_add (cache, "a", object, 1000);
  dp_preview_cache_clear (cache);
  g_assert_false (has (cache, "a"));
  g_assert_cmpuint (object->ref_count, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *read = g_strconcat ("/picture/read/", formats[i].format, NULL);
      g_autofree char *bomb = g_strconcat ("/picture/bomb/", formats[i].format, NULL);
      g_autofree char *broken = g_strconcat ("/picture/broken/", formats[i].format, NULL);

      g_test_add_data_func (read, GUINT_TO_POINTER (i), test_read);
      g_test_add_data_func (bomb, GUINT_TO_POINTER (i), test_bomb);
      g_test_add_data_func (broken, GUINT_TO_POINTER (i), test_broken);
    }
  g_test_add_func ("/picture/refused", test_refused);
  g_test_add_func ("/picture/no-file", test_no_file);
  g_test_add_func ("/picture/cancelled", test_cancelled);
  g_test_add_func ("/picture/names", test_names);
  g_test_add_func ("/preview-cache", test_cache);

  return g_test_run ();
}
