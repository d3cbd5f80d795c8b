/* dp-rename.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-lanes.h"

G_BEGIN_DECLS

void dp_rename_async (const char *path,
                      const char *name,
                      DpLanes *lanes,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
char *dp_rename_finish (GAsyncResult *result, GError **error);

G_END_DECLS
