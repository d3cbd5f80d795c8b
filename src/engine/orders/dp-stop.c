/* dp-stop.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue's end: everything stops, and somebody waits, not for ever, until the workers have
 * answered.
 *
 * Thread: home.
 */

#include "dp-stop.h"

typedef struct
{
  GTask *task; /* (owned): holds the queue */
  guint timeout_id;
} Stop;

static void
finish (Stop *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  DpScheduler *scheduler = dp_queue_get_scheduler (g_task_get_source_object (task));

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_free (self);
  g_task_return_boolean (task, dp_actives_get_size (dp_scheduler_get_actives (scheduler)) == 0);
}

static void
on_rest (gpointer user_data)
{
  finish (user_data);
}

static gboolean
on_timeout (gpointer user_data)
{
  Stop *self = user_data;
  DpQueue *queue = g_task_get_source_object (self->task);

  self->timeout_id = 0;
  dp_scheduler_stop (dp_queue_get_scheduler (queue), NULL, NULL);
  finish (self);
  return G_SOURCE_REMOVE;
}

/**
 * dp_queue_stop_async:
 * @self: a queue
 * @timeout_msec: how long to wait for the workers
 * @callback: called when all workers have answered, or the time is over
 * @user_data: for @callback
 *
 * Stops everything, for the end of the program.
 *
 * Thread: home.
 */
void
dp_queue_stop_async (DpQueue *self,
                     guint timeout_msec,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  Stop *stop;

  g_return_if_fail (!dp_scheduler_is_stopped (scheduler));

  stop = g_new0 (Stop, 1);
  stop->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (stop->task, dp_queue_stop_async);
  stop->timeout_id = g_timeout_add (timeout_msec, on_timeout, stop);
  dp_scheduler_stop (scheduler, on_rest, stop);
}

/**
 * dp_queue_stop_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: whether all workers have answered
 */
gboolean
dp_queue_stop_finish (DpQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_queue_stop_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
