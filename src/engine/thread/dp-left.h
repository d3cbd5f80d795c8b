/* dp-left.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-rate.h"

G_BEGIN_DECLS

/**
 * DpLeft:
 * @end_usec: when it ends, as far as we can tell
 * @shown_end_usec: when it ends, as we said
 * @began_usec: when it was first looked at
 * @last_usec: when we last looked, or 0
 *
 * A time left that counts down and does not jump.  A plain value without resources: zeroed it knows
 * nothing.
 */
typedef struct
{
  gint64 end_usec;
  gint64 shown_end_usec;
  gint64 began_usec;
  gint64 last_usec;
} DpLeft;

guint64 dp_left_look (DpLeft *self, gint64 now_usec, guint64 left_sec);

G_END_DECLS
