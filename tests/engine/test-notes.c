/* test-notes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one thread is told by others: all of it arrives, once and in its order; who waits comes back
 * when it is written, or can't be, and lets the other fibers of its thread go on meanwhile.
 */

#include "dp-notes.h"

#include "dp-fiber.h"

#define FAR_USEC (g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND)

/* What is on disk of one each, as one piece. */
static guint64
tell (DpNotes *notes, const guint64 *ids, guint n_ids)
{
  g_autoptr (GArray) told = dp_note_array_new ();

  for (guint i = 0; i < n_ids; i++)
    {
      const DpNote note = { DP_NOTE_PARTIAL, dp_entry_new_for_partial (ids[i], NULL), NULL };

      g_array_append_val (told, note);
    }
  return dp_notes_tell (notes, told);
}

static guint64
tell_one (DpNotes *notes, guint64 id)
{
  return tell (notes, &id, 1);
}

static void
assert_ids (GArray *taken, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < taken->len; i++)
    g_string_append_printf (ids, "%s%u", i > 0 ? " " : "",
                            (guint) g_array_index (taken, DpNote, i).entry->id);
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_taken (void)
{
  g_autoptr (DpNotes) notes = dp_notes_new ();
  g_autoptr (GArray) taken = dp_note_array_new ();

  dp_notes_open (notes);
  g_assert_cmpuint (tell (notes, (const guint64[]){ 3, 1 }, 2), ==, 2);
  g_assert_cmpuint (tell_one (notes, 2), ==, 3);
  g_assert_true (dp_notes_take (notes, taken, G_MAXINT64));
  assert_ids (taken, "3 1 2");
  g_assert_cmpuint (tell_one (notes, 9), ==, 4);
  g_assert_true (dp_notes_take (notes, taken, G_MAXINT64));
  assert_ids (taken, "3 1 2 9");
  /* Nothing is left, and somebody has to look at the clock. */
  g_assert_true (dp_notes_take (notes, taken, g_get_monotonic_time ()));
  assert_ids (taken, "3 1 2 9");
  dp_notes_leave (notes);
}

/* Neither before nor after: it is dropped, and nobody waits for it. */
static void
test_nobody_reads (void)
{
  g_autoptr (DpNotes) notes = dp_notes_new ();
  g_autoptr (GArray) taken = dp_note_array_new ();

  g_assert_cmpuint (tell_one (notes, 1), ==, 0);
  dp_notes_open (notes);
  g_assert_cmpuint (tell_one (notes, 2), ==, 1);
  dp_notes_leave (notes);
  g_assert_cmpuint (tell_one (notes, 3), ==, 1);
  dp_notes_wait (notes, 1, G_MAXINT64);
  /* That one is not written. */
  g_assert_false (dp_notes_close (notes, G_MAXINT64));
  g_assert_false (dp_notes_take (notes, taken, G_MAXINT64));
  assert_ids (taken, "2");
}

/* A reader that is told by its first note what to do with it. */
enum
{
  SETTLE = 1,
  FAIL,
};

typedef struct
{
  DpNotes *notes;
  GArray *taken;
  int n_turns; /* atomic */
} Reader;

static gpointer
reader_thread (gpointer data)
{
  Reader *self = data;

  while (dp_notes_take (self->notes, self->taken, G_MAXINT64))
    {
      g_atomic_int_inc (&self->n_turns);
      if (g_array_index (self->taken, DpNote, 0).entry->id == SETTLE)
        dp_notes_settle (self->notes);
      else
        dp_notes_fail (self->notes);
    }
  dp_notes_settle (self->notes);
  dp_notes_leave (self->notes);
  return NULL;
}

static GThread *
start (Reader *self)
{
  *self = (Reader){ dp_notes_new (), dp_note_array_new (), 0 };
  dp_notes_open (self->notes);
  return g_thread_new ("reader", reader_thread, self);
}

static void
end (Reader *self, GThread *thread)
{
  g_assert_true (dp_notes_close (self->notes, FAR_USEC));
  g_thread_join (thread);
  g_array_unref (self->taken);
  dp_notes_free (self->notes);
}

static void
test_settled (void)
{
  Reader reader;
  GThread *thread = start (&reader);

  dp_notes_wait (reader.notes, tell_one (reader.notes, SETTLE), G_MAXINT64);
  g_assert_cmpint (g_atomic_int_get (&reader.n_turns), ==, 1);
  dp_notes_wait (reader.notes, tell_one (reader.notes, 7), G_MAXINT64);
  g_assert_cmpint (g_atomic_int_get (&reader.n_turns), ==, 2);
  end (&reader, thread);
}

/* Who waits is not held up by a disk that refuses; what was told is kept, and the reader rests. */
static void
test_failing (void)
{
  Reader reader;
  GThread *thread = start (&reader);

  dp_notes_wait (reader.notes, tell_one (reader.notes, FAIL), G_MAXINT64);
  dp_notes_wait (reader.notes, tell_one (reader.notes, 7), G_MAXINT64);
  g_assert_cmpint (g_atomic_int_get (&reader.n_turns), ==, 1);
  dp_notes_close (reader.notes, FAR_USEC);
  assert_ids (reader.taken, "2 7");
  end (&reader, thread);
}

/* Nobody settles it. */
static void
test_deadline (void)
{
  g_autoptr (DpNotes) notes = dp_notes_new ();
  gint64 deadline_usec = g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND;

  dp_notes_open (notes);
  dp_notes_wait (notes, tell_one (notes, 1), deadline_usec);
  g_assert_cmpint (g_get_monotonic_time (), >=, deadline_usec);
  g_assert_false (dp_notes_close (notes, deadline_usec));
  dp_notes_leave (notes);
}

typedef struct
{
  DpNotes *notes;
  GString *log;
} Room;

static void
waiting_fiber (gpointer data)
{
  Room *self = data;

  g_string_append (self->log, "tells ");
  dp_notes_wait (self->notes, tell_one (self->notes, 1), FAR_USEC);
  g_string_append (self->log, "comes back");
}

static void
settling_fiber (gpointer data)
{
  Room *self = data;
  g_autoptr (GArray) taken = dp_note_array_new ();

  g_string_append (self->log, "settles ");
  dp_notes_take (self->notes, taken, G_MAXINT64);
  dp_notes_settle (self->notes);
}

/* One thread can't do both unless its fibers have turns. */
static void
test_fibers (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (DpFibers) fibers = dp_fibers_new (context);
  g_autoptr (DpNotes) notes = dp_notes_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Room room = { notes, log };

  dp_notes_open (notes);
  dp_fibers_start (fibers, waiting_fiber, &room);
  dp_fibers_resume (fibers);
  dp_fibers_start (fibers, settling_fiber, &room);
  while (dp_fibers_get_size (fibers) > 0)
    {
      dp_fibers_resume (fibers);
      if (dp_fibers_get_size (fibers) > 0)
        dp_fibers_sleep (fibers, G_MAXINT64);
    }
  g_assert_cmpstr (log->str, ==, "tells settles comes back");
  dp_notes_leave (notes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/notes/taken", test_taken);
  g_test_add_func ("/notes/nobody-reads", test_nobody_reads);
  g_test_add_func ("/notes/settled", test_settled);
  g_test_add_func ("/notes/failing", test_failing);
  g_test_add_func ("/notes/deadline", test_deadline);
  g_test_add_func ("/notes/fibers", test_fibers);

  return g_test_run ();
}
