/* dp-discard.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-store.h"

G_BEGIN_DECLS

void dp_discard_async (DpLanes *lanes,
                       DpStore *store,
                       DpNoteKind kind,
                       DpDownload *download,
                       DpPartial *partial);

G_END_DECLS
