/* dp-naming.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-scheduler.h"

G_BEGIN_DECLS

void dp_naming_async (DpScheduler *scheduler,
                      DpDownload *download,
                      const char *name,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
gboolean dp_naming_finish (GAsyncResult *result, GError **error);

G_END_DECLS
