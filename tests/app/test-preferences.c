/* test-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is chosen is kept, and what is kept is shown; and it counts from the next file on.  Each page
 * can be read in a narrow window, and all of it is reached by keys.
 */

#include "dp-preferences.h"

#include <sys/xattr.h>

#include "dp-app-fixture.h"
#include "dp-command-entry.h"
#include "dp-downloads-page.h"
#include "dp-folders-page.h"
#include "dp-limits-page.h"
#include "dp-network-page.h"
#include "dp-pages.h"
#include "dp-timetable-editor.h"
#include "dp-timetable-grid.h"
#include "dp-timetable-preset.h"
#include "dp-volume.h"

#define DEAD_PROXY "http://127.0.0.1:1"

static GtkWidget *
open_preferences (DpAppFixture *self)
{
  GtkWidget *preferences;

  dp_app_fixture_activate (self, "app.preferences");
  preferences = dp_app_fixture_find_window (DP_TYPE_PREFERENCES);
  g_assert_nonnull (preferences);
  dp_test_run_until (gtk_widget_get_mapped (preferences));
  return preferences;
}

/* Of whichever page it is on. */
static gpointer
get_child (GtkWidget *preferences, const char *name)
{
  const struct
  {
    const char *name;
    GType type;
  } pages[] = {
    { "downloads", DP_TYPE_DOWNLOADS_PAGE },
    { "network", DP_TYPE_NETWORK_PAGE },
    { "limits", DP_TYPE_LIMITS_PAGE },
    { "folders", DP_TYPE_FOLDERS_PAGE },
  };
  GObject *child = NULL;

  for (guint i = 0; child == NULL && i < G_N_ELEMENTS (pages); i++)
    {
      GObject *page =
          gtk_widget_get_template_child (preferences, DP_TYPE_PREFERENCES, pages[i].name);

      child = gtk_widget_get_template_child (GTK_WIDGET (page), pages[i].type, name);
    }
  g_assert_nonnull (child);
  return child;
}

static gpointer
get_entry (GtkWidget *preferences, const char *name, const char *part)
{
  return gtk_widget_get_template_child (get_child (preferences, name), DP_TYPE_COMMAND_ENTRY, part);
}

static GtkStack *
get_stack (GtkWidget *preferences)
{
  return GTK_STACK (gtk_widget_get_ancestor (get_child (preferences, "parallel"), GTK_TYPE_STACK));
}

/* As a person would have to, to type there. */
static GtkWidget *
open_page (DpAppFixture *self, const char *name)
{
  GtkWidget *preferences = open_preferences (self);
  GtkWidget *page;

  gtk_stack_set_transition_type (get_stack (preferences), GTK_STACK_TRANSITION_TYPE_NONE);
  gtk_stack_set_visible_child_name (get_stack (preferences), name);
  page = gtk_stack_get_visible_child (get_stack (preferences));
  dp_test_run_until (gtk_widget_get_mapped (page) && gtk_widget_get_width (page) > 0);
  return preferences;
}

static void
close_preferences (GtkWidget *preferences)
{
  gtk_window_close (GTK_WINDOW (preferences));
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_PREFERENCES) == NULL);
}

