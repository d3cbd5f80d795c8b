/* dp-speed.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_SPEED_MAX:
 *
 * The most bytes per second that anybody may mean.
 */
#define DP_SPEED_MAX G_GUINT64_CONSTANT (1000000000000)

gboolean dp_speed_parse (const char *text, guint64 unit_bytes, guint64 *bytes_per_sec);

G_END_DECLS
