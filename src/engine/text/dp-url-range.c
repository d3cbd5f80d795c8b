/* dp-url-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One link that is written for many: `img[001-250].jpg`, `[a-f].zip`, `[0-100:10]`, `{small,large}`,
 * as curl takes them.
 *
 * They count in the path and the query.  Brackets that say nothing like that are what they are, and
 * so are those of the host: `[::1]` is an address.  Whoever calls says that they are meant: in a
 * signed link they may be part of the signature.
 *
 * Time is linear in the text that comes out, and what would be too much is only counted.
 *
 * Thread: any.
 */

#include "dp-url-range.h"

#include <string.h>

#define MAX_RANGES       16
#define MAX_DIGITS       9
#define MAX_NUMBER_BYTES 16

/* What stands in one pair of brackets. */
typedef struct
{
  const char *start; /* where the bracket opens */
  const char *end;   /* behind the one that closes */
  guint64 n_values;
  guint64 first; /* of numbers and letters */
  guint64 step;
  gboolean is_letter;
  int n_digits;     /* with zeros in front; 0: as many as it takes */
  const char *item; /* (nullable): of a list, where the next one begins */
} Range;

/* -- What is written -- */

/* 1 to 9 digits; returns what follows, or %NULL. */
static const char *
read_number (const char *p, guint64 *number, int *n_digits)
{
  const char *start = p;

  for (*number = 0; g_ascii_isdigit (*p) && p - start <= MAX_DIGITS; p++)
    *number = *number * 10 + (guint64) (*p - '0');
  *n_digits = (int) (p - start);
  return *n_digits >= 1 && *n_digits <= MAX_DIGITS ? p : NULL;
}

/* `1-250]`, or `a-f]`, with or without `:2` before the bracket. */
static const char *
read_bounds (Range *self, const char *p)
{
  guint64 last;
  int n_digits;
  const char *rest = read_number (p, &self->first, &n_digits);

  if (rest != NULL && *rest == '-')
    {
      self->n_digits = *p == '0' ? n_digits : 0;
      rest = read_number (rest + 1, &last, &n_digits);
    }
  else if (g_ascii_isalpha (p[0]) && p[1] == '-' && g_ascii_isalpha (p[2]) &&
           g_ascii_islower (p[0]) == g_ascii_islower (p[2]))
    {
      self->is_letter = TRUE;
      self->first = (guint64) p[0];
      last = (guint64) p[2];
      rest = p + 3;
    }
  else
    return NULL;
  self->step = 1;
  if (rest != NULL && *rest == ':')
    rest = read_number (rest + 1, &self->step, &n_digits);
  if (rest == NULL || *rest != ']' || self->step == 0 || last < self->first + self->step)
    return NULL;
  self->n_values = (last - self->first) / self->step + 1;
  return rest + 1;
}

/* `a,b}`, with nothing else in it that opens or closes. */
static const char *
read_items (Range *self, const char *p)
{
  const char *end = p + strcspn (p, "{}[]#");

  if (*end != '}')
    return NULL;
  self->n_values = 1;
  for (const char *q = p; q < end; q++)
    self->n_values += *q == ',';
  return self->n_values > 1 ? end + 1 : NULL;
}

static gboolean
read_range (Range *self, const char *p)
{
  *self = (Range){ .start = p };
  self->end = *p == '[' ? read_bounds (self, p + 1) : read_items (self, p + 1);
  return self->end != NULL;
}

/* Behind the host. */
static const char *
find_path (const char *link)
{
  const char *authority = strstr (link, "://");

  authority = authority != NULL ? authority + strlen ("://") : link;
  return authority + strcspn (authority, "/?#");
}

/* Where a list is not one, what is in it is not read again: it ends where the next bracket is. */
static guint
find_ranges (const char *link, Range *ranges)
{
  guint n_ranges = 0;
  const char *p = find_path (link);

  while (n_ranges < MAX_RANGES)
    {
      p += strcspn (p, "[{#");
      if (*p == '\0' || *p == '#')
        break;
      if (read_range (&ranges[n_ranges], p))
        p = ranges[n_ranges++].end;
      else
        p++;
    }
  return n_ranges;
}

/* Never more than one more than a guint64 is asked for. */
static guint64
multiply (const Range *ranges, guint n_ranges)
{
  guint64 n_links = 1;

  for (guint i = 0; i < n_ranges; i++)
    if (!g_uint64_checked_mul (&n_links, n_links, ranges[i].n_values))
      return G_MAXUINT64;
  return n_links;
}

/**
 * dp_url_range_count:
 * @link: a link
 *
 * Thread: any.
 *
 * Returns: how many links it stands for; 1 if it is what it is
 */
guint64
dp_url_range_count (const char *link)
{
  Range ranges[MAX_RANGES];

  return multiply (ranges, find_ranges (link, ranges));
}

/* -- What it stands for -- */

static void
append_value (GString *text, Range *range, guint64 index)
{
  char number[MAX_NUMBER_BYTES];
  guint64 value = range->first + index * range->step;

  if (*range->start == '{')
    {
      gsize length = strcspn (range->item, ",}");

      g_string_append_len (text, range->item, (gssize) length);
      return;
    }
  if (range->is_letter)
    {
      g_string_append_c (text, (char) value);
      return;
    }
  g_snprintf (number, sizeof number, "%0*" G_GUINT64_FORMAT, range->n_digits, value);
  g_string_append (text, number);
}

/* The last range turns first.  Items are walked along, never counted off from the first. */
static void
advance (Range *ranges, guint n_ranges, guint64 *indices)
{
  for (guint i = n_ranges; i-- > 0;)
    {
      Range *range = &ranges[i];

      indices[i]++;
      if (indices[i] == range->n_values)
        indices[i] = 0;
      if (*range->start == '{')
        range->item =
            indices[i] == 0 ? range->start + 1 : range->item + strcspn (range->item, ",") + 1;
      if (indices[i] > 0)
        return;
    }
}

static char *
dup_link (const char *link, Range *ranges, guint n_ranges, const guint64 *indices)
{
  GString *text = g_string_new (NULL);
  const char *p = link;

  for (guint i = 0; i < n_ranges; i++)
    {
      g_string_append_len (text, p, ranges[i].start - p);
      append_value (text, &ranges[i], indices[i]);
      p = ranges[i].end;
    }
  g_string_append (text, p);
  return g_string_free (text, FALSE);
}

/**
 * dp_url_range_expand:
 * @link: a link
 *
 * Thread: any.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the links it stands for, in their order,
 *   the last range turning first; or %NULL if they are too many
 */
GPtrArray *
dp_url_range_expand (const char *link)
{
  Range ranges[MAX_RANGES];
  guint64 indices[MAX_RANGES] = { 0 };
  guint n_ranges = find_ranges (link, ranges);
  guint64 n_links = multiply (ranges, n_ranges);
  GPtrArray *links;

  if (n_links > DP_URL_RANGE_MAX_LINKS ||
      n_links * (strlen (link) + MAX_RANGES * MAX_NUMBER_BYTES) > DP_URL_RANGE_MAX_BYTES)
    return NULL;
  links = g_ptr_array_new_full ((guint) n_links, g_free);
  for (guint i = 0; i < n_ranges; i++)
    ranges[i].item = ranges[i].start + 1;
  for (guint64 i = 0; i < n_links; i++)
    {
      g_ptr_array_add (links, dup_link (link, ranges, n_ranges, indices));
      advance (ranges, n_ranges, indices);
    }
  return links;
}
