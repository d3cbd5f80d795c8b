/* dp-preferences-values.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the settings come to, where it takes more than reading a key.
 *
 * Thread: home.
 */

#include "dp-preferences-values.h"

#include "dp-desktop.h"
#include "dp-http-proxy.h"

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

/**
 * dp_preferences_dup_proxy:
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): who says which way a link goes, or %NULL for the desktop's
 *   settings, which count as well while no proxy can be read in what was written
 */
GProxyResolver *
dp_preferences_dup_proxy (GSettings *settings)
{
  g_autofree char *mode = g_settings_get_string (settings, "proxy-mode");
  g_autofree char *uri = g_settings_get_string (settings, "proxy-uri");
  g_autofree char *except = g_settings_get_string (settings, "proxy-except");

  if (g_str_equal (mode, "none"))
    return dp_http_proxy_new ("none", NULL, NULL);
  /* Why not stands below the field. */
  return g_str_equal (mode, "manual") ? dp_http_proxy_new (uri, except, NULL) : NULL;
}
