/* dp-url-prose.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a link begins and ends in running text.
 *
 * Text is cut into words: by white space, and by what encloses a link but is never in one (RFC 3986
 * appendix C: `<`, `>`, `"`; and the backtick, typographic quotes, CJK punctuation).  Within a word a
 * link begins where its scheme does, and ends
 *  - before the `)`, `]`, `}` or `'` that answers the one before the link;
 *  - before `,`, `;` or `|` if a further scheme follows;
 *  - before `http://` glued to its path by a letter or digit: pasted twice (`/a.ziphttp://…`).  Not in
 *    the query, and not after any other sign: `/web/2020/http://…` and `?u=http://…` are one link;
 *  - else with the word, without the punctuation at its end, unless markup says exactly where the end
 *    is (`<…>`, `](…)`, `="…"`).
 *
 * Every look back or ahead is bounded or goes over bytes that are not looked at again: time is linear
 * in the text, whatever it holds.
 *
 * Thread: any.
 */

#include "dp-url-prose.h"

#include <string.h>

/* What looks like a link without `//` and is refused.  More than the scheme, for "data: none" and
 * "Magnet: on" are prose. */
static const char *const refused_links[] = {
  "blob:http",   "data:,",      "data:;",     "data:application/", "data:audio/",
  "data:font/",  "data:image/", "data:text/", "data:video/",       "file:/",
  "javascript:", "magnet:?",    "mailto:",    "vbscript:",
};

/* Sorted.  What ends a word, see the top of this file; zero-width and direction marks do, too. */
static const struct
{
  gunichar first;
  gunichar last;
} separators[] = {
  { 0x0000, 0x0020 }, { '"', '"' },       { '<', '<' },       { '>', '>' },
  { '`', '`' },       { 0x007f, 0x00a0 }, { 0x00ab, 0x00ab }, { 0x00bb, 0x00bb },
  { 0x1680, 0x1680 }, { 0x2000, 0x200b }, { 0x200e, 0x200f }, { 0x201c, 0x201f },
  { 0x2028, 0x202f }, { 0x2039, 0x203a }, { 0x205f, 0x206f }, { 0x3000, 0x3002 },
  { 0x3008, 0x3011 }, { 0xfeff, 0xfeff }, { 0xff01, 0xff01 }, { 0xff08, 0xff09 },
  { 0xff0c, 0xff0c }, { 0xff1a, 0xff1b }, { 0xff1f, 0xff1f },
};

/* -- Words -- */

/* A byte that is not UTF-8 counts as a letter: it may be a path in Latin-1. */
static gunichar
get_char (const char *p, const char *end, gsize *length)
{
  gunichar c = (guchar) *p;

  *length = 1;
  if (c < 0x80)
    return c;

  c = g_utf8_get_char_validated (p, end - p);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return 0xfffd;

  *length = g_utf8_next_char (p) - p;
  return c;
}

static gboolean
is_separator (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (separators) && separators[i].first <= c; i++)
    if (c <= separators[i].last)
      return TRUE;

  return FALSE;
}

/* Goes on while characters are separators, or while they are not. */
static const char *
skip (const char *p, const char *end, gboolean over_separators)
{
  gsize length;

  while (p < end && is_separator (get_char (p, end, &length)) == over_separators)
    p += length;

  return p;
}

/**
 * dp_url_prose_skip_separators:
 * @p: a place in a text
 * @end: where the text ends
 *
 * Thread: any.
 *
 * Returns: where the next word begins, or @end
 */
const char *
dp_url_prose_skip_separators (const char *p, const char *end)
{
  return skip (p, end, TRUE);
}

/**
 * dp_url_prose_skip_word:
 * @p: a place in a word
 * @end: where the text ends
 *
 * Thread: any.
 *
 * Returns: where the word ends
 */
const char *
dp_url_prose_skip_word (const char *p, const char *end)
{
  return skip (p, end, FALSE);
}

/* -- Sentences -- */

/* Punctuation that ends a sentence rather than a link; emphasis (`*`, `_`) if it also stands before. */
static gboolean
is_end_punctuation (gunichar c, char before)
{
  if (c < 0x80)
    return strchr (".,;:!?'|", c) != NULL || (c == (guchar) before && strchr ("*_~", c) != NULL);

  return (c >= 0x2018 && c <= 0x201b) || c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0x200c ||
         c == 0x200d;
}

static const char openers[] = "([{";
static const char closers[] = ")]}";

/**
 * dp_url_prose_trim_end:
 * @start: where a link begins
 * @end: where it seems to end
 * @before: what is before the link, or NUL
 *
 * Thread: any.
 *
 * Returns: where it ends: without punctuation, and without brackets that were opened before it
 */
const char *
dp_url_prose_trim_end (const char *start, const char *end, char before)
{
  gssize n_open[G_N_ELEMENTS (openers) - 1] = { 0 };

  for (const char *p = start; p < end; p++)
    {
      const char *opener = memchr (openers, *p, strlen (openers));
      const char *closer = memchr (closers, *p, strlen (closers));

      if (opener != NULL)
        n_open[opener - openers]++;
      if (closer != NULL)
        n_open[closer - closers]--;
    }

  while (end > start)
    {
      const char *last = g_utf8_find_prev_char (start, end);
      const char *closer = memchr (closers, end[-1], strlen (closers));
      gsize length;

      if (closer != NULL && n_open[closer - closers]++ >= 0)
        break;
      if (closer == NULL &&
          (last == NULL || !is_end_punctuation (get_char (last, end, &length), before) ||
           last + length != end))
        break;

      end = closer != NULL ? end - 1 : last;
    }

  return end;
}

