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
 * warm for the next file.  A lane is made when all others are busy and leaves after ten idle
 * seconds.  How many may be busy at once is the caller's business.
 *
 *   home                               lane (dp-lane-3)
 *   dp_lanes_run (task, func) ──job──► func (lane, task)
 *   the task's callback ◄───────────── g_task_return_… ()
 *                                      idle: its context runs, so that connections can time out
 *
 * Thread: DpLanes belongs to the home thread, a DpLane to its own.
 */

#include "dp-lane.h"

#define IDLE_USEC (10 * G_TIME_SPAN_SECOND)

/* Big reads are what makes a transfer cheap: 64 KiB cost twice the CPU of 1 MiB. */
#define BUFFER_BYTES (1024 * 1024)

typedef struct
{
  GTask *task; /* (owned) */
  DpLaneFunc func;
} DpJob;

/* What lanes and the home thread share; freed by whoever leaves last. */
typedef struct
{
  gatomicrefcount ref_count;
  GMutex lock;
  GCond left;        /* a lane left */
  GQueue idle;       /* (element-type DpLane): the one that was busy last first */
  GHashTable *taken; /* (owned): the numbers of all lanes */
  gboolean is_closing;
  DpHttpOptions *options; /* (owned): constant */
} DpShared;

struct _DpLane
{
  DpShared *shared;      /* (owned) */
  GMainContext *context; /* (owned) */
  DpHttpClient *client;  /* (owned) */
  gpointer buffer;       /* (owned) */
  guint number;
  gboolean is_free; /* stands among the idle ones */
  DpJob *job;       /* (owned) (nullable): guarded by the shared lock */
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
  g_hash_table_unref (self->taken);
  dp_http_options_free (self->options);
  g_free (self);
}

static void
job_run (DpJob *job, DpLane *lane)
{
  job->func (lane, job->task);
  g_object_unref (job->task);
  g_free (job);
}

/* On the lane */

static gboolean
do_nothing (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static DpJob *
wait_for_job (DpLane *self)
{
  DpShared *shared = self->shared;
  g_autoptr (GSource) alarm = g_timeout_source_new (IDLE_USEC / G_TIME_SPAN_MILLISECOND);
  gint64 deadline_usec = g_get_monotonic_time () + IDLE_USEC;
  DpJob *job;

  g_source_set_callback (alarm, do_nothing, NULL, NULL);
  g_source_attach (alarm, self->context);

  g_mutex_lock (&shared->lock);
  while ((job = g_steal_pointer (&self->job)) == NULL && !shared->is_closing &&
         g_get_monotonic_time () < deadline_usec)
    {
      g_mutex_unlock (&shared->lock);
      g_main_context_iteration (self->context, TRUE);
      g_mutex_lock (&shared->lock);
    }
  if (job == NULL)
    g_queue_remove (&shared->idle, self);
  g_mutex_unlock (&shared->lock);

  g_source_destroy (alarm);
  return job;
}

static void
lane_free (DpLane *self)
{
  dp_http_client_free (self->client);
  /* What was closed may have callbacks to come. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self->buffer);

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
  DpJob *job = g_steal_pointer (&self->job);

  g_main_context_push_thread_default (self->context);
  self->client = dp_http_client_new (self->context, self->shared->options);
  self->buffer = g_malloc (BUFFER_BYTES);

  for (; job != NULL; job = wait_for_job (self))
    {
      self->is_free = FALSE;
      job_run (job, self);
      dp_lane_set_free (self);
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
 * Returns: (transfer none): its HTTP client
 */
DpHttpClient *
dp_lane_get_client (DpLane *self)
{
  return self->client;
}

/**
 * dp_lane_get_buffer:
 * @self: a lane
 * @size: (out): how large it is, in bytes
 *
 * Thread: the lane.
 *
 * Returns: (transfer none): room for the bytes on their way from the network to the disk
 */
gpointer
dp_lane_get_buffer (DpLane *self, gsize *size)
{
  *size = BUFFER_BYTES;
  return self->buffer;
}

/**
 * dp_lane_set_free:
 * @self: a lane
 *
 * Lets the home thread give it the next job.  A job that calls this right before it returns on its
 * task is followed on the same lane, with its warm connection; otherwise the home thread may be
 * quicker, find no lane idle, and make another one.
 *
 * Thread: the lane.
 */
void
dp_lane_set_free (DpLane *self)
{
  if (self->is_free)
    return;
  self->is_free = TRUE;
  g_mutex_lock (&self->shared->lock);
  g_queue_push_head (&self->shared->idle, self);
  g_mutex_unlock (&self->shared->lock);
}

/* On the home thread */

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
  g_queue_init (&shared->idle);
  shared->taken = g_hash_table_new (NULL, NULL);
  shared->options = dp_http_options_copy (options);
  self->shared = shared;
  return self;
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
  g_queue_foreach (&shared->idle, wake, NULL);
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

static void
start_lane (DpShared *shared, DpJob *job)
{
  DpLane *lane = g_new0 (DpLane, 1);
  g_autofree char *name = NULL;
  g_autoptr (GThread) thread = NULL;

  lane->shared = shared_ref (shared);
  lane->context = g_main_context_new ();
  lane->job = job;
  g_mutex_lock (&shared->lock);
  lane->number = take_number (shared);
  g_mutex_unlock (&shared->lock);

  name = g_strdup_printf ("dp-lane-%u", lane->number);
  thread = g_thread_new (name, lane_thread, lane);
}

/**
 * dp_lanes_run:
 * @self: lanes
 * @task: the task; its source object must be %NULL or safe to be finalized in a worker
 * @func: runs on a lane, and returns on @task
 *
 * Gives the task to an idle lane, the one that was busy last, or to a new one.
 *
 * Thread: home.
 */
void
dp_lanes_run (DpLanes *self, GTask *task, DpLaneFunc func)
{
  DpShared *shared = self->shared;
  DpJob *job = g_new (DpJob, 1);
  DpLane *lane;

  job->task = g_object_ref (task);
  job->func = func;

  g_mutex_lock (&shared->lock);
  lane = g_queue_pop_head (&shared->idle);
  if (lane != NULL)
    {
      lane->job = job;
      g_main_context_wakeup (lane->context);
    }
  g_mutex_unlock (&shared->lock);

  if (lane == NULL)
    start_lane (shared, job);
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