static void
assert_setting (DpAppFixture *self, const char *key, const char *expected)
{
  g_autofree char *value = g_settings_get_string (self->settings, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_modes (DpAppFixture *self)
{
  static const char *const modes[] = { "none", "manual", "system" };
  static const guint positions[] = { 1, 2, 0 };
  GtkWidget *preferences = open_preferences (self);
  GtkDropDown *mode = get_child (preferences, "proxy_mode");

  g_assert_cmpuint (gtk_drop_down_get_selected (mode), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      gtk_drop_down_set_selected (mode, positions[i]);
      assert_setting (self, "proxy-mode", modes[i]);
      g_assert_cmpint (gtk_widget_get_visible (get_child (preferences, "proxy_uri_row")), ==,
                       positions[i] == 2);
      g_assert_cmpint (gtk_widget_get_visible (get_child (preferences, "proxy_except_row")), ==,
                       positions[i] == 2);
    }
  g_settings_set_string (self->settings, "proxy-mode", "none");
  g_assert_cmpuint (gtk_drop_down_get_selected (mode), ==, 1);
  close_preferences (preferences);
}

/* Only what can be understood is taken, and only when it is complete. */
static void
test_proxy_uri (DpAppFixture *self)
{
  GtkWidget *preferences = open_page (self, "network");
  GtkWidget *uri = get_child (preferences, "proxy_uri");
  GtkWidget *hint = get_child (preferences, "proxy_hint");

  gtk_drop_down_set_selected (get_child (preferences, "proxy_mode"), 2);
  g_assert_true (gtk_widget_get_visible (hint));
  g_assert_false (gtk_widget_has_css_class (uri, "error"));
  gtk_editable_set_text (GTK_EDITABLE (uri), "ftp://proxy");
  g_assert_true (gtk_widget_has_css_class (uri, "error"));
  g_assert_true (gtk_widget_get_visible (hint));
  gtk_editable_set_text (GTK_EDITABLE (uri), "none");
  g_assert_true (gtk_widget_has_css_class (uri, "error"));
  gtk_editable_set_text (GTK_EDITABLE (uri), "socks5://u:p@proxy.example:1080");
  g_assert_false (gtk_widget_has_css_class (uri, "error"));
  g_assert_false (gtk_widget_get_visible (hint));
  assert_setting (self, "proxy-uri", "");
  g_signal_emit_by_name (uri, "activate");
  /* The password is nowhere but in memory. */
  assert_setting (self, "proxy-uri", "socks5://proxy.example:1080");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (uri)), ==, "socks5://proxy.example:1080");
  gtk_editable_set_text (GTK_EDITABLE (uri), "nonsense");
  gtk_editable_set_text (get_child (preferences, "proxy_except"), ".lan");
  close_preferences (preferences);
  assert_setting (self, "proxy-uri", "socks5://proxy.example:1080");
  assert_setting (self, "proxy-except", ".lan");

  preferences = open_page (self, "network");
  g_assert_cmpstr (gtk_editable_get_text (get_child (preferences, "proxy_uri")), ==,
                   "socks5://proxy.example:1080");
  g_assert_cmpstr (gtk_editable_get_text (get_child (preferences, "proxy_except")), ==, ".lan");
  close_preferences (preferences);
}

/* A number, or the word; what is typed and makes no sense is the word. */
static void
test_segments (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  GtkSpinButton *segments = get_child (preferences, "segments");

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (segments)), ==, "Automatic");
  gtk_spin_button_spin (segments, GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (segments)), ==, "1");
  g_assert_cmpint (g_settings_get_int (self->settings, "segments"), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (segments), "8");
  gtk_spin_button_update (segments);
  g_assert_cmpint (g_settings_get_int (self->settings, "segments"), ==, 8);
  gtk_editable_set_text (GTK_EDITABLE (segments), "99");
  gtk_spin_button_update (segments);
  g_assert_cmpint (g_settings_get_int (self->settings, "segments"), ==, 16);
  gtk_editable_set_text (GTK_EDITABLE (segments), "many");
  gtk_spin_button_update (segments);
  g_assert_cmpint (g_settings_get_int (self->settings, "segments"), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (segments)), ==, "Automatic");
  g_settings_set_int (self->settings, "segments", 3);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (segments)), ==, "3");
  close_preferences (preferences);
}

static DpDownload *
add_one (DpAppFixture *self, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);
  g_autoptr (DpDownload) download = NULL;

  dp_app_fixture_add (self, url, 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), dp_app_fixture_count (self) - 1);
  return download;
}

static void
assert_requests (DpAppFixture *self, const char *path, guint n_requests)
{
  dp_test_server_hold_at (self->engine->server, path, 1);
  add_one (self, path);
  dp_test_run_until (dp_test_server_get_n_requests (self->engine->server, path) == n_requests);
}

static guint
count_running (DpAppFixture *self)
{
  return dp_queue_count (self->queue, DP_STATE_RUNNING);
}

