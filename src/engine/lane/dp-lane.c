/* dp-lane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker thread.
 *
 * It runs its jobs as fibers (dp-fiber), each in straight code: where one waits the next goes on.  It
 * has a private GMainContext and its own HTTP client, whose connections stay warm for the next file,
 * and leaves after ten idle seconds.
 *
 * Thread: the lane's own; how it begins and gets jobs (dp-lanes) says so.
 */

#include "dp-lane.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#define IDLE_USEC (10 * G_TIME_SPAN_SECOND)

/* Big reads are what makes a transfer cheap: 64 KiB cost twice the CPU of 1 MiB. */
#define BUFFER_BYTES (1024 * 1024)

typedef struct
{
  DpLane *lane; /* (unowned) */
  GTask *task;  /* (owned) */
  DpLaneFunc func;
} DpJob;

/* A client and what it needs, until nobody uses it any more. */
typedef struct
{
  DpHttpOptions *options; /* (owned): constant */
  DpHttpClient *client;   /* (owned) */
} DpLaneClient;

struct _DpLane
{
  DpLaneShared *shared;  /* (owned) */
  GMainContext *context; /* (owned) */
  DpFibers *fibers;      /* (owned) */
  GPtrArray *clients;    /* (owned) (element-type DpLaneClient): the last one is for new requests */
  int generation;        /* of its options */
  gpointer buffer;       /* (owned) */
  GArray *results;       /* (owned) (element-type DpLaneResult): not yet sent */
  guint number;
  /* Guarded by the shared lock: */
  char *folder;    /* (owned): what its jobs have to do with */
  GQueue inbox;    /* (element-type DpJob) */
  guint n_jobs;    /* that did not return yet */
  pid_t thread_id; /* 0: it has not begun */
  clockid_t clock; /* of the processor time that it uses */
};

/* How it begins and gets jobs */

/**
 * dp_lane_new:
 * @shared: what lanes share
 * @number: its own; taken
 *
 * Thread: home.
 *
 * Returns: a lane without a thread yet; when its thread leaves nothing is left of it
 */
DpLane *
dp_lane_new (DpLaneShared *shared, guint number)
{
  DpLane *self = g_new0 (DpLane, 1);

  self->shared = dp_lane_shared_ref (shared);
  self->context = g_main_context_new ();
  g_queue_init (&self->inbox);
  self->number = number;
  return self;
}

/**
 * dp_lane_give:
 * @self: a lane that takes jobs
 * @folder: (type filename): the folder that the task has to do with
 * @task: the task
 * @func: does it
 *
 * Thread: home; the shared lock is held.
 */
void
dp_lane_give (DpLane *self, const char *folder, GTask *task, DpLaneFunc func)
{
  DpJob *job = g_new0 (DpJob, 1);

  if (g_strcmp0 (self->folder, folder) != 0)
    {
      g_free (self->folder);
      self->folder = g_strdup (folder);
    }
  job->lane = self;
  job->task = g_object_ref (task);
  job->func = func;
  self->n_jobs++;
  g_queue_push_tail (&self->inbox, job);
  /* Else it is awake already. */
  if (g_queue_get_length (&self->inbox) == 1)
    g_main_context_wakeup (self->context);
}

/**
 * dp_lane_wake:
 * @self: a lane that takes jobs
 *
 * Lets it look what there is to do, or whether to leave.
 *
 * Thread: home; the shared lock is held.
 */
void
dp_lane_wake (DpLane *self)
{
  g_main_context_wakeup (self->context);
}

/**
 * dp_lane_get_folder:
 * @self: a lane that takes jobs
 *
 * Thread: home; the shared lock is held.
 *
 * Returns: (transfer none) (type filename): what its jobs have to do with
 */
const char *
dp_lane_get_folder (DpLane *self)
{
  return self->folder;
}

/**
 * dp_lane_get_n_jobs:
 * @self: a lane that takes jobs
 *
 * Thread: any; the shared lock is held.
 *
 * Returns: how many jobs it has that did not return yet
 */
guint
dp_lane_get_n_jobs (DpLane *self)
{
  return self->n_jobs;
}

/**
 * dp_lane_look:
 * @self: a lane that takes jobs
 * @sight: (out caller-allocates): what can be seen of it now
 *
 * Costs nothing but when it is called.
 *
 * Thread: any; the shared lock is held.
 */
void
dp_lane_look (DpLane *self, DpLaneSight *sight)
{
  struct timespec used = { 0 };

  /* While it takes jobs its thread lives, and the clock with it. */
  if (self->thread_id != 0)
    clock_gettime (self->clock, &used);
  *sight = (DpLaneSight){
    .number = self->number,
    .thread_id = (guint) self->thread_id,
    .cpu_usec = (guint64) used.tv_sec * G_USEC_PER_SEC + (guint64) used.tv_nsec / 1000,
    .n_jobs = self->n_jobs,
  };
}

/**
 * dp_lane_get_number:
 * @self: a lane
 *
 * Thread: any.
 *
 * Returns: 3 of the thread dp-lane-3
 */
guint
dp_lane_get_number (DpLane *self)
{
  return self->number;
}

/* What it does */

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
  DpLaneShared *shared = self->shared;
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
  DpLaneShared *shared = self->shared;
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
  dp_lane_shared_unref (self->shared);
  g_free (self);
}

/* It can be seen from now on. */
static void
show_up (DpLane *self)
{
  g_mutex_lock (&self->shared->lock);
  if (pthread_getcpuclockid (pthread_self (), &self->clock) == 0)
    self->thread_id = gettid ();
  g_mutex_unlock (&self->shared->lock);
}

static gpointer
lane_thread (gpointer data)
{
  DpLane *self = data;
  gint64 idle_until_usec = G_MAXINT64;

  show_up (self);
  g_main_context_push_thread_default (self->context);
  self->fibers = dp_fibers_new (self->context);
  self->clients = g_ptr_array_new_with_free_func (lane_client_free);
  self->buffer = g_malloc (BUFFER_BYTES);
  self->results = g_array_new (FALSE, FALSE, sizeof (DpLaneResult));

  while (take_jobs (self, idle_until_usec))
    {
      gboolean is_busy = dp_fibers_get_size (self->fibers) > 0;

      follow_options (self);
      dp_fibers_resume (self->fibers);
      /* Those that ended in one turn wake the home thread once. */
      dp_lane_shared_send (self->shared, self->results, &self->n_jobs);
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
 * dp_lane_start:
 * @self: a new lane
 *
 * From now on it belongs to its thread, which frees it.
 *
 * Thread: home.
 */
void
dp_lane_start (DpLane *self)
{
  g_autofree char *name = g_strdup_printf ("dp-lane-%u", self->number);
  g_autoptr (GThread) thread = g_thread_new (name, lane_thread, self);
}

/* What its jobs need */

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
  const DpLaneResult sent = { g_object_ref (task), result, free_func };

  g_array_append_val (self->results, sent);
}
