/* test-speed-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast all may be: the setting and the turtle, of which the lower counts; and how fast one.
 */

#include "dp-limits.h"

#include <string.h>

#include "dp-app-fixture.h"
#include "dp-limit-dialog.h"
#include "dp-limits-page.h"
#include "dp-preferences.h"

#define KB   1000
#define NBSP "\xc2\xa0"

static void
assert_limit (DpAppFixture *self, guint64 kb_per_sec)
{
  g_assert_cmpuint (dp_queue_get_limit (self->queue), ==, kb_per_sec * KB);
}

static void
test_causes (DpAppFixture *self)
{
  assert_limit (self, 0);
  g_settings_set_int (self->settings, "speed-limit", 2000);
  g_settings_set_int (self->settings, "turtle-limit", 50);
  assert_limit (self, 0);
  g_settings_set_boolean (self->settings, "limit-speed", TRUE);
  assert_limit (self, 2000);
  dp_app_fixture_activate (self, "app.turtle");
  g_assert_true (g_settings_get_boolean (self->settings, "turtle"));
  assert_limit (self, 50);
  g_settings_set_int (self->settings, "turtle-limit", 70);
  assert_limit (self, 70);
  g_settings_set_int (self->settings, "speed-limit", 60);
  assert_limit (self, 60);
  g_settings_set_boolean (self->settings, "limit-speed", FALSE);
  assert_limit (self, 70);
  dp_app_fixture_activate (self, "app.turtle");
  assert_limit (self, 0);
}

/* All its hours are the slower ones. */
static void
test_timetable (DpAppFixture *self)
{
  g_autofree char *slow = g_strnfill (7 * 24, 'l');

  g_settings_set_int (self->settings, "turtle-limit", 50);
  g_settings_set_string (self->settings, "timetable", slow);
  assert_limit (self, 0);
  g_settings_set_boolean (self->settings, "timetable-enabled", TRUE);
  assert_limit (self, 50);
  g_settings_set_boolean (self->settings, "timetable-enabled", FALSE);
  assert_limit (self, 0);
}

static void
find_turtle (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_has_css_class (widget, "turtle"))
    *(GtkToggleButton **) user_data = GTK_TOGGLE_BUTTON (widget);
}

/* The button shows what is so, whoever made it so, and the header says it. */
static void
test_header (DpAppFixture *self)
{
  g_autofree char *link =
      dp_engine_fixture_dup_url (self->engine, "/file/slow?size=10000000&rate=300000");
  GtkToggleButton *turtle = NULL;

  dp_test_walk (GTK_WIDGET (self->window), find_turtle, &turtle);
  g_assert_nonnull (turtle);
  g_assert_false (gtk_toggle_button_get_active (turtle));
  dp_app_fixture_add (self, link, 1);
  dp_test_run_until (strstr (dp_app_fixture_get_label (self, "subtitle"), "/s") != NULL);
  g_assert_null (strstr (dp_app_fixture_get_label (self, "subtitle"), "limited"));
  dp_app_fixture_activate (self, "app.turtle");
  g_assert_true (gtk_toggle_button_get_active (turtle));
  dp_test_run_until (
      strstr (dp_app_fixture_get_label (self, "subtitle"), "limited to 100.0" NBSP "kB/s") != NULL);
  g_settings_set_boolean (self->settings, "turtle", FALSE);
  g_assert_false (gtk_toggle_button_get_active (turtle));
  dp_test_run_until (strstr (dp_app_fixture_get_label (self, "subtitle"), "limited") == NULL);
}

/* What is typed, what is shown, and what that is in kB/s. */
static const struct
{
  const char *typed;
  const char *shown;
  int kb_per_sec;
} speeds[] = {
  { "500", "500 kB/s", 500 },
  { "1500", "1.5 MB/s", 1500 },
  { "2 MB/s", "2 MB/s", 2000 },
  { "2,5 mb", "2.5 MB/s", 2500 },
  { "fast", "2.5 MB/s", 2500 },
  { "0", "1 kB/s", 1 },
  { "1.234 MB", "1.234 MB/s", 1234 },
  { "1 GB/s", "1000 MB/s", 1000000 },
  { "9999.999 MB", "9999.999 MB/s", 9999999 },
};

