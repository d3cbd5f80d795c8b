/* dp-get-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the links to the exit status: a queue, a report, a main loop, and signals.
 *
 * Thread: home.
 */

#include "dp-get-run.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "dp-addition.h"
#include "dp-get-json.h"
#include "dp-get-plain.h"
#include "dp-get-request.h"
#include "dp-get-terminal.h"
#include "dp-limits.h"
#include "dp-network.h"
#include "dp-orders.h"
#include "dp-partial-read.h"
#include "dp-settings.h"
#include "dp-stop.h"

/* We are gone within two seconds after a signal: so long for the workers, the rest for the words. */
#define STOP_MSEC       1500
#define LAST_WORDS_MSEC 100

static const int signal_numbers[] = { SIGHUP, SIGINT, SIGTERM };

typedef struct
{
  GMainLoop *loop;     /* (owned) */
  DpLanes *lanes;      /* (owned) */
  DpQueue *queue;      /* (owned) */
  DpGetReport *report; /* (owned) */
  DpNetwork *network;  /* (owned) */
  guint signal_ids[G_N_ELEMENTS (signal_numbers)];
  int signal_number;          /* that interrupted us, or 0 */
  guint64 each_bytes_per_sec; /* so fast may each be, or 0 */
  const char *url;            /* (nullable): the new link of the part file that is read */
  DpRequest *request;         /* (unowned) (nullable): what is said beyond that link */
  GError *refusal;            /* (owned) (nullable): why that can't be continued */
} Run;

/* What the command line names */

static char *
prepare_folder (const char *folder, GError **error)
{
  g_autofree char *shown = folder != NULL ? g_filename_display_name (folder) : NULL;
  char *real;
  char *path;

  if (folder == NULL)
    return g_get_current_dir ();
  if (g_mkdir_with_parents (folder, 0777) != 0 || (real = realpath (folder, NULL)) == NULL)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _ ("Could not use the folder “%s”: %s"), shown, g_strerror (errno));
      return NULL;
    }
  path = g_strdup (real);
  free (real);
  return path;
}

static DpGetReport *
new_report (const DpGetOptions *options, DpQueue *queue, DpGetOutput *out, DpGetOutput *err)
{
  if (options->is_json)
    return dp_get_json_new (out, err);
  if (options->is_quiet)
    return dp_get_quiet_new (out, err);
  if (dp_get_terminal_is_one (STDOUT_FILENO))
    return dp_get_terminal_new (STDOUT_FILENO, queue, out, err);
  return dp_get_plain_new (out, err);
}

/* The queue */

static void
on_items_changed (GListModel *model, guint position, guint n_removed, guint n_added, Run *run)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, position + i);

      dp_get_report_added (run->report, download);
    }
}

static void
on_states_changed (DpQueue *queue, GPtrArray *downloads, Run *run)
{
  for (guint i = 0; i < downloads->len; i++)
    dp_get_report_changed (run->report, downloads->pdata[i]);
}

static void
on_scheduled (DpQueue *queue, Run *run)
{
  if (run->signal_number == 0 && dp_queue_count_unfinished (queue) == 0)
    g_main_loop_quit (run->loop);
}

static void
on_network_changed (gpointer user_data)
{
  Run *run = user_data;

  dp_queue_hurry (run->queue);
}

/* Signals */

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  /* A worker that does not answer hangs in the disk: waiting more would not help. */
  dp_queue_stop_finish (DP_QUEUE (source), result, NULL);
  g_main_loop_quit (run->loop);
}

