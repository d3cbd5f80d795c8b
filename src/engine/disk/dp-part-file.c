/* dp-part-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download on the disk, while it is unfinished.
 *
 * Unfinished data lives in "NAME.part" beside the target and never bears the final name.  Behind
 * the data the part file describes itself (dp-part-trailer), so that it can be continued by another
 * run of the program, and adopted when nobody remembers it.  While it is open it is locked, so that
 * two never write to the same one.  It has no name at all before whoever remembers it knows of it; a
 * small file that is here at once, before it is whole.
 *
 * Here it has its names and its lock, and is opened again by whoever remembers it.  How it is made is in
 * dp-part-make, how one is found that nobody remembers in dp-part-find, what is done with it then in
 * dp-part-write, and how it becomes the finished file in dp-part-publish: these are the only place
 * where a download's bytes meet the disk.
 *
 * Thread: worker; one at a time.
 */

#include "dp-part-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-part-file-private.h"

G_DEFINE_QUARK (dp_part_file_error, dp_part_file_error)

/**
 * dp_part_file_init_process:
 *
 * A file that grows over its quota limit raises SIGXFSZ, whose default ends the program; ignored,
 * the write fails with EFBIG and becomes a sentence.
 *
 * Thread: home, first thing in main().
 */
void
dp_part_file_init_process (void)
{
  signal (SIGXFSZ, SIG_IGN);
  dp_folder_init_process ();
}

/**
 * dp_part_file_fail:
 * @self: a part file
 * @format: a translated sentence, with `%s` for the folder
 * @error: (out): the sentence, and the system's reason, of errno
 *
 * Thread: worker.
 *
 * Returns: %FALSE
 */
