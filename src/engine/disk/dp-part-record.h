/* dp-part-record.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-range-set.h"

G_BEGIN_DECLS

/**
 * DP_PART_RECORD_SLOT_BYTES:
 *
 * The room that a part file keeps for one record.
 */
#define DP_PART_RECORD_SLOT_BYTES (32 * 1024)

/**
 * DP_PART_RECORD_MAX_RANGES:
 *
 * So many ranges have room in a record, whatever its links are.
 */
#define DP_PART_RECORD_MAX_RANGES 512

/**
 * DpPartRecord:
 * @total_bytes: how long the file will be
 * @safe: what of it is on the disk itself
 * @link: the link as it was given, without user and password: anybody may read the file
 * @final_link: the link that answered, after redirects, likewise
 * @validator: (nullable): the version that the bytes belong to; %NULL: they can't be continued
 *
 * What a part file says of itself.
 */
typedef struct
{
  guint64 total_bytes;
  DpRangeSet safe;
  char *link;
  char *final_link;
  char *validator;
} DpPartRecord;

void dp_part_record_clear (DpPartRecord *self);
GBytes *dp_part_record_encode (const DpPartRecord *self, guint64 sequence);
gboolean
dp_part_record_decode (DpPartRecord *self, guint64 *sequence, const void *data, gsize size);

G_END_DECLS
