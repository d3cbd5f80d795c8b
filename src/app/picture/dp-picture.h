/* dp-picture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * DP_PICTURE_MAX_PIXELS:
 *
 * Pictures of more pixels are not decoded.  The worst of them needs six times as many bytes of memory
 * for as long as it is decoded.
 */
#define DP_PICTURE_MAX_PIXELS (24 * 1000 * 1000)

/**
 * DP_PICTURE_MAX_BYTES:
 *
 * Nor are longer files.
 */
#define DP_PICTURE_MAX_BYTES (32 * 1024 * 1024)

gboolean dp_picture_is_likely (const char *name);
GdkPixbuf *
dp_picture_read (const char *path, int size_px, GCancellable *cancellable, GError **error);

G_END_DECLS
