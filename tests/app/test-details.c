/* test-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The details of what is selected: where they open, what they show, and that they rest.
 */

#include <string.h>

#include "dp-app-fixture.h"
#include "dp-checksum-view.h"
#include "dp-details-page.h"
#include "dp-details-words.h"
#include "dp-details.h"
#include "dp-graph.h"
#include "dp-segment-map.h"
#include "dp-split.h"
#include "dp-tally.h"
#include "dp-timeline-row.h"
#include "dp-timeline.h"
#include "dp-waits.h"

/* Words */

static const struct
{
  const char *name;
  DpEvent event;
  const char *words;
} events[] = {
  { "asked", { .kind = DP_EVENT_REQUEST }, "Asked the server, and wait for its answer" },
  { "answered",
    { .kind = DP_EVENT_REQUEST, .status = 206, .took_usec = 125000 },
    "The server answered after 125 ms: 206 Partial Content" },
  { "answered-late",
    { .kind = DP_EVENT_REQUEST, .status = 404, .took_usec = 4260000 },
    "The server answered after 4.3 s: 404 Not Found" },
  { "in-vain",
    { .kind = DP_EVENT_REQUEST, .took_usec = 1, .reason = (char *) "Why." },
    "Asked the server, in vain: Why." },
  { "begun", { .kind = DP_EVENT_BEGUN }, "Began with the first byte" },
  { "continued",
    { .kind = DP_EVENT_CONTINUED, .bytes = 4200000 },
    "Continued at 4.2\u00a0MB, after proof that it is the same file" },
  { "again",
    { .kind = DP_EVENT_AGAIN, .bytes = 4200000 },
    "The 4.2\u00a0MB that are here can't be continued: starting again beside them" },
  { "shared", { .kind = DP_EVENT_SHARED }, "Several connections share what is missing" },
  { "done",
    { .kind = DP_EVENT_DONE, .bytes = 80000000 },
    "Done: all 80.0\u00a0MB are safe on the disk" },
  { "waiting",
    { .kind = DP_EVENT_WAITING, .wait_sec = 5, .reason = (char *) "503 Service Unavailable" },
    "503 Service Unavailable: trying again in 5 s" },
  { "paused", { .kind = DP_EVENT_PAUSED, .bytes = 1000 }, "Paused at 1.0\u00a0kB" },
  { "paused-why",
    { .kind = DP_EVENT_PAUSED, .bytes = 1000, .reason = (char *) "Why." },
    "Paused at 1.0\u00a0kB: Why." },
  { "failed", { .kind = DP_EVENT_FAILED, .reason = (char *) "Why." }, "Failed: Why." },
  { "asking",
    { .kind = DP_EVENT_ASKING, .reason = (char *) "Why." },
    "Waits for your answer: Why." },
};

static void
test_event (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *words = dp_details_words_for_event (&events[i].event);

  g_assert_cmpstr (words, ==, events[i].words);
}

static void
assert_map (const DpTraceMap *map, guint64 total_bytes, const char *expected)
{
  g_autofree char *words = dp_details_words_for_map (map, total_bytes);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_map (void)
{
  g_auto (DpTraceMap) map = { 0 };

  assert_map (&map, 1000, "Nothing of it is here yet");
  for (guint i = 0; i < 8; i++)
    dp_range_set_add (&map.written, i * 100, i * 100 + 54);
  assert_map (&map, 1000, "43 percent in 8 parts");
  assert_map (&map, DP_SIZE_UNKNOWN, "432 bytes in 8 parts");
  dp_range_set_add (&map.written, 0, 1000);
  assert_map (&map, 1000, "100 percent in 1 part");
}

static const struct
{
  guint64 usec[DP_N_WAITS];
  const char *words;
} waits[] = {
  { { 0, 0, 0, 0 }, "It has not waited for anything yet" },
  { { 60, 20, 20, 0 }, "Most of the time the server thinks about its answer" },
  { { 0, 9, 1, 0 }, "Most of the time goes by while bytes are on their way here" },
  { { 1, 2, 70, 0 }, "Most of the time the disk is what takes long" },
  { { 1, 2, 3, 7 }, "Most of the time your speed limit holds it back" },
  { { 3, 3, 3, 3 }, "Nothing alone takes most of the time" },
};

static void
test_waits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autofree char *words = dp_details_words_for_waits (waits[i].usec);

      g_assert_cmpstr (words, ==, waits[i].words);
    }
}

