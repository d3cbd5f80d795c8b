/* dp-copy.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-part-file.h"
#include "dp-partial.h"
#include "dp-rate.h"

G_BEGIN_DECLS

/**
 * DpCopy:
 * @part: (nullable): the open part file, or %NULL if there is none
 * @validator: (nullable): the version that its bytes belong to; %NULL: they can't be continued
 * @link: (nullable): where they came from, without user and password; %NULL: the transfer's link
 * @total_bytes: how long it will be, or %DP_SIZE_UNKNOWN
 * @flush_at_usec: when it is to be brought to the disk next
 * @is_flushing: somebody does it
 *
 * One version of the file on disk, while a worker has to do with it.
 */
typedef struct
{
  DpPartFile *part;
  char *validator;
  char *link;
  guint64 total_bytes;
  gint64 flush_at_usec;
  gboolean is_flushing;
} DpCopy;

#define DP_COPY_NONE               \
  {                                \
    .total_bytes = DP_SIZE_UNKNOWN \
  }

guint64 dp_copy_get_bytes (const DpCopy *self);
gboolean dp_copy_reopen (DpCopy *self, const DpPartial *partial, GError **error);
gboolean dp_copy_adopt (DpCopy *self,
                        const char *folder,
                        const char *name,
                        const char *link,
                        const char *validator,
                        DpCopy *leftover,
                        DpPartFile **vacancy);
gboolean dp_copy_describe (DpCopy *self, const char *link, const char *final_link, GError **error);
gboolean dp_copy_relink (DpCopy *self,
                         const char *link,
                         const char *final_link,
                         const char *validator,
                         GError **error);
gboolean dp_copy_is_of_link (const DpCopy *self, const char *link);
DpPartial *dp_copy_claim (DpCopy *self, const char *folder);
gboolean dp_copy_flush_in_time (DpCopy *self, gint64 now_usec, GError **error);
DpPartial *dp_copy_leave (DpCopy *self, const char *folder);
void dp_copy_forget (DpCopy *self);
void dp_copy_discard (DpCopy *self);
void dp_copy_move (DpCopy *self, DpCopy *source);
void dp_copy_supersede (DpCopy *self, DpCopy *old);
void dp_copy_keep_better (DpCopy *self, DpCopy *old);

G_END_DECLS
