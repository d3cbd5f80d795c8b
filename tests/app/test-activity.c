/* test-activity.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the threads do: in words, in a window beside the list, and not at all while that is closed.
 */

#include <string.h>

#include "dp-activity-window.h"
#include "dp-activity-words.h"
#include "dp-app-fixture.h"
#include "dp-curve.h"
#include "dp-demonstration-view.h"
#include "dp-graph.h"
#include "dp-lane-list.h"
#include "dp-lane-row.h"
#include "dp-pulse-view.h"
#include "dp-speed-view.h"

/* Words */

static const struct
{
  guint64 usec;
  const char *words;
} durations[] = {
  { 0, "0.0 s" },
  { 840000, "0.8 s" },
  { 9949999, "9.9 s" },
  { 9950000, "10 s" },
  { 14 * G_USEC_PER_SEC, "14 s" },
  { 59600000, "1 min 0 s" },
  { 200 * G_USEC_PER_SEC, "3 min 20 s" },
  { 3661 * (guint64) G_USEC_PER_SEC, "1 h 1 min" },
};

static const struct
{
  gint64 usec;
  const char *words;
} delays[] = {
  { 0, "0.00 ms" },   { 40, "0.04 ms" },    { 1500, "1.5 ms" },
  { 16700, "17 ms" }, { 999000, "999 ms" }, { 1000000, "1.0 s" },
};

static const struct
{
  DpActivity activity;
  const char *words;
} activities[] = {
  { { 0, 6, DP_PARALLEL_CHOSEN, 0, 0 }, "No file comes now." },
  { { 4, 6, DP_PARALLEL_CHOSEN, 0, 0 }, "4 files come at once. You allow 6." },
  { { 1, 6, DP_PARALLEL_CHOSEN, 0, 0 }, "1 file comes now. You allow 6 at once." },
  { { 6, 6, DP_PARALLEL_CHOSEN, 0, 0 }, "6 files come at once, as many as you allow." },
  { { 3, 8, DP_PARALLEL_FEW, 0, 0 }, "3 files come at once: there is no more to be done." },
  { { 8, 8, DP_PARALLEL_TRYING_MORE, 0, 0 },
    "8 files come at once. More are being tried, as that may be faster." },
  { { 8, 6, DP_PARALLEL_TRYING_FEWER, 0, 0 },
    "8 files come at once. Fewer are being tried, as they may be as fast." },
  { { 8, 8, DP_PARALLEL_BEST, 0, 0 },
    "8 files come at once: more were no faster, and fewer were slower." },
  { { 2, 2, DP_PARALLEL_REFUSED, 0, 1 }, "2 files come at once: a server did not want more." },
};

static const struct
{
  DpBatch batch;
  const char *words;
} batches[] = {
  { { 0 },
    "No file has come yet. What it gains that several come at the same time stands here then." },
  { { .n_running = 1, .began_usec = 1 }, "None of the files that come now is done yet." },
  { { .n_files = 1, .began_usec = 1, .ended_usec = 3000001, .is_over = TRUE }, "1 file in 3.0 s." },
  { { .n_files = 2000,
      .began_usec = 1,
      .ended_usec = 14000001,
      .own_usec = 200000000,
      .server_usec = 200000000,
      .is_over = TRUE },
    "2000 files in 14 s: one after the other they would have taken about 3 min 20 s. "
    "That is 14.3 times as fast." },
  { { .n_files = 16,
      .began_usec = 1,
      .ended_usec = 14000001,
      .own_usec = 200000000,
      .server_usec = 100,
      .bytes = 14000,
      .is_over = TRUE },
    "16 files in 14 s: one after the other they would have taken hardly longer." },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *words = dp_activity_words_for_duration (durations[i].usec);

      g_assert_cmpstr (words, ==, durations[i].words);
    }
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autofree char *words = dp_activity_words_for_delay (delays[i].usec);

      g_assert_cmpstr (words, ==, delays[i].words);
    }
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    {
      g_autofree char *words = dp_activity_words_for_parallel (&activities[i].activity);

      g_assert_cmpstr (words, ==, activities[i].words);
    }
  for (guint i = 0; i < G_N_ELEMENTS (batches); i++)
    {
      g_autofree char *words = dp_activity_words_for_batch (&batches[i].batch, G_MAXINT64);

      g_assert_cmpstr (words, ==, batches[i].words);
    }
}

