/* dp-progress.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "dp-rate.h"

G_BEGIN_DECLS

/**
 * DP_PRIORITY_OUTCOME:
 *
 * Priority at which the end of a piece of work reaches the home thread.  Below a window's layout (110)
 * and painting (120): a thousand small files a second must not keep the window from being drawn.
 */
#define DP_PRIORITY_OUTCOME 130

/**
 * DP_PRIORITY_PROGRESS:
 *
 * Priority at which progress reaches the home thread: after everything else.
 */
#define DP_PRIORITY_PROGRESS G_PRIORITY_DEFAULT_IDLE

/**
 * DP_PROGRESS_INTERVAL_USEC:
 *
 * The home thread is woken for progress at most this often, however many workers post.
 */
#define DP_PROGRESS_INTERVAL_USEC (100 * G_TIME_SPAN_MILLISECOND)

#define DP_TYPE_PROGRESS (dp_progress_get_type ())

/**
 * DpProgress:
 * @received_bytes: how much of the file is here
 * @total_bytes: how long the file is, or %DP_SIZE_UNKNOWN
 * @bytes_per_sec: the smoothed speed
 * @left_sec: the time left, or %DP_TIME_UNKNOWN
 * @is_limited: a speed limit holds it up
 * @limited_usec: for how long one did so far, the connections added up
 *
 * What a row shows of a running download, as one value: one notify, one drawing.
 */
typedef struct
{
  guint64 received_bytes;
  guint64 total_bytes;
  guint64 bytes_per_sec;
  guint64 left_sec;
  gboolean is_limited;
  guint64 limited_usec;
} DpProgress;

GType dp_progress_get_type (void);
DpProgress *dp_progress_copy (const DpProgress *self);
double dp_progress_get_fraction (const DpProgress *self);

GSource *dp_progress_source_new (void);
void dp_progress_source_post (GSource *source);

typedef struct _DpCounter DpCounter;

DpCounter *dp_counter_new (GSource *source);
DpCounter *dp_counter_ref (DpCounter *self);
void dp_counter_unref (DpCounter *self);
void dp_counter_set (DpCounter *self, guint64 received_bytes, guint64 total_bytes);
void dp_counter_set_received (DpCounter *self, guint64 received_bytes);
guint64 dp_counter_get_received (DpCounter *self);
guint64 dp_counter_get_total (DpCounter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpCounter, dp_counter_unref)

G_END_DECLS
