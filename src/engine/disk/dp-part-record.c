/* dp-part-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a part file says of itself, as bytes.
 *
 *   magic, 8 bytes      "DPpart 2"
 *   SHA-256, 32 bytes   of all that follows
 *   length, 4 bytes     of all that follows it
 *   sequence, total     8 bytes each
 *   link, final link, validator: each a length, 4 bytes, and so many bytes; an absent one is empty
 *   safe ranges: how many, 4 bytes; for each its first byte and its end, 8 bytes each; in order
 *
 * Version 1, "DPpart 1", had one number between total and link in the place of the ranges: so many
 * bytes from the start.  It is read, not written.
 *
 * All numbers are little-endian.  What does not carry its own checksum is not a record of ours.
 *
 * Thread: any.
 */

#include "dp-part-record.h"

#include <string.h>

#define MAGIC_1      "DPpart 1"
#define MAGIC        "DPpart 2"
#define MAGIC_BYTES  8
#define DIGEST_BYTES 32
#define HEAD_BYTES   (MAGIC_BYTES + DIGEST_BYTES + 4)

/* Kept free for the ranges, so that a record that has room stays one. */
#define RANGES_ROOM_BYTES (4 + DP_PART_RECORD_MAX_RANGES * 16)

/**
 * dp_part_record_clear:
 * @self: a record
 *
 * Frees what it holds, not itself.
 *
 * Thread: any.
 */
void
dp_part_record_clear (DpPartRecord *self)
{
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->final_link, g_free);
  g_clear_pointer (&self->validator, g_free);
  dp_range_set_clear (&self->safe);
}

static void
put_number (GByteArray *bytes, guint64 number, guint n_bytes)
{
  guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, n_bytes);
}

static void
put_text (GByteArray *bytes, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  put_number (bytes, length, 4);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

static void
put_ranges (GByteArray *bytes, const DpRangeSet *set)
{
  put_number (bytes, set->n_ranges, 4);
  for (guint i = 0; i < set->n_ranges; i++)
    {
      put_number (bytes, set->ranges[i].first_byte, 8);
      put_number (bytes, set->ranges[i].end_byte, 8);
    }
}

static void
get_digest (const guint8 *data, gsize size, guint8 *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_size = DIGEST_BYTES;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);
}

/**
 * dp_part_record_encode:
 * @self: a record, of %DP_PART_RECORD_MAX_RANGES ranges at most
 * @sequence: larger than that of every earlier record of the same file
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): its bytes, or %NULL if its links are too long for a slot
 */
GBytes *
dp_part_record_encode (const DpPartRecord *self, guint64 sequence)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 digest[DIGEST_BYTES];
  guint body_size;

  g_assert (self->safe.n_ranges <= DP_PART_RECORD_MAX_RANGES);

  put_number (body, 0, 4);
  put_number (body, sequence, 8);
  put_number (body, self->total_bytes, 8);
  put_text (body, self->link);
  put_text (body, self->final_link);
  put_text (body, self->validator);
  if (MAGIC_BYTES + DIGEST_BYTES + body->len > DP_PART_RECORD_SLOT_BYTES - RANGES_ROOM_BYTES)
    return NULL;
  put_ranges (body, &self->safe);

  body_size = GUINT32_TO_LE (body->len - 4);
  memcpy (body->data, &body_size, 4);
  get_digest (body->data, body->len, digest);
  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_BYTES);
  g_byte_array_append (bytes, digest, DIGEST_BYTES);
  g_byte_array_append (bytes, body->data, body->len);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static gboolean
take_number (Reader *reader, guint n_bytes, guint64 *number)
{
  guint64 little = 0;

  if (reader->left < n_bytes)
    return FALSE;
  memcpy (&little, reader->data, n_bytes);
  reader->data += n_bytes;
  reader->left -= n_bytes;
  *number = GUINT64_FROM_LE (little);
  return TRUE;
}

static gboolean
take_text (Reader *reader, char **text)
{
  guint64 length;

  if (!take_number (reader, 4, &length) || length > reader->left ||
      memchr (reader->data, '\0', length) != NULL)
    return FALSE;
  if (length > 0)
    *text = g_strndup ((const char *) reader->data, length);
  reader->data += length;
  reader->left -= length;
  return TRUE;
}

/* In order, and not touching, as a set has them: nothing else was ever written. */
static gboolean
take_ranges (Reader *reader, guint64 total_bytes, DpRangeSet *set)
{
  guint64 n_ranges;
  guint64 last_byte = 0;

  if (!take_number (reader, 4, &n_ranges) || n_ranges > DP_PART_RECORD_MAX_RANGES)
    return FALSE;
  for (guint i = 0; i < n_ranges; i++)
    {
      guint64 first_byte;
      guint64 end_byte;

      if (!take_number (reader, 8, &first_byte) || !take_number (reader, 8, &end_byte) ||
          (i > 0 && first_byte <= last_byte) || first_byte >= end_byte || end_byte > total_bytes)
        return FALSE;
      dp_range_set_add (set, first_byte, end_byte);
      last_byte = end_byte;
    }
  return TRUE;
}

static gboolean
take_prefix (Reader *reader, guint64 total_bytes, DpRangeSet *set)
{
  guint64 safe_bytes;

  if (!take_number (reader, 8, &safe_bytes) || safe_bytes > total_bytes)
    return FALSE;
  dp_range_set_add (set, 0, safe_bytes);
  return TRUE;
}

static gboolean
take_body (Reader *reader, gboolean is_version_1, DpPartRecord *self, guint64 *sequence)
{
  return take_number (reader, 8, sequence) && take_number (reader, 8, &self->total_bytes) &&
         (!is_version_1 || take_prefix (reader, self->total_bytes, &self->safe)) &&
         take_text (reader, &self->link) && take_text (reader, &self->final_link) &&
         take_text (reader, &self->validator) &&
         (is_version_1 || take_ranges (reader, self->total_bytes, &self->safe)) &&
         reader->left == 0 && self->link != NULL;
}

/**
 * dp_part_record_decode:
 * @self: (out caller-allocates): the record; to be cleared in any case
 * @sequence: (out): its sequence number
 * @data: what stands in a slot
 * @size: how many bytes that is
 *
 * Thread: any.
 *
 * Returns: whether that is a record, whole and unharmed, that makes sense
 */
gboolean
dp_part_record_decode (DpPartRecord *self, guint64 *sequence, const void *data, gsize size)
{
  const guint8 *bytes = data;
  guint8 digest[DIGEST_BYTES];
  Reader reader;
  guint64 length;
  gboolean is_version_1;

  *self = (DpPartRecord){ 0 };
  if (size < HEAD_BYTES)
    return FALSE;
  is_version_1 = memcmp (bytes, MAGIC_1, MAGIC_BYTES) == 0;
  if (!is_version_1 && memcmp (bytes, MAGIC, MAGIC_BYTES) != 0)
    return FALSE;

  reader = (Reader){ bytes + MAGIC_BYTES + DIGEST_BYTES, size - MAGIC_BYTES - DIGEST_BYTES };
  if (!take_number (&reader, 4, &length) || length > reader.left)
    return FALSE;
  get_digest (reader.data - 4, length + 4, digest);
  if (memcmp (bytes + MAGIC_BYTES, digest, DIGEST_BYTES) != 0)
    return FALSE;

  reader.left = length;
  return take_body (&reader, is_version_1, self, sequence);
}
