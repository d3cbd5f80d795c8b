/* dp-part-mark.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a part file is written, although nobody brought it to the disk yet, as bytes.
 *
 *   magic, 8 bytes      "DPpmark2"
 *   boot id, 40 bytes   of the kernel that has the data in its memory
 *   cells, 24 bytes     first byte, end, and a check of both and of the boot id
 *
 * Each write of data is followed by a write of one cell, and each cell is true for itself: it says
 * that a range was written, which stays so whatever the others say.  So there is no order between
 * the writers of several segments, and no moment at which the whole could be wrong.  A cell grows
 * with the range that it tells of; one whose range stands in a record (dp-part-record) as well is
 * free for another.  One that was torn, or is of an earlier boot, has no good check and says
 * nothing.
 *
 * Version 1 had one number in the place of the cells: so many bytes from the start.
 *
 * All numbers are the machine's: none other is of the same boot.
 *
 * Thread: any.
 */

#include "dp-part-mark.h"

#include <string.h>

#define MAGIC_1        "DPpmark1"
#define MAGIC          "DPpmark2"
#define MAGIC_BYTES    8
#define BOOT_ID_BYTES  DP_PART_MARK_BOOT_ID_BYTES
#define CELLS_OFFSET   (MAGIC_BYTES + BOOT_ID_BYTES)
#define VERSION_1_SIZE (CELLS_OFFSET + 8)

typedef struct
{
  guint64 first_byte;
  guint64 end_byte;
  guint64 check;
} Cell;

G_STATIC_ASSERT (sizeof (Cell) == DP_PART_MARK_CELL_BYTES);

/**
 * dp_part_mark_dup_boot_id:
 *
 * Thread: any.
 *
 * Returns: (transfer full): what tells this run of the kernel from others; empty if nobody knows
 */
char *
dp_part_mark_dup_boot_id (void)
{
  char *text = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return g_strdup ("");
  return g_strstrip (text);
}

/**
 * dp_part_mark_init:
 * @self: (out caller-allocates): a mark that says nothing yet
 * @boot_id: of the kernel that runs
 *
 * Thread: any.
 */
void
dp_part_mark_init (DpPartMark *self, const char *boot_id)
{
  *self = (DpPartMark){ 0 };
  g_strlcpy (self->boot_id, boot_id, BOOT_ID_BYTES);
}

/* The multipliers are those of MurmurHash3. */
static guint64
mix (guint64 check, guint64 number)
{
  check = (check + number) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  check = (check ^ check >> 33) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return check ^ check >> 33;
}

/* No secret: it need only differ if a part of a cell is not the one that was written with it. */
static guint64
get_check (const DpPartMark *self, guint64 first_byte, guint64 end_byte)
{
  guint64 words[BOOT_ID_BYTES / 8];
  guint64 check = 1;

  memcpy (words, self->boot_id, sizeof words);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    check = mix (check, words[i]);
  return mix (mix (check, first_byte), end_byte);
}

/**
 * dp_part_mark_encode_cell:
 * @self: a mark
 * @cell: the number of a cell
 * @data: (out caller-allocates): room for %DP_PART_MARK_CELL_BYTES
 *
 * Thread: any.
 *
 * Returns: where in the mark the cell stands, in bytes
 */
guint64
dp_part_mark_encode_cell (const DpPartMark *self, guint cell, void *data)
{
  const DpRange range = self->cells[cell];
  Cell bytes = { range.first_byte, range.end_byte, 0 };

  bytes.check = get_check (self, bytes.first_byte, bytes.end_byte);
  memcpy (data, &bytes, sizeof bytes);
  return CELLS_OFFSET + cell * sizeof bytes;
}

/**
 * dp_part_mark_encode:
 * @self: a mark
 * @data: (out caller-allocates): room for %DP_PART_MARK_BYTES
 *
 * Thread: any.
 */
void
dp_part_mark_encode (const DpPartMark *self, void *data)
{
  guint8 *bytes = data;

  memcpy (bytes, MAGIC, MAGIC_BYTES);
  memcpy (bytes + MAGIC_BYTES, self->boot_id, BOOT_ID_BYTES);
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    dp_part_mark_encode_cell (self, i, bytes + CELLS_OFFSET + i * sizeof (Cell));
}

static void
decode_cells (DpPartMark *self, guint64 total_bytes, const guint8 *data)
{
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    {
      Cell bytes;

      memcpy (&bytes, data + i * sizeof bytes, sizeof bytes);
      if (bytes.check == get_check (self, bytes.first_byte, bytes.end_byte) &&
          bytes.first_byte < bytes.end_byte && bytes.end_byte <= total_bytes)
        self->cells[i] = (DpRange){ bytes.first_byte, bytes.end_byte };
    }
}

static void
decode_version_1 (DpPartMark *self, guint64 total_bytes, const guint8 *data)
{
  guint64 written_bytes;

  memcpy (&written_bytes, data, sizeof written_bytes);
  if (written_bytes <= total_bytes)
    self->cells[0] = (DpRange){ 0, written_bytes };
}

/**
 * dp_part_mark_decode:
 * @self: a mark that says nothing yet
 * @total_bytes: how long the file is
 * @data: what stands where a mark should be
 * @size: how many bytes that is
 *
 * Thread: any.
 *
 * Returns: whether that is a mark of the same boot
 */
gboolean
dp_part_mark_decode (DpPartMark *self, guint64 total_bytes, const void *data, gsize size)
{
  const guint8 *bytes = data;

  if (size < VERSION_1_SIZE || *self->boot_id == '\0' ||
      memcmp (bytes + MAGIC_BYTES, self->boot_id, BOOT_ID_BYTES) != 0)
    return FALSE;

  if (memcmp (bytes, MAGIC_1, MAGIC_BYTES) == 0)
    decode_version_1 (self, total_bytes, bytes + CELLS_OFFSET);
  else if (memcmp (bytes, MAGIC, MAGIC_BYTES) == 0 && size >= DP_PART_MARK_BYTES)
    decode_cells (self, total_bytes, bytes + CELLS_OFFSET);
  else
    return FALSE;
  return TRUE;
}

/* The cell that tells of what comes before, or a free one. */
static gboolean
find_cell (DpPartMark *self, guint64 first_byte, const DpRangeSet *recorded, guint *cell)
{
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    if (self->cells[i].end_byte == first_byte)
      {
        *cell = i;
        return TRUE;
      }
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    if (dp_range_set_contains (recorded, self->cells[i].first_byte, self->cells[i].end_byte))
      {
        self->cells[i].first_byte = first_byte;
        *cell = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * dp_part_mark_add:
 * @self: a mark
 * @first_byte: where the bytes begin
 * @end_byte: the first byte behind them
 * @recorded: what a record claims already
 * @cell: (out): the number of the cell that has to be written
 *
 * Tells of bytes that were written.  If more begin anew between two records than there are cells,
 * it says less than it could, until the next record.
 *
 * Thread: any.
 *
 * Returns: %FALSE if there is no cell for it
 */
gboolean
dp_part_mark_add (DpPartMark *self,
                  guint64 first_byte,
                  guint64 end_byte,
                  const DpRangeSet *recorded,
                  guint *cell)
{
  if (!find_cell (self, first_byte, recorded, cell))
    return FALSE;
  self->cells[*cell].end_byte = end_byte;
  return TRUE;
}
