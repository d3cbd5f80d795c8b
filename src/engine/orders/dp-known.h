/* dp-known.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"
#include "dp-url-list.h"

G_BEGIN_DECLS

/**
 * DpKnown:
 * @fresh: (owned): the links that are not in the list, and those whose finished file is gone
 * @ids: (owned) (element-type guint64): the downloads that the other links are already, ascending
 *
 * Links that were sorted by whether they are in the list already.
 */
typedef struct
{
  DpUrlList *fresh;
  GArray *ids;
} DpKnown;

void dp_known_sort_async (DpQueue *queue,
                          DpUrlList *list,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
DpKnown *dp_known_sort_finish (GAsyncResult *result, DpUrlList **list, GError **error);
void dp_known_free (DpKnown *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpKnown, dp_known_free)

G_END_DECLS
