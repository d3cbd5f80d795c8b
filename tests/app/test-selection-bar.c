/* test-selection-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with the rows that are selected: the bar comes and goes with them, and offers
 * what applies to them.
 */

#include "dp-app-fixture.h"
#include "dp-selection-bar.h"

#define PAUSE    "media-playback-pause-symbolic"
#define RESUME   "media-playback-start-symbolic"
#define FOLDER   "folder-open-symbolic"
#define REMOVE   "list-remove-symbolic"
#define UNSELECT "window-close-symbolic"

static gpointer
get_part (DpAppFixture *self, const char *name)
{
  GObject *bar =
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "selection_bar");

  return gtk_widget_get_template_child (GTK_WIDGET (bar), DP_TYPE_SELECTION_BAR, name);
}

static gboolean
is_shown (DpAppFixture *self)
{
  return gtk_action_bar_get_revealed (get_part (self, "bar"));
}

static void
select_row (DpAppFixture *self, guint position)
{
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), position, FALSE);
}

typedef struct
{
  const char *icon_name;
  GtkWidget *button;
} Search;

static void
look_at_button (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), search->icon_name) == 0)
    search->button = widget;
}

static GtkWidget *
find_button (DpAppFixture *self, const char *icon_name)
{
  Search search = { icon_name, NULL };

  dp_test_walk (get_part (self, "bar"), look_at_button, &search);
  g_assert_nonnull (search.button);
  return search.button;
}

static gboolean
is_offered (DpAppFixture *self, const char *icon_name)
{
  return gtk_widget_is_sensitive (find_button (self, icon_name));
}

static void
add_rows (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 3);

  dp_app_fixture_add (self, links, 3);
}

/* A second click may still follow the one that selects: it shall hit the row, and not the bar. */
static void
test_comes_and_goes (DpAppFixture *self)
{
  add_rows (self);
  g_assert_false (is_shown (self));
  select_row (self, 0);
  g_assert_false (is_shown (self));
  dp_test_run_until (is_shown (self));
  g_assert_cmpstr (gtk_label_get_label (get_part (self, "label")), ==, "1 selected");
  select_row (self, 2);
  g_assert_cmpstr (gtk_label_get_label (get_part (self, "label")), ==, "2 selected");
  gtk_widget_activate (find_button (self, UNSELECT));
  dp_test_run_until (!is_shown (self));

  select_row (self, 1);
  dp_test_run_until (is_shown (self));
  gtk_widget_activate (find_button (self, REMOVE));
  dp_test_run_until (dp_app_fixture_count (self) == 2);
  dp_test_run_until (!is_shown (self));
}

/* Who selects and at once selects nothing sees no bar at all. */
static void
test_short_selection (DpAppFixture *self)
{
  add_rows (self);
  select_row (self, 0);
  gtk_selection_model_unselect_all (dp_app_fixture_get_selection (self));
  select_row (self, 1);
  dp_test_run_until (is_shown (self));
  gtk_selection_model_unselect_all (dp_app_fixture_get_selection (self));
  g_assert_false (is_shown (self));
}

static void
test_offers (DpAppFixture *self)
{
  g_autofree char *done = dp_engine_fixture_dup_url (self->engine, "/file/a.bin?size=1000");

  add_rows (self);
  select_row (self, 0);
  g_assert_true (is_offered (self, PAUSE));
  g_assert_false (is_offered (self, RESUME));
  dp_test_run_until (is_shown (self));
  gtk_widget_activate (find_button (self, PAUSE));
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_PAUSED) == 1);
  g_assert_false (is_offered (self, PAUSE));
  g_assert_true (is_offered (self, RESUME));
  select_row (self, 1);
  g_assert_true (is_offered (self, PAUSE));
  g_assert_true (is_offered (self, RESUME));

  gtk_selection_model_unselect_all (dp_app_fixture_get_selection (self));
  g_assert_false (is_offered (self, REMOVE));
  dp_app_fixture_add (self, done, 1);
  select_row (self, 3);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  dp_test_run_until (!is_offered (self, PAUSE));
  g_assert_false (is_offered (self, RESUME));
  g_assert_true (is_offered (self, FOLDER));
}

/* Nobody who has taken a row out with a key finds himself on a button. */
static void
test_focus_stays (DpAppFixture *self)
{
  GtkWidget *list = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, "list"));

  add_rows (self);
  dp_test_run_until (gtk_widget_grab_focus (list));
  select_row (self, 0);
  dp_app_fixture_activate (self, "win.remove");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  dp_test_run_until (
      gtk_window_get_focus (GTK_WINDOW (self->window)) != NULL &&
      gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->window)), list));
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/selection-bar/comes-and-goes", test_comes_and_goes);
  add ("/selection-bar/short-selection", test_short_selection);
  add ("/selection-bar/offers", test_offers);
  add ("/selection-bar/focus-stays", test_focus_stays);

  return g_test_run ();
}
