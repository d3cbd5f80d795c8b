/* dp-arrange.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

/**
 * DpRule:
 * @DP_RULE_SIZE: the smallest file first
 * @DP_RULE_TIME: the one first that will take the shortest time from now on
 * @DP_RULE_HOST: one of each server in turns
 *
 * In which order the queue is arranged.
 */
typedef enum
{
  DP_RULE_SIZE,
  DP_RULE_TIME,
  DP_RULE_HOST,
} DpRule;

/**
 * DpArrangeItem:
 * @id: a download's id
 * @url: its link, a GRefString
 * @total_bytes: how long the file is, or %DP_SIZE_UNKNOWN
 * @received_bytes: how much of it is here
 * @bytes_per_sec: how fast it comes, or 0
 *
 * What a download's place depends on when the queue is arranged.
 */
typedef struct
{
  guint64 id;
  char *url;
  guint64 total_bytes;
  guint64 received_bytes;
  guint64 bytes_per_sec;
} DpArrangeItem;

void dp_arrange_items (GArray *items, DpRule rule);

void dp_queue_arrange_async (DpQueue *self,
                             DpRule rule,
                             const guint64 *ids,
                             gsize n_ids,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GArray *dp_queue_arrange_finish (DpQueue *self, GAsyncResult *result, GError **error);

G_END_DECLS
