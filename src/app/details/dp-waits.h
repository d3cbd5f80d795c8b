/* dp-waits.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-trace.h"

G_BEGIN_DECLS

#define DP_TYPE_WAITS (dp_waits_get_type ())
G_DECLARE_FINAL_TYPE (DpWaits, dp_waits, DP, WAITS, DpComposite)

void dp_waits_set (DpWaits *self, const guint64 *usec);

G_END_DECLS
