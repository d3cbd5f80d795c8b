/* test-dialogs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The windows that the main window opens, and that everything has a name and does something.
 */

#include "dp-add-dialog.h"
#include "dp-app-fixture.h"
#include "dp-downloads-page.h"
#include "dp-folder-picker.h"
#include "dp-folder-rule-row.h"
#include "dp-folder-rules-dialog.h"
#include "dp-folders-page.h"
#include "dp-preferences.h"
#include "dp-shortcut-row.h"
#include "dp-shortcuts-window.h"
#include "dp-preview.h"

/* The add dialog */

static DpAddDialog *
open_dialog (DpAppFixture *self)
{
  DpAddDialog *dialog;

  dp_app_fixture_activate (self, "app.add");
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  g_assert_nonnull (dialog);
  return dialog;
}

static gpointer
get_child (DpAddDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_ADD_DIALOG, name);
}

static void
write_text (DpAddDialog *dialog, const char *text)
{
  gtk_text_buffer_set_text (get_child (dialog, "buffer"), text, -1);
}

static void
wait_summary (DpAddDialog *dialog, const char *expected)
{
  dp_test_run_until (g_str_equal (gtk_label_get_label (get_child (dialog, "summary")), expected));
}

static GListModel *
get_rows (DpAddDialog *dialog)
{
  GtkWidget *preview = get_child (dialog, "preview");

  return G_LIST_MODEL (gtk_list_view_get_model (
      GTK_LIST_VIEW (gtk_widget_get_template_child (preview, DP_TYPE_PREVIEW, "view"))));
}

static char *
dup_row (DpAddDialog *dialog, guint position)
{
  g_autoptr (DpPreviewItem) item = g_list_model_get_item (get_rows (dialog), position);

  return dp_preview_item_dup_words (item);
}

static void
assert_closed (void)
{
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG) == NULL);
}

static void
test_preview (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  GtkWidget *add_button = get_child (dialog, "add_button");
  g_autofree char *second = NULL;

  wait_summary (dialog, "No links yet");
  g_assert_false (gtk_widget_get_sensitive (add_button));
  write_text (dialog, "http://127.0.0.1:9/a and http://127.0.0.1:9/b");
  g_assert_false (gtk_widget_get_sensitive (add_button));
  wait_summary (dialog, "2 links");
  g_assert_true (gtk_widget_get_sensitive (add_button));
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (dialog)), ==, 2);
  second = dup_row (dialog, 1);
  g_assert_cmpstr (second, ==, "http://127.0.0.1:9/b");
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);

  gtk_widget_activate (add_button);
  dp_test_run_until (dp_app_fixture_count (self) == 2);
  assert_closed ();
}

static void
test_preview_explains (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  g_autofree char *first = NULL;

  write_text (dialog, "http://a.example/ http://a.example/ ftp://a.example/ data:text/plain,hi");
  wait_summary (dialog, "1 link · 1 stands there twice · 2 are refused");
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (dialog)), ==, 3);
  first = dup_row (dialog, 0);
  dp_test_assert_has (first, "✗ ftp://a.example/ — ");
  write_text (dialog, "http://a.example/ http://a.example/");
  wait_summary (dialog, "1 link · 1 stands there twice");
  write_text (dialog, "http://a.example/ ftp://a.example/");
  wait_summary (dialog, "1 link · 1 is refused");
  write_text (dialog, "");
  wait_summary (dialog, "No links yet");
  g_assert_false (gtk_widget_get_sensitive (get_child (dialog, "add_button")));
  gtk_window_close (GTK_WINDOW (dialog));
  assert_closed ();
}

/* Typing goes on while a worker reads: what is shown at last is what stands there. */
static void
test_preview_follows (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  GtkTextBuffer *buffer = get_child (dialog, "buffer");

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *link = g_strdup_printf ("http://a.example/%u\n", i);

      gtk_text_buffer_insert_at_cursor (buffer, link, -1);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_summary (dialog, "500 links");
  gtk_window_close (GTK_WINDOW (dialog));
  assert_closed ();
}

static void
test_close_while_reading (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);

  write_text (dialog, "http://a.example/");
  gtk_window_close (GTK_WINDOW (dialog));
  assert_closed ();
  g_assert_cmpuint (dp_app_fixture_count (self), ==, 0);
}

/* "Add" cannot add something else than what is shown. */
static void
test_add_is_what_is_shown (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);
  GtkWidget *add_button = get_child (dialog, "add_button");

  write_text (dialog, "http://127.0.0.1:9/a");
  wait_summary (dialog, "1 link");
  write_text (dialog, "http://127.0.0.1:9/a http://127.0.0.1:9/b");
  g_assert_false (gtk_widget_is_sensitive (add_button));
  wait_summary (dialog, "2 links");
  gtk_widget_activate (add_button);
  dp_test_run_until (dp_app_fixture_count (self) == 2);
}

