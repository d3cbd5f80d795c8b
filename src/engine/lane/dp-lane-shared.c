/* dp-lane-shared.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the lanes and the home thread share, and how results come home.
 *
 * Results that are sent while others wait there wake nobody.  They arrive even if those who own the
 * lanes are gone by then: whoever waits for a task gets its end.
 *
 * Thread: any.
 */

#include "dp-lane-shared.h"

#include "dp-progress.h"

/**
 * dp_lane_shared_ref:
 * @self: what lanes share
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpLaneShared *
dp_lane_shared_ref (DpLaneShared *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_lane_shared_unref:
 * @self: (transfer full): what lanes share
 *
 * Thread: any.
 */
void
dp_lane_shared_unref (DpLaneShared *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->left);
  g_ptr_array_unref (self->lanes);
  g_hash_table_unref (self->taken);
  dp_http_options_free (self->options);
  g_array_unref (self->results);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

static gboolean
on_results (gpointer user_data)
{
  DpLaneShared *shared = user_data;
  g_autoptr (GArray) results = g_array_new (FALSE, FALSE, sizeof (DpLaneResult));
  GArray *filled = results;

  g_source_set_ready_time (shared->source, -1);
  g_mutex_lock (&shared->lock);
  filled = shared->results;
  shared->results = g_steal_pointer (&results);
  g_mutex_unlock (&shared->lock);
  results = filled;

  for (guint i = 0; i < results->len; i++)
    {
      DpLaneResult *result = &g_array_index (results, DpLaneResult, i);

      g_task_return_pointer (result->task, result->result, result->free_func);
      g_object_unref (result->task);
    }
  if (results->len > 0)
    dp_lane_shared_unref (shared);
  return G_SOURCE_CONTINUE;
}

static gboolean
results_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs results_funcs = { .dispatch = results_dispatch };

/**
 * dp_lane_shared_new:
 * @options: what all exchanges have in common
 *
 * Thread: home.
 *
 * Returns: (transfer full): what lanes will share, without a lane yet
 */
DpLaneShared *
dp_lane_shared_new (const DpHttpOptions *options)
{
  DpLaneShared *self = g_new0 (DpLaneShared, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->left);
  self->lanes = g_ptr_array_new ();
  self->taken = g_hash_table_new (NULL, NULL);
  self->options = dp_http_options_copy (options);
  self->generation = 1;
  self->results = g_array_new (FALSE, FALSE, sizeof (DpLaneResult));
  self->source = g_source_new (&results_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "downpour results");
  g_source_set_priority (self->source, DP_PRIORITY_OUTCOME);
  g_source_set_callback (self->source, on_results, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * dp_lane_shared_send:
 * @self: what lanes share
 * @results: (element-type DpLaneResult): what is over; empty afterwards
 * @n_jobs: (inout): how many jobs the lane has, guarded by the lock; these no longer count
 *
 * Ends the tasks on the home thread, which is woken once for all that it has not seen yet.
 *
 * Thread: a lane.
 */
void
dp_lane_shared_send (DpLaneShared *self, GArray *results, guint *n_jobs)
{
  gboolean is_first;

  if (results->len == 0)
    return;
  g_mutex_lock (&self->lock);
  *n_jobs -= results->len;
  is_first = self->results->len == 0;
  g_array_append_vals (self->results, results->data, results->len);
  if (is_first)
    dp_lane_shared_ref (self);
  g_mutex_unlock (&self->lock);

  g_array_set_size (results, 0);
  if (is_first)
    g_source_set_ready_time (self->source, 0);
}
