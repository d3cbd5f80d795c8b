/* dp-network-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_NETWORK_PAGE (dp_network_page_get_type ())
G_DECLARE_FINAL_TYPE (DpNetworkPage, dp_network_page, DP, NETWORK_PAGE, GtkBox)

void dp_network_page_bind (DpNetworkPage *self, GSettings *settings);

G_END_DECLS
