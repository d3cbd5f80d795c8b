/* dp-preview-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-preview-links.h"

G_BEGIN_DECLS

/**
 * DpPreviewTicks:
 * @DP_PREVIEW_TICK_ALL: every link gets a tick
 * @DP_PREVIEW_TICK_NONE: no link has one
 * @DP_PREVIEW_TICK_OTHERS: those get one that had none, and lose it that had one
 *
 * What becomes of the ticks of all links that are shown.
 */
typedef enum
{
  DP_PREVIEW_TICK_ALL,
  DP_PREVIEW_TICK_NONE,
  DP_PREVIEW_TICK_OTHERS,
} DpPreviewTicks;

#define DP_TYPE_PREVIEW_ITEM (dp_preview_item_get_type ())
G_DECLARE_FINAL_TYPE (DpPreviewItem, dp_preview_item, DP, PREVIEW_ITEM, GObject)

#define DP_TYPE_PREVIEW_LIST (dp_preview_list_get_type ())
G_DECLARE_FINAL_TYPE (DpPreviewList, dp_preview_list, DP, PREVIEW_LIST, GObject)

DpPreviewList *dp_preview_list_new (void);
void dp_preview_list_set_links (DpPreviewList *self, DpPreviewLinks *links);
DpPreviewLinks *dp_preview_list_get_links (DpPreviewList *self);
void dp_preview_list_show (DpPreviewList *self, GArray *places);
void dp_preview_list_tick (DpPreviewList *self, DpPreviewTicks ticks);
guint dp_preview_list_count_chosen (DpPreviewList *self);
DpUrlList *dp_preview_list_dup_chosen (DpPreviewList *self);

DpPreviewList *dp_preview_item_get_list (DpPreviewItem *self);
char *dp_preview_item_dup_words (DpPreviewItem *self);
gboolean dp_preview_item_is_link (DpPreviewItem *self);
gboolean dp_preview_item_is_ticked (DpPreviewItem *self);
void dp_preview_item_set_ticked (DpPreviewItem *self, gboolean is_ticked);

G_END_DECLS