/* -- Where a link begins -- */

static const char *
find_http (const char *start, const char *colon)
{
  if (colon - start >= 5 && g_ascii_strncasecmp (colon - 5, "https", 5) == 0)
    return colon - 5;
  if (colon - start >= 4 && g_ascii_strncasecmp (colon - 4, "http", 4) == 0)
    return colon - 4;

  return NULL;
}

/* The scheme before a colon, not further back than `start`; http and https also where they are glued
 * to a word, but not in `git+https`.  One letter is a drive of Windows. */
static const char *
find_scheme (const char *start, const char *colon)
{
  const char *p = find_http (start, colon);

  if (p != NULL && (p == start || p[-1] != '+'))
    return p;

  for (p = colon; p > start && colon - p <= DP_URL_PROSE_SCHEME_MAX_BYTES; p--)
    if (!g_ascii_isalnum (p[-1]) && strchr ("+-.", p[-1]) == NULL)
      break;
  while (p < colon && !g_ascii_isalpha (*p))
    p++;

  return colon - p >= 2 && colon - p <= DP_URL_PROSE_SCHEME_MAX_BYTES ? p : NULL;
}

static gboolean
has_prefix (const char *p, const char *end, const char *prefix)
{
  gsize length = strlen (prefix);

  return (gsize) (end - p) >= length && g_ascii_strncasecmp (p, prefix, length) == 0;
}

static gboolean
begins_refused_link (const char *p, const char *end)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused_links); i++)
    if (has_prefix (p, end, refused_links[i]))
      return TRUE;

  return FALSE;
}

static gboolean
begins_link (const char *p, const char *end)
{
  const char *colon = memchr (p, ':', MIN (end - p, DP_URL_PROSE_SCHEME_MAX_BYTES));

  return colon != NULL && has_prefix (colon, end, "://") && find_scheme (p, colon) == p;
}

/**
 * dp_url_prose_find_start:
 * @p: a place in a word
 * @end: where the word ends
 * @rest: (out): what comes after `scheme://` or `scheme:`
 *
 * Thread: any.
 *
 * Returns: (nullable): where the next link begins, also one that will be refused
 */
const char *
dp_url_prose_find_start (const char *p, const char *end, const char **rest)
{
  for (const char *colon = memchr (p, ':', end - p); colon != NULL;
       colon = memchr (colon + 1, ':', end - colon - 1))
    {
      const char *start = find_scheme (p, colon);
      gboolean has_authority = has_prefix (colon, end, "://");

      *rest = colon + (has_authority ? 3 : 1);
      if (start != NULL && *rest < end && (has_authority || begins_refused_link (start, end)))
        return start;
    }

  return NULL;
}

/* -- Where it ends -- */

static char
get_closer (char opener)
{
  const char *place = memchr (openers, opener, strlen (openers));

  if (place != NULL)
    return closers[place - openers];

  return opener == '\'' ? opener : '\0';
}

/* Whether markup, not prose, says that the link ends there. */
static gboolean
is_marked_up (const DpUrlProse *self, const char *start, const char *end)
{
  if (start == self->text || end == self->end)
    return FALSE;

  if (start[-1] == '<')
    return *end == '>';
  if (start - self->text < 2)
    return FALSE;
  if (start[-1] == '(')
    return *end == ')' && start[-2] == ']';

  return (start[-1] == '"' || start[-1] == '\'') && *end == start[-1] && start[-2] == '=';
}

/* Whether the `http` before this colon is a link pasted right behind the path of another one; `%20`
 * before it is a space that belongs to the one link. */
static gboolean
is_glued (const char *http, const char *rest)
{
  return http != NULL && http > rest && g_ascii_isalnum (http[-1]) &&
         (http - rest < 3 || http[-3] != '%');
}

/**
 * dp_url_prose_find_end:
 * @self: the text
 * @start: where a link begins
 * @rest: as dp_url_prose_find_start() told
 * @end: where the word ends
 *
 * Thread: any.
 *
 * Returns: where the link ends
 */
const char *
dp_url_prose_find_end (const DpUrlProse *self, const char *start, const char *rest, const char *end)
{
  char opener = start > self->text ? start[-1] : '\0';
  char closer = get_closer (opener);
  gsize depth = 0;
  gboolean in_path = TRUE;
  const char *p;

  for (p = rest; p < end; p++)
    {
      if (*p == closer && depth-- == 0)
        break;
      else if (*p == opener && closer != '\0')
        depth++;
      else if (*p == '?' || *p == '#')
        in_path = FALSE;
      else if (strchr (",;|", *p) != NULL && begins_link (p + 1, end))
        break;
      else if (*p == ':' && in_path && has_prefix (p, end, "://") &&
               is_glued (find_http (rest, p), rest))
        {
          p = find_http (rest, p);
          break;
        }
    }

  return is_marked_up (self, start, p) ? p : dp_url_prose_trim_end (rest, p, opener);
}
