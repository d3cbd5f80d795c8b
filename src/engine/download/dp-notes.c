/* dp-notes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the thread that writes the list is told, on its way there; and who waits until it is written.
 *
 *   all threads                      the reader, one thread
 *   dp_notes_tell ()  ── notes ──►   dp_notes_take (): all that came meanwhile
 *   dp_notes_wait ()  ◄─────────── ┬ dp_notes_settle (): all that it took is written
 *                                  ├ dp_notes_fail (): it can't be written now
 *                                  └ dp_notes_leave (): nobody reads any more
 *
 * Who waits in a fiber lets the others of its lane go on.
 *
 * Thread: any, but for what says so.
 */

#include "dp-notes.h"

#include "dp-fiber.h"

struct _DpNotes
{
  GMutex lock;
  GCond changed;
  GArray *told;       /* (owned) (element-type DpNote): not yet taken */
  guint64 n_told;     /* ever */
  guint64 n_taken;    /* so many of them the reader has */
  guint64 n_settled;  /* so many of them are written */
  GPtrArray *waiting; /* (owned) (element-type DpFiber): for that; unowned */
  gboolean is_closing;
  gboolean is_failing; /* nobody should wait */
  gboolean is_closed;  /* nobody reads */
};

/**
 * dp_note_array_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full) (element-type DpNote): an array that owns its notes
 */
GArray *
dp_note_array_new (void)
{
  GArray *notes = g_array_new (FALSE, FALSE, sizeof (DpNote));

  g_array_set_clear_func (notes, (GDestroyNotify) dp_note_clear);
  return notes;
}

/* The notes themselves move, and all that they hold. */
static void
move_notes (GArray *to, GArray *from)
{
  g_array_append_vals (to, from->data, from->len);
  g_array_set_clear_func (from, NULL);
  g_array_set_size (from, 0);
  g_array_set_clear_func (from, (GDestroyNotify) dp_note_clear);
}

/**
 * dp_notes_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): nothing told, and nobody who reads
 */
