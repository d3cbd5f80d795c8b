/* dp-limits-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences: how fast downloads may be, and when they have to wait.
 *
 * Thread: home.
 */

#include "dp-limits-page.h"

#include "dp-line.h"
#include "dp-speed-spin.h"
#include "dp-timetable-editor.h"

struct _DpLimitsPage
{
  GtkBox parent_instance;

  GtkSwitch *limit_speed;
  GtkSpinButton *speed_limit;
  GtkSpinButton *turtle_limit;
  GtkSwitch *pause_on_metered;
  GtkSwitch *pause_on_power_saver;
  GtkSwitch *timetable_enabled;
  GtkWidget *timetable_row;
  DpTimetableEditor *timetable;
};

G_DEFINE_FINAL_TYPE (DpLimitsPage, dp_limits_page, GTK_TYPE_BOX)

/**
 * dp_limits_page_bind:
 * @self: the page
 * @settings: the program's settings
 *
 * Shows them, and changes what is changed.
 *
 * Thread: home.
 */
void
dp_limits_page_bind (DpLimitsPage *self, GSettings *settings)
{
  g_settings_bind (settings, "limit-speed", self->limit_speed, "active", G_SETTINGS_BIND_DEFAULT);
  /* It is there while the switch is on. */
  g_settings_bind (settings, "speed-limit", self->speed_limit, "value",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (settings, "turtle-limit", self->turtle_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "pause-on-metered", self->pause_on_metered, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "pause-on-power-saver", self->pause_on_power_saver, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "timetable-enabled", self->timetable_enabled, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "timetable-enabled", self->timetable_row, "visible",
                   G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "timetable", self->timetable, "timetable", G_SETTINGS_BIND_DEFAULT);
}

static void
dp_limits_page_class_init (DpLimitsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_LINE);
  g_type_ensure (DP_TYPE_TIMETABLE_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-limits-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, limit_speed);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, speed_limit);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, turtle_limit);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, pause_on_metered);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, pause_on_power_saver);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, timetable_enabled);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, timetable_row);
  gtk_widget_class_bind_template_child (widget_class, DpLimitsPage, timetable);
  gtk_widget_class_bind_template_callback (widget_class, dp_speed_spin_show);
  gtk_widget_class_bind_template_callback (widget_class, dp_speed_spin_read);
}

static void
dp_limits_page_init (DpLimitsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
