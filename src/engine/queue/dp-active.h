/* dp-active.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-batch.h"
#include "dp-discard.h"
#include "dp-download.h"
#include "dp-fetch.h"
#include "dp-terms.h"
#include "dp-traces.h"

G_BEGIN_DECLS

typedef struct _DpActives DpActives;

/**
 * DpActivesFuncs:
 * @ended: a worker is done with a download; that one is no longer active
 * @progressed: numbers of active downloads have changed, or came to rest
 *
 * What the owner is told, on the home thread.
 */
typedef struct
{
  void (*ended) (GObject *owner, DpDownload *download, DpOutcome *outcome);
  void (*progressed) (GObject *owner);
} DpActivesFuncs;

/**
 * DpActivesFunc:
 * @download: one that a worker has to do with
 * @transfer: what both know of it
 * @user_data: what dp_actives_foreach() was given
 */
typedef void (*DpActivesFunc) (DpDownload *download, DpTransfer *transfer, gpointer user_data);

DpActives *dp_actives_new (DpLanes *lanes, GObject *owner, const DpActivesFuncs *funcs);
void dp_actives_free (DpActives *self);

DpTerms *dp_actives_get_terms (DpActives *self);
DpDiscards *dp_actives_get_discards (DpActives *self);
const char *dp_actives_get_warm_origin (DpActives *self);
DpTraces *dp_actives_get_traces (DpActives *self);
void dp_actives_start (DpActives *self, DpDownload *download, const char *origin);
void dp_actives_stop (DpActives *self, DpDownload *download);
void dp_actives_follow (DpActives *self, DpDownload *download);
gboolean dp_actives_discard (DpActives *self, DpDownload *download, DpNoteKind kind);
void dp_actives_post (DpActives *self);
gboolean dp_actives_has (DpActives *self, DpDownload *download);
guint dp_actives_get_size (DpActives *self);
guint64 dp_actives_get_bytes_per_sec (DpActives *self);
guint64 dp_actives_get_received (DpActives *self);
const DpBatch *dp_actives_get_batch (DpActives *self);
void dp_actives_foreach (DpActives *self, DpActivesFunc func, gpointer user_data);

G_END_DECLS
