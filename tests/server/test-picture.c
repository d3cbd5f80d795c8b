/* test-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints a landscape and writes it as a PNG whose deflate blocks are stored, not compressed, so
 * that no library is needed and the size is known.  Any thread.
 */

#include "test-picture.h"

#include <string.h>

#define MAX_SIDE         4000
#define STORED_MAX_BYTES 65535

/* Painting */

static void
paint_pixel (guint8 *rgb, guint64 seed, double x, double y)
{
  double warm = seed % 7 / 6.0;
  double sun_x = 0.2 + seed % 5 * 0.15;
  double dx = (x - sun_x) * 1.5;
  double dy = y - 0.25;
  double wave = x * (2 + seed % 3) + seed % 11 * 0.3;
  double phase = wave - (gint64) wave;
  double hill = 0.8 - phase * (1 - phase) * (0.6 + seed % 2 * 0.4);

  if (y > hill)
    {
      double light = 1 - (y - hill);

      rgb[0] = 40 * light + 50 * warm;
      rgb[1] = (90 + seed % 60) * light;
      rgb[2] = 60 * light;
    }
  else if (dx * dx + dy * dy < 0.012)
    memcpy (rgb, "\xff\xe6\x99", 3);
  else
    {
      rgb[0] = 80 + 150 * warm * y + 25 * y;
      rgb[1] = 130 + 80 * y;
      rgb[2] = 230 - 120 * warm * y;
    }
}

/* Each row begins with its filter, none. */
static GByteArray *
paint (guint64 seed, guint width, guint height)
{
  GByteArray *rows = g_byte_array_new ();

  g_byte_array_set_size (rows, height * (1 + 3 * width));
  for (guint row = 0; row < height; row++)
    {
      guint8 *at = rows->data + row * (1 + 3 * width);

      *at++ = 0;
      for (guint column = 0; column < width; column++, at += 3)
        paint_pixel (at, seed, (double) column / width, (double) row / height);
    }
  return rows;
}

/* Writing */

static void
append_be32 (GByteArray *to, guint32 value)
{
  guint32 be = GUINT32_TO_BE (value);

  g_byte_array_append (to, (const guint8 *) &be, sizeof be);
}

static guint32
get_crc (const guint8 *data, gsize size_bytes)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size_bytes; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  return ~crc;
}

static void
append_chunk (GByteArray *png, const char *type, const guint8 *data, guint size_bytes)
{
  guint start;

  append_be32 (png, size_bytes);
  start = png->len;
  g_byte_array_append (png, (const guint8 *) type, 4);
  g_byte_array_append (png, data, size_bytes);
  append_be32 (png, get_crc (png->data + start, png->len - start));
}

static guint32
get_adler (const guint8 *data, gsize size_bytes)
{
  guint32 a = 1;
  guint32 b = 0;

  for (gsize i = 0; i < size_bytes; i++)
    {
      a = (a + data[i]) % 65521;
      b = (b + a) % 65521;
    }
  return b << 16 | a;
}

/* A zlib stream of stored blocks. */
static GByteArray *
store (const GByteArray *rows)
{
  GByteArray *stream = g_byte_array_new ();

  g_byte_array_append (stream, (const guint8 *) "\x78\x01", 2);
  for (guint at = 0; at < rows->len; at += STORED_MAX_BYTES)
    {
      guint n = MIN (STORED_MAX_BYTES, rows->len - at);
      guint8 head[5] = { at + n == rows->len, n & 0xff, n >> 8, ~n & 0xff, (~n >> 8) & 0xff };

      g_byte_array_append (stream, head, sizeof head);
      g_byte_array_append (stream, rows->data + at, n);
    }
  append_be32 (stream, get_adler (rows->data, rows->len));
  return stream;
}

GBytes *
dp_test_picture_new (guint64 seed, guint width, guint height)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GByteArray) rows = NULL;
  g_autoptr (GByteArray) stream = NULL;
  GByteArray *png = g_byte_array_new ();

  width = CLAMP (width, 1, MAX_SIDE);
  height = CLAMP (height, 1, MAX_SIDE);
  rows = paint (seed, width, height);
  stream = store (rows);

  append_be32 (header, width);
  append_be32 (header, height);
  g_byte_array_append (header, (const guint8 *) "\x08\x02\x00\x00\x00", 5); /* 8 bits, RGB */

  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_chunk (png, "IHDR", header->data, header->len);
  append_chunk (png, "IDAT", stream->data, stream->len);
  append_chunk (png, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (png);
}
