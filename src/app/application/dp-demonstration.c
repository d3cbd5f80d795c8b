/* dp-demonstration.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same files, one at a time, four at once, and sixteen at once: "app.demonstrate".  They come from
 * the server that src/run --demo starts, which thinks for a tenth of a second about each, as servers
 * do; without that server there is no such action.
 *
 * The state of the action is what the activity shows: whether it runs, and for each that is over how
 * many came at once, how many files, and how long that took.  The list is held meanwhile, so that
 * nothing is in the way.
 *
 * Thread: home.
 */

#include "dp-demonstration.h"

#include <gio/gio.h>

#include "dp-addition.h"
#include "dp-orders.h"
#include "dp-settings.h"

#define SERVER_VARIABLE "DOWNPOUR_DEMONSTRATION"
#define N_FILES         64
#define STATE_TYPE      "(ba(uut))"

static const guint runs[] = { 1, 4, 16 };

struct _DpDemonstration
{
  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *list;               /* (owned): what the person downloads */
  char *server;                /* (owned) */
  char *folder;                /* (owned) */
  GSimpleAction *action;       /* (owned) */
  DpQueue *queue;              /* (owned) (nullable): while it runs */
  guint next_id;
  guint n_over; /* of the runs */
  guint64 wall_usec[G_N_ELEMENTS (runs)];
  gboolean is_running;
};

static GVariant *
get_state (DpDemonstration *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uut)"));
  for (guint i = 0; i < self->n_over; i++)
    g_variant_builder_add (&builder, "(uut)", runs[i], N_FILES, self->wall_usec[i]);
  return g_variant_new (STATE_TYPE, self->is_running, &builder);
}

static void
set_running (DpDemonstration *self, gboolean is_running)
{
  self->is_running = is_running;
  g_simple_action_set_enabled (self->action, !is_running);
  g_simple_action_set_state (self->action, get_state (self));
}

/* The files */

static void
remove_folder (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const char *folder = task_data;
  g_autoptr (GFile) self = g_file_new_for_path (folder);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);

      g_file_delete (file, NULL, NULL);
    }
  g_file_delete (self, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
remove_folder_async (DpDemonstration *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, remove_folder_async);
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, remove_folder);
}

static GPtrArray *
make_urls (DpDemonstration *self)
{
  GPtrArray *urls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_FILES; i++)
    g_ptr_array_add (urls,
                     g_strdup_printf ("%s/file/demonstration-%u-%u.bin?size=100000&wait_msec=100",
                                      self->server, runs[self->n_over], i + 1));
  return urls;
}

/* The runs */

static void
let_go (DpDemonstration *self)
{
  if (self->queue == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->queue, self);
  dp_queue_pause_all (self->queue);
  g_clear_object (&self->queue);
}

static void
end (DpDemonstration *self)
{
  let_go (self);
  remove_folder_async (self);
  dp_queue_set_held (self->list, FALSE);
  set_running (self, FALSE);
}

static void run (DpDemonstration *self);

/* What did not come whole has no time. */
static gboolean
on_next (gpointer user_data)
{
  DpDemonstration *self = user_data;
  const DpBatch *batch =
      dp_actives_get_batch (dp_scheduler_get_actives (dp_queue_get_scheduler (self->queue)));
  gboolean is_good = batch->n_files == N_FILES;

  self->next_id = 0;
  if (is_good)
    self->wall_usec[self->n_over++] = dp_batch_get_wall_usec (batch, g_get_monotonic_time ());
  let_go (self);
  if (is_good && self->n_over < G_N_ELEMENTS (runs))
    run (self);
  else
    end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_at_rest (DpQueue *queue)
{
  return dp_actives_get_size (dp_scheduler_get_actives (dp_queue_get_scheduler (queue))) == 0;
}

/* Who tells us is in the middle of something. */
static void
on_scheduled (DpDemonstration *self)
{
  if (self->next_id == 0 && dp_queue_count_unfinished (self->queue) == 0 &&
      is_at_rest (self->queue))
    self->next_id = g_idle_add (on_next, self);
}

static void
run (DpDemonstration *self)
{
  g_autoptr (GPtrArray) urls = make_urls (self);
  DpScheduler *scheduler = dp_queue_get_scheduler (self->list);

  set_running (self, TRUE);
  self->queue = dp_queue_new (dp_scheduler_get_lanes (scheduler));
  dp_queue_set_parallel (self->queue, runs[self->n_over]);
  dp_queue_set_per_host (self->queue, 0);
  dp_queue_set_segments (self->queue, 1);
  dp_queue_set_tries (self->queue, 1);
  dp_queue_add (self->queue, urls, NULL, self->folder);
  g_signal_connect_swapped (self->queue, "scheduled", G_CALLBACK (on_scheduled), self);
}

/* Those of the list that run have to stop first. */
static void
on_list_scheduled (DpDemonstration *self)
{
  if (!is_at_rest (self->list))
    return;
  g_signal_handlers_disconnect_by_func (self->list, on_list_scheduled, self);
  run (self);
}

static void
demonstrate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpDemonstration *self = user_data;

  self->n_over = 0;
  set_running (self, TRUE);
  g_signal_connect_swapped (self->list, "scheduled", G_CALLBACK (on_list_scheduled), self);
  dp_queue_set_held (self->list, TRUE);
}

/**
 * dp_demonstration_new:
 * @application: the program; gets the action; outlives the result
 * @list: what the person downloads
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the demonstration, if there is a server for it
 */
DpDemonstration *
dp_demonstration_new (GtkApplication *application, DpQueue *list)
{
  const char *server = g_getenv (SERVER_VARIABLE);
  DpDemonstration *self;

  if (server == NULL || *server == '\0')
    return NULL;
  self = g_new0 (DpDemonstration, 1);
  self->application = application;
  self->list = g_object_ref (list);
  self->server = g_strdup (server);
  self->folder = g_build_filename (g_get_user_data_dir (), "downpour-demonstration", NULL);
  self->action = g_simple_action_new_stateful ("demonstrate", NULL, get_state (self));
  g_signal_connect (self->action, "activate", G_CALLBACK (demonstrate), self);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (self->action));
  return self;
}

/**
 * dp_demonstration_free:
 * @self: (transfer full) (nullable): a demonstration
 *
 * Thread: home.
 */
void
dp_demonstration_free (DpDemonstration *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->next_id, g_source_remove);
  let_go (self);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_action_map_remove_action (G_ACTION_MAP (self->application), "demonstrate");
  g_signal_handlers_disconnect_by_data (self->action, self);
  g_object_unref (self->action);
  g_object_unref (self->list);
  g_free (self->folder);
  g_free (self->server);
  g_free (self);
}