static void
test_preferences (DpAppFixture *self)
{
  GtkWidget *preferences;
  GtkWidget *page;
  GtkSpinButton *speed;
  GtkSwitch *is_on;

  dp_app_fixture_activate (self, "app.preferences");
  preferences = dp_app_fixture_find_window (DP_TYPE_PREFERENCES);
  page = GTK_WIDGET (gtk_widget_get_template_child (preferences, DP_TYPE_PREFERENCES, "limits"));
  dp_test_run_until (gtk_widget_get_mapped (preferences));
  speed =
      GTK_SPIN_BUTTON (gtk_widget_get_template_child (page, DP_TYPE_LIMITS_PAGE, "speed_limit"));
  is_on = GTK_SWITCH (gtk_widget_get_template_child (page, DP_TYPE_LIMITS_PAGE, "limit_speed"));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (speed)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (speed)), ==, "1 MB/s");
  gtk_switch_set_active (is_on, TRUE);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (speed)));
  assert_limit (self, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (speed), speeds[i].typed);
      gtk_spin_button_update (speed);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (speed)), ==, speeds[i].shown);
      assert_limit (self, (guint64) speeds[i].kb_per_sec);
    }
  gtk_window_close (GTK_WINDOW (preferences));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_PREFERENCES) == NULL);
}

static GtkWidget *
open_dialog (DpAppFixture *self)
{
  GtkWidget *dialog;

  dp_app_fixture_activate (self, "win.limit");
  dialog = dp_app_fixture_find_window (DP_TYPE_LIMIT_DIALOG);
  g_assert_nonnull (dialog);
  dp_test_run_until (gtk_widget_get_mapped (dialog));
  return dialog;
}

static gpointer
get_child (GtkWidget *dialog, const char *name)
{
  return gtk_widget_get_template_child (dialog, DP_TYPE_LIMIT_DIALOG, name);
}

static void
accept (GtkWidget *dialog)
{
  g_signal_emit_by_name (gtk_editable_get_delegate (get_child (dialog, "speed")), "activate");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_LIMIT_DIALOG) == NULL);
}

static guint64
get_limit_of (DpAppFixture *self, guint64 id)
{
  return dp_download_get_limit (dp_queue_find (self->queue, id));
}

static void
test_each (DpAppFixture *self)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, 3);
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);
  GtkWidget *dialog;

  dp_app_fixture_add (self, links, 3);
  gtk_selection_model_select_item (selection, 0, TRUE);
  gtk_selection_model_select_item (selection, 2, FALSE);
  dialog = open_dialog (self);
  g_assert_nonnull (strstr (gtk_label_get_label (get_child (dialog, "is_limited_label")), "2"));
  g_assert_true (gtk_editable_get_selection_bounds (get_child (dialog, "speed"), NULL, NULL));
  /* Typed, and not left: Enter takes it as it stands. */
  gtk_editable_set_text (get_child (dialog, "speed"), "300 kB/s");
  accept (dialog);
  g_assert_cmpuint (get_limit_of (self, 1), ==, 300 * KB);
  g_assert_cmpuint (get_limit_of (self, 2), ==, 0);
  g_assert_cmpuint (get_limit_of (self, 3), ==, 300 * KB);

  gtk_selection_model_select_item (selection, 0, TRUE);
  dialog = open_dialog (self);
  g_assert_cmpstr (gtk_editable_get_text (get_child (dialog, "speed")), ==, "300 kB/s");
  gtk_check_button_set_active (get_child (dialog, "is_limited"), FALSE);
  g_assert_false (gtk_widget_is_sensitive (get_child (dialog, "speed")));
  accept (dialog);
  g_assert_cmpuint (get_limit_of (self, 1), ==, 0);
  g_assert_cmpuint (get_limit_of (self, 3), ==, 300 * KB);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/speed-limit/causes", test_causes);
  add ("/speed-limit/timetable", test_timetable);
  add ("/speed-limit/header", test_header);
  add ("/speed-limit/preferences", test_preferences);
  add ("/speed-limit/each", test_each);

  return g_test_run ();
}
