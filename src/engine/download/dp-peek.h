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

gboolean dp_peek_read (const char *folder, GPtrArray *entries, GError **error);

G_END_DECLS
