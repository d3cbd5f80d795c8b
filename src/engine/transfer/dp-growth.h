/* dp-growth.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpGrowth:
 * @looked_usec: when it was looked at last
 * @looked_bytes: how much was there then
 * @best_speed: the highest speed of a look, in bytes per microsecond
 * @is_over: the last connection brought nothing
 *
 * A plain value.
 */
typedef struct
{
  gint64 looked_usec;
  guint64 looked_bytes;
  double best_speed;
  gboolean is_over;
} DpGrowth;

void dp_growth_begin (DpGrowth *self, gint64 now_usec, guint64 received_bytes);
gboolean dp_growth_look (DpGrowth *self, gint64 now_usec, guint64 received_bytes);

G_END_DECLS
