/* dp-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The few things one may want otherwise.  Each is a GSettings key; who cares watches the key.
 *
 * Thread: home.
 */

#include "dp-preferences.h"

#include "dp-desktop.h"

struct _DpPreferences
{
  GtkWindow parent_instance;

  GSettings *settings; /* (owned) */

  GtkSpinButton *parallel;
  GtkLabel *folder_label;
};

G_DEFINE_FINAL_TYPE (DpPreferences, dp_preferences, GTK_TYPE_WINDOW)

/**
 * dp_preferences_get_folder:
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer full) (type filename): where files go; the desktop's choice until the person
 *   makes another
 */
char *
dp_preferences_get_folder (GSettings *settings)
{
  g_autofree char *folder = g_settings_get_string (settings, "folder");

  return *folder != '\0' ? g_steal_pointer (&folder) : dp_desktop_get_download_folder ();
}

static void
update_folder (DpPreferences *self)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);
  g_autofree char *display = g_filename_display_name (folder);

  gtk_label_set_label (self->folder_label, display);
}

static void
set_folder (const char *folder, gpointer user_data)
{
  DpPreferences *self = user_data;

  g_settings_set_string (self->settings, "folder", folder);
}

static void
choose_folder (DpPreferences *self)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);

  dp_desktop_choose_folder (GTK_WINDOW (self), folder, set_folder, self);
}

static void
dp_preferences_dispose (GObject *object)
{
  g_clear_object (&DP_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (dp_preferences_parent_class)->dispose (object);
}

static void
dp_preferences_class_init (DpPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, parallel);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, folder_label);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder);
}

static void
dp_preferences_init (DpPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_preferences_new:
 * @parent: (nullable): the window that asks
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpPreferences *
dp_preferences_new (GtkWindow *parent, GSettings *settings)
{
  DpPreferences *self = g_object_new (DP_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "parallel-downloads", self->parallel, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::folder", G_CALLBACK (update_folder), self,
                           G_CONNECT_SWAPPED);
  update_folder (self);
  return self;
}
