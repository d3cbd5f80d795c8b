/* dp-traces.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"
#include "dp-trace.h"

G_BEGIN_DECLS

/**
 * DP_TRACES_MAX_KEPT:
 *
 * So many traces are kept beside those of the downloads that run.
 */
#define DP_TRACES_MAX_KEPT 128

typedef struct _DpTraces DpTraces;

DpTraces *dp_traces_new (void);
void dp_traces_free (DpTraces *self);
void dp_traces_set_keeps_journals (DpTraces *self, gboolean keeps_journals);
DpTrace *dp_traces_take (DpTraces *self, guint64 id);
DpTrace *dp_traces_find (DpTraces *self, guint64 id);
guint dp_traces_get_size (DpTraces *self);

void dp_traces_note_end (DpTrace *trace, DpDownload *download, gint64 now_usec);

G_END_DECLS
