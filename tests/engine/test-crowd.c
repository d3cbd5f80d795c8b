/* test-crowd.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders about a hundred thousand downloads at once, while the list is stored: none holds the main
 * loop up, and all of it is remembered.
 */

#include <glib/gstdio.h>

#include "dp-arrange.h"
#include "dp-known.h"
#include "dp-ledger.h"
#include "dp-library.h"
#include "dp-moves.h"
#include "dp-queue-fixture.h"

#define N_DOWNLOADS 100000

/* One runs, and some that did so meanwhile wait for another attempt. */
#define N_OTHERS 200

/* Far more than it takes, far less than anybody would not notice. */
#define LONGEST_USEC (400 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  DpQueueFixture *fixture;
  DpLibrary *library;
  char *folder;  /* (owned): where the list is stored */
  GArray *ids;   /* (owned) (element-type guint64): all */
  GArray *taken; /* (owned) (nullable): what takes the last order back */
} Crowd;

static void
on_loaded (gpointer user_data)
{
}

static void
on_complaint (const char *sentence, gpointer user_data)
{
  g_assert_cmpstr (sentence, ==, NULL);
}

static void
open_list (Crowd *self)
{
  static const DpLibraryFuncs funcs = { on_loaded, on_complaint };

  self->library = dp_library_new (self->fixture->queue, self->folder, &funcs, NULL);
  dp_library_load (self->library, TRUE);
  dp_test_run_until (dp_library_is_loaded (self->library));
}

/* Of many servers, in turns. */
static void
add_all (Crowd *self)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_DOWNLOADS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/stall-headers/%u.bin", i);

      g_ptr_array_add (urls, i % 2 == 0 ? dp_engine_fixture_dup_url (self->fixture->engine, path)
                                        : g_strdup_printf ("http://h%u.invalid%s", i % 50, path));
    }
  dp_queue_add (self->fixture->queue, urls, NULL, self->fixture->engine->folder);
}

static Crowd *
crowd_new (void)
{
  Crowd *self = g_new0 (Crowd, 1);

  self->fixture = dp_queue_fixture_new (60);
  self->folder = g_dir_make_tmp ("downpour-crowd-XXXXXX", NULL);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint64 id = 1; id <= N_DOWNLOADS; id++)
    g_array_append_val (self->ids, id);
  dp_queue_set_parallel (self->fixture->queue, 1);
  open_list (self);
  add_all (self);
  return self;
}

static void
crowd_free (Crowd *self)
{
  g_clear_pointer (&self->taken, g_array_unref);
  if (self->library != NULL)
    dp_library_close (self->library, 20000);
  dp_test_remove_tree (self->folder);
  dp_queue_fixture_free (self->fixture);
  g_array_unref (self->ids);
  g_free (self->folder);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Crowd, crowd_free)

static const guint64 *
get_ids (Crowd *self)
{
  return (const guint64 *) self->ids->data;
}

static void
pause_all (Crowd *self)
{
  dp_queue_pause_all (self->fixture->queue);
}

static void
resume_all (Crowd *self)
{
  dp_queue_resume_all (self->fixture->queue);
}

static void
pause_selected (Crowd *self)
{
  dp_queue_pause (self->fixture->queue, get_ids (self), N_DOWNLOADS);
}

static void
resume_selected (Crowd *self)
{
  dp_queue_resume (self->fixture->queue, get_ids (self), N_DOWNLOADS);
}

static void
cancel_selected (Crowd *self)
{
  dp_queue_cancel (self->fixture->queue, get_ids (self), N_DOWNLOADS);
}

static void
start_now (Crowd *self)
{
  g_clear_pointer (&self->taken, g_array_unref);
  self->taken = dp_queue_start_now (self->fixture->queue, get_ids (self), N_DOWNLOADS);
}

static void
unstart (Crowd *self)
{
  dp_queue_unstart (self->fixture->queue, self->taken);
}

