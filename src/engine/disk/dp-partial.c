/* dp-partial.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an interrupted transfer left on disk, as a plain value that the home thread can keep.
 *
 * Thread: any; removing the file is a worker's job.
 */

#include "dp-partial.h"

#include "dp-part-file.h"

/**
 * dp_partial_copy:
 * @self: (nullable): a partial
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): a copy
 */
DpPartial *
dp_partial_copy (const DpPartial *self)
{
  DpPartial *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->folder = g_strdup (self->folder);
  copy->name = g_strdup (self->name);
  copy->safe = (DpRangeSet){ 0 };
  dp_range_set_assign (&copy->safe, &self->safe);
  copy->validator = g_strdup (self->validator);
  copy->link = g_strdup (self->link);
  return copy;
}

/**
 * dp_partial_free:
 * @self: (transfer full) (nullable): a partial
 *
 * Forgets it; the file stays.
 *
 * Thread: any.
 */
void
dp_partial_free (DpPartial *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->name);
  dp_range_set_clear (&self->safe);
  g_free (self->validator);
  g_free (self->link);
  g_free (self);
}

static void
discard_job (DpLane *lane, GTask *task)
{
  const DpPartial *self = g_task_get_task_data (task);
  const DpRangeSet anything = { 0 };
  g_autoptr (DpPartFile) part =
      dp_part_file_reopen (self->folder, self->name, self->inode, &anything, NULL);

  if (part != NULL)
    dp_part_file_discard (part);
  dp_lane_return (lane, task, NULL, NULL);
}

/**
 * dp_partial_discard_async:
 * @self: (transfer full): a partial
 * @lanes: where to do it
 * @callback: called on the home thread when it is gone, if the program lives so long
 * @user_data: for @callback
 *
 * Removes the file, unless it is no longer the one that was left.
 *
 * Thread: home.
 */
void
dp_partial_discard_async (DpPartial *self,
                          DpLanes *lanes,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, dp_partial_discard_async);
  g_task_set_task_data (task, self, (GDestroyNotify) dp_partial_free);
  dp_lanes_run (lanes, self->folder, task, discard_job);
}
