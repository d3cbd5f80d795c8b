/* dp-preview-links.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"
#include "dp-url-list.h"

G_BEGIN_DECLS

/**
 * DpPreviewLinks:
 * @list: (owned): what was understood
 * @is_known: (owned): for each link of it whether that is in the list of downloads already
 * @n_known: how many are
 * @n_ranged: how many links those stand for that stand for more than themselves, or 0
 *
 * What a text was understood to be.  It does not change any more, so any thread may read it.
 */
typedef struct
{
  DpUrlList *list;
  gboolean *is_known;
  guint n_known;
  guint64 n_ranged;
} DpPreviewLinks;

DpPreviewLinks *dp_preview_links_ref (DpPreviewLinks *self);
void dp_preview_links_unref (DpPreviewLinks *self);

void dp_preview_links_read_async (DpQueue *queue,
                                  GBytes *text,
                                  gboolean expands,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
DpPreviewLinks *dp_preview_links_read_finish (GAsyncResult *result, GError **error);

void dp_preview_links_filter_async (DpPreviewLinks *self,
                                    const char *patterns,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GArray *dp_preview_links_filter_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPreviewLinks, dp_preview_links_unref)

G_END_DECLS
