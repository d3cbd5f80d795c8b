/* dp-get-terminal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For a person: below, a line for each file that is on its way, drawn anew in place; above, what is
 * finished scrolls away.
 *
 * The cursor rests below the last line, so that whatever else is printed finds an empty one.  All
 * that changes within a tenth of a second is drawn at once; nothing moves: nothing is drawn.
 *
 * Thread: home.
 */

#include "dp-get-terminal.h"

#include <glib/gi18n.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dp-get-line.h"
#include "dp-terminal-text.h"

#define FRAME_MSEC      100
#define COUNTDOWN_MSEC  1000
#define DEFAULT_COLUMNS 80
#define DEFAULT_ROWS    24
#define MIN_COLUMNS     2

#define CLEAR_BELOW "\033[J"
#define CLEAR_RIGHT "\033[K"

typedef struct
{
  DpGetReport parent;
  DpQueue *queue; /* (unowned): outlives us */
  int fd;

  GTree *running;    /* (owned) (element-type DpDownload): by id, unowned */
  GTree *waiting;    /* (owned) (element-type DpDownload): by id, unowned */
  GString *finished; /* (owned): lines to print above */
  GString *failed;   /* (owned): lines to print above, on standard error */
  GArray *widths;    /* (owned) (element-type guint): of the lines that are drawn */

  guint frame_id;
  guint countdown_id;
  gint64 began_usec;
  gint64 drawn_usec;
  guint64 done_bytes;
} DpGetTerminal;

/* Drawing */

static void
get_size (DpGetTerminal *self, guint *n_columns, guint *n_rows)
{
  struct winsize size = { 0 };

  if (ioctl (self->fd, TIOCGWINSZ, &size) != 0)
    size.ws_col = size.ws_row = 0;
  /* The last column stays free: some terminals wrap when it is taken. */
  *n_columns = MAX (size.ws_col > 0 ? size.ws_col - 1u : DEFAULT_COLUMNS - 1u, MIN_COLUMNS);
  *n_rows = size.ws_row > 0 ? size.ws_row : DEFAULT_ROWS;
}

static void
append_line (DpGetTerminal *self, GString *frame, const char *line)
{
  guint width = dp_terminal_text_count_columns (line);

  g_string_append_printf (frame, "%s" CLEAR_RIGHT "\n", line);
  g_array_append_val (self->widths, width);
}

/* Back to the first line that is drawn.  In a window made narrower lines were wrapped. */
static void
append_return (DpGetTerminal *self, GString *frame, guint n_columns, guint n_rows)
{
  guint n_lines = 0;

  for (guint i = 0; i < self->widths->len; i++)
    n_lines += MAX (g_array_index (self->widths, guint, i), 1) / (n_columns + 2) + 1;
  if (n_lines > 0)
    g_string_append_printf (frame, "\r\033[%uA", MIN (n_lines, n_rows - 1));
  g_array_set_size (self->widths, 0);
}

static void
append_lines (DpGetTerminal *self, GString *frame, guint n_columns, guint n_rows)
{
  gint64 now_usec = g_get_monotonic_time ();
  guint room = n_rows > 2 ? n_rows - 2 : 0;
  g_autofree char *summary = dp_get_line_new_summary (self->queue, n_columns);

  for (GTreeNode *node = g_tree_node_first (self->running); node != NULL && room > 0;
       node = g_tree_node_next (node), room--)
    {
      g_autofree char *line = dp_get_line_new_running (g_tree_node_value (node), n_columns);

      append_line (self, frame, line);
    }
  for (GTreeNode *node = g_tree_node_first (self->waiting); node != NULL && room > 0;
       node = g_tree_node_next (node), room--)
    {
      g_autofree char *line =
          dp_get_line_new_waiting (g_tree_node_value (node), now_usec, n_columns);

      append_line (self, frame, line);
    }
  append_line (self, frame, summary);
}

static void
print_failed (DpGetTerminal *self)
{
  if (self->failed->len > 0)
    dp_get_output_print (self->parent.err, self->failed->str);
  g_string_truncate (self->failed, 0);
}

/* What is drawn goes; what is finished and has not been told yet is told. */
static void
draw_finished (DpGetTerminal *self, guint n_columns, guint n_rows)
{
  g_autoptr (GString) frame = g_string_new (NULL);
  gboolean is_clear = self->finished->len + self->failed->len > 0;

  append_return (self, frame, n_columns, n_rows);
  if (is_clear)
    g_string_append_printf (frame, CLEAR_BELOW "%s", self->finished->str);
  g_string_truncate (self->finished, 0);
  dp_get_output_print (self->parent.out, frame->str);
  print_failed (self);
}

static void arm (DpGetTerminal *self);

