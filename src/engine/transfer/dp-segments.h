/* dp-segments.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-copy.h"
#include "dp-hosts.h"
#include "dp-http.h"
#include "dp-lane.h"
#include "dp-progress.h"
#include "dp-trace.h"

G_BEGIN_DECLS

/**
 * DP_SEGMENTS_AUTO:
 *
 * As many connections as make it faster.
 */
#define DP_SEGMENTS_AUTO 0

/**
 * DpSegments:
 * @lane: where they run
 * @url: the link
 * @request: (nullable): what the person said for it
 * @answers: (nullable): what the person answered
 * @copy: what they write to; its length and version are known
 * @counter: where the numbers go
 * @limit: (nullable): how fast all of them together may read
 * @trace: what it tells of itself; a line for each of them
 * @cancellable: (nullable): ends them
 * @hosts: (nullable): how much may come from which server
 * @n_wanted: so many connections at once, or %DP_SEGMENTS_AUTO; afterwards less, if the server
 *   refused some
 * @is_other: afterwards, whether what was here before is not what the server has
 *
 * One file over several connections.
 */
typedef struct
{
  DpLane *lane;
  const DpUrl *url;
  DpRequest *request;
  DpAnswers *answers;
  DpCopy *copy;
  DpCounter *counter;
  DpHttpLimit *limit;
  DpTrace *trace;
  GCancellable *cancellable;
  DpHosts *hosts;
  guint n_wanted;
  gboolean is_other;
} DpSegments;

gboolean dp_segments_are_worth_it (guint n_wanted, const DpCopy *copy, const DpResponse *response);
gboolean dp_segments_copy (DpSegments *self, DpHttpExchange *first, GError **error);

G_END_DECLS
