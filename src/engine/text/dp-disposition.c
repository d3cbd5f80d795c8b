/* dp-disposition.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name a server proposes in Content-Disposition (RFC 6266), read the way servers write it.
 *
 * RFC 6266 wants `filename*` (RFC 8187) before `filename`. Servers also send raw UTF-8 or Latin-1,
 * percent-escapes, encoded words (RFC 2047) and continuations (RFC 2231) made for mail, forget the
 * quotes, and scatter semicolons. All of that is read; what stays doubtful is given up, because the
 * link holds another name.
 *
 * Only UTF-8 and Latin-1 are decoded, here and not by iconv(), which would load code by a name
 * from the net. Latin-1 means windows-1252, as in the WHATWG Encoding Standard: nobody sends C1
 * controls.
 *
 * The names are text, not yet file names: dp-filename makes them safe. Every function is linear.
 *
 * Thread: any.
 */

#include "dp-disposition.h"

#include <string.h>

#define BLANKS      " \t\r\n"
#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD: here were bytes that nobody could read */

/* RFC 9110, 5.6.2 */
#define TOKEN_CHARS "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* What windows-1252 has in place of the C1 controls; its five holes stay controls. */
static const gunichar windows_1252[] = {
  0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* Octets */

/* A NUL would hide the rest of the name from C, and is no part of any name. */
static void
append_octet (GString *octets, guchar octet)
{
  if (octet != '\0')
    g_string_append_c (octets, (char) octet);
}

/* Appends the octet that two hex digits stand for. */
static gboolean
append_hex (GString *octets, const char *digits)
{
  if (!g_ascii_isxdigit (digits[0]) || !g_ascii_isxdigit (digits[1]))
    return FALSE;

  append_octet (octets, g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]));
  return TRUE;
}

/* Whether every `%` began an escape; one that does not stands for itself. */
static gboolean
append_unescaped (GString *octets, const char *text)
{
  gboolean well_formed = TRUE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '%' && append_hex (octets, p + 1))
        {
          p += 2;
          continue;
        }

      well_formed = well_formed && *p != '%';
      append_octet (octets, *p);
    }

  return well_formed;
}

static char *
latin1_to_utf8 (const char *octets)
{
  GString *text = g_string_new (NULL);

  for (const guchar *p = (const guchar *) octets; *p != '\0'; p++)
    g_string_append_unichar (text, *p >= 0x80 && *p <= 0x9F ? windows_1252[*p - 0x80] : *p);

  return g_string_free (text, FALSE);
}

/* For octets without a charset. Latin-1 text that happens to be UTF-8 too is next to unheard of. */
static char *
guess_to_utf8 (const char *octets)
{
  return g_utf8_validate (octets, -1, NULL) ? g_strdup (octets) : latin1_to_utf8 (octets);
}

/* NULL where the charset is not one of ours, or the octets are not of that charset. */
static char *
charset_to_utf8 (const char *charset, const char *octets)
{
  static const char *const utf8_names[] = { "utf-8", "utf8", "us-ascii", NULL };
  static const char *const latin1_names[] = { "iso-8859-1", "latin1", "windows-1252", "cp1252",
                                              NULL };
  g_autofree char *name = g_ascii_strdown (charset, -1);

  if (g_strv_contains (utf8_names, name))
    return g_utf8_validate (octets, -1, NULL) ? g_strdup (octets) : NULL;

  return g_strv_contains (latin1_names, name) ? latin1_to_utf8 (octets) : NULL;
}

/* Parameters */

static gboolean
begins_param (const char *p)
{
  gsize length = strspn (p, TOKEN_CHARS);

  return length > 0 && p[length + strspn (p + length, BLANKS)] == '=';
}

/* A quote inside the name, which should have been escaped, is followed by more of the name. */
static gboolean
ends_quoted (const char *after)
{
  after += strspn (after, BLANKS);
  return *after == '\0' || *after == ';' || *after == ',' || begins_param (after);
}

/* A semicolon inside the name, which should have been quoted, has the name right behind it. */
static gboolean
ends_bare (const char *after)
{
  return *after == '\0' || strchr (BLANKS ";", *after) != NULL || begins_param (after);
}

