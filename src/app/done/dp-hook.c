/* dp-hook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command of the person is run for each file that is finished: the one that was said of it alone,
 * or else the one for all files.  It begins in the file's folder.
 *
 * The one for all files is run for one after the other, however many come at once.  One that was said
 * of a file alone may be anything, also a player that is open for hours: a few of them run side by
 * side, and the others need not wait for them.
 *
 * Thread: home; nothing here waits for a program.
 */

#include "dp-hook.h"

#include <glib/gi18n.h>

#include "dp-command.h"

typedef enum
{
  LINE_COMMON,
  LINE_OWN,
} LineKind;

#define N_LINES (LINE_OWN + 1)

/* So many at once. */
static const guint most[N_LINES] = { [LINE_COMMON] = 1, [LINE_OWN] = 4 };

/* Finished files whose turn is to come. */
typedef struct
{
  GQueue waiting; /* (element-type DpDownload) */
  guint n_running;
} Line;

struct _DpHook
{
  DpQueue *queue;      /* (owned) */
  GSettings *settings; /* (owned) */
  Line lines[N_LINES];
  GCancellable *cancellable; /* (owned): we are gone */
  DpHookFuncs funcs;
  gboolean is_busy;
  gpointer user_data;
};

/* A program that runs. */
typedef struct
{
  DpHook *hook; /* (unowned): gone, if waiting was cancelled */
  LineKind kind;
  DpDownload *download; /* (owned) */
} Run;

static void
run_free (Run *self)
{
  g_object_unref (self->download);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
update_busy (DpHook *self)
{
  gboolean is_busy = FALSE;

  for (guint i = 0; i < N_LINES; i++)
    is_busy |= self->lines[i].n_running > 0 || !g_queue_is_empty (&self->lines[i].waiting);
  if (is_busy == self->is_busy)
    return;
  self->is_busy = is_busy;
  self->funcs.set_busy (is_busy, self->user_data);
}

static void run_next (DpHook *self, LineKind kind);

/* NULL: it did what it was to do. */
static char *
dup_failure (GSubprocess *process)
{
  if (!g_subprocess_get_if_exited (process))
    /* Translators: a number, as kill -l lists them. */
    return g_strdup_printf (_ ("The command was ended by signal %d"),
                            g_subprocess_get_term_sig (process));
  if (g_subprocess_get_exit_status (process) == 0)
    return NULL;
  /* Translators: a number that the command says why it failed with. */
  return g_strdup_printf (_ ("The command failed with status %d"),
                          g_subprocess_get_exit_status (process));
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GSubprocess *process = G_SUBPROCESS (source);
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *failure = NULL;

  g_subprocess_wait_finish (process, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  run->hook->lines[run->kind].n_running--;
  failure = dup_failure (process);
  if (failure != NULL)
    run->hook->funcs.complain (run->download, failure, run->hook->user_data);
  run_next (run->hook, run->kind);
  update_busy (run->hook);
}

/* In the file's folder, where what it makes is looked for. */
static GSubprocess *
start (const char *command, DpDownload *download, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_auto (GStrv) words = dp_command_parse (command, download, error);
  g_autofree char *folder = NULL;

  if (words == NULL)
    return NULL;
  folder = g_path_get_dirname (dp_download_get_path (download));
  g_subprocess_launcher_set_cwd (launcher, folder);
  return g_subprocess_launcher_spawnv (launcher, (const char *const *) words, error);
}

static void
run_for (DpHook *self, LineKind kind, const char *command, DpDownload *download)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = start (command, download, &error);
  g_autofree char *reason = NULL;
  Run *run;

  if (process == NULL)
    {
      /* Translators: %s is the system's reason. */
      reason = g_strdup_printf (_ ("The command could not be run: %s"), error->message);
      self->funcs.complain (download, reason, self->user_data);
      return;
    }
  run = g_new (Run, 1);
  *run = (Run){ self, kind, g_object_ref (download) };
  self->lines[kind].n_running++;
  g_subprocess_wait_async (process, self->cancellable, on_ended, run);
}

static void
run_next (DpHook *self, LineKind kind)
{
  g_autofree char *common = g_settings_get_string (self->settings, "file-done-command");
  Line *line = &self->lines[kind];

  while (line->n_running < most[kind] && !g_queue_is_empty (&line->waiting))
    {
      g_autoptr (DpDownload) download = g_queue_pop_head (&line->waiting);
      const char *own = dp_download_get_command (download);
      const char *command = own != NULL ? own : common;

      if (*command != '\0')
        run_for (self, kind, command, download);
    }
}

static void
on_states_changed (DpHook *self, GPtrArray *downloads)
{
  if (dp_download_get_state (downloads->pdata[0]) != DP_STATE_DONE)
    return;
  for (guint i = 0; i < downloads->len; i++)
    {
      gboolean is_own = dp_download_get_command (downloads->pdata[i]) != NULL;

      g_queue_push_tail (&self->lines[is_own ? LINE_OWN : LINE_COMMON].waiting,
                         g_object_ref (downloads->pdata[i]));
    }
  run_next (self, LINE_COMMON);
  run_next (self, LINE_OWN);
  update_busy (self);
}

/**
 * dp_hook_new:
 * @queue: whose files
 * @settings: the program's settings, with the command
 * @funcs: what the owner is told
 * @user_data: for @funcs
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_hook_free()
 */
DpHook *
dp_hook_new (DpQueue *queue, GSettings *settings, const DpHookFuncs *funcs, gpointer user_data)
{
  DpHook *self = g_new0 (DpHook, 1);

  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  self->cancellable = g_cancellable_new ();
  self->funcs = *funcs;
  self->user_data = user_data;
  for (guint i = 0; i < N_LINES; i++)
    g_queue_init (&self->lines[i].waiting);
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
  for (guint i = 0; i < N_LINES; i++)
    g_queue_clear_full (&self->lines[i].waiting, g_object_unref);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
