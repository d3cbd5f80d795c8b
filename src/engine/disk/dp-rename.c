/* dp-rename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another name for a finished file; nothing is ever replaced.
 *
 * Thread: home; the work is done on a lane.
 */

#include "dp-rename.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-folder.h"

typedef struct
{
  char *path;     /* (owned) */
  char *name;     /* (owned) */
  char *new_path; /* (owned) (nullable): where it is afterwards, or */
  GError *error;  /* (owned) (nullable): why it is not */
} Wish;

static void
wish_free (Wish *self)
{
  g_free (self->path);
  g_free (self->name);
  g_free (self->new_path);
  g_clear_error (&self->error);
  g_free (self);
}

static void
set_reason (GError **error, const char *name, const char *wanted)
{
  int number = errno;
  GIOErrorEnum code = g_io_error_from_errno (number);
  g_autofree char *shown = g_filename_display_name (name);

  if (number == EEXIST)
    /* Translators: %s is a file name. */
    g_set_error (error, G_IO_ERROR, code, _ ("There is something else named “%s” already"), wanted);
  else if (number == ENOENT || number == ENOTDIR)
    /* Translators: %s is a file name. */
    g_set_error (error, G_IO_ERROR, code, _ ("“%s” is no longer where it was downloaded to"),
                 shown);
  else
    /* Translators: a file name; the system's reason. */
    g_set_error (error, G_IO_ERROR, code, _ ("“%s” could not be renamed: %s"), shown,
                 g_strerror (number));
}

static char *
rename_file (const Wish *wish, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (wish->path);
  g_autofree char *name = g_path_get_basename (wish->path);
  g_autoptr (DpFolder) folder = NULL;

  if (strcmp (name, wish->name) == 0)
    return g_strdup (wish->path);
  folder = dp_folder_open (parent);
  if (folder == NULL || !dp_folder_rename (folder, name, wish->name))
    {
      set_reason (error, name, wish->name);
      return NULL;
    }
  dp_folder_flush (folder);
  return g_build_filename (parent, wish->name, NULL);
}

static void
rename_job (DpLane *lane, GTask *task)
{
  Wish *wish = g_task_get_task_data (task);

  wish->new_path = rename_file (wish, &wish->error);
  dp_lane_return (lane, task, NULL, NULL);
}

/**
 * dp_rename_async:
 * @path: (type filename): a file
 * @name: a safe base name, from dp-filename
 * @lanes: where to do it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_rename_async (const char *path,
                 const char *name,
                 DpLanes *lanes,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *folder = g_path_get_dirname (path);
  Wish *wish = g_new (Wish, 1);

  *wish = (Wish){ g_strdup (path), g_strdup (name), NULL, NULL };
  g_task_set_source_tag (task, dp_rename_async);
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  dp_lanes_run (lanes, folder, task, rename_job);
}

/**
 * dp_rename_finish:
 * @result: what the callback got
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable) (type filename): where the file is now
 */
char *
dp_rename_finish (GAsyncResult *result, GError **error)
{
  Wish *wish;

  g_return_val_if_fail (g_async_result_is_tagged (result, dp_rename_async), NULL);

  wish = g_task_get_task_data (G_TASK (result));
  if (wish->error != NULL)
    g_propagate_error (error, g_steal_pointer (&wish->error));
  return g_steal_pointer (&wish->new_path);
}
