/* dp-part-trailer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-part-record.h"

G_BEGIN_DECLS

typedef struct _DpPartTrailer DpPartTrailer;

DpPartTrailer *dp_part_trailer_new (int fd, const DpPartRecord *record);
DpPartTrailer *dp_part_trailer_load (int fd, DpRangeSet *safe);
void dp_part_trailer_free (DpPartTrailer *self);

const DpPartRecord *dp_part_trailer_get_record (DpPartTrailer *self);
gboolean dp_part_trailer_add_written (DpPartTrailer *self, guint64 first_byte, guint64 end_byte);
gboolean
dp_part_trailer_flush (DpPartTrailer *self, const DpRangeSet *written, gboolean *is_flushed);
gboolean dp_part_trailer_relink (DpPartTrailer *self,
                                 const DpPartRecord *links,
                                 const DpRangeSet *written,
                                 gboolean *is_flushed);
void dp_part_trailer_distrust (DpPartTrailer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPartTrailer, dp_part_trailer_free)

G_END_DECLS
