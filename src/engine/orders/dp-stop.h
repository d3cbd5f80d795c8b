/* dp-stop.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_queue_stop_async (DpQueue *self,
                          guint timeout_msec,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean dp_queue_stop_finish (DpQueue *self, GAsyncResult *result, GError **error);

G_END_DECLS
