/* test-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The proxy and the note of the origin: what is chosen counts from the next file on.
 */

#include "dp-preferences.h"

#include <sys/xattr.h>

#include "dp-app-fixture.h"

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

static gpointer
get_child (GtkWidget *preferences, const char *name)
{
  return gtk_widget_get_template_child (preferences, DP_TYPE_PREFERENCES, name);
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
  GtkWidget *preferences = open_preferences (self);
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

  preferences = open_preferences (self);
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

/* Usable at 360 px. */
static void
test_gets_narrow (DpAppFixture *self)
{
  GtkWidget *preferences = open_preferences (self);
  int minimum;

  gtk_drop_down_set_selected (get_child (preferences, "proxy_mode"), 2);
  gtk_widget_measure (preferences, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  close_preferences (preferences);
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
  add ("/preferences/gets-narrow", test_gets_narrow);

  return g_test_run ();
}
