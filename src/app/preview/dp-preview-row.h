/* dp-preview-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-preview-list.h"

G_BEGIN_DECLS

#define DP_TYPE_PREVIEW_ROW (dp_preview_row_get_type ())
G_DECLARE_FINAL_TYPE (DpPreviewRow, dp_preview_row, DP, PREVIEW_ROW, DpComposite)

void dp_preview_row_toggle (DpPreviewRow *self);

G_END_DECLS
