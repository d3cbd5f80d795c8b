/* dp-fetch.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-lanes.h"
#include "dp-transfer.h"

G_BEGIN_DECLS

void dp_fetch_async (DpTransfer *transfer,
                     DpLanes *lanes,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
DpOutcome *dp_fetch_finish (GAsyncResult *result);

G_END_DECLS
