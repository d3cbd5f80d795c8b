/* dp-input.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-url-list.h"

G_BEGIN_DECLS

GdkContentFormats *dp_input_get_formats (void);
void dp_input_read_clipboard_async (GdkClipboard *clipboard,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void dp_input_read_drop_async (GdkDrop *drop, GAsyncReadyCallback callback, gpointer user_data);
GBytes *dp_input_read_finish (GAsyncResult *result, DpUrlListType *type, GError **error);

G_END_DECLS
