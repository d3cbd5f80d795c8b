/* dp-app-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-app-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-banner.h"
#include "dp-toast.h"

/* Widgets */

void
dp_test_load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/downpour/Downpour/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
dp_test_walk (GtkWidget *widget, void (*visit) (GtkWidget *, gpointer), gpointer user_data)
{
  visit (widget, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    dp_test_walk (child, visit, user_data);
}

void
dp_test_assert_bar_is_named (GtkWidget *bar)
{
  g_assert_true (
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));
}

static gpointer
get_child (DpAppFixture *self, const char *name)
{
  GObject *child = gtk_widget_get_template_child (GTK_WIDGET (self->window), DP_TYPE_WINDOW, name);

  g_assert_nonnull (child);
  return child;
}

const char *
dp_app_fixture_get_label (DpAppFixture *self, const char *child)
{
  return gtk_label_get_label (get_child (self, child));
}

GtkSelectionModel *
dp_app_fixture_get_selection (DpAppFixture *self)
{
  return get_child (self, "selection");
}

static gpointer
get_toast_child (DpAppFixture *self, const char *name)
{
  return gtk_widget_get_template_child (get_child (self, "toast"), DP_TYPE_TOAST, name);
}

gboolean
dp_app_fixture_is_toast_shown (DpAppFixture *self)
{
  return gtk_revealer_get_reveal_child (get_toast_child (self, "revealer"));
}

const char *
dp_app_fixture_get_toast (DpAppFixture *self)
{
  return gtk_label_get_label (get_toast_child (self, "label"));
}

static gpointer
get_banner_child (DpAppFixture *self, const char *name)
{
  return gtk_widget_get_template_child (get_child (self, "banner"), DP_TYPE_BANNER, name);
}

const char *
dp_app_fixture_get_banner (DpAppFixture *self)
{
  return gtk_revealer_get_reveal_child (get_banner_child (self, "revealer"))
             ? gtk_label_get_label (get_banner_child (self, "label"))
             : "";
}

gpointer
dp_app_fixture_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

/* What a person does */

void
dp_app_fixture_activate (DpAppFixture *self, const char *action_name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), action_name, NULL));
}

void
dp_app_fixture_paste (DpAppFixture *self, const char *media_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GdkContentProvider) content = gdk_content_provider_new_for_bytes (media_type, bytes);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), content);
  dp_app_fixture_activate (self, "win.paste");
}

char *
dp_app_fixture_dup_silent_links (DpAppFixture *self, guint n_links)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/stall-headers");
  GString *links = g_string_new (NULL);

  for (guint i = 0; i < n_links; i++)
    g_string_append_printf (links, "%s/%u.bin\n", url, i);
  return g_string_free (links, FALSE);
}

guint
dp_app_fixture_count (DpAppFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->queue));
}

void
dp_app_fixture_add (DpAppFixture *self, const char *links, guint n_links)
{
  guint n_before = dp_app_fixture_count (self);

  dp_app_fixture_paste (self, "text/plain;charset=utf-8", links);
  dp_test_run_until (dp_app_fixture_count (self) == n_before + n_links);
}

char *
dp_app_fixture_list_ids (DpAppFixture *self)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < dp_app_fixture_count (self); i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      g_string_append_printf (ids, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                              dp_download_get_id (download));
    }
  return g_string_free (ids, FALSE);
}

/* Life */

static void
on_window_gone (gpointer user_data, GObject *window)
{
  ((DpAppFixture *) user_data)->window = NULL;
}

static gboolean
on_started (gpointer user_data)
{
  DpAppFixture *self = user_data;

  self->queue = dp_application_get_queue (self->application);
  self->window = dp_app_fixture_find_window (DP_TYPE_WINDOW);
  g_assert_nonnull (self->window);
  g_object_weak_ref (G_OBJECT (self->window), on_window_gone, self);
  dp_test_run_until (gtk_widget_get_mapped (GTK_WIDGET (self->window)));
  dp_test_run_until (dp_application_is_loaded (self->application));
  self->body (self);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
reset_settings (DpAppFixture *self)
{
  g_auto (GStrv) keys = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (self->settings, keys[i]);
  g_settings_set_string (self->settings, "folder", self->engine->folder);
}

/* What an earlier test left in the list is none of ours. */
static void
forget_list (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), PACKAGE_NAME, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

void
dp_app_fixture_run (DpAppTestFunc body, const char *const *arguments)
{
  DpAppFixture self = { .body = body };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  int status;

  self.engine = dp_engine_fixture_new (60);
  self.settings = g_settings_new (APP_ID);
  reset_settings (&self);
  forget_list ();
  self.application = dp_application_new ();
  g_application_set_flags (G_APPLICATION (self.application),
                           g_application_get_flags (G_APPLICATION (self.application)) |
                               G_APPLICATION_NON_UNIQUE);

  g_ptr_array_add (argv, (gpointer) "downpour");
  for (guint i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_idle_add (on_started, &self);
  status =
      g_application_run (G_APPLICATION (self.application), (int) argv->len, (char **) argv->pdata);

  g_assert_cmpint (status, ==, 0);
  /* Answers that are still on their way hold it. */
  dp_test_run_until (self.window == NULL);
  g_assert_finalize_object (self.application);
  g_clear_object (&self.settings);
  dp_engine_fixture_free (self.engine);
}

void
dp_app_fixture_run_data (gconstpointer body)
{
  dp_app_fixture_run ((DpAppTestFunc) body, NULL);
}
