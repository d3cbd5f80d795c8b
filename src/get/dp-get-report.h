/* dp-get-report.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-get-output.h"
#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpGetReport DpGetReport;

/**
 * DpGetReportFuncs:
 * @added: (nullable): a download is in the queue
 * @started: (nullable): a worker fetches it, for the first time or again
 * @rested: (nullable): no worker fetches it for now
 * @done: (nullable): it is whole
 * @failed: (nullable): it was given up
 * @ended: (nullable): nothing more will come
 * @free: the report goes
 *
 * How a report tells of what happens.
 */
typedef struct
{
  void (*added) (DpGetReport *self, DpDownload *download);
  void (*started) (DpGetReport *self, DpDownload *download);
  void (*rested) (DpGetReport *self, DpDownload *download);
  void (*done) (DpGetReport *self, DpDownload *download);
  void (*failed) (DpGetReport *self, DpDownload *download);
  void (*ended) (DpGetReport *self, gboolean is_interrupted);
  void (*free) (DpGetReport *self);
} DpGetReportFuncs;

/**
 * DpGetReport:
 * @funcs: what it does
 * @out: (unowned): standard output
 * @err: (unowned): standard error
 *
 * What every report begins with.
 */
struct _DpGetReport
{
  const DpGetReportFuncs *funcs;
  DpGetOutput *out;
  DpGetOutput *err;
};

void dp_get_report_added (DpGetReport *self, DpDownload *download);
void dp_get_report_changed (DpGetReport *self, DpDownload *download);
void dp_get_report_ended (DpGetReport *self, gboolean is_interrupted);
void dp_get_report_free (DpGetReport *self);

char *dp_get_report_dup_done (DpDownload *download);
char *dp_get_report_dup_reason (DpDownload *download);
char *dp_get_report_dup_failed (DpDownload *download);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpGetReport, dp_get_report_free)

G_END_DECLS
