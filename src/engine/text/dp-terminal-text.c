/* dp-terminal-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text that is fit for a terminal, measured as a terminal does: in columns.
 *
 * Thread: any.
 */

#include "dp-terminal-text.h"

#include <string.h>

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d

/**
 * dp_terminal_text_is_active:
 * @c: a character
 *
 * Thread: any.
 *
 * Returns: whether it does something to what is around it, in place of being shown: control
 *   characters, those that turn the direction of writing, line ends
 */
gboolean
dp_terminal_text_is_active (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR ||
         (type == G_UNICODE_FORMAT && c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER);
}

/**
 * dp_terminal_text_escape:
 * @text: any bytes
 *
 * Shows what can't be shown: `\x1b`, `\u202e`.
 *
 * Thread: any.
 *
 * Returns: (transfer full): valid UTF-8 without active characters
 */
char *
dp_terminal_text_escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  while (*text != '\0')
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (escaped, "\\x%02x", (guchar) *text++);
          continue;
        }
      if (!dp_terminal_text_is_active (c))
        g_string_append_unichar (escaped, c);
      else
        g_string_append_printf (escaped, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
      text = g_utf8_next_char (text);
    }
  return g_string_free (escaped, FALSE);
}

static guint
get_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * dp_terminal_text_count_columns:
 * @text: escaped text
 *
 * Thread: any.
 *
 * Returns: how many columns of a terminal it takes
 */
guint
dp_terminal_text_count_columns (const char *text)
{
  guint n_columns = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    n_columns += get_width (g_utf8_get_char (text));
  return n_columns;
}

static const char *
find_head_end (const char *text, guint n_columns)
{
  guint used = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      used += get_width (g_utf8_get_char (text));
      if (used > n_columns)
        break;
    }
  return text;
}

static const char *
find_tail (const char *text, guint n_columns)
{
  const char *tail = text + strlen (text);
  guint used = 0;

  while (tail > text)
    {
      const char *before = g_utf8_prev_char (tail);

      used += get_width (g_utf8_get_char (before));
      if (used > n_columns)
        break;
      tail = before;
    }
  /* An accent stays with its letter. */
  while (*tail != '\0' && get_width (g_utf8_get_char (tail)) == 0)
    tail = g_utf8_next_char (tail);
  return tail;
}

static char *
shorten (const char *text, guint n_columns, guint n_tail)
{
  const char *end;

  if (dp_terminal_text_count_columns (text) <= n_columns)
    return g_strdup (text);
  end = find_head_end (text, n_columns - 1 - n_tail);
  return g_strdup_printf ("%.*s…%s", (int) (end - text), text, find_tail (text, n_tail));
}

/**
 * dp_terminal_text_shorten_name:
 * @name: the name of a file, escaped
 * @n_columns: the room, at least 1
 *
 * Takes the middle out of what is too wide: the ending of a name says what it is.
 *
 * Thread: any.
 *
 * Returns: (transfer full): text that takes at most @n_columns columns
 */
char *
dp_terminal_text_shorten_name (const char *name, guint n_columns)
{
  return shorten (name, n_columns, (n_columns - 1) / 2);
}

/**
 * dp_terminal_text_shorten:
 * @text: escaped text
 * @n_columns: the room, at least 1
 *
 * Cuts the end off what is too wide.
 *
 * Thread: any.
 *
 * Returns: (transfer full): text that takes at most @n_columns columns
 */
char *
dp_terminal_text_shorten (const char *text, guint n_columns)
{
  return shorten (text, n_columns, 0);
}

/**
 * dp_terminal_text_append_padding:
 * @string: where to append
 * @n_columns: how many spaces
 *
 * Thread: any.
 */
void
dp_terminal_text_append_padding (GString *string, guint n_columns)
{
  g_string_append_printf (string, "%*s", (int) n_columns, "");
}
