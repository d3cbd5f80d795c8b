/* dp-part-trailer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Behind its data a part file describes itself, so that it can be continued when everything else is
 * lost: the program, the list, the power.
 *
 *   total, rounded up to a page   the mark: boot id, and what was written (dp-part-mark)
 *   + a page                      slot 0: a record (dp-part-record)
 *   + a slot                      slot 1: a record
 *
 * Two levels of truth.  What was *written* outlives the program, but not the kernel: the mark is
 * believed while the same boot id runs.  What was *flushed* outlives a power cut: a record claims
 * bytes only after their fdatasync(), and the slots take turns, so that one is whole at any moment.
 *
 * The mark is written, not mapped: a store into a mapping of a file that somebody cuts, or that has
 * no room left, ends the program with SIGBUS; a write of a cell costs under a microsecond.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-trailer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-flush.h"
#include "dp-part-mark.h"

#define PAGE_BYTES    4096
#define TRAILER_BYTES (PAGE_BYTES + 2 * DP_PART_RECORD_SLOT_BYTES)

G_STATIC_ASSERT (DP_PART_MARK_BYTES <= PAGE_BYTES);

struct _DpPartTrailer
{
  int fd; /* (unowned) */
  guint64 offset;
  guint64 sequence;
  DpPartMark mark;
  DpPartRecord record; /* what the newest slot says */
};

static gboolean
write_all (int fd, const void *data, gsize size, guint64 offset)
{
  gssize n;

  do
    n = pwrite (fd, data, size, (off_t) offset);
  while (n < 0 && errno == EINTR);
  if (n >= 0 && (gsize) n < size)
    errno = ENOSPC;
  return n == (gssize) size;
}

/* The newest record is never written over, also not after a write that failed. */
static gboolean
write_slot (DpPartTrailer *self, const DpPartRecord *record)
{
  guint64 sequence = self->sequence + 1;
  g_autoptr (GBytes) bytes = dp_part_record_encode (record, sequence);
  guint64 slot = sequence % 2;
  gsize size;
  const void *data;

  if (bytes == NULL)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }
  data = g_bytes_get_data (bytes, &size);
  if (!write_all (self->fd, data, size,
                  self->offset + PAGE_BYTES + slot * DP_PART_RECORD_SLOT_BYTES))
    return FALSE;
  self->sequence = sequence;
  return TRUE;
}

static gboolean
write_mark (DpPartTrailer *self)
{
  guint8 data[DP_PART_MARK_BYTES];

  dp_part_mark_encode (&self->mark, data);
  return write_all (self->fd, data, sizeof data, self->offset);
}

static DpPartTrailer *
trailer_new (int fd, guint64 offset)
{
  DpPartTrailer *self = g_new0 (DpPartTrailer, 1);
  g_autofree char *boot_id = dp_part_mark_dup_boot_id ();

  self->fd = fd;
  self->offset = offset;
  dp_part_mark_init (&self->mark, boot_id);
  return self;
}

