/* dp-app-scenes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-app-scenes.h"

#include "dp-add-dialog.h"
#include "dp-certificate-dialog.h"
#include "dp-folder-rules-dialog.h"
#include "dp-orders.h"
#include "dp-preferences.h"
#include "dp-request-details.h"
#include "dp-selection-bar.h"
#include "dp-sign-in-dialog.h"

#define LONG_HOST "a-very-long-name-of-a-server-somewhere-in-the-world.department.example"

/* Windows */

static GtkWindow *
find_shown (DpAppFixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (fixture->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static GtkWindow *
open_by (DpAppFixture *fixture, const char *action)
{
  GtkWindow *window;

  dp_app_fixture_activate (fixture, action);
  dp_test_run_until ((window = find_shown (fixture)) != NULL);
  return window;
}

static gpointer
get_part (gpointer widget, GType type, const char *name)
{
  GObject *part = gtk_widget_get_template_child (widget, type, name);

  g_assert_nonnull (part);
  return part;
}

/* One of each kind of row. */
static void
add_rows (DpAppFixture *fixture)
{
  static const struct
  {
    const char *path;
    DpState state;
  } rows[] = {
    { "/file/a-name-that-is-longer-than-the-row-is-wide-and-goes-on-and-on.bin?size=1000",
      DP_STATE_DONE },
    { "/status/404/gone.bin", DP_STATE_FAILED },
    { "/auth-basic/a.bin?size=1000", DP_STATE_ASKING },
    { "/busy/later.bin?times=99&retry_after=3600", DP_STATE_WAITING },
    { "/file/ubuntu.iso?size=100000000&rate=100000", DP_STATE_RUNNING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *url = dp_engine_fixture_dup_url (fixture->engine, rows[i].path);
      g_autoptr (DpDownload) download = NULL;

      dp_app_fixture_add (fixture, url, 1);
      download = g_list_model_get_item (G_LIST_MODEL (fixture->queue), i);
      dp_test_run_until (dp_download_get_state (download) == rows[i].state);
      /* And what comes is seen to. */
      if (rows[i].state == DP_STATE_RUNNING)
        dp_test_run_until (dp_download_get_progress (download)->received_bytes > 0);
    }
}

static void
select_row (DpAppFixture *fixture, guint position)
{
  gtk_selection_model_select_item (dp_app_fixture_get_selection (fixture), position, TRUE);
}

/* Scenes */

static GtkWindow *
open_empty (DpAppFixture *fixture)
{
  return GTK_WINDOW (fixture->window);
}

static GtkWindow *
open_nothing_found (DpAppFixture *fixture)
{
  add_rows (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-group", "s", "done");
  dp_app_fixture_activate (fixture, "app.clear-finished");
  dp_test_run_until (
      g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (fixture))) == 0);
  return GTK_WINDOW (fixture->window);
}

static GtkWindow *
open_list (DpAppFixture *fixture)
{
  add_rows (fixture);
  dp_app_fixture_activate (fixture, "win.find");
  return GTK_WINDOW (fixture->window);
}

static GtkWindow *
open_selection (DpAppFixture *fixture)
{
  GObject *bar =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->window), DP_TYPE_WINDOW, "selection_bar");
  GtkActionBar *actions = get_part (bar, DP_TYPE_SELECTION_BAR, "bar");

  add_rows (fixture);
  gtk_selection_model_select_all (dp_app_fixture_get_selection (fixture));
  dp_test_run_until (gtk_action_bar_get_revealed (actions));
  return GTK_WINDOW (fixture->window);
}

static GtkWindow *
open_details_of (DpAppFixture *fixture, guint position)
{
  add_rows (fixture);
  select_row (fixture, position);
  dp_app_fixture_activate (fixture, "win.details");
  return GTK_WINDOW (fixture->window);
}

static GtkWindow *
open_details_running (DpAppFixture *fixture)
{
  return open_details_of (fixture, 4);
}

