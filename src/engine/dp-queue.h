/* dp-queue.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"
#include "dp-lanes.h"
#include "dp-store.h"

G_BEGIN_DECLS

#define DP_QUEUE_DEFAULT_PARALLEL 6
#define DP_QUEUE_MAX_PARALLEL     64
#define DP_QUEUE_DEFAULT_TRIES    5
#define DP_QUEUE_MAX_SEGMENTS     16

#define DP_TYPE_QUEUE (dp_queue_get_type ())
G_DECLARE_FINAL_TYPE (DpQueue, dp_queue, DP, QUEUE, GObject)

/**
 * DpRemoval:
 *
 * Downloads that were taken out of the list, and can be put back.
 */
typedef struct _DpRemoval DpRemoval;

DpQueue *dp_queue_new (DpLanes *lanes);
void dp_queue_set_parallel (DpQueue *self, guint n_parallel);
void dp_queue_set_tries (DpQueue *self, guint n_tries);
void dp_queue_set_segments (DpQueue *self, guint n_segments);
void dp_queue_set_notes_origin (DpQueue *self, gboolean notes_origin);
void dp_queue_set_waits_for_room (DpQueue *self, gboolean waits);

DpDownload *dp_queue_find (DpQueue *self, guint64 id);
guint dp_queue_count (DpQueue *self, DpState state);
guint dp_queue_count_unfinished (DpQueue *self);
guint64 dp_queue_get_bytes_per_sec (DpQueue *self);

void dp_queue_set_store (DpQueue *self, DpStore *store);
void dp_queue_load (DpQueue *self, GPtrArray *downloads);
guint64
dp_queue_add (DpQueue *self, const GPtrArray *urls, const GPtrArray *requests, const char *folder);
guint64 dp_queue_continue (DpQueue *self, const char *url, DpRequest *request, DpPartial *partial);
void dp_queue_set_link (DpQueue *self, guint64 id, const char *url);
void dp_queue_pause (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_resume (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_cancel (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_answer_password (DpQueue *self,
                               const DpQuestion *question,
                               const char *user,
                               const char *password);
void dp_queue_answer_certificate (DpQueue *self, const DpQuestion *question);
void dp_queue_pause_all (DpQueue *self);
void dp_queue_resume_all (DpQueue *self);
void dp_queue_hurry (DpQueue *self);

DpRemoval *dp_queue_remove (DpQueue *self, const GArray *ids);
void dp_queue_restore (DpQueue *self, DpRemoval *removal);
guint dp_removal_get_size (DpRemoval *removal);
void dp_removal_free (DpRemoval *removal);

void dp_queue_rename_async (DpQueue *self,
                            guint64 id,
                            const char *name,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean dp_queue_rename_finish (DpQueue *self, GAsyncResult *result, GError **error);

void dp_queue_stop_async (DpQueue *self,
                          guint timeout_msec,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean dp_queue_stop_finish (DpQueue *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRemoval, dp_removal_free)

G_END_DECLS