gboolean
dp_part_file_fail (DpPartFile *self, const char *format, GError **error)
{
  int saved_errno = errno;
  gboolean is_full = saved_errno == ENOSPC || saved_errno == EDQUOT;
  g_autofree char *display = g_filename_display_name (self->path);
  g_autofree char *what = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  what = g_strdup_printf (format, display);
#pragma GCC diagnostic pop
  g_set_error (error, DP_PART_FILE_ERROR,
               is_full ? DP_PART_FILE_ERROR_FULL : DP_PART_FILE_ERROR_DISK, "%s: %s", what,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
set_changed (DpPartFile *self, GError **error)
{
  g_set_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED,
               /* Translators: %s is a file name. */
               _ ("“%s” was changed by somebody else"), self->wanted);
  return FALSE;
}

static gboolean
open_folder (DpPartFile *self, GError **error)
{
  self->folder = dp_folder_open (self->path);
  if (self->folder != NULL)
    return TRUE;
  if (errno == ENOENT || errno == ENOTDIR)
    return set_changed (self, error);
  /* Translators: %s is a folder; the system's reason follows after a colon. */
  return dp_part_file_fail (self, _ ("The folder “%s” could not be opened"), error);
}

/**
 * dp_part_file_new:
 * @path: (type filename): a folder
 * @wanted: the base name that the file shall get
 *
 * Thread: worker.
 *
 * Returns: (transfer full): one of which nothing is open yet
 */
DpPartFile *
dp_part_file_new (const char *path, const char *wanted)
{
  DpPartFile *self = g_new0 (DpPartFile, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->wanted = g_strdup (wanted);
  self->fd = -1;
  return self;
}

/**
 * dp_part_file_set_name:
 * @self: a part file
 * @number: 1 for the name that is wanted, else a number that goes into it
 *
 * Chooses the base name that it will get.
 *
 * Thread: worker.
 */
void
dp_part_file_set_name (DpPartFile *self, guint number)
{
  g_free (self->name);
  self->name = dp_filename_numbered (self->wanted, number);
  self->number = number;
}

/**
 * dp_part_file_find_number:
 * @self: a part file whose number is taken
 *
 * Thread: worker.
 *
 * Returns: another one, that looks free; where nobody can look, one after the other
 */
guint
dp_part_file_find_number (DpPartFile *self)
{
  return MAX (dp_folder_guess_number (self->folder, self->wanted), self->number + 1);
}

/**
 * dp_part_file_choose_name:
 * @self: a part file whose name is taken
 *
 * Chooses another base name that it will get.
 *
 * Thread: worker.
 */
void
dp_part_file_choose_name (DpPartFile *self)
{
  dp_part_file_set_name (self, dp_part_file_find_number (self));
}

/**
 * dp_part_file_set_number:
 * @self: a part file
 * @number: 1 for the name that is wanted, else a number that goes into it
 *
 * Chooses the base name that it will get, and that it has until then.
 *
 * Thread: worker.
 */
void
dp_part_file_set_number (DpPartFile *self, guint number)
{
  dp_part_file_set_name (self, number);
  g_free (self->part_name);
  self->part_name = g_strconcat (self->name, DP_FILENAME_PART_SUFFIX, NULL);
}

/**
 * dp_part_file_lock:
 * @self: a part file that is open
 *
 * Nobody else shall write to it, neither another lane nor another program of ours.
 *
 * Thread: worker.
 *
 * Returns: %FALSE if somebody does
 */
gboolean
dp_part_file_lock (DpPartFile *self)
{
  return flock (self->fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/**
 * dp_part_file_hide:
 * @self: a part file that is open
 *
 * It is for nobody else while it is unfinished: what it says of itself may hold a secret, the query of
 * its link.  FAT knows no such thing.
 *
 * Thread: worker.
 */
void
dp_part_file_hide (DpPartFile *self)
{
  (void) fchmod (self->fd, 0600);
}

/**
 * dp_part_file_reopen:
 * @folder: (type filename): where the file is
 * @name: the base name it will get, as dp_part_file_get_name() told
 * @inode: as dp_part_file_get_inode() told
 * @safe: what was written to it, as dp_part_file_get_safe() told
 * @error: return location for a #GError
 *
 * Opens the part file of an interrupted transfer again.  One that was replaced, cut or removed
 * meanwhile, or that somebody else writes to, is left alone and reported as
 * %DP_PART_FILE_ERROR_CHANGED.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the part file, or %NULL with @error set
 */
DpPartFile *
dp_part_file_reopen (const char *folder,
                     const char *name,
                     guint64 inode,
                     const DpRangeSet *safe,
                     GError **error)
{
  g_autoptr (DpPartFile) self = dp_part_file_new (folder, name);
  struct stat st;

  if (!open_folder (self, error))
    return NULL;

  dp_part_file_set_number (self, 1);
  self->fd = dp_folder_open_file (self->folder, self->part_name);
  if (self->fd < 0 || fstat (self->fd, &st) != 0 || st.st_ino != inode ||
      (guint64) st.st_size < dp_range_set_get_end_byte (safe) || !dp_part_file_lock (self) ||
      !dp_folder_is_file (self->folder, self->part_name, self->fd))
    {
      set_changed (self, error);
      return NULL;
    }
  dp_part_file_hide (self);
  dp_range_set_assign (&self->safe, safe);
  /* Whoever remembers it may have been killed since. */
  self->trailer = dp_part_trailer_load (self->fd, &self->safe);
  self->is_signed = self->trailer == NULL;
  self->is_reserved = TRUE;
  return g_steal_pointer (&self);
}

/**
 * dp_part_file_free:
 * @self: (transfer full) (nullable): a part file
 *
 * Closes it; what is on disk stays there.
 *
 * Thread: worker.
 */
void
dp_part_file_free (DpPartFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->trailer, dp_part_trailer_free);
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->folder, dp_folder_free);
  dp_range_set_clear (&self->safe);
  g_free (self->path);
  g_free (self->wanted);
  g_free (self->wish);
  g_free (self->name);
  g_free (self->part_name);
  g_free (self);
}

/**
 * dp_part_file_has_name:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: whether something is left of it when it is closed
 */
gboolean
dp_part_file_has_name (DpPartFile *self)
{
  return self->part_name != NULL;
}

/**
 * dp_part_file_get_name:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: (transfer none): the base name that the file will get, unless somebody takes it first
 */
const char *
dp_part_file_get_name (DpPartFile *self)
{
  return self->name;
}

/**
 * dp_part_file_want:
 * @self: a part file
 * @name: a safe base name, from dp-filename
 *
 * Lets the file get another name when it is published; its number, too, is found then.
 *
 * Thread: worker.
 */
void
dp_part_file_want (DpPartFile *self, const char *name)
{
  g_free (self->wish);
  self->wish = g_strdup (name);
}

/**
 * dp_part_file_get_inode:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: what tells this file from another one of the same name
 */
guint64
dp_part_file_get_inode (DpPartFile *self)
{
  struct stat st;

  return fstat (self->fd, &st) == 0 ? st.st_ino : 0;
}

/**
 * dp_part_file_get_record:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): what it says of itself
 */
const DpPartRecord *
dp_part_file_get_record (DpPartFile *self)
{
  return self->trailer != NULL ? dp_part_trailer_get_record (self->trailer) : NULL;
}

/**
 * dp_part_file_get_safe:
 * @self: a part file
 *
 * Thread: worker.
 *
 * Returns: (transfer none): what was written to it, also by earlier runs; if a flush failed, what
 *   was flushed before
 */
const DpRangeSet *
dp_part_file_get_safe (DpPartFile *self)
{
  return &self->safe;
}

/**
 * dp_part_file_set_attribute:
 * @self: a part file
 * @name: an extended attribute, as in `user.xdg.origin.url`
 * @value: its value
 *
 * Not every file system can; then there is none.
 *
 * Thread: worker.
 */
void
dp_part_file_set_attribute (DpPartFile *self, const char *name, const char *value)
{
  (void) fsetxattr (self->fd, name, value, strlen (value), 0);
}
