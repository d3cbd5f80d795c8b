/* dp-details.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-queue.h"

G_BEGIN_DECLS

#define DP_TYPE_DETAILS (dp_details_get_type ())
G_DECLARE_FINAL_TYPE (DpDetails, dp_details, DP, DETAILS, DpComposite)

DpDetails *dp_details_new (DpQueue *queue, GtkSelectionModel *selection);
void dp_details_set_is_page (DpDetails *self, gboolean is_page);

G_END_DECLS
