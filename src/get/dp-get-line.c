/* dp-get-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of the lines on a terminal, none wider than there is room.
 *
 * Thread: home.
 */

#include "dp-get-line.h"

#include <glib/gi18n.h>

#include "dp-terminal-text.h"

#define NAME_MIN_COLUMNS    20
#define MAX_SHOWN_SEC       (100 * 60 * 60)
#define SEC_PER_MIN         60
#define SEC_PER_HOUR        (60 * 60)
#define SHOWS_SECONDS_BELOW (10 * 60)

/* Behind the name, as many of them as there is room for: percent, speed, time left, amount. */
static const guint part_columns[] = { 5, 12, 13, 23 };

/* Columns */

static void
append_right (GString *line, const char *text, guint n_columns)
{
  guint used = dp_terminal_text_count_columns (text);

  dp_terminal_text_append_padding (line, n_columns > used ? n_columns - used : 0);
  g_string_append (line, text);
}

static char *
format_time (guint64 sec)
{
  guint64 min = sec / SEC_PER_MIN;

  if (sec < SEC_PER_MIN)
    /* Translators: seconds. */
    return g_strdup_printf (_ ("%u s"), (guint) sec);
  if (sec < SHOWS_SECONDS_BELOW)
    /* Translators: minutes and seconds. */
    return g_strdup_printf (_ ("%u min %u s"), (guint) min, (guint) (sec % SEC_PER_MIN));
  if (sec < SEC_PER_HOUR)
    /* Translators: minutes. */
    return g_strdup_printf (_ ("%u min"), (guint) min);
  /* Translators: hours and minutes. */
  return g_strdup_printf (_ ("%u h %u min"), (guint) (sec / SEC_PER_HOUR), (guint) (min % 60));
}

static char *
dup_percent (const DpProgress *progress)
{
  if (progress->total_bytes == DP_SIZE_UNKNOWN)
    return g_strdup ("");
  /* Translators: how much of a file is here; %% is a percent sign. */
  return g_strdup_printf (_ ("%u%%"), (guint) (100 * dp_progress_get_fraction (progress)));
}

static char *
dup_speed (guint64 bytes_per_sec)
{
  g_autofree char *size = g_format_size (bytes_per_sec);

  /* Translators: %s is a size: so much a second. */
  return bytes_per_sec > 0 ? g_strdup_printf (_ ("%s/s"), size) : g_strdup ("");
}

static char *
dup_left (const DpProgress *progress)
{
  if (progress->received_bytes == 0 && progress->bytes_per_sec == 0)
    return g_strdup (_ ("connecting"));
  if (progress->bytes_per_sec == 0)
    return g_strdup (_ ("stalled"));
  if (progress->left_sec >= MAX_SHOWN_SEC)
    return g_strdup ("");
  return format_time (progress->left_sec);
}

static char *
dup_amount (const DpProgress *progress)
{
  g_autofree char *received = g_format_size (progress->received_bytes);
  g_autofree char *total = NULL;

  if (progress->total_bytes == DP_SIZE_UNKNOWN)
    return g_steal_pointer (&received);
  total = g_format_size (progress->total_bytes);
  /* Translators: two sizes, how much of a file is here. */
  return g_strdup_printf (_ ("%s of %s"), received, total);
}

