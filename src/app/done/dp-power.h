/* dp-power.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void dp_power_call (const char *method,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);
gboolean dp_power_call_finish (GAsyncResult *result, GError **error);

G_END_DECLS
