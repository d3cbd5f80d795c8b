/* dp-activity-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-batch.h"
#include "dp-pulse-log.h"
#include "dp-work.h"

G_BEGIN_DECLS

char *dp_activity_words_for_delay (gint64 usec);
char *dp_activity_words_for_duration (guint64 usec);
char *dp_activity_words_for_files (const DpWork *work);
char *dp_activity_words_for_figures (const DpWork *work, double cpu);
char *dp_activity_words_for_lane (const DpWork *work, double cpu);
char *dp_activity_words_for_parallel (const DpActivity *activity);
char *dp_activity_words_for_refusals (const DpActivity *activity);
char *dp_activity_words_for_batch (const DpBatch *batch, gint64 now_usec);
char *dp_activity_words_for_pulse (const DpPulseSight *sight);
char *dp_activity_words_for_frames (double frames_per_sec, double cpu);

G_END_DECLS
