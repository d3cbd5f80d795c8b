/* fuzz-part-mark.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands where a part file has its mark, to ranges that lie in the file and come back as they
 * went.  The fuzzer's input is also taken as cells alone, which get a good check and a good head.
 */

#include <string.h>

#include "dp-part-mark.h"

#define BOOT_ID     "5eb7e3a1-8a1c-4d61-9c3e-0a4a3b0a1f00"
#define TOTAL_BYTES G_GUINT64_CONSTANT (0x0101010101010101)

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
  DpPartMark mark;
  DpPartMark again;
  guint8 encoded[DP_PART_MARK_BYTES];

  dp_part_mark_init (&mark, BOOT_ID);
  if (!dp_part_mark_decode (&mark, TOTAL_BYTES, data, size))
    return;
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    {
      require (mark.cells[i].first_byte <= mark.cells[i].end_byte);
      require (mark.cells[i].end_byte <= TOTAL_BYTES);
    }
  dp_part_mark_encode (&mark, encoded);
  dp_part_mark_init (&again, BOOT_ID);
  require (dp_part_mark_decode (&again, TOTAL_BYTES, encoded, sizeof encoded));
  require (memcmp (&mark, &again, sizeof mark) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  DpPartMark mark;
  guint8 encoded[DP_PART_MARK_BYTES];

  read_back (data, size);
  dp_part_mark_init (&mark, BOOT_ID);
  memcpy (mark.cells, data, MIN (size, sizeof mark.cells));
  dp_part_mark_encode (&mark, encoded);
  read_back (encoded, sizeof encoded);
  return 0;
}
