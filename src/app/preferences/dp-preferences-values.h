/* dp-preferences-values.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *dp_preferences_get_folder (GSettings *settings);
GProxyResolver *dp_preferences_dup_proxy (GSettings *settings);

G_END_DECLS
