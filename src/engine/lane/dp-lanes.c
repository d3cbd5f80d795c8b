/* dp-lanes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker threads.
 *
 * A GTask is the contract: it carries the request to a worker, and the result and the completion
 * back to the home thread.  But g_task_run_in_thread() would run it on the ten threads that all of
 * GIO shares; with 32 downloads on them, a file dialog waits for seconds.  So a task runs on a lane:
 * a thread of ours with its private GMainContext and its own HTTP client, whose connections stay
 * warm for the next file.  A lane leaves after ten idle seconds.
 *
 *   home                               lane (dp-lane-3)
 *   dp_lanes_run (task, func) ──job──► func (lane, task), a fiber
 *   the task's callback ◄───────────── dp_lane_return ()
 *                                      meanwhile: the other fibers, and the lane's context
 *
 * There are as many lanes as the machine has processors; what more is to be done at once shares
 * them, each task as a fiber (dp-fiber).  A disk that is slow holds up its lane: so those who write
 * to another folder get other lanes.  How many tasks may run at once is the caller's business.
 *
 * Thread: DpLanes belongs to the home thread, a DpLane to its own.
 */

#include "dp-lanes.h"

#include "dp-lane-shared.h"

/* For one folder; with one lane alone a slow disk would stop the network too. */
#define MIN_LANES 2
#define MAX_LANES 8

struct _DpLanes
{
  DpLaneShared *shared; /* (owned) */
  guint max_lanes;      /* constant: for one folder */
};

/**
 * dp_lanes_new:
 * @options: what all exchanges have in common
 *
 * Thread: home.
 *
 * Returns: (transfer full): lanes without threads yet
 */
DpLanes *
dp_lanes_new (const DpHttpOptions *options)
{
  DpLanes *self = g_new0 (DpLanes, 1);

  self->shared = dp_lane_shared_new (options);
  self->max_lanes = CLAMP (g_get_num_processors (), MIN_LANES, MAX_LANES);
  return self;
}

/**
 * dp_lanes_set_options:
 * @self: lanes
 * @options: what all exchanges have in common, from the next request on
 *
 * Thread: home.
 */
void
dp_lanes_set_options (DpLanes *self, const DpHttpOptions *options)
{
  DpLaneShared *shared = self->shared;

  g_mutex_lock (&shared->lock);
  dp_http_options_free (shared->options);
  shared->options = dp_http_options_copy (options);
  g_atomic_int_inc (&shared->generation);
  g_mutex_unlock (&shared->lock);
}

/**
 * dp_lanes_forget_connections:
 * @self: lanes
 *
 * Jobs that start from now on use no connection that is warm.
 *
 * Thread: home.
 */
void
dp_lanes_forget_connections (DpLanes *self)
{
  DpLaneShared *shared = self->shared;

  /* As if other options were set. */
  g_mutex_lock (&shared->lock);
  g_atomic_int_inc (&shared->generation);
  g_mutex_unlock (&shared->lock);
}

static void
wake (gpointer lane, gpointer user_data)
{
  dp_lane_wake (lane);
}

/**
 * dp_lanes_free:
 * @self: (transfer full) (nullable): lanes
 *
 * Sends the idle lanes away and waits for them, for half a second at most.  A busy one leaves when
 * its job is done; one that hangs in the kernel does not hold up anybody.
 *
 * Thread: home.
 */
void
dp_lanes_free (DpLanes *self)
{
  DpLaneShared *shared;
  gint64 deadline_usec = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  if (self == NULL)
    return;

  shared = self->shared;
  g_mutex_lock (&shared->lock);
  shared->is_closing = TRUE;
  g_ptr_array_foreach (shared->lanes, wake, NULL);
  while (g_hash_table_size (shared->taken) > 0 &&
         g_cond_wait_until (&shared->left, &shared->lock, deadline_usec))
    ;
  g_mutex_unlock (&shared->lock);
  dp_lane_shared_unref (shared);
  g_free (self);
}

static guint
take_number (DpLaneShared *shared)
{
  guint number = 1;

  while (g_hash_table_contains (shared->taken, GUINT_TO_POINTER (number)))
    number++;
  g_hash_table_add (shared->taken, GUINT_TO_POINTER (number));
  return number;
}