/* Of what a bar says nothing is lost when it moves a little. */
static void
test_spoken_waits (void)
{
  const char *quarter = "25 %";
  g_autoptr (DpWaits) view = g_object_ref_sink (g_object_new (DP_TYPE_WAITS, NULL));
  GtkAccessible *bar =
      (gpointer) gtk_widget_get_template_child (GTK_WIDGET (view), DP_TYPE_WAITS, "network_bar");

  for (guint i = 0; i < 3; i++)
    {
      const guint64 usec[DP_N_WAITS] = { 750000 + i, 250000 };

      dp_waits_set (view, usec);
      gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, quarter);
    }
}

/* Drawings */

/* 1, 2 or 5 with zeros, and never less than the least. */
static void
test_graph_scale (void)
{
  g_autoptr (DpGraph) graph = g_object_ref_sink (g_object_new (DP_TYPE_GRAPH, NULL));
  const struct
  {
    double most;
    double top;
  } scales[] = { { 0, 1000 },    { 999, 1000 },   { 1000, 1000 },          { 1001, 2000 },
                 { 4900, 5000 }, { 5001, 10000 }, { 123456789, 200000000 } };

  dp_graph_set_scale (graph, NULL, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      const double values[] = { -1, 0, scales[i].most, 1 };

      dp_graph_set_values (graph, values, G_N_ELEMENTS (values), NULL);
      g_assert_cmpfloat (dp_graph_get_top (graph), ==, scales[i].top);
    }
}

/* In the window */

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

static gpointer
find (DpAppFixture *self, GType type)
{
  return find_widget (GTK_WIDGET (self->window), type);
}

static gboolean
is_open (DpAppFixture *self)
{
  GtkWidget *details = find (self, DP_TYPE_DETAILS);

  return details != NULL && gtk_widget_get_mapped (details);
}

static void
toggle (DpAppFixture *self)
{
  dp_app_fixture_activate (self, "win.details");
}

static void
open_details (DpAppFixture *self)
{
  toggle (self);
  dp_test_run_until (is_open (self));
}

static const char *
get_text (DpAppFixture *self, GType type, const char *name)
{
  GObject *label = gtk_widget_get_template_child (find (self, type), type, name);

  return gtk_label_get_label (GTK_LABEL (label));
}

static const char *
get_page_text (DpAppFixture *self, const char *name)
{
  return get_text (self, DP_TYPE_DETAILS_PAGE, name);
}

static const char *
get_stack_page (DpAppFixture *self)
{
  GObject *stack =
      gtk_widget_get_template_child (find (self, DP_TYPE_DETAILS), DP_TYPE_DETAILS, "stack");

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static void
select_only (DpAppFixture *self, guint position)
{
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), position, TRUE);
}

static DpDownload *
get_download (DpAppFixture *self, guint position)
{
  g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), position);

  return download;
}

static gboolean
has_text (DpAppFixture *self, const char *name, const char *words)
{
  return strstr (get_page_text (self, name), words) != NULL;
}

static void
body_one (DpAppFixture *self)
{
  g_autofree char *stall =
      dp_engine_fixture_dup_url (self->engine, "/stall/b.bin?size=3000000&after=1000000");
  g_autofree char *good = dp_engine_fixture_dup_url (self->engine, "/file/a.bin?size=50000");
  g_autofree char *secret = g_strdup_printf ("http://ann:hunter2@%s", good + strlen ("http://"));
  g_autofree char *links = g_strdup_printf ("%s\n%s\n", secret, stall);

  dp_app_fixture_add (self, links, 2);
  g_assert_null (find (self, DP_TYPE_DETAILS));
  open_details (self);
  g_assert_cmpstr (get_stack_page (self), ==, "none");

  select_only (self, 1);
  g_assert_cmpstr (get_stack_page (self), ==, "one");
  g_assert_cmpstr (get_page_text (self, "name"), ==, "b.bin");
  dp_test_run_until (has_text (self, "map_words", "33 percent in 1 part"));
  dp_test_run_until (has_text (self, "status", "1.0 of 3.0"));
  g_assert_true (has_text (self, "safety", "1 connection"));
  g_assert_true (has_text (self, "link", "/stall/b.bin"));

  dp_test_run_until (dp_download_get_state (get_download (self, 0)) == DP_STATE_DONE);
  select_only (self, 0);
  g_assert_cmpstr (get_page_text (self, "name"), ==, "a.bin");
  g_assert_cmpstr (get_page_text (self, "map_words"), ==, "100 percent in 1 part");
  g_assert_true (has_text (self, "link", "/file/a.bin"));
  g_assert_false (has_text (self, "link", "hunter2"));
  g_assert_true (has_text (self, "size", "50.0"));
  g_assert_cmpstr (get_page_text (self, "type"), ==, "application/octet-stream");
}

