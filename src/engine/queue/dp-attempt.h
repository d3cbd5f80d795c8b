/* dp-attempt.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-batch.h"
#include "dp-download.h"
#include "dp-transfer.h"

G_BEGIN_DECLS

typedef struct _DpAttempt DpAttempt;

DpAttempt *dp_attempt_new (DpDownload *download, DpCounter *counter, DpTrace *trace);
void dp_attempt_free (DpAttempt *self);

DpDownload *dp_attempt_get_download (DpAttempt *self);
DpTransfer *dp_attempt_get_transfer (DpAttempt *self);
GCancellable *dp_attempt_get_cancellable (DpAttempt *self);

void dp_attempt_begin (DpAttempt *self, gint64 now_usec);
guint64 dp_attempt_look (DpAttempt *self, gint64 now_usec);
guint64 dp_attempt_rest (DpAttempt *self, gint64 now_usec);
void dp_attempt_follow (DpAttempt *self);
void dp_attempt_stop (DpAttempt *self);
gboolean dp_attempt_is_stopped (DpAttempt *self);
void dp_attempt_end (DpAttempt *self, gint64 now_usec, DpBatchFile *file);

G_END_DECLS
