/* dp-priority.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How urgent a download is, and what that is called where it is stored or asked for.
 *
 * Thread: any.
 */

#include "dp-priority.h"

G_DEFINE_ENUM_TYPE (DpPriority,
                    dp_priority,
                    G_DEFINE_ENUM_VALUE (DP_PRIORITY_HIGH, "high"),
                    G_DEFINE_ENUM_VALUE (DP_PRIORITY_NORMAL, "normal"),
                    G_DEFINE_ENUM_VALUE (DP_PRIORITY_LOW, "low"))

static const char *const names[DP_N_PRIORITIES] = {
  [DP_PRIORITY_HIGH] = "high",
  [DP_PRIORITY_NORMAL] = "normal",
  [DP_PRIORITY_LOW] = "low",
};

/**
 * dp_priority_get_name:
 * @priority: a priority
 *
 * Thread: any.
 *
 * Returns: what it is called; not for people
 */
const char *
dp_priority_get_name (DpPriority priority)
{
  return names[priority];
}

/**
 * dp_priority_from_name:
 * @name: (nullable): what it is called
 *
 * Thread: any.
 *
 * Returns: the priority; of a name that nobody knows, %DP_PRIORITY_NORMAL
 */
DpPriority
dp_priority_from_name (const char *name)
{
  for (guint i = 0; i < DP_N_PRIORITIES; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return (DpPriority) i;
  return DP_PRIORITY_NORMAL;
}
