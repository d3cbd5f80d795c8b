/* dp-list-export.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-entry.h"

G_BEGIN_DECLS

/**
 * DpListExport:
 * @DP_LIST_EXPORT_LINKS: one link a line
 * @DP_LIST_EXPORT_ARIA2: an input file of aria2, with names, folders, sums and what is said beyond the
 *   links; passwords, too
 * @DP_LIST_EXPORT_METALINK: Metalink 4 (RFC 5854), with names, sizes, sums and mirrors
 * @DP_LIST_EXPORT_CSV: a table of all that there is to know, for a spreadsheet
 *
 * In which form the list leaves the program.
 */
typedef enum
{
  DP_LIST_EXPORT_LINKS,
  DP_LIST_EXPORT_ARIA2,
  DP_LIST_EXPORT_METALINK,
  DP_LIST_EXPORT_CSV,
} DpListExport;

char *dp_list_export (const GPtrArray *entries, DpListExport form, gsize *length);

G_END_DECLS
