/* fuzz-part-trailer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole part file to what it says of itself: never more bytes than it has.
 */

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dp-part-trailer.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
load (int fd, gsize size)
{
  g_auto (DpRangeSet) safe = { 0 };
  g_autoptr (DpPartTrailer) trailer = dp_part_trailer_load (fd, &safe);
  const DpPartRecord *record = trailer != NULL ? dp_part_trailer_get_record (trailer) : NULL;

  if (record == NULL)
    return;
  require (record->link != NULL && dp_range_set_get_end_byte (&safe) <= record->total_bytes);
  require (dp_range_set_get_end_byte (&safe) <= size);
}

/* As they are, and as the slots behind a file that is described properly. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  DpPartRecord record = { 0 };
  int fd = memfd_create ("part", MFD_CLOEXEC);
  g_autoptr (DpPartTrailer) trailer = NULL;
  gsize end;

  require (fd >= 0 && write (fd, data, size) == (gssize) size);
  load (fd, size);

  record.link = (char *) "http://a.test/b";
  record.validator = (char *) "\"v\"";
  record.total_bytes = size;
  dp_range_set_add (&record.safe, 0, size);
  trailer = dp_part_trailer_new (fd, &record);
  require (trailer != NULL);
  dp_range_set_clear (&record.safe);
  end = (gsize) lseek (fd, 0, SEEK_END);
  load (fd, end);
  /* Bent in the middle of the mark or of a slot. */
  if (size > 2)
    {
      gsize at = (data[0] * 256u + data[1]) % end;

      require (pwrite (fd, data + 2, MIN (size - 2, end - at), (off_t) at) >= 0);
      load (fd, end);
    }
  close (fd);
  return 0;
}
