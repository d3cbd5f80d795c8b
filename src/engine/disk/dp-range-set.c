/* dp-range-set.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which bytes of a file: sorted ranges that neither overlap nor touch, so that every set of bytes
 * has one form only.
 *
 * A download has a handful of ranges, seldom more than one for each connection: an array does, and
 * finding a place in it takes a bisection.
 *
 * Thread: any.
 */

#include "dp-range-set.h"

#include <string.h>

#define FIRST_ALLOCATION 4

/**
 * dp_range_set_clear:
 * @self: a set
 *
 * Empties it, and frees what it holds, not itself.
 *
 * Thread: any.
 */
void
dp_range_set_clear (DpRangeSet *self)
{
  g_free (self->ranges);
  *self = (DpRangeSet){ 0 };
}

/**
 * dp_range_set_assign:
 * @self: a set
 * @source: another one
 *
 * Makes it hold the same as @source.
 *
 * Thread: any.
 */
void
dp_range_set_assign (DpRangeSet *self, const DpRangeSet *source)
{
  DpRangeSet copy = {
    .ranges = g_memdup2 (source->ranges, source->n_ranges * sizeof *source->ranges),
    .n_ranges = source->n_ranges,
    .n_allocated = source->n_ranges,
    .covered_bytes = source->covered_bytes,
  };

  dp_range_set_clear (self);
  *self = copy;
}

