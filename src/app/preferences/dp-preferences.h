/* dp-preferences.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-preferences-values.h"

G_BEGIN_DECLS

#define DP_TYPE_PREFERENCES (dp_preferences_get_type ())
G_DECLARE_FINAL_TYPE (DpPreferences, dp_preferences, DP, PREFERENCES, GtkWindow)

DpPreferences *dp_preferences_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS
