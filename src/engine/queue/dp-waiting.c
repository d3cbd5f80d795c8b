/* dp-waiting.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads that wait for another attempt, in the order of their time, and one alarm for the
 * first of them.
 *
 * Thread: home.
 */

#include "dp-waiting.h"

struct _DpWaiting
{
  GSequence *downloads; /* (owned) (element-type DpDownload): unowned, by time */
  guint alarm_id;
  void (*due) (gpointer user_data);
  gpointer user_data;
};

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  DpDownload *x = (DpDownload *) a;
  DpDownload *y = (DpDownload *) b;
  gint64 x_usec = dp_download_get_history (x)->retry_at_usec;
  gint64 y_usec = dp_download_get_history (y)->retry_at_usec;
  guint64 x_id = dp_download_get_id (x);
  guint64 y_id = dp_download_get_id (y);

  return x_usec != y_usec ? (x_usec > y_usec) - (x_usec < y_usec) : (x_id > y_id) - (x_id < y_id);
}

/**
 * dp_waiting_new:
 * @due: called when the time of one has come
 * @user_data: for @due
 *
 * Thread: home.
 *
 * Returns: (transfer full): nobody waiting
 */
DpWaiting *
dp_waiting_new (void (*due) (gpointer user_data), gpointer user_data)
{
  DpWaiting *self = g_new0 (DpWaiting, 1);

  self->downloads = g_sequence_new (NULL);
  self->due = due;
  self->user_data = user_data;
  return self;
}

/**
 * dp_waiting_free:
 * @self: (transfer full) (nullable): those that wait
 *
 * Thread: home.
 */
void
dp_waiting_free (DpWaiting *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->alarm_id, g_source_remove);
  g_sequence_free (self->downloads);
  g_free (self);
}

/**
 * dp_waiting_add:
 * @self: those that wait
 * @download: (transfer none): another one; its time must not change while it is here
 *
 * Thread: home.
 */
void
dp_waiting_add (DpWaiting *self, DpDownload *download)
{
  g_sequence_insert_sorted (self->downloads, download, compare, NULL);
}

/**
 * dp_waiting_remove:
 * @self: those that wait
 * @download: one of them
 *
 * Thread: home.
 */
void
dp_waiting_remove (DpWaiting *self, DpDownload *download)
{
  GSequenceIter *iter = g_sequence_lookup (self->downloads, download, compare, NULL);

  if (iter != NULL)
    g_sequence_remove (iter);
}

/**
 * dp_waiting_drop_others:
 * @self: those that wait
 *
 * Removes all whose state says that they wait no more, in one pass: a hundred thousand may go.
 *
 * Thread: home.
 */
void
dp_waiting_drop_others (DpWaiting *self)
{
  GSequence *kept = g_sequence_new (NULL);
  GSequenceIter *iter = g_sequence_get_begin_iter (self->downloads);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    if (dp_download_get_state (g_sequence_get (iter)) == DP_STATE_WAITING)
      g_sequence_append (kept, g_sequence_get (iter));
  g_sequence_free (self->downloads);
  self->downloads = kept;
}

static DpDownload *
get_first (DpWaiting *self)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->downloads);

  return g_sequence_iter_is_end (iter) ? NULL : g_sequence_get (iter);
}

/**
 * dp_waiting_find_due:
 * @self: those that wait
 * @now_usec: the time
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the first, if its time has come
 */
DpDownload *
dp_waiting_find_due (DpWaiting *self, gint64 now_usec)
{
  DpDownload *first = get_first (self);

  return first != NULL && dp_download_get_history (first)->retry_at_usec <= now_usec ? first : NULL;
}

static void
hurry_one (DpWaiting *self, DpDownload *download, gint64 now_usec)
{
  DpHistory *history = dp_download_write_history (download);

  dp_waiting_remove (self, download);
  history->retry_at_usec = now_usec;
  /* What was wrong is another thing now. */
  dp_history_forget_failures (history);
  dp_waiting_add (self, download);
}

/**
 * dp_waiting_hurry:
 * @self: those that wait
 * @now_usec: the time
 *
 * Makes all due, but for those whose server asked to be left alone.
 *
 * Thread: home.
 */
void
dp_waiting_hurry (DpWaiting *self, gint64 now_usec)
{
  g_autoptr (GPtrArray) hurried = g_ptr_array_new ();
  GSequenceIter *iter = g_sequence_get_begin_iter (self->downloads);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      DpDownload *download = g_sequence_get (iter);
      const DpHistory *history = dp_download_get_history (download);

      if (!history->is_retry_asked && history->retry_at_usec > now_usec)
        g_ptr_array_add (hurried, download);
    }
  for (guint i = 0; i < hurried->len; i++)
    hurry_one (self, hurried->pdata[i], now_usec);
}

static gboolean
on_alarm (gpointer user_data)
{
  DpWaiting *self = user_data;

  self->alarm_id = 0;
  self->due (self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * dp_waiting_arm:
 * @self: those that wait
 * @now_usec: the time
 *
 * Sets the alarm for the first whose time is still to come.  Nothing is set for one that is due
 * already and has no room: the end of another transfer makes it.
 *
 * Thread: home.
 */
void
dp_waiting_arm (DpWaiting *self, gint64 now_usec)
{
  DpDownload *first = get_first (self);
  gint64 left_usec;

  g_clear_handle_id (&self->alarm_id, g_source_remove);
  if (first == NULL)
    return;
  left_usec = dp_download_get_history (first)->retry_at_usec - now_usec;
  if (left_usec > 0)
    self->alarm_id =
        g_timeout_add ((guint) (left_usec / G_TIME_SPAN_MILLISECOND) + 1, on_alarm, self);
}
