/* dp-downloads-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences: how many downloads at once, and what is done when they are done.
 *
 * Thread: home.
 */

#include "dp-downloads-page.h"

#include "dp-command-entry.h"
#include "dp-line.h"
#include "dp-number-spin.h"

struct _DpDownloadsPage
{
  GtkBox parent_instance;

  GtkSpinButton *parallel;
  GtkSwitch *continue_at_start;
  GtkSwitch *keep_downloading;
  GtkSwitch *keep_awake;
  GtkSwitch *notifications;
  GtkSwitch *previews;
  DpCommandEntry *file_done;
  DpCommandEntry *all_done;
};

G_DEFINE_FINAL_TYPE (DpDownloadsPage, dp_downloads_page, GTK_TYPE_BOX)

/**
 * dp_downloads_page_bind:
 * @self: the page
 * @settings: the program's settings
 *
 * Shows them, and changes what is changed.
 *
 * Thread: home.
 */
void
dp_downloads_page_bind (DpDownloadsPage *self, GSettings *settings)
{
  g_settings_bind (settings, "parallel-downloads", self->parallel, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "continue-at-start", self->continue_at_start, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "keep-downloading", self->keep_downloading, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "keep-awake", self->keep_awake, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notifications", self->notifications, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "previews", self->previews, "active", G_SETTINGS_BIND_DEFAULT);
  dp_command_entry_bind (self->file_done, settings, "file-done-command");
  dp_command_entry_bind (self->all_done, settings, "all-done-command");
}

static void
dp_downloads_page_class_init (DpDownloadsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_LINE);
  g_type_ensure (DP_TYPE_COMMAND_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-downloads-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, parallel);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, continue_at_start);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, keep_downloading);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, keep_awake);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, notifications);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, previews);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, file_done);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadsPage, all_done);
  gtk_widget_class_bind_template_callback (widget_class, dp_number_spin_show);
  gtk_widget_class_bind_template_callback (widget_class, dp_number_spin_read);
}

static void
dp_downloads_page_init (DpDownloadsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
