/* dp-get-line.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

char *dp_get_line_new_running (DpDownload *download, guint n_columns);
char *dp_get_line_new_waiting (DpDownload *download, gint64 now_usec, guint n_columns);
char *dp_get_line_new_summary (DpQueue *queue, guint n_columns);
char *dp_get_line_new_end (DpQueue *queue, guint64 done_bytes, guint64 duration_sec);

G_END_DECLS