/* Files at once, and of one server, count from the moment they are set. */
static void
test_parallel (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  GtkSpinButton *parallel = get_child (preferences, "parallel");
  GtkSpinButton *per_host = get_child (preferences, "per_host");

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (parallel)), ==, "6");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (per_host)), ==, "4");
  dp_test_server_hold (self->engine->server, NULL);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u.bin", i);

      add_one (self, path);
    }
  g_assert_cmpuint (count_running (self), ==, 4);
  gtk_spin_button_set_value (per_host, 5);
  g_assert_cmpint (g_settings_get_int (self->settings, "per-host"), ==, 5);
  g_assert_cmpuint (count_running (self), ==, 5);
  gtk_spin_button_set_value (per_host, 64);
  g_assert_cmpuint (count_running (self), ==, 6);
  gtk_editable_set_text (GTK_EDITABLE (parallel), "8");
  gtk_spin_button_update (parallel);
  g_assert_cmpuint (count_running (self), ==, 8);
  gtk_editable_set_text (GTK_EDITABLE (per_host), "0");
  gtk_spin_button_update (per_host);
  g_assert_cmpint (g_settings_get_int (self->settings, "per-host"), ==, 1);

  gtk_spin_button_set_value (parallel, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (parallel)), ==, "Automatic");
  g_assert_cmpint (g_settings_get_int (self->settings, "parallel-downloads"), ==, 0);
  g_assert_cmpint (dp_queue_get_activity (self->queue).reason, ==, DP_PARALLEL_FEW);
  close_preferences (preferences);
}

/* Each held at its first byte, so that all of its connections are there at once. */
static void
test_segments_count (DpAppFixture *self)
{
  g_settings_set_int (self->settings, "per-host", 64);
  g_settings_set_int (self->settings, "segments", 3);
  assert_requests (self, "/file/a.bin?size=8000000", 3);
  g_settings_set_int (self->settings, "segments", 1);
  assert_requests (self, "/file/b.bin?size=8000000", 1);
  g_settings_set_int (self->settings, "segments", 5);
  assert_requests (self, "/file/c.bin?size=8000000", 5);
  /* Those that run stay as they are. */
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 9);
}

static void
test_proxy_counts (DpAppFixture *self)
{
  DpDownload *download = add_one (self, "/file/a.bin");

  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  g_settings_set_string (self->settings, "proxy-uri", DEAD_PROXY);
  g_settings_set_string (self->settings, "proxy-mode", "manual");
  download = add_one (self, "/file/b.bin");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_WAITING);
  g_settings_set_string (self->settings, "proxy-except", "127.0.0.1");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  g_settings_set_string (self->settings, "proxy-mode", "none");
  download = add_one (self, "/file/c.bin");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
}

static void
test_note_origin (DpAppFixture *self)
{
  GtkWidget *preferences;
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "a.bin");
  DpDownload *download;

  /* Where the file system has no extended attributes it does without. */
  gboolean can_note = setxattr (self->engine->folder, "user.test", "1", 1, 0) == 0;

  preferences = open_preferences (self);
  g_assert_false (gtk_switch_get_active (get_child (preferences, "note_origin")));
  gtk_switch_set_active (get_child (preferences, "note_origin"), TRUE);
  g_assert_true (g_settings_get_boolean (self->settings, "note-origin"));
  close_preferences (preferences);
  download = add_one (self, "/file/a.bin");
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_DONE);
  g_assert_cmpint (getxattr (path, "user.xdg.origin.url", NULL, 0) > 0, ==, can_note);
}

/* Every row, both ways. */
static void
test_bound (DpAppFixture *self)
{
  static const struct
  {
    const char *child;
    const char *key;
  } switches[] = {
    { "continue_at_start", "continue-at-start" },
    { "keep_downloading", "keep-downloading" },
    { "keep_awake", "keep-awake" },
    { "notifications", "notifications" },
    { "previews", "previews" },
    { "limit_speed", "limit-speed" },
    { "pause_on_metered", "pause-on-metered" },
    { "pause_on_power_saver", "pause-on-power-saver" },
    { "timetable_enabled", "timetable-enabled" },
    { "note_origin", "note-origin" },
  }, numbers[] = {
    { "parallel", "parallel-downloads" },   { "per_host", "per-host" },
    { "segments", "segments" },             { "speed_limit", "speed-limit" },
    { "turtle_limit", "turtle-limit" },     { "free_space_floor", "free-space-floor" },
  };
  GtkWidget *preferences = open_preferences (self);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      GtkSwitch *child = get_child (preferences, switches[i].child);
      gboolean was_on = g_settings_get_boolean (self->settings, switches[i].key);

      g_assert_cmpint (gtk_switch_get_active (child), ==, was_on);
      gtk_switch_set_active (child, !was_on);
      g_assert_cmpint (g_settings_get_boolean (self->settings, switches[i].key), ==, !was_on);
      g_settings_set_boolean (self->settings, switches[i].key, was_on);
      g_assert_cmpint (gtk_switch_get_active (child), ==, was_on);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      GtkSpinButton *child = get_child (preferences, numbers[i].child);

      g_assert_cmpint (gtk_spin_button_get_value_as_int (child), ==,
                       g_settings_get_int (self->settings, numbers[i].key));
      gtk_spin_button_set_value (child, 7);
      g_assert_cmpint (g_settings_get_int (self->settings, numbers[i].key), ==, 7);
      g_settings_set_int (self->settings, numbers[i].key, 9);
      g_assert_cmpint (gtk_spin_button_get_value_as_int (child), ==, 9);
    }
  close_preferences (preferences);
}

