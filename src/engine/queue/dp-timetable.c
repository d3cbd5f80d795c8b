/* dp-timetable.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When downloads may run: a mode for each hour of the week.
 *
 * An hour is one of the clock on the wall.  Time itself is what one walks along, from one full hour
 * on that clock to the next: so the night in which 02:00 comes twice, or never, is nothing special,
 * and neither is a zone that is half an hour off.
 *
 * Thread: any.
 */

#include "dp-timetable.h"

#include <string.h>

#define N_HOURS (DP_TIMETABLE_DAYS * DP_TIMETABLE_HOURS)

/* A week, and what a change of the clock may add. */
#define MAX_STEPS (N_HOURS + 4)

#define SECONDS_PER_MINUTE 60

static const char letters[] = {
  [DP_TIMETABLE_FULL] = 'f',
  [DP_TIMETABLE_LIMITED] = 'l',
  [DP_TIMETABLE_OFF] = 'o',
};

/**
 * dp_timetable_parse:
 * @self: (out): a timetable
 * @text: as of dp_timetable_to_text(); anything else is a week of %DP_TIMETABLE_FULL
 *
 * Thread: any.
 *
 * Returns: whether @text was a timetable
 */
gboolean
dp_timetable_parse (DpTimetable *self, const char *text)
{
  *self = (DpTimetable){ 0 };
  if (strspn (text, "flo") != N_HOURS || text[N_HOURS] != '\0')
    return FALSE;
  for (guint i = 0; i < N_HOURS; i++)
    for (guint mode = 0; mode < G_N_ELEMENTS (letters); mode++)
      if (letters[mode] == text[i])
        self->modes[i / DP_TIMETABLE_HOURS][i % DP_TIMETABLE_HOURS] = mode;
  return TRUE;
}

/**
 * dp_timetable_to_text:
 * @self: a timetable
 *
 * Thread: any.
 *
 * Returns: (transfer full): a letter for each hour of the week, from Monday 00:00 on: f for full, l
 *   for limited, o for off
 */
char *
dp_timetable_to_text (const DpTimetable *self)
{
  char *text = g_malloc (N_HOURS + 1);

  for (guint i = 0; i < N_HOURS; i++)
    text[i] = letters[self->modes[i / DP_TIMETABLE_HOURS][i % DP_TIMETABLE_HOURS]];
  text[N_HOURS] = '\0';
  return text;
}

/**
 * dp_timetable_get_mode:
 * @self: a timetable
 * @now: a time, in the zone of the clock on the wall
 *
 * Thread: any.
 *
 * Returns: what downloads may do then
 */
DpTimetableMode
dp_timetable_get_mode (const DpTimetable *self, GDateTime *now)
{
  return self->modes[g_date_time_get_day_of_week (now) - 1][g_date_time_get_hour (now)];
}

/* When the clock on the wall shows a full hour next.  Counted in whole microseconds: who falls short
 * of the hour by a part of one never gets there. */
static GDateTime *
get_next_hour (GDateTime *time)
{
  GTimeSpan passed_usec =
      (g_date_time_get_minute (time) * SECONDS_PER_MINUTE + g_date_time_get_second (time)) *
          G_TIME_SPAN_SECOND +
      g_date_time_get_microsecond (time);

  return g_date_time_add (time, G_TIME_SPAN_HOUR - passed_usec);
}

typedef gboolean (*IsIt) (DpTimetableMode mode, DpTimetableMode before);

static GDateTime *
find (const DpTimetable *self, GDateTime *now, IsIt is_it)
{
  DpTimetableMode before = dp_timetable_get_mode (self, now);
  g_autoptr (GDateTime) time = g_date_time_ref (now);

  for (guint i = 0; i < MAX_STEPS; i++)
    {
      GDateTime *next = get_next_hour (time);

      g_date_time_unref (time);
      time = next;
      if (is_it (dp_timetable_get_mode (self, time), before))
        return g_steal_pointer (&time);
    }
  return NULL;
}

static gboolean
is_other (DpTimetableMode mode, DpTimetableMode before)
{
  return mode != before;
}

static gboolean
is_on (DpTimetableMode mode, DpTimetableMode before)
{
  return mode != DP_TIMETABLE_OFF;
}

/**
 * dp_timetable_find_change:
 * @self: a timetable
 * @now: a time, in the zone of the clock on the wall
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): when downloads may do something else next, or %NULL if that
 *   is never
 */
GDateTime *
dp_timetable_find_change (const DpTimetable *self, GDateTime *now)
{
  return find (self, now, is_other);
}

/**
 * dp_timetable_find_run:
 * @self: a timetable
 * @now: a time, in the zone of the clock on the wall
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): when downloads may run: @now, or the next time, or %NULL if
 *   that is never
 */
GDateTime *
dp_timetable_find_run (const DpTimetable *self, GDateTime *now)
{
  if (is_on (dp_timetable_get_mode (self, now), DP_TIMETABLE_OFF))
    return g_date_time_ref (now);
  return find (self, now, is_on);
}
