/* dp-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An object of JSON (RFC 8259), written in one line.
 *
 * Strings are valid UTF-8 whatever the name of a folder is, and what would do something to a
 * terminal is escaped: people look at JSON, too.
 *
 * Thread: any.
 */

#include "dp-json.h"

#include "dp-terminal-text.h"

static void
append_escape (GString *line, gunichar c)
{
  if (c < 0x10000)
    g_string_append_printf (line, "\\u%04x", c);
  else
    g_string_append_printf (line, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                            0xdc00 + ((c - 0x10000) & 0x3ff));
}

static void
append_string (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (line, '"');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == '\\')
        g_string_append_printf (line, "\\%c", (char) c);
      else if (dp_terminal_text_is_active (c))
        append_escape (line, c);
      else
        g_string_append_unichar (line, c);
    }
  g_string_append_c (line, '"');
}

static void
append_key (GString *line, const char *key)
{
  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  append_string (line, key);
  g_string_append_c (line, ':');
}

/**
 * dp_json_begin:
 * @line: where an object begins
 *
 * Thread: any.
 */
void
dp_json_begin (GString *line)
{
  g_string_append_c (line, '{');
}

/**
 * dp_json_add_string:
 * @line: an object that has begun
 * @key: the name of a member
 * @value: any bytes
 *
 * Thread: any.
 */
void
dp_json_add_string (GString *line, const char *key, const char *value)
{
  append_key (line, key);
  append_string (line, value);
}

/**
 * dp_json_add_number:
 * @line: an object that has begun
 * @key: the name of a member
 * @value: a number
 *
 * Thread: any.
 */
void
dp_json_add_number (GString *line, const char *key, guint64 value)
{
  append_key (line, key);
  g_string_append_printf (line, "%" G_GUINT64_FORMAT, value);
}

/**
 * dp_json_add_null:
 * @line: an object that has begun
 * @key: the name of a member that has no value
 *
 * Thread: any.
 */
void
dp_json_add_null (GString *line, const char *key)
{
  append_key (line, key);
  g_string_append (line, "null");
}

/**
 * dp_json_add_boolean:
 * @line: an object that has begun
 * @key: the name of a member
 * @value: whether it is true
 *
 * Thread: any.
 */
void
dp_json_add_boolean (GString *line, const char *key, gboolean value)
{
  append_key (line, key);
  g_string_append (line, value ? "true" : "false");
}

/**
 * dp_json_end:
 * @line: an object that has begun
 *
 * Thread: any.
 */
void
dp_json_end (GString *line)
{
  g_string_append (line, "}\n");
}
