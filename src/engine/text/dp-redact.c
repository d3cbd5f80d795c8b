/* dp-redact.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be shown of a request and its answer.
 *
 * A secret may stand in any field and under any name, so it is the harmless ones that are listed
 * here: of all others only the name is shown.  Of a link go user and password, and whatever its query
 * says; the names in the query stay, they tell one link from another.
 *
 * Thread: any.
 */

#include "dp-redact.h"

#include <string.h>

/* No field that is worth reading is longer. */
#define MAX_VALUE_BYTES 512

typedef enum
{
  SHOWN,
  LINK,   /* shown without what a link may hide */
  SCHEME, /* only its first word */
} Treatment;

static const struct
{
  const char *name;
  Treatment treatment;
} known[] = {
  { "accept", SHOWN },
  { "accept-encoding", SHOWN },
  { "accept-language", SHOWN },
  { "accept-ranges", SHOWN },
  { "age", SHOWN },
  { "allow", SHOWN },
  { "cache-control", SHOWN },
  { "cf-cache-status", SHOWN },
  { "connection", SHOWN },
  { "content-disposition", SHOWN },
  { "content-encoding", SHOWN },
  { "content-language", SHOWN },
  { "content-length", SHOWN },
  { "content-location", LINK },
  { "content-md5", SHOWN },
  { "content-range", SHOWN },
  { "content-type", SHOWN },
  { "date", SHOWN },
  { "digest", SHOWN },
  { "etag", SHOWN },
  { "expires", SHOWN },
  { "host", SHOWN },
  { "if-range", SHOWN },
  { "keep-alive", SHOWN },
  { "last-modified", SHOWN },
  { "location", LINK },
  { "pragma", SHOWN },
  { "proxy-authenticate", SCHEME },
  { "range", SHOWN },
  { "referer", LINK },
  { "repr-digest", SHOWN },
  { "retry-after", SHOWN },
  { "server", SHOWN },
  { "strict-transport-security", SHOWN },
  { "transfer-encoding", SHOWN },
  { "user-agent", SHOWN },
  { "vary", SHOWN },
  { "via", SHOWN },
  { "warning", SHOWN },
  { "www-authenticate", SCHEME },
  { "x-cache", SHOWN },
  { "x-cache-hits", SHOWN },
  { "x-content-type-options", SHOWN },
};

/* What turns the direction of text could make one thing look like another. */
static gboolean
is_printable (gunichar c)
{
  gboolean is_turn = c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
                     (c >= 0x2066 && c <= 0x2069);

  return g_unichar_isprint (c) && !is_turn;
}

static gboolean
is_plain (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isprint (text[i]))
      return FALSE;
  return TRUE;
}

/* One line of text, whatever came.  Nearly always it is one already. */
static char *
clean (const char *text)
{
  gsize size = strnlen (text, MAX_VALUE_BYTES + 1);
  g_autofree char *valid = NULL;
  GString *cleaned;

  if (size <= MAX_VALUE_BYTES && is_plain (text, size))
    return g_strdup (text);
  valid = g_utf8_make_valid (text, (gssize) MIN (size, MAX_VALUE_BYTES));
  cleaned = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (cleaned, is_printable (c) ? c : 0xfffd);
    }
  if (size > MAX_VALUE_BYTES)
    g_string_append (cleaned, "…");
  return g_string_free (cleaned, FALSE);
}

/* Whether "user@host" may stand here: behind two slashes, also bent ones, or where the link begins. */
static gboolean
may_be_authority (const char *link, const char *segment)
{
  return segment == link || (segment - link >= 2 && strchr ("/\\", segment[-1]) != NULL &&
                             strchr ("/\\", segment[-2]) != NULL);
}

/* Everywhere: what is no link to us ("http:user:password@host") may be one to others. */
static void
append_without_userinfo (GString *text, const char *link, gsize length)
{
  const char *end = link + length;

  for (const char *segment = link; segment < end;)
    {
      gsize n = MIN (strcspn (segment, "/\\"), (gsize) (end - segment));
      const char *at = memrchr (segment, '@', n);
      gsize n_with_slash = n + (segment + n < end ? 1 : 0);

      if (at != NULL && (may_be_authority (link, segment) ||
                         memchr (segment, ':', (gsize) (at - segment)) != NULL))
        g_string_append_len (text, at + 1, segment + n_with_slash - (at + 1));
      else
        g_string_append_len (text, segment, (gssize) n_with_slash);
      segment += n_with_slash;
    }
}

