/* dp-checksum.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-progress.h"

G_BEGIN_DECLS

void dp_checksum_async (const char *path,
                        GChecksumType type,
                        DpCounter *counter,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
char *dp_checksum_finish (GAsyncResult *result, GError **error);

gboolean dp_checksum_is_same (const char *checksum, const char *pasted);

G_END_DECLS
