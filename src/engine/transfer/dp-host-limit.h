/* dp-host-limit.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint dp_host_limit_get (const char *origin, gint64 now_usec);
guint dp_host_limit_lower (const char *origin, guint n_connections, gint64 now_usec);
gboolean dp_host_limit_raise (const char *origin, guint n_connections, gint64 now_usec);
void
dp_host_limit_restore (const char *origin, guint n_connections, gint64 seen_usec, gint64 now_usec);
void dp_host_limit_forget (void);

G_END_DECLS
