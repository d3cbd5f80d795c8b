/* dp-filter.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpGroup:
 * @DP_GROUP_ALL: everything
 * @DP_GROUP_ACTIVE: what comes in
 * @DP_GROUP_WAITING: what is not finished and does not come in: for its turn, for another attempt,
 *   for room, for the person
 * @DP_GROUP_DONE: what is finished
 * @DP_GROUP_FAILED: what failed or was cancelled
 *
 * Which states are shown together.  Each state is in one group beside the first.
 */
typedef enum
{
  DP_GROUP_ALL,
  DP_GROUP_ACTIVE,
  DP_GROUP_WAITING,
  DP_GROUP_DONE,
  DP_GROUP_FAILED,
} DpGroup;

#define DP_N_GROUPS (DP_GROUP_FAILED + 1)

gboolean dp_group_has (DpGroup group, DpState state);

/**
 * DpFilter:
 *
 * Which downloads are shown: those of a group that have all the words that were typed.
 */
typedef struct _DpFilter DpFilter;

DpFilter *dp_filter_new (DpGroup group, const char *text);
void dp_filter_free (DpFilter *self);
gboolean dp_filter_has_words (const DpFilter *self);
gboolean dp_filter_matches (const DpFilter *self, DpDownload *download);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFilter, dp_filter_free)

G_END_DECLS