static void
assert_files (DpWork *work, const char *expected)
{
  g_autofree char *words = dp_activity_words_for_files (work);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_lane_words (void)
{
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_object_unref);
  DpWork work = { .lane = { .number = 3, .thread_id = 4711 }, .named = named };
  g_autofree char *sentence = NULL;

  assert_files (&work, "Rests, and leaves if nothing comes");
  work.lane.n_jobs = 2;
  assert_files (&work, "2 jobs that are about no files of the list");
  g_ptr_array_add (named, dp_download_new (1, "http://a.example/a.iso", "/nowhere"));
  work.n_files = 1;
  assert_files (&work, "1 file: a.iso");
  g_ptr_array_add (named, dp_download_new (2, "http://a.example/b.iso", "/nowhere"));
  work.n_files = 2;
  assert_files (&work, "2 files: a.iso, b.iso");
  work.n_files = 9;
  assert_files (&work, "9 files, with a.iso, b.iso");
  work.n_connections = 11;
  sentence = dp_activity_words_for_lane (&work, 0.124);
  dp_test_assert_has (sentence, "dp-lane-3, thread 4711. 9 files, with a.iso, b.iso. ");
  dp_test_assert_has (sentence, ", 11 connections, 12 percent of a processor");
}

/* In a window */

static gpointer
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_window (void)
{
  return dp_app_fixture_find_window (DP_TYPE_ACTIVITY_WINDOW);
}

static gboolean
is_active (DpAppFixture *self)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self->window), "activity");

  return g_variant_get_boolean (state);
}

static GtkWidget *
open_window (DpAppFixture *self)
{
  dp_app_fixture_activate (self, "win.activity");
  g_assert_true (is_active (self));
  dp_test_run_until (gtk_widget_get_mapped (find_window ()));
  return find_window ();
}

static const char *
get_text (GtkWidget *widget, GType type, const char *name)
{
  GtkWidget *found = find_widget (widget, type);

  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (found, type, name)));
}

static gboolean
has_text (GtkWidget *window, GType type, const char *name, const char *words)
{
  return strstr (get_text (window, type, name), words) != NULL;
}

static guint
count_lanes (GtkWidget *window)
{
  GtkWidget *row = find_widget (window, DP_TYPE_LANE_ROW);
  guint n = 0;

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    n += DP_IS_LANE_ROW (row);
  return n;
}

static void
body_live (DpAppFixture *self)
{
  GtkWidget *window = open_window (self);
  g_autofree char *slow =
      dp_engine_fixture_dup_url (self->engine, "/file/a.bin?size=9000000&rate=300000");
  GtkWidget *row;

  g_assert_true (has_text (window, DP_TYPE_ACTIVITY_WINDOW, "parallel", "No file comes now."));
  g_assert_true (has_text (window, DP_TYPE_ACTIVITY_WINDOW, "batch", "No file has come yet."));
  dp_app_fixture_add (self, slow, 1);
  dp_test_run_until (has_text (window, DP_TYPE_ACTIVITY_WINDOW, "parallel", "1 file comes now."));
  dp_test_run_until (count_lanes (window) > 0);
  dp_test_run_until (dp_test_count_threads ("dp-lane-") == count_lanes (window));

  row = find_widget (window, DP_TYPE_LANE_ROW);
  dp_test_run_until (has_text (row, DP_TYPE_LANE_ROW, "files", "1 file: a.bin"));
  g_assert_true (has_text (row, DP_TYPE_LANE_ROW, "name", "dp-lane-1 · thread "));
  g_assert_cmpuint (dp_lane_row_get_thread_id (DP_LANE_ROW (row)), >, 0);
  dp_test_run_until (has_text (row, DP_TYPE_LANE_ROW, "figures", "kB/s · 1 connection · "));
  dp_test_run_until (has_text (window, DP_TYPE_SPEED_VIEW, "words", "kB/s now"));
  dp_test_run_until (has_text (window, DP_TYPE_PULSE_VIEW, "words", "at worst in the last minute"));
  /* What comes is painted in the list. */
  dp_test_run_until (has_text (window, DP_TYPE_PULSE_VIEW, "frames", " times a second"));

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "pause-all", NULL);
  dp_test_run_until (has_text (window, DP_TYPE_ACTIVITY_WINDOW, "parallel", "No file comes now."));
  dp_test_run_until (has_text (row, DP_TYPE_LANE_ROW, "files", "Rests"));
}

static void
body_batch (DpAppFixture *self)
{
  GtkWidget *window = open_window (self);
  g_autoptr (GString) links = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u.bin?size=1000&wait_msec=300", i);
      g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

      g_string_append_printf (links, "%s\n", url);
    }
  dp_app_fixture_add (self, links->str, 20);
  dp_test_run_until (has_text (window, DP_TYPE_ACTIVITY_WINDOW, "batch", "20 files in "));
  g_assert_true (has_text (window, DP_TYPE_ACTIVITY_WINDOW, "batch", " times as fast."));
}

