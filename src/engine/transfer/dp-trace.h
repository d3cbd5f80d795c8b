/* dp-trace.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-copy.h"
#include "dp-journal.h"
#include "dp-range-plan.h"
#include "dp-speed-log.h"

G_BEGIN_DECLS

/**
 * DpWait:
 * @DP_WAIT_SERVER: from before the request, its connection and handshake, to the headers
 * @DP_WAIT_NETWORK: for more of a body
 * @DP_WAIT_DISK: for room, for writing, for what must be safe
 * @DP_WAIT_LIMIT: because the person wants no more at once; dp_trace_note_limited() knows
 *
 * What a connection spends its time with.
 */
typedef enum
{
  DP_WAIT_SERVER,
  DP_WAIT_NETWORK,
  DP_WAIT_DISK,
  DP_WAIT_LIMIT,
} DpWait;

#define DP_N_WAITS (DP_WAIT_LIMIT + 1)

/**
 * DP_TRACE_MAX_LINES:
 *
 * So many connections a file has at most; their numbers are smaller.
 */
#define DP_TRACE_MAX_LINES DP_RANGE_PLAN_MAX_SEGMENTS

/**
 * DpTraceMap:
 * @written: what is here
 * @flushed: what of it outlives a power cut, of a file that can be continued
 * @n_lines: so many connections write
 * @positions: where each of them does
 *
 * The file as it is now.
 */
typedef struct
{
  DpRangeSet written;
  DpRangeSet flushed;
  guint n_lines;
  guint64 positions[DP_TRACE_MAX_LINES];
} DpTraceMap;

void dp_trace_map_clear (DpTraceMap *self);

/**
 * DpTraceFacts:
 * @link: (nullable): what answered, after all redirects, without user and password
 * @type: (nullable): the server's media type
 * @validator: (nullable): the version that the server names
 *
 * What the server that sends the file said about it.
 */
typedef struct
{
  char *link;
  char *type;
  char *validator;
} DpTraceFacts;

void dp_trace_facts_clear (DpTraceFacts *self);

typedef struct _DpTrace DpTrace;

DpTrace *dp_trace_new (DpJournal *journal);
DpTrace *dp_trace_ref (DpTrace *self);
void dp_trace_unref (DpTrace *self);
DpJournal *dp_trace_get_journal (DpTrace *self);

/* For the worker: */
void dp_trace_wait (DpTrace *self, guint line, DpWait what, gint64 now_usec);
void dp_trace_aim (DpTrace *self, guint line, guint64 first_byte, const DpCopy *copy);
void dp_trace_move (DpTrace *self, guint line, guint64 byte);
void dp_trace_rest (DpTrace *self, guint line, gint64 now_usec, const DpCopy *copy);
void dp_trace_note_flush (DpTrace *self, const DpCopy *copy);
void dp_trace_set_facts (DpTrace *self, const DpTraceFacts *facts);

/* For the home thread: */
void dp_trace_begin (DpTrace *self, gint64 now_usec, guint64 received_bytes);
void dp_trace_sample (DpTrace *self, gint64 now_usec, guint64 received_bytes);
void dp_trace_end (DpTrace *self, gint64 now_usec);
gboolean dp_trace_is_running (DpTrace *self);
const DpSpeedLog *dp_trace_get_log (DpTrace *self);
guint64 dp_trace_get_mean_bytes_per_sec (DpTrace *self, gint64 now_usec);
void dp_trace_note_limited (DpTrace *self, guint64 usec);
void dp_trace_get_waits (DpTrace *self, gint64 now_usec, guint64 *usec);
guint dp_trace_count_lines (DpTrace *self);
void dp_trace_get_map (DpTrace *self, DpTraceMap *map);
void dp_trace_get_facts (DpTrace *self, DpTraceFacts *facts);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpTraceMap, dp_trace_map_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpTraceFacts, dp_trace_facts_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTrace, dp_trace_unref)

G_END_DECLS
