/* dp-cookie-reader.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-cookies.h"

G_BEGIN_DECLS

void dp_cookie_reader_read_async (const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
DpCookies *dp_cookie_reader_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
