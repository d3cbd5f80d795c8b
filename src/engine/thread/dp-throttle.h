/* dp-throttle.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpThrottle:
 * @bytes_per_sec: the limit, or 0 for none
 * @level: what may pass at once, in millionths of a byte
 * @last_usec: when that was so
 *
 * A token bucket.  A plain value without resources: zeroed it lets everything pass.
 */
typedef struct
{
  guint64 bytes_per_sec;
  guint64 level;
  gint64 last_usec;
} DpThrottle;

void dp_throttle_set_limit (DpThrottle *self, gint64 now_usec, guint64 bytes_per_sec);
guint64
dp_throttle_take (DpThrottle *self, gint64 now_usec, guint64 wanted_bytes, gboolean is_shared);
void dp_throttle_give_back (DpThrottle *self, guint64 bytes);
gint64 dp_throttle_get_turn_usec (const DpThrottle *self, guint64 wanted_bytes, guint n_before);

G_END_DECLS