DpNotes *
dp_notes_new (void)
{
  DpNotes *self = g_new0 (DpNotes, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->told = dp_note_array_new ();
  self->waiting = g_ptr_array_new ();
  self->is_closed = TRUE;
  return self;
}

/**
 * dp_notes_free:
 * @self: (transfer full) (nullable): notes that no thread uses any more
 *
 * Thread: any.
 */
void
dp_notes_free (DpNotes *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_array_unref (self->told);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

/**
 * dp_notes_open:
 * @self: notes that nobody reads yet
 *
 * Somebody is about to read.
 *
 * Thread: any.
 */
void
dp_notes_open (DpNotes *self)
{
  g_mutex_lock (&self->lock);
  self->is_closed = FALSE;
  g_mutex_unlock (&self->lock);
}

/**
 * dp_notes_tell:
 * @self: notes
 * @notes: (element-type DpNote): what to tell, to be taken as one; is empty afterwards, but where
 *   nobody reads
 *
 * Thread: any.
 *
 * Returns: the number of the last of them, for dp_notes_wait()
 */
guint64
dp_notes_tell (DpNotes *self, GArray *notes)
{
  guint64 number;

  g_mutex_lock (&self->lock);
  if (!self->is_closed)
    {
      /* Otherwise it has been woken already. */
      if (self->told->len == 0)
        g_cond_broadcast (&self->changed);
      self->n_told += notes->len;
      move_notes (self->told, notes);
    }
  number = self->n_told;
  g_mutex_unlock (&self->lock);
  return number;
}

/* Under the lock, which it gives away meanwhile.  FALSE: the time is over. */
static gboolean
wait_for_change (DpNotes *self, gint64 deadline_usec)
{
  DpFiber *fiber = dp_fiber_get_current ();
  gboolean is_woken;

  if (fiber == NULL)
    return g_cond_wait_until (&self->changed, &self->lock, deadline_usec);
  g_ptr_array_add (self->waiting, fiber);
  g_mutex_unlock (&self->lock);
  is_woken = dp_fiber_wait (deadline_usec);
  g_mutex_lock (&self->lock);
  g_ptr_array_remove_fast (self->waiting, fiber);
  return is_woken;
}

/**
 * dp_notes_wait:
 * @self: notes
 * @number: of a note
 * @deadline_usec: no longer than until then
 *
 * Comes back when that note is written, or when it can't be now.
 *
 * Thread: any, or a fiber of it.
 */
void
dp_notes_wait (DpNotes *self, guint64 number, gint64 deadline_usec)
{
  g_mutex_lock (&self->lock);
  while (self->n_settled < number && !self->is_failing && !self->is_closed &&
         wait_for_change (self, deadline_usec))
    ;
  g_mutex_unlock (&self->lock);
}

/**
 * dp_notes_close:
 * @self: notes
 * @deadline_usec: no longer than until then
 *
 * Tells the reader that nothing more will come, and waits until it leaves.
 *
 * Thread: any.
 *
 * Returns: whether it has, and all is written
 */
gboolean
dp_notes_close (DpNotes *self, gint64 deadline_usec)
{
  gboolean is_written;

  g_mutex_lock (&self->lock);
  self->is_closing = TRUE;
  g_cond_broadcast (&self->changed);
  while (!self->is_closed && g_cond_wait_until (&self->changed, &self->lock, deadline_usec))
    ;
  is_written = self->is_closed && self->n_settled == self->n_told;
  g_mutex_unlock (&self->lock);
  return is_written;
}

/* The reader */

/* Under the lock: whoever waits shall look again. */
static void
wake_all (DpNotes *self)
{
  g_cond_broadcast (&self->changed);
  for (guint i = 0; i < self->waiting->len; i++)
    dp_fiber_wake (self->waiting->pdata[i]);
}

static gboolean
wait_until (DpNotes *self, gint64 deadline_usec)
{
  if (deadline_usec != G_MAXINT64)
    return g_cond_wait_until (&self->changed, &self->lock, deadline_usec);
  g_cond_wait (&self->changed, &self->lock);
  return TRUE;
}

/**
 * dp_notes_take:
 * @self: notes
 * @taken: (element-type DpNote): gets what was told, behind what it has
 * @deadline_usec: when to come back although nothing was told, or %G_MAXINT64
 *
 * Waits until something is told; after dp_notes_fail() until the time has come.
 *
 * Thread: the reader.
 *
 * Returns: %FALSE if nothing more will come
 */
gboolean
dp_notes_take (DpNotes *self, GArray *taken, gint64 deadline_usec)
{
  gboolean is_closing;

  g_mutex_lock (&self->lock);
  while ((self->told->len == 0 || self->is_failing) && !self->is_closing &&
         wait_until (self, deadline_usec))
    ;
  move_notes (taken, self->told);
  self->n_taken = self->n_told;
  is_closing = self->is_closing;
  g_mutex_unlock (&self->lock);
  return !is_closing;
}

/**
 * dp_notes_settle:
 * @self: notes
 *
 * All that was taken is written.
 *
 * Thread: the reader.
 */
void
dp_notes_settle (DpNotes *self)
{
  g_mutex_lock (&self->lock);
  self->n_settled = self->n_taken;
  self->is_failing = FALSE;
  wake_all (self);
  g_mutex_unlock (&self->lock);
}

/**
 * dp_notes_fail:
 * @self: notes
 *
 * What was taken can't be written now: until something is, nobody waits.
 *
 * Thread: the reader.
 */
void
dp_notes_fail (DpNotes *self)
{
  g_mutex_lock (&self->lock);
  self->is_failing = TRUE;
  wake_all (self);
  g_mutex_unlock (&self->lock);
}

/**
 * dp_notes_leave:
 * @self: notes
 *
 * Nobody reads from now on.
 *
 * Thread: the reader.
 */
void
dp_notes_leave (DpNotes *self)
{
  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  wake_all (self);
  g_mutex_unlock (&self->lock);
}
