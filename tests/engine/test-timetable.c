/* test-timetable.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-alarm.h"
#include "dp-engine-fixture.h"
#include "dp-timetable.h"

#include <string.h>

/* Their rules in themselves: there may be no database of time zones. */
#define BERLIN    "CET-1CEST,M3.5.0,M10.5.0/3"
#define LORD_HOWE "LHST-10:30LHDT-11,M10.1.0,M4.1.0"

/* Off from 02:00 to 06:00 and limited from 18:00 to 20:00, and on Sunday all day off. */
static void
fill (DpTimetable *table)
{
  *table = (DpTimetable){ 0 };
  for (guint day = 0; day < DP_TIMETABLE_DAYS; day++)
    for (guint hour = 0; hour < DP_TIMETABLE_HOURS; hour++)
      table->modes[day][hour] = day == 6 || (hour >= 2 && hour < 6) ? DP_TIMETABLE_OFF
                                : hour >= 18 && hour < 20           ? DP_TIMETABLE_LIMITED
                                                                    : DP_TIMETABLE_FULL;
}

static const struct
{
  const char *zone;
  const char *now; /* UTC */
  DpTimetableMode mode;
  const char *change; /* UTC */
  const char *run;    /* UTC */
} times[] = {
  /* A Monday. */
  { "UTC", "2026-11-23T00:00:00Z", DP_TIMETABLE_FULL, "2026-11-23T02:00:00Z",
    "2026-11-23T00:00:00Z" },
  { "UTC", "2026-11-23T01:59:59Z", DP_TIMETABLE_FULL, "2026-11-23T02:00:00Z",
    "2026-11-23T01:59:59Z" },
  { "UTC", "2026-11-23T02:00:00Z", DP_TIMETABLE_OFF, "2026-11-23T06:00:00Z",
    "2026-11-23T06:00:00Z" },
  { "UTC", "2026-11-23T19:30:00Z", DP_TIMETABLE_LIMITED, "2026-11-23T20:00:00Z",
    "2026-11-23T19:30:00Z" },
  /* From Saturday evening over Sunday to Monday. */
  { "UTC", "2026-11-28T23:10:00Z", DP_TIMETABLE_FULL, "2026-11-29T00:00:00Z",
    "2026-11-28T23:10:00Z" },
  { "UTC", "2026-11-29T12:00:00Z", DP_TIMETABLE_OFF, "2026-11-30T00:00:00Z",
    "2026-11-30T00:00:00Z" },
  /* 02:00 comes twice on 25 October 2026 (a Sunday), and never on 29 March. */
  { BERLIN, "2026-10-24T21:00:00Z", DP_TIMETABLE_FULL, "2026-10-24T22:00:00Z",
    "2026-10-24T21:00:00Z" },
  { BERLIN, "2026-10-25T00:30:00Z", DP_TIMETABLE_OFF, "2026-10-25T23:00:00Z",
    "2026-10-25T23:00:00Z" },
  { BERLIN, "2026-03-29T00:30:00Z", DP_TIMETABLE_OFF, "2026-03-29T22:00:00Z",
    "2026-03-29T22:00:00Z" },
  /* 30 minutes off, and half an hour of daylight saving: on 5 April 2026 the clock of Lord Howe
   * goes back from 02:00 to 01:30. */
  { "+05:30", "2026-11-23T12:10:00Z", DP_TIMETABLE_FULL, "2026-11-23T12:30:00Z",
    "2026-11-23T12:10:00Z" },
  { LORD_HOWE, "2026-04-04T12:50:00Z", DP_TIMETABLE_FULL, "2026-04-04T13:00:00Z",
    "2026-04-04T12:50:00Z" },
};

static void
assert_time (GDateTime *time, const char *expected)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_to_utc (time) : NULL;
  g_autofree char *text = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_times (void)
{
  DpTimetable table;

  fill (&table);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (times[i].zone);
      g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (times[i].now, NULL);
      g_autoptr (GDateTime) now = NULL;
      g_autoptr (GDateTime) change = NULL;
      g_autoptr (GDateTime) run = NULL;

      g_assert_nonnull (zone);
      now = g_date_time_to_timezone (utc, zone);
      change = dp_timetable_find_change (&table, now);
      run = dp_timetable_find_run (&table, now);
      g_assert_cmpint (dp_timetable_get_mode (&table, now), ==, times[i].mode);
      assert_time (change, times[i].change);
      assert_time (run, times[i].run);
    }
}

/* A full hour is met to the microsecond, from whichever microsecond one sets out. */
static void
test_microseconds (void)
{
  g_autoptr (GDateTime) second = g_date_time_new_utc (2026, 11, 23, 15, 17, 48);
  DpTimetable table;

  fill (&table);
  for (guint usec = 0; usec < G_USEC_PER_SEC; usec += 97)
    {
      g_autoptr (GDateTime) now = g_date_time_add (second, usec);
      g_autoptr (GDateTime) change = dp_timetable_find_change (&table, now);

      assert_time (change, "2026-11-23T18:00:00Z");
    }
}

static void
test_never (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 23, 12, 0, 0);
  DpTimetable table = { 0 };

  g_assert_null (dp_timetable_find_change (&table, now));
  for (guint day = 0; day < DP_TIMETABLE_DAYS; day++)
    for (guint hour = 0; hour < DP_TIMETABLE_HOURS; hour++)
      table.modes[day][hour] = DP_TIMETABLE_OFF;
  g_assert_null (dp_timetable_find_run (&table, now));
}

static void
test_text (void)
{
  static const char *const refused[] = { "", "f", "fffx" };
  DpTimetable table;
  DpTimetable again;
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;

  fill (&table);
  text = dp_timetable_to_text (&table);
  g_assert_cmpuint (strlen (text), ==, 168);
  g_assert_true (g_str_has_prefix (text, "ffooooffffffffffffllffff"));
  g_assert_true (dp_timetable_parse (&again, text));
  g_assert_cmpmem (&table, sizeof table, &again, sizeof again);
  longer = g_strconcat (text, "f", NULL);
  g_assert_false (dp_timetable_parse (&again, longer));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (dp_timetable_parse (&again, refused[i]));
      g_assert_cmpint (again.modes[6][12], ==, DP_TIMETABLE_FULL);
    }
}

static gboolean
on_ring (gpointer user_data)
{
  ++*(guint *) user_data;
  return G_SOURCE_REMOVE;
}

static void
test_alarm (void)
{
  guint n_rings = 0;
  DpAlarm *alarm = dp_alarm_new (on_ring, &n_rings);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) soon = g_date_time_add (now, G_TIME_SPAN_SECOND / 10);
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
  g_autoptr (GDateTime) rung = NULL;

  dp_alarm_set (alarm, soon);
  dp_test_run_until (n_rings == 1);
  rung = g_date_time_new_now_local ();
  g_assert_cmpint (g_date_time_compare (rung, soon), >=, 0);
  /* What is over rings at once, and what is not does not. */
  dp_alarm_set (alarm, now);
  dp_test_run_until (n_rings == 2);
  dp_alarm_set (alarm, later);
  dp_alarm_set (alarm, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_rings, ==, 2);
  dp_alarm_free (alarm);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timetable/times", test_times);
  g_test_add_func ("/timetable/microseconds", test_microseconds);
  g_test_add_func ("/timetable/never", test_never);
  g_test_add_func ("/timetable/text", test_text);
  g_test_add_func ("/timetable/alarm", test_alarm);

  return g_test_run ();
}
