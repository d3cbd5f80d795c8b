/* dp-test-body.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Block i of eight bytes is splitmix64 of the seed and i, low byte first.  Any thread.
 */

#include "dp-test-body.h"

#include <string.h>

#define CHUNK_BYTES (64 * 1024)

static inline guint64
get_block (guint64 seed, guint64 index)
{
  guint64 z = seed * G_GUINT64_CONSTANT (0xd1342543de82ef95) +
              (index + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return GUINT64_TO_LE (z ^ (z >> 31));
}

void
dp_test_body_fill (guint64 seed, guint64 offset, gpointer buffer, gsize size_bytes)
{
  guint8 *to = buffer;

  while (size_bytes > 0)
    {
      guint64 block = get_block (seed, offset / 8);
      gsize skip = offset % 8;
      gsize n = MIN (8 - skip, size_bytes);

      if (n == 8)
        memcpy (to, &block, 8);
      else
        memcpy (to, (guint8 *) &block + skip, n);
      to += n;
      offset += n;
      size_bytes -= n;
    }
}

/* The first byte that differs, or size_bytes. */
static gsize
find_difference (guint64 seed, guint64 offset, const guint8 *buffer, gsize size_bytes)
{
  guint8 expected[4096];

  for (gsize at = 0; at < size_bytes; at += sizeof expected)
    {
      gsize n = MIN (sizeof expected, size_bytes - at);

      dp_test_body_fill (seed, offset + at, expected, n);
      if (memcmp (expected, buffer + at, n) == 0)
        continue;
      for (gsize i = 0; i < n; i++)
        if (expected[i] != buffer[at + i])
          return at + i;
    }
  return size_bytes;
}

gboolean
dp_test_body_check (guint64 seed, guint64 offset, gconstpointer buffer, gsize size_bytes)
{
  return find_difference (seed, offset, buffer, size_bytes) == size_bytes;
}

gboolean
dp_test_body_check_file (const char *path, guint64 seed, guint64 size_bytes, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, error);
  g_autofree guint8 *buffer = g_malloc (CHUNK_BYTES);
  guint64 offset = 0;
  gsize n = CHUNK_BYTES;

  if (in == NULL)
    return FALSE;

  while (n == CHUNK_BYTES)
    {
      gsize good;

      if (!g_input_stream_read_all (G_INPUT_STREAM (in), buffer, CHUNK_BYTES, &n, NULL, error))
        return FALSE;
      good = find_difference (seed, offset, buffer, n);
      offset += good;
      if (good < n)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "%s differs at byte %" G_GUINT64_FORMAT, path, offset);
          return FALSE;
        }
    }

  if (offset != size_bytes)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "%s has %" G_GUINT64_FORMAT " bytes, not %" G_GUINT64_FORMAT, path, offset,
                   size_bytes);
      return FALSE;
    }
  return TRUE;
}
