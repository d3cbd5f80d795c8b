/* dp-errands.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_errands_give (GPtrArray *downloads, const char *command);
void dp_queue_set_command_of (DpQueue *self, const guint64 *ids, gsize n_ids, const char *command);
void dp_queue_note_errand (DpQueue *self, DpDownload *download, const char *reason);

G_END_DECLS
