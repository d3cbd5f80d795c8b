/* dp-parallel.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpParallelReason:
 * @DP_PARALLEL_CHOSEN: the person says so
 * @DP_PARALLEL_FEW: it is enough for all that may run
 * @DP_PARALLEL_TRYING_MORE: more are tried, as that made it faster, or might
 * @DP_PARALLEL_TRYING_FEWER: fewer are tried, as they may be as fast
 * @DP_PARALLEL_BEST: more were no faster, fewer were slower
 * @DP_PARALLEL_REFUSED: a server did not want as many
 *
 * Why so many files come at once.
 */
typedef enum
{
  DP_PARALLEL_CHOSEN,
  DP_PARALLEL_FEW,
  DP_PARALLEL_TRYING_MORE,
  DP_PARALLEL_TRYING_FEWER,
  DP_PARALLEL_BEST,
  DP_PARALLEL_REFUSED,
} DpParallelReason;

/**
 * DpParallelSight:
 * @now_usec: the time, of any clock that does not jump
 * @received_bytes: how much has come by now, of all files together
 * @n_running: how many files come
 * @n_refusals: how often a server refused one more, ever
 *
 * What can be seen of all downloads at a moment.
 */
typedef struct
{
  gint64 now_usec;
  guint64 received_bytes;
  guint n_running;
  guint n_refusals;
} DpParallelSight;

/**
 * DpParallel:
 * @n_limit: how many may come at once now
 * @reason: why
 * @n_before: how many did, before another number was tried
 * @speed_before: how fast they were, in bytes per microsecond
 * @rest_usec: until then no other number is tried
 * @tries_fewer: what is tried the next time
 * @from: since when and from where the speed is measured
 *
 * A plain value.
 */
typedef struct
{
  guint n_limit;
  DpParallelReason reason;
  guint n_before;
  double speed_before;
  gint64 rest_usec;
  gboolean tries_fewer;
  DpParallelSight from;
} DpParallel;

void dp_parallel_begin (DpParallel *self, const DpParallelSight *sight);
guint dp_parallel_look (DpParallel *self, const DpParallelSight *sight);

G_END_DECLS