static void
test_folder (DpAppFixture *self)
{
  DpAddDialog *dialog = open_dialog (self);

  GtkWidget *picker = get_child (dialog, "folder_picker");
  gpointer space = gtk_widget_get_template_child (picker, DP_TYPE_FOLDER_PICKER, "free");
  g_autofree char *other = g_build_filename (self->engine->folder, "other", NULL);
  g_auto (GStrv) recent = NULL;
  g_autoptr (DpDownload) download = NULL;
  g_autofree char *folder = NULL;

  g_assert_cmpstr (dp_folder_picker_get_folder (DP_FOLDER_PICKER (picker)), ==,
                   self->engine->folder);
  g_assert_null (dp_add_dialog_get_folder (dialog));
  dp_test_run_until (g_str_has_suffix (gtk_label_get_label (space), " free"));

  /* One of the last times, which is not there yet: its volume is. */
  gtk_widget_activate_action (picker, "folder.take", "s", other);
  g_assert_cmpstr (gtk_label_get_label (space), ==, "");
  dp_test_run_until (g_str_has_suffix (gtk_label_get_label (space), " free"));
  g_assert_cmpstr (dp_add_dialog_get_folder (dialog), ==, other);

  gtk_check_button_set_active (get_child (dialog, "later"), TRUE);
  write_text (dialog, "http://127.0.0.1:9/a");
  wait_summary (dialog, "1 link");
  gtk_widget_activate (get_child (dialog, "add_button"));
  dp_test_run_until (dp_app_fixture_count (self) == 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_PAUSED);
  folder = g_strdup (dp_download_get_folder (download));
  g_assert_cmpstr (folder, ==, other);
  recent = g_settings_get_strv (self->settings, "recent-folders");
  g_assert_cmpstr (recent[0], ==, other);
  g_assert_null (recent[1]);
}

/* Rules */

static char *
dup_folder (DpAppFixture *self, guint position)
{
  g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), position);

  return g_strdup (dp_download_get_folder (download));
}

/* They hold for what is pasted, and for the dialog unless a folder is chosen there. */
static void
test_rules (DpAppFixture *self)
{
  g_autofree char *iso = g_build_filename (self->engine->folder, "iso", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;
  DpAddDialog *dialog;

  g_settings_set_value (self->settings, "folder-rules",
                        g_variant_new_parsed ("[('*.iso', %s)]", iso));
  dp_app_fixture_add (self, "http://127.0.0.1:9/1.iso http://127.0.0.1:9/2", 2);
  first = dup_folder (self, 0);
  second = dup_folder (self, 1);
  g_assert_cmpstr (first, ==, iso);
  g_assert_cmpstr (second, ==, self->engine->folder);

  dialog = open_dialog (self);
  write_text (dialog, "http://127.0.0.1:9/3.iso");
  wait_summary (dialog, "1 link");
  gtk_widget_activate (get_child (dialog, "add_button"));
  dp_test_run_until (dp_app_fixture_count (self) == 3);
  third = dup_folder (self, 2);
  g_assert_cmpstr (third, ==, iso);

  assert_closed ();
  dialog = open_dialog (self);
  gtk_widget_activate_action (get_child (dialog, "folder_picker"), "folder.take", "s",
                              self->engine->folder);
  write_text (dialog, "http://127.0.0.1:9/4.iso");
  wait_summary (dialog, "1 link");
  gtk_widget_activate (get_child (dialog, "add_button"));
  dp_test_run_until (dp_app_fixture_count (self) == 4);
  fourth = dup_folder (self, 3);
  g_assert_cmpstr (fourth, ==, self->engine->folder);
}

static void
assert_rules (DpAppFixture *self, const char *expected)
{
  g_autoptr (GVariant) rules = g_settings_get_value (self->settings, "folder-rules");
  g_autofree char *text = g_variant_print (rules, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_rules_dialog (DpAppFixture *self)
{
  GtkWindow *dialog;
  GtkListBox *list;
  GtkWidget *row;

  g_settings_set_value (self->settings, "folder-rules",
                        g_variant_new_parsed ("[('*.iso', '/iso'), ('a.test', '/a')]"));
  dialog = GTK_WINDOW (dp_folder_rules_dialog_new (GTK_WINDOW (self->window), self->settings));
  gtk_window_present (dialog);
  list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_FOLDER_RULES_DIALOG, "list"));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "rules.add", NULL);
  assert_rules (self, "[('*.iso', '/iso'), ('a.test', '/a')]");

  row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1));
  gtk_widget_activate_action (row, "rule.raise", NULL);
  assert_rules (self, "[('a.test', '/a'), ('*.iso', '/iso')]");
  gtk_widget_activate_action (row, "rule.raise", NULL);
  gtk_editable_set_text (
      GTK_EDITABLE (gtk_widget_get_template_child (row, DP_TYPE_FOLDER_RULE_ROW, "pattern")),
      "b.test");
  assert_rules (self, "[('b.test', '/a'), ('*.iso', '/iso')]");
  gtk_widget_activate_action (row, "rule.remove", NULL);
  assert_rules (self, "[('*.iso', '/iso')]");
  gtk_window_close (dialog);
}