static void
type_size (GtkSpinButton *spin, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (spin);
}

/* As a person writes it; and it counts at once. */
static void
test_floor (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  GtkSpinButton *spin = get_child (preferences, "free_space_floor");

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "Nothing");
  g_assert_cmpuint (dp_volume_get_floor (), ==, 0);
  type_size (spin, "1.5 gb");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "1.5 GB");
  g_assert_cmpint (g_settings_get_int (self->settings, "free-space-floor"), ==, 1500);
  g_assert_cmpuint (dp_volume_get_floor (), ==, G_GUINT64_CONSTANT (1500000000));
  type_size (spin, "200");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "200 MB");
  type_size (spin, "much");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "200 MB");
  type_size (spin, "0");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "Nothing");
  g_assert_cmpuint (dp_volume_get_floor (), ==, 0);
  close_preferences (preferences);
}

/* A command counts when it is complete and can be understood. */
static void
test_commands (DpAppFixture *self)
{
  static const char *const names[] = { "file_done", "all_done" };
  static const char *const keys[] = { "file-done-command", "all-done-command" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *preferences = open_preferences (self);
      GtkWidget *entry = get_entry (preferences, names[i], "entry");
      GtkWidget *complaint = get_entry (preferences, names[i], "complaint");

      gtk_editable_set_text (GTK_EDITABLE (entry), "notify-send 'It is here");
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
      g_assert_true (gtk_widget_get_visible (complaint));
      g_signal_emit_by_name (entry, "activate");
      assert_setting (self, keys[i], "");
      gtk_editable_set_text (GTK_EDITABLE (entry), "notify-send 'It is here' %n");
      g_assert_false (gtk_widget_has_css_class (entry, "error"));
      g_assert_false (gtk_widget_get_visible (complaint));
      assert_setting (self, keys[i], "");
      g_signal_emit_by_name (entry, "activate");
      assert_setting (self, keys[i], "notify-send 'It is here' %n");
      /* Nothing is no command, and a good one; closing is enough. */
      gtk_editable_set_text (GTK_EDITABLE (entry), "");
      g_assert_false (gtk_widget_has_css_class (entry, "error"));
      close_preferences (preferences);
      assert_setting (self, keys[i], "");
      g_settings_set_string (self->settings, keys[i], "true");
      preferences = open_preferences (self);
      g_assert_cmpstr (
          gtk_editable_get_text (GTK_EDITABLE (get_entry (preferences, names[i], "entry"))), ==,
          "true");
      close_preferences (preferences);
    }
}

static void
test_timetable (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  GtkWidget *editor = get_child (preferences, "timetable");
  g_autofree char *nights = NULL;
  g_autofree char *shown = NULL;
  DpTimetable table;

  g_assert_false (gtk_widget_get_visible (get_child (preferences, "timetable_row")));
  g_settings_set_boolean (self->settings, "timetable-enabled", TRUE);
  g_assert_true (gtk_widget_get_visible (get_child (preferences, "timetable_row")));
  g_assert_true (dp_timetable_preset_fill (&table, "nights"));
  nights = dp_timetable_to_text (&table);
  g_assert_true (gtk_widget_activate_action (editor, "timetable.fill", "s", "nights"));
  assert_setting (self, "timetable", nights);
  /* And the other way. */
  nights[0] = 'l';
  g_settings_set_string (self->settings, "timetable", nights);
  g_object_get (editor, "timetable", &shown, NULL);
  g_assert_cmpstr (shown, ==, nights);
  close_preferences (preferences);
}

