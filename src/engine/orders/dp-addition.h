/* dp-addition.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_queue_load (DpQueue *self, GPtrArray *downloads);
guint64
dp_queue_add (DpQueue *self, const GPtrArray *urls, const GPtrArray *requests, const char *folder);
GPtrArray *dp_queue_prepare (DpQueue *self,
                             const GPtrArray *urls,
                             const GPtrArray *requests,
                             const GPtrArray *offers,
                             const GPtrArray *folders,
                             const char *folder,
                             DpState state);
void dp_queue_add_prepared (DpQueue *self, GPtrArray *downloads);
guint64 dp_queue_continue (DpQueue *self, const char *url, DpRequest *request, DpPartial *partial);

G_END_DECLS
