/* dp-hook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command of the person is run for each file that is finished: one after the other, however many
 * come at once.
 *
 * Thread: home; nothing here waits for a program.
 */

#include "dp-hook.h"

#include <glib/gi18n.h>

#include "dp-command.h"

struct _DpHook
{
  DpQueue *queue;            /* (owned) */
  GSettings *settings;       /* (owned) */
  GQueue waiting;            /* (element-type DpDownload): finished, their turn is to come */
  GCancellable *cancellable; /* (owned): we are gone */
  gboolean is_running;
  DpHookFunc complain;
  gpointer user_data;
};

static void run_next (DpHook *self);

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpHook *self = user_data;
  g_autoptr (GError) error = NULL;

  /* What it says of itself is its own affair. */
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_running = FALSE;
  run_next (self);
}

static void
run (DpHook *self, const char *command, DpDownload *download)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = dp_command_parse (command, download, &error);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *sentence = NULL;

  if (words != NULL)
    process = g_subprocess_newv ((const char *const *) words, G_SUBPROCESS_FLAGS_NONE, &error);
  if (process != NULL)
    {
      self->is_running = TRUE;
      g_subprocess_wait_async (process, self->cancellable, on_ended, self);
      return;
    }
  sentence =
      g_strdup_printf (_ ("The command for finished files could not be run: %s"), error->message);
  self->complain (sentence, self->user_data);
}

static void
run_next (DpHook *self)
{
  g_autofree char *command = g_settings_get_string (self->settings, "file-done-command");

  while (!self->is_running && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (DpDownload) download = g_queue_pop_head (&self->waiting);

      if (*command != '\0')
        run (self, command, download);
    }
}

static void
on_states_changed (DpHook *self, GPtrArray *downloads)
{
  if (dp_download_get_state (downloads->pdata[0]) != DP_STATE_DONE)
    return;
  for (guint i = 0; i < downloads->len; i++)
    g_queue_push_tail (&self->waiting, g_object_ref (downloads->pdata[i]));
  run_next (self);
}

/**
 * dp_hook_new:
 * @queue: whose files
 * @settings: the program's settings, with the command
 * @complain: called when it can't be run
 * @user_data: for @complain
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_hook_free()
 */
DpHook *
dp_hook_new (DpQueue *queue, GSettings *settings, DpHookFunc complain, gpointer user_data)
{
  DpHook *self = g_new0 (DpHook, 1);

  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  self->cancellable = g_cancellable_new ();
  self->complain = complain;
  self->user_data = user_data;
  g_queue_init (&self->waiting);
  g_signal_connect_swapped (queue, "states-changed", G_CALLBACK (on_states_changed), self);
  return self;
}

/**
 * dp_hook_free:
 * @self: (transfer full) (nullable): a hook; a program that runs goes on
 *
 * Thread: home.
 */
void
dp_hook_free (DpHook *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
