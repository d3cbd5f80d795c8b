/* dp-speed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A speed as people write it: "500k", "1.5 MB/s", "2,5 MiB".
 *
 * A letter alone counts in 1024, as in curl and wget; with a B behind it in 1000, as what a desktop
 * shows; with "iB" in 1024.  A comma is as good as a point, upper case as lower.
 *
 * Thread: any.
 */

#include "dp-speed.h"

/* More digits than make sense; a number stays finite. */
#define MAX_DIGITS 15

static const char *
skip_spaces (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

/* Returns what stands behind it, or %NULL if there is no number. */
static const char *
read_number (const char *text, double *number)
{
  guint n_digits = 0;
  double weight = 1;
  gboolean is_behind_point = FALSE;

  *number = 0;
  for (; g_ascii_isdigit (*text) || (!is_behind_point && (*text == '.' || *text == ',')); text++)
    if (!g_ascii_isdigit (*text))
      is_behind_point = TRUE;
    else if (++n_digits > MAX_DIGITS)
      return NULL;
    else
      {
        *number = *number * 10 + g_ascii_digit_value (*text);
        if (is_behind_point)
          weight *= 10;
      }
  *number /= weight;
  return n_digits > 0 ? text : NULL;
}

static guint64
get_power (guint64 base, guint exponent)
{
  return exponent == 0 ? 1 : base * get_power (base, exponent - 1);
}

static guint
get_exponent (char letter)
{
  switch (g_ascii_tolower (letter))
    {
    case 'k':
      return 1;
    case 'm':
      return 2;
    case 'g':
      return 3;
    default:
      return 0;
    }
}

/* Returns what stands behind it. */
static const char *
read_unit (const char *text, guint64 *unit_bytes)
{
  guint exponent = get_exponent (*text);
  gboolean is_decimal = FALSE;

  if (exponent > 0)
    text++;
  if (exponent > 0 && g_ascii_tolower (text[0]) == 'i' && g_ascii_tolower (text[1]) == 'b')
    text += 2;
  else if (g_ascii_tolower (*text) == 'b')
    {
      is_decimal = TRUE;
      text++;
    }
  if (exponent > 0 || is_decimal)
    *unit_bytes = get_power (is_decimal ? 1000 : 1024, exponent);
  if (text[0] == '/' && g_ascii_tolower (text[1]) == 's')
    text += 2;
  return text;
}

/**
 * dp_speed_parse:
 * @text: what a person wrote
 * @unit_bytes: what a number without a unit counts
 * @bytes_per_sec: (out): what is meant, rounded down, at most %DP_SPEED_MAX
 *
 * Thread: any.
 *
 * Returns: %FALSE if that is no speed
 */
gboolean
dp_speed_parse (const char *text, guint64 unit_bytes, guint64 *bytes_per_sec)
{
  const char *rest;
  double number;

  rest = read_number (skip_spaces (text), &number);
  if (rest == NULL)
    return FALSE;
  rest = skip_spaces (read_unit (skip_spaces (rest), &unit_bytes));
  if (*rest != '\0')
    return FALSE;
  *bytes_per_sec = (guint64) MIN (number * (double) unit_bytes, (double) DP_SPEED_MAX);
  return TRUE;
}
