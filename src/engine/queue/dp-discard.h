/* dp-discard.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-store.h"

G_BEGIN_DECLS

typedef struct _DpDiscards DpDiscards;

DpDiscards *dp_discards_new (DpLanes *lanes);
void dp_discards_unref (DpDiscards *self);

void dp_discards_begin (DpDiscards *self,
                        DpStore *store,
                        DpNoteKind kind,
                        DpDownload *download,
                        DpPartial *partial);
gboolean dp_discards_forget_later (DpDiscards *self, DpDownload *download);

G_END_DECLS