static gboolean
on_countdown (gpointer user_data)
{
  DpGetTerminal *self = user_data;

  self->countdown_id = 0;
  arm (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_frame (gpointer user_data)
{
  DpGetTerminal *self = user_data;
  g_autoptr (GString) frame = NULL;
  guint n_columns;
  guint n_rows;

  if (dp_get_output_is_congested (self->parent.out))
    return G_SOURCE_CONTINUE;

  self->frame_id = 0;
  self->drawn_usec = g_get_monotonic_time ();
  get_size (self, &n_columns, &n_rows);
  draw_finished (self, n_columns, n_rows);
  frame = g_string_new (NULL);
  append_lines (self, frame, n_columns, n_rows);
  g_string_append (frame, CLEAR_BELOW);
  dp_get_output_print (self->parent.out, frame->str);

  g_clear_handle_id (&self->countdown_id, g_source_remove);
  if (g_tree_nnodes (self->waiting) > 0)
    self->countdown_id = g_timeout_add (COUNTDOWN_MSEC, on_countdown, self);
  return G_SOURCE_REMOVE;
}

static void
arm (DpGetTerminal *self)
{
  gint64 passed_msec = (g_get_monotonic_time () - self->drawn_usec) / G_TIME_SPAN_MILLISECOND;

  if (self->frame_id == 0)
    self->frame_id =
        g_timeout_add (FRAME_MSEC - (guint) CLAMP (passed_msec, 0, FRAME_MSEC), on_frame, self);
}

/* Events */

static void
forget (DpGetTerminal *self, DpDownload *download)
{
  g_tree_remove (self->running, download);
  g_tree_remove (self->waiting, download);
}

static void
terminal_started (DpGetReport *report, DpDownload *download)
{
  DpGetTerminal *self = (DpGetTerminal *) report;

  forget (self, download);
  g_tree_insert (self->running, download, download);
  arm (self);
}

static void
terminal_rested (DpGetReport *report, DpDownload *download)
{
  DpGetTerminal *self = (DpGetTerminal *) report;

  forget (self, download);
  if (dp_download_get_state (download) == DP_STATE_WAITING)
    g_tree_insert (self->waiting, download, download);
  arm (self);
}

static void
terminal_done (DpGetReport *report, DpDownload *download)
{
  DpGetTerminal *self = (DpGetTerminal *) report;
  g_autofree char *line = dp_get_report_dup_done (download);

  forget (self, download);
  self->done_bytes += dp_download_get_progress (download)->total_bytes;
  g_string_append (self->finished, line);
  arm (self);
}

static void
terminal_failed (DpGetReport *report, DpDownload *download)
{
  DpGetTerminal *self = (DpGetTerminal *) report;
  g_autofree char *line = dp_get_report_dup_failed (download);

  forget (self, download);
  g_string_append (self->failed, line);
  arm (self);
}

static void
terminal_ended (DpGetReport *report, gboolean is_interrupted)
{
  DpGetTerminal *self = (DpGetTerminal *) report;
  guint64 duration_sec = (g_get_monotonic_time () - self->began_usec) / G_USEC_PER_SEC;
  guint n_columns;
  guint n_rows;

  g_clear_handle_id (&self->frame_id, g_source_remove);
  g_clear_handle_id (&self->countdown_id, g_source_remove);
  get_size (self, &n_columns, &n_rows);
  draw_finished (self, n_columns, n_rows);
  dp_get_output_print (self->parent.out, CLEAR_BELOW);
  if (is_interrupted || g_list_model_get_n_items (G_LIST_MODEL (self->queue)) > 1)
    {
      g_autofree char *end = dp_get_line_new_end (self->queue, self->done_bytes, duration_sec);
      g_autofree char *interrupted =
          /* Translators: %s is as in "3 of 40 files done: 12 MB in 5 s". */
          is_interrupted ? g_strdup_printf (_ ("Interrupted. %s"), end) : NULL;

      dp_get_output_print (self->parent.out, is_interrupted ? interrupted : end);
      dp_get_output_print (self->parent.out, "\n");
    }
}

static void
terminal_free (DpGetReport *report)
{
  DpGetTerminal *self = (DpGetTerminal *) report;

  g_clear_handle_id (&self->frame_id, g_source_remove);
  g_clear_handle_id (&self->countdown_id, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->queue, arm, self);
  g_tree_unref (self->running);
  g_tree_unref (self->waiting);
  g_string_free (self->finished, TRUE);
  g_string_free (self->failed, TRUE);
  g_array_unref (self->widths);
  g_free (self);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint64 x = dp_download_get_id ((DpDownload *) a);
  guint64 y = dp_download_get_id ((DpDownload *) b);

  return (x > y) - (x < y);
}

/**
 * dp_get_terminal_is_one:
 * @fd: an open file
 *
 * Thread: home.
 *
 * Returns: whether lines can be drawn in place there
 */
gboolean
dp_get_terminal_is_one (int fd)
{
  const char *type = g_getenv ("TERM");

  return isatty (fd) && type != NULL && *type != '\0' && !g_str_equal (type, "dumb");
}

/**
 * dp_get_terminal_new:
 * @fd: the terminal
 * @queue: (transfer none): the queue; outlives the report
 * @out: (transfer none): what writes to the terminal; outlives the report
 * @err: (transfer none): standard error; outlives the report
 *
 * Thread: home.
 *
 * Returns: (transfer full): a report for a person
 */
DpGetReport *
dp_get_terminal_new (int fd, DpQueue *queue, DpGetOutput *out, DpGetOutput *err)
{
  static const DpGetReportFuncs funcs = {
    .started = terminal_started,
    .rested = terminal_rested,
    .done = terminal_done,
    .failed = terminal_failed,
    .ended = terminal_ended,
    .free = terminal_free,
  };
  DpGetTerminal *self = g_new0 (DpGetTerminal, 1);

  self->parent = (DpGetReport){ .funcs = &funcs, .out = out, .err = err };
  self->fd = fd;
  self->queue = queue;
  self->running = g_tree_new (compare_ids);
  self->waiting = g_tree_new (compare_ids);
  self->finished = g_string_new (NULL);
  self->failed = g_string_new (NULL);
  self->widths = g_array_new (FALSE, FALSE, sizeof (guint));
  self->began_usec = g_get_monotonic_time ();
  g_signal_connect_swapped (queue, "progressed", G_CALLBACK (arm), self);
  return &self->parent;
}
