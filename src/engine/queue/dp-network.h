/* dp-network.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _DpNetwork DpNetwork;

DpNetwork *
dp_network_new (GNetworkMonitor *monitor, void (*changed) (gpointer user_data), gpointer user_data);
void dp_network_free (DpNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpNetwork, dp_network_free)

G_END_DECLS