static void
prioritize (Crowd *self)
{
  g_array_unref (self->taken);
  self->taken =
      dp_queue_prioritize (self->fixture->queue, get_ids (self), N_DOWNLOADS, DP_PRIORITY_LOW);
}

static void
put_urgencies (Crowd *self)
{
  dp_queue_put_urgencies (self->fixture->queue, self->taken);
}

static void
on_arranged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Crowd *self = user_data;

  self->taken = dp_queue_arrange_finish (DP_QUEUE (source), result, NULL);
}

static void
arrange (Crowd *self)
{
  g_clear_pointer (&self->taken, g_array_unref);
  dp_queue_arrange_async (self->fixture->queue, DP_RULE_HOST, NULL, 0, NULL, on_arranged, self);
}

static void
put (Crowd *self)
{
  dp_queue_put (self->fixture->queue, self->taken);
}

static void
on_sorted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Crowd *self = user_data;
  g_autoptr (DpKnown) known = dp_known_sort_finish (result, NULL, NULL);

  g_assert_cmpuint (known->ids->len, ==, 1);
  g_assert_cmpuint (g_array_index (known->ids, guint64, 0), ==, N_DOWNLOADS);
  g_assert_cmpuint (known->fresh->urls->len, ==, 1);
  self->taken = g_array_ref (known->ids);
}

/* As each time that somebody types a letter where links are typed. */
static void
sort_known (Crowd *self)
{
  DpDownload *last = dp_queue_find (self->fixture->queue, N_DOWNLOADS);
  g_autofree char *text = g_strconcat (dp_download_get_url (last), "\nhttp://fresh.test/a", NULL);
  DpUrlList *list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);

  g_clear_pointer (&self->taken, g_array_unref);
  dp_known_sort_async (self->fixture->queue, list, NULL, on_sorted, self);
}

/* The most work in one turn of the main loop, from the order to its end. */
static gint64
measure (Crowd *self, void (*order) (Crowd *))
{
  gint64 began_usec = dp_test_get_work_usec ();
  gint64 longest_usec;

  order (self);
  longest_usec = dp_test_get_work_usec () - began_usec;
  for (guint i = 0; i < 50 || self->taken == NULL; i++)
    {
      began_usec = dp_test_get_work_usec ();
      dp_test_iterate ();
      longest_usec = MAX (longest_usec, dp_test_get_work_usec () - began_usec);
    }
  return longest_usec;
}

static const struct
{
  const char *name;
  void (*order) (Crowd *);
  DpState state; /* in which most are then */
} orders[] = {
  { "pause-all", pause_all, DP_STATE_PAUSED },
  { "resume-all", resume_all, DP_STATE_QUEUED },
  { "pause-selected", pause_selected, DP_STATE_PAUSED },
  { "start-now", start_now, DP_STATE_QUEUED },
  { "unstart", unstart, DP_STATE_PAUSED },
  { "resume-selected", resume_selected, DP_STATE_QUEUED },
  { "start-now-queued", start_now, DP_STATE_QUEUED },
  { "unstart-queued", unstart, DP_STATE_QUEUED },
  { "prioritize", prioritize, DP_STATE_QUEUED },
  { "prioritize-undo", put_urgencies, DP_STATE_QUEUED },
  { "arrange", arrange, DP_STATE_QUEUED },
  { "arrange-undo", put, DP_STATE_QUEUED },
  { "sort-known", sort_known, DP_STATE_QUEUED },
  { "cancel-selected", cancel_selected, DP_STATE_CANCELLED },
  { "resume-cancelled", resume_selected, DP_STATE_QUEUED },
};

/* Closes it, and looks at what the next run of the program would find. */
static void
assert_stored (Crowd *self, DpState state, guint n_least)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *remark = NULL;
  g_autoptr (DpLedger) ledger = NULL;
  guint n_found = 0;

  dp_library_close (g_steal_pointer (&self->library), 120000);
  ledger = dp_ledger_open (self->folder, entries, &remark, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, N_DOWNLOADS);
  for (guint i = 0; i < entries->len; i++)
    n_found += ((DpEntry *) entries->pdata[i])->state == state;
  g_assert_cmpuint (n_found, >=, n_least);
}

