/* dp-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "dp-entry.h"

G_BEGIN_DECLS

/**
 * DP_ROW_COLUMNS:
 *
 * What dp_row_read() expects, in this order.
 */
#define DP_ROW_COLUMNS                                                    \
  "id, position, url, folder, name, wish, path, reason, request, state, " \
  "received_bytes, total_bytes, is_length_proven, added_usec, "           \
  "finished_usec, is_removed, part_folder, part_name, part_inode, "       \
  "part_safe, part_total_bytes, part_validator, part_link, "              \
  "part_is_length_proven, limit_bytes_per_sec, offer, validator, priority, command"

const char *dp_row_get_sql (DpNoteKind kind);
int dp_row_write (sqlite3_stmt *statement, const DpNote *note);
DpEntry *dp_row_read (sqlite3_stmt *statement);

G_END_DECLS