/* The first range that reaches up to @byte, or beyond. */
static guint
bisect (const DpRangeSet *self, guint64 byte)
{
  guint low = 0;
  guint high = self->n_ranges;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->ranges[middle].end_byte < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint64
count (const DpRange *ranges, guint n_ranges)
{
  guint64 bytes = 0;

  for (guint i = 0; i < n_ranges; i++)
    bytes += ranges[i].end_byte - ranges[i].first_byte;
  return bytes;
}

/* Puts @pieces in the place of so many ranges from @at on. */
static void
splice (DpRangeSet *self, guint at, guint n_removed, const DpRange *pieces, guint n_pieces)
{
  guint n_ranges = self->n_ranges - n_removed + n_pieces;
  guint n_behind = self->n_ranges - at - n_removed;

  self->covered_bytes -= count (self->ranges + at, n_removed);
  self->covered_bytes += count (pieces, n_pieces);
  if (n_ranges > self->n_allocated)
    {
      self->n_allocated = MAX (FIRST_ALLOCATION, 2 * self->n_allocated);
      self->ranges = g_renew (DpRange, self->ranges, self->n_allocated);
    }
  if (n_pieces != n_removed && n_behind > 0)
    memmove (self->ranges + at + n_pieces, self->ranges + at + n_removed,
             n_behind * sizeof *self->ranges);
  for (guint i = 0; i < n_pieces; i++)
    self->ranges[at + i] = pieces[i];
  self->n_ranges = n_ranges;
}

/**
 * dp_range_set_add:
 * @self: a set
 * @first_byte: where the bytes begin
 * @end_byte: the first byte behind them
 *
 * Thread: any.
 */
void
dp_range_set_add (DpRangeSet *self, guint64 first_byte, guint64 end_byte)
{
  DpRange whole = { first_byte, end_byte };
  guint first = bisect (self, first_byte);
  guint end = first;

  g_return_if_fail (first_byte <= end_byte);

  if (first_byte == end_byte)
    return;
  for (; end < self->n_ranges && self->ranges[end].first_byte <= end_byte; end++)
    {
      whole.first_byte = MIN (whole.first_byte, self->ranges[end].first_byte);
      whole.end_byte = MAX (whole.end_byte, self->ranges[end].end_byte);
    }
  splice (self, first, end - first, &whole, 1);
}

/**
 * dp_range_set_add_set:
 * @self: a set
 * @other: what to add
 *
 * Thread: any.
 */
void
dp_range_set_add_set (DpRangeSet *self, const DpRangeSet *other)
{
  for (guint i = 0; i < other->n_ranges; i++)
    dp_range_set_add (self, other->ranges[i].first_byte, other->ranges[i].end_byte);
}

/**
 * dp_range_set_remove:
 * @self: a set
 * @first_byte: where the bytes begin
 * @end_byte: the first byte behind them, %G_MAXUINT64 for all that follow
 *
 * Thread: any.
 */
void
dp_range_set_remove (DpRangeSet *self, guint64 first_byte, guint64 end_byte)
{
  DpRange pieces[2];
  guint n_pieces = 0;
  guint first;
  guint end;

  g_return_if_fail (first_byte <= end_byte);

  if (first_byte == end_byte)
    return;
  first = bisect (self, first_byte + 1);
  for (end = first; end < self->n_ranges && self->ranges[end].first_byte < end_byte;)
    end++;
  if (first == end)
    return;

  if (self->ranges[first].first_byte < first_byte)
    pieces[n_pieces++] = (DpRange){ self->ranges[first].first_byte, first_byte };
  if (self->ranges[end - 1].end_byte > end_byte)
    pieces[n_pieces++] = (DpRange){ end_byte, self->ranges[end - 1].end_byte };
  splice (self, first, end - first, pieces, n_pieces);
}

/**
 * dp_range_set_contains:
 * @self: a set
 * @first_byte: where the bytes begin
 * @end_byte: the first byte behind them
 *
 * Thread: any.
 *
 * Returns: whether all of them are in it; none at all always are
 */
gboolean
dp_range_set_contains (const DpRangeSet *self, guint64 first_byte, guint64 end_byte)
{
  guint i;

  g_return_val_if_fail (first_byte <= end_byte, FALSE);

  if (first_byte == end_byte)
    return TRUE;
  i = bisect (self, end_byte);
  return i < self->n_ranges && self->ranges[i].first_byte <= first_byte;
}

/**
 * dp_range_set_equal:
 * @self: a set
 * @other: another one
 *
 * Thread: any.
 *
 * Returns: whether both hold the same bytes
 */
gboolean
dp_range_set_equal (const DpRangeSet *self, const DpRangeSet *other)
{
  return self->n_ranges == other->n_ranges &&
         (self->n_ranges == 0 ||
          memcmp (self->ranges, other->ranges, self->n_ranges * sizeof *self->ranges) == 0);
}

/**
 * dp_range_set_get_gap:
 * @self: a set
 * @from_byte: where to begin to look
 * @end_byte: where to end
 * @gap: (out caller-allocates): the first bytes in between that are not in the set
 *
 * Thread: any.
 *
 * Returns: %FALSE if there are none
 */
gboolean
dp_range_set_get_gap (const DpRangeSet *self, guint64 from_byte, guint64 end_byte, DpRange *gap)
{
  guint i;

  if (from_byte >= end_byte)
    return FALSE;
  i = bisect (self, from_byte + 1);
  if (i < self->n_ranges && self->ranges[i].first_byte <= from_byte)
    from_byte = self->ranges[i++].end_byte;
  if (from_byte >= end_byte)
    return FALSE;

  gap->first_byte = from_byte;
  gap->end_byte = i < self->n_ranges ? MIN (self->ranges[i].first_byte, end_byte) : end_byte;
  return TRUE;
}

/**
 * dp_range_set_get_prefix_bytes:
 * @self: a set
 *
 * Thread: any.
 *
 * Returns: how many bytes from the start of the file are in it without a gap
 */
guint64
dp_range_set_get_prefix_bytes (const DpRangeSet *self)
{
  return self->n_ranges > 0 && self->ranges[0].first_byte == 0 ? self->ranges[0].end_byte : 0;
}

/**
 * dp_range_set_get_bytes_before:
 * @self: a set
 * @byte: a place in the file
 *
 * Thread: any.
 *
 * Returns: how many bytes right before @byte are in it without a gap
 */
guint64
dp_range_set_get_bytes_before (const DpRangeSet *self, guint64 byte)
{
  guint i = bisect (self, byte);

  return i < self->n_ranges && self->ranges[i].first_byte < byte ? byte - self->ranges[i].first_byte
                                                                 : 0;
}

/**
 * dp_range_set_get_end_byte:
 * @self: a set
 *
 * Thread: any.
 *
 * Returns: the first byte behind all that is in it; 0 if it is empty
 */
guint64
dp_range_set_get_end_byte (const DpRangeSet *self)
{
  return self->n_ranges > 0 ? self->ranges[self->n_ranges - 1].end_byte : 0;
}
