/* dp-get-plain.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line for each file: on standard output when it is whole, on standard error when it failed.
 *
 * Thread: home.
 */

#include "dp-get-plain.h"

static void
print_done (DpGetReport *self, DpDownload *download)
{
  g_autofree char *line = dp_get_report_dup_done (download);

  dp_get_output_print (self->out, line);
}

static void
print_failed (DpGetReport *self, DpDownload *download)
{
  g_autofree char *line = dp_get_report_dup_failed (download);

  dp_get_output_print (self->err, line);
}

static void
plain_free (DpGetReport *self)
{
  g_free (self);
}

static DpGetReport *
new_report (const DpGetReportFuncs *funcs, DpGetOutput *out, DpGetOutput *err)
{
  DpGetReport *self = g_new0 (DpGetReport, 1);

  *self = (DpGetReport){ .funcs = funcs, .out = out, .err = err };
  return self;
}

/**
 * dp_get_plain_new:
 * @out: (transfer none): standard output; outlives the report
 * @err: (transfer none): standard error; outlives the report
 *
 * Thread: home.
 *
 * Returns: (transfer full): a report that tells of each file once
 */
DpGetReport *
dp_get_plain_new (DpGetOutput *out, DpGetOutput *err)
{
  static const DpGetReportFuncs funcs = {
    .done = print_done,
    .failed = print_failed,
    .free = plain_free,
  };

  return new_report (&funcs, out, err);
}

/**
 * dp_get_quiet_new:
 * @out: (transfer none): standard output; outlives the report
 * @err: (transfer none): standard error; outlives the report
 *
 * Thread: home.
 *
 * Returns: (transfer full): a report that tells of failures only
 */
DpGetReport *
dp_get_quiet_new (DpGetOutput *out, DpGetOutput *err)
{
  static const DpGetReportFuncs funcs = {
    .failed = print_failed,
    .free = plain_free,
  };

  return new_report (&funcs, out, err);
}