static void
test_orders (void)
{
  g_autoptr (Crowd) self = crowd_new ();

  self->taken = g_array_new (FALSE, FALSE, 1);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      gint64 usec = measure (self, orders[i].order);

      g_test_message ("%s: %" G_GINT64_FORMAT " us", orders[i].name, usec);
      g_assert_cmpint (usec, <, LONGEST_USEC);
      g_assert_cmpuint (dp_queue_count (self->fixture->queue, orders[i].state), >=,
                        N_DOWNLOADS - N_OTHERS);
    }
  dp_queue_fixture_assert_consistent (self->fixture);
  assert_stored (self, DP_STATE_QUEUED, N_DOWNLOADS - N_OTHERS);
}

/* None goes on; one that ran may have failed before. */
static void
assert_paused (Crowd *self)
{
  g_assert_cmpuint (dp_queue_count_unfinished (self->fixture->queue), ==, 0);
  g_assert_cmpuint (dp_queue_count (self->fixture->queue, DP_STATE_PAUSED), >=,
                    N_DOWNLOADS - N_OTHERS);
}

/* The second of two orders wins, though the first is not written down yet. */
static void
test_second_wins (void)
{
  g_autoptr (Crowd) self = crowd_new ();

  pause_all (self);
  assert_paused (self);
  resume_all (self);
  g_assert_cmpuint (dp_queue_count (self->fixture->queue, DP_STATE_PAUSED), ==, 0);
  dp_test_iterate ();
  pause_all (self);
  assert_paused (self);
  for (guint i = 0; i < 20; i++)
    dp_test_iterate ();
  assert_paused (self);
  dp_queue_fixture_assert_consistent (self->fixture);
  assert_stored (self, DP_STATE_PAUSED, N_DOWNLOADS - N_OTHERS);
}

/* Those that wait for another attempt leave together, and who stays keeps its time. */
static void
test_waiting (void)
{
  g_autoptr (Crowd) self = crowd_new ();
  DpQueue *queue = self->fixture->queue;
  DpScheduler *scheduler = dp_queue_get_scheduler (queue);
  guint n_paused;
  gint64 usec;

  pause_all (self);
  resume_all (self);
  for (guint64 id = 2; id <= N_DOWNLOADS; id++)
    {
      DpDownload *download = dp_queue_find (queue, id);

      if (dp_download_get_state (download) == DP_STATE_RUNNING)
        continue;
      dp_download_write_history (download)->retry_at_usec = G_MAXINT64 - (gint64) id;
      dp_scheduler_move (scheduler, download, DP_STATE_RUNNING, NULL);
      dp_scheduler_move (scheduler, download, DP_STATE_WAITING, "Why.");
    }
  usec = dp_test_get_work_usec ();
  dp_queue_pause (queue, get_ids (self), N_DOWNLOADS - 1);
  usec = dp_test_get_work_usec () - usec;
  g_test_message ("pause-waiting: %" G_GINT64_FORMAT " us", usec);
  g_assert_cmpint (usec, <, LONGEST_USEC);
  g_assert_cmpuint (dp_queue_count (queue, DP_STATE_WAITING), ==, 1);
  n_paused = dp_queue_count (queue, DP_STATE_PAUSED);
  g_assert_cmpuint (n_paused, >=, N_DOWNLOADS - N_OTHERS);
  dp_queue_hurry (queue);
  g_assert_cmpuint (dp_queue_count (queue, DP_STATE_WAITING), ==, 0);
  g_assert_cmpuint (dp_queue_count (queue, DP_STATE_PAUSED), ==, n_paused);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crowd/orders", test_orders);
  g_test_add_func ("/crowd/second-wins", test_second_wins);
  g_test_add_func ("/crowd/waiting", test_waiting);

  return g_test_run ();
}
