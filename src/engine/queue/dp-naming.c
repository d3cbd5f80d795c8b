/* dp-naming.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name that a person gives to a file, however far that is.  One that is not done gets it in the
 * end, with a number if need be, and nothing is stopped for it; a finished one is renamed, if nothing
 * else bears the name.
 *
 * Thread: home.
 */

#include "dp-naming.h"

#include <glib/gi18n-lib.h>

#include "dp-filename.h"
#include "dp-rename.h"

typedef struct
{
  DpScheduler *scheduler; /* (unowned): lives as long as its owner, the task's source */
  DpDownload *download;   /* (owned) */
} Naming;

static void
naming_free (Naming *self)
{
  g_object_unref (self->download);
  g_free (self);
}

/* The state stays what it is. */
static void
tell_changed (const Naming *self)
{
  DpList *list = dp_scheduler_get_list (self->scheduler);

  if (dp_list_has (list, self->download))
    dp_list_tell (list, DP_NOTE_CHANGED, self->download);
}

static void
on_renamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Naming *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *path = dp_rename_finish (result, &error);

  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  dp_download_set_path (self->download, path);
  tell_changed (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * dp_naming_async:
 * @scheduler: who gives it its turn
 * @download: (nullable): a download, or %NULL for one that is no longer in the list
 * @name: (nullable): what the file shall be called, made safe before; or %NULL for one that is not
 *   done to be called as the server says
 * @callback: (nullable): called when it is called so, with the scheduler's owner
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_naming_async (DpScheduler *scheduler,
                 DpDownload *download,
                 const char *name,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task =
      g_task_new (dp_scheduler_get_owner (scheduler), NULL, callback, user_data);
  g_autofree char *wish = name != NULL ? dp_filename_sanitize (name) : NULL;
  Naming *self;

  g_task_set_source_tag (task, dp_naming_async);
  if (download == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               _ ("It is no longer in the list"));
      return;
    }
  self = g_new0 (Naming, 1);
  self->scheduler = scheduler;
  self->download = g_object_ref (download);
  g_task_set_task_data (task, self, (GDestroyNotify) naming_free);
  if (dp_download_get_state (download) == DP_STATE_DONE && wish != NULL)
    {
      dp_rename_async (dp_download_get_path (download), wish, dp_scheduler_get_lanes (scheduler),
                       on_renamed, g_steal_pointer (&task));
      return;
    }
  if (dp_download_get_state (download) != DP_STATE_DONE)
    dp_download_set_wish (download, wish);
  tell_changed (self);
  dp_actives_follow (dp_scheduler_get_actives (scheduler), download);
  g_task_return_boolean (task, TRUE);
}

/**
 * dp_naming_finish:
 * @result: what the callback got
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: %FALSE with @error set if it bears its old name still
 */
gboolean
dp_naming_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_naming_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
