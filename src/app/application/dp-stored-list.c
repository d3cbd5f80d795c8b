/* dp-stored-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list from the start of the program to its end: where it is kept, loading it, and leaving in
 * order, within the time that one waits for a program to be gone.
 *
 * Thread: home.
 */

#include "dp-stored-list.h"

#include "dp-stop.h"
#include "dp-stored.h"

/* The window is gone at once; so long the workers get to put their files in order. */
#define STOP_MSEC 1000

/* The list is written all the time; from the wish to leave its last words may take so long, and never
 * less than that. */
#define CLOSE_MSEC     1400
#define MIN_CLOSE_MSEC 300

struct _DpStoredList
{
  DpQueue *queue;     /* (owned) */
  DpLibrary *library; /* (owned) */
  gint64 leave_usec;  /* since when somebody wants to leave, or 0 */
};

/**
 * dp_stored_list_new:
 * @queue: an empty queue
 * @goes_on: whether what was under way when the program ended goes on by itself; else it is paused
 * @funcs: what the owner is told
 * @user_data: for @funcs
 *
 * Begins to bring back what is remembered of the last time.
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_stored_list_free()
 */
DpStoredList *
dp_stored_list_new (DpQueue *queue,
                    gboolean goes_on,
                    const DpLibraryFuncs *funcs,
                    gpointer user_data)
{
  DpStoredList *self = g_new0 (DpStoredList, 1);
  g_autofree char *folder = dp_stored_dup_folder ();

  self->queue = g_object_ref (queue);
  self->library = dp_library_new (queue, folder, funcs, user_data);
  dp_library_load (self->library, goes_on);
  return self;
}

/**
 * dp_stored_list_is_loaded:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: whether what is remembered of the last time is in the queue
 */
gboolean
dp_stored_list_is_loaded (DpStoredList *self)
{
  return dp_library_is_loaded (self->library);
}

/**
 * dp_stored_list_leave:
 * @self: a list
 * @callback: called when the workers have put their files in order, or the time for that is over;
 *   to be ended with dp_queue_stop_finish()
 * @user_data: for @callback
 *
 * Stops everything, because the program is to end.
 *
 * Thread: home.
 */
void
dp_stored_list_leave (DpStoredList *self, GAsyncReadyCallback callback, gpointer user_data)
{
  self->leave_usec = g_get_monotonic_time ();
  dp_queue_stop_async (self->queue, STOP_MSEC, callback, user_data);
}

/**
 * dp_stored_list_free:
 * @self: (transfer full) (nullable): a list
 *
 * Writes what is still to be written, with what is left of the time.
 *
 * Thread: home.
 */
void
dp_stored_list_free (DpStoredList *self)
{
  gint64 spent_usec;
  gint64 left_msec;

  if (self == NULL)
    return;
  spent_usec = self->leave_usec > 0 ? g_get_monotonic_time () - self->leave_usec : 0;
  left_msec = CLOSE_MSEC - spent_usec / G_TIME_SPAN_MILLISECOND;
  dp_library_close (self->library, (guint) MAX (left_msec, MIN_CLOSE_MSEC));
  g_object_unref (self->queue);
  g_free (self);
}
