/* dp-tally.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpTally:
 * @n_by_state: by #DpState, how many
 * @total_bytes: the lengths of all of them, as far as they are known
 * @n_unknown: of how many no length is known
 *
 * Many downloads, counted.
 */
typedef struct
{
  guint n_by_state[DP_N_STATES];
  guint64 total_bytes;
  guint n_unknown;
} DpTally;

typedef struct _DpCount DpCount;

/**
 * DpCountFunc:
 * @tally: what was counted
 * @user_data: what dp_count_new() was given
 *
 * Called once, when all are counted; the count is still its owner's.
 */
typedef void (*DpCountFunc) (const DpTally *tally, gpointer user_data);

DpCount *dp_count_new (GListModel *model, GtkBitset *which, DpCountFunc func, gpointer user_data);
void dp_count_free (DpCount *self);

G_END_DECLS
