/* dp-part-trailer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Behind its data a part file describes itself, so that it can be continued when everything else is
 * lost: the program, the list, the power.
 *
 *   total, rounded up to a page   the mark: boot id, and how much was written
 *   + a page                      slot 0: a record (dp-part-record)
 *   + a slot                      slot 1: a record
 *
 * Two levels of truth.  What was *written* outlives the program, but not the kernel: the mark is
 * believed while the same boot id runs.  What was *flushed* outlives a power cut: a record claims
 * bytes only after their fdatasync(), and the slots take turns, so that one is whole at any moment.
 *
 * The mark is written, not mapped: a store into a mapping of a file that somebody cuts, or that has
 * no room left, ends the program with SIGBUS; a write of eight bytes costs under a microsecond.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-trailer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-flush.h"

#define PAGE_BYTES    4096
#define TRAILER_BYTES (PAGE_BYTES + 2 * DP_PART_RECORD_SLOT_BYTES)
#define BOOT_ID_BYTES 40
#define MARK_MAGIC    G_GUINT64_CONSTANT (0x316b72616d705044) /* "DPpmark1" */

typedef struct
{
  guint64 magic;
  char boot_id[BOOT_ID_BYTES];
  guint64 written_bytes;
} Mark;

struct _DpPartTrailer
{
  int fd; /* (unowned) */
  guint64 offset;
  guint64 sequence;
  guint64 written_bytes;
  guint64 flushed_bytes;
  DpPartRecord record; /* its safe_bytes are the most that can be believed */
};

static void
get_boot_id (char *boot_id)
{
  g_autofree char *text = NULL;

  memset (boot_id, 0, BOOT_ID_BYTES);
  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    g_strlcpy (boot_id, g_strstrip (text), BOOT_ID_BYTES);
}

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

static gboolean
write_slot (DpPartTrailer *self)
{
  g_autoptr (GBytes) record = dp_part_record_encode (&self->record, ++self->sequence);
  guint64 slot = self->sequence % 2;
  gsize size;
  const void *data;

  if (record == NULL)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }
  data = g_bytes_get_data (record, &size);
  return write_all (self->fd, data, size,
                    self->offset + PAGE_BYTES + slot * DP_PART_RECORD_SLOT_BYTES);
}

static gboolean
write_mark (DpPartTrailer *self)
{
  Mark mark = { .magic = MARK_MAGIC, .written_bytes = self->written_bytes };

  get_boot_id (mark.boot_id);
  return write_all (self->fd, &mark, sizeof mark, self->offset);
}

static DpPartTrailer *
trailer_new (int fd, guint64 offset)
{
  DpPartTrailer *self = g_new0 (DpPartTrailer, 1);

  self->fd = fd;
  self->offset = offset;
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

  self->written_bytes = record->safe_bytes;
  self->flushed_bytes = record->safe_bytes;
  self->record = *record;
  self->record.link = g_strdup (record->link);
  self->record.final_link = g_strdup (record->final_link);
  self->record.validator = g_strdup (record->validator);
  if (!write_mark (self) || !write_slot (self) ||
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
  char boot_id[BOOT_ID_BYTES];
  Mark mark;

  get_boot_id (boot_id);
  if (pread (self->fd, &mark, sizeof mark, (off_t) self->offset) == sizeof mark &&
      mark.magic == MARK_MAGIC && *boot_id != '\0' &&
      memcmp (mark.boot_id, boot_id, BOOT_ID_BYTES) == 0 &&
      mark.written_bytes > self->record.safe_bytes &&
      mark.written_bytes <= self->record.total_bytes)
    self->written_bytes = mark.written_bytes;
}

/**
 * dp_part_trailer_load:
 * @fd: a part file; must stay open while the trailer is used
 *
 * Reads what a part file says of itself.  What carries no valid checksum, or does not fit the
 * file's length, is not believed.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the trailer, its record's safe_bytes the most that can be
 *   believed; or %NULL if there is none
 */
DpPartTrailer *
dp_part_trailer_load (int fd)
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
  self->written_bytes = self->record.safe_bytes;
  self->flushed_bytes = self->record.safe_bytes;
  load_mark (self);
  self->record.safe_bytes = self->written_bytes;
  /* From now on the mark is this kernel's, and claims no more than is believed. */
  return write_mark (self) ? g_steal_pointer (&self) : NULL;
}

/**
 * dp_part_trailer_get_record:
 * @self: a trailer
 *
 * Thread: worker.
 *
 * Returns: (transfer none): what the part file says of itself
 */
const DpPartRecord *
dp_part_trailer_get_record (DpPartTrailer *self)
{
  return &self->record;
}

/**
 * dp_part_trailer_set_written:
 * @self: a trailer
 * @written_bytes: so many from the start have been written
 *
 * Thread: worker; after the write.
 *
 * Returns: %FALSE with errno set
 */
gboolean
dp_part_trailer_set_written (DpPartTrailer *self, guint64 written_bytes)
{
  guint64 offset = self->offset + G_STRUCT_OFFSET (Mark, written_bytes);

  self->written_bytes = written_bytes;
  return write_all (self->fd, &written_bytes, sizeof written_bytes, offset);
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
  self->written_bytes = self->flushed_bytes;
  self->record.safe_bytes = self->flushed_bytes;
  (void) write_mark (self);
}

static gboolean
flush_and_tell (DpPartTrailer *self)
{
  if (!dp_flush_data (self->fd))
    return FALSE;
  self->flushed_bytes = self->written_bytes;
  self->record.safe_bytes = self->written_bytes;
  return write_slot (self);
}

/**
 * dp_part_trailer_flush:
 * @self: a trailer
 *
 * Brings the data to the disk, and then says so.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with errno set
 */
gboolean
dp_part_trailer_flush (DpPartTrailer *self)
{
  return self->written_bytes == self->flushed_bytes || flush_and_tell (self);
}

/**
 * dp_part_trailer_relink:
 * @self: a trailer
 * @link: the link that the rest comes from, without user and password
 * @final_link: the link that answered
 * @validator: the version, as that server names it
 *
 * From now on the file is that of another link.  The old record stays until the new one is whole.
 *
 * Thread: worker; before the first byte of that link is written.
 *
 * Returns: %FALSE with errno set; %ENAMETOOLONG if the links are too long and nothing has changed
 */
gboolean
dp_part_trailer_relink (DpPartTrailer *self,
                        const char *link,
                        const char *final_link,
                        const char *validator)
{
  DpPartRecord record = {
    .total_bytes = self->record.total_bytes,
    .link = (char *) link,
    .final_link = (char *) final_link,
    .validator = (char *) validator,
  };
  g_autoptr (GBytes) bytes = dp_part_record_encode (&record, self->sequence);

  if (bytes == NULL)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }
  record.link = g_strdup (link);
  record.final_link = g_strdup (final_link);
  record.validator = g_strdup (validator);
  dp_part_record_clear (&self->record);
  self->record = record;
  return flush_and_tell (self);
}