static char *
read_quoted (const char **cursor)
{
  GString *value = g_string_new (NULL);
  const char *p;

  for (p = *cursor + 1; *p != '\0'; p++)
    {
      if (*p == '"' && ends_quoted (p + 1))
        {
          p++;
          break;
        }

      if (*p == '\\' && p[1] != '\0')
        p++;

      g_string_append_c (value, *p);
    }

  *cursor = p;
  return g_string_free (value, FALSE);
}

static char *
read_bare (const char **cursor)
{
  const char *start = *cursor;
  const char *end = start;

  while (*end != '\0' && !(*end == ';' && ends_bare (end + 1)))
    end++;

  *cursor = end;
  return g_strchomp (g_strndup (start, end - start));
}

static char *
read_value (const char **cursor)
{
  *cursor += strspn (*cursor, BLANKS);
  return **cursor == '"' ? read_quoted (cursor) : read_bare (cursor);
}

/* The last word before the `=`, in lower case: what precedes it lacks its semicolon. */
static char *
read_name (const char *start, gsize length)
{
  g_autofree char *text = g_strchomp (g_strndup (start, length));
  const char *word = text + strlen (text);

  while (word > text && strchr (BLANKS ",", word[-1]) == NULL)
    word--;

  return g_ascii_strdown (word, -1);
}

/* Name to value. The first of two wins; the disposition's type is skipped, whatever it is. */
static GHashTable *
parse_params (const char *header)
{
  GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *p = header;

  while (*(p += strspn (p, BLANKS ";")) != '\0')
    {
      gsize length = strcspn (p, "=;");
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (p[length] != '=')
        {
          p += length;
          continue;
        }

      name = read_name (p, length);
      p += length + 1;
      value = read_value (&p);
      if (!g_hash_table_contains (params, name))
        g_hash_table_insert (params, g_steal_pointer (&name), g_steal_pointer (&value));
    }

  return params;
}

/* RFC 8187 and its predecessor RFC 2231: charset'language'escaped text */

static const char *
split_extended (const char *value, char **charset)
{
  g_auto (GStrv) parts = g_strsplit (value, "'", 3);

  if (g_strv_length (parts) != 3)
    return NULL;

  *charset = g_strdup (parts[0]);
  return value + strlen (parts[0]) + strlen (parts[1]) + 2;
}

static char *
decode_extended (const char *value)
{
  g_autoptr (GString) octets = g_string_new (NULL);
  g_autofree char *charset = NULL;
  const char *escaped;

  if (value == NULL)
    return NULL;

  escaped = split_extended (value, &charset);
  if (escaped == NULL || !append_unescaped (octets, escaped))
    return NULL;

  return charset_to_utf8 (charset, octets->str);
}

/* `filename*0`, `filename*1`…: escaped where the name ends in `*`; only the first has a charset. */
static char *
join_continuations (GHashTable *params)
{
  g_autoptr (GString) octets = g_string_new (NULL);
  g_autofree char *charset = NULL;

  for (guint i = 0;; i++)
    {
      g_autofree char *escaped_name = g_strdup_printf ("filename*%u*", i);
      g_autofree char *plain_name = g_strdup_printf ("filename*%u", i);
      const char *escaped = g_hash_table_lookup (params, escaped_name);
      const char *plain = g_hash_table_lookup (params, plain_name);

      if (escaped == NULL && plain == NULL)
        break;

      if (i == 0 && escaped != NULL)
        {
          escaped = split_extended (escaped, &charset);
          if (escaped == NULL)
            return NULL;
        }

      if (escaped == NULL)
        g_string_append (octets, plain);
      else if (!append_unescaped (octets, escaped))
        return NULL;
    }

  return charset != NULL ? charset_to_utf8 (charset, octets->str) : guess_to_utf8 (octets->str);
}

/* RFC 2047: =?charset?B or Q?text?= */

static void
append_q (GString *octets, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '=' && append_hex (octets, p + 1))
        p += 2;
      else
        append_octet (octets, *p == '_' ? ' ' : *p);
    }
}

static void
append_base64 (GString *octets, const char *text)
{
  gsize length;
  g_autofree guchar *decoded = g_base64_decode (text, &length);

  for (gsize i = 0; i < length; i++)
    append_octet (octets, decoded[i]);
}

