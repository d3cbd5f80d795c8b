/* dp-part-make.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a part file comes to be: with a name at once, or without one until somebody remembers it.
 *
 * Whatever has a name is locked and bears a sign (dp-part-sign) before it gets it: whenever we are
 * killed, nothing is left of which nobody knows whose it is.  Where the file system has no files
 * without a name the sign is missing.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-part-sign.h"

/* As it has no name yet the kernel has made it as it makes all files there. */
static void
hide_unnamed (DpPartFile *self)
{
  struct stat st;

  if (fstat (self->fd, &st) == 0)
    self->mode = st.st_mode & 0666;
  dp_part_file_hide (self);
}

static gboolean
make (DpPartFile *self)
{
  while ((self->fd = dp_folder_create_file (self->folder, self->part_name)) < 0 &&
         (errno == EEXIST || errno == EINTR))
    dp_part_file_set_number (self, dp_part_file_find_number (self));
  if (self->fd < 0)
    return FALSE;
  (void) dp_part_file_lock (self);
  return TRUE;
}

/* Locked and signed before it has a name: whenever we are killed, what is there bears the sign. */
static gboolean
make_signed (DpPartFile *self, const char *link)
{
  self->fd = dp_folder_create_unnamed (self->folder);
  if (self->fd < 0)
    return FALSE;
  (void) dp_part_file_lock (self);
  hide_unnamed (self);
  dp_part_sign_put (self->fd, link);
  while (!dp_folder_link (self->folder, self->fd, self->part_name))
    {
      if (errno != EEXIST)
        {
          close (self->fd);
          self->fd = -1;
          return FALSE;
        }
      dp_part_file_set_number (self, dp_part_file_find_number (self));
    }
  self->is_signed = TRUE;
  return TRUE;
}

/**
 * dp_part_file_create:
 * @folder: (type filename): where the file shall be; made if it is missing
 * @name: a safe base name, from dp-filename
 * @link: (nullable): where it comes from, without user and password
 * @error: return location for a #GError
 *
 * Makes an empty "NAME.part" that nobody else has, with a number in the name if need be.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, or %NULL with @error set
 */
DpPartFile *
dp_part_file_create (const char *folder, const char *name, const char *link, GError **error)
{
  g_autoptr (DpPartFile) self = dp_part_file_new (folder, name);
  guint number = 1;

  self->folder = dp_folder_make (self->path);
  if (self->folder == NULL)
    {
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      dp_part_file_fail (self, _ ("The folder “%s” could not be made"), error);
      return NULL;
    }

  if (dp_folder_has (self->folder, name))
    number = dp_folder_guess_number (self->folder, name);
  dp_part_file_set_number (self, number);
  /* Not every file system gives a name to what was made without. */
  if ((link == NULL || !make_signed (self, link)) && !make (self))
    {
      /* Translators: %s is a folder; the system's reason follows after a colon. */
      dp_part_file_fail (self, _ ("No file can be made in “%s”"), error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
is_part_there (DpPartFile *self, const char *name)
{
  g_autofree char *part_name = g_strconcat (name, DP_FILENAME_PART_SUFFIX, NULL);

  return dp_folder_has (self->folder, part_name);
}

/**
 * dp_part_file_create_unnamed:
 * @folder: (type filename): where the file shall be; made if it is missing
 * @name: a safe base name, from dp-filename
 *
 * Makes an empty file that has no name until it appears or is published: until then it can't be
 * opened again, and nothing is left of it when we are killed.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, or %NULL where the file system has no such
 *   files; dp_part_file_create() has them everywhere, or says why not
 */
DpPartFile *
dp_part_file_create_unnamed (const char *folder, const char *name)
{
  g_autoptr (DpPartFile) self = dp_part_file_new (folder, name);

  self->folder = dp_folder_make (self->path);
  if (self->folder == NULL)
    return NULL;
  /* Whether somebody has that name shows when this one gets it. */
  dp_part_file_set_name (self, dp_folder_has (self->folder, name) || is_part_there (self, name)
                                   ? dp_folder_guess_number (self->folder, name)
                                   : 1);
  self->fd = dp_folder_create_unnamed (self->folder);
  return self->fd >= 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * dp_part_file_make_unnamed:
 * @self: a vacancy, of dp_part_file_adopt()
 *
 * As dp_part_file_create_unnamed(), where somebody has looked already.
 *
 * Thread: worker.
 *
 * Returns: %FALSE if that is not possible there any more
 */
gboolean
dp_part_file_make_unnamed (DpPartFile *self)
{
  g_clear_pointer (&self->part_name, g_free);
  dp_part_file_set_name (self, 1);
  self->fd = dp_folder_create_unnamed (self->folder);
  return self->fd >= 0;
}

/**
 * dp_part_file_appear:
 * @self: a part file without a name
 * @link: where it comes from, without user and password
 *
 * Gives it the first one, "NAME.part".
 *
 * Thread: worker.
 *
 * Returns: %FALSE with errno set; %EEXIST if somebody has it, and now it wants to have another one
 */
gboolean
dp_part_file_appear (DpPartFile *self, const char *link)
{
  g_autofree char *part_name = g_strconcat (self->name, DP_FILENAME_PART_SUFFIX, NULL);

  (void) dp_part_file_lock (self);
  if (self->mode == 0)
    hide_unnamed (self);
  if (self->trailer == NULL && !self->is_signed)
    {
      dp_part_sign_put (self->fd, link);
      self->is_signed = TRUE;
    }
  if (dp_folder_link (self->folder, self->fd, part_name))
    {
      self->part_name = g_steal_pointer (&part_name);
      return TRUE;
    }
  if (errno == EEXIST)
    {
      dp_part_file_choose_name (self);
      errno = EEXIST;
    }
  return FALSE;
}