static guint
count_rows (DpAppFixture *self)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (find (self, DP_TYPE_TIMELINE)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += DP_IS_TIMELINE_ROW (child);
  return n;
}

/* Asked, trying again; asked, began, done: what came last is on top. */
static void
assert_told_of_both_requests (DpAppFixture *self)
{
  static const DpEventKind kinds[] = { DP_EVENT_DONE, DP_EVENT_BEGUN, DP_EVENT_REQUEST,
                                       DP_EVENT_WAITING, DP_EVENT_REQUEST };
  GtkWidget *row;

  dp_test_run_until (count_rows (self) == G_N_ELEMENTS (kinds));
  row = gtk_widget_get_first_child (find (self, DP_TYPE_TIMELINE));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_cmpint (dp_timeline_row_get_event (DP_TIMELINE_ROW (row))->kind, ==, kinds[i]);
      row = gtk_widget_get_next_sibling (row);
    }
  /* The headers are laid out when they are unfolded. */
  row = gtk_widget_get_prev_sibling (gtk_widget_get_last_child (find (self, DP_TYPE_TIMELINE)));
  g_assert_cmpuint (dp_timeline_row_get_event (DP_TIMELINE_ROW (row))->status, ==, 503);
  gtk_expander_set_expanded (find_widget (row, GTK_TYPE_EXPANDER), TRUE);
  dp_test_assert_has (gtk_label_get_label (GTK_LABEL (
                          gtk_widget_get_template_child (row, DP_TYPE_TIMELINE_ROW, "headers"))),
                      "Accept-Encoding: identity");
}

static void
body_timeline (DpAppFixture *self)
{
  g_autofree char *busy = dp_engine_fixture_dup_url (self->engine, "/busy/a.bin?times=1");
  g_autofree char *good = dp_engine_fixture_dup_url (self->engine, "/file/b.bin");
  g_autofree char *silent = dp_app_fixture_dup_silent_links (self, 2);

  dp_app_fixture_add (self, busy, 1);
  select_only (self, 0);
  open_details (self);
  dp_test_run_until (dp_download_get_state (get_download (self, 0)) == DP_STATE_DONE);
  assert_told_of_both_requests (self);

  /* Another one takes the rows over, folded; what it does not need goes. */
  dp_app_fixture_add (self, good, 1);
  dp_test_run_until (dp_download_get_state (get_download (self, 1)) == DP_STATE_DONE);
  select_only (self, 1);
  dp_test_run_until (count_rows (self) == 3);
  for (GtkWidget *row = gtk_widget_get_first_child (find (self, DP_TYPE_TIMELINE));
       DP_IS_TIMELINE_ROW (row); row = gtk_widget_get_next_sibling (row))
    g_assert_false (gtk_expander_get_expanded (find_widget (row, GTK_TYPE_EXPANDER)));
  select_only (self, 0);
  dp_test_run_until (count_rows (self) == 5);

  /* One that never ran has none to tell of. */
  g_settings_set_int (self->settings, "parallel-downloads", 1);
  dp_app_fixture_add (self, silent, 2);
  select_only (self, 3);
  g_assert_cmpint (dp_download_get_state (get_download (self, 3)), ==, DP_STATE_QUEUED);
  g_assert_false (gtk_widget_get_visible (find (self, DP_TYPE_TIMELINE)));
}

static void
body_many (DpAppFixture *self)
{
  g_autofree char *silent = dp_app_fixture_dup_silent_links (self, 30);
  g_autofree char *missing = dp_engine_fixture_dup_url (self->engine, "/status/404/x.zip");
  g_autofree char *links = g_strconcat (missing, "\n", silent, NULL);

  dp_app_fixture_add (self, links, 31);
  open_details (self);
  dp_test_run_until (dp_download_get_state (get_download (self, 0)) == DP_STATE_FAILED);
  dp_test_run_until (
      g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (self))) == 31);
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  g_assert_cmpstr (get_stack_page (self), ==, "many");
  g_assert_cmpstr (get_text (self, DP_TYPE_DETAILS, "n_files"), ==, "31 files");
  dp_test_run_until (strstr (get_text (self, DP_TYPE_DETAILS, "n_states"), "1 failed") != NULL);
  g_assert_cmpstr (get_text (self, DP_TYPE_DETAILS, "n_bytes"), ==,
                   "0 bytes, and 31 of unknown size");
  /* What changes is counted again. */
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "pause-all", NULL);
  dp_test_run_until (strstr (get_text (self, DP_TYPE_DETAILS, "n_states"), "30 paused") != NULL);
}