/* The one that has least to do, of those that may take it; %NULL for a new one. */
static DpLane *
find_lane (DpLanes *self, const char *folder)
{
  DpLaneShared *shared = self->shared;
  DpLane *idle = NULL;
  DpLane *best = NULL;
  guint n_same = 0;

  for (guint i = 0; i < shared->lanes->len; i++)
    {
      DpLane *lane = shared->lanes->pdata[i];

      if (g_str_equal (dp_lane_get_folder (lane), folder))
        {
          n_same++;
          if (best == NULL || dp_lane_get_n_jobs (lane) < dp_lane_get_n_jobs (best))
            best = lane;
        }
      else if (dp_lane_get_n_jobs (lane) == 0)
        idle = lane;
    }
  if (best != NULL && (dp_lane_get_n_jobs (best) == 0 || n_same >= self->max_lanes))
    return best;
  return idle;
}

/* The shared lock is held. */
static DpLane *
add_lane (DpLaneShared *shared)
{
  DpLane *lane = dp_lane_new (shared, take_number (shared));

  g_ptr_array_add (shared->lanes, lane);
  return lane;
}

/**
 * dp_lanes_run:
 * @self: lanes
 * @folder: (type filename): the folder that the task has to do with
 * @task: the task; its source object must be %NULL or safe to be finalized in a worker
 * @func: runs on a lane, and ends with dp_lane_return()
 *
 * Gives the task to the lane that has least to do, or to a new one.
 *
 * Thread: home.
 */
void
dp_lanes_run (DpLanes *self, const char *folder, GTask *task, DpLaneFunc func)
{
  DpLaneShared *shared = self->shared;
  gboolean is_new;
  DpLane *lane;

  g_mutex_lock (&shared->lock);
  lane = find_lane (self, folder);
  is_new = lane == NULL;
  if (is_new)
    lane = add_lane (shared);
  dp_lane_give (lane, folder, task, func);
  g_mutex_unlock (&shared->lock);

  if (is_new)
    dp_lane_start (lane);
}

/**
 * dp_lanes_get_n_jobs:
 * @self: lanes
 *
 * Thread: any.
 *
 * Returns: how many tasks they have to do with
 */
guint
dp_lanes_get_n_jobs (DpLanes *self)
{
  guint n_jobs = 0;

  g_mutex_lock (&self->shared->lock);
  for (guint i = 0; i < self->shared->lanes->len; i++)
    n_jobs += dp_lane_get_n_jobs (self->shared->lanes->pdata[i]);
  g_mutex_unlock (&self->shared->lock);
  return n_jobs;
}

/**
 * dp_lanes_get_n_threads:
 * @self: lanes
 *
 * Thread: any.
 *
 * Returns: how many lanes there are, busy and idle
 */
guint
dp_lanes_get_n_threads (DpLanes *self)
{
  guint n_threads;

  g_mutex_lock (&self->shared->lock);
  n_threads = g_hash_table_size (self->shared->taken);
  g_mutex_unlock (&self->shared->lock);
  return n_threads;
}

static int
compare_number (gconstpointer a, gconstpointer b)
{
  const DpLaneSight *first = a;
  const DpLaneSight *second = b;

  return (first->number > second->number) - (first->number < second->number);
}

/**
 * dp_lanes_look:
 * @self: lanes
 *
 * Thread: any.
 *
 * Returns: (transfer full) (element-type DpLaneSight): what can be seen of each of them now, by
 *   number
 */
GArray *
dp_lanes_look (DpLanes *self)
{
  DpLaneShared *shared = self->shared;
  GArray *sights = g_array_new (FALSE, FALSE, sizeof (DpLaneSight));

  g_mutex_lock (&shared->lock);
  g_array_set_size (sights, shared->lanes->len);
  for (guint i = 0; i < shared->lanes->len; i++)
    dp_lane_look (shared->lanes->pdata[i], &g_array_index (sights, DpLaneSight, i));
  g_mutex_unlock (&shared->lock);
  g_array_sort (sights, compare_number);
  return sights;
}
