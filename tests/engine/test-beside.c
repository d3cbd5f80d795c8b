/* test-beside.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What blocks holds up no other fiber of its thread, and whoever is none is held up as ever.
 */

#include "dp-beside.h"

#include "dp-fiber.h"

typedef struct
{
  DpBesideKind kind;
  GMutex lock;
  GCond changed;
  guint n_working; /* guarded by the lock, as is the next */
  gboolean is_let_go;
  guint n_back;
} Room;

/* Until it is let go, which only another fiber of the same thread does. */
static void
block (gpointer data)
{
  Room *self = data;

  g_assert_null (dp_fiber_get_current ());
  g_mutex_lock (&self->lock);
  self->n_working++;
  g_cond_broadcast (&self->changed);
  while (!self->is_let_go)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
blocking_fiber (gpointer data)
{
  Room *self = data;

  dp_beside_run (self->kind, block, self);
  self->n_back++;
}

static void
letting_fiber (gpointer data)
{
  Room *self = data;

  g_mutex_lock (&self->lock);
  while (self->n_working == 0)
    g_cond_wait (&self->changed, &self->lock);
  g_assert_cmpuint (self->n_back, ==, 0);
  self->is_let_go = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
test_fibers (gconstpointer kind)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (DpFibers) fibers = dp_fibers_new (context);
  Room room = { .kind = (DpBesideKind) GPOINTER_TO_UINT (kind) };
  const guint n_blocking = 3;

  g_mutex_init (&room.lock);
  g_cond_init (&room.changed);
  for (guint i = 0; i < n_blocking; i++)
    dp_fibers_start (fibers, blocking_fiber, &room);
  dp_fibers_resume (fibers);
  dp_fibers_start (fibers, letting_fiber, &room);
  while (dp_fibers_get_size (fibers) > 0)
    {
      dp_fibers_resume (fibers);
      if (dp_fibers_get_size (fibers) > 0)
        dp_fibers_sleep (fibers, G_MAXINT64);
    }
  g_assert_cmpuint (room.n_working, ==, n_blocking);
  g_assert_cmpuint (room.n_back, ==, n_blocking);
  g_mutex_clear (&room.lock);
  g_cond_clear (&room.changed);
}

static void
note_thread (gpointer data)
{
  *(GThread **) data = g_thread_self ();
}

static void
test_no_fiber (void)
{
  GThread *thread = NULL;

  dp_beside_run (DP_BESIDE_WAITING, note_thread, &thread);
  g_assert_true (thread == g_thread_self ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/beside/waiting", GUINT_TO_POINTER (DP_BESIDE_WAITING), test_fibers);
  g_test_add_data_func ("/beside/computing", GUINT_TO_POINTER (DP_BESIDE_COMPUTING), test_fibers);
  g_test_add_func ("/beside/no-fiber", test_no_fiber);

  return g_test_run ();
}
