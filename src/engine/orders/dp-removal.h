/* dp-removal.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

/**
 * DpRemoval:
 *
 * Downloads that were taken out of the list, and can be put back.
 */
typedef struct _DpRemoval DpRemoval;

DpRemoval *dp_queue_remove (DpQueue *self, const GArray *ids);
void dp_queue_restore (DpQueue *self, DpRemoval *removal);
guint dp_removal_get_size (DpRemoval *removal);
DpRemoval *dp_removal_split (DpRemoval *removal, const GArray *ids);
void dp_removal_free (DpRemoval *removal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRemoval, dp_removal_free)

G_END_DECLS
