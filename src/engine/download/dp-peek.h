/* dp-peek.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-entry.h"

G_BEGIN_DECLS

/**
 * DP_PEEK_LIST_NAME:
 *
 * The list, in the folder where it is kept.
 */
#define DP_PEEK_LIST_NAME "list.db"

/**
 * DP_PEEK_WAL_NAME:
 *
 * What was written to it lately, beside it.
 */
#define DP_PEEK_WAL_NAME DP_PEEK_LIST_NAME "-wal"

/**
 * DP_PEEK_RESCUED_NAME:
 *
 * What could be read of a damaged list, on its way to be the list.  Where it is there, it is whole, and
 * counts in place of the list.
 */
#define DP_PEEK_RESCUED_NAME "list-rescued.db"

gboolean dp_peek_read (const char *folder, GPtrArray *entries, char **remark, GError **error);

G_END_DECLS