static guint64
get_offset (guint64 total_bytes)
{
  return (total_bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

/**
 * dp_part_trailer_new:
 * @fd: a part file; must stay open while the trailer is used
 * @record: what it shall say of itself
 *
 * Describes a part file.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the trailer, or %NULL with errno set
 */
DpPartTrailer *
dp_part_trailer_new (int fd, const DpPartRecord *record)
{
  g_autoptr (DpPartTrailer) self = trailer_new (fd, get_offset (record->total_bytes));

  self->record.total_bytes = record->total_bytes;
  dp_range_set_assign (&self->record.safe, &record->safe);
  self->record.link = g_strdup (record->link);
  self->record.final_link = g_strdup (record->final_link);
  self->record.validator = g_strdup (record->validator);
  if (!write_mark (self) || !write_slot (self, &self->record) ||
      ftruncate (fd, (off_t) (self->offset + TRAILER_BYTES)) != 0)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * dp_part_trailer_free:
 * @self: (transfer full) (nullable): a trailer
 *
 * Thread: worker.
 */
void
dp_part_trailer_free (DpPartTrailer *self)
{
  if (self == NULL)
    return;
  dp_part_record_clear (&self->record);
  g_free (self);
}

static void
load_slot (DpPartTrailer *self, guint64 slot)
{
  g_autofree char *data = g_malloc (DP_PART_RECORD_SLOT_BYTES);
  gssize size = pread (self->fd, data, DP_PART_RECORD_SLOT_BYTES,
                       (off_t) (self->offset + PAGE_BYTES + slot * DP_PART_RECORD_SLOT_BYTES));
  DpPartRecord record = { 0 };
  guint64 sequence = 0;

  if (size > 0 && dp_part_record_decode (&record, &sequence, data, (gsize) size) &&
      sequence > self->sequence && get_offset (record.total_bytes) == self->offset)
    {
      dp_part_record_clear (&self->record);
      self->record = record;
      self->sequence = sequence;
    }
  else
    dp_part_record_clear (&record);
}

/* What was written counts while the kernel runs that has it in its memory. */
static void
load_mark (DpPartTrailer *self)
{
  guint8 data[DP_PART_MARK_BYTES];
  gssize size = pread (self->fd, data, sizeof data, (off_t) self->offset);

  if (size > 0)
    dp_part_mark_decode (&self->mark, self->record.total_bytes, data, (gsize) size);
}

/**
 * dp_part_trailer_load:
 * @fd: a part file; must stay open while the trailer is used
 * @safe: (out): what can be believed to be there is added to it
 *
 * Reads what a part file says of itself.  What carries no valid checksum, or does not fit the
 * file's length, is not believed.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the trailer, or %NULL if there is none
 */
DpPartTrailer *
dp_part_trailer_load (int fd, DpRangeSet *safe)
{
  g_autoptr (DpPartTrailer) self = NULL;
  struct stat st;

  if (fstat (fd, &st) != 0 || st.st_size < TRAILER_BYTES ||
      (st.st_size - TRAILER_BYTES) % PAGE_BYTES != 0)
    return NULL;

  self = trailer_new (fd, (guint64) st.st_size - TRAILER_BYTES);
  load_slot (self, 0);
  load_slot (self, 1);
  if (self->sequence == 0)
    return NULL;
  load_mark (self);
  /* From now on the mark is this kernel's, and claims no more than is believed. */
  if (!write_mark (self))
    return NULL;

  dp_range_set_add_set (safe, &self->record.safe);
  for (guint i = 0; i < DP_PART_MARK_N_CELLS; i++)
    dp_range_set_add (safe, self->mark.cells[i].first_byte, self->mark.cells[i].end_byte);
  return g_steal_pointer (&self);
}

/**
 * dp_part_trailer_get_record:
 * @self: a trailer
 *
 * Thread: worker.
 *
 * Returns: (transfer none): what the part file says of itself; its ranges are what was flushed
 */
const DpPartRecord *
dp_part_trailer_get_record (DpPartTrailer *self)
{
  return &self->record;
}

/**
 * dp_part_trailer_add_written:
 * @self: a trailer
 * @first_byte: where the bytes begin
 * @end_byte: the first byte behind them
 *
 * Thread: worker; after the write.
 *
 * Returns: %FALSE with errno set
 */
gboolean
dp_part_trailer_add_written (DpPartTrailer *self, guint64 first_byte, guint64 end_byte)
{
  guint8 data[DP_PART_MARK_CELL_BYTES];
  guint64 offset;
  guint cell;

  if (!dp_part_mark_add (&self->mark, first_byte, end_byte, &self->record.safe, &cell))
    return TRUE;
  offset = dp_part_mark_encode_cell (&self->mark, cell, data);
  return write_all (self->fd, data, sizeof data, self->offset + offset);
}

/**
 * dp_part_trailer_distrust:
 * @self: a trailer
 *
 * What was written since the last flush is not believed any more: the kernel could not bring it to
 * the disk, may have dropped it, and says so only once.
 *
 * Thread: worker.
 */
void
dp_part_trailer_distrust (DpPartTrailer *self)
{
  memset (self->mark.cells, 0, sizeof self->mark.cells);
  (void) write_mark (self);
}

/* As many ranges as a record holds; it may always claim less. */
static void
limit_ranges (DpRangeSet *set)
{
  if (set->n_ranges > DP_PART_RECORD_MAX_RANGES)
    dp_range_set_remove (set, set->ranges[DP_PART_RECORD_MAX_RANGES].first_byte, G_MAXUINT64);
}

/* Under the links of @record, which are lent.  Others may write while the disk is waited for: what
 * they add is not flushed, so only what was there before is claimed. */
static gboolean
flush_and_tell (DpPartTrailer *self,
                DpPartRecord record,
                const DpRangeSet *written,
                gboolean *is_flushed)
{
  int saved_errno;

  record.safe = (DpRangeSet){ 0 };
  dp_range_set_assign (&record.safe, written);
  limit_ranges (&record.safe);
  *is_flushed = dp_flush_data (self->fd);
  if (*is_flushed && write_slot (self, &record))
    {
      dp_range_set_clear (&self->record.safe);
      self->record.safe = record.safe;
      return TRUE;
    }
  saved_errno = errno;
  dp_range_set_clear (&record.safe);
  errno = saved_errno;
  return FALSE;
}

/**
 * dp_part_trailer_flush:
 * @self: a trailer
 * @written: all that is there
 * @is_flushed: (out): whether the data is on the disk; it may be so without being told, and then
 *   only a power cut makes a difference
 *
 * Brings the data to the disk, and then says so.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with errno set
 */
gboolean
dp_part_trailer_flush (DpPartTrailer *self, const DpRangeSet *written, gboolean *is_flushed)
{
  *is_flushed = dp_range_set_equal (written, &self->record.safe);
  return *is_flushed || flush_and_tell (self, self->record, written, is_flushed);
}

/**
 * dp_part_trailer_relink:
 * @self: a trailer
 * @links: its link, final link and validator from now on
 * @written: all that is there
 * @is_flushed: (out): as of dp_part_trailer_flush()
 *
 * From now on the file is that of another link.  The old record stays until the new one is whole.
 *
 * Thread: worker; before the first byte of that link is written.
 *
 * Returns: %FALSE with errno set, and the old links stay; %ENAMETOOLONG if the new ones are too long
 */
gboolean
dp_part_trailer_relink (DpPartTrailer *self,
                        const DpPartRecord *links,
                        const DpRangeSet *written,
                        gboolean *is_flushed)
{
  DpPartRecord record = {
    .total_bytes = self->record.total_bytes,
    .link = links->link,
    .final_link = links->final_link,
    .validator = links->validator,
  };

  if (!flush_and_tell (self, record, written, is_flushed))
    return FALSE;
  record.safe = self->record.safe;
  record.link = g_strdup (links->link);
  record.final_link = g_strdup (links->final_link);
  record.validator = g_strdup (links->validator);
  self->record.safe = (DpRangeSet){ 0 };
  dp_part_record_clear (&self->record);
  self->record = record;
  return TRUE;
}
