/* dp-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list as the program sees it: a GListModel, sorted by id, which is the order in which links
 * were added, and signals that tell what happens with it.  The order that the person wants is another
 * one, dp_download_get_place(): the model stays as it is.
 *
 * It puts together who does the rest: dp-list knows who is in the list, dp-scheduler whose turn it
 * is, dp-verdict what the end of a transfer means.  What is done with the list is the next room,
 * "orders": what holds for all of it is said there, links come in, downloads are paused, moved, removed.
 *
 * Thread: home.
 */

#include "dp-queue.h"

struct _DpQueue
{
  GObject parent_instance;

  DpScheduler *scheduler; /* (owned) */
  DpList *list;           /* (unowned): the scheduler's */
  DpActives *actives;     /* (unowned): the scheduler's */
  DpPatience patience;
};

enum
{
  SIGNAL_STATES_CHANGED,
  SIGNAL_PROGRESSED,
  SIGNAL_SCHEDULED,
  SIGNAL_NO_ROOM,
  SIGNAL_MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpQueue,
                               dp_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The list */

static GType
get_item_type (GListModel *model)
{
  return DP_TYPE_DOWNLOAD;
}

static guint
get_n_items (GListModel *model)
{
  return dp_list_get_size (DP_QUEUE (model)->list);
}

static gpointer
get_item (GListModel *model, guint position)
{
  DpQueue *self = DP_QUEUE (model);

  return position < dp_list_get_size (self->list)
             ? g_object_ref (dp_list_get (self->list, position))
             : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/**
 * dp_queue_find:
 * @self: a queue
 * @id: a download's id
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the download
 */
DpDownload *
dp_queue_find (DpQueue *self, guint64 id)
{
  return dp_list_find (self->list, id);
}

/**
 * dp_queue_find_trace:
 * @self: a queue
 * @id: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what it tells of itself, if it ran not too long ago
 */
DpTrace *
dp_queue_find_trace (DpQueue *self, guint64 id)
{
  return dp_traces_find (dp_actives_get_traces (self->actives), id);
}

/**
 * dp_queue_count:
 * @self: a queue
 * @state: a state
 *
 * Thread: home.
 *
 * Returns: how many downloads are in it
 */
guint
dp_queue_count (DpQueue *self, DpState state)
{
  return dp_list_count (self->list, state);
}

/**
 * dp_queue_count_unfinished:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: how many will go on without the person
 */
guint
dp_queue_count_unfinished (DpQueue *self)
{
  return dp_list_count (self->list, DP_STATE_QUEUED) +
         dp_list_count (self->list, DP_STATE_RUNNING) +
         dp_list_count (self->list, DP_STATE_WAITING);
}

/**
 * dp_queue_get_bytes_per_sec:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: the speed of all together
 */
guint64
dp_queue_get_bytes_per_sec (DpQueue *self)
{
  return dp_actives_get_bytes_per_sec (self->actives);
}

/**
 * dp_queue_get_scheduler:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: (transfer none): who gives its downloads their turns
 */
DpScheduler *
dp_queue_get_scheduler (DpQueue *self)
{
  return self->scheduler;
}

/**
 * dp_queue_get_activity:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: how much is going on, and why not more
 */
DpActivity
dp_queue_get_activity (DpQueue *self)
{
  DpHosts *hosts = dp_terms_get_hosts (dp_scheduler_get_terms (self->scheduler));
  DpActivity activity = {
    .n_running = dp_list_count (self->list, DP_STATE_RUNNING),
    .bytes_per_sec = dp_actives_get_bytes_per_sec (self->actives),
    .n_refusals = dp_hosts_get_n_refusals (hosts),
  };

  activity.n_limit = dp_scheduler_get_parallel (self->scheduler, &activity.reason);
  return activity;
}

/**
 * dp_queue_set_store:
 * @self: a queue
 * @store: (nullable): who remembers the list from now on
 *
 * Thread: home.
 */
void
dp_queue_set_store (DpQueue *self, DpStore *store)
{
  dp_list_set_store (self->list, store);
  dp_terms_set_store (dp_scheduler_get_terms (self->scheduler), store);
}

/**
 * dp_queue_get_patience:
 * @self: a queue
 *
 * Thread: home.
 *
 * Returns: (transfer none): when it gives a download up; for who changes that
 */
DpPatience *
dp_queue_get_patience (DpQueue *self)
{
  return &self->patience;
}

/**
 * dp_queue_tell_change:
 * @self: a queue
 * @change: what happened to its list
 *
 * Tells those who watch the list, and starts what may start.
 *
 * Thread: home.
 */
void
dp_queue_tell_change (DpQueue *self, const DpListChange *change)
{
  if (change->n_removed > 0 || change->n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), change->position, change->n_removed,
                                change->n_added);
  dp_scheduler_run (self->scheduler);
}

/**
 * dp_queue_tell_moved:
 * @self: a queue
 * @downloads: (element-type DpDownload): those that have other places in the order of the list
 *
 * Thread: home.
 */
void
dp_queue_tell_moved (DpQueue *self, GPtrArray *downloads)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0, downloads);
}