static void
body_places (DpAppFixture *self)
{
  const struct
  {
    int width;
    int height;
    DpSplitPlace place;
  } places[] = { { 1300, 600, DP_SPLIT_PLACE_SIDE },
                 { 700, 900, DP_SPLIT_PLACE_BOTTOM },
                 { 360, 600, DP_SPLIT_PLACE_PAGE },
                 { 700, 400, DP_SPLIT_PLACE_PAGE } };
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 1);
  DpSplit *split = find (self, DP_TYPE_SPLIT);
  GtkWidget *list;

  dp_app_fixture_add (self, links, 1);
  open_details (self);
  list = find (self, GTK_TYPE_LIST_VIEW);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (self->window), places[i].width, places[i].height);
      dp_test_run_until (dp_split_get_place (split) == places[i].place);
      dp_test_run_until (gtk_widget_get_mapped (list) == (places[i].place != DP_SPLIT_PLACE_PAGE));
    }
  /* As a page it has the focus, and gives it back. */
  dp_test_run_until (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->window)),
                                             find (self, DP_TYPE_DETAILS)));
  dp_app_fixture_activate (self, "win.close-details");
  dp_test_run_until (gtk_widget_get_mapped (list));
  g_assert_false (is_open (self));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->window)), list) ||
                 gtk_window_get_focus (GTK_WINDOW (self->window)) == list);
  open_details (self);
  toggle (self);
  g_assert_false (is_open (self));
}

static gpointer
get_checksum_child (DpAppFixture *self, const char *name)
{
  return gtk_widget_get_template_child (find (self, DP_TYPE_CHECKSUM_VIEW), DP_TYPE_CHECKSUM_VIEW,
                                        name);
}

static void
body_checksum (DpAppFixture *self)
{
  g_autofree char *links = dp_engine_fixture_dup_url (self->engine, "/file/a.bin?size=50000");
  g_autofree char *pasted = NULL;
  GtkWidget *verdict;

  open_details (self);
  dp_app_fixture_add (self, links, 1);
  select_only (self, 0);
  dp_test_run_until (dp_download_get_state (get_download (self, 0)) == DP_STATE_DONE);
  dp_test_run_until (gtk_widget_get_visible (find (self, DP_TYPE_CHECKSUM_VIEW)));
  verdict = get_checksum_child (self, "verdict");
  gtk_widget_activate (find_widget (
      gtk_stack_get_visible_child (get_checksum_child (self, "stack")), GTK_TYPE_BUTTON));
  dp_test_run_until (gtk_widget_get_visible (get_checksum_child (self, "result")));
  g_assert_cmpuint (strlen (gtk_label_get_label (get_checksum_child (self, "result"))), ==, 64);
  g_assert_false (gtk_widget_get_visible (verdict));

  gtk_editable_set_text (get_checksum_child (self, "entry"), "0123");
  g_assert_true (gtk_widget_has_css_class (verdict, "error"));
  pasted = g_strconcat (gtk_label_get_label (get_checksum_child (self, "result")), "  a.bin", NULL);
  gtk_editable_set_text (get_checksum_child (self, "entry"), pasted);
  g_assert_true (gtk_widget_get_visible (verdict));
  g_assert_false (gtk_widget_has_css_class (verdict, "error"));

  /* Of another one nothing is known yet. */
  gtk_selection_model_unselect_all (dp_app_fixture_get_selection (self));
  select_only (self, 0);
  g_assert_false (gtk_widget_get_visible (get_checksum_child (self, "result")));
}

/* Of what rests, and of what nobody sees, nothing ticks. */
static void
body_rests (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 1);
  DpDetails *details;

  dp_app_fixture_add (self, links, 1);
  select_only (self, 0);
  open_details (self);
  details = find (self, DP_TYPE_DETAILS);
  g_assert_nonnull (g_main_context_find_source_by_user_data (NULL, details));
  toggle (self);
  g_assert_null (g_main_context_find_source_by_user_data (NULL, details));
  open_details (self);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "pause-all", NULL);
  dp_test_run_until (dp_download_get_state (get_download (self, 0)) == DP_STATE_PAUSED);
  dp_test_run_until (g_main_context_find_source_by_user_data (NULL, details) == NULL);
  g_assert_true (has_text (self, "status", "Paused"));
}

