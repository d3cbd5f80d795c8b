/* dp-part-mark.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-range-set.h"

G_BEGIN_DECLS

/**
 * DP_PART_MARK_BOOT_ID_BYTES:
 *
 * The room for a boot id.
 */
#define DP_PART_MARK_BOOT_ID_BYTES 40

/**
 * DP_PART_MARK_N_CELLS:
 *
 * Eight for each of the most segments that run.
 */
#define DP_PART_MARK_N_CELLS 128

/**
 * DP_PART_MARK_CELL_BYTES:
 *
 * How long a cell is.
 */
#define DP_PART_MARK_CELL_BYTES 24

/**
 * DP_PART_MARK_BYTES:
 *
 * How long the mark is; a part file keeps a page for it, so that no cell lies in two.
 */
#define DP_PART_MARK_BYTES \
  (8 + DP_PART_MARK_BOOT_ID_BYTES + DP_PART_MARK_N_CELLS * DP_PART_MARK_CELL_BYTES)

/**
 * DpPartMark:
 * @boot_id: the kernel that has the data in its memory; empty if nobody knows
 * @cells: each a range that was written; empty ones are free
 *
 * What was written, although nobody brought it to the disk yet.  A plain value without resources.
 */
typedef struct
{
  char boot_id[DP_PART_MARK_BOOT_ID_BYTES];
  DpRange cells[DP_PART_MARK_N_CELLS];
} DpPartMark;

char *dp_part_mark_dup_boot_id (void);

void dp_part_mark_init (DpPartMark *self, const char *boot_id);
gboolean dp_part_mark_decode (DpPartMark *self, guint64 total_bytes, const void *data, gsize size);
void dp_part_mark_encode (const DpPartMark *self, void *data);

gboolean dp_part_mark_add (DpPartMark *self,
                           guint64 first_byte,
                           guint64 end_byte,
                           const DpRangeSet *recorded,
                           guint *cell);
guint64 dp_part_mark_encode_cell (const DpPartMark *self, guint cell, void *data);

G_END_DECLS
