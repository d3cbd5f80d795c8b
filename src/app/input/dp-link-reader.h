/* dp-link-reader.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-url-list.h"

G_BEGIN_DECLS

void dp_link_reader_read_async (GBytes *text,
                                DpUrlListType type,
                                const char *folder,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
DpUrlList *dp_link_reader_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
