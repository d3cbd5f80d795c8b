/* dp-download.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-finished.h"
#include "dp-history.h"
#include "dp-offer.h"
#include "dp-partial.h"
#include "dp-priority.h"
#include "dp-progress.h"
#include "dp-question.h"
#include "dp-request.h"
#include "dp-state.h"

G_BEGIN_DECLS

/**
 * DP_PLACE_GAP:
 *
 * So far apart downloads stand in the list that were never moved: others find room between them.
 */
#define DP_PLACE_GAP (G_GINT64_CONSTANT (1) << 20)

#define DP_TYPE_DOWNLOAD (dp_download_get_type ())
G_DECLARE_FINAL_TYPE (DpDownload, dp_download, DP, DOWNLOAD, GObject)

DpDownload *dp_download_new (guint64 id, const char *url, const char *folder);

guint64 dp_download_get_id (DpDownload *self);
const char *dp_download_get_url (DpDownload *self);
DpRequest *dp_download_get_request (DpDownload *self);
DpOffer *dp_download_get_offer (DpDownload *self);
const char *dp_download_get_validator (DpDownload *self);
const char *dp_download_get_command (DpDownload *self);
DpFinished dp_download_get_found (DpDownload *self);
const char *dp_download_get_folder (DpDownload *self);
void dp_download_ref_texts (DpDownload *self, char **url, char **folder);
const char *dp_download_get_name (DpDownload *self);
const char *dp_download_get_wish (DpDownload *self);
const char *dp_download_get_known_name (DpDownload *self);
const char *dp_download_get_path (DpDownload *self);
DpState dp_download_get_state (DpDownload *self);
const DpProgress *dp_download_get_progress (DpDownload *self);
const char *dp_download_get_reason (DpDownload *self);
const DpPartial *dp_download_get_partial (DpDownload *self);
const DpQuestion *dp_download_get_question (DpDownload *self);
const DpQuestion *dp_download_get_trusted (DpDownload *self);
guint64 dp_download_get_limit (DpDownload *self);
gboolean dp_download_is_length_proven (DpDownload *self);
const DpHistory *dp_download_get_history (DpDownload *self);
gboolean dp_download_is_unfinished (DpDownload *self);
gint64 dp_download_get_place (DpDownload *self);
DpPriority dp_download_get_priority (DpDownload *self);

/* For the queue alone: */
DpHistory *dp_download_write_history (DpDownload *self);
gboolean dp_download_is_jumping (DpDownload *self);
void dp_download_set_jumping (DpDownload *self, gboolean is_jumping);
gpointer dp_download_get_turn (DpDownload *self);
void dp_download_set_turn (DpDownload *self, gpointer turn);
void dp_download_set_url (DpDownload *self, const char *url);
void dp_download_set_request (DpDownload *self, DpRequest *request);
void dp_download_set_offer (DpDownload *self, DpOffer *offer);
void dp_download_set_validator (DpDownload *self, const char *validator);
void dp_download_set_command (DpDownload *self, const char *command);
void dp_download_set_found (DpDownload *self, DpFinished found);
void dp_download_set_state (DpDownload *self, DpState state);
void dp_download_restore_state (DpDownload *self, DpState state);
void dp_download_set_reason (DpDownload *self, const char *reason);
void dp_download_set_name (DpDownload *self, const char *name);
void dp_download_set_wish (DpDownload *self, const char *wish);
void dp_download_set_path (DpDownload *self, const char *path);
void dp_download_set_limit (DpDownload *self, guint64 bytes_per_sec);
void dp_download_set_progress (DpDownload *self, const DpProgress *progress);
void dp_download_take_partial (DpDownload *self, DpPartial *partial);
void dp_download_take_question (DpDownload *self, DpQuestion *question);
void dp_download_set_trusted (DpDownload *self, const DpQuestion *trusted);
void dp_download_set_place (DpDownload *self, gint64 place);
void dp_download_set_priority (DpDownload *self, DpPriority priority);
void dp_download_finish (DpDownload *self,
                         const char *path,
                         guint64 total_bytes,
                         gboolean is_length_proven);

G_END_DECLS
