/* fuzz-part-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands behind a part file's data, to a record that makes sense and comes back as it went.
 * Bytes that are bent have no good checksum; so the fuzzer's input is sealed with one, too.
 */

#include <string.h>

#include "dp-part-record.h"

#define MAGIC_BYTES  8
#define DIGEST_BYTES 32
#define HEAD_BYTES   (MAGIC_BYTES + DIGEST_BYTES + 4)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
read_back (const guint8 *data, gsize size)
{
  DpPartRecord record;
  DpPartRecord again = { 0 };
  guint64 sequence;
  guint64 sequence_again;

  if (dp_part_record_decode (&record, &sequence, data, size))
    {
      g_autoptr (GBytes) bytes = dp_part_record_encode (&record, sequence);
      gsize encoded_size;
      const guint8 *encoded;

      require (record.link != NULL);
      require (dp_range_set_get_end_byte (&record.safe) <= record.total_bytes);
      if (bytes != NULL)
        {
          encoded = g_bytes_get_data (bytes, &encoded_size);
          /* The first version is read, not written. */
          if (memcmp (data, "DPpart 2", MAGIC_BYTES) == 0)
            require (encoded_size <= size && memcmp (encoded, data, encoded_size) == 0);
          require (dp_part_record_decode (&again, &sequence_again, encoded, encoded_size));
          require (sequence == sequence_again && strcmp (record.link, again.link) == 0);
          require (dp_range_set_equal (&record.safe, &again.safe));
        }
      else
        require (size > DP_PART_RECORD_SLOT_BYTES / 2);
    }
  dp_part_record_clear (&record);
  dp_part_record_clear (&again);
}

static void
seal (guint8 *data, gsize size, const char *magic)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint32 length = GUINT32_TO_LE ((guint32) (size - HEAD_BYTES));
  gsize digest_size = DIGEST_BYTES;

  memcpy (data, magic, MAGIC_BYTES);
  memcpy (data + MAGIC_BYTES + DIGEST_BYTES, &length, 4);
  g_checksum_update (checksum, data + MAGIC_BYTES + DIGEST_BYTES,
                     (gssize) (size - MAGIC_BYTES - DIGEST_BYTES));
  g_checksum_get_digest (checksum, data + MAGIC_BYTES, &digest_size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *sealed = NULL;

  read_back (data, size);
  if (size < HEAD_BYTES)
    return 0;
  sealed = g_memdup2 (data, size);
  seal (sealed, size, "DPpart 1");
  read_back (sealed, size);
  seal (sealed, size, "DPpart 2");
  read_back (sealed, size);
  return 0;
}
