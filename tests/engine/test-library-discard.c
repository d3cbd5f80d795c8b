/* test-library-discard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was given up or removed, after kill -9 while its file was about to go: it is remembered until
 * nothing of it is left.
 */

#include "dp-library.h"

#include <dlfcn.h>
#include <unistd.h>

#include "dp-library-fixture.h"

/* Killed when a file was about to go: the removal of part files waits, and is none in the end. */
static struct
{
  GMutex lock;
  GCond changed;
  gboolean is_held;
  gboolean is_dead;
  guint n_reached;
} removals;

int
unlinkat (int fd, const char *name, int flags)
{
  gboolean is_dead = FALSE;

  if (g_str_has_suffix (name, ".part"))
    {
      g_mutex_lock (&removals.lock);
      removals.n_reached++;
      g_cond_broadcast (&removals.changed);
      while (removals.is_held)
        g_cond_wait (&removals.changed, &removals.lock);
      is_dead = removals.is_dead;
      g_mutex_unlock (&removals.lock);
    }
  return is_dead ? 0 : ((typeof (&unlinkat)) dlsym (RTLD_NEXT, "unlinkat")) (fd, name, flags);
}

static void
set_removals (gboolean is_held, gboolean is_dead)
{
  g_mutex_lock (&removals.lock);
  removals.is_held = is_held;
  removals.is_dead = is_dead;
  removals.n_reached = 0;
  g_cond_broadcast (&removals.changed);
  g_mutex_unlock (&removals.lock);
}

static void
wait_for_removal (void)
{
  gint64 end_usec = g_get_monotonic_time () + DP_TEST_DEADLINE_SEC * G_USEC_PER_SEC;

  g_mutex_lock (&removals.lock);
  while (removals.n_reached == 0)
    if (!g_cond_wait_until (&removals.changed, &removals.lock, end_usec))
      g_error ("nobody removes anything");
  g_mutex_unlock (&removals.lock);
}

/* A download that is at rest, with most of its file. */
static void
leave_partial (DpLibraryFixture *self)
{
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?size=2000000&after=1500000");
  dp_queue_fixture_wait_bytes (self->run, 1, 1500000);
  dp_test_pause (self->run->queue, 1);
  dp_library_fixture_restart (self);
}

static void
remove_for_good (DpLibraryFixture *self)
{
  dp_removal_free (dp_queue_fixture_remove (self->run, 1, 1));
}

/* All that was told so far is written, and nothing else happens. */
static void
kill_at_removal (DpLibraryFixture *self)
{
  wait_for_removal ();
  dp_library_close (g_steal_pointer (&self->library), 5000);
  set_removals (FALSE, TRUE);
  dp_test_run_until (dp_lanes_get_n_jobs (self->run->engine->lanes) == 0);
  dp_library_fixture_stop_queue (self);
  dp_queue_fixture_renew (self->run);
  set_removals (TRUE, FALSE);
  dp_library_fixture_load (self);
}

/* What is to go is remembered until it is gone: also by the next run, which may be killed as well. */
static void
test_killed_while_discarding (DpLibraryFixture *self, gconstpointer is_removed)
{
  leave_partial (self);
  set_removals (TRUE, FALSE);
  if (is_removed != NULL)
    remove_for_good (self);
  else
    dp_test_cancel (self->run->queue, 1);
  kill_at_removal (self);
  kill_at_removal (self);
  set_removals (FALSE, FALSE);
  dp_queue_fixture_wait_files (self->run, "");
  dp_library_fixture_restart (self);
  g_assert_cmpuint (dp_library_fixture_count (self), ==, is_removed != NULL ? 0 : 1);
}

/* The same while its worker had yet to give up. */
static void
test_killed_while_giving_up (DpLibraryFixture *self, gconstpointer is_removed)
{
  dp_queue_fixture_add (self->run, 1, "/stall/%u.bin?size=2000000&after=1500000");
  dp_queue_fixture_wait_bytes (self->run, 1, 1500000);
  set_removals (TRUE, FALSE);
  if (is_removed != NULL)
    remove_for_good (self);
  else
    dp_test_cancel (self->run->queue, 1);
  dp_queue_fixture_wait_idle (self->run);
  kill_at_removal (self);
  set_removals (FALSE, FALSE);
  dp_queue_fixture_wait_files (self->run, "");
}

/* Given up, and removed before the file was gone: in the same run, or in the next one. */
static void
test_removed_while_discarding (DpLibraryFixture *self, gconstpointer is_next_run)
{
  leave_partial (self);
  set_removals (TRUE, FALSE);
  dp_test_cancel (self->run->queue, 1);
  if (is_next_run != NULL)
    kill_at_removal (self);
  wait_for_removal ();
  remove_for_good (self);
  kill_at_removal (self);
  wait_for_removal ();
  set_removals (FALSE, FALSE);
  dp_queue_fixture_wait_files (self->run, "");
  dp_library_fixture_restart (self);
  g_assert_cmpuint (dp_library_fixture_count (self), ==, 0);
}

/* Resumed before the file was gone: what its worker has got by then is not forgotten with that. */
static void
test_resumed_while_discarding (DpLibraryFixture *self, gconstpointer unused)
{
  const DpPartial *partial;

  leave_partial (self);
  set_removals (TRUE, FALSE);
  dp_test_cancel (self->run->queue, 1);
  wait_for_removal ();
  dp_test_resume (self->run->queue, 1);
  dp_queue_fixture_wait_files (self->run, "0 (2).bin.part|0.bin.part");
  set_removals (FALSE, FALSE);
  dp_queue_fixture_wait_files (self->run, "0 (2).bin.part");
  dp_test_run_until (dp_lanes_get_n_jobs (self->run->engine->lanes) == 1);
  for (guint i = 0; i < 5; i++)
    dp_test_iterate ();

  dp_library_close (g_steal_pointer (&self->library), 5000);
  dp_library_fixture_stop_queue (self);
  dp_queue_fixture_renew (self->run);
  self->goes_on = FALSE;
  dp_library_fixture_load (self);
  partial = dp_download_get_partial (dp_library_fixture_find (self, 1));
  g_assert_nonnull (partial);
  g_assert_cmpstr (partial->name, ==, "0 (2).bin");
  dp_test_cancel (self->run->queue, 1);
  dp_queue_fixture_wait_files (self->run, "");
}

static void
add_test (const char *path,
          gconstpointer is_removed,
          void (*test) (DpLibraryFixture *, gconstpointer))
{
  g_test_add (path, DpLibraryFixture, is_removed, dp_library_fixture_set_up, test,
              dp_library_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/library-discard/cancelled", NULL, test_killed_while_discarding);
  add_test ("/library-discard/removed", "", test_killed_while_discarding);
  add_test ("/library-discard/cancelled-while-active", NULL, test_killed_while_giving_up);
  add_test ("/library-discard/removed-while-active", "", test_killed_while_giving_up);

  add_test ("/library-discard/removed-meanwhile", NULL, test_removed_while_discarding);
  add_test ("/library-discard/removed-in-next-run", "", test_removed_while_discarding);
  add_test ("/library-discard/resumed-meanwhile", NULL, test_resumed_while_discarding);

  return g_test_run ();
}