/* Preferences */

static void
test_preferences (DpAppFixture *self)
{
  GtkWidget *preferences;
  GtkWidget *page;
  GObject *parallel;

  dp_app_fixture_activate (self, "app.preferences");
  preferences = dp_app_fixture_find_window (DP_TYPE_PREFERENCES);
  g_assert_nonnull (preferences);
  page = GTK_WIDGET (gtk_widget_get_template_child (preferences, DP_TYPE_PREFERENCES, "downloads"));
  parallel = gtk_widget_get_template_child (page, DP_TYPE_DOWNLOADS_PAGE, "parallel");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (parallel)), ==, 6);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (parallel), 12);
  g_assert_cmpint (g_settings_get_int (self->settings, "parallel-downloads"), ==, 12);
  g_settings_set_string (self->settings, "folder", "/tmp/elsewhere");
  page = GTK_WIDGET (gtk_widget_get_template_child (preferences, DP_TYPE_PREFERENCES, "folders"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (
                       gtk_widget_get_template_child (page, DP_TYPE_FOLDERS_PAGE, "folder_label"))),
                   ==, "/tmp/elsewhere");
}

/* The others */

static void
test_help (DpAppFixture *self)
{
  dp_app_fixture_activate (self, "win.show-help-overlay");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_SHORTCUTS_WINDOW) != NULL);
}

static void
test_about (DpAppFixture *self)
{
  dp_app_fixture_activate (self, "app.about");
  dp_test_run_until (dp_app_fixture_find_window (GTK_TYPE_ABOUT_DIALOG) != NULL);
}

/* What everything is called, and does */

static gboolean
has_action (DpAppFixture *self, const char *name)
{
  GType owner;
  const char *action;
  const char *property;
  const GVariantType *type;
  GtkWidgetClass *window_class = GTK_WIDGET_GET_CLASS (self->window);
  /* Without its parameter. */
  g_auto (GStrv) parts = g_strsplit (name, "::", 2);

  name = parts[0];
  if (g_str_has_prefix (name, "app."))
    return g_action_group_has_action (G_ACTION_GROUP (self->application), name + strlen ("app."));
  if (g_action_group_has_action (G_ACTION_GROUP (self->window), name + strlen ("win.")))
    return TRUE;
  for (guint i = 0;
       gtk_widget_class_query_action (window_class, i, &owner, &action, &type, &property); i++)
    if (g_str_equal (action, name))
      return TRUE;
  return FALSE;
}

static void
check_widget (GtkWidget *widget, gpointer self)
{
  const char *action;

  if (!GTK_IS_ACTIONABLE (widget))
    return;
  action = gtk_actionable_get_action_name (GTK_ACTIONABLE (widget));
  if (action != NULL && !has_action (self, action))
    g_error ("a button wants the action %s, which is not there", action);
  /* GTK's search bar has a button of its own that is never shown. */
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) &&
      gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL &&
      !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)) && !gtk_widget_get_has_tooltip (widget))
    g_error ("a button with the icon %s has no tooltip",
             gtk_button_get_icon_name (GTK_BUTTON (widget)));
}

static void
test_buttons (DpAppFixture *self)
{
  dp_app_fixture_add (self, "http://127.0.0.1:9/a", 1);
  dp_test_walk (GTK_WIDGET (self->window), check_widget, self);
}

static void
check_menu (DpAppFixture *self, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *action = NULL;

      if (section != NULL || submenu != NULL)
        check_menu (self, section != NULL ? section : submenu);
      else if (!g_menu_model_get_item_attribute (menu, i, "action", "s", &action) ||
               !has_action (self, action))
        g_error ("a menu item wants the action %s, which is not there", action);
    }
}

static void
find_menu (GtkWidget *widget, gpointer self)
{
  if (GTK_IS_POPOVER_MENU (widget))
    check_menu (self, gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (widget)));
}

