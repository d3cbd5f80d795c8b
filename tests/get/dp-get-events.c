/* dp-get-events.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-get-events.h"

#include <string.h>

static void
expect (const char **p, char c)
{
  if (**p != c)
    g_error ("“%c” expected at: %s", c, *p);
  (*p)++;
}

static gunichar
read_hex (const char **p)
{
  gunichar c = 0;

  for (guint i = 0; i < 4; i++, (*p)++)
    {
      g_assert_true (g_ascii_isxdigit (**p));
      c = c * 16 + (gunichar) g_ascii_xdigit_value (**p);
    }
  return c;
}

static gunichar
read_escape (const char **p)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *escape = memchr (escapes, **p, strlen (escapes));
  gunichar c;

  if (escape != NULL)
    {
      (*p)++;
      return (gunichar) meanings[escape - escapes];
    }
  expect (p, 'u');
  c = read_hex (p);
  if (c < 0xd800 || c > 0xdfff)
    return c;
  g_assert_cmpuint (c, <, 0xdc00);
  expect (p, '\\');
  expect (p, 'u');
  return 0x10000 + ((c - 0xd800) << 10) + (read_hex (p) - 0xdc00);
}

static char *
read_string (const char **p)
{
  GString *text = g_string_new (NULL);

  for (expect (p, '"'); **p != '"';)
    {
      gunichar c = g_utf8_get_char (*p);

      g_assert_cmpuint (c, >=, 0x20);
      g_assert_false (c >= 0x7f && c < 0xa0);
      g_assert_false (c >= 0x2028 && c <= 0x202e);
      g_assert_false (c >= 0x2066 && c <= 0x2069);
      *p = g_utf8_next_char (*p);
      g_string_append_unichar (text, c == '\\' ? read_escape (p) : c);
    }
  (*p)++;
  return g_string_free (text, FALSE);
}

static char *
read_value (const char **p)
{
  static const char *const words[] = { "true", "false", "null" };
  gsize n_digits = strspn (*p, "0123456789");
  g_autofree char *string = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (*p, words[i]))
      {
        *p += strlen (words[i]);
        return g_strdup (words[i]);
      }
  if (n_digits > 0)
    {
      g_assert_true (n_digits == 1 || **p != '0');
      *p += n_digits;
      return g_strndup (*p - n_digits, n_digits);
    }
  string = read_string (p);
  return g_strconcat ("\"", string, NULL);
}

static GHashTable *
read_object (const char **p)
{
  GHashTable *event = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  expect (p, '{');
  do
    {
      g_autofree char *key = read_string (p);

      expect (p, ':');
      g_assert_true (g_hash_table_insert (event, g_strdup (key), read_value (p)));
    }
  while (*(*p)++ == ',');
  (*p)--;
  expect (p, '}');
  return event;
}

GPtrArray *
dp_get_events_parse (const char *text)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  while (*text != '\0')
    {
      GHashTable *event = read_object (&text);

      expect (&text, '\n');
      dp_get_event_get (event, "event");
      dp_get_event_get (event, "id");
      g_ptr_array_add (events, event);
    }
  return events;
}

const char *
dp_get_event_get (GHashTable *event, const char *key)
{
  const char *value = g_hash_table_lookup (event, key);

  if (value == NULL)
    g_error ("an event has no %s", key);
  return value;
}

static gboolean
is_called (GHashTable *event, const char *name)
{
  return g_str_equal (dp_get_event_get (event, "event") + 1, name);
}

guint
dp_get_events_count (GPtrArray *events, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += is_called (events->pdata[i], name);
  return n;
}

GHashTable *
dp_get_events_find (GPtrArray *events, const char *name, const char *id)
{
  for (guint i = 0; i < events->len; i++)
    if (is_called (events->pdata[i], name) &&
        g_str_equal (dp_get_event_get (events->pdata[i], "id"), id))
      return events->pdata[i];
  g_error ("there is no %s of %s", name, id);
}
