/* dp-preview.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-preview-list.h"

G_BEGIN_DECLS

#define DP_TYPE_PREVIEW (dp_preview_get_type ())
G_DECLARE_FINAL_TYPE (DpPreview, dp_preview, DP, PREVIEW, DpComposite)

void dp_preview_set_links (DpPreview *self, DpPreviewLinks *links);
gboolean dp_preview_is_ready (DpPreview *self);
guint dp_preview_count_chosen (DpPreview *self);
DpUrlList *dp_preview_dup_chosen (DpPreview *self);

G_END_DECLS
