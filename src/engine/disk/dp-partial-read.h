/* dp-partial-read.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-partial.h"

G_BEGIN_DECLS

void dp_partial_read_async (const char *path,
                            DpLanes *lanes,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
DpPartial *dp_partial_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
