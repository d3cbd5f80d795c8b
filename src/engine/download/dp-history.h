/* dp-history.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpHistory:
 * @added_usec: when it came into the list, in the time of g_get_real_time()
 * @finished_usec: when it was done, in the same time; or 0
 * @retry_at_usec: while it waits: when it is tried again, in the time of g_get_monotonic_time(); it
 *   must not change then
 * @is_retry_asked: while it waits: whether the server asked to be left alone for so long
 * @n_failures: how many attempts in a row brought nothing
 * @best_bytes: the most that was ever kept of it
 *
 * What happened to a download so far.
 */
typedef struct
{
  gint64 added_usec;
  gint64 finished_usec;
  gint64 retry_at_usec;
  gboolean is_retry_asked;
  guint n_failures;
  guint64 best_bytes;
} DpHistory;

guint dp_history_count_failure (DpHistory *self);
void dp_history_forget_failures (DpHistory *self);
void dp_history_note_kept (DpHistory *self, guint64 kept_bytes);

G_END_DECLS
