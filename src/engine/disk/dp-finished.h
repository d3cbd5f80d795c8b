/* dp-finished.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpFinished:
 * @DP_FINISHED_SAME: it is there, as it was
 * @DP_FINISHED_CHANGED: something else is there, or it was written to
 * @DP_FINISHED_MISSING: nothing is there
 *
 * What has become of a finished file.
 */
typedef enum
{
  DP_FINISHED_SAME,
  DP_FINISHED_CHANGED,
  DP_FINISHED_MISSING,
} DpFinished;

DpFinished dp_finished_look (const char *path, guint64 size_bytes, gint64 finished_usec);

G_END_DECLS