static GtkWindow *
open_details_done (DpAppFixture *fixture)
{
  return open_details_of (fixture, 0);
}

static GtkWindow *
open_details_many (DpAppFixture *fixture)
{
  add_rows (fixture);
  gtk_selection_model_select_all (dp_app_fixture_get_selection (fixture));
  dp_app_fixture_activate (fixture, "win.details");
  return GTK_WINDOW (fixture->window);
}

static GtkWindow *
open_activity (DpAppFixture *fixture)
{
  add_rows (fixture);
  return open_by (fixture, "win.activity");
}

static GtkWindow *
open_add (DpAppFixture *fixture)
{
  GtkWindow *window = open_by (fixture, "app.add");
  GtkTextBuffer *buffer = get_part (window, DP_TYPE_ADD_DIALOG, "buffer");
  gpointer details = get_part (window, DP_TYPE_ADD_DIALOG, "details");
  GtkWidget *expand = get_part (window, DP_TYPE_ADD_DIALOG, "expand");

  gtk_expander_set_expanded (get_part (details, DP_TYPE_REQUEST_DETAILS, "expander"), TRUE);
  gtk_text_buffer_set_text (buffer,
                            "http://" LONG_HOST "/img[001-250].jpg ftp://127.0.0.1/c "
                            "http://127.0.0.1:9/{a,b}.iso",
                            -1);
  dp_test_run_until (gtk_widget_get_visible (expand));
  return window;
}

/* With all that it can show. */
static GtkWindow *
open_preferences (DpAppFixture *fixture, const char *page)
{
  GtkWindow *window;
  GtkWidget *stack;

  g_settings_set_boolean (fixture->settings, "timetable-enabled", TRUE);
  g_settings_set_boolean (fixture->settings, "limit-speed", TRUE);
  g_settings_set_string (fixture->settings, "proxy-mode", "manual");
  g_settings_set_string (fixture->settings, "proxy-uri", "http://" LONG_HOST ":3128");
  window = open_by (fixture, "app.preferences");
  stack = gtk_widget_get_ancestor (get_part (window, DP_TYPE_PREFERENCES, page), GTK_TYPE_STACK);
  gtk_stack_set_transition_type (GTK_STACK (stack), GTK_STACK_TRANSITION_TYPE_NONE);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), page);
  dp_test_run_until (gtk_widget_get_mapped (get_part (window, DP_TYPE_PREFERENCES, page)));
  return window;
}

static GtkWindow *
open_preferences_downloads (DpAppFixture *fixture)
{
  return open_preferences (fixture, "downloads");
}

static GtkWindow *
open_preferences_network (DpAppFixture *fixture)
{
  return open_preferences (fixture, "network");
}

static GtkWindow *
open_preferences_limits (DpAppFixture *fixture)
{
  return open_preferences (fixture, "limits");
}

static GtkWindow *
open_preferences_folders (DpAppFixture *fixture)
{
  return open_preferences (fixture, "folders");
}

static GtkWindow *
present (gpointer dialog)
{
  gtk_window_present (dialog);
  dp_test_run_until (gtk_widget_get_mapped (dialog));
  return dialog;
}

static GtkWindow *
open_folder_rules (DpAppFixture *fixture)
{
  g_settings_set_value (
      fixture->settings, "folder-rules",
      g_variant_new_parsed ("[('*.iso', '~/A Folder With a Long Name'), ('example.com', '~/W')]"));
  return present (dp_folder_rules_dialog_new (GTK_WINDOW (fixture->window), fixture->settings));
}

static DpQuestion *
ask (DpQuestionKind kind)
{
  g_autoptr (DpUrl) url = dp_url_parse ("http://" LONG_HOST "/", NULL);
  DpQuestion *question = dp_question_new_server (
      url, "a realm that says more than anybody wants to know in one go, without any break");

  question->kind = kind;
  if (kind == DP_QUESTION_CERTIFICATE)
    {
      question->fingerprint = g_strnfill (64, 'd');
      question->issuer = g_strdup ("CN=" LONG_HOST);
    }
  return question;
}

