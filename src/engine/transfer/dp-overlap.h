/* dp-overlap.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-exchange.h"
#include "dp-part-file.h"

G_BEGIN_DECLS

guint64 dp_overlap_get_bytes (const DpRangeSet *here, guint64 gap_byte);
gboolean dp_overlap_is_equal (DpPartFile *part,
                              guint64 gap_byte,
                              guint64 overlap_bytes,
                              DpHttpExchange *exchange,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
