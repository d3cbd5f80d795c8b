/* dp-cookie-date.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The date in a Set-Cookie, which servers write in many ways (RFC 6265 section 5.1.1).
 *
 * Thread: any.
 */

#include "dp-cookie-date.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  int day; /* 0: not found yet, as the others */
  int month;
  int year;
  gboolean has_time;
  int hour;
  int minute;
  int second;
} Parts;

static gboolean
take_time (Parts *self, const char *token)
{
  int hour;
  int minute;
  int second;

  if (self->has_time || sscanf (token, "%2d:%2d:%2d", &hour, &minute, &second) != 3)
    return FALSE;
  self->has_time = TRUE;
  self->hour = hour;
  self->minute = minute;
  self->second = second;
  return TRUE;
}

static gboolean
take_month (Parts *self, const char *token)
{
  static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec" };

  for (int i = 0; self->month == 0 && i < (int) G_N_ELEMENTS (months); i++)
    if (g_ascii_strncasecmp (token, months[i], strlen (months[i])) == 0)
      {
        self->month = i + 1;
        return TRUE;
      }
  return FALSE;
}

static void
take_number (Parts *self, const char *token)
{
  gsize n_digits = strspn (token, "0123456789");
  int number = n_digits > 0 && n_digits <= 4 ? (int) g_ascii_strtoll (token, NULL, 10) : 0;

  if (self->day == 0 && (n_digits == 1 || n_digits == 2))
    self->day = number;
  else if (self->year == 0 && n_digits == 4)
    self->year = number;
  else if (self->year == 0 && n_digits == 2)
    self->year = number + (number < 70 ? 2000 : 1900);
}

/**
 * dp_cookie_date_parse:
 * @text: what stands behind `Expires=`
 *
 * Thread: any.
 *
 * Returns: seconds since 1970, or %DP_COOKIE_DATE_NEVER if it is no date
 */
gint64
dp_cookie_date_parse (const char *text)
{
  g_auto (GStrv) tokens = g_strsplit_set (text, " \t,;-/()", -1);
  g_autoptr (GDateTime) date = NULL;
  Parts parts = { 0 };

  for (guint i = 0; tokens[i] != NULL; i++)
    if (!take_time (&parts, tokens[i]) && !take_month (&parts, tokens[i]))
      take_number (&parts, tokens[i]);

  /* It says NULL to what is missing or too large, with all but the year. */
  if (!parts.has_time || parts.year < 1601)
    return DP_COOKIE_DATE_NEVER;
  date = g_date_time_new_utc (parts.year, parts.month, parts.day, parts.hour, parts.minute,
                              parts.second);
  return date != NULL ? g_date_time_to_unix (date) : DP_COOKIE_DATE_NEVER;
}