/* Usable at 360 px, every page with all that it can show. */
static void
test_gets_narrow (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  int minimum;

  g_settings_set_boolean (self->settings, "timetable-enabled", TRUE);
  gtk_drop_down_set_selected (get_child (preferences, "proxy_mode"), 2);
  gtk_editable_set_text (GTK_EDITABLE (get_entry (preferences, "file_done", "entry")), "'");
  gtk_widget_measure (preferences, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  close_preferences (preferences);
}

/* The list at the side becomes a drop-down, and both choose the same pages. */
static void
test_pages (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  GtkWidget *pages = gtk_window_get_child (GTK_WINDOW (preferences));
  g_autoptr (GtkSelectionModel) model = gtk_stack_get_pages (get_stack (preferences));
  GtkWidget *chooser = gtk_widget_get_first_child (pages);

  while (!GTK_IS_DROP_DOWN (chooser))
    chooser = gtk_widget_get_next_sibling (chooser);
  dp_test_run_until (dp_pages_is_wide (DP_PAGES (pages)) && !gtk_widget_get_mapped (chooser));
  gtk_window_set_default_size (GTK_WINDOW (preferences), 360, 500);
  dp_test_run_until (!dp_pages_is_wide (DP_PAGES (pages)) && gtk_widget_get_mapped (chooser));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), i);
      g_assert_true (gtk_selection_model_is_selected (model, i));
    }
  gtk_stack_set_visible_child_name (get_stack (preferences), "downloads");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser)), ==, 0);
  close_preferences (preferences);
}

/* What a spin button's own buttons do, its arrow keys do. */
static gboolean
is_for_keys (GtkWidget *widget)
{
  return GTK_IS_SWITCH (widget) || GTK_IS_TEXT (widget) ||
         (GTK_IS_BUTTON (widget) && !GTK_IS_SPIN_BUTTON (gtk_widget_get_parent (widget))) ||
         DP_IS_TIMETABLE_GRID (widget);
}

static void
list_for_keys (GtkWidget *widget, GHashTable *found)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (is_for_keys (widget) && gtk_widget_get_focusable (widget))
    g_hash_table_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_for_keys (child, found);
}

/* From one to the next, once round, and the page stays. */
static void
assert_all_reached (GtkWidget *preferences, const char *name, GtkDirectionType direction)
{
  GtkWidget *page = gtk_stack_get_child_by_name (get_stack (preferences), name);
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);
  guint n_steps;

  list_for_keys (page, left);
  g_assert_cmpuint (g_hash_table_size (left), >=, 3);
  n_steps = g_hash_table_size (left) + 6;
  for (guint step = 0; step < n_steps; step++)
    {
      gtk_widget_child_focus (preferences, direction);
      g_hash_table_remove (left, gtk_window_get_focus (GTK_WINDOW (preferences)));
    }
  g_assert_cmpuint (g_hash_table_size (left), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_stack (preferences)), ==, name);
}

static void
test_keys (DpAppFixture *self)
{
  static const char *const names[] = { "downloads", "network", "limits", "folders" };

  g_settings_set_boolean (self->settings, "timetable-enabled", TRUE);
  g_settings_set_boolean (self->settings, "limit-speed", TRUE);
  g_settings_set_string (self->settings, "proxy-mode", "manual");
  g_settings_set_string (self->settings, "proxy-uri", "http://proxy.example:3128");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *preferences = open_page (self, names[i]);

      assert_all_reached (preferences, names[i], GTK_DIR_TAB_FORWARD);
      assert_all_reached (preferences, names[i], GTK_DIR_TAB_BACKWARD);
      close_preferences (preferences);
    }
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/preferences/modes", test_modes);
  add ("/preferences/proxy-uri", test_proxy_uri);
  add ("/preferences/segments", test_segments);
  add ("/preferences/parallel", test_parallel);
  add ("/preferences/segments-count", test_segments_count);
  add ("/preferences/proxy-counts", test_proxy_counts);
  add ("/preferences/note-origin", test_note_origin);
  add ("/preferences/bound", test_bound);
  add ("/preferences/floor", test_floor);
  add ("/preferences/commands", test_commands);
  add ("/preferences/timetable", test_timetable);
  add ("/preferences/gets-narrow", test_gets_narrow);
  add ("/preferences/pages", test_pages);
  add ("/preferences/keys", test_keys);

  return g_test_run ();
}
