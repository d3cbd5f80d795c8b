/* dp-partial.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-lanes.h"
#include "dp-range-set.h"

G_BEGIN_DECLS

/**
 * DpPartial:
 * @folder: (type filename): where it is
 * @name: the base name that the file will get
 * @inode: what tells it from another file of the same name
 * @safe: what of it is written
 * @total_bytes: how long it will be, or %DP_SIZE_UNKNOWN
 * @validator: (nullable): the version that the bytes belong to; %NULL: they can't be continued
 * @link: (nullable): where they came from, without user and password; %NULL: the download's link
 * @is_whole: all of it was there, and it was about to get its name
 * @is_length_proven: then also: it is as long as the server had said
 *
 * What an interrupted transfer left on disk, for the next one.
 */
typedef struct
{
  char *folder;
  char *name;
  guint64 inode;
  DpRangeSet safe;
  guint64 total_bytes;
  char *validator;
  char *link;
  gboolean is_whole;
  gboolean is_length_proven;
} DpPartial;

DpPartial *dp_partial_copy (const DpPartial *self);
void dp_partial_free (DpPartial *self);
void dp_partial_discard_async (DpPartial *self,
                               DpLanes *lanes,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPartial, dp_partial_free)

G_END_DECLS