static gboolean
take_signal (Run *run, int signal_number)
{
  if (run->signal_number != 0)
    _exit (DP_GET_STATUS_SIGNAL + signal_number);
  run->signal_number = signal_number;
  dp_queue_stop_async (run->queue, STOP_MSEC, on_stopped, run);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_sighup (gpointer user_data)
{
  return take_signal (user_data, SIGHUP);
}

static gboolean
on_sigint (gpointer user_data)
{
  return take_signal (user_data, SIGINT);
}

static gboolean
on_sigterm (gpointer user_data)
{
  return take_signal (user_data, SIGTERM);
}

/* A signal that our parent wants to be ignored (nohup, a job in the background) is ignored. */
static void
watch_signals (Run *run)
{
  static const GSourceFunc funcs[] = { on_sighup, on_sigint, on_sigterm };

  for (guint i = 0; i < G_N_ELEMENTS (signal_numbers); i++)
    {
      struct sigaction action;

      if (sigaction (signal_numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        run->signal_ids[i] = g_unix_signal_add (signal_numbers[i], funcs[i], run);
    }
}

static void
unwatch_signals (Run *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (signal_numbers); i++)
    g_clear_handle_id (&run->signal_ids[i], g_source_remove);
}

/* Links */

static void
limit_each (Run *run, guint64 first_id, guint n_ids)
{
  g_autofree guint64 *ids = g_new (guint64, n_ids);

  for (guint i = 0; i < n_ids; i++)
    ids[i] = first_id + i;
  dp_queue_set_limit_of (run->queue, ids, n_ids, run->each_bytes_per_sec);
}

/* A part file that the person names */

static void
on_partial_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  DpPartial *partial = dp_partial_read_finish (result, &run->refusal);

  if (partial != NULL && run->signal_number == 0)
    {
      limit_each (run, dp_queue_continue (run->queue, run->url, run->request, partial), 1);
      return;
    }
  g_clear_pointer (&partial, dp_partial_free);
  g_main_loop_quit (run->loop);
}

/* The run */

static int
get_status (Run *run, const DpGetLinks *links)
{
  if (run->signal_number != 0)
    return DP_GET_STATUS_SIGNAL + run->signal_number;
  if (run->refusal != NULL || links->refused->len > 0 ||
      dp_queue_count (run->queue, DP_STATE_DONE) <
          g_list_model_get_n_items (G_LIST_MODEL (run->queue)))
    return DP_GET_STATUS_NOT_WHOLE;
  return DP_GET_STATUS_WHOLE;
}

/* Puts the links into the queue, or has the part file read that the only one is for. */
static void
begin (Run *run, const DpGetLinks *links, const char *folder, const char *part_file)
{
  if (part_file == NULL || links->urls->len == 0)
    {
      g_autoptr (GPtrArray) downloads = dp_queue_prepare (
          run->queue, links->urls, links->requests, links->offers, NULL, folder, DP_STATE_QUEUED);
      guint64 first_id = downloads->len > 0 ? dp_download_get_id (downloads->pdata[0]) : 0;

      dp_queue_add_prepared (run->queue, downloads);
      limit_each (run, first_id, links->urls->len);
      return;
    }
  run->url = links->urls->pdata[0];
  run->request = links->requests->pdata[0];
  dp_partial_read_async (part_file, run->lanes, on_partial_read, run);
}

static void
run_loop (Run *run, const DpGetLinks *links, const char *folder, const char *part_file)
{
  g_signal_connect (run->queue, "items-changed", G_CALLBACK (on_items_changed), run);
  g_signal_connect (run->queue, "states-changed", G_CALLBACK (on_states_changed), run);
  g_signal_connect (run->queue, "scheduled", G_CALLBACK (on_scheduled), run);
  watch_signals (run);
  begin (run, links, folder, part_file);
  if (run->url != NULL || dp_queue_count_unfinished (run->queue) > 0)
    g_main_loop_run (run->loop);
  dp_get_report_ended (run->report, run->signal_number != 0);
}

static DpQueue *
new_queue (const DpGetOptions *options, DpLanes *lanes)
{
  DpQueue *queue = dp_queue_new (lanes);

  dp_queue_set_parallel (queue, (guint) options->n_jobs);
  dp_queue_set_per_host (queue, (guint) options->n_per_host);
  dp_queue_set_segments (queue, (guint) options->n_segments);
  dp_queue_set_limit (queue, options->limit_bytes_per_sec);
  dp_queue_set_tries (queue, (guint) options->n_tries);
  /* Nobody may be there to make room. */
  dp_queue_set_waits_for_room (queue, FALSE);
  /* Nor to be shown what happened. */
  dp_queue_set_keeps_journals (queue, FALSE);
  return queue;
}

/* Frees nothing: a worker may still need it, and somebody waits for the end. */
static void
leave (DpGetOutput *out, DpGetOutput *err, int status)
{
  dp_get_output_drain (out, LAST_WORDS_MSEC, NULL);
  dp_get_output_drain (err, LAST_WORDS_MSEC, NULL);
  _exit (status);
}

static void
clear_run (Run *run)
{
  g_signal_handlers_disconnect_by_data (run->queue, run);
  unwatch_signals (run);
  g_clear_pointer (&run->network, dp_network_free);
  g_clear_pointer (&run->report, dp_get_report_free);
  g_clear_object (&run->queue);
  g_clear_pointer (&run->lanes, dp_lanes_free);
  g_clear_pointer (&run->loop, g_main_loop_unref);
}

/**
 * dp_get_run:
 * @options: what the command line says
 * @links: what to download
 * @out: standard output
 * @err: standard error
 * @error: return location for a #GError, whose message is for the person
 *
 * Downloads everything.  A signal ends the program in here.
 *
 * Thread: home.
 *
 * Returns: the exit status, with @error set if it is %DP_GET_STATUS_NOT_BEGUN or the part file to
 *   continue was refused
 */
int
dp_get_run (const DpGetOptions *options,
            const DpGetLinks *links,
            DpGetOutput *out,
            DpGetOutput *err,
            GError **error)
{
  g_auto (DpHttpOptions) http_options = { 0 };
  g_autofree char *folder = NULL;
  Run run = { 0 };
  int status;

  if (options->part_file != NULL && links->urls->len > 1)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--continue goes on with one file: name one link to it."));
      return DP_GET_STATUS_NOT_WHOLE;
    }
  if (!dp_get_request_read (options, &http_options, error))
    return DP_GET_STATUS_NOT_BEGUN;
  folder = prepare_folder (options->folder, error);
  if (folder == NULL)
    return DP_GET_STATUS_NOT_BEGUN;

  run.loop = g_main_loop_new (NULL, FALSE);
  run.lanes = dp_lanes_new (&http_options);
  run.queue = new_queue (options, run.lanes);
  run.each_bytes_per_sec = options->each_bytes_per_sec;
  run.network = dp_network_new (g_network_monitor_get_default (), on_network_changed, &run);
  run.report = new_report (options, run.queue, out, err);

  run_loop (&run, links, folder, options->part_file);
  status = get_status (&run, links);
  if (run.signal_number != 0)
    leave (out, err, status);
  if (run.refusal != NULL)
    g_propagate_error (error, g_steal_pointer (&run.refusal));
  clear_run (&run);
  return status;
}
