/* dp-width.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-growth.h"
#include "dp-hosts.h"

G_BEGIN_DECLS

/**
 * DpWidth:
 * @hosts: (unowned) (nullable): how much may come from which server
 * @link_origin: (unowned): who is asked
 * @origin: (unowned): who answers
 * @n_aim: so many it should be
 * @n_most: so many it may be
 * @asked_usec: when that was asked last
 * @is_growing: nobody says how many, and it is not found out yet
 * @growth: whether one more would be worth it
 *
 * A plain value.
 */
typedef struct
{
  DpHosts *hosts;
  const char *link_origin;
  const char *origin;
  guint n_aim;
  guint n_most;
  gint64 asked_usec;
  gboolean is_growing;
  DpGrowth growth;
} DpWidth;

void dp_width_begin (DpWidth *self, guint n_wanted, gint64 now_usec, guint64 received_bytes);
void dp_width_start_anew (DpWidth *self, gint64 now_usec, guint64 received_bytes);
guint dp_width_get (const DpWidth *self);
guint dp_width_look (DpWidth *self, guint n_running, gint64 now_usec, guint64 received_bytes);

G_END_DECLS