/* Closed, nothing of it is left; and it opens again. */
static void
body_closed (DpAppFixture *self)
{
  gpointer view;
  gpointer window;

  for (guint i = 0; i < 2; i++)
    {
      window = open_window (self);
      view = find_widget (window, DP_TYPE_PULSE_VIEW);
      g_assert_cmpuint (dp_test_count_threads ("dp-pulse"), ==, 1);
      g_assert_nonnull (g_main_context_find_source_by_user_data (NULL, window));
      g_object_add_weak_pointer (window, &window);
      if (i == 0)
        dp_app_fixture_activate (self, "win.activity");
      else
        gtk_widget_activate_action (window, "window.close", NULL);
      dp_test_run_until (window == NULL);
      g_assert_false (is_active (self));
      g_assert_null (find_window ());
      g_assert_cmpuint (dp_test_count_threads ("dp-pulse"), ==, 0);
      g_assert_cmpuint (
          g_signal_handler_find (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                                 G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, view),
          ==, 0);
    }
  /* It goes with the window it belongs to. */
  open_window (self);
}

static void
assert_named (GtkWidget *widget, gpointer user_data)
{
  guint *n_named = user_data;

  if (DP_IS_GRAPH (widget) || DP_IS_LANE_ROW (widget) || GTK_IS_LIST_BOX (widget))
    {
      ++*n_named;
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  else if (GTK_IS_PROGRESS_BAR (widget))
    {
      ++*n_named;
      dp_test_assert_bar_is_named (widget);
    }
}

/* Two graphs, the list, and of one row the sentence and the bar. */
static void
body_names (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 1);
  GtkWidget *window = open_window (self);
  guint n_named = 0;

  dp_app_fixture_add (self, links, 1);
  dp_test_run_until (count_lanes (window) > 0);
  dp_test_walk (window, assert_named, &n_named);
  g_assert_cmpuint (n_named, ==, 3 + 2 * count_lanes (window));
  g_assert_false (gtk_widget_get_visible (find_widget (window, DP_TYPE_DEMONSTRATION_VIEW)));
}

static guint
get_n_points (GtkWidget *window)
{
  return dp_curve_get_n_points (find_widget (window, DP_TYPE_CURVE));
}

static gboolean
is_enabled (DpAppFixture *self)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->application), "demonstrate");
}

/* The list is held meanwhile, and goes on behind it. */
static void
body_demonstration (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 1);
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "downpour-demonstration", NULL);
  GtkWidget *window = open_window (self);

  dp_app_fixture_add (self, links, 1);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 1);
  g_assert_true (gtk_widget_get_visible (find_widget (window, DP_TYPE_DEMONSTRATION_VIEW)));
  g_assert_cmpuint (get_n_points (window), ==, 0);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "demonstrate", NULL);
  g_assert_false (is_enabled (self));
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 0);
  dp_test_run_until (is_enabled (self));
  g_assert_cmpuint (get_n_points (window), ==, 3);
  g_assert_true (has_text (window, DP_TYPE_DEMONSTRATION_VIEW, "words", "64 files, 1 at once: "));
  g_assert_true (has_text (window, DP_TYPE_DEMONSTRATION_VIEW, "words", "64 files, 16 at once: "));
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_RUNNING) == 1);
  dp_test_run_until (!g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* The program can be left in the middle of it. */
static void
body_leave (DpAppFixture *self)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self->queue);

  open_window (self);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "demonstrate", NULL);
  dp_test_run_until (dp_lanes_get_n_jobs (dp_scheduler_get_lanes (scheduler)) > 0);
}

static void
run_with_server (gconstpointer body)
{
  g_autoptr (DpTestServer) server = dp_test_server_new (0, NULL);
  g_autofree char *url = dp_test_server_dup_url (server, "");

  g_setenv ("DOWNPOUR_DEMONSTRATION", url, TRUE);
  dp_app_fixture_run ((DpAppTestFunc) body, NULL);
  g_unsetenv ("DOWNPOUR_DEMONSTRATION");
}

/* Without a server it comes to its end, too, and claims nothing. */
static void
body_no_server (DpAppFixture *self)
{
  GtkWidget *window = open_window (self);

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "demonstrate", NULL);
  g_assert_false (is_enabled (self));
  dp_test_run_until (is_enabled (self));
  g_assert_cmpuint (get_n_points (window), ==, 0);
}

static void
test_no_server (void)
{
  g_setenv ("DOWNPOUR_DEMONSTRATION", "http://127.0.0.1:1", TRUE);
  dp_app_fixture_run (body_no_server, NULL);
  g_unsetenv ("DOWNPOUR_DEMONSTRATION");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activity/words", test_words);
  g_test_add_func ("/activity/lane-words", test_lane_words);
  g_test_add_data_func ("/activity/live", body_live, dp_app_fixture_run_data);
  g_test_add_data_func ("/activity/batch", body_batch, dp_app_fixture_run_data);
  g_test_add_data_func ("/activity/closed", body_closed, dp_app_fixture_run_data);
  g_test_add_data_func ("/activity/names", body_names, dp_app_fixture_run_data);
  g_test_add_data_func ("/activity/demonstration", body_demonstration, run_with_server);
  g_test_add_data_func ("/activity/leave", body_leave, run_with_server);
  g_test_add_func ("/activity/no-server", test_no_server);
  return g_test_run ();
}