/* What happens */

static void
on_ended (GObject *owner, DpDownload *download, DpOutcome *outcome)
{
  DpQueue *self = DP_QUEUE (owner);

  if (dp_verdict_pass (self->scheduler, &self->patience, download, outcome))
    g_signal_emit (self, signals[SIGNAL_NO_ROOM], 0, download, outcome->shortage.needed_bytes,
                   outcome->shortage.is_volume_full);
  /* After the end: until that is written, a finished file is known by what was claimed for it. */
  if (!outcome->is_discarded)
    dp_list_tell (self->list, DP_NOTE_PARTIAL, download);
  dp_scheduler_run (self->scheduler);
}

static void
on_progressed (GObject *owner)
{
  dp_scheduler_look (DP_QUEUE (owner)->scheduler);
  g_signal_emit (owner, signals[SIGNAL_PROGRESSED], 0);
}

static void
on_states_changed (GObject *owner, GPtrArray *downloads)
{
  g_signal_emit (owner, signals[SIGNAL_STATES_CHANGED], 0, downloads);
}

static void
on_scheduled (GObject *owner)
{
  g_signal_emit (owner, signals[SIGNAL_SCHEDULED], 0);
}

static void
dp_queue_finalize (GObject *object)
{
  DpQueue *self = DP_QUEUE (object);

  g_clear_pointer (&self->scheduler, dp_scheduler_free);
  G_OBJECT_CLASS (dp_queue_parent_class)->finalize (object);
}

static void
dp_queue_class_init (DpQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_queue_finalize;

  /**
   * DpQueue::states-changed:
   * @self: the queue
   * @downloads: (element-type DpDownload): who has come to the same state: one, or very many at once
   */
  signals[SIGNAL_STATES_CHANGED] =
      g_signal_new ("states-changed", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  /**
   * DpQueue::progressed:
   * @self: the queue
   *
   * Numbers or counts have changed; at most ten times a second, after everything else.
   */
  signals[SIGNAL_PROGRESSED] = g_signal_new ("progressed", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DpQueue::scheduled:
   * @self: the queue
   *
   * A change is whole: what may start has started, and all counts are right.  For every file; who
   * only shows counts listens to #DpQueue::progressed.
   */
  signals[SIGNAL_SCHEDULED] = g_signal_new ("scheduled", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DpQueue::no-room:
   * @self: the queue
   * @download: (type DpDownload): the one that found no room
   * @needed_bytes: (type guint64): so much room would do
   * @is_full: whether nothing goes on there; else only this file is too big
   *
   * Downloads wait for room on a disk, and will go on by themselves.  Once, however many they are.
   */
  signals[SIGNAL_NO_ROOM] =
      g_signal_new ("no-room", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    3, DP_TYPE_DOWNLOAD, G_TYPE_UINT64, G_TYPE_BOOLEAN);

  /**
   * DpQueue::moved:
   * @self: the queue
   * @downloads: (element-type DpDownload): those that have other places in the order of the list
   */
  signals[SIGNAL_MOVED] = g_signal_new ("moved", DP_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
dp_queue_init (DpQueue *self)
{
  self->patience = (DpPatience){ .n_tries = DP_QUEUE_DEFAULT_TRIES, .waits_for_room = TRUE };
}

/**
 * dp_queue_new:
 * @lanes: (transfer none): where the work is done; outlives the queue
 *
 * Thread: home.
 *
 * Returns: (transfer full): an empty queue
 */
DpQueue *
dp_queue_new (DpLanes *lanes)
{
  static const DpSchedulerFuncs funcs = {
    .actives = { on_ended, on_progressed },
    .states_changed = on_states_changed,
    .scheduled = on_scheduled,
  };
  DpQueue *self = g_object_new (DP_TYPE_QUEUE, NULL);

  self->scheduler = dp_scheduler_new (lanes, DP_QUEUE_DEFAULT_PARALLEL, G_OBJECT (self), &funcs);
  self->list = dp_scheduler_get_list (self->scheduler);
  self->actives = dp_scheduler_get_actives (self->scheduler);
  return self;
}
