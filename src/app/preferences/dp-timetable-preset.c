/* dp-timetable-preset.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weeks as many people want them, to begin with.
 *
 * Thread: any.
 */

#include "dp-timetable-preset.h"

#include <string.h>

#define SATURDAY 5

/* From the one hour to the other, of the days before the one that is named, downloads may do less. */
static const struct
{
  const char *name;
  guint first_hour;
  guint end_hour;
  guint end_day;
  DpTimetableMode mode;
} presets[] = {
  { "full", 0, 0, 0, DP_TIMETABLE_FULL },
  { "nights", 6, 22, DP_TIMETABLE_DAYS, DP_TIMETABLE_OFF },
  { "slow-days", 6, 22, DP_TIMETABLE_DAYS, DP_TIMETABLE_LIMITED },
  { "slow-work", 8, 18, SATURDAY, DP_TIMETABLE_LIMITED },
};

/**
 * dp_timetable_preset_fill:
 * @table: (inout): a timetable
 * @name: "full", "nights", "slow-days" or "slow-work"
 *
 * Thread: any.
 *
 * Returns: %FALSE, with @table as it was, if there is none of that name
 */
gboolean
dp_timetable_preset_fill (DpTimetable *table, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      if (strcmp (presets[i].name, name) != 0)
        continue;
      *table = (DpTimetable){ 0 };
      for (guint day = 0; day < presets[i].end_day; day++)
        for (guint hour = presets[i].first_hour; hour < presets[i].end_hour; hour++)
          table->modes[day][hour] = presets[i].mode;
      return TRUE;
    }
  return FALSE;
}
