/* dp-download.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-partial.h"
#include "dp-progress.h"
#include "dp-question.h"
#include "dp-request.h"

G_BEGIN_DECLS

/**
 * DpState:
 * @DP_STATE_QUEUED: waits for its turn
 * @DP_STATE_RUNNING: a worker fetches it
 * @DP_STATE_WAITING: failed, and will be tried again by itself
 * @DP_STATE_PAUSED: waits for the person, or for room on the disk
 * @DP_STATE_DONE: the file is whole and has its name
 * @DP_STATE_FAILED: waits for the person
 * @DP_STATE_CANCELLED: given up by the person; nothing is kept
 * @DP_STATE_ASKING: waits for the person's answer to a question
 *
 * Where a download stands.
 */
typedef enum
{
  DP_STATE_QUEUED,
  DP_STATE_RUNNING,
  DP_STATE_WAITING,
  DP_STATE_PAUSED,
  DP_STATE_DONE,
  DP_STATE_FAILED,
  DP_STATE_CANCELLED,
  DP_STATE_ASKING,
} DpState;

#define DP_N_STATES (DP_STATE_ASKING + 1)

#define DP_TYPE_STATE (dp_state_get_type ())
GType dp_state_get_type (void);

#define DP_TYPE_DOWNLOAD (dp_download_get_type ())
G_DECLARE_FINAL_TYPE (DpDownload, dp_download, DP, DOWNLOAD, GObject)

DpDownload *dp_download_new (guint64 id, const char *url, const char *folder);

guint64 dp_download_get_id (DpDownload *self);
const char *dp_download_get_url (DpDownload *self);
DpRequest *dp_download_get_request (DpDownload *self);
const char *dp_download_get_folder (DpDownload *self);
void dp_download_ref_texts (DpDownload *self, char **url, char **folder);
const char *dp_download_get_name (DpDownload *self);
const char *dp_download_get_wish (DpDownload *self);
const char *dp_download_get_known_name (DpDownload *self);
const char *dp_download_get_path (DpDownload *self);
DpState dp_download_get_state (DpDownload *self);
const DpProgress *dp_download_get_progress (DpDownload *self);
const char *dp_download_get_reason (DpDownload *self);
gint64 dp_download_get_retry_at_usec (DpDownload *self);
gboolean dp_download_is_retry_asked (DpDownload *self);
const DpPartial *dp_download_get_partial (DpDownload *self);
const DpQuestion *dp_download_get_question (DpDownload *self);
gboolean dp_download_is_length_proven (DpDownload *self);
gint64 dp_download_get_added_usec (DpDownload *self);
gint64 dp_download_get_finished_usec (DpDownload *self);
gboolean dp_download_is_unfinished (DpDownload *self);

/* For the queue alone: */
void dp_download_set_url (DpDownload *self, const char *url);
void dp_download_set_request (DpDownload *self, DpRequest *request);
void dp_download_set_state (DpDownload *self, DpState state);
void dp_download_restore_state (DpDownload *self, DpState state);
void dp_download_set_times (DpDownload *self, gint64 added_usec, gint64 finished_usec);
void dp_download_set_reason (DpDownload *self, const char *reason);
void dp_download_set_name (DpDownload *self, const char *name);
void dp_download_set_wish (DpDownload *self, const char *wish);
void dp_download_set_path (DpDownload *self, const char *path);
void dp_download_set_progress (DpDownload *self, const DpProgress *progress);
void dp_download_set_retry_at_usec (DpDownload *self, gint64 retry_at_usec);
void dp_download_set_retry_asked (DpDownload *self, gboolean is_asked);
void dp_download_take_partial (DpDownload *self, DpPartial *partial);
void dp_download_take_question (DpDownload *self, DpQuestion *question);
void dp_download_finish (DpDownload *self,
                         const char *path,
                         guint64 total_bytes,
                         gboolean is_length_proven);
guint dp_download_count_failure (DpDownload *self);
void dp_download_forget_failures (DpDownload *self);

G_END_DECLS
