/* dp-response.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server answered, read with suspicion: status and headers become numbers that are either
 * proven to make sense or marked as unknown.
 *
 * Thread: any.  Pure: no network, and callers hand in the time.
 */

#include "dp-response.h"

#include <stdio.h>
#include <string.h>

/* RFC 9110 section 8.8.2.2: a Last-Modified this much older than Date is a strong validator. */
#define STRONG_DATE_AGE_SEC 60

/**
 * dp_response_init:
 * @self: (out caller-allocates): a response
 * @status: its status code
 *
 * Thread: any.
 */
void
dp_response_init (DpResponse *self, guint status)
{
  *self = (DpResponse){
    .status = status,
    .content_length = DP_SIZE_UNKNOWN,
    .range_first = DP_SIZE_UNKNOWN,
    .range_last = DP_SIZE_UNKNOWN,
    .range_total = DP_SIZE_UNKNOWN,
  };
}

/**
 * dp_response_clear:
 * @self: a response
 *
 * Frees what it holds, not itself.
 *
 * Thread: any.
 */
void
dp_response_clear (DpResponse *self)
{
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->content_disposition, g_free);
  g_clear_pointer (&self->content_encoding, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->last_modified, g_free);
  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->retry_after, g_free);
}

/* Digits only: strtoull() would take signs, blanks and prefixes. */
static gboolean
parse_size (const char *text, gsize length, guint64 *size)
{
  guint64 value = 0;

  if (length == 0)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) || !g_uint64_checked_mul (&value, value, 10) ||
        !g_uint64_checked_add (&value, value, (guint64) (text[i] - '0')))
      return FALSE;
  if (value > G_MAXINT64)
    return FALSE;
  *size = value;
  return TRUE;
}

/* One value, or a list of equal ones (RFC 9112 section 6.3); anything else breaks the framing. */
static void
add_content_length (DpResponse *self, const char *value)
{
  g_auto (GStrv) items = g_strsplit (value, ",", -1);

  if (items[0] == NULL)
    self->is_framing_broken = TRUE;
  for (guint i = 0; items[i] != NULL; i++)
    {
      const char *item = g_strstrip (items[i]);
      guint64 length;

      if (!parse_size (item, strlen (item), &length) ||
          (self->content_length != DP_SIZE_UNKNOWN && self->content_length != length))
        self->is_framing_broken = TRUE;
      else
        self->content_length = length;
    }
}

/* "bytes 0-9/10", "bytes 0-9/ *", "bytes * /10" (RFC 9110 section 14.4) */
static gboolean
parse_range (const char *value, guint64 *first, guint64 *last, guint64 *total)
{
  const char *range = value + strlen ("bytes ");
  const char *slash;
  const char *dash;

  if (g_ascii_strncasecmp (value, "bytes ", strlen ("bytes ")) != 0 ||
      (slash = strchr (range, '/')) == NULL)
    return FALSE;

  if (strcmp (slash + 1, "*") != 0 && !parse_size (slash + 1, strlen (slash + 1), total))
    return FALSE;
  if (slash == range + 1 && *range == '*')
    return *total != DP_SIZE_UNKNOWN;

  dash = memchr (range, '-', (gsize) (slash - range));
  return dash != NULL && parse_size (range, (gsize) (dash - range), first) &&
         parse_size (dash + 1, (gsize) (slash - dash - 1), last) && *first <= *last &&
         *last < *total;
}

/* Of two that differ none is believed. */
static void
add_content_range (DpResponse *self, const char *value)
{
  guint64 first = DP_SIZE_UNKNOWN;
  guint64 last = DP_SIZE_UNKNOWN;
  guint64 total = DP_SIZE_UNKNOWN;

  if (parse_range (value, &first, &last, &total) &&
      (!self->has_range ||
       (first == self->range_first && last == self->range_last && total == self->range_total)))
    self->has_range = TRUE;
  else
    {
      self->has_range = FALSE;
      first = last = total = DP_SIZE_UNKNOWN;
    }
  self->range_first = first;
  self->range_last = last;
  self->range_total = total;
}

