/* dp-terms.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"
#include "dp-transfer.h"

G_BEGIN_DECLS

typedef struct _DpTerms DpTerms;

DpTerms *dp_terms_new (void);
void dp_terms_free (DpTerms *self);

void dp_terms_set_store (DpTerms *self, DpStore *store);
DpStore *dp_terms_get_store (DpTerms *self);
DpHosts *dp_terms_get_hosts (DpTerms *self);
void dp_terms_set_segments (DpTerms *self, guint n_segments);
void dp_terms_set_notes_origin (DpTerms *self, gboolean notes_origin);
void dp_terms_set_limit (DpTerms *self, guint64 bytes_per_sec);
guint64 dp_terms_get_limit (DpTerms *self);
void dp_terms_take_answers (DpTerms *self, DpAnswers *answers);
DpAnswers *dp_terms_get_answers (DpTerms *self);

void dp_terms_apply (DpTerms *self, DpDownload *download, DpTransfer *transfer, GSource *wake);

G_END_DECLS
