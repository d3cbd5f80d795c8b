/* dp-color-scheme.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void dp_color_scheme_follow (GDBusConnection *bus);

G_END_DECLS
