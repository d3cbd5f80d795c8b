/* dp-part-publish.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a part file becomes the finished file, or goes.
 *
 * Names are taken, never tested: what has the name already stays, and the next number is used.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-flush.h"
#include "dp-part-sign.h"

/* Whether its name stands for it. */
static gboolean
is_there (DpPartFile *self)
{
  return self->part_name != NULL && dp_folder_is_file (self->folder, self->part_name, self->fd);
}

/* The kernel gives out files without a name here, and lets nobody give them one: not every file system
 * can do both, and not every sandbox lets us. */
static gboolean
is_naming_refused (DpPartFile *self)
{
  static const int refusals[] = { EPERM, EACCES, EOPNOTSUPP, ENOSYS, EXDEV, EINVAL };

  for (guint i = 0; self->part_name == NULL && i < G_N_ELEMENTS (refusals); i++)
    if (errno == refusals[i])
      return TRUE;
  return FALSE;
}

static gboolean
copy_to (DpPartFile *self, DpPartFile *named, guint64 total_bytes, GError **error)
{
  g_autofree char *data = g_malloc (total_bytes);

  return dp_part_file_read (self, 0, data, total_bytes, error) &&
         dp_part_file_write (named, 0, data, total_bytes, error) &&
         (dp_flush_file (named->fd) || dp_part_file_fail_flush (named, error));
}

/* Then it is a part file as all others; it is small, or it would be one already. */
static gboolean
become_named (DpPartFile *self, guint64 total_bytes, GError **error)
{
  g_autoptr (DpPartFile) named = dp_part_file_create (self->path, self->wanted, NULL, error);
  int fd = self->fd;

  if (named == NULL)
    return FALSE;
  if (!copy_to (self, named, total_bytes, error))
    {
      dp_part_file_discard (named);
      return FALSE;
    }
  self->fd = named->fd;
  named->fd = fd;
  self->part_name = g_steal_pointer (&named->part_name);
  g_free (self->name);
  self->name = g_steal_pointer (&named->name);
  return TRUE;
}

/* A finished file is for whom all files there are, and says nothing of itself any more. */
static void
show (DpPartFile *self)
{
  (void) fchmod (self->fd, self->mode != 0 ? self->mode : dp_folder_find_mode (self->folder));
}

static gboolean
rename_or_link (DpPartFile *self)
{
  if (self->part_name == NULL)
    return dp_folder_link (self->folder, self->fd, self->name);
  show (self);
  return dp_folder_rename (self->folder, self->part_name, self->name);
}

static gboolean
take_final_name (DpPartFile *self, guint64 total_bytes, GError **error)
{
  if (self->part_name != NULL && !is_there (self))
    {
      errno = ENOENT;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      return dp_part_file_fail (self, _ ("The unfinished file is no longer in “%s”"), error);
    }

  if (self->wish != NULL)
    {
      g_free (self->wanted);
      self->wanted = g_steal_pointer (&self->wish);
      dp_part_file_set_name (self, 1);
    }
  /* Who made us take a number may be gone. */
  if (strcmp (self->name, self->wanted) != 0 &&
      dp_folder_guess_number (self->folder, self->wanted) == 1)
    dp_part_file_set_name (self, 1);
  while (!rename_or_link (self))
    {
      if (is_naming_refused (self))
        {
          if (!become_named (self, total_bytes, error))
            return FALSE;
          continue;
        }
      if (errno != EEXIST)
        return dp_part_file_fail (self, _ ("No file can be made in “%s”"), error);
      dp_part_file_choose_name (self);
    }
  return TRUE;
}

/* It is found again by the name that it has. */
static void
forget_final_name (DpPartFile *self)
{
  if (self->part_name == NULL)
    return;
  g_free (self->name);
  self->name =
      g_strndup (self->part_name, strlen (self->part_name) - strlen (DP_FILENAME_PART_SUFFIX));
}

/**
 * dp_part_file_publish:
 * @self: a part file whose every byte is written
 * @total_bytes: how long the file is
 * @error: return location for a #GError
 *
 * Flushes the file, and only then gives it its final name, flushes the folder, and looks that the
 * file is there.  A name that was taken meanwhile is left alone: the next number is used.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable) (type filename): the file's path, or %NULL with @error set
 */
char *
dp_part_file_publish (DpPartFile *self, guint64 total_bytes, GError **error)
{
  g_autofree char *path = NULL;

  g_assert (dp_range_set_contains (&self->safe, 0, total_bytes));

  /* The trailer goes at the last moment: until then the file can be adopted; then the sign says whose it
   * is.  That also gives back what was reserved beyond the end. */
  if (!dp_flush_file (self->fd))
    {
      dp_part_file_fail_flush (self, error);
      return NULL;
    }
  if (self->trailer != NULL)
    {
      dp_part_sign_put (self->fd, dp_part_trailer_get_record (self->trailer)->link);
      self->is_signed = TRUE;
    }
  if ((self->trailer != NULL || self->is_reserved) &&
      ftruncate (self->fd, (off_t) total_bytes) != 0)
    {
      dp_part_file_fail (self, _ ("Writing to “%s” failed"), error);
      return NULL;
    }
  g_clear_pointer (&self->trailer, dp_part_trailer_free);

  if (!take_final_name (self, total_bytes, error))
    {
      dp_part_file_hide (self);
      forget_final_name (self);
      return NULL;
    }

  if (self->is_signed)
    dp_part_sign_take_off (self->fd);
  dp_folder_flush (self->folder);

  if (!dp_folder_is_file (self->folder, self->name, self->fd))
    {
      errno = ENOENT;
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      dp_part_file_fail (self, _ ("The finished file is no longer in “%s”"), error);
      return NULL;
    }
  path = dp_folder_dup_path (self->folder, self->path);
  return g_build_filename (path, self->name, NULL);
}

/**
 * dp_part_file_discard:
 * @self: a part file
 *
 * Removes the unfinished file, if the name still stands for ours.
 *
 * Thread: worker.
 */
void
dp_part_file_discard (DpPartFile *self)
{
  if (is_there (self))
    dp_folder_remove (self->folder, self->part_name);
}

/**
 * dp_part_file_supersede:
 * @self: a part file
 * @old: an older version of the same file
 *
 * Removes the old one.  If it has the better name, @self takes it in the same step: whenever we are
 * killed, one of them bears it.
 *
 * Thread: worker.
 */
void
dp_part_file_supersede (DpPartFile *self, DpPartFile *old)
{
  if (strcmp (self->wanted, old->wanted) != 0 || !is_there (old) || !is_there (self) ||
      !dp_folder_replace (self->folder, self->part_name, old->part_name))
    {
      dp_part_file_discard (old);
      return;
    }
  g_free (self->name);
  self->name = g_strdup (old->name);
  g_free (self->part_name);
  self->part_name = g_strdup (old->part_name);
}
