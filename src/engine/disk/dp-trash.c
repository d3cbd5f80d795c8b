/* dp-trash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finished files into the desktop's Trash, and back.
 *
 * GIO puts a file there but does not say where it went, and takes none back: that is the business of
 * a service that may not run.  So it is looked for at once, by device and inode, in the folders that
 * the freedesktop.org Trash specification names, and moved back from there; the note beside it, which
 * says where it came from, goes then.  Nothing is ever replaced: where its name is taken, it gets a
 * number.
 *
 * A disk that hangs, or a Trash with very much in it, holds up nobody but the thread that is made for
 * each order; not a lane, where files come in.
 *
 * Thread: home; the work is done on a thread of its own.
 */

#include "dp-trash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-filename.h"

#define INFO_SUFFIX ".trashinfo"

typedef void OrderFunc (DpTrashFile *file);

typedef struct
{
  GPtrArray *files; /* (owned) (element-type DpTrashFile): nobody else's until it is done */
  OrderFunc *order;
} Job;

/**
 * dp_trash_file_new:
 * @id: whose file it is
 * @path: (type filename): where it is
 *
 * Thread: any.
 *
 * Returns: (transfer full): a file that is not in the Trash
 */
DpTrashFile *
dp_trash_file_new (guint64 id, const char *path)
{
  DpTrashFile *self = g_new0 (DpTrashFile, 1);

  self->id = id;
  self->path = g_strdup (path);
  return self;
}

/**
 * dp_trash_file_free:
 * @self: (transfer full) (nullable): a file
 *
 * Thread: any.
 */
void
dp_trash_file_free (DpTrashFile *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->trash_path);
  g_clear_error (&self->error);
  g_free (self);
}

/* Where it went */

static gboolean
is_it (const char *path, const struct stat *wanted)
{
  struct stat st;

  return lstat (path, &st) == 0 && st.st_ino == wanted->st_ino && st.st_dev == wanted->st_dev;
}

static char *
search_folder (const char *trash, const struct stat *wanted)
{
  g_autofree char *folder = g_build_filename (trash, "files", NULL);
  DIR *dir = opendir (folder);
  const struct dirent *found;
  char *path = NULL;

  while (dir != NULL && path == NULL && (found = readdir (dir)) != NULL)
    if (found->d_ino == wanted->st_ino)
      {
        g_autofree char *candidate = g_build_filename (folder, found->d_name, NULL);

        if (is_it (candidate, wanted))
          path = g_steal_pointer (&candidate);
      }
  if (dir != NULL)
    closedir (dir);
  return path;
}

/* The highest folder above it that is on the same disk. */
static char *
find_top (const char *path, dev_t device)
{
  g_autofree char *top = g_path_get_dirname (path);

  while (strcmp (top, "/") != 0)
    {
      g_autofree char *parent = g_path_get_dirname (top);
      struct stat st;

      if (lstat (parent, &st) != 0 || st.st_dev != device)
        break;
      g_free (top);
      top = g_steal_pointer (&parent);
    }
  return g_steal_pointer (&top);
}

/* The person's own Trash, and the two that a disk can have. */
static char *
find_in_trash (const char *path, const struct stat *wanted)
{
  g_autofree char *top = find_top (path, wanted->st_dev);
  g_autofree char *user = g_strdup_printf ("%u", (guint) getuid ());
  g_autofree char *dotted = g_strconcat (".Trash-", user, NULL);
  g_autofree char *home = g_build_filename (g_get_user_data_dir (), "Trash", NULL);
  g_autofree char *shared = g_build_filename (top, ".Trash", user, NULL);
  g_autofree char *own = g_build_filename (top, dotted, NULL);
  const char *const trashes[] = { home, shared, own };
  char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (trashes) && found == NULL; i++)
    found = search_folder (trashes[i], wanted);
  return found;
}

/* The orders */

static char *
dup_shown_name (const DpTrashFile *file)
{
  g_autofree char *name = g_path_get_basename (file->path);

  return g_filename_display_name (name);
}

static void
fail_to_put (DpTrashFile *file, const char *reason)
{
  g_autofree char *shown = dup_shown_name (file);

  /* Translators: a file name; the system's reason. */
  file->error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                             _ ("“%s” could not be moved to the Trash: %s"), shown, reason);
}

