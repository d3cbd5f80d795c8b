/* dp-lane.c
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

#include "dp-lane.h"

#include "dp-progress.h"

#define IDLE_USEC (10 * G_TIME_SPAN_SECOND)

/* Big reads are what makes a transfer cheap: 64 KiB cost twice the CPU of 1 MiB. */
#define BUFFER_BYTES (1024 * 1024)

/* For one folder; with one lane alone a slow disk would stop the network too. */
#define MIN_LANES 2
#define MAX_LANES 8

typedef struct
{
  DpLane *lane; /* (unowned) */
  GTask *task;  /* (owned) */
  DpLaneFunc func;
} DpJob;

/* On its way home */
typedef struct
{
  GTask *task; /* (owned) */
  gpointer result;
  GDestroyNotify free_func;
} DpResult;

/* A client and what it needs, until nobody uses it any more. */
typedef struct
{
  DpHttpOptions *options; /* (owned): constant */
  DpHttpClient *client;   /* (owned) */
} DpLaneClient;

/* What lanes and the home thread share; freed by whoever leaves last. */
typedef struct
{
  gatomicrefcount ref_count;
  GMutex lock;
  GCond left;        /* a lane left */
  GPtrArray *lanes;  /* (owned) (element-type DpLane): those that take jobs */
  GHashTable *taken; /* (owned): the numbers of all lanes */
  gboolean is_closing;
  guint max_lanes;        /* constant: for one folder */
  DpHttpOptions *options; /* (owned): for the next job */
  int generation;         /* of the options; atomic */
  GArray *results;        /* (owned) (element-type DpResult) */
  GSource *source;        /* (owned): hands them over, on the home thread */
} DpShared;

struct _DpLane
{
  DpShared *shared;      /* (owned) */
  GMainContext *context; /* (owned) */
  DpFibers *fibers;      /* (owned) */
  GPtrArray *clients;    /* (owned) (element-type DpLaneClient): the last one is for new requests */
  int generation;        /* of its options */
  gpointer buffer;       /* (owned) */
  GArray *results;       /* (owned) (element-type DpResult): not yet sent */
  guint number;
  /* Guarded by the shared lock: */
  char *folder; /* (owned): what its jobs have to do with */
  GQueue inbox; /* (element-type DpJob) */
  guint n_jobs; /* that did not return yet */
};

struct _DpLanes
{
  DpShared *shared; /* (owned) */
};

