/* dp-store.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-entry.h"

G_BEGIN_DECLS

typedef struct _DpStore DpStore;

DpStore *dp_store_new (const char *folder);
DpStore *dp_store_ref (DpStore *self);
void dp_store_unref (DpStore *self);

void dp_store_load_async (DpStore *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
GPtrArray *dp_store_load_finish (GAsyncResult *result, char **remark, GError **error);
GPtrArray *dp_store_take_hosts (DpStore *self);

void
dp_store_tell (DpStore *self, DpNoteKind kind, DpDownload *const *downloads, guint n_downloads);
void dp_store_claim (DpStore *self, guint64 id, const DpPartial *partial);
void dp_store_tell_host (DpStore *self, const char *origin, guint n_connections, gint64 seen_usec);

void dp_store_watch_async (DpStore *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean dp_store_watch_finish (GAsyncResult *result, GError **error);

gboolean dp_store_close (DpStore *self, guint timeout_msec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpStore, dp_store_unref)

G_END_DECLS
