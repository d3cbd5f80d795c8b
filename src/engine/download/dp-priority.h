/* dp-priority.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DpPriority:
 * @DP_PRIORITY_HIGH: has its turn before all others
 * @DP_PRIORITY_NORMAL: as nearly all are
 * @DP_PRIORITY_LOW: has its turn when nobody else waits
 *
 * Who has a turn before whom; those of the same priority, in the order of the list.
 */
typedef enum
{
  DP_PRIORITY_HIGH,
  DP_PRIORITY_NORMAL,
  DP_PRIORITY_LOW,
} DpPriority;

#define DP_N_PRIORITIES (DP_PRIORITY_LOW + 1)

#define DP_TYPE_PRIORITY (dp_priority_get_type ())
GType dp_priority_get_type (void);

const char *dp_priority_get_name (DpPriority priority);
DpPriority dp_priority_from_name (const char *name);

G_END_DECLS
