/* test-crowd-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hundred thousand downloads in the window: nothing that is done to all of them at once holds it
 * up, and what is shown then is how it is.
 */

#include "dp-app-fixture.h"
#include "dp-file-drag.h"
#include "dp-scheduler.h"

#include <string.h>

#define N_DOWNLOADS 100000

/* Far more than it takes, far less than anybody would not notice. */
#define LONGEST_USEC (400 * G_TIME_SPAN_MILLISECOND)

static guint
count_shown (DpAppFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (self)));
}

/* The most work in one turn of the main loop, until there is nothing more to do. */
static void
work (DpAppFixture *self, const char *what, void (*order) (DpAppFixture *))
{
  gint64 end_usec = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  gint64 began_usec = dp_test_get_work_usec ();
  gint64 longest_usec;

  order (self);
  longest_usec = dp_test_get_work_usec () - began_usec;
  for (guint n_idle = 0; n_idle < 10 && g_get_monotonic_time () < end_usec;)
    {
      began_usec = dp_test_get_work_usec ();
      n_idle = g_main_context_iteration (NULL, FALSE) ? 0 : n_idle + 1;
      longest_usec = MAX (longest_usec, dp_test_get_work_usec () - began_usec);
      if (n_idle > 0)
        dp_test_iterate ();
    }
  g_test_message ("%s: %" G_GINT64_FORMAT " us", what, longest_usec);
  g_assert_cmpint (longest_usec, <, LONGEST_USEC);
}

static void
activate (DpAppFixture *self, const char *action_name)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), action_name, NULL);
}

static void
pause_all (DpAppFixture *self)
{
  activate (self, "pause-all");
}

static void
resume_all (DpAppFixture *self)
{
  activate (self, "resume-all");
}

static void
select_all (DpAppFixture *self)
{
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
}

static void
start_now (DpAppFixture *self)
{
  dp_app_fixture_activate (self, "win.start-now");
}

static void
undo (DpAppFixture *self)
{
  activate (self, "undo");
}

static void
clear_finished (DpAppFixture *self)
{
  activate (self, "clear-finished");
}

static void
sort_by (DpAppFixture *self, const char *order, gboolean is_descending)
{
  GActionGroup *group = G_ACTION_GROUP (self->window);

  g_action_group_change_action_state (group, "sort-by", g_variant_new_string (order));
  g_action_group_change_action_state (group, "sort-descending",
                                      g_variant_new_boolean (is_descending));
}

static void
sort_by_name (DpAppFixture *self)
{
  sort_by (self, "name", FALSE);
}

static void
reverse (DpAppFixture *self)
{
  sort_by (self, "name", TRUE);
}

static void
sort_by_host (DpAppFixture *self)
{
  sort_by (self, "host", FALSE);
}

static void
sort_by_state (DpAppFixture *self)
{
  sort_by (self, "state", FALSE);
}

static void
sort_by_list (DpAppFixture *self)
{
  sort_by (self, "list", FALSE);
}

static void
show_group (DpAppFixture *self, const char *group)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->window), "show-group",
                                      g_variant_new_string (group));
}

/* As if all had come. */
static void
finish_all (DpAppFixture *self)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self->queue);

  for (guint64 id = 1; id <= N_DOWNLOADS; id++)
    {
      DpDownload *download = dp_queue_find (self->queue, id);

      dp_scheduler_move (scheduler, download, DP_STATE_QUEUED, NULL);
      dp_scheduler_move (scheduler, download, DP_STATE_RUNNING, NULL);
      dp_download_finish (download, "/nowhere/file.bin", 7, TRUE);
      dp_scheduler_move (scheduler, download, DP_STATE_DONE, NULL);
    }
}

static void
on_written (GObject *content, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GOutputStream) stream = user_data;

  g_assert_true (
      gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (content), result, NULL));
  g_assert_cmpuint (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), ==,
                    N_DOWNLOADS * strlen ("file:///nowhere/file.bin\r\n"));
}

/* As when all rows are dragged into another program, which reads where the files are. */
static void
drag_all (DpAppFixture *self)
{
  g_autoptr (GdkContentProvider) content =
      dp_file_drag_provide (dp_app_fixture_get_selection (self));
  GOutputStream *stream = g_memory_output_stream_new_resizable ();

  gdk_content_provider_write_mime_type_async (content, "text/uri-list", stream, G_PRIORITY_DEFAULT,
                                              NULL, on_written, stream);
}

static void
add_all (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, N_DOWNLOADS);

  g_settings_set_int (self->settings, "parallel-downloads", 1);
  dp_app_fixture_add (self, links, N_DOWNLOADS);
  dp_test_run_until (count_shown (self) == N_DOWNLOADS);
}

static void
test_orders (DpAppFixture *self)
{
  add_all (self);
  work (self, "pause all", pause_all);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, N_DOWNLOADS);
  work (self, "resume all", resume_all);
  work (self, "select all", select_all);
  work (self, "start now", start_now);
  work (self, "undo", undo);
  work (self, "sort by state", sort_by_state);
  work (self, "pause all", pause_all);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, N_DOWNLOADS);
  work (self, "sort by name", sort_by_name);
  work (self, "reverse", reverse);
  work (self, "sort by host", sort_by_host);
  work (self, "sort by list", sort_by_list);
  finish_all (self);
  work (self, "drag all", drag_all);
  work (self, "clear finished", clear_finished);
  g_assert_cmpuint (count_shown (self), ==, 0);
  work (self, "undo", undo);
  g_assert_cmpuint (count_shown (self), ==, N_DOWNLOADS);
}

/* What is shown is how the second of two orders left it, though the first was still on its way into
 * the view. */
static void
test_second_wins (DpAppFixture *self)
{
  add_all (self);
  work (self, "pause all", pause_all);
  show_group (self, "active");
  dp_test_run_until (count_shown (self) == 0);
  resume_all (self);
  dp_test_iterate ();
  work (self, "pause all", pause_all);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_PAUSED), ==, N_DOWNLOADS);
  g_assert_cmpuint (count_shown (self), ==, 0);
  show_group (self, "waiting");
  dp_test_run_until (count_shown (self) == N_DOWNLOADS);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/crowd-window/orders", test_orders);
  add ("/crowd-window/second-wins", test_second_wins);

  return g_test_run ();
}
