/* dp-part-find.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that nobody remembers, found by what it says: it describes itself (dp-part-trailer) and
 * can be continued, or it only bears a sign (dp-part-sign), and then it is worth keeping until there is
 * something better.  What is damaged or foreign is neither trusted nor touched.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file-private.h"

#include <errno.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-part-sign.h"

/* So many numbers are looked through. */
#define MAX_NUMBER 64

static gboolean
is_described_as (DpPartFile *self, const char *link, const char *validator)
{
  const DpPartRecord *record = dp_part_file_get_record (self);

  return record != NULL && record->validator != NULL && strcmp (record->link, link) == 0 &&
         (validator == NULL || strcmp (record->validator, validator) == 0);
}

static void
close_number (DpPartFile *self)
{
  dp_range_set_clear (&self->safe);
  g_clear_pointer (&self->trailer, dp_part_trailer_free);
  close (self->fd);
  self->fd = -1;
}

/* A copy that holds the file, in place of @self. */
static DpPartFile *
take (DpPartFile *self)
{
  DpPartFile *taken = dp_part_file_new (self->path, self->wanted);
  struct stat st;

  taken->folder = dp_folder_open (self->path);
  taken->name = g_strdup (self->name);
  taken->part_name = g_strdup (self->part_name);
  taken->fd = self->fd;
  taken->is_signed = TRUE;
  self->fd = -1;
  if (fstat (taken->fd, &st) == 0)
    dp_range_set_add (&taken->safe, 0, (guint64) st.st_size);
  return taken;
}

/* Of several the longest stays. */
static void
take_leftover (DpPartFile *self, DpPartFile **leftover)
{
  g_autoptr (DpPartFile) found = take (self);

  if (found->folder == NULL)
    return;
  if (*leftover == NULL || (*leftover)->safe.covered_bytes < found->safe.covered_bytes)
    {
      DpPartFile *shorter = *leftover;

      *leftover = g_steal_pointer (&found);
      found = shorter;
    }
  if (found != NULL)
    dp_part_file_discard (found);
}

/* Takes the part file with this number, if it can be continued for @link. */
static gboolean
adopt_number (DpPartFile *self,
              guint number,
              const char *link,
              const char *validator,
              DpPartFile **leftover)
{
  gboolean is_locked;

  dp_part_file_set_number (self, number);
  self->fd = dp_folder_open_file (self->folder, self->part_name);
  if (self->fd < 0)
    return FALSE;
  /* Who had it locked may have removed it. */
  is_locked =
      dp_part_file_lock (self) && dp_folder_is_file (self->folder, self->part_name, self->fd);
  if (is_locked)
    self->trailer = dp_part_trailer_load (self->fd, &self->safe);
  if (is_described_as (self, link, validator))
    {
      dp_part_file_hide (self);
      return TRUE;
    }

  if (is_locked && self->trailer == NULL && leftover != NULL && dp_part_sign_is_of (self->fd, link))
    take_leftover (self, leftover);
  else
    close_number (self);
  errno = 0;
  return FALSE;
}

/* Whether to look no further than @number, which could not be taken; errno says why. */
static gboolean
is_last_number (DpPartFile *self, guint number, gboolean *is_missing)
{
  if (errno != ENOENT || (!*is_missing && dp_folder_has (self->folder, self->name)))
    return FALSE;
  /* Who had the first number may be gone. */
  if (*is_missing || number > 1)
    return TRUE;
  *is_missing = TRUE;
  return FALSE;
}

/**
 * dp_part_file_adopt:
 * @folder: (type filename): where the file may be
 * @name: the base name it may get
 * @link: the link whose file is wanted
 * @validator: (nullable): the version that is wanted, or %NULL for any
 * @leftover: (out) (optional) (nullable): one of this link that can't be continued
 * @vacancy: (out) (optional) (nullable): if there is none, and nobody has that name or is about to get
 *   it: one of which nothing is open yet, for dp_part_file_make_unnamed()
 *
 * Looks for a part file that says of itself that it can be continued for this link, and that nobody
 * writes to.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, with a record; or %NULL if there is none
 */
DpPartFile *
dp_part_file_adopt (const char *folder,
                    const char *name,
                    const char *link,
                    const char *validator,
                    DpPartFile **leftover,
                    DpPartFile **vacancy)
{
  g_autoptr (DpPartFile) self = dp_part_file_new (folder, name);
  gboolean is_missing = FALSE;

  if (leftover != NULL)
    *leftover = NULL;
  if (vacancy != NULL)
    *vacancy = NULL;
  self->folder = dp_folder_open (self->path);
  if (self->folder == NULL)
    return NULL;
  for (guint number = 1; number <= MAX_NUMBER; number++)
    {
      if (adopt_number (self, number, link, validator, leftover))
        return g_steal_pointer (&self);
      if (is_last_number (self, number, &is_missing))
        break;
    }
  if (vacancy != NULL && is_missing)
    *vacancy = g_steal_pointer (&self);
  return NULL;
}

/**
 * dp_part_file_sweep:
 * @self: a part file that has become the finished file
 * @link: the link whose file it is
 *
 * Removes what else says that it is the beginning of that file, of whatever version, and that nobody
 * writes to, which only a lock proves: who was killed more than once while the file changed has left
 * several.
 *
 * Thread: worker.
 */
void
dp_part_file_sweep (DpPartFile *self, const char *link)
{
  g_autoptr (DpPartFile) other = dp_part_file_new (self->path, self->wanted);
  gboolean is_missing = FALSE;

  other->folder = dp_folder_open (other->path);
  if (other->folder == NULL)
    return;
  for (guint number = 1; number <= MAX_NUMBER; number++)
    {
      if (adopt_number (other, number, link, NULL, NULL))
        {
          if (flock (other->fd, LOCK_EX | LOCK_NB) == 0)
            dp_part_file_discard (other);
          close_number (other);
          errno = 0;
        }
      if (is_last_number (other, number, &is_missing))
        break;
    }
}