static void
assert_named (GtkWidget *widget, gpointer user_data)
{
  guint *n_controls = user_data;
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  /* Some are called as they are labelled. */
  if (gtk_widget_get_ancestor (widget, DP_TYPE_CHECKSUM_VIEW) != NULL ||
      (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL))
    return;
  if (role == GTK_ACCESSIBLE_ROLE_BUTTON && GTK_IS_BUTTON (widget))
    {
      g_autofree char *tooltip = NULL;

      ++*n_controls;
      g_object_get (widget, "tooltip-text", &tooltip, NULL);
      gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip);
    }
  else if (DP_IS_GRAPH (widget) || DP_IS_SEGMENT_MAP (widget))
    {
      ++*n_controls;
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
    }
  else if (GTK_IS_PROGRESS_BAR (widget))
    {
      ++*n_controls;
      dp_test_assert_bar_is_named (widget);
    }
}

/* Close, three things to copy or open; map and graph; four shares. */
static void
body_names (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 1);
  guint n_controls = 0;

  dp_app_fixture_add (self, links, 1);
  select_only (self, 0);
  open_details (self);
  dp_test_walk (find (self, DP_TYPE_DETAILS), assert_named, &n_controls);
  g_assert_cmpuint (n_controls, ==, 4 + 2 + 4);
}

/* Counting */

static void
on_counted (const DpTally *tally, gpointer user_data)
{
  *(DpTally *) user_data = *tally;
}

/* A hundred thousand take more than one portion, and none that is long. */
static void
test_tally (void)
{
  g_autoptr (GListStore) store = g_list_store_new (DP_TYPE_DOWNLOAD);
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, 100000);
  const DpProgress progress = { 0, 7, 0, DP_TIME_UNKNOWN };
  DpTally tally = { 0 };
  DpCount *count;
  guint n_turns = 0;
  gint64 longest_usec = 0;

  for (guint i = 0; i < 100000; i++)
    {
      DpDownload *download = dp_download_new (i + 1, "http://a.test/b", "/tmp");

      if (i % 2 == 0)
        dp_download_set_progress (download, &progress);
      g_ptr_array_add (downloads, download);
    }
  g_list_store_splice (store, 0, 0, downloads->pdata, downloads->len);

  count = dp_count_new (G_LIST_MODEL (store), all, on_counted, &tally);
  g_assert_cmpuint (tally.n_by_state[DP_STATE_QUEUED], ==, 0);
  for (; tally.n_unknown == 0; n_turns++)
    {
      gint64 began_usec = g_get_monotonic_time ();

      g_main_context_iteration (NULL, FALSE);
      longest_usec = MAX (longest_usec, g_get_monotonic_time () - began_usec);
    }
  dp_count_free (count);
  g_test_message ("%u turns, the longest took %" G_GINT64_FORMAT " µs", n_turns, longest_usec);
  g_assert_cmpuint (n_turns, >=, 50);
  g_assert_cmpuint (tally.n_by_state[DP_STATE_QUEUED], ==, 100000);
  g_assert_cmpuint (tally.n_unknown, ==, 50000);
  g_assert_cmpuint (tally.total_bytes, ==, 350000);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *path = g_strdup_printf ("/details/event/%s", events[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_event);
    }
  g_test_add_func ("/details/map", test_map);
  g_test_add_func ("/details/waits", test_waits);
  g_test_add_func ("/details/spoken-waits", test_spoken_waits);
  g_test_add_func ("/details/graph-scale", test_graph_scale);
  g_test_add_func ("/details/tally", test_tally);
  g_test_add_data_func ("/details/one", body_one, dp_app_fixture_run_data);
  g_test_add_data_func ("/details/timeline", body_timeline, dp_app_fixture_run_data);
  g_test_add_data_func ("/details/many", body_many, dp_app_fixture_run_data);
  g_test_add_data_func ("/details/places", body_places, dp_app_fixture_run_data);
  g_test_add_data_func ("/details/rests", body_rests, dp_app_fixture_run_data);
  g_test_add_data_func ("/details/checksum", body_checksum, dp_app_fixture_run_data);
  g_test_add_data_func ("/details/names", body_names, dp_app_fixture_run_data);

  return g_test_run ();
}
