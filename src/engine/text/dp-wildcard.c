/* dp-wildcard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Patterns as people write them for files: `*.jpg`, `img-??.png`.
 *
 * A star stands for anything, also for nothing, a question mark for one byte; nothing else is
 * special, and small letters are as good as capitals.  Only the last star is ever tried again, and
 * patterns are short: time is linear in the text.
 *
 * Thread: any.
 */

#include "dp-wildcard.h"

#include <string.h>

#define SEPARATORS " \t,;"

static gboolean
matches (const char *pattern, gsize pattern_length, const char *text, gsize length)
{
  const char *pattern_end = pattern + MIN (pattern_length, DP_WILDCARD_MAX_BYTES);
  const char *end = text + length;
  const char *behind_star = NULL;
  const char *again = NULL; /* where what is behind the star is tried next */

  while (text < end)
    if (pattern < pattern_end && *pattern == '*')
      {
        behind_star = ++pattern;
        again = text;
      }
    else if (pattern < pattern_end &&
             (*pattern == '?' || g_ascii_tolower (*pattern) == g_ascii_tolower (*text)))
      {
        pattern++;
        text++;
      }
    else if (behind_star != NULL)
      {
        pattern = behind_star;
        text = ++again;
      }
    else
      return FALSE;
  while (pattern < pattern_end && *pattern == '*')
    pattern++;
  return pattern == pattern_end;
}

/**
 * dp_wildcard_matches:
 * @pattern: a pattern
 * @text: any bytes
 *
 * Thread: any.
 *
 * Returns: whether all of @text is as the pattern says
 */
gboolean
dp_wildcard_matches (const char *pattern, const char *text)
{
  return matches (pattern, strlen (pattern), text, strlen (text));
}

/* Whether a word without wildcards is in a text, which it is where stars are put around it. */
static gboolean
contains (const char *word, gsize word_length, const char *text, gsize length)
{
  char pattern[DP_WILDCARD_MAX_BYTES];

  word_length = MIN (word_length, sizeof pattern - 2);
  pattern[0] = '*';
  memcpy (pattern + 1, word, word_length);
  pattern[word_length + 1] = '*';
  return matches (pattern, word_length + 2, text, length);
}

static gboolean
pattern_matches_link (const char *pattern, gsize pattern_length, const char *link)
{
  gsize length = strcspn (link, "#");
  gsize path_length = strcspn (link, "?#");
  const char *slash = memrchr (link, '/', path_length);
  const char *name = slash != NULL ? slash + 1 : link;

  if (memchr (pattern, '*', pattern_length) == NULL &&
      memchr (pattern, '?', pattern_length) == NULL)
    return contains (pattern, pattern_length, link, length);
  return matches (pattern, pattern_length, name, link + path_length - name) ||
         matches (pattern, pattern_length, link, length);
}

/**
 * dp_wildcard_matches_link:
 * @patterns: patterns, with spaces, commas or semicolons between them
 * @link: a link
 *
 * A pattern is for the name of the file at the end of the path (`*.jpg`) or for the link as a whole
 * (`*example.com*`), without its fragment.  A word without `*` and `?` needs only be somewhere
 * in the link.
 *
 * Thread: any.
 *
 * Returns: whether one of them fits, or there is none
 */
gboolean
dp_wildcard_matches_link (const char *patterns, const char *link)
{
  const char *pattern = patterns + strspn (patterns, SEPARATORS);
  gboolean is_empty = *pattern == '\0';

  while (*pattern != '\0')
    {
      gsize length = strcspn (pattern, SEPARATORS);

      if (pattern_matches_link (pattern, length, link))
        return TRUE;
      pattern += length;
      pattern += strspn (pattern, SEPARATORS);
    }
  return is_empty;
}