static void
test_menus (DpAppFixture *self)
{
  dp_test_walk (GTK_WIDGET (self->window), find_menu, self);
}

/* A key that GTK does not know, or that two actions want, helps nobody. */
static void
test_keys (DpAppFixture *self)
{
  g_auto (GStrv) actions =
      gtk_application_list_action_descriptions (GTK_APPLICATION (self->application));
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (g_strv_length (actions), >, 10);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) accels =
          gtk_application_get_accels_for_action (GTK_APPLICATION (self->application), actions[i]);

      g_assert_true (g_str_has_prefix (actions[i], "window.") || has_action (self, actions[i]));
      g_assert_nonnull (accels[0]);
      for (guint j = 0; accels[j] != NULL; j++)
        if (!g_hash_table_add (taken, g_strdup (accels[j])))
          g_error ("%s is the key of two actions", accels[j]);
    }
}

typedef struct
{
  guint n_rows;
  guint n_keys;
} Told;

static void
count_told (GtkWidget *widget, gpointer user_data)
{
  Told *told = user_data;

  told->n_rows += DP_IS_SHORTCUT_ROW (widget) && gtk_widget_is_visible (widget);
  told->n_keys += GTK_IS_SHORTCUT_LABEL (widget) && gtk_widget_is_visible (widget);
}

static Told
count_shown (gpointer window)
{
  Told told = { 0 };

  dp_test_walk (window, count_told, &told);
  return told;
}

/* Each with a key; and they are found by what they do. */
static void
test_help_tells_keys (DpAppFixture *self)
{
  gpointer window;
  GtkEditable *search;
  Told told;

  dp_app_fixture_activate (self, "win.show-help-overlay");
  window = dp_app_fixture_find_window (DP_TYPE_SHORTCUTS_WINDOW);
  dp_test_run_until (gtk_widget_get_mapped (window));
  told = count_shown (window);
  g_assert_cmpuint (told.n_rows, >=, 30);
  g_assert_cmpuint (told.n_keys, >=, told.n_rows);

  search =
      GTK_EDITABLE (gtk_widget_get_template_child (window, DP_TYPE_SHORTCUTS_WINDOW, "search"));
  gtk_editable_set_text (search, "PREFER");
  dp_test_run_until (count_shown (window).n_rows == 1);
  gtk_editable_set_text (search, "nothing like it");
  dp_test_run_until (count_shown (window).n_rows == 0);
  gtk_editable_set_text (search, "");
  dp_test_run_until (count_shown (window).n_rows == told.n_rows);
}

static void
check_icon (GtkWidget *widget, gpointer user_data)
{
  const char *name = GTK_IS_IMAGE (widget) ? gtk_image_get_icon_name (GTK_IMAGE (widget)) : NULL;

  if (name != NULL && !gtk_icon_theme_has_icon (user_data, name))
    g_error ("there is no icon %s", name);
}

static void
test_icons_exist (DpAppFixture *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  dp_app_fixture_add (self, "http://127.0.0.1:9/a", 1);
  dp_test_walk (GTK_WIDGET (self->window), check_icon, theme);
  g_assert_true (gtk_icon_theme_has_icon (theme, APP_ID));
  g_assert_true (gtk_icon_theme_has_icon (theme, APP_ID "-symbolic"));
}

static int
get_minimum_width (DpAppFixture *self)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (self->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  return minimum;
}

/* Usable at 360 px: what has no room in the header is in the menu. */
static void
test_gets_narrow (DpAppFixture *self)
{
  dp_app_fixture_add (self, "http://127.0.0.1:9/a", 1);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 500);
  dp_test_run_until (get_minimum_width (self) == 360);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/add-dialog/preview", test_preview);
  add ("/add-dialog/preview-explains", test_preview_explains);
  add ("/add-dialog/preview-follows", test_preview_follows);
  add ("/add-dialog/close-while-reading", test_close_while_reading);
  add ("/add-dialog/add-is-what-is-shown", test_add_is_what_is_shown);
  add ("/add-dialog/folder", test_folder);
  add ("/rules", test_rules);
  add ("/rules-dialog", test_rules_dialog);
  add ("/preferences", test_preferences);
  add ("/help", test_help);
  add ("/about", test_about);
  add ("/names/buttons", test_buttons);
  add ("/names/menus", test_menus);
  add ("/names/keys", test_keys);
  add ("/names/help-tells-keys", test_help_tells_keys);
  add ("/names/icons-exist", test_icons_exist);
  add ("/names/gets-narrow", test_gets_narrow);

  return g_test_run ();
}
