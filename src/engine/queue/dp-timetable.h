/* dp-timetable.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DP_TIMETABLE_DAYS  7
#define DP_TIMETABLE_HOURS 24

/**
 * DpTimetableMode:
 * @DP_TIMETABLE_FULL: as fast as may be
 * @DP_TIMETABLE_LIMITED: slower, so that others have room
 * @DP_TIMETABLE_OFF: not at all
 *
 * What downloads may do in an hour of the week.
 */
typedef enum
{
  DP_TIMETABLE_FULL,
  DP_TIMETABLE_LIMITED,
  DP_TIMETABLE_OFF,
} DpTimetableMode;

/**
 * DpTimetable:
 * @modes: for each day, Monday first, and each of its hours as the clock on the wall shows them
 */
typedef struct
{
  DpTimetableMode modes[DP_TIMETABLE_DAYS][DP_TIMETABLE_HOURS];
} DpTimetable;

gboolean dp_timetable_parse (DpTimetable *self, const char *text);
char *dp_timetable_to_text (const DpTimetable *self);
DpTimetableMode dp_timetable_get_mode (const DpTimetable *self, GDateTime *now);
GDateTime *dp_timetable_find_change (const DpTimetable *self, GDateTime *now);
GDateTime *dp_timetable_find_run (const DpTimetable *self, GDateTime *now);

G_END_DECLS
