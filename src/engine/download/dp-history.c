/* dp-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened to a download so far: when it came and when it was done, how often it failed, and
 * when it is tried again.
 *
 * Thread: any.
 */

#include "dp-history.h"

/**
 * dp_history_count_failure:
 * @self: a download's history
 *
 * Thread: any.
 *
 * Returns: how many attempts in a row brought nothing, this one included
 */
guint
dp_history_count_failure (DpHistory *self)
{
  return ++self->n_failures;
}

/**
 * dp_history_forget_failures:
 * @self: a download's history
 *
 * The person wants it tried anew, or what was wrong is another thing now.
 *
 * Thread: any.
 */
void
dp_history_forget_failures (DpHistory *self)
{
  self->n_failures = 0;
}

/**
 * dp_history_note_kept:
 * @self: a download's history
 * @kept_bytes: so much of it is on disk
 *
 * More than ever before is progress, after which failures are counted anew.
 *
 * Thread: any.
 */
void
dp_history_note_kept (DpHistory *self, guint64 kept_bytes)
{
  if (kept_bytes <= self->best_bytes)
    return;
  self->best_bytes = kept_bytes;
  dp_history_forget_failures (self);
}
