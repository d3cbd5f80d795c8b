/* dp-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

char *dp_words_for_speed (guint64 bytes_per_sec);
char *dp_words_for_time_left (guint64 left_sec);
char *dp_words_for_status (DpDownload *download, gint64 now_usec);
char *dp_words_for_no_room (DpDownload *download, guint64 needed_bytes, gboolean is_full);
char *dp_words_for_value (DpDownload *download, gint64 now_usec);
const char *dp_words_for_priority (DpPriority priority);
char *dp_words_for_accessible (DpDownload *download, gint64 now_usec);
char *dp_words_for_removal (guint n_removed);
char *dp_words_for_lost_addition (guint n_removed, guint n_finished);

G_END_DECLS
