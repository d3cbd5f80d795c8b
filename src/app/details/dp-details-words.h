/* dp-details-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"
#include "dp-trace.h"

G_BEGIN_DECLS

char *dp_details_words_for_event (const DpEvent *event);
char *dp_details_words_for_map (const DpTraceMap *map, guint64 total_bytes);
char *dp_details_words_for_safety (const DpTraceMap *map);
char *dp_details_words_for_waits (const guint64 *usec);
char *dp_details_words_for_time (gint64 real_usec);
char *dp_details_words_for_states (const guint *n_by_state);

G_END_DECLS
