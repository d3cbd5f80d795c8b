/* dp-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The few things one may want otherwise, page by page.  Each is a GSettings key; who cares watches
 * the key.
 *
 * Thread: home.
 */

#include "dp-preferences.h"

#include "dp-downloads-page.h"
#include "dp-folders-page.h"
#include "dp-limits-page.h"
#include "dp-network-page.h"
#include "dp-pages.h"

struct _DpPreferences
{
  GtkWindow parent_instance;

  DpPages *pages;
  DpDownloadsPage *downloads;
  DpNetworkPage *network;
  DpLimitsPage *limits;
  DpFoldersPage *folders;
};

static guint proxy_answered_signal;
static guint sign_in_signal;

G_DEFINE_FINAL_TYPE (DpPreferences, dp_preferences, GTK_TYPE_WINDOW)

static void
on_proxy_answered (DpPreferences *self, const char *proxy, const char *userinfo)
{
  g_signal_emit (self, proxy_answered_signal, 0, proxy, userinfo);
}

static void
on_sign_in (DpPreferences *self, const char *proxy)
{
  g_signal_emit (self, sign_in_signal, 0, proxy);
}

static void
dp_preferences_class_init (DpPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * DpPreferences::proxy-answered:
   * @self: the dialog
   * @proxy: a link to a proxy, without user and password
   * @userinfo: those, percent-encoded as in a link
   *
   * The person says what to tell the proxy when it asks.
   */
  proxy_answered_signal =
      g_signal_new ("proxy-answered", DP_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * DpPreferences::sign-in:
   * @self: the dialog
   * @proxy: a link to a proxy, without user and password
   *
   * The person wants to say what to tell the proxy when it asks.
   */
  sign_in_signal = g_signal_new ("sign-in", DP_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (DP_TYPE_PAGES);
  g_type_ensure (DP_TYPE_DOWNLOADS_PAGE);
  g_type_ensure (DP_TYPE_NETWORK_PAGE);
  g_type_ensure (DP_TYPE_LIMITS_PAGE);
  g_type_ensure (DP_TYPE_FOLDERS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, pages);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, downloads);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, network);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, limits);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, folders);
  gtk_widget_class_bind_template_callback (widget_class, on_proxy_answered);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
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
  GtkApplication *application = parent != NULL ? gtk_window_get_application (parent) : NULL;
  DpPreferences *self =
      g_object_new (DP_TYPE_PREFERENCES, "transient-for", parent, "application", application, NULL);

  dp_downloads_page_bind (self->downloads, settings);
  dp_network_page_bind (self->network, settings);
  dp_limits_page_bind (self->limits, settings);
  dp_folders_page_bind (self->folders, settings);
  return self;
}