static void
fail_to_restore (DpTrashFile *file, const char *reason)
{
  g_autofree char *shown = dup_shown_name (file);

  /* Translators: a file name; the system's reason. */
  file->error =
      g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("“%s” could not be brought back from the Trash: %s"), shown, reason);
}

static void
put (DpTrashFile *file)
{
  g_autoptr (GFile) target = g_file_new_for_path (file->path);
  g_autoptr (GError) error = NULL;
  struct stat st;

  if (lstat (file->path, &st) != 0)
    fail_to_put (file, g_strerror (errno));
  else if (!g_file_trash (target, NULL, &error))
    fail_to_put (file, error->message);
  else
    {
      file->trash_path = find_in_trash (file->path, &st);
      /* So the order to bring it back says why it can't. */
      if (file->trash_path == NULL)
        file->trash_path = g_strdup ("");
    }
}

/* Never replaces anything.  What a file system does not offer, a second name does. */
static gboolean
rename_to_new (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
    return FALSE;
  return link (from, to) == 0 && unlink (from) == 0;
}

/* Under its name, or with the first number that is free. */
static char *
move_back (const char *from, const char *to)
{
  g_autofree char *name = g_path_get_basename (to);
  g_autofree char *parent = g_path_get_dirname (to);

  for (guint number = 1;; number++)
    {
      g_autofree char *numbered = dp_filename_numbered (name, number);
      g_autofree char *path = g_build_filename (parent, numbered, NULL);

      if (rename_to_new (from, path))
        return g_steal_pointer (&path);
      if (errno != EEXIST)
        return NULL;
    }
}

/* "…/files/a.bin" → "…/info/a.bin.trashinfo" */
static void
remove_info (const char *trash_path)
{
  g_autofree char *name = g_path_get_basename (trash_path);
  g_autofree char *files = g_path_get_dirname (trash_path);
  g_autofree char *trash = g_path_get_dirname (files);
  g_autofree char *info_name = g_strconcat (name, INFO_SUFFIX, NULL);
  g_autofree char *info = g_build_filename (trash, "info", info_name, NULL);

  (void) g_unlink (info);
}

static void
restore (DpTrashFile *file)
{
  g_autofree char *path = NULL;

  errno = ENOENT;
  if (*file->trash_path != '\0')
    path = move_back (file->trash_path, file->path);
  if (path == NULL)
    {
      fail_to_restore (file, g_strerror (errno));
      return;
    }
  remove_info (file->trash_path);
  g_clear_pointer (&file->trash_path, g_free);
  g_free (file->path);
  file->path = g_steal_pointer (&path);
}

static gpointer
work (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  for (guint i = 0; i < job->files->len; i++)
    {
      DpTrashFile *file = job->files->pdata[i];

      g_clear_error (&file->error);
      if ((job->order == put) == (file->trash_path == NULL))
        job->order (file);
    }
  g_task_return_boolean (task, TRUE);
  return NULL;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->files);
  g_free (job);
}

static void
give_order (GPtrArray *files,
            OrderFunc *order,
            gpointer tag,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Job *job = g_new (Job, 1);

  *job = (Job){ g_ptr_array_ref (files), order };
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  g_thread_unref (g_thread_new ("dp-trash", work, task));
}

/**
 * dp_trash_put_async:
 * @files: (element-type DpTrashFile): nobody may touch them until it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Moves files to the Trash, but for those that are there.
 *
 * Thread: home.
 */
void
dp_trash_put_async (GPtrArray *files, GAsyncReadyCallback callback, gpointer user_data)
{
  give_order (files, put, dp_trash_put_async, callback, user_data);
}

/**
 * dp_trash_restore_async:
 * @files: (element-type DpTrashFile): nobody may touch them until it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Moves files back to where they were, but for those that are not in the Trash.  One whose name is
 * taken gets a number, and its path says so.
 *
 * Thread: home.
 */
void
dp_trash_restore_async (GPtrArray *files, GAsyncReadyCallback callback, gpointer user_data)
{
  give_order (files, restore, dp_trash_restore_async, callback, user_data);
}

/**
 * dp_trash_finish:
 * @result: what the callback got
 *
 * Thread: home.
 *
 * Returns: (transfer none) (element-type DpTrashFile): the files; those with an error are where they
 *   were, or nowhere
 */
GPtrArray *
dp_trash_finish (GAsyncResult *result)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  g_task_propagate_boolean (G_TASK (result), NULL);
  return job->files;
}
