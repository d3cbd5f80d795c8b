/* dp-check.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-news.h"
#include "dp-queue.h"

G_BEGIN_DECLS

/**
 * DpChecked:
 * @changed: (owned) (element-type guint64): of which the server has another version by now
 * @gone: (owned) (element-type guint64): whose files are not here any more as they came, whatever the
 *   server has
 * @n_unchanged: of how many it has not
 * @n_unknown: of how many nobody could tell
 *
 * What came of looking whether finished files have changed.
 */
typedef struct
{
  GArray *changed;
  GArray *gone;
  guint n_unchanged;
  guint n_unknown;
} DpChecked;

void dp_queue_check_async (DpQueue *self,
                           DpLanes *lanes,
                           const guint64 *ids,
                           gsize n_ids,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
const DpChecked *dp_queue_check_finish (DpQueue *self, GAsyncResult *result, GError **error);

G_END_DECLS
