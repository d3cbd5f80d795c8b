/* dp-range-set.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpRange:
 * @first_byte: where it begins
 * @end_byte: the first byte behind it
 *
 * Bytes of a file.
 */
typedef struct
{
  guint64 first_byte;
  guint64 end_byte;
} DpRange;

/**
 * DpRangeSet:
 * @ranges: (owned) (nullable) (array length=n_ranges): sorted; none is empty, no two touch
 * @n_ranges: how many
 * @n_allocated: for how many there is room
 * @covered_bytes: how many bytes they hold together
 *
 * Which bytes of a file.  A plain value, to be read by everybody and changed by the functions here:
 * zeroed it is empty, and dp_range_set_clear() makes it so again.
 */
typedef struct
{
  DpRange *ranges;
  guint n_ranges;
  guint n_allocated;
  guint64 covered_bytes;
} DpRangeSet;

void dp_range_set_clear (DpRangeSet *self);
void dp_range_set_assign (DpRangeSet *self, const DpRangeSet *source);

void dp_range_set_add (DpRangeSet *self, guint64 first_byte, guint64 end_byte);
void dp_range_set_add_set (DpRangeSet *self, const DpRangeSet *other);
void dp_range_set_remove (DpRangeSet *self, guint64 first_byte, guint64 end_byte);

gboolean dp_range_set_contains (const DpRangeSet *self, guint64 first_byte, guint64 end_byte);
gboolean dp_range_set_equal (const DpRangeSet *self, const DpRangeSet *other);
gboolean
dp_range_set_get_gap (const DpRangeSet *self, guint64 from_byte, guint64 end_byte, DpRange *gap);
guint64 dp_range_set_get_prefix_bytes (const DpRangeSet *self);
guint64 dp_range_set_get_bytes_before (const DpRangeSet *self, guint64 byte);
guint64 dp_range_set_get_end_byte (const DpRangeSet *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpRangeSet, dp_range_set_clear)

G_END_DECLS