static GtkWindow *
open_certificates (DpAppFixture *fixture)
{
  g_autoptr (DpQuestion) question = ask (DP_QUESTION_CERTIFICATE);

  dp_queue_answer_certificate (fixture->queue, question);
  return open_by (fixture, "app.certificates");
}

static GtkWindow *
open_no_certificates (DpAppFixture *fixture)
{
  return open_by (fixture, "app.certificates");
}

static GtkWindow *
open_sign_in (DpAppFixture *fixture)
{
  g_autoptr (DpQuestion) question = ask (DP_QUESTION_SERVER);

  return present (dp_sign_in_dialog_new (GTK_WINDOW (fixture->window), question));
}

static GtkWindow *
open_certificate (DpAppFixture *fixture)
{
  g_autoptr (DpQuestion) question = ask (DP_QUESTION_CERTIFICATE);

  return present (dp_certificate_dialog_new (GTK_WINDOW (fixture->window), question));
}

static GtkWindow *
open_on_row (DpAppFixture *fixture, const char *action)
{
  add_rows (fixture);
  select_row (fixture, 1);
  return open_by (fixture, action);
}

static GtkWindow *
open_limit (DpAppFixture *fixture)
{
  return open_on_row (fixture, "win.limit");
}

static GtkWindow *
open_link (DpAppFixture *fixture)
{
  return open_on_row (fixture, "win.new-link");
}

static GtkWindow *
open_rename (DpAppFixture *fixture)
{
  return open_on_row (fixture, "win.rename");
}

static GtkWindow *
open_shortcuts (DpAppFixture *fixture)
{
  return open_by (fixture, "win.show-help-overlay");
}

static GtkWindow *
open_about (DpAppFixture *fixture)
{
  return open_by (fixture, "app.about");
}

static const DpAppScene scenes[] = {
  { "empty", open_empty },
  { "list", open_list },
  { "nothing-found", open_nothing_found },
  { "selection", open_selection },
  { "details-running", open_details_running },
  { "details-done", open_details_done },
  { "details-many", open_details_many },
  { "activity", open_activity },
  { "add", open_add },
  { "preferences-downloads", open_preferences_downloads },
  { "preferences-network", open_preferences_network },
  { "preferences-limits", open_preferences_limits },
  { "preferences-folders", open_preferences_folders },
  { "folder-rules", open_folder_rules },
  { "certificates", open_certificates },
  { "no-certificates", open_no_certificates },
  { "sign-in", open_sign_in },
  { "certificate", open_certificate },
  { "limit", open_limit },
  { "link", open_link },
  { "rename", open_rename },
  { "shortcuts", open_shortcuts },
  { "about", open_about },
};

/* Running them */

static void (*test) (const DpAppScene *scene, GtkWindow *window);
static const DpAppScene *scene;

/* What has come into a window gets its place with the next picture of it. */
static void
wait_for_picture (GtkWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gint64 n_pictures = gdk_frame_clock_get_frame_counter (clock);

  gtk_widget_queue_resize (GTK_WIDGET (window));
  dp_test_run_until (gdk_frame_clock_get_frame_counter (clock) > n_pictures);
}

static void
run_inside (DpAppFixture *fixture)
{
  GtkWindow *window = scene->open (fixture);

  wait_for_picture (window);
  test (scene, window);
  if (window != GTK_WINDOW (fixture->window))
    gtk_window_close (window);
}

static void
run (gconstpointer data)
{
  scene = data;
  dp_app_fixture_run (run_inside, NULL);
}

void
dp_app_scenes_add (const char *path, void (*each) (const DpAppScene *scene, GtkWindow *window))
{
  test = each;
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", path, scenes[i].name);

      g_test_add_data_func (name, &scenes[i], run);
    }
}
