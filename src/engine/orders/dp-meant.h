/* dp-meant.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

typedef gboolean (*DpMeantFunc) (DpDownload *download);

GPtrArray *dp_meant_find (DpQueue *queue, const guint64 *ids, gsize n_ids, DpMeantFunc is_meant);
GPtrArray *dp_meant_find_all (DpQueue *queue, DpMeantFunc is_meant);

G_END_DECLS
