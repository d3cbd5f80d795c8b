/* dp-preview-cache.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _DpPreviewCache DpPreviewCache;

DpPreviewCache *dp_preview_cache_new (gsize max_bytes);
void dp_preview_cache_free (DpPreviewCache *self);
void dp_preview_cache_add (DpPreviewCache *self, const char *key, gpointer object, gsize n_bytes);
gboolean dp_preview_cache_find (DpPreviewCache *self, const char *key, gpointer *object);
void dp_preview_cache_clear (DpPreviewCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPreviewCache, dp_preview_cache_free)

G_END_DECLS