static char *
dup_media_type (const char *value)
{
  g_autofree char *type = g_ascii_strdown (value, (gssize) strcspn (value, ";"));

  return g_strdup (g_strstrip (type));
}

/* What some servers say there, and what is no coding (RFC 9110 section 8.4.1); nobody else minds. */
static gboolean
is_no_coding (const char *value)
{
  static const char *const words[] = { "",     "identity", "none",  "binary",
                                       "7bit", "8bit",     "utf-8", "aws-chunked" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (value, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* One put around the other, in one header or in several. */
static void
add_content_encoding (DpResponse *self, const char *value)
{
  g_auto (GStrv) items = g_strsplit (value, ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *coding = g_ascii_strdown (g_strstrip (items[i]), -1);
      g_autofree char *before = NULL;

      if (is_no_coding (coding))
        continue;
      before = g_steal_pointer (&self->content_encoding);
      self->content_encoding =
          before != NULL ? g_strconcat (before, ", ", coding, NULL) : g_steal_pointer (&coding);
    }
}

static void
take_first (char **field, char *value)
{
  if (*field == NULL)
    *field = value;
  else
    g_free (value);
}

/**
 * dp_response_add_header:
 * @self: a response
 * @name: a field name
 * @value: its value
 *
 * Takes one header field, in the order of the wire; fields that no download cares about are
 * passed over.  Where a field may stand once, the first counts.
 *
 * Thread: any.
 */
void
dp_response_add_header (DpResponse *self, const char *name, const char *value)
{
  const struct
  {
    const char *name;
    char **field;
  } texts[] = {
    { "Content-Disposition", &self->content_disposition },
    { "ETag", &self->etag },
    { "Last-Modified", &self->last_modified },
    { "Date", &self->date },
    { "Location", &self->location },
    { "Retry-After", &self->retry_after },
  };

  if (g_ascii_strcasecmp (name, "Content-Length") == 0)
    add_content_length (self, value);
  else if (g_ascii_strcasecmp (name, "Accept-Ranges") == 0)
    self->accepts_ranges = g_ascii_strcasecmp (value, "bytes") == 0;
  else if (g_ascii_strcasecmp (name, "Content-Range") == 0)
    add_content_range (self, value);
  else if (g_ascii_strcasecmp (name, "Content-Type") == 0)
    take_first (&self->content_type, dup_media_type (value));
  else if (g_ascii_strcasecmp (name, "Content-Encoding") == 0)
    add_content_encoding (self, value);
  else
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      if (g_ascii_strcasecmp (name, texts[i].name) == 0)
        take_first (texts[i].field, g_strstrip (g_strdup (value)));
}

/**
 * dp_response_is_redirect:
 * @self: a response
 *
 * Thread: any.
 *
 * Returns: whether the file is to be had elsewhere (RFC 9110 section 15.4)
 */
gboolean
dp_response_is_redirect (const DpResponse *self)
{
  return self->location != NULL &&
         (self->status == 301 || self->status == 302 || self->status == 303 ||
          self->status == 307 || self->status == 308);
}

/**
 * dp_response_is_busy:
 * @self: a response
 *
 * Thread: any.
 *
 * Returns: whether the same request may well succeed a little later
 */
gboolean
dp_response_is_busy (const DpResponse *self)
{
  return self->status == 408 || self->status == 429 || self->status / 100 == 5;
}

/* A digit for each "d", a letter for each "a", a digit or a blank for "_". */
static gboolean
is_of_form (const char *text, const char *form)
{
  for (; *form != '\0'; form++, text++)
    if (*form == 'd'   ? !g_ascii_isdigit (*text)
        : *form == 'a' ? !g_ascii_isalpha (*text)
        : *form == '_' ? *text != ' ' && !g_ascii_isdigit (*text)
                       : *text != *form)
      return FALSE;
  return *text == '\0';
}

/* "Nov" → 11 */
static int
find_month (const char *name)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char *found = strstr (names, name);

  return found != NULL && (found - names) % 3 == 0 ? (int) (found - names) / 3 + 1 : 0;
}

/* IMF-fixdate, the only form that a sender may use (RFC 9110 section 5.6.7): "Sun, 06 Nov 1994 08:49:37
 * GMT" */
static gint64
parse_fixed_date (const char *text)
{
  char month[4] = "";
  int day, year, hour, minute, second;
  g_autoptr (GDateTime) date = NULL;

  if (text == NULL || !is_of_form (text, "aaa, dd aaa dddd dd:dd:dd GMT"))
    return -1;
  sscanf (text, "%*3s, %2d %3s %4d %2d:%2d:%2d", &day, month, &year, &hour, &minute, &second);
  date = g_date_time_new_utc (year, find_month (month), day, hour, minute, second);
  return date != NULL ? g_date_time_to_unix (date) : -1;
}

/* The same in one of the three forms that everybody has to understand: also "Sunday, 06-Nov-94 08:49:37
 * GMT" and "Sun Nov  6 08:49:37 1994". */
static gint64
parse_date (const char *text)
{
  const char *rest;
  char month[4] = "";
  int day, year;
  g_autofree char *fixed = NULL;

  if (text == NULL)
    return -1;
  rest = text + strspn (text, "abcdefghijklmnopqrstuvwxyzSMTWF");
  if (is_of_form (rest, ", dd-aaa-dd dd:dd:dd GMT"))
    {
      sscanf (rest, ", %2d-%3s-%2d", &day, month, &year);
      fixed = g_strdup_printf ("Day, %02d %s %d%s", day, month, year + (year < 70 ? 2000 : 1900),
                               rest + strlen (", dd-aaa-dd"));
    }
  else if (is_of_form (text, "aaa aaa _d dd:dd:dd dddd"))
    {
      sscanf (text, "%*3s %3s %2d %*8s %4d", month, &day, &year);
      fixed = g_strdup_printf ("Day, %02d %s %04d %.8s GMT", day, month, year,
                               text + strlen ("aaa aaa _d "));
    }
  return parse_fixed_date (fixed != NULL ? fixed : text);
}

/* RFC 9110 section 8.8.3, but for spaces, which some servers put into theirs.  It is sent back, so
 * nothing that could end a line may stand in it. */
static gboolean
is_strong_etag (const char *etag)
{
  gsize length = strlen (etag);

  if (length < 2 || etag[0] != '"' || etag[length - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < length - 1; i++)
    if (g_ascii_iscntrl (etag[i]) || etag[i] == '"')
      return FALSE;
  return TRUE;
}

/**
 * dp_response_dup_validator:
 * @self: a response
 *
 * What If-Range may carry: a strong entity tag, else a modification time that was at least a minute
 * old when it was told (RFC 9110 sections 13.1.5 and 8.8.2.2).
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the validator, or %NULL if this version can't be told from
 *   another one
 */
char *
dp_response_dup_validator (const DpResponse *self)
{
  gint64 modified;
  gint64 date;

  if (self->etag != NULL)
    return is_strong_etag (self->etag) ? g_strdup (self->etag) : NULL;

  /* It is said again as it came, and there is one form only that may be said. */
  modified = parse_fixed_date (self->last_modified);
  date = parse_date (self->date);
  if (modified < 0 || date < 0 || date - modified < STRONG_DATE_AGE_SEC)
    return NULL;
  return g_strdup (self->last_modified);
}

/**
 * dp_response_get_total_bytes:
 * @self: a response
 *
 * Thread: any.
 *
 * Returns: how long the whole file is, or %DP_SIZE_UNKNOWN
 */
guint64
dp_response_get_total_bytes (const DpResponse *self)
{
  return self->has_range ? self->range_total : self->content_length;
}

/**
 * dp_response_get_retry_after_sec:
 * @self: a response
 * @now_sec: the time, in seconds since 1970
 *
 * Thread: any.
 *
 * Returns: how long the server asks to be left alone (RFC 9110 section 10.2.3), 0 if it doesn't
 */
guint64
dp_response_get_retry_after_sec (const DpResponse *self, gint64 now_sec)
{
  guint64 seconds;
  gint64 date;

  if (self->retry_after == NULL)
    return 0;
  if (parse_size (self->retry_after, strlen (self->retry_after), &seconds))
    return seconds;
  date = parse_date (self->retry_after);
  return date > now_sec ? (guint64) (date - now_sec) : 0;
}