static char *
dup_waiting (const char *reason, gint64 left_usec)
{
  g_autofree char *escaped = dp_terminal_text_escape (reason);
  g_autofree char *left = NULL;

  if (left_usec <= 0)
    /* Translators: it is another file's turn; %s is why this one failed. */
    return g_strdup_printf (_ ("again soon: %s"), escaped);
  left = format_time ((left_usec + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  /* Translators: a time, and why a download failed. */
  return g_strdup_printf (_ ("again in %s: %s"), left, escaped);
}

/* How many of the columns behind the name there is room for. */
static guint
count_parts (guint n_columns)
{
  guint used = NAME_MIN_COLUMNS;
  guint n_parts = 0;

  while (n_parts < G_N_ELEMENTS (part_columns) && used + part_columns[n_parts] <= n_columns)
    used += part_columns[n_parts++];
  return n_parts;
}

/* A line that begins with the name, in the room that all lines give it. */
static GString *
new_line (DpDownload *download, guint n_columns)
{
  g_autofree char *escaped = dp_terminal_text_escape (dp_download_get_name (download));
  g_autofree char *name = NULL;
  guint n_name = n_columns;
  GString *line;

  for (guint i = 0; i < count_parts (n_columns); i++)
    n_name -= part_columns[i];
  name = dp_terminal_text_shorten_name (escaped, n_name);
  line = g_string_new (name);
  dp_terminal_text_append_padding (line, n_name - dp_terminal_text_count_columns (name));
  return line;
}

/* Lines */

/**
 * dp_get_line_new_running:
 * @download: a download that a worker fetches
 * @n_columns: the room
 *
 * Thread: home.
 *
 * Returns: (transfer full): its name and as many numbers as there is room for
 */
char *
dp_get_line_new_running (DpDownload *download, guint n_columns)
{
  const DpProgress *progress = dp_download_get_progress (download);
  g_autofree char *percent = dup_percent (progress);
  g_autofree char *speed = dup_speed (progress->bytes_per_sec);
  g_autofree char *left = dup_left (progress);
  g_autofree char *amount = dup_amount (progress);
  const char *const parts[] = { percent, speed, left, amount };
  GString *line = new_line (download, n_columns);

  for (guint i = 0; i < count_parts (n_columns); i++)
    append_right (line, parts[i], part_columns[i]);
  return g_string_free (line, FALSE);
}

/**
 * dp_get_line_new_waiting:
 * @download: a download that is tried again later
 * @now_usec: the time
 * @n_columns: the room
 *
 * Thread: home.
 *
 * Returns: (transfer full): its name, when it goes on, and why it does not now
 */
char *
dp_get_line_new_waiting (DpDownload *download, gint64 now_usec, guint n_columns)
{
  gint64 left_usec = dp_download_get_history (download)->retry_at_usec - now_usec;
  g_autofree char *words = dup_waiting (dp_download_get_reason (download), left_usec);
  GString *line = new_line (download, n_columns);
  guint n_used = dp_terminal_text_count_columns (line->str) + 2;
  g_autofree char *fitting = NULL;

  if (n_used < n_columns)
    {
      fitting = dp_terminal_text_shorten (words, n_columns - n_used);
      g_string_append_printf (line, "  %s", fitting);
    }
  return g_string_free (line, FALSE);
}

static void
append_count (GString *line, const char *format, guint count)
{
  if (count == 0)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (line, format, count);
#pragma GCC diagnostic pop
}

static GString *
new_counts (DpQueue *queue)
{
  guint n_failed = dp_queue_count (queue, DP_STATE_FAILED) +
                   dp_queue_count (queue, DP_STATE_PAUSED) +
                   dp_queue_count (queue, DP_STATE_ASKING);
  guint n_all = g_list_model_get_n_items (G_LIST_MODEL (queue));
  GString *line = g_string_new (NULL);

  /* Translators: how many files are whole, of how many. */
  g_string_append_printf (line, ngettext ("%u of %u file done", "%u of %u files done", n_all),
                          dp_queue_count (queue, DP_STATE_DONE), n_all);
  /* Translators: follows "3 of 40 files done". */
  append_count (line, ngettext (", %u failed", ", %u failed", n_failed), n_failed);
  return line;
}

/**
 * dp_get_line_new_summary:
 * @queue: the queue
 * @n_columns: the room
 *
 * Thread: home.
 *
 * Returns: (transfer full): how all stand together
 */
char *
dp_get_line_new_summary (DpQueue *queue, guint n_columns)
{
  g_autoptr (GString) line = new_counts (queue);
  guint n_waiting = dp_queue_count (queue, DP_STATE_WAITING);
  g_autofree char *speed = dup_speed (dp_queue_get_bytes_per_sec (queue));

  /* Translators: follows "3 of 40 files done". */
  append_count (line, ngettext (", %u to be tried again", ", %u to be tried again", n_waiting),
                n_waiting);
  if (*speed != '\0')
    g_string_append_printf (line, "  %s", speed);
  return dp_terminal_text_shorten (line->str, n_columns);
}

/**
 * dp_get_line_new_end:
 * @queue: the queue
 * @done_bytes: the size of all files that are whole
 * @duration_sec: how long it took
 *
 * Thread: home.
 *
 * Returns: (transfer full): how it ended
 */
char *
dp_get_line_new_end (DpQueue *queue, guint64 done_bytes, guint64 duration_sec)
{
  g_autoptr (GString) line = new_counts (queue);
  g_autofree char *size = g_format_size (done_bytes);
  g_autofree char *duration = format_time (duration_sec);

  /* Translators: "3 of 40 files done, 2 failed", a size, and a time. */
  return g_strdup_printf (_ ("%s: %s in %s"), line->str, size, duration);
}