/* UTF-8 is checked when all words are joined: some split a character between two of them. */
static gboolean
append_word (const GMatchInfo *match, GString *octets, gpointer user_data)
{
  g_autofree char *charset = g_match_info_fetch (match, 1);
  g_autofree char *encoding = g_match_info_fetch (match, 2);
  g_autofree char *text = g_match_info_fetch (match, 3);
  g_autofree char *utf8 = NULL;
  g_autoptr (GString) decoded = g_string_new (NULL);

  if (g_ascii_tolower (*encoding) == 'b')
    append_base64 (decoded, text);
  else
    append_q (decoded, text);

  if (g_ascii_strcasecmp (charset, "utf-8") == 0)
    utf8 = g_strdup (decoded->str);
  else
    utf8 = charset_to_utf8 (charset, decoded->str);

  g_string_append (octets, utf8 != NULL ? utf8 : REPLACEMENT);
  return FALSE; /* go on */
}

/* Blanks between two words are not part of the name; a `*` in the charset begins a language. */
static char *
decode_words (const char *value)
{
  g_autoptr (GRegex) word = g_regex_new ("=\\?([^?*\\s]++)(?:\\*[^?]*+)?\\?([bq])\\?([^?]*+)\\?="
                                         "(?:\\s++(?==\\?))?",
                                         G_REGEX_RAW | G_REGEX_CASELESS, 0, NULL);
  g_autofree char *name = g_regex_replace_eval (word, value, -1, 0, 0, append_word, NULL, NULL);

  return name != NULL && g_utf8_validate (name, -1, NULL) ? g_steal_pointer (&name) : NULL;
}

/* The plain `filename`: by the standard only Latin-1, and no escapes. */
static char *
decode_plain (const char *value)
{
  g_autoptr (GString) unescaped = g_string_new (NULL);

  if (value == NULL)
    return NULL;

  if (strstr (value, "=?") != NULL)
    return decode_words (value);

  append_unescaped (unescaped, value);
  if (g_utf8_validate (unescaped->str, -1, NULL))
    return g_strdup (unescaped->str);

  return guess_to_utf8 (value);
}

/* Where somebody put U+FFFD what was there is lost. */
static gboolean
is_trusted (const char *name)
{
  return name != NULL && *name != '\0' && strstr (name, REPLACEMENT) == NULL;
}

/**
 * dp_disposition_dup_filename:
 * @header: the value of a Content-Disposition header
 *
 * Reads the file name that the server proposes: `filename*`, else its continuations, else
 * `filename` (RFC 6266, 4.3; RFC 8187; RFC 2231, 3; RFC 2047). One that is broken, empty, of a
 * foreign charset or holds U+FFFD is passed over.
 *
 * The name is valid UTF-8 but not safe: see dp_filename_sanitize().
 *
 * Thread: any
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if there is none to trust
 */
char *
dp_disposition_dup_filename (const char *header)
{
  g_autoptr (GHashTable) params = NULL;
  g_autofree char *extended = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *plain = NULL;

  g_return_val_if_fail (header != NULL, NULL);

  params = parse_params (header);

  extended = decode_extended (g_hash_table_lookup (params, "filename*"));
  if (is_trusted (extended))
    return g_steal_pointer (&extended);

  joined = join_continuations (params);
  if (is_trusted (joined))
    return g_steal_pointer (&joined);

  plain = decode_plain (g_hash_table_lookup (params, "filename"));
  return is_trusted (plain) ? g_steal_pointer (&plain) : NULL;
}

/**
 * dp_disposition_decode_escapes:
 * @text: text with percent-escapes, as in the path of a link
 *
 * Decodes the escapes of @text once (RFC 3986, 2.1). A `%` that begins none stays, `%00` is
 * dropped, and what is not UTF-8 is read as Latin-1.
 *
 * Thread: any
 *
 * Returns: (transfer full): the text as UTF-8
 */
char *
dp_disposition_decode_escapes (const char *text)
{
  g_autoptr (GString) octets = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  append_unescaped (octets, text);
  return guess_to_utf8 (octets->str);
}
