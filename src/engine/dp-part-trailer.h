/* dp-part-trailer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-part-record.h"

G_BEGIN_DECLS

typedef struct _DpPartTrailer DpPartTrailer;

DpPartTrailer *dp_part_trailer_new (int fd, const DpPartRecord *record);
DpPartTrailer *dp_part_trailer_load (int fd);
void dp_part_trailer_free (DpPartTrailer *self);

const DpPartRecord *dp_part_trailer_get_record (DpPartTrailer *self);
gboolean dp_part_trailer_set_written (DpPartTrailer *self, guint64 written_bytes);
gboolean dp_part_trailer_flush (DpPartTrailer *self);
gboolean dp_part_trailer_relink (DpPartTrailer *self,
                                 const char *link,
                                 const char *final_link,
                                 const char *validator);
void dp_part_trailer_distrust (DpPartTrailer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPartTrailer, dp_part_trailer_free)

G_END_DECLS