/* "a=1&b" → "a=•••&•••" */
static void
append_query (GString *text, const char *query)
{
  while (TRUE)
    {
      gsize length = strcspn (query, "&;#");
      const char *equals = memchr (query, '=', length);

      if (equals != NULL)
        g_string_append_len (text, query, equals + 1 - query);
      if (length > 0)
        g_string_append (text, DP_REDACT_HIDDEN);
      if (query[length] == '\0' || query[length] == '#')
        return;
      g_string_append_c (text, query[length]);
      query += length + 1;
    }
}

/**
 * dp_redact_link:
 * @link: a link, or what a server thinks is one; whole or relative
 *
 * Thread: any.
 *
 * Returns: (transfer full): the link without user, password and fragment, and without what its query
 *   says; one line of valid UTF-8
 */
char *
dp_redact_link (const char *link)
{
  gsize length = strcspn (link, "?#");
  g_autoptr (GString) text = g_string_new (NULL);

  append_without_userinfo (text, link, length);
  if (link[length] == '?')
    {
      g_string_append_c (text, '?');
      append_query (text, link + length + 1);
    }
  return clean (text->str);
}

static const char *
skip_scheme (const char *text, const char *end)
{
  const char *p = text;

  while (p < end && (g_ascii_isalnum (*p) || memchr ("+-.", *p, 3) != NULL))
    p++;
  p = end - p >= 2 && p[0] == ':' && memchr ("/\\", p[1], 2) != NULL ? p + 1 : text;
  while (p < end && memchr ("/\\", *p, 2) != NULL)
    p++;
  return p;
}

/* A password with a slash in it, as in "user:pa/ss@host": what follows the colon is no port. */
static gboolean
is_password_cut (const char *authority, const char *end)
{
  const char *colon = memchr (authority, ':', (gsize) (end - authority));

  if (colon == NULL || *authority == '[')
    return FALSE;
  while (++colon < end)
    if (!g_ascii_isdigit (*colon))
      return TRUE;
  return FALSE;
}

/**
 * dp_redact_find_host:
 * @text: (array length=length): what was meant to be a link, any bytes
 * @length: how many
 * @authority: (out): where user and password begin, if there are any; @text, if no slashes are before
 *
 * For saying why it is none.
 *
 * Thread: any.
 *
 * Returns: (transfer none): what is behind user and password, or @authority
 */
const char *
dp_redact_find_host (const char *text, gsize length, const char **authority)
{
  const char *end = text + length;
  const char *start = skip_scheme (text, end);
  const char *stop = start;
  const char *at;

  while (stop < end && memchr ("/?#", *stop, 3) == NULL)
    stop++;
  at = memrchr (start, '@', (gsize) (stop - start));
  if (at == NULL && start > text && is_password_cut (start, stop))
    at = memrchr (start, '@', (gsize) (end - start));
  *authority = start;
  return at != NULL ? at + 1 : start;
}

static char *
redact_to_scheme (const char *value)
{
  g_autofree char *word = g_strndup (value, strcspn (value, " \t,"));
  g_autofree char *cleaned = clean (word);

  return g_strconcat (cleaned, " ", DP_REDACT_HIDDEN, NULL);
}

/**
 * dp_redact_header:
 * @name: the name of a field
 * @value: what it says
 *
 * Thread: any.
 *
 * Returns: (transfer full): as much of the value as may be shown; one line of valid UTF-8
 */
char *
dp_redact_header (const char *name, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_ascii_tolower (*name) != *known[i].name ||
          g_ascii_strcasecmp (name, known[i].name) != 0)
        continue;
      switch (known[i].treatment)
        {
        case SHOWN:
          return clean (value);
        case LINK:
          return dp_redact_link (value);
        case SCHEME:
          return redact_to_scheme (value);
        }
    }
  return g_strdup (DP_REDACT_HIDDEN);
}
