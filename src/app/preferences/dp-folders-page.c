/* dp-folders-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences: where files go, how full that may get, and what is noted on them.
 *
 * Thread: home.
 */

#include "dp-folders-page.h"

#include "dp-desktop.h"
#include "dp-folder-rules-dialog.h"
#include "dp-line.h"
#include "dp-preferences-values.h"
#include "dp-size-spin.h"

struct _DpFoldersPage
{
  GtkBox parent_instance;

  GSettings *settings; /* (owned) (nullable): until it is bound */
  GtkLabel *folder_label;
  GtkSpinButton *free_space_floor;
  GtkSwitch *note_origin;
};

G_DEFINE_FINAL_TYPE (DpFoldersPage, dp_folders_page, GTK_TYPE_BOX)

static void
update_folder (DpFoldersPage *self)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);
  g_autofree char *display = g_filename_display_name (folder);

  gtk_label_set_label (self->folder_label, display);
}

static void
set_folder (const char *folder, gpointer user_data)
{
  DpFoldersPage *self = user_data;

  g_settings_set_string (self->settings, "folder", folder);
}

static void
choose_folder (DpFoldersPage *self)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);

  dp_desktop_choose_folder (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), folder,
                            set_folder, self);
}

static void
edit_rules (DpFoldersPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (GTK_WINDOW (dp_folder_rules_dialog_new (window, self->settings)));
}

/**
 * dp_folders_page_bind:
 * @self: the page
 * @settings: the program's settings
 *
 * Shows them, and changes what is changed.
 *
 * Thread: home.
 */
void
dp_folders_page_bind (DpFoldersPage *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "free-space-floor", self->free_space_floor, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "note-origin", self->note_origin, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::folder", G_CALLBACK (update_folder), self,
                           G_CONNECT_SWAPPED);
  update_folder (self);
}

static void
dp_folders_page_dispose (GObject *object)
{
  g_clear_object (&DP_FOLDERS_PAGE (object)->settings);
  G_OBJECT_CLASS (dp_folders_page_parent_class)->dispose (object);
}

static void
dp_folders_page_class_init (DpFoldersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_folders_page_dispose;
  g_type_ensure (DP_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-folders-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpFoldersPage, folder_label);
  gtk_widget_class_bind_template_child (widget_class, DpFoldersPage, free_space_floor);
  gtk_widget_class_bind_template_child (widget_class, DpFoldersPage, note_origin);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder);
  gtk_widget_class_bind_template_callback (widget_class, edit_rules);
  gtk_widget_class_bind_template_callback (widget_class, dp_size_spin_show);
  gtk_widget_class_bind_template_callback (widget_class, dp_size_spin_read);
}

static void
dp_folders_page_init (DpFoldersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