static DpShared *
shared_ref (DpShared *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
shared_unref (DpShared *self)
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

/* On the lane */

static void
lane_client_free (gpointer data)
{
  DpLaneClient *self = data;

  dp_http_client_free (self->client);
  dp_http_options_free (self->options);
  g_free (self);
}

/* What was chosen since needs another client, for warm connections go the old way. */
static void
follow_options (DpLane *self)
{
  DpShared *shared = self->shared;
  DpLaneClient *next;

  if (self->generation == g_atomic_int_get (&shared->generation))
    return;
  next = g_new0 (DpLaneClient, 1);
  g_mutex_lock (&shared->lock);
  self->generation = shared->generation;
  next->options = dp_http_options_copy (shared->options);
  g_mutex_unlock (&shared->lock);
  next->client = dp_http_client_new (self->context, next->options);
  g_ptr_array_add (self->clients, next);
}

static void
run_job (gpointer data)
{
  DpJob *job = data;

  job->func (job->lane, job->task);
  g_object_unref (job->task);
  g_free (job);
}

/* Whether the lane goes on. */
static gboolean
take_jobs (DpLane *self, gint64 idle_until_usec)
{
  DpShared *shared = self->shared;
  gboolean goes_on;
  DpJob *job;

  g_mutex_lock (&shared->lock);
  while ((job = g_queue_pop_head (&self->inbox)) != NULL)
    dp_fibers_start (self->fibers, run_job, job);
  goes_on = dp_fibers_get_size (self->fibers) > 0 ||
            (!shared->is_closing && g_get_monotonic_time () < idle_until_usec);
  if (!goes_on)
    g_ptr_array_remove (shared->lanes, self);
  g_mutex_unlock (&shared->lock);
  return goes_on;
}

/* Those that ended in one turn wake the home thread once. */
static void
send_results (DpLane *self)
{
  DpShared *shared = self->shared;
  gboolean is_first;

  if (self->results->len == 0)
    return;
  g_mutex_lock (&shared->lock);
  self->n_jobs -= self->results->len;
  is_first = shared->results->len == 0;
  g_array_append_vals (shared->results, self->results->data, self->results->len);
  if (is_first)
    shared_ref (shared);
  g_mutex_unlock (&shared->lock);

  g_array_set_size (self->results, 0);
  if (is_first)
    g_source_set_ready_time (shared->source, 0);
}

static void
lane_free (DpLane *self)
{
  g_ptr_array_unref (self->clients);
  dp_fibers_free (self->fibers);
  /* What was closed may have callbacks to come. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_array_unref (self->results);
  g_free (self->buffer);
  g_free (self->folder);

  g_mutex_lock (&self->shared->lock);
  g_hash_table_remove (self->shared->taken, GUINT_TO_POINTER (self->number));
  g_cond_signal (&self->shared->left);
  g_mutex_unlock (&self->shared->lock);
  shared_unref (self->shared);
  g_free (self);
}

static gpointer
lane_thread (gpointer data)
{
  DpLane *self = data;
  gint64 idle_until_usec = G_MAXINT64;

  g_main_context_push_thread_default (self->context);
  self->fibers = dp_fibers_new (self->context);
  self->clients = g_ptr_array_new_with_free_func (lane_client_free);
  self->buffer = g_malloc (BUFFER_BYTES);
  self->results = g_array_new (FALSE, FALSE, sizeof (DpResult));

  while (take_jobs (self, idle_until_usec))
    {
      gboolean is_busy = dp_fibers_get_size (self->fibers) > 0;

      follow_options (self);
      dp_fibers_resume (self->fibers);
      send_results (self);
      dp_fibers_sleep (self->fibers, idle_until_usec);
      if (dp_fibers_get_size (self->fibers) > 0)
        idle_until_usec = G_MAXINT64;
      else if (is_busy)
        {
          idle_until_usec = g_get_monotonic_time () + IDLE_USEC;
          g_ptr_array_remove_range (self->clients, 0, self->clients->len - 1);
        }
    }

  lane_free (self);
  return NULL;
}

/**
 * dp_lane_get_client:
 * @self: a lane
 *
 * Thread: the lane.
 *
 * Returns: (transfer none): its HTTP client; those who wait may have an older one
 */
DpHttpClient *
dp_lane_get_client (DpLane *self)
{
  const DpLaneClient *last = self->clients->pdata[self->clients->len - 1];

  return last->client;
}

/**
 * dp_lane_get_buffer:
 * @self: a lane
 * @size: (out): how large it is, in bytes
 *
 * Thread: the lane.
 *
 * Returns: (transfer none): room for the bytes on their way from the network to the disk; others
 *   use it too, while one waits
 */
gpointer
dp_lane_get_buffer (DpLane *self, gsize *size)
{
  *size = BUFFER_BYTES;
  return self->buffer;
}

/**
 * dp_lane_start_fiber:
 * @self: a lane
 * @func: what it does
 * @data: for @func
 *
 * For a task that does several things at once; it returns when all of them are over.
 *
 * Thread: the lane.
 */
void
dp_lane_start_fiber (DpLane *self, DpFiberFunc func, gpointer data)
{
  dp_fibers_start (self->fibers, func, data);
}

/**
 * dp_lane_return:
 * @self: the lane
 * @task: what it was given
 * @result: (transfer full) (nullable): what came out
 * @free_func: (nullable): frees @result
 *
 * Ends a job: the task returns on the home thread.
 *
 * Thread: the lane.
 */
void
dp_lane_return (DpLane *self, GTask *task, gpointer result, GDestroyNotify free_func)
{
  const DpResult sent = { g_object_ref (task), result, free_func };

  g_array_append_val (self->results, sent);
}

/* On the home thread */

static gboolean
on_results (gpointer user_data)
{
  DpShared *shared = user_data;
  g_autoptr (GArray) results = g_array_new (FALSE, FALSE, sizeof (DpResult));
  GArray *filled = results;

  g_source_set_ready_time (shared->source, -1);
  g_mutex_lock (&shared->lock);
  filled = shared->results;
  shared->results = g_steal_pointer (&results);
  g_mutex_unlock (&shared->lock);
  results = filled;

  for (guint i = 0; i < results->len; i++)
    {
      DpResult *result = &g_array_index (results, DpResult, i);

      g_task_return_pointer (result->task, result->result, result->free_func);
      g_object_unref (result->task);
    }
  if (results->len > 0)
    shared_unref (shared);
  return G_SOURCE_CONTINUE;
}

static gboolean
results_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs results_funcs = { .dispatch = results_dispatch };

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
  DpShared *shared = g_new0 (DpShared, 1);

  g_atomic_ref_count_init (&shared->ref_count);
  g_mutex_init (&shared->lock);
  g_cond_init (&shared->left);
  shared->lanes = g_ptr_array_new ();
  shared->max_lanes = CLAMP (g_get_num_processors (), MIN_LANES, MAX_LANES);
  shared->taken = g_hash_table_new (NULL, NULL);
  shared->options = dp_http_options_copy (options);
  shared->generation = 1;
  shared->results = g_array_new (FALSE, FALSE, sizeof (DpResult));
  shared->source = g_source_new (&results_funcs, sizeof (GSource));
  g_source_set_static_name (shared->source, "downpour results");
  g_source_set_priority (shared->source, DP_PRIORITY_OUTCOME);
  g_source_set_callback (shared->source, on_results, shared, NULL);
  g_source_attach (shared->source, g_main_context_get_thread_default ());
  self->shared = shared;
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
  DpShared *shared = self->shared;

  g_mutex_lock (&shared->lock);
  dp_http_options_free (shared->options);
  shared->options = dp_http_options_copy (options);
  g_atomic_int_inc (&shared->generation);
  g_mutex_unlock (&shared->lock);
}

static void
wake (gpointer lane, gpointer user_data)
{
  g_main_context_wakeup (((DpLane *) lane)->context);
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
  DpShared *shared;
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
  shared_unref (shared);
  g_free (self);
}

static guint
take_number (DpShared *shared)
{
  guint number = 1;

  while (g_hash_table_contains (shared->taken, GUINT_TO_POINTER (number)))
    number++;
  g_hash_table_add (shared->taken, GUINT_TO_POINTER (number));
  return number;
}

/* The one that has least to do, of those that may take it; %NULL for a new one. */
static DpLane *
find_lane (DpShared *shared, const char *folder)
{
  DpLane *idle = NULL;
  DpLane *best = NULL;
  guint n_same = 0;

  for (guint i = 0; i < shared->lanes->len; i++)
    {
      DpLane *lane = shared->lanes->pdata[i];

      if (g_str_equal (lane->folder, folder))
        {
          n_same++;
          if (best == NULL || lane->n_jobs < best->n_jobs)
            best = lane;
        }
      else if (lane->n_jobs == 0)
        idle = lane;
    }
  if (best != NULL && (best->n_jobs == 0 || n_same >= shared->max_lanes))
    return best;
  return idle;
}

/* The shared lock is held. */
static DpLane *
start_lane (DpShared *shared)
{
  DpLane *lane = g_new0 (DpLane, 1);

  lane->shared = shared_ref (shared);
  lane->context = g_main_context_new ();
  g_queue_init (&lane->inbox);
  lane->number = take_number (shared);
  g_ptr_array_add (shared->lanes, lane);
  return lane;
}

/* The shared lock is held. */
static void
give_job (DpLane *lane, DpJob *job, const char *folder)
{
  if (g_strcmp0 (lane->folder, folder) != 0)
    {
      g_free (lane->folder);
      lane->folder = g_strdup (folder);
    }
  job->lane = lane;
  lane->n_jobs++;
  g_queue_push_tail (&lane->inbox, job);
  /* Else it is awake already. */
  if (g_queue_get_length (&lane->inbox) == 1)
    g_main_context_wakeup (lane->context);
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
  DpShared *shared = self->shared;
  DpJob *job = g_new0 (DpJob, 1);
  gboolean is_new;
  DpLane *lane;

  job->task = g_object_ref (task);
  job->func = func;

  g_mutex_lock (&shared->lock);
  lane = find_lane (shared, folder);
  is_new = lane == NULL;
  if (is_new)
    lane = start_lane (shared);
  give_job (lane, job, folder);
  g_mutex_unlock (&shared->lock);

  if (is_new)
    {
      g_autofree char *name = g_strdup_printf ("dp-lane-%u", lane->number);
      g_autoptr (GThread) thread = g_thread_new (name, lane_thread, lane);
    }
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
    n_jobs += ((DpLane *) self->shared->lanes->pdata[i])->n_jobs;
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
