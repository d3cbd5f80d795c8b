/* dp-errand-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is run when a file is whole: asked for one download or some ("app.run-when-done"), run, and what
 * went wrong with it said and kept with the download.
 *
 * The action shows the dialog and takes no command: actions can be reached over D-Bus, and nobody but
 * the person says what is run.
 *
 * Thread: home.
 */

#include "dp-errand-actions.h"

#include <glib/gi18n.h>

#include "dp-command-dialog.h"
#include "dp-errands.h"
#include "dp-front.h"
#include "dp-hook.h"

struct _DpErrandActions
{
  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpWhenDone *when_done;       /* (unowned): outlives us */
  DpHook *hook;                /* (owned) */
};

static void
on_accepted (DpCommandDialog *dialog, DpQueue *queue)
{
  gsize n_ids;
  const guint64 *ids =
      g_variant_get_fixed_array (dp_command_dialog_get_ids (dialog), &n_ids, sizeof (guint64));

  dp_queue_set_command_of (queue, ids, n_ids, dp_command_dialog_get_command (dialog));
}

/* Those that are not done, of which the first shows what to begin with. */
static GVariant *
keep_undone (DpQueue *queue, GVariant *ids, DpDownload **first)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint64));
  gsize n_ids;
  const guint64 *array = g_variant_get_fixed_array (ids, &n_ids, sizeof (guint64));

  *first = NULL;
  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (queue, array[i]);

      if (download == NULL || dp_download_get_state (download) == DP_STATE_DONE)
        continue;
      *first = *first != NULL ? *first : download;
      g_array_append_val (kept, array[i]);
    }
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, kept->data, kept->len, sizeof (guint64));
}

static void
run_when_done (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpErrandActions *self = user_data;
  DpDownload *first;
  g_autoptr (GVariant) undone = g_variant_ref_sink (keep_undone (self->queue, ids, &first));
  DpCommandDialog *dialog;

  if (first == NULL)
    return;
  g_application_activate (G_APPLICATION (self->application));
  dialog = dp_command_dialog_new (GTK_WINDOW (dp_front_get_window (self->application)), undone,
                                  dp_download_get_command (first));
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_accepted), self->queue,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry actions[] = {
  { .name = "run-when-done", .activate = run_when_done, .parameter_type = "at" },
};

/* It is said once, and stands in the row for who was not there. */
static void
on_complaint (DpDownload *download, const char *reason, gpointer user_data)
{
  DpErrandActions *self = user_data;
  g_autofree char *text = NULL;

  dp_queue_note_errand (self->queue, download, reason);
  /* Translators: the name of a file; what went wrong with the command that was run for it. */
  text = g_strdup_printf (_ ("“%s”: %s"), dp_download_get_name (download), reason);
  dp_front_say (self->application, text, NULL, NULL);
}

/* The computer is not switched off before all of them are through. */
static void
on_busy (gboolean is_busy, gpointer user_data)
{
  dp_when_done_hold (((DpErrandActions *) user_data)->when_done, is_busy);
}

/**
 * dp_errand_actions_new:
 * @application: gets the action, for as long as the result lives; outlives it
 * @queue: whose files
 * @settings: the program's settings, with the command for all files
 * @when_done: what happens at the end, and waits until all is run; outlives the result
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_errand_actions_free()
 */
DpErrandActions *
dp_errand_actions_new (GtkApplication *application,
                       DpQueue *queue,
                       GSettings *settings,
                       DpWhenDone *when_done)
{
  static const DpHookFuncs funcs = { on_complaint, on_busy };
  DpErrandActions *self = g_new0 (DpErrandActions, 1);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->when_done = when_done;
  self->hook = dp_hook_new (queue, settings, &funcs, self);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}

/**
 * dp_errand_actions_free:
 * @self: (transfer full) (nullable): the actions; a program that runs goes on
 *
 * Thread: home.
 */
void
dp_errand_actions_free (DpErrandActions *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  dp_hook_free (self->hook);
  g_object_unref (self->queue);
  g_free (self);
}
