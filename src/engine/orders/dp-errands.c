/* dp-errands.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is run when a file is whole, if that is said of one download alone; and what came of it.
 *
 * It is kept with the download, and nobody runs it here: the engine starts no programs.
 *
 * Thread: home.
 */

#include "dp-errands.h"

/* Nothing is no command. */
static const char *
get_command (const char *command)
{
  return command != NULL && *command != '\0' ? command : NULL;
}

/**
 * dp_errands_give:
 * @downloads: (element-type DpDownload): what dp_queue_prepare() returned, not in the list yet
 * @command: (nullable): what is run when the file of each is whole
 *
 * Thread: home.
 */
void
dp_errands_give (GPtrArray *downloads, const char *command)
{
  for (guint i = 0; get_command (command) != NULL && i < downloads->len; i++)
    dp_download_set_command (downloads->pdata[i], command);
}

/**
 * dp_queue_set_command_of:
 * @self: a queue
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many
 * @command: (nullable): what is run when the file of each is whole; nothing for what is run for every
 *   file
 *
 * Is remembered.  Nothing happens to one that is done.
 *
 * Thread: home.
 */
void
dp_queue_set_command_of (DpQueue *self, const guint64 *ids, gsize n_ids, const char *command)
{
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (self));
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self, ids[i]);

      if (download == NULL || dp_download_get_state (download) == DP_STATE_DONE ||
          g_strcmp0 (dp_download_get_command (download), get_command (command)) == 0)
        continue;
      dp_download_set_command (download, get_command (command));
      g_ptr_array_add (changed, download);
    }
  dp_list_tell_many (list, DP_NOTE_CHANGED, changed);
}

/**
 * dp_queue_note_errand:
 * @self: a queue
 * @download: a download that is done
 * @reason: (nullable): why what was to be run was not, or what came of it, a sentence
 *
 * Is shown with the download, and remembered.
 *
 * Thread: home.
 */
void
dp_queue_note_errand (DpQueue *self, DpDownload *download, const char *reason)
{
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (self));

  if (dp_download_get_state (download) != DP_STATE_DONE)
    return;
  dp_download_set_reason (download, reason);
  if (dp_list_has (list, download))
    dp_list_tell (list, DP_NOTE_CHANGED, download);
}
